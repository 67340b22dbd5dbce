//! What one record says of each item of its instrument.

use lang_nghe_instrument::{Answer, AnswerFault, Instrument, Kind};
use lang_nghe_record::Record;

use crate::TallyError;

/// One record, read by its instrument.
pub(crate) struct Reading {
    /// Per item that asks for one option, its position: what composites are made of.
    pub(crate) chosen: Vec<Option<usize>>,
    /// Per item, what was answered.
    pub(crate) answers: Vec<Option<Answer>>,
    /// Per item, whether it stands in a block that this form did not ask.
    pub(crate) unasked: Vec<bool>,
}

impl Reading {
    pub(crate) fn of(instrument: &Instrument, record: &Record) -> Result<Self, TallyError> {
        let asked = asked_blocks(instrument, record)?;
        let items = &instrument.items;
        let unasked: Vec<bool> =
            items.iter().map(|item| item.block.is_some_and(|block| !asked.contains(&block))).collect();
        let mut answers: Vec<Option<Answer>> = vec![None; items.len()];
        for (id, text) in &record.answers {
            let position =
                instrument.item_position(id).ok_or_else(|| TallyError::UnknownItem { item: id.clone() })?;
            if unasked[position] {
                return Err(TallyError::NotAsked { item: id.clone() });
            }
            let answer = instrument.answer(&items[position], text).map_err(|fault| wrong(id, text, fault))?;
            if answers[position].replace(answer).is_some() {
                return Err(TallyError::DuplicateItem { item: id.clone() });
            }
        }
        let chosen = Self::leave_out(instrument, &mut answers);
        Ok(Self { chosen, answers, unasked })
    }

    /// Takes out answers to what the other answers leave unasked, even if somebody wrote them into a record. Gives the
    /// options chosen.
    pub(crate) fn leave_out(instrument: &Instrument, answers: &mut [Option<Answer>]) -> Vec<Option<usize>> {
        let mut chosen = Self::chosen(instrument, answers);
        let asked: Vec<bool> = (0..answers.len()).map(|item| instrument.is_asked(item, &chosen)).collect();
        for ((answer, choice), asked) in answers.iter_mut().zip(&mut chosen).zip(asked) {
            if !asked {
                (*answer, *choice) = (None, None);
            }
        }
        chosen
    }

    /// Per item that asks for one option, the position of the one chosen.
    pub(crate) fn chosen(instrument: &Instrument, answers: &[Option<Answer>]) -> Vec<Option<usize>> {
        let one = |(answer, item): (&Option<Answer>, &lang_nghe_instrument::Item)| match (answer, item.kind) {
            (Some(Answer::One(option)), Kind::One) => Some(*option),
            _ => None,
        };
        answers.iter().zip(&instrument.items).map(one).collect()
    }
}

fn wrong(item: &str, text: &str, fault: AnswerFault) -> TallyError {
    let item = item.to_owned();
    match fault {
        AnswerFault::UnknownOption => TallyError::UnknownOption { item, option: text.to_owned() },
        fault => TallyError::Unfit { item, fault },
    }
}

/// Positions of the blocks that the form asked.
fn asked_blocks(instrument: &Instrument, record: &Record) -> Result<Vec<usize>, TallyError> {
    let position = |id: &String| instrument.blocks.iter().position(|block| block.id == *id);
    let mut asked =
        record.blocks.iter().map(position).collect::<Option<Vec<_>>>().ok_or(TallyError::Blocks)?;
    asked.sort_unstable();
    asked.dedup();
    let right = asked.len() == record.blocks.len() && asked.len() == instrument.blocks_asked;
    right.then_some(asked).ok_or(TallyError::Blocks)
}
