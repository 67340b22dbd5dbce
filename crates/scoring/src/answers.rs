//! A cell as rows of an estimate: what a design needs of a village is what its tally keeps.

use lang_nghe_estimate::Answers;
use lang_nghe_instrument::{Formula, Instrument, OptionKind};

use crate::cell::Cell;
use crate::composite::Composite;

/// Points that count as 0 %, and how many percent one point more is.
pub(crate) fn line(formula: Formula, range: Option<(u8, u8)>) -> Option<(f64, f64)> {
    match (formula, range?) {
        (Formula::TopBox, _) => Some((0.0, 100.0)),
        (Formula::MeanOfMax, (_, highest)) if highest > 0 => Some((0.0, 100.0 / f64::from(highest))),
        (Formula::Rescaled, (lowest, highest)) if highest > lowest => {
            Some((f64::from(lowest), 100.0 / f64::from(highest - lowest)))
        }
        _ => None,
    }
}

/// Σ and Σ² of percent · (x − zero), from those of x.
fn answers(n: u64, sum: f64, squares: f64, (zero, percent): (f64, f64)) -> Answers {
    if n == 0 {
        return Answers::NONE;
    }
    let count = n as f64;
    let squares = percent * percent * (squares - 2.0 * zero * sum + zero * zero * count);
    let sum = percent * (sum - zero * count);
    // Rounding must not leave squares that no answers with this sum have.
    Answers { n, sum, squares: squares.max(sum * sum / count) }
}

impl Cell {
    /// The answers to the item at this position, as percentages of this formula; `None` for an item
    /// without points, or where the formula has no meaning.
    pub fn item_answers(&self, instrument: &Instrument, item: usize, formula: Formula) -> Option<Answers> {
        let counts = self.items.get(item)?;
        let item = instrument.items.get(item)?;
        let line = line(formula, instrument.range_of(item))?;
        let (mut n, mut sum, mut squares) = (0, 0.0, 0.0);
        for (option, count) in counts.options.iter().enumerate() {
            let Some(OptionKind::Scored { points, satisfied }) = instrument.counts_as(item, option) else {
                continue;
            };
            let x = if formula == Formula::TopBox { f64::from(u8::from(satisfied)) } else { points.into() };
            n += count;
            sum += x * *count as f64;
            squares += x * x * *count as f64;
        }
        Some(answers(n, sum, squares, line))
    }

    /// The respondents' own values of the composite at this position (each factor, each part, then the total),
    /// as percentages of this formula; `None` where it has no meaning.
    pub fn composite_answers(
        &self,
        instrument: &Instrument,
        position: usize,
        formula: Formula,
    ) -> Option<Answers> {
        let composites = Composite::all(instrument);
        let (composite, sums) = (composites.get(position)?, self.composites.get(position)?);
        let unit = composite.unit? as f64;
        let (moments, range) = match formula {
            Formula::TopBox => (&sums.satisfied, Some((0, 1))),
            Formula::MeanOfMax | Formula::Rescaled => (&sums.points, composite.range),
        };
        let line = line(formula, range)?;
        Some(answers(sums.n, moments.sum.to_f64() / unit, moments.squares.to_f64() / (unit * unit), line))
    }
}
