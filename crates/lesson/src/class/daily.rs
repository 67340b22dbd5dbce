//! Sums over classes: what is reported in the evening, on a device or over a whole commune.

use super::Class;

/// Classes in counts only: of a day on a device, of a campaign, of a place or a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Daily {
    /// Classes held.
    pub classes: u32,
    /// People, by age and gender.
    pub people: [[u32; 3]; 6],
    /// People helped, by what with.
    pub supports: [u32; 5],
    /// VNeID accounts activated.
    pub vneid: u32,
    /// Services filed.
    pub services: u32,
}

impl Daily {
    /// Sums up the classes of one day; others are passed over.
    pub fn of<'c>(day: &str, classes: impl IntoIterator<Item = &'c Class>) -> Self {
        Self::sum(classes.into_iter().filter(|class| class.day == day))
    }

    /// Sums up classes.
    pub fn sum<'c>(classes: impl IntoIterator<Item = &'c Class>) -> Self {
        let mut sum = Self::default();
        classes.into_iter().for_each(|class| sum.add(class));
        sum
    }

    fn add(&mut self, class: &Class) {
        self.classes += 1;
        for (sum, count) in self.people.iter_mut().flatten().zip(class.people.iter().flatten()) {
            *sum += u32::from(*count);
        }
        for (sum, count) in self.supports.iter_mut().zip(&class.supports) {
            *sum += u32::from(*count);
        }
        self.vneid += u32::from(class.vneid);
        self.services += u32::from(class.services);
    }

    /// Everybody who came.
    pub fn heads(&self) -> u32 {
        self.people.iter().flatten().sum()
    }

    /// People of a gender (position in [`GENDERS`](super::GENDERS)).
    pub fn of_gender(&self, gender: usize) -> u32 {
        self.people.iter().filter_map(|row| row.get(gender)).sum()
    }

    /// All help together.
    pub fn supported(&self) -> u32 {
        self.supports.iter().sum()
    }
}
