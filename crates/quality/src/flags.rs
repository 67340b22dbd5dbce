//! Names of what was noticed, as a set.

/// One thing that a rule notices about a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// The same option of the same scale over and over, also where the item is turned around.
    StraightLining,
    /// Filled in faster than anybody reads.
    Fast,
    /// From a day on which its service point has far more forms than on others (see [`crate::together::bursts`]). Only
    /// where forms come together can this be seen.
    Burst,
    /// Words that another form of the campaign brought before (see [`crate::together::folded`]). Seen there too.
    Repeated,
    /// One of many forms with the very same answers, more than the campaign shows otherwise (see
    /// [`crate::together::is_bulk`]). Seen there too.
    Identical,
    /// Something that only a newer version knows.
    Other,
}

/// What was noticed about one form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flags(u8);

impl Flag {
    /// All flags in the order they are reported.
    pub const ALL: [Self; 6] =
        [Self::StraightLining, Self::Fast, Self::Burst, Self::Repeated, Self::Identical, Self::Other];

    /// The name that records carry.
    pub fn name(self) -> &'static str {
        match self {
            Self::StraightLining => "straight-lining",
            Self::Fast => "fast",
            Self::Burst => "burst",
            Self::Repeated => "repeated",
            Self::Identical => "identical",
            Self::Other => "other",
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::StraightLining => 1,
            Self::Fast => 2,
            Self::Other => 4,
            Self::Burst => 8,
            Self::Repeated => 16,
            Self::Identical => 32,
        }
    }
}

impl Flags {
    /// The set of these names; one that this version does not know counts as [`Flag::Other`].
    pub fn named<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let flag = |name: &str| Flag::ALL.into_iter().find(|flag| flag.name() == name).unwrap_or(Flag::Other);
        names.into_iter().fold(Self::default(), |flags, name| flags.with(flag(name)))
    }

    /// The same set with one more.
    #[must_use]
    pub fn with(self, flag: Flag) -> Self {
        Self(self.0 | flag.bit())
    }

    /// What stands in either set.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a rule found this.
    pub fn has(self, flag: Flag) -> bool {
        self.0 & flag.bit() != 0
    }

    /// Whether no rule found anything.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The flags in the set, in the order they are reported.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.has(*flag))
    }

    /// The set as a number, for bytes.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// The set of a number; `None` if it has marks that this version does not know.
    pub fn from_bits(bits: u8) -> Option<Self> {
        (bits < 64).then_some(Self(bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_that_of_its_names() {
        let set = Flags::named(["fast", "straight-lining", "fast"]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Flag::StraightLining, Flag::Fast]);
        assert_eq!(Flags::named(["drawn-by-a-cat"]).iter().collect::<Vec<_>>(), [Flag::Other]);
        assert!(Flags::named([]).is_empty());
    }

    #[test]
    fn a_set_reads_back_from_its_number_and_unknown_marks_are_refused() {
        for bits in 0..=u8::MAX {
            assert_eq!(Flags::from_bits(bits).map(Flags::bits), (bits < 64).then_some(bits));
        }
    }
}
