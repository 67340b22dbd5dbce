//! What many classes come to, by lesson: all that is left of them when their records' time is over. No day, no place
//! and no class of its own can be read from it once there are several.

use std::collections::BTreeMap;

use lang_nghe_estimate::{Change, GROUP_PARTS, Groups, Share};
use serde::{Deserialize, Serialize};

use super::{Class, Way};

/// Totals by lesson. Whole numbers, so that classes may come and be merged in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// By id of the lesson.
    pub lessons: BTreeMap<String, LessonTotal>,
}

/// What the classes of one lesson come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonTotal {
    /// Classes held.
    pub classes: u64,
    /// Of these, with a show of hands.
    pub hands: u64,
    /// People, by age and gender.
    pub people: [[u64; 3]; 6],
    /// People helped, by what with.
    pub supports: [u64; 5],
    /// VNeID accounts activated.
    pub vneid: u64,
    /// Services filed.
    pub services: u64,
    /// Counts before and after, of classes that were asked both times: see [`Groups::parts`].
    pub groups: [u64; GROUP_PARTS],
}

impl LessonTotal {
    /// Adds a class.
    pub fn add(&mut self, class: &Class) {
        self.classes += 1;
        self.hands += u64::from(class.way == Way::Hands);
        let pairs = self.people.iter_mut().flatten().zip(class.people.iter().flatten());
        pairs.for_each(|(sum, count)| *sum += u64::from(*count));
        let pairs = self.supports.iter_mut().zip(&class.supports);
        pairs.for_each(|(sum, count)| *sum += u64::from(*count));
        self.vneid += u64::from(class.vneid);
        self.services += u64::from(class.services);
        if let Some(gain) = class.gain() {
            let mut groups = self.gained();
            groups.add(gain.before, gain.after);
            self.groups = groups.parts();
        }
    }

    /// Adds another's classes.
    pub fn merge(&mut self, other: &Self) {
        self.classes += other.classes;
        self.hands += other.hands;
        let pairs = self.people.iter_mut().flatten().zip(other.people.iter().flatten());
        pairs.for_each(|(sum, count)| *sum += count);
        self.supports.iter_mut().zip(&other.supports).for_each(|(sum, count)| *sum += count);
        self.vneid += other.vneid;
        self.services += other.services;
        let mut groups = self.gained();
        groups.merge(&other.gained());
        self.groups = groups.parts();
    }

    /// Counts before and after.
    pub fn gained(&self) -> Groups {
        Groups::of_parts(self.groups)
    }

    /// Right answers before and after, of classes that were asked both times.
    pub fn shares(&self) -> (Share, Share) {
        let [a, b, c, d] = self.gained().sums().map(|sum| u32::try_from(sum).unwrap_or(u32::MAX));
        (Share { hits: a, of: b }, Share { hits: c, of: d })
    }

    /// The change over these classes; of a single one without an interval.
    pub fn change(&self) -> Option<Change> {
        self.gained().change()
    }

    /// Everybody who came.
    pub fn heads(&self) -> u64 {
        self.people.iter().flatten().sum()
    }
}

impl Totals {
    /// Totals of these classes.
    pub fn of<'c>(classes: impl IntoIterator<Item = &'c Class>) -> Self {
        let mut totals = Self::default();
        for class in classes {
            totals.lessons.entry(class.lesson.clone()).or_default().add(class);
        }
        totals
    }

    /// Adds another's classes.
    pub fn merge(&mut self, other: &Self) {
        for (lesson, total) in &other.lessons {
            self.lessons.entry(lesson.clone()).or_default().merge(total);
        }
    }

    /// All lessons together, without a gain: lessons ask different questions.
    pub fn whole(&self) -> LessonTotal {
        let mut whole = LessonTotal::default();
        self.lessons.values().for_each(|total| whole.merge(total));
        whole.groups = [0; GROUP_PARTS];
        whole
    }
}
