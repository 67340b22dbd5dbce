//! How long a step of a release takes: `cargo run --profile hub -p lang-nghe-hub --example step_time`.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example prints and looks at the clock"
)]

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use lang_nghe_hub::content::Content;
use lang_nghe_quality::Flags;
use lang_nghe_record::Mode;
use lang_nghe_report::{Release, release};
use lang_nghe_scoring::{Columns, Stratum};

/// A hundred thousand forms of sixty points, eight kinds of procedure, three ways of filling in and three signs, where
/// people leave out one answer of six; ten steps.
fn main() -> Result<(), Box<dyn Error>> {
    let content = Content::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content"))?;
    let form = content.form("sipas-39", "2026.3").ok_or("no such form")?;
    let instrument = &form.instrument;
    let mut seed = 20_261_130_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut tally = lang_nghe_scoring::Tally::new(instrument);
    let mut last: Option<Release> = None;
    for day in 1..=10 {
        let mut columns = Columns::new(instrument)?;
        for _ in 0..10_000 {
            let rare = |n: u64| n * n / 60;
            let stratum = Stratum {
                point: Some(format!("point-{}", rare(next(60)))),
                procedure: Some(format!("procedure-{}", next(8).min(next(8)))),
                mode: [Mode::SelfCompleted, Mode::Assisted, Mode::Paper][next(3).min(next(3)) as usize],
                flags: Some(match next(50) {
                    0 => Flags::named(["fast"]),
                    1 => Flags::named(["burst"]),
                    _ => Flags::default(),
                }),
            };
            let answers: Vec<_> = (instrument.items.iter())
                .map(|item| {
                    let options = instrument.scale_of(item).options.len() as u64;
                    let is_one = item.kind == lang_nghe_instrument::Kind::One && next(6) > 0;
                    is_one.then(|| lang_nghe_instrument::Answer::One(next(options) as usize))
                })
                .collect();
            columns.push(&stratum, &answers)?;
        }
        tally.merge(&columns.finish())?;
        let started = Instant::now();
        let step = release(instrument, last.as_ref(), &tally, 10, &format!("2026-11-{day:02}"))?;
        let took = started.elapsed();
        let body = serde_json::to_string(&step)?;
        let served = step.served(instrument);
        println!(
            "{} forms, {} strata: the step {:.2} s; with JSON and serving {:.2} s; {} KB kept, {} KB served, {} groups",
            tally.records(),
            tally.strata().count(),
            took.as_secs_f64(),
            started.elapsed().as_secs_f64(),
            body.len() / 1000,
            serde_json::to_string(&served)?.len() / 1000,
            served.points.groups.len() + served.procedures.groups.len(),
        );
        last = Some(step);
    }
    Ok(())
}
