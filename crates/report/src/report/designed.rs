//! What a sample says about everybody, beside the plain figures of the same forms.

use lang_nghe_estimate::{Difference, Estimate, NoEstimate};
use lang_nghe_instrument::Formula;
use lang_nghe_scoring::Interval;

use super::Report;
use crate::difference::{DifferenceRow, Differences};
use crate::number;
use crate::table::{Entry, Row, Table};

/// The words of the table.
#[derive(Clone, Copy, Debug)]
pub struct DesignedWords<'a> {
    /// Caption; says which formula.
    pub caption: &'a str,
    /// Column: the plain figures, every form alike.
    pub plain: &'a str,
    /// Column: the estimate that knows how people were drawn.
    pub designed: &'a str,
    /// Column: design effect.
    pub effect: &'a str,
}

impl Report<'_> {
    /// The headline formula of the total, the parts and the factors, plain and as a sample estimates it. Estimates come
    /// as a sample has them: of each factor, each part, then the total.
    pub fn designed(&self, estimates: &[Result<Estimate, NoEstimate>], words: &DesignedWords<'_>) -> Table {
        let is_share = self.instrument.formulas.first() == Some(&Formula::TopBox);
        let total = usize::from(self.has_total());
        let rows = self.composites().zip(self.in_order(estimates)).enumerate().map(|(number, row)| {
            let ((name, figures), estimate) = row;
            let plain = figures.first().and_then(|figure| self.entries(&[*figure]).pop()).unwrap_or_default();
            let (designed, effect) = match estimate {
                Some(Ok(estimate)) => (self.estimated(estimate, is_share), self.effect(estimate)),
                _ => (Entry::words(&self.words.no_answer), Entry::default()),
            };
            Row { head: name.to_owned(), cells: vec![plain, designed, effect], total: number < total }
        });
        let columns = [self.words.factor.as_str(), words.plain, words.designed, words.effect];
        Table {
            caption: words.caption.to_owned(),
            columns: columns.map(str::to_owned).into(),
            rows: rows.collect(),
        }
    }

    /// Differences of two groups of one sample, ordered as the rows of the other tables; with the n of both.
    pub fn differences(
        &self,
        title: String,
        differences: &[Result<(Difference, [u64; 2]), NoEstimate>],
    ) -> Differences {
        let words = self.words;
        let rows = self.composites().zip(self.in_order(differences)).map(|((name, _), of)| match of {
            Some(Ok((difference, n))) => DifferenceRow::new(name, difference, *n, words),
            _ => DifferenceRow::without(name, &words.no_answer, words),
        });
        Differences::new(title, rows.collect(), words)
    }

    /// From factors, parts, total into total, parts, factors; the total only where there is one.
    fn in_order<'b, T>(&self, all: &'b [T]) -> impl Iterator<Item = Option<&'b T>> + use<'b, T> {
        let (factors, parts) = (self.instrument.factors.len(), self.instrument.parts.len());
        let total = self.has_total().then_some(factors + parts);
        total.into_iter().chain(factors..factors + parts).chain(0..factors).map(|position| all.get(position))
    }

    fn estimated(&self, estimate: &Estimate, is_share: bool) -> Entry {
        let words = self.words;
        let detail = match estimate.interval() {
            Ok(interval) => {
                let ends = Interval { low: interval.low.max(0.0), high: interval.high.min(100.0) };
                number::range(&ends, words)
            }
            Err(_) => words.pictures.no_interval.clone(),
        };
        let mark = (estimate.n < lang_nghe_scoring::SMALL_SAMPLE).then(|| words.small_sample.clone());
        Entry {
            text: number::value(estimate.value, is_share, words),
            figure: true,
            detail: Some(detail),
            mark,
        }
    }

    fn effect(&self, estimate: &Estimate) -> Entry {
        let effect = estimate.design_effect.filter(|effect| effect.is_finite());
        effect.map_or_else(Entry::default, |effect| Entry::number(number::mean(effect, self.words)))
    }
}

#[cfg(test)]
mod tests {
    use lang_nghe_record::Mode;
    use lang_nghe_scoring::Tally;

    use super::*;
    use crate::samples::{instrument, names, record, text, words};
    use crate::{Release, release};

    fn released() -> Release {
        let instrument = instrument();
        let mut tally = Tally::new(&instrument);
        for level in ["4", "5", "2", "4"] {
            let answers = [("access-1", level), ("access-2", "4"), ("staff-1", level), ("staff-2", "3")];
            tally.add(&instrument, &record(None, None, Mode::Paper, &answers)).unwrap();
        }
        release(&instrument, None, &tally, 1, "2026-11-22").unwrap()
    }

    #[test]
    fn an_estimate_stands_beside_the_plain_figure_of_the_same_row() {
        let (instrument, text, words, names, release) = (instrument(), text(), words(), names(), released());
        let report = Report::new(&instrument, &text, &release, &words, &names);
        let estimate =
            |value, effect| Ok(Estimate { value, error: 10.0, n: 40, degrees: 10, design_effect: effect });
        let estimates = [estimate(81.24, Some(1.75)), Err(NoEstimate::NoAnswer), estimate(50.0, None)];
        let said = DesignedWords { caption: "c", plain: "p", designed: "d", effect: "e" };
        let table = report.designed(&estimates, &said);
        let texts: Vec<Vec<&str>> =
            table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect();
        assert_eq!(
            texts,
            [
                vec!["62,5%", "50,0%", ""],
                vec!["87,5%", "81,2%", "1,8"],
                vec!["37,5%", words.no_answer.as_str(), ""]
            ]
        );
        // 81.24 ± 2.228 · 10, cut to the scale.
        assert_eq!(table.rows[1].cells[1].detail.as_deref(), Some("59,0–100,0"));
        assert!(table.rows[0].total && !table.rows[1].total);
    }

    #[test]
    fn a_difference_stands_in_the_row_of_its_composite() {
        let (instrument, text, words, names, release) = (instrument(), text(), words(), names(), released());
        let report = Report::new(&instrument, &text, &release, &words, &names);
        let gap = |value| Ok((Difference { value, error: 1.0, degrees: 30 }, [20, 25]));
        let found = report.differences("t".into(), &[gap(5.0), Err(NoEstimate::NoAnswer), gap(-1.0)]);
        let verdicts: Vec<_> = found
            .rows
            .iter()
            .map(|row| row.reading.as_ref().ok().map(|reading| reading.text.clone()))
            .collect();
        assert_eq!(verdicts, [Some("−1,0".to_owned()), Some("+5,0".to_owned()), None]);
    }
}
