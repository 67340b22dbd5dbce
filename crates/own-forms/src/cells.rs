//! What single cells say.

use lang_nghe_instrument::{Answer, AnswerFault, Instrument, Item, Kind};
use lang_nghe_record::{Day, Mode};
use lang_nghe_sheet::{Decimal, is_blank};

use crate::Known;

/// Answers as the cells of one instrument's items say them.
#[derive(Clone, Debug)]
pub(crate) struct Answers<'a> {
    instrument: &'a Instrument,
    /// Names of the options of each scale, in small letters.
    names: Vec<Vec<String>>,
}

impl<'a> Answers<'a> {
    pub(crate) fn new(instrument: &'a Instrument, known: &Known<'_>) -> Self {
        let names = |scale: usize| {
            let names = known.text.and_then(|text| text.options.get(scale));
            names.into_iter().flatten().map(|name| name.trim().to_lowercase()).collect()
        };
        Self { instrument, names: (0..instrument.scales.len()).map(names).collect() }
    }

    /// The answer in a cell: an option by its id (which for levels is their number) or by its name, some of them with
    /// a space, comma or semicolon between, a number, or words. Nothing, or a dash, is no answer.
    pub(crate) fn read(&self, item: &Item, cell: &str) -> Result<Option<Answer>, AnswerFault> {
        let text = cell.trim();
        if text.is_empty() || is_blank(text) {
            return Ok(None);
        }
        let found = self.instrument.answer(item, text);
        let Err(fault) = found else { return found.map(Some) };
        match item.kind {
            Kind::Words { .. } => Err(fault),
            Kind::Several { .. } if text.contains([',', ';']) => {
                let ids: Vec<&str> = text.split([',', ';', ' ']).filter(|id| !id.is_empty()).collect();
                self.instrument.answer(item, &ids.join(" ")).map(Some)
            }
            _ => {
                let small = text.to_lowercase();
                let named = self.names.get(item.scale).into_iter().flatten().position(|name| *name == small);
                named.map(Answer::One).map(Some).ok_or(fault)
            }
        }
    }
}

/// Who pressed or wrote the answers.
pub(crate) fn mode(known: &Known<'_>, cell: &str) -> Option<Mode> {
    let text = cell.trim().to_lowercase();
    let named = known.modes.iter().find(|(_, name)| name.to_lowercase() == text).map(|(mode, _)| *mode);
    Mode::parse(&text).or(named)
}

/// A day as `2026-11-22`, `22/11/2026` or `22-11-2026`.
pub(crate) fn day(cell: &str) -> Option<Day> {
    let parts: Vec<&str> = cell.trim().split(['/', '-', '.']).collect();
    let [a, b, c] = parts[..] else { return None };
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A weight: a number above 0 with at most four decimals.
pub(crate) fn weight(cell: &str) -> Option<Decimal> {
    Decimal::parse(cell).ok().filter(|weight| *weight > Decimal::ZERO)
}
