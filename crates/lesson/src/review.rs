//! When a missed question is asked again: Leitner's boxes.
//!
//! Sebastian Leitner, *So lernt man lernen* (Herder, 1972): a card moves one box up when it is known
//! and back to the first when it is not; each box is looked at less often than the one before. The
//! book fills boxes by size; the days here double from box to box, as programs commonly do it. It is
//! simple enough to be explained to the learner in one sentence.

/// Days until a card is asked again, by box.
pub const INTERVALS: [u32; 5] = [1, 2, 4, 8, 16];

/// A box, from 0 to `INTERVALS.len() - 1`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeitnerBox(u8);

/// One question that was missed and has not been learnt yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewCard {
    /// The box it lies in.
    pub place: LeitnerBox,
    /// Day on which it was last asked, as a [`day_number`](crate::day_number).
    pub asked: u32,
}

impl LeitnerBox {
    /// The box with this number, from 0; `None` if there is none.
    pub fn new(number: u8) -> Option<Self> {
        (usize::from(number) < INTERVALS.len()).then_some(Self(number))
    }

    /// Its number, from 0.
    pub fn number(self) -> u8 {
        self.0
    }

    /// Days until its cards are asked again.
    pub fn interval(self) -> u32 {
        INTERVALS.get(usize::from(self.0)).copied().unwrap_or(1)
    }
}

impl ReviewCard {
    /// A question missed today lies in the first box.
    pub fn missed(today: u32) -> Self {
        Self { place: LeitnerBox::default(), asked: today }
    }

    /// Whether it is to be asked today. A device's clock can jump: a card that was asked in what is now
    /// the future is due, rather than lost until that day.
    pub fn is_due(self, today: u32) -> bool {
        today < self.asked || today - self.asked >= self.place.interval()
    }

    /// After an answer: one box up, back to the first, or `None` when it left the last box and is learnt.
    pub fn answered(self, right: bool, today: u32) -> Option<Self> {
        if !right {
            return Some(Self::missed(today));
        }
        Some(Self { place: LeitnerBox::new(self.place.0 + 1)?, asked: today })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_card_that_is_always_known_is_asked_after_1_2_4_8_and_16_days_and_then_no_more() {
        let mut card = ReviewCard::missed(100);
        let mut asked = Vec::new();
        let mut today = 100;
        loop {
            while !card.is_due(today) {
                today += 1;
            }
            asked.push(today);
            match card.answered(true, today) {
                Some(next) => card = next,
                None => break,
            }
        }
        assert_eq!(asked, [101, 103, 107, 115, 131]);
    }

    #[test]
    fn a_card_that_is_forgotten_begins_again() {
        let card = ReviewCard { place: LeitnerBox::new(4).unwrap(), asked: 50 };
        assert_eq!(card.answered(false, 70), Some(ReviewCard::missed(70)));
    }

    #[test]
    fn there_are_as_many_boxes_as_intervals() {
        assert!(LeitnerBox::new(4).is_some());
        assert_eq!(LeitnerBox::new(5), None);
    }

    proptest! {
        #[test]
        fn no_card_is_lost_whatever_the_clock_says(place in 0u8..5, asked: u32, today: u32) {
            let card = ReviewCard { place: LeitnerBox::new(place).unwrap(), asked };
            // Within the longest interval from any "today", every card comes up.
            let soon = (0..=16).any(|days| card.is_due(today.saturating_add(days)));
            prop_assert!(soon || today > u32::MAX - 16);
        }
    }
}
