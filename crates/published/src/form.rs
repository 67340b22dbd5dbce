//! The form that published scores of an index have in some years.

use lang_nghe_sheet::Decimal;
use serde::{Deserialize, Serialize};

/// The form of an index's scores, over some years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Stable name of the index.
    pub id: String,
    /// Version of this form.
    pub version: String,
    /// The day up to which sources were read, `YYYY-MM-DD`.
    pub checked: String,
    /// First year of scores in this form.
    pub first_year: u16,
    /// Last year; `None` while it goes on.
    pub last_year: Option<u16>,
    /// How certain these years are.
    pub years_certainty: Certainty,
    /// Lowest possible total.
    pub low: Decimal,
    /// Highest possible total.
    pub high: Decimal,
    /// Whether a dimension is the sum of its parts and the total that of its dimensions. Where it is
    /// not, other parts than these may be recorded.
    pub adds_up: bool,
    /// Dimensions in the order of the index.
    pub dimensions: Vec<Dimension>,
}

/// A dimension of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// Stable name.
    pub id: String,
    /// Lowest and highest points, where they are known.
    pub range: Option<(Decimal, Decimal)>,
    /// How certain it is.
    pub certainty: Certainty,
    /// Its parts; each has an equal share of the range.
    pub parts: Vec<Part>,
}

/// A part of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Stable name.
    pub id: String,
    /// How certain its name is.
    pub certainty: Certainty,
}

/// How certain something is; what is not found is labelled wherever it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Certainty {
    /// Read in a public source.
    Found,
    /// Commonly stated; not read in a source.
    Unconfirmed,
}

/// The words of a form in one language; lists go with those of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormTexts {
    /// Title of the page.
    pub title: String,
    /// The index by its full name.
    pub name: String,
    /// What it is not.
    pub note: String,
    /// The scale as the reports name it.
    pub scale: String,
    /// One per dimension.
    pub dimensions: Vec<String>,
    /// One per part, dimension after dimension.
    pub parts: Vec<String>,
}

impl Form {
    /// How many parts all dimensions have together.
    pub fn parts(&self) -> usize {
        self.dimensions.iter().map(|dimension| dimension.parts.len()).sum()
    }

    /// Whether scores of this year have this form.
    pub fn is_of(&self, year: u16) -> bool {
        year >= self.first_year && self.last_year.is_none_or(|last| year <= last)
    }

    /// The form of a year, of several forms of one index.
    pub fn of_year<'f>(forms: impl IntoIterator<Item = &'f Self>, year: u16) -> Option<&'f Self> {
        forms.into_iter().find(|form| form.is_of(year))
    }

    /// Lowest and highest points of a dimension or a part, in hundredths rounded outwards; `None`
    /// where the name or its range is not known.
    pub(crate) fn range(&self, name: &str) -> Option<(Decimal, Decimal)> {
        let dimension = self.dimensions.iter().find(|dimension| dimension.id == name);
        if let Some(dimension) = dimension {
            return dimension.range;
        }
        let of =
            self.dimensions.iter().find(|dimension| dimension.parts.iter().any(|part| part.id == name))?;
        let (low, high) = of.range?;
        let parts = of.parts.len() as i64 * 100;
        let low = low.parts().div_euclid(parts) * 100;
        let high = (high.parts() + parts - 1).div_euclid(parts) * 100;
        Some((Decimal::from_parts(low), Decimal::from_parts(high)))
    }

    /// Whether this is a dimension or a part of it.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.dimensions
            .iter()
            .any(|dimension| dimension.id == name || dimension.parts.iter().any(|part| part.id == name))
    }
}
