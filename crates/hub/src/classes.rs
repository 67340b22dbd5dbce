//! From classes to what officials see: read, summed up, and folded into a total when their time is over.

use std::collections::{BTreeMap, BTreeSet};

use lang_nghe_lesson::class::report::GainLine;
use lang_nghe_lesson::class::{Class, Daily, ReadClass, Spelling, Totals, cleaned};

use crate::campaigns::KnownClasses;
use crate::content::Content;
use crate::storage::{HeldClasses, StorageError};
use crate::words::{Languages, Words, fill};

/// The classes of a campaign, read.
#[derive(Debug, Default)]
pub struct Classes {
    /// The newest record of each class, by day.
    pub all: Vec<Class>,
    /// What the erased ones came to.
    pub erased: Totals,
    /// Classes that cannot be read; they are not counted, and the page says so.
    pub unread: u64,
    /// Records that were replaced by a newer one.
    pub corrected: u64,
    /// Classes that officials have set aside; they are in nothing else here.
    pub aside: u64,
    /// How their places are written.
    spelling: Spelling,
}

/// Most places that a day's report names.
const PLACES_NAMED: usize = 40;

impl Classes {
    /// Reads what is held.
    ///
    /// # Errors
    /// The total of erased classes is damaged.
    pub fn read(held: &HeldClasses, known: &KnownClasses) -> Result<Self, StorageError> {
        let mut all: Vec<Class> = held.newest.iter().filter_map(|body| class(body)).collect();
        all.sort_by(|a, b| a.day.cmp(&b.day));
        let newest = held.newest.len() as u64;
        Ok(Self {
            unread: newest - all.len() as u64,
            corrected: held.records - held.erased - newest - held.aside,
            aside: held.aside,
            spelling: Spelling::of(all.iter().map(|class| known.place(class))),
            erased: total(held.total.as_deref())?,
            all,
        })
    }

    /// Sums by lesson, of all classes.
    pub fn lessons(&self) -> Totals {
        let mut totals = Totals::of(&self.all);
        totals.merge(&self.erased);
        totals
    }

    /// The days on which classes were held, newest first.
    pub fn days(&self) -> Vec<&str> {
        let days: BTreeSet<&str> = self.all.iter().map(|class| class.day.as_str()).collect();
        days.into_iter().rev().collect()
    }

    /// The name of the place of a class, as it is written in most of them.
    pub fn place<'c>(&'c self, known: &'c KnownClasses, class: &'c Class) -> &'c str {
        self.spelling.name(known.place(class))
    }

    /// Sums by the name of the place, of classes that are not erased.
    pub fn places<'c>(&'c self, known: &'c KnownClasses) -> BTreeMap<&'c str, Daily> {
        let mut by_place: BTreeMap<&str, Vec<&Class>> = BTreeMap::new();
        for class in &self.all {
            by_place.entry(self.place(known, class)).or_default().push(class);
        }
        by_place.into_iter().map(|(place, classes)| (place, Daily::sum(classes))).collect()
    }

    /// The report of a day over all its classes, in words; nothing of a day without a class.
    pub fn report(
        &self,
        known: &KnownClasses,
        (content, languages, words): (&Content, &Languages, &Words),
        day: &str,
    ) -> Option<String> {
        let classes: Vec<&Class> = self.all.iter().filter(|class| class.day == day).collect();
        if classes.is_empty() {
            return None;
        }
        let named: BTreeSet<&str> = classes.iter().map(|class| self.place(known, class)).collect();
        let more = named.len().saturating_sub(PLACES_NAMED);
        let more = fill(&words.classes.more_places, &[("n", &words.number(more as u64))]);
        let more = (named.len() > PLACES_NAMED).then_some(more.as_str());
        let places: Vec<&str> = named.into_iter().take(PLACES_NAMED).chain(more).collect();
        let sum = Daily::sum(classes.iter().copied());
        let gains = Totals::of(classes.iter().copied()).lessons;
        let gains: Vec<GainLine> = gains
            .into_iter()
            .filter_map(|(lesson, total)| {
                let alone = classes.iter().filter(|class| class.lesson == lesson);
                let title = content.lesson_title(&lesson, &words.lang);
                match total.classes {
                    // One class has its own gain, of people compared with themselves if a phone went round.
                    1 => alone.map(|class| GainLine::of(class, &title)).next()?,
                    _ => {
                        let change = Some(total.change()?);
                        let (before, after) = total.shares();
                        Some(GainLine { lesson: title, before, after, change })
                    }
                }
            })
            .collect();
        let report = languages.daily(&words.lang);
        let mut report = report.report(fill, (&words.day(day), &places), &sum, &gains);
        if self.aside > 0 {
            // It goes to others as it is: they see no page that says so.
            report += "\n";
            report += &fill(&words.aside.report_count, &[("n", &words.number(self.aside))]);
        }
        Some(report)
    }
}

/// A class out of its record, if it can be read.
pub(crate) fn class(body: &str) -> Option<Class> {
    let class = ReadClass::from_json(body.as_bytes()).ok()?.record.class;
    // What came before places were cleaned at the door is cleaned here.
    Some(Class { place: cleaned(&class.place), ..class })
}

/// What erased classes came to.
///
/// # Errors
/// It is damaged.
pub fn total(body: Option<&str>) -> Result<Totals, StorageError> {
    let Some(body) = body else { return Ok(Totals::default()) };
    serde_json::from_str(body).map_err(|error| StorageError::Damaged(format!("a total of classes: {error}")))
}

/// Adds classes to the total of those erased before: how [`Storage::erase_classes`](crate::storage::Storage) folds.
///
/// # Errors
/// The total is damaged.
pub fn fold(before: Option<&str>, newest: &[String]) -> Result<String, StorageError> {
    let mut totals = total(before)?;
    let classes: Vec<Class> = newest.iter().filter_map(|body| class(body)).collect();
    totals.merge(&Totals::of(&classes));
    serde_json::to_string(&totals).map_err(|error| StorageError::Damaged(error.to_string()))
}
