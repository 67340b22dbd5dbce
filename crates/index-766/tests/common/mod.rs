//! The index as published, records to try it on, and what articles say of one commune.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use lang_nghe_index_766::{Index, Problem, Record, Texts, source::read_index};
use lang_nghe_record::Day;
use lang_nghe_sheet::Decimal;
use proptest::prelude::*;

pub(crate) fn read() -> (Index, BTreeMap<String, Texts>) {
    static READ: LazyLock<(Index, BTreeMap<String, Texts>)> = LazyLock::new(from_files);
    READ.clone()
}

pub(crate) fn from_files() -> (Index, BTreeMap<String, Texts>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/indexes/766/2026.1");
    read_index(&folder).unwrap_or_else(|faults| panic!("{faults}"))
}

pub(crate) fn index() -> Index {
    read().0
}

pub(crate) fn points(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(crate) fn record(counts: &[(&str, u64)]) -> Record {
    let mut record = Record::new("xã thử", day("2026-10-01"));
    record.counts = counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
    record
}

/// What press articles say of one commune on two days in August 2025, and nothing else.
pub(crate) fn published(of: &str, total: &str) -> Record {
    let mut record = Record::new("Phú Xuyên, Hà Nội", day(of));
    record.total = Some(points(total));
    record
}

pub(crate) fn the_25th() -> Record {
    let mut record = published("2025-08-25", "94.73");
    for (group, text) in [("online", "10"), ("progress", "19.53"), ("satisfaction", "18")] {
        record.published.insert(group.to_owned(), points(text));
    }
    record.rank = Some((1, 126));
    record.counts.insert("dossiers-received".to_owned(), 3483);
    record.counts.insert("dossiers-online".to_owned(), 3179);
    record
}

pub(crate) fn component(index: &Index, id: &str) -> usize {
    index.components.iter().position(|component| component.id == id).unwrap()
}

/// Counts that can be: parts cut to their whole.
pub(crate) fn any_counts() -> impl Strategy<Value = Vec<Option<u64>>> {
    prop::collection::vec(prop::option::weighted(0.8, prop_oneof![0u64..20, 0u64..=100_000_000]), 40)
}

pub(crate) fn possible(index: &Index, values: &[Option<u64>]) -> Record {
    let mut record = record(&[]);
    for (name, value) in index.counts.iter().zip(values) {
        record.counts.extend(value.map(|value| (name.clone(), value)));
    }
    while let Some(Problem::MoreThan { parts, .. }) = record.problems(index).first() {
        for part in parts {
            record.counts.remove(part);
        }
    }
    record
}
