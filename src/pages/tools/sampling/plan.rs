//! What is typed about the size of a sample, and what it means.

use lang_nghe_sampling::size::{Level, Plan, Size, design_effect, for_share, slovin};
use lang_nghe_sheet::{Decimal, is_blank, whole};

/// What is typed, field by field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    /// How many people there are; empty where that is not known.
    pub(super) population: String,
    /// Half the width of the interval, in points of a hundred.
    pub(super) margin: String,
    /// How sure, in percent: `90`, `95` or `99`.
    pub(super) level: String,
    /// The share that is expected, in percent.
    pub(super) share: String,
    /// How many of those asked answer, in percent.
    pub(super) response: String,
    /// How many are asked in each village; empty or 1 for a simple draw.
    pub(super) per_village: String,
    /// How alike people of one village answer, from 0 to 1.
    pub(super) alike: String,
}

impl Default for Typed {
    fn default() -> Self {
        let text = |text: &str| text.to_owned();
        Self {
            population: String::new(),
            margin: text("5"),
            level: text("95"),
            share: text("50"),
            response: text("100"),
            per_village: String::new(),
            alike: text("0,05"),
        }
    }
}

/// A field that is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Population,
    Margin,
    Share,
    Response,
    PerVillage,
    Alike,
}

/// What comes out, with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sizes {
    /// By the formula that is named after Slovin; it needs the number of people.
    pub(super) slovin: Option<u64>,
    /// By the precision that is asked for.
    pub(super) precise: Size,
    /// What was asked of the sample.
    pub(super) plan: Plan,
    /// The expected share, of one.
    pub(super) share: f64,
    /// How many are asked in each village.
    pub(super) per_village: u64,
    /// How alike people of one village answer.
    pub(super) alike: f64,
}

impl Typed {
    /// How many people, or every field that is not what it should be.
    pub(super) fn sizes(&self) -> Result<Sizes, Vec<Field>> {
        let mut wrong = Vec::new();
        let mut field = |field: Field, read: Option<f64>| {
            read.unwrap_or_else(|| {
                wrong.push(field);
                0.5
            })
        };
        let population = (!is_blank(&self.population)).then(|| count(&self.population));
        field(Field::Population, population.map_or(Some(1.0), |read| read.map(|read| read as f64)));
        let margin = field(Field::Margin, percent(&self.margin).filter(|share| *share > 0.0 && *share < 1.0));
        let share = field(Field::Share, percent(&self.share).filter(|share| *share > 0.0 && *share < 1.0));
        let response =
            field(Field::Response, percent(&self.response).filter(|share| *share > 0.0 && *share <= 1.0));
        let per_village = if is_blank(&self.per_village) { Some(1) } else { count(&self.per_village) };
        field(Field::PerVillage, per_village.map(|read| read as f64));
        let alike = field(Field::Alike, number(&self.alike).filter(|alike| (0.0..=1.0).contains(alike)));
        let per_village = per_village.unwrap_or(1);
        let plan = Plan {
            level: self.level(),
            margin,
            population: population.flatten(),
            design_effect: design_effect(per_village, alike),
            response,
        };
        match for_share(&plan, share) {
            Ok(precise) if wrong.is_empty() => {
                let slovin = plan.population.and_then(|population| slovin(population, margin).ok());
                Ok(Sizes { slovin, precise, plan, share, per_village, alike })
            }
            Ok(_) => Err(wrong),
            Err(_) if wrong.is_empty() => Err(vec![Field::Margin]),
            Err(_) => Err(wrong),
        }
    }

    fn level(&self) -> Level {
        match self.level.as_str() {
            "90" => Level::P90,
            "99" => Level::P99,
            _ => Level::P95,
        }
    }
}

fn number(text: &str) -> Option<f64> {
    Decimal::parse(text).ok().map(Decimal::to_f64)
}

fn percent(text: &str) -> Option<f64> {
    number(text.trim().trim_end_matches('%')).map(|percent| percent / 100.0)
}

/// A number of people or households from 1 on.
pub(super) fn count(text: &str) -> Option<u64> {
    whole(text).ok().filter(|count| (1..=1_000_000_000).contains(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(population: &str) -> Typed {
        Typed { population: population.to_owned(), ..Typed::default() }
    }

    #[test]
    fn both_ways_of_counting_stand_beside_each_other() {
        let sizes = typed("10.000").sizes().unwrap();
        assert_eq!((sizes.slovin, sizes.precise.answers), (Some(385), 370));
        let sizes = typed("").sizes().unwrap();
        assert_eq!((sizes.slovin, sizes.precise.answers), (None, 385));
    }

    #[test]
    fn villages_and_silence_are_counted_in() {
        let form = Typed { per_village: "10".to_owned(), response: "80 %".to_owned(), ..typed("") };
        let sizes = form.sizes().unwrap();
        assert_eq!((sizes.precise.answers, sizes.precise.asked), (558, 698));
    }

    #[test]
    fn every_field_that_cannot_be_is_named() {
        let form = Typed {
            population: "0".to_owned(),
            margin: "100".to_owned(),
            share: "nửa".to_owned(),
            response: "101".to_owned(),
            per_village: "-1".to_owned(),
            alike: "2".to_owned(),
            ..Typed::default()
        };
        use Field::{Alike, Margin, PerVillage, Population, Response, Share};
        assert_eq!(form.sizes(), Err(vec![Population, Margin, Share, Response, PerVillage, Alike]));
    }
}
