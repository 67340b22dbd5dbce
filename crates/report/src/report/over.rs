//! Several campaigns of one asker, one after the other.

use lang_nghe_estimate::{Difference, Estimate};
use lang_nghe_instrument::Formula;
use lang_nghe_scoring::Figure;

use super::Report;
use crate::difference::{DifferenceRow, Differences};
use crate::number;
use crate::trend::{Break, Point, Series, Trend};
use crate::words::fill;

/// A campaign in a row of campaigns.
#[derive(Clone, Debug)]
pub struct Period<'a> {
    /// Short: it stands below an axis.
    pub name: String,
    /// What was released of it.
    pub report: Report<'a>,
}

impl Period<'_> {
    /// The total by a formula, if the instrument has both.
    fn total(&self, formula: Formula) -> Option<&Figure> {
        let position = self.report.instrument.formulas.iter().position(|one| *one == formula)?;
        self.report.has_total().then(|| self.report.scores.total.figures.get(position))?
    }

    fn asks(&self) -> (&str, &str) {
        (&self.report.instrument.id, &self.report.instrument.version)
    }
}

/// The totals of campaigns in their order, by the headline formula of the last. Where the instrument or
/// its version changed, the line breaks. `None` of fewer than two, or while fewer than two are out.
pub fn over_time(periods: &[Period<'_>]) -> Option<Trend> {
    let last = periods.last()?;
    let (words, formula) = (last.report.words, *last.report.instrument.formulas.first()?);
    let point = |(at, period): (i64, &Period<'_>)| {
        let bar = period.report.bar(&period.name, period.total(formula), formula);
        let short = bar.reading.as_ref().map(|reading| number::decimal(reading.value, words));
        Point {
            at,
            period: period.name.clone(),
            short: short.unwrap_or_default(),
            reading: bar.reading,
            spoken: bar.spoken,
        }
    };
    let points: Vec<_> = (0..).zip(periods).map(point).collect();
    let shown = points.iter().filter_map(|point| point.reading.as_ref().ok());
    if shown.clone().count() < 2 {
        return None;
    }
    let ends = shown.flat_map(|reading| {
        let interval = reading.interval.map(|interval| [interval.low, interval.high]);
        [reading.value].into_iter().chain(interval.into_iter().flatten())
    });
    let marks = Trend::marks(ends, (0, 100));
    let said = &words.pictures;
    let neighbours = (1..).zip(periods.iter().zip(periods.iter().skip(1)));
    let breaks = neighbours.filter(|(_, (one, next))| one.asks() != next.asks()).map(|(at, (one, next))| {
        let values = [("before", one.name.as_str()), ("after", &next.name)];
        Break { at, label: said.trend_break.clone(), spoken: fill(&said.trend_break_spoken, &values) }
    });
    let name = last.report.formula_name(formula).to_owned();
    Some(Trend {
        title: fill(&said.trend_title, &[("formula", &name)]),
        intro: said.trend_intro.clone(),
        period: said.trend_period.clone(),
        cut: said.cut(&marks, (0, 100)),
        marks,
        series: vec![Series { name, points }],
        breaks: breaks.collect(),
    })
}

/// How a campaign differs from the one before, total and groups of questions. `None` where other
/// questions were asked, or nothing of one of them is out.
pub fn change(before: &Period<'_>, after: &Period<'_>) -> Option<Differences> {
    let (one, two) = (&before.report, &after.report);
    if before.asks() != after.asks() || !one.is_out() || !two.is_out() {
        return None;
    }
    let words = two.words;
    let formula = *two.instrument.formulas.first()?;
    let figures = |report: &Report<'_>| -> Vec<_> {
        report.composites().map(|(name, figures)| (name.to_owned(), figures.first().copied())).collect()
    };
    let rows = figures(one).into_iter().zip(figures(two)).map(|((_, first), (name, second))| {
        let known = |report: &Report<'_>, figure: Option<Figure>| -> Result<Estimate, String> {
            let figure = figure.ok_or_else(|| words.not_released.clone())?;
            let value = report.read(&figure).map_err(str::to_owned)?;
            Ok(estimate(&figure, value))
        };
        match (known(one, first), known(two, second)) {
            (Ok(first), Ok(second)) => {
                let difference = Difference::independent(&first, &second);
                DifferenceRow::new(&name, &difference, [first.n, second.n], words)
            }
            (Err(why), _) | (_, Err(why)) => DifferenceRow::without(&name, &why, words),
        }
    });
    let title = fill(
        &words.pictures.difference_title,
        &[("formula", two.formula_name(formula)), ("before", &before.name)],
    );
    Some(Differences::new(title, rows.collect(), words))
}

/// Values that do not vary have no error and nothing to judge a difference by.
pub(super) fn estimate(figure: &Figure, value: f64) -> Estimate {
    let degrees = if figure.error.is_some() { figure.n.saturating_sub(1) } else { 0 };
    // Without an error there is no interval of the difference either: infinity says that nothing is known.
    let error = figure.error.unwrap_or(f64::INFINITY);
    Estimate { value, error, n: figure.n, degrees, design_effect: None }
}
