//! What is measured, the same on the host and in the browser.

use lang_nghe_instrument::{Answer, Instrument};
use lang_nghe_record::Mode;
use lang_nghe_scoring::{Cell, Columns, Figure, Packed, Scores, Stratum, score};
use serde_json::{Value, json};

/// Packs forms that lie one after the other, a byte an answer.
pub(crate) fn pack<'a>(instrument: &'a Instrument, codes: &[u8]) -> Packed<'a> {
    let Some(mut packed) = Packed::new(instrument) else { panic!("{} fits no columns", instrument.id) };
    codes.chunks_exact(instrument.items.len()).for_each(|form| packed.push(form));
    packed.settle();
    packed
}

/// Forms that are counted as they come, and not kept.
pub(crate) struct Stream<'a> {
    columns: Columns<'a>,
    stratum: Stratum,
    answers: Vec<Option<Answer>>,
}

impl<'a> Stream<'a> {
    pub(crate) fn new(instrument: &'a Instrument) -> Self {
        let Ok(columns) = Columns::new(instrument) else { panic!("{} fits no columns", instrument.id) };
        let stratum = Stratum { point: None, procedure: None, mode: Mode::SelfCompleted, flags: None };
        Self { columns, stratum, answers: vec![None; instrument.items.len()] }
    }

    pub(crate) fn push(&mut self, codes: &[u8]) {
        for form in codes.chunks_exact(self.answers.len()) {
            for (answer, code) in self.answers.iter_mut().zip(form) {
                *answer = code.checked_sub(1).map(|option| Answer::One(option.into()));
            }
            if let Err(fault) = self.columns.push(&self.stratum, &self.answers) {
                panic!("{fault}");
            }
        }
    }

    pub(crate) fn finish(self) -> Cell {
        self.columns.finish().total()
    }
}

/// Everything that all ways of counting must agree on.
pub(crate) fn report(instrument: &Instrument, cell: &Cell) -> Value {
    let Scores { records, items, factors, parts, total } = score(instrument, cell);
    let figure = |figure: &Figure| {
        let interval = figure.interval.ok().map(|interval| [interval.low, interval.high]);
        json!({ "value": figure.value, "error": figure.error, "interval": interval })
    };
    let figures = |all: &[Figure]| all.iter().map(figure).collect::<Vec<_>>();
    let levels = |(position, counts): (usize, &lang_nghe_scoring::ItemCounts)| json!({ "none": counts.none, "options": counts.options, "figures": figures(&items[position].figures) });
    let composites = factors.iter().chain(&parts).chain([&total]);
    json!({
        "records": records,
        "items": cell.items.iter().enumerate().map(levels).collect::<Vec<_>>(),
        "composites":
            composites.map(|of| json!({ "n": of.n, "figures": figures(&of.figures) })).collect::<Vec<_>>(),
    })
}
