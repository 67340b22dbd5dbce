//! What a device fetches, sends, marks and forgets. Decides; does nothing.

use std::collections::BTreeSet;

use super::{Entry, Hash, Key, State};

/// Where a recording on this device came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Recorded here.
    Own,
    /// Brought here in a file.
    File,
    /// Fetched from the hub.
    Hub,
    /// Came with the app.
    Build,
}

impl Origin {
    const ALL: [Self; 4] = [Self::Own, Self::File, Self::Hub, Self::Build];

    /// Its name in storage.
    pub fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::File => "file",
            Self::Hub => "hub",
            Self::Build => "build",
        }
    }

    /// The origin of this name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.code() == code)
    }

    /// Whether this device is one to send it: what was fetched is at the hub already.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Own | Self::File)
    }
}

/// A recording on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its name.
    pub hash: Hash,
    /// What it is of.
    pub key: Key,
    /// How many bytes it is.
    pub bytes: u32,
    /// The day of the consent, `YYYY-MM-DD`.
    pub day: String,
    /// Where it came from.
    pub origin: Origin,
    /// What the hub last said of it; `None` before it said anything.
    pub state: Option<State>,
    /// When it was kept, in milliseconds since 1970 by the device's clock; for order only.
    pub at: u64,
}

/// All recordings of a lesson in one language: what people choose and remove.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackName {
    /// Language.
    pub lang: String,
    /// Lesson.
    pub lesson: String,
}

impl PackName {
    /// The pack that a recording belongs to.
    pub fn of(key: &Key) -> Self {
        Self { lang: key.lang.clone(), lesson: key.lesson.clone() }
    }
}

/// The packs of which something was fetched here. Nobody fetches what nobody wanted.
pub fn fetched(here: &[Held]) -> impl Iterator<Item = PackName> + '_ {
    here.iter().filter(|held| !held.origin.is_sent()).map(|held| PackName::of(&held.key))
}

/// What is to be done, in this order: forgetting comes first, because somebody withdrew consent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// To be forgotten.
    pub forget: Vec<Hash>,
    /// To be marked with what the hub says.
    pub mark: Vec<(Hash, State)>,
    /// To be sent, oldest first.
    pub send: Vec<Hash>,
    /// To be fetched, a pack after the other.
    pub fetch: Vec<Entry>,
}

/// Decides from what is here and what hub and build offer (`None`: not known now, so nothing of theirs
/// is forgotten). `wanted` are the packs that people chose.
///
/// - Withdrawn: forgotten, whatever its origin.
/// - Fetched, and no longer offered, no longer wanted, or replaced by a newer one: forgotten.
/// - Recorded here or brought in a file: never forgotten for another reason; sent until the hub lists it,
///   and again if a hub that was restored from a backup does not list it any more.
/// - Offered and wanted: fetched, unless it is here or something recorded here takes its place.
pub fn plan(
    here: &[Held],
    hub: Option<&[Entry]>,
    build: Option<&[Entry]>,
    wanted: &BTreeSet<PackName>,
) -> Plan {
    let mut plan = Plan::default();
    for held in here {
        let said = hub.map(|list| list.iter().find(|entry| entry.hash == held.hash).map(|entry| entry.state));
        if said == Some(Some(State::Withdrawn)) {
            plan.forget.push(held.hash);
            continue;
        }
        let list = match held.origin {
            Origin::Own | Origin::File => {
                match said {
                    Some(Some(state)) if held.state != Some(state) => plan.mark.push((held.hash, state)),
                    Some(Some(_)) => {}
                    Some(None) => plan.send.push(held.hash),
                    None if held.state.is_none() => plan.send.push(held.hash),
                    None => {}
                }
                continue;
            }
            Origin::Hub => hub,
            Origin::Build => build,
        };
        let is_offered =
            list.is_none_or(|list| newest(list, &held.key).is_some_and(|entry| entry.hash == held.hash));
        if !(wanted.contains(&PackName::of(&held.key)) && is_offered) {
            plan.forget.push(held.hash);
        }
    }
    plan.send.sort_by_key(|hash| here.iter().find(|held| held.hash == *hash).map(|held| held.at));
    for list in [hub, build].into_iter().flatten() {
        for entry in list.iter().filter(|entry| wanted.contains(&PackName::of(&entry.key))) {
            let is_here = here.iter().any(|held| held.hash == entry.hash);
            let is_own = here.iter().any(|held| held.key == entry.key && held.origin == Origin::Own);
            let is_planned = plan.fetch.iter().any(|other| other.hash == entry.hash);
            let is_withdrawn = hub
                .into_iter()
                .flatten()
                .any(|other| other.hash == entry.hash && other.state == State::Withdrawn);
            let is_newest = newest(list, &entry.key).is_some_and(|newest| newest.hash == entry.hash);
            if is_newest && !(is_here || is_own || is_planned || is_withdrawn) {
                plan.fetch.push(entry.clone());
            }
        }
    }
    plan.fetch.sort_by(|a, b| a.key.cmp(&b.key));
    plan
}

/// Of those offered for a part, the one whose speaker agreed last.
fn newest<'l>(list: &'l [Entry], key: &Key) -> Option<&'l Entry> {
    let fits = list.iter().filter(|entry| entry.state == State::Offered && entry.key == *key);
    fits.max_by(|a, b| (&a.day, a.hash).cmp(&(&b.day, b.hash)))
}

/// The recording to be heard: what was recorded here before what was brought, fetched or came with the
/// app, and of two the newer. One that an official refused is not heard in lessons.
pub fn best<'h>(here: &'h [Held], key: &Key) -> Option<&'h Held> {
    let fits = here.iter().filter(|held| held.key == *key && held.state != Some(State::Refused));
    fits.min_by(|a, b| (a.origin, &b.day, b.at, b.hash).cmp(&(b.origin, &a.day, a.at, a.hash)))
}
