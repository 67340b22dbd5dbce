//! How fast forms are counted on the host.
//!
//! ```text
//! speed describe <folder of an instrument>           its items with points, as JSON
//! speed measure <folder> <runs> <file of answers>…   JSON: milliseconds of every run, and what was counted
//! ```
#![allow(clippy::print_stdout, clippy::panic, reason = "a command-line tool talks on the terminal")]
#![allow(clippy::disallowed_methods, reason = "a tool that measures looks at the clock")]

mod work;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use lang_nghe_instrument::{Instrument, OptionKind, Total, source};
use lang_nghe_scoring::score;
use serde_json::{Value, json};

/// A run repeats what is measured until this much time has passed.
const LONG_ENOUGH: Duration = Duration::from_millis(30);

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let said = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["describe", folder] => describe(&read(folder)),
        ["measure", folder, runs, ref files @ ..] => {
            let runs = runs.parse().unwrap_or(7);
            let instrument = read(folder);
            Value::Array(files.iter().map(|file| measure(&instrument, runs, file)).collect())
        }
        _ => panic!("speed describe <folder> | speed measure <folder> <runs> <file>…"),
    };
    println!("{said}");
}

/// The items with points of an instrument: the criteria that the scores are made of.
fn read(folder: &str) -> Instrument {
    let (mut instrument, _) =
        source::read_instrument(Path::new(folder)).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert!(
        instrument.items.iter().all(|item| item.relevant.is_empty()),
        "conditions name items by position"
    );
    instrument.items.retain(|item| item.factor.is_some());
    instrument
}

fn describe(instrument: &Instrument) -> Value {
    let item = |item: &lang_nghe_instrument::Item| {
        let options = &instrument.scale_of(item).options;
        let scored: Vec<Value> = (0..options.len())
            .map(|option| match instrument.counts_as(item, option) {
                Some(OptionKind::Scored { points, satisfied }) => json!([points, satisfied]),
                _ => Value::Null,
            })
            .collect();
        let ids: Vec<&String> = options.iter().map(|option| &option.id).collect();
        json!({ "id": item.id, "factor": item.factor, "options": ids, "scored": scored,
                "range": instrument.range_of(item) })
    };
    let factors = |wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..instrument.factors.len()).filter(|factor| wanted(*factor)).collect()
    };
    let of_factors = (0..instrument.factors.len()).map(|factor| vec![factor]);
    let part_of = |factor: usize| instrument.factors[factor].part;
    let of_parts = (0..instrument.parts.len()).map(|part| factors(&|factor| part_of(factor) == Some(part)));
    let total = if instrument.total == Total::Items { factors(&|_| true) } else { Vec::new() };
    let composites: Vec<Vec<usize>> = of_factors.chain(of_parts).chain([total]).collect();
    let packed = match postcard::to_allocvec(instrument) {
        Ok(bytes) => bytes,
        Err(fault) => panic!("{fault}"),
    };
    json!({
        "id": instrument.id, "version": instrument.version, "formulas": instrument.formulas,
        "missing": [instrument.missing.numerator, instrument.missing.denominator],
        "items": instrument.items.iter().map(item).collect::<Vec<_>>(),
        "composites": composites, "packed": packed,
    })
}

/// Milliseconds per call, one figure per run.
fn time<T>(runs: usize, work: impl Fn() -> T) -> Vec<f64> {
    let run = |_| {
        let begun = Instant::now();
        let mut times = 0;
        while begun.elapsed() < LONG_ENOUGH || times == 0 {
            black_box(work());
            times += 1;
        }
        begun.elapsed().as_secs_f64() * 1000.0 / f64::from(times)
    };
    (0..runs).map(run).collect()
}

fn measure(instrument: &Instrument, runs: usize, file: &str) -> Value {
    let codes = match std::fs::read(file) {
        Ok(codes) => codes,
        Err(fault) => panic!("{file}: {fault}"),
    };
    let packed = work::pack(instrument, &codes);
    let cell = packed.cell();
    assert_eq!(cell.items, packed.levels().items, "levels by themselves and with composites differ");
    let stream = || {
        let mut stream = work::Stream::new(instrument);
        stream.push(&codes);
        stream.finish()
    };
    assert_eq!(cell, stream(), "packed forms and forms as they come differ");
    let read = || packed.lanes().fold([0u64; 4], |sum, lanes| std::array::from_fn(|i| sum[i] ^ lanes[i]));
    json!({
        "forms": codes.len() / instrument.items.len(),
        "bytes": packed.bytes(),
        "read": time(runs, read),
        "levels": time(runs, || packed.levels()),
        "levelsScored": time(runs, || score(instrument, &packed.levels())),
        "whole": time(runs, || packed.cell()),
        "wholeScored": time(runs, || score(instrument, &packed.cell())),
        "pack": time(runs, || work::pack(instrument, &codes)),
        "stream": time(runs, stream),
        "report": work::report(instrument, &cell),
    })
}
