//! A day's sums over the classes of a device: what is reported in the evening.

use super::Class;

/// A day at a point, in counts only.
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
        let mut sum = Self::default();
        for class in classes.into_iter().filter(|class| class.day == day) {
            sum.classes += 1;
            for (sum, count) in sum.people.iter_mut().flatten().zip(class.people.iter().flatten()) {
                *sum += u32::from(*count);
            }
            for (sum, count) in sum.supports.iter_mut().zip(&class.supports) {
                *sum += u32::from(*count);
            }
            sum.vneid += u32::from(class.vneid);
            sum.services += u32::from(class.services);
        }
        sum
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
