//! That a campaign asks what is no longer the newest: its source has expired, or a newer version of the questions is
//! here. Such a campaign goes on as it is; lists show it behind those that are up to date.

use lang_nghe_instrument::{Instrument, Status};
use lang_nghe_record::Day;
use serde::Serialize;

use crate::content::Content;

/// What has taken its place, as far as that is known. In `GET /api/v1/campaigns` too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outdated {
    /// Number of the source.
    pub source: String,
    /// Last day of the source, if it has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expired: Option<String>,
    /// The document that took the source's place, once it has expired.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    /// The newest version of the questions, if it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer: Option<String>,
}

impl Outdated {
    /// Why this instrument version is not the one to ask today; `None` while it is.
    pub fn of(content: &Content, instrument: &Instrument, today: Day) -> Option<Self> {
        let expired = instrument.expired(&today.to_string());
        let newer = content.newest(&instrument.id).filter(|newest| **newest != instrument.version);
        (expired || newer.is_some()).then(|| Self {
            source: instrument.source.number.clone(),
            expired: instrument.valid_to.clone().filter(|_| expired),
            replaced_by: instrument.source.replaced_by.clone().filter(|_| expired),
            newer: newer.cloned(),
        })
    }
}

impl Content {
    /// The newest version of an instrument that is offered for new campaigns.
    fn newest(&self, instrument: &str) -> Option<&String> {
        let number = |version: &str| {
            let (year, number) = version.split_once('.')?;
            Some((year.parse::<u32>().ok()?, number.parse::<u32>().ok()?))
        };
        let offered =
            self.instruments().filter(|form| form.id == instrument && form.status == Status::Current);
        offered.map(|form| &form.version).max_by_key(|version| number(version))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn of(id: &str, version: &str, day: &str) -> Option<Outdated> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        let content = Content::read(&folder).unwrap();
        let instrument = &content.form(id, version).unwrap().instrument;
        Outdated::of(&content, instrument, Day::parse(day).unwrap())
    }

    #[test]
    fn what_is_in_force_and_newest_is_not_outdated() {
        assert_eq!(of("sipas-39", "2026.3", "2026-11-21"), None);
    }

    #[test]
    fn an_older_version_names_the_newer_one() {
        let found = of("sipas-39", "2026.1", "2026-11-21").unwrap();
        assert_eq!((found.newer.as_deref(), found.expired), (Some("2026.3"), None));
    }

    #[test]
    fn an_expired_source_names_its_last_day() {
        let found = of("sipas-39", "2026.3", "2027-01-01").unwrap();
        assert_eq!((found.newer, found.expired.as_deref()), (None, Some("2026-12-31")));
        let found = of("nd61-9", "2026.1", "2026-11-21").unwrap();
        assert!(found.expired.is_some() && found.replaced_by.is_some(), "{found:?}");
    }
}
