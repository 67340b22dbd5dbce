//! Instruments and records that several tests use.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use lang_nghe_instrument::{Instrument, source};
use lang_nghe_record::{Day, Mode, Record, RecordId};
use proptest::prelude::*;

/// The content of this repository.
pub(crate) fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

/// A folder of `content/instruments`.
pub(crate) fn folder(id: &str, version: &str) -> PathBuf {
    content().join("instruments").join(id).join(version)
}

/// An instrument of `content/`.
pub(crate) fn instrument(id: &str, version: &str) -> Instrument {
    source::read_instrument(&folder(id, version)).unwrap_or_else(|faults| panic!("{faults:?}")).0
}

/// Five items: four with points, one (extra-money-1) without.
pub(crate) fn pulse() -> Instrument {
    static PULSE: LazyLock<Instrument> = LazyLock::new(|| instrument("pulse-1", "2026.1"));
    PULSE.clone()
}

/// A record without answers.
pub(crate) fn blank(instrument: &Instrument) -> Record {
    Record {
        id: RecordId::from_random([1; 16]),
        campaign: "demo".into(),
        instrument: instrument.id.clone(),
        version: instrument.version.clone(),
        profile: "1".into(),
        day: Day::new(2026, 11, 21).unwrap(),
        mode: Mode::SelfCompleted,
        lang: "vi".into(),
        point: None,
        answers: Vec::new(),
        about: Vec::new(),
        comment: None,
        app: "0.1.0".into(),
    }
}

/// A record with these answers, in the instrument's order; `-` for none.
pub(crate) fn record(instrument: &Instrument, answers: &[&str]) -> Record {
    let items = instrument.items.iter().map(|item| item.id.clone());
    let given = items.zip(answers).filter(|(_, answer)| **answer != "-");
    Record {
        answers: given.map(|(item, answer)| (item, (*answer).to_owned())).collect(),
        ..blank(instrument)
    }
}

/// Any record of an instrument: any point, procedure, mode, and any or no answer to every item.
pub(crate) fn any_record(instrument: &Instrument) -> impl Strategy<Value = Record> + use<> {
    let blank = blank(instrument);
    let answers: Vec<_> = instrument
        .items
        .iter()
        .map(|item| {
            let options =
                instrument.scale_of(item).options.iter().map(|option| option.id.clone()).collect::<Vec<_>>();
            let id = item.id.clone();
            prop::option::weighted(0.85, prop::sample::select(options))
                .prop_map(move |option| Some((id.clone(), option?)))
        })
        .collect();
    let place =
        (prop::option::of("[ab]"), prop::option::of("[xy]"), prop::sample::select(Mode::ALL.to_vec()));
    (answers, place).prop_map(move |(answers, (point, procedure, mode))| Record {
        answers: answers.into_iter().flatten().collect(),
        point,
        about: procedure.map(|code| ("procedure".to_owned(), code)).into_iter().collect(),
        mode,
        ..blank.clone()
    })
}
