//! The hub: serves the app, takes records, answers with released results.
//!
//! # Layout
//!
//! - [`settings`]: what the person who runs it can set; [`start`]: from settings to a running [`Hub`].
//! - [`campaigns`], [`content`], [`keys`], [`words`], [`dist`]: what it reads at start.
//! - [`intake`]: from an envelope to a record that counts, or the reason why not.
//! - [`storage`]: what it keeps. The only state; two hubs on one database are as good as one.
//! - [`release`]: from tallies to what may be shown; [`classes`]: from classes to what officials see.
//! - [`http`]: the API and the pages; `officials`: the pages rendered here.
//! - [`serve`]: connections, and ending without losing anything; [`check`]: is all as it should be.
//!
//! - [`erasure`]: when answers go; [`fingerprint`]: whose key they are sealed to; [`health`]: is the database whole.
//! - [`backup`], [`restore`]: the whole data folder, out and in again.
//! - [`password`]: the one word that officials show before they see or decide anything.
//!
//! Deliberately absent: accounts, sessions, cookies, a clock finer than the day in anything stored,
//! and addresses in anything but the rate limit's memory.

use std::sync::Arc;

use lang_nghe_record::{Day, DayError};

pub mod backup;
pub mod campaigns;
pub mod check;
pub mod classes;
pub mod clock;
pub mod commands;
pub mod content;
pub mod dist;
pub mod erasure;
pub mod fingerprint;
pub mod health;
pub mod http;
pub mod intake;
pub mod keys;
mod officials;
pub mod outdated;
pub mod password;
pub mod release;
pub mod restore;
pub mod serve;
pub mod settings;
pub mod start;
pub mod storage;
pub mod words;

use campaigns::Campaigns;
use dist::Dist;
use http::{Proxies, RateLimit};
use password::Password;
use storage::Storage;
use words::Languages;

/// Everything a request may need. Nothing in it changes after start except the database, the rate
/// limit's buckets and pages kept in memory.
pub struct Hub {
    /// Who asks what, with keys.
    pub campaigns: Arc<Campaigns>,
    /// Where records are kept.
    pub storage: Arc<dyn Storage>,
    /// The built app, if there is one.
    pub dist: Option<Dist>,
    /// Words of the pages rendered here.
    pub words: Languages,
    /// How often one network may ask.
    pub limit: RateLimit,
    /// Which proxies are believed.
    pub proxies: Proxies,
    /// The address people reach this hub at, if it was set.
    pub public_url: Option<String>,
    /// What officials show before they see or decide anything; without one, nobody does.
    pub password: Option<Password>,
    /// Whether the database is whole.
    pub health: health::Health,
    /// Copies that the hub makes by itself, if it does.
    pub copies: Option<backup::Daily>,
    /// The data folder, held as long as the hub runs.
    lock: Option<std::fs::File>,
    /// What day it is.
    pub clock: fn() -> Result<Day, DayError>,
    pages: http::PageCache,
}

impl Hub {
    /// A hub without an app to serve, no limit, and this machine's clock.
    pub fn new(campaigns: Campaigns, storage: Arc<dyn Storage>, words: Languages) -> Self {
        Self {
            campaigns: Arc::new(campaigns),
            storage,
            dist: None,
            words,
            limit: RateLimit::new(0, 1),
            proxies: Proxies::default(),
            public_url: None,
            password: None,
            health: health::Health::default(),
            copies: None,
            lock: None,
            clock: clock::today,
            pages: http::PageCache::default(),
        }
    }

    /// The build of the app that this hub serves.
    pub fn build(&self) -> &str {
        self.dist.as_ref().map_or("none", |dist| dist.build.build.as_str())
    }

    /// Nothing, or the answer that the hub cannot store now.
    fn is_whole(&self) -> Result<(), http::Problem> {
        if self.health.is_damaged() { Err(http::Problem::Busy) } else { Ok(()) }
    }

    /// Today, or the answer that the hub cannot store now.
    fn today(&self) -> Result<Day, http::Problem> {
        (self.clock)().map_err(|_| {
            tracing::error!(
                "this machine's clock shows an impossible year: set it, then records are taken again"
            );
            http::Problem::Busy
        })
    }
}
