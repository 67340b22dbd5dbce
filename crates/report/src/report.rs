//! A release in words and figures: the one place that decides what is written where.

use std::borrow::Cow;

use lang_nghe_instrument::{Formula, Instrument, InstrumentText, OptionKind, Total};
use lang_nghe_scoring::{Cell, Figure, NoInterval, Scores, band, score};

use crate::chart::{Bar, Chart, Reading};
use crate::number;
use crate::partition::Partition;
use crate::release::Release;
use crate::table::{Entry, Row, Table};
use crate::words::{Names, Words, fill};

/// A release with the words to show it in.
///
/// Every figure comes with its n, its interval or why there is none, its formula's name and the mark
/// for a small sample; a figure with fewer than the release's threshold behind it is not shown.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    pub(crate) instrument: &'a Instrument,
    pub(crate) text: &'a InstrumentText,
    pub(crate) release: &'a Release,
    pub(crate) words: &'a Words,
    names: &'a Names,
    pub(crate) scores: Scores,
}

impl<'a> Report<'a> {
    /// A report of a release that [`Release::check`] found sound.
    pub fn new(
        instrument: &'a Instrument,
        text: &'a InstrumentText,
        release: &'a Release,
        words: &'a Words,
        names: &'a Names,
    ) -> Self {
        let blank = || Cell::empty(instrument);
        let mut scores = score(instrument, &release.total.clone().unwrap_or_else(blank));
        // Forms that came out after a question was last told are not people who left it out.
        for (item, forms) in &release.late {
            if let Some(item) = scores.items.get_mut(*item) {
                item.unanswered = item.unanswered.saturating_sub(*forms);
            }
        }
        Self { instrument, text, release, words, names, scores }
    }

    /// What the figures rest on: forms and day; or that there are too few.
    pub fn basis(&self) -> String {
        match &self.release.total {
            Some(total) => {
                let (n, date) =
                    (number::whole(total.records, self.words), number::date(&self.release.date, self.words));
                fill(&self.words.basis, &[("n", &n), ("date", &date)])
            }
            None => {
                let threshold = number::whole(self.release.threshold, self.words);
                fill(&self.words.basis_none, &[("threshold", &threshold)])
            }
        }
    }

