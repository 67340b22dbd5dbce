//! Instruments and records that several tests use.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use lang_nghe_instrument::{Instrument, Item, Kind, source};
use lang_nghe_record::{Day, Mode, Record, RecordId};
use lang_nghe_scoring::Tally;
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

/// Every kind of item, and three blocks of which a form asks two.
pub(crate) fn kinds() -> Instrument {
    static KINDS: LazyLock<Instrument> = LazyLock::new(|| {
        let folder = content().join("../tests/reference/instruments/kinds-11/2026.1");
        source::read_instrument(&folder).unwrap_or_else(|faults| panic!("{faults:?}")).0
    });
    KINDS.clone()
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
        blocks: Vec::new(),
        flags: None,
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

/// Any answer to an item, as records write it.
fn any_answer(instrument: &Instrument, item: &Item) -> BoxedStrategy<String> {
    let options =
        instrument.scale_of(item).options.iter().map(|option| option.id.clone()).collect::<Vec<_>>();
    match item.kind {
        Kind::One => prop::sample::select(options).boxed(),
        Kind::Several { most, alone } => {
            let scale = instrument.scale_of(item).clone();
            let free: Vec<_> =
                (0..options.len()).filter(|at| !scale.excludes(alone, *at)).map(|at| options[at].clone()).collect();
            let apart: Vec<_> = options.into_iter().filter(|option| !free.contains(option)).collect();
            let some = prop::sample::subsequence(free, 1..=usize::from(most)).prop_shuffle();
            prop_oneof![3 => some.prop_map(|some| some.join(" ")), 1 => prop::sample::select(apart)].boxed()
        }
        Kind::Number { least, most, .. } => {
            prop_oneof![4 => (least..=most).prop_map(|number| number.to_string()), 1 => prop::sample::select(options)]
                .boxed()
        }
        Kind::Words { .. } => "[ -~]{1,9}".boxed(),
    }
}

/// Any record of an instrument: any point, procedure, mode and flags, any blocks that a form asks, and any or no
/// answer to every item of them.
pub(crate) fn any_record(instrument: &Instrument) -> impl Strategy<Value = Record> + use<> {
    let blank = blank(instrument);
    let answers: Vec<_> = instrument
        .items
        .iter()
        .map(|item| {
            let (id, block) = (item.id.clone(), item.block);
            let answer = prop::option::weighted(0.85, any_answer(instrument, item));
            answer.prop_map(move |answer| Some((block, (id.clone(), answer?))))
        })
        .collect();
    let ids: Vec<String> = instrument.blocks.iter().map(|block| block.id.clone()).collect();
    let all: Vec<usize> = (0..ids.len()).collect();
    let blocks = prop::sample::subsequence(all, instrument.blocks_asked).prop_shuffle();
    let flags = prop::sample::subsequence(vec!["straight-lining", "fast", "odd"], 0..=3);
    let flags = prop::option::of(flags.prop_map(|names| names.into_iter().map(str::to_owned).collect()));
    let place =
        (prop::option::of("[ab]"), prop::option::of("[xy]"), prop::sample::select(Mode::ALL.to_vec()));
    (answers, place, blocks, flags).prop_map(move |(answers, (point, procedure, mode), blocks, flags)| {
        Record {
            answers: (answers.into_iter().flatten())
                .filter(|(block, _)| block.is_none_or(|block| blocks.contains(&block)))
                .map(|(_, answer)| answer)
                .collect(),
            blocks: blocks.iter().map(|block| ids[*block].clone()).collect(),
            flags,
            point,
            about: procedure.map(|code| ("procedure".to_owned(), code)).into_iter().collect(),
            mode,
            ..blank.clone()
        }
    })
}

/// What these records add up to.
pub(crate) fn tally(instrument: &Instrument, records: &[Record]) -> Tally {
    let mut tally = Tally::new(instrument);
    records.iter().for_each(|record| tally.add(instrument, record).unwrap());
    tally
}

/// Both together.
pub(crate) fn merged(a: &Tally, b: &Tally) -> Tally {
    let mut sum = a.clone();
    sum.merge(b).unwrap();
    sum
}
