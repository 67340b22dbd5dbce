//! What a class knew before and after.

use lang_nghe_estimate::{Change, Share};

use super::{Class, Round, Turn, Way};

/// What is kept of a phone that went round, when the class is over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// People who answered both before and after.
    pub people: u32,
    /// Sum of what each gained in right answers.
    pub sum: i64,
    /// Sum of the squares of that.
    pub squares: u64,
    /// Per question, how many of these people were right: neither time, only before, only after, both times.
    pub questions: Vec<[u32; 4]>,
}

/// What the class gained.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// Right answers of all questions together, before and after.
    pub before: Share,
    /// After.
    pub after: Share,
    /// The change of the share right. Of people who answered twice the paired one; by a show of hands
    /// there is none over all questions, since the hands of one person at several questions belong
    /// together and nobody knows which they are.
    pub change: Option<Change>,
    /// Per question, in its order: before, after, and the change (by a show of hands, of two separate
    /// counts; of people who answered twice there is none, the counts say it).
    pub questions: Vec<(Share, Share, Option<Change>)>,
}

impl Class {
    /// What is to be kept of the turns: counts of people who answered both times.
    pub(super) fn kept(&self) -> Kept {
        let mut kept = Kept { questions: vec![[0; 4]; self.questions.len()], ..Kept::default() };
        for turn in &self.turns {
            let Turn { before: Some(before), after: Some(after) } = turn else { continue };
            let mut gained = 0_i64;
            for ((question, cells), (one, two)) in
                self.questions.iter().zip(&mut kept.questions).zip(before.iter().zip(after))
            {
                let right = |answer: &Option<u8>| *answer == Some(question.right);
                let (one, two) = (right(one), right(two));
                gained += i64::from(two) - i64::from(one);
                cells[usize::from(one) + 2 * usize::from(two)] += 1;
            }
            kept.people += 1;
            kept.sum += gained;
            kept.squares += gained.unsigned_abs().pow(2);
        }
        kept
    }

    /// What the class gained so far; `None` while nobody has answered after the lesson.
    pub fn gain(&self) -> Option<Gain> {
        match self.way {
            Way::Hands => self.gain_of_hands(),
            Way::Phone => self.gain_of_turns(),
        }
    }

    fn gain_of_hands(&self) -> Option<Gain> {
        let share = |round, at: usize, right: u8| {
            let counts = self.hands(round, at);
            let of = counts.iter().map(|hands| u32::from(*hands)).sum();
            Share { hits: counts.get(usize::from(right)).copied().unwrap_or(0).into(), of }
        };
        let questions = self.questions.iter().enumerate().map(|(at, question)| {
            let before = share(Round::Before, at, question.right);
            let after = share(Round::After, at, question.right);
            (before, after, Change::of_shares(before, after))
        });
        let questions: Vec<_> = questions.collect();
        let gain = whole(questions, None);
        (gain.after.of > 0).then_some(gain)
    }

    fn gain_of_turns(&self) -> Option<Gain> {
        let kept = match &self.kept {
            Some(kept) => kept.clone(),
            None => self.kept(),
        };
        let questions = kept.questions.iter().map(|[_, before, after, both]| {
            let share = |hits| Share { hits, of: kept.people };
            (share(before + both), share(after + both), None)
        });
        let asked = u32::try_from(self.questions.len()).ok()?;
        let change = Change::of_pairs(kept.people, kept.sum, kept.squares, asked)?;
        Some(whole(questions.collect(), Some(change)))
    }
}

fn whole(questions: Vec<(Share, Share, Option<Change>)>, change: Option<Change>) -> Gain {
    let sum = |shares: &mut dyn Iterator<Item = Share>| {
        shares
            .fold(Share::default(), |sum, share| Share { hits: sum.hits + share.hits, of: sum.of + share.of })
    };
    let before = sum(&mut questions.iter().map(|(before, ..)| *before));
    let after = sum(&mut questions.iter().map(|(_, after, _)| *after));
    Gain { before, after, change, questions }
}