    /// What must be known with the figures, one sentence or two each: that the source has expired, the
    /// band of the total, how the formulas are computed, what the intervals mean.
    pub fn notes(&self) -> Vec<Cow<'a, str>> {
        let words = self.words;
        let formulas = self.instrument.formulas.iter().map(|formula| match (&self.text.top_box, formula) {
            (Some(own), Formula::TopBox) => own.note.as_str(),
            _ => words.formula_note(*formula),
        });
        let first = [validity(self.instrument, &self.release.date, words), self.band()];
        let first = first.into_iter().chain(self.kinds_notes()).flatten().map(Cow::Owned);
        first.chain(formulas.chain([words.interval_note.as_str()]).map(Cow::Borrowed)).collect()
    }

    /// The band of the total in a sentence, where the instrument has bands and the total may be shown.
    fn band(&self) -> Option<String> {
        let cell = self.release.total.as_ref()?;
        let name = self.text.bands.get(band(self.instrument, cell)?)?;
        self.read(self.scores.total.figures.first()?).ok()?;
        Some(fill(&self.words.band, &[("band", name)]))
    }

    /// A picture of one formula: the total and the parts, if there are any, then the factors. `position` counts the instrument's
    /// formulas; 0 is the headline. `None` when there are fewer.
    pub fn chart(&self, position: usize) -> Option<Chart> {
        let words = self.words;
        let formula = *self.instrument.formulas.get(position)?;
        let bars =
            self.composites().map(|(name, figures)| self.bar(name, figures.get(position), formula)).collect();
        let title = fill(&words.chart_title, &[("formula", self.formula_name(formula))]);
        Some(Chart { title, intro: words.chart_intro.clone(), bars })
    }

    /// The total, the parts and the factors by every formula.
    pub fn factors(&self) -> Table {
        let words = self.words;
        let rows = self.composites().enumerate().map(|(number, (name, figures))| {
            let n = figures.first().map_or(0, |figure| figure.n);
            let mut cells =
                vec![if n == 0 { Entry::words(&words.not_released) } else { self.whole_or_none(n) }];
            cells.extend(self.entries(figures));
            Row { head: name.to_owned(), cells, total: number == 0 && self.has_total() }
        });
        let columns = [&words.factor, &words.people].into_iter().cloned().chain(self.formula_names());
        Table { caption: words.factors_caption.clone(), columns: columns.collect(), rows: rows.collect() }
    }

    /// Every item with points by every formula.
    pub fn items(&self) -> Table {
        let words = self.words;
        let items = self.text.items.iter().zip(&self.scores.items).enumerate();
        let items = items.filter(|(_, (_, scores))| !scores.figures.is_empty());
        let rows = items.map(|(item, (text, scores))| {
            if self.is_hidden(item) {
                let columns = 3 + scores.figures.len();
                let cells = vec![Entry::words(&words.not_released); columns];
                return Row { head: text.short.clone(), cells, total: false };
            }
            let mut cells = vec![self.whole_or_none(scores.valid)];
            cells.extend(self.entries(&scores.figures));
            cells.extend([scores.not_applicable, scores.unanswered].map(|count| self.whole_or_none(count)));
            Row { head: text.short.clone(), cells, total: false }
        });
        let first = [&words.item, &words.valid].into_iter().cloned();
        let last = [&words.not_applicable, &words.unanswered].into_iter().cloned();
        Table {
            caption: words.items_caption.clone(),
            columns: first.chain(self.formula_names()).chain(last).collect(),
            rows: rows.collect(),
        }
    }

    /// One table per item without points: the share of each answer.
    pub fn choices(&self) -> Vec<Table> {
        let words = self.words;
        let items = self.instrument.items.iter().zip(&self.text.items).zip(&self.scores.items);
        let plain = items.enumerate().filter(|(_, (_, scores))| !scores.shares.is_empty());
        let plain = plain.map(|(item, all)| (self.is_hidden(item), all));
        let table = |(hidden, ((item, text), scores)): (
            bool,
            ((&lang_nghe_instrument::Item, &lang_nghe_instrument::ItemText), _),
        )| {
            let scores: &lang_nghe_scoring::ItemScores = scores;
            let whole =
                |n: u64| if hidden { Entry::words(&words.not_released) } else { self.whole_or_none(n) };
            let name = |option: usize| {
                self.text.options.get(item.scale).and_then(|names| names.get(option)).cloned()
            };
            let shares = scores.shares.iter().map(|(option, figure)| Row {
                head: name(*option).unwrap_or_default(),
                cells: vec![whole(scores.valid), if hidden { whole(0) } else { self.entry(figure, true) }],
                total: false,
            });
            let is_aside = |kind| kind == OptionKind::NotApplicable;
            let aside =
                self.instrument.scale_of(item).options.iter().position(|option| is_aside(option.kind));
            let outside = [
                (aside.and_then(name), scores.not_applicable),
                (Some(words.unanswered.clone()), scores.unanswered),
            ];
            let outside = outside.into_iter().filter_map(|(head, count)| {
                Some(Row { head: head?, cells: vec![whole(count), Entry::default()], total: false })
            });
            Table {
                caption: fill(&words.choices_caption, &[("item", &text.plain)]),
                columns: vec![words.option.clone(), words.valid.clone(), words.share.clone()],
                rows: shares.chain(outside).collect(),
            }
        };
        plain.map(table).collect()
    }

    /// Who pressed the answers.
    pub fn modes(&self) -> Table {
        let words = self.words;
        let all = self.scores.records;
        let partition = &self.release.modes;
        let groups =
            partition.groups.iter().map(|group| (self.mode_name(group.key.as_deref()), group.cell.records));
        let rest = (partition.rest > 0).then(|| (words.rest.clone(), partition.rest));
        let rows = groups.chain(rest).map(|(head, n)| {
            let share = number::share(n, all, words).unwrap_or_default();
            Row { head, cells: vec![self.whole_or_none(n), Entry::number(share)], total: false }
        });
        let columns = [&words.mode, &words.forms, &words.share].map(Clone::clone).to_vec();
        Table { caption: words.modes_caption.clone(), columns, rows: rows.collect() }
    }

    /// The service points by every formula.
    pub fn points(&self) -> Table {
        let words = self.words;
        let name = |key: &str| self.names.points.get(key).cloned();
        self.groups(&words.points_caption, &words.point, &self.release.points, &name)
    }

    /// The kinds of procedure by every formula.
    pub fn procedures(&self) -> Table {
        let words = self.words;
        let name = |key: &str| self.names.procedures.get(key).cloned();
        self.groups(&words.procedures_caption, &words.procedure, &self.release.procedures, &name)
    }

    pub(crate) fn groups(
        &self,
        caption: &str,
        column: &str,
        of: &Partition,
        name: &dyn Fn(&str) -> Option<String>,
    ) -> Table {
        let words = self.words;
        let mut rows: Vec<_> = of
            .groups
            .iter()
            .map(|group| {
                let mut cells = vec![self.whole_or_none(group.cell.records)];
                if self.has_total() {
                    cells.extend(self.entries(&score(self.instrument, &group.cell).total.figures));
                }
                cells.push(Entry::number(number::date(&group.date, words)));
                let key = group.key.as_deref();
                let head = key.map_or_else(
                    || words.unstated.clone(),
                    |key| name(key).unwrap_or_else(|| key.to_owned()),
                );
                Row { head, cells, total: false }
            })
            .collect();
        rows.sort_by(|a, b| a.head.cmp(&b.head));
        if of.rest > 0 {
            let mut cells = vec![self.whole_or_none(of.rest)];
            let figures = if self.has_total() { self.instrument.formulas.len() } else { 0 };
            cells.resize(1 + figures, Entry::words(&words.not_released));
            cells.push(Entry::default());
            rows.push(Row { head: words.rest.clone(), cells, total: false });
        }
        let first = [column, &words.forms].map(str::to_owned).into_iter();
        let figures = self.formula_names().filter(|_| self.has_total());
        let columns = first.chain(figures).chain([words.as_of.clone()]);
        Table { caption: caption.to_owned(), columns: columns.collect(), rows }
    }

    fn mode_name(&self, key: Option<&str>) -> String {
        let words = self.words;
        match key {
            Some("self") => &words.mode_self,
            Some("assisted") => &words.mode_assisted,
            Some("paper") => &words.mode_paper,
            _ => &words.unstated,
        }
        .clone()
    }

    pub(crate) fn formula_names(&self) -> impl Iterator<Item = String> {
        self.instrument.formulas.iter().map(|formula| self.formula_name(*formula).to_owned())
    }

    fn formula_name(&self, formula: Formula) -> &str {
        match (&self.text.top_box, formula) {
            (Some(own), Formula::TopBox) => &own.name,
            _ => self.words.formula(formula),
        }
    }

    pub(crate) fn has_total(&self) -> bool {
        self.instrument.total != Total::None
    }

    fn composites(&self) -> impl Iterator<Item = (&str, &[Figure])> {
        let total = self.has_total().then_some((&self.words.total, &self.scores.total));
        let parts = self.text.parts.iter().zip(&self.scores.parts);
        let factors = self.text.factors.iter().zip(&self.scores.factors);
        total
            .into_iter()
            .chain(parts)
            .chain(factors)
            .map(|(name, scores)| (name.as_str(), scores.figures.as_slice()))
    }

    /// Whether nothing is told of an item over all forms.
    pub(crate) fn is_hidden(&self, item: usize) -> bool {
        self.release.hidden.contains(&item)
    }

    pub(crate) fn is_out(&self) -> bool {
        self.release.total.is_some()
    }

    pub(crate) fn whole_or_none(&self, count: u64) -> Entry {
        if self.is_out() {
            Entry::number(number::whole(count, self.words))
        } else {
            Entry::words(&self.words.not_released)
        }
    }

    pub(crate) fn entries(&self, figures: &[Figure]) -> Vec<Entry> {
        let formulas = self.instrument.formulas.iter();
        formulas
            .zip(figures)
            .map(|(formula, figure)| self.entry(figure, *formula == Formula::TopBox))
            .collect()
    }

    fn entry(&self, figure: &Figure, is_share: bool) -> Entry {
        let words = self.words;
        match self.read(figure) {
            Err(why) => Entry::words(why),
            Ok(value) => Entry {
                text: number::value(value, is_share, words),
                figure: true,
                detail: Some(match figure.interval {
                    Ok(interval) => number::range(&interval, words),
                    Err(why) => self.why(why).to_owned(),
                }),
                mark: figure.small_sample.then(|| words.small_sample.clone()),
            },
        }
    }

    fn bar(&self, name: &str, figure: Option<&Figure>, formula: Formula) -> Bar {
        let words = self.words;
        let shown =
            figure.ok_or(words.not_released.as_str()).and_then(|figure| Ok((figure, self.read(figure)?)));
        let (figure, value) = match shown {
            Err(why) => {
                let spoken = fill(&words.chart_row_none, &[("name", name), ("why", why)]);
                return Bar { name: name.to_owned(), reading: Err(why.to_owned()), spoken };
            }
            Ok(shown) => shown,
        };
        let text = number::value(value, formula == Formula::TopBox, words);
        let count = number::count(figure, words);
        let mark = figure.small_sample.then(|| words.small_sample.clone());
        let (spoken, detail) = match figure.interval {
            Ok(interval) => {
                let [low, high] = [interval.low, interval.high].map(|end| number::decimal(end, words));
                let values =
                    [("name", name), ("value", &text), ("low", &low), ("high", &high), ("count", &count)];
                (fill(&words.chart_row, &values), number::range(&interval, words))
            }
            Err(why) => {
                let why = self.why(why);
                let values =
                    [("name", name), ("value", text.as_str()), ("why", why), ("count", count.as_str())];
                (fill(&words.chart_row_bare, &values), why.to_owned())
            }
        };
        let spoken = mark.iter().fold(spoken, |spoken, mark| [&spoken, " (", mark, ")"].concat());
        let reading = Reading { value, text, interval: figure.interval.ok(), detail, count, mark };
        Bar { name: name.to_owned(), reading: Ok(reading), spoken }
    }

    /// The value, if it may be shown and exists; otherwise the words instead.
    fn read(&self, figure: &Figure) -> Result<f64, &'a str> {
        let words = self.words;
        match (figure.value, figure.interval) {
            _ if !self.is_out() => Err(&words.not_released),
            (None, Err(NoInterval::NotDefined)) => Err(&words.not_defined),
            (None, _) if self.release.leaves_out() => Err(&words.not_released),
            (None, _) => Err(&words.no_answer),
            (Some(_), _) if figure.n < self.release.threshold => Err(&words.not_released),
            (Some(value), _) => Ok(value),
        }
    }

    pub(crate) fn why(&self, why: NoInterval) -> &'a str {
        let words = self.words;
        match why {
            NoInterval::NoAnswer => &words.no_answer,
            NoInterval::OneAnswer => &words.one_answer,
            NoInterval::AllEqual => &words.all_equal,
            NoInterval::NotDefined => &words.not_defined,
        }
    }
}

/// That the source is no longer in force on this day (`YYYY-MM-DD`), and what took its place; `None`
/// while it is.
pub fn validity(instrument: &Instrument, day: &str, words: &Words) -> Option<String> {
    let last = instrument.valid_to.as_deref().filter(|_| instrument.expired(day))?;
    let date = number::date(last, words);
    let expired = fill(&words.expired, &[("source", &instrument.source.number), ("date", &date)]);
    let replaced = instrument.source.replaced_by.as_deref();
    let replaced = replaced.map(|document| fill(&words.replaced, &[("document", document)]));
    Some([Some(expired), replaced].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

mod designed;
mod everyone;
mod over;
mod pictures;

pub use designed::DesignedWords;
pub use everyone::{Comparable, EveryoneWords, ServedError};
pub use over::{Period, change, over_time};

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
