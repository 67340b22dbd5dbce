//! Tables of what came later than the first ones: numbers, and forms by what was noticed.

use lang_nghe_instrument::Kind;
use lang_nghe_quality::Flag;
use lang_nghe_quality::together::{Group, intra_class_correlation};
use lang_nghe_scoring::{Interval, NumberScore};

use crate::number;
use crate::numbers::NumberShown;
use crate::partition::{CLEAR, SEVERAL};
use crate::report::Report;
use crate::table::{Entry, Row, Table};
use crate::words::fill;

impl Report<'_> {
    /// The mean of every item that asks for a number.
    pub fn numbers(&self) -> Table {
        let words = self.words;
        let items = self.text.items.iter().zip(&self.scores.items).enumerate();
        let rows = items.filter(|(_, (_, scores))| scores.number.is_some()).map(|(item, (text, scores))| {
            let unit = text.unit.as_deref().unwrap_or_default();
            let shown = self.release.numbers.iter().find(|shown| shown.item == item);
            let date =
                shown.map_or_else(Entry::default, |shown| Entry::number(number::date(&shown.date, words)));
            let mut cells = vec![self.mean(shown)];
            let whole = |n: u64| match self.is_hidden(item) {
                true => Entry::words(&words.not_released),
                false => self.whole_or_none(n),
            };
            cells.extend([scores.valid, scores.not_applicable, scores.unanswered].map(whole));
            cells.push(date);
            let head = fill(&words.item_unit, &[("item", &text.short), ("unit", unit)]);
            Row { head, cells, total: false }
        });
        let columns =
            [&words.item, &words.mean, &words.valid, &words.not_applicable, &words.unanswered, &words.as_of];
        Table {
            caption: words.numbers_caption.clone(),
            columns: columns.map(Clone::clone).into(),
            rows: rows.collect(),
        }
    }

    fn mean(&self, shown: Option<&NumberShown>) -> Entry {
        let words = self.words;
        let item = shown.and_then(|shown| self.instrument.items.get(shown.item));
        let score =
            item.zip(shown).and_then(|(item, shown)| NumberScore::of(item, shown.answered, &shown.moments));
        let enough = |score: &NumberScore| self.is_out() && score.n >= self.release.threshold;
        let Some((score, mean)) = score.filter(enough).and_then(|score| Some((score, score.mean?))) else {
            return Entry::words(&words.not_released);
        };
        let ends = |interval: Interval| [interval.low, interval.high].map(|end| number::mean(end, words));
        let detail = match score.interval {
            Ok(interval) => {
                let [low, high] = ends(interval);
                fill(&words.range, &[("low", &low), ("high", &high)])
            }
            Err(why) => self.why(why).to_owned(),
        };
        Entry {
            text: number::mean(mean, words),
            figure: true,
            detail: Some(detail),
            mark: score.small_sample.then(|| words.small_sample.clone()),
        }
    }

    /// Forms by what the device noticed, with the score of each group beside that of all forms: with and without.
    /// Without rows as long as nothing is known.
    pub fn quality(&self) -> Table {
        let words = self.words;
        let name = |key: &str| {
            let flag = Flag::ALL.into_iter().find(|flag| flag.name() == key);
            let name = match (key, flag) {
                (CLEAR, _) => &words.quality_clear,
                (SEVERAL, _) => &words.quality_several,
                (_, Some(Flag::StraightLining)) => &words.quality_straight,
                (_, Some(Flag::Fast)) => &words.quality_fast,
                (_, Some(Flag::Burst)) => &words.quality_burst,
                (_, Some(Flag::Repeated)) => &words.quality_repeated,
                (_, Some(Flag::Identical)) => &words.quality_identical,
                _ => &words.quality_other,
            };
            Some(name.clone())
        };
        let mut table = self.groups(&words.quality_caption, &words.noticed, &self.release.quality, &name);
        let quality = &self.release.quality;
        let counts = || quality.groups.iter().map(|group| group.cell.records).chain([quality.rest]);
        for row in &mut table.rows {
            if row.head == words.unstated {
                row.head.clone_from(&words.quality_unknown);
            }
            let Some(forms) = row.cells.first_mut() else { continue };
            let n = counts().find(|n| number::whole(*n, words) == forms.text);
            forms.detail = n.and_then(|n| number::share(n, self.scores.records, words));
        }
        if !table.rows.is_empty() {
            table.rows.insert(0, self.all_forms());
        }
        table
    }

    fn all_forms(&self) -> Row {
        let words = self.words;
        let all = self.scores.records;
        let mut cells = vec![self.whole_or_none(all)];
        if self.has_total() {
            cells.extend(self.entries(&self.scores.total.figures));
        }
        cells.push(Entry::number(number::date(&self.release.date, words)));
        Row { head: words.quality_all.clone(), cells, total: true }
    }

    /// What must be known of several answers, of blocks, of what was noticed and of differences between points, where
    /// there are any.
    pub(crate) fn kinds_notes(&self) -> [Option<String>; 4] {
        let words = self.words;
        let several = self.instrument.items.iter().any(|item| matches!(item.kind, Kind::Several { .. }));
        let (asked, all) = (self.instrument.blocks_asked, self.instrument.blocks.len());
        let blocks = (asked < all)
            .then(|| fill(&words.blocks_note, &[("asked", &asked.to_string()), ("all", &all.to_string())]));
        let quality = !self.release.quality.groups.is_empty();
        let quality = quality.then(|| words.quality_note.clone());
        [several.then(|| words.several_note.clone()), blocks, quality, self.point_effect()]
    }

    /// How much of the difference between forms lies between service points, from the points as they are shown: so
    /// it says nothing that the table does not. Records name no device and no interviewer; where a point has one, this
    /// is the effect of both.
    fn point_effect(&self) -> Option<String> {
        let formula = *self.instrument.formulas.first().filter(|_| self.has_total())?;
        let total = self.instrument.factors.len() + self.instrument.parts.len();
        let answers = self.release.points.groups.iter().filter_map(|group| {
            let answers = group.cell.composite_answers(self.instrument, total, formula)?;
            (answers.n >= self.release.threshold).then_some(answers)
        });
        let groups: Vec<Group> = answers
            .map(|answers| Group { n: answers.n, sum: answers.sum, squares: answers.squares })
            .collect();
        let share = 100.0 * intra_class_correlation(&groups)?.max(0.0);
        Some(fill(&self.words.point_effect, &[("n", &number::value(share, true, self.words))]))
    }
}
