//! The form as it is filled in: texts as they were typed, and the score that they mean.

use std::collections::BTreeMap;

use lang_nghe_published::{Form, Problem, Quarter, Score, rank};
use lang_nghe_sheet::{Decimal, is_blank};

pub(super) const UNIT: &str = "unit";
pub(super) const YEAR: &str = "year";
pub(super) const TOTAL: &str = "total";
pub(super) const CHANGE: &str = "change";
pub(super) const RANK: &str = "rank";
pub(super) const GROUP: &str = "group";
pub(super) const SOURCE: &str = "source";

/// The quarters with their stable names, best first.
pub(super) const GROUPS: [(Quarter, &str); 4] = [
    (Quarter::Highest, "highest"),
    (Quarter::UpperMiddle, "upper-middle"),
    (Quarter::LowerMiddle, "lower-middle"),
    (Quarter::Lowest, "lowest"),
];

/// What was typed, field by field; dimensions and parts by their own names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed(BTreeMap<String, String>);

/// What is wrong with what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The unit has no name.
    NoUnit,
    /// No year of four digits.
    NotYear,
    /// The index had no such form in that year.
    NoForm(u16),
    /// A text that is no number: the field and the text.
    NotPoints(String, String),
    /// A text that is no rank.
    NotRank(String),
    /// Neither a total nor anything else.
    Empty,
    /// Figures that cannot be.
    Cannot(Problem),
}

impl Fault {
    /// The field that it is about.
    pub(super) fn field(&self) -> &str {
        match self {
            Self::NoUnit => UNIT,
            Self::NotYear | Self::NoForm(_) => YEAR,
            Self::NotPoints(field, _) => field,
            Self::NotRank(_) => RANK,
            Self::Empty => TOTAL,
            Self::Cannot(Problem::OutOfRange { name, .. } | Problem::UnknownName { name }) => name,
            Self::Cannot(Problem::Sum { name, .. }) => name,
            Self::Cannot(Problem::Rank { .. } | Problem::Group { .. }) => RANK,
        }
    }
}

impl Typed {
    /// A score, to be changed. `decimal` is how the page's language writes decimals.
    pub(super) fn of(score: &Score, decimal: &str) -> Self {
        let shown = |points: &Decimal| points.to_string().replace('.', decimal);
        let mut typed = Self::default();
        typed.put(UNIT, score.unit.clone());
        typed.put(YEAR, score.year.to_string());
        typed.put(TOTAL, score.total.as_ref().map(shown).unwrap_or_default());
        typed.put(CHANGE, score.change.as_ref().map(shown).unwrap_or_default());
        typed.put(RANK, score.rank.map(|(place, of)| format!("{place}/{of}")).unwrap_or_default());
        let group = GROUPS.iter().find(|(quarter, _)| Some(*quarter) == score.quarter);
        typed.put(GROUP, group.map(|(_, id)| (*id).to_owned()).unwrap_or_default());
        typed.put(SOURCE, score.source.clone());
        for (name, points) in &score.parts {
            typed.put(name, shown(points));
        }
        typed
    }

    /// What stands in a field.
    pub(super) fn text(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// Puts a text in a field.
    pub(super) fn put(&mut self, field: &str, text: String) {
        self.0.insert(field.to_owned(), text);
    }

    /// The year, if it is one.
    pub(super) fn year(&self) -> Option<u16> {
        let text = self.text(YEAR).trim();
        text.parse().ok().filter(|_| text.len() == 4)
    }

    /// The score of an index with these forms, or everything that is wrong. What is only worth a second
    /// look is no fault.
    pub(super) fn score(&self, forms: &[Form]) -> Result<Score, Vec<Fault>> {
        let mut faults = Vec::new();
        let unit = self.text(UNIT).trim();
        if unit.is_empty() {
            faults.push(Fault::NoUnit);
        }
        let form = self.year().map(|year| (year, Form::of_year(forms, year)));
        match form {
            None => faults.push(Fault::NotYear),
            Some((year, None)) => faults.push(Fault::NoForm(year)),
            Some(_) => {}
        }
        let index = forms.first().map_or("", |form| form.id.as_str());
        let mut score = Score::new(index, unit, form.map_or(0, |(year, _)| year));
        let mut points = |field: &str| {
            let text = self.text(field).trim();
            if is_blank(text) {
                return None;
            }
            let read = Decimal::parse(text).ok();
            if read.is_none() {
                faults.push(Fault::NotPoints(field.to_owned(), text.to_owned()));
            }
            read
        };
        (score.total, score.change) = (points(TOTAL), points(CHANGE));
        if let Some((_, Some(form))) = form {
            for dimension in &form.dimensions {
                let names = dimension.parts.iter().map(|part| &part.id);
                for name in [&dimension.id].into_iter().chain(names) {
                    score.parts.extend(points(name).map(|points| (name.clone(), points)));
                }
            }
        }
        let place = self.text(RANK).trim();
        if !is_blank(place) {
            score.rank = rank(place);
            faults.extend(score.rank.is_none().then(|| Fault::NotRank(place.to_owned())));
        }
        score.quarter = GROUPS.iter().find(|(_, id)| *id == self.text(GROUP)).map(|(quarter, _)| *quarter);
        score.source = self.text(SOURCE).trim().to_owned();
        if faults.is_empty() && score.total.is_none() && score.parts.is_empty() {
            faults.push(Fault::Empty);
        }
        if let Some((_, Some(form))) = form {
            let cannot = score.problems(form).into_iter().filter(Problem::is_impossible);
            faults.extend(cannot.map(Fault::Cannot));
        }
        if faults.is_empty() { Ok(score) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::content::{Index, content};
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed(fields.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect())
    }

    fn papi() -> &'static [Form] {
        &content().unwrap().forms(Index::Papi).things
    }

    const ARTICLE: [(&str, &str); 6] = [
        (UNIT, " Bắc Kạn "),
        (YEAR, "2020"),
        (TOTAL, "42,72"),
        (CHANGE, "−1,59"),
        (RANK, "32/63"),
        (GROUP, "upper-middle"),
    ];

    #[test]
    fn the_figures_of_the_article_are_a_score() {
        let score = typed(&ARTICLE).score(papi()).unwrap();
        assert_eq!((score.unit.as_str(), score.year, score.rank), ("Bắc Kạn", 2020, Some((32, 63))));
        assert_eq!(score.total_before(), Decimal::parse("44.31").ok());
        assert_eq!(score.quarter, Some(Quarter::UpperMiddle));
        assert_eq!(Typed::of(&score, ",").score(papi()), Ok(score));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let faults = typed(&[(YEAR, "2016"), (TOTAL, "x"), (RANK, "9")]).score(papi()).unwrap_err();
        let fields: Vec<_> = faults.iter().map(Fault::field).collect();
        assert_eq!(fields, [UNIT, YEAR, TOTAL, RANK]);
        assert_eq!(faults[1], Fault::NoForm(2016));
        assert_eq!(typed(&[(UNIT, "A"), (YEAR, "2020")]).score(papi()), Err(vec![Fault::Empty]));
        let too_much = typed(&[(UNIT, "A"), (YEAR, "2020"), (TOTAL, "81")]).score(papi()).unwrap_err();
        assert_eq!(too_much[0].field(), TOTAL);
    }

    #[test]
    fn a_part_that_a_year_did_not_have_is_not_kept_for_it() {
        let with_new_part = |year| {
            let fields = [(UNIT, "A"), (YEAR, year), (TOTAL, "41"), ("response", "0.6")];
            typed(&fields).score(papi()).unwrap().parts.len()
        };
        assert_eq!((with_new_part("2020"), with_new_part("2021")), (0, 1));
    }
}
