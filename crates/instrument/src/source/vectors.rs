//! `vectors.toml`: small sets of respondents with known scores.
//!
//! The file holds the inputs; `vectors.expected.toml` beside it holds the figures that an independent
//! implementation computed from them. Its shape is described at the head of every `vectors.toml`.

use std::path::Path;

use serde::Deserialize;

use super::{Faults, Inspector, files::read_toml};
use crate::{AnswerFault, Instrument, Kind};

/// File of the cases, beside the definition.
pub(super) const VECTORS: &str = "vectors.toml";
const EXPECTED: &str = "vectors.expected.toml";

/// No answer.
const NOTHING: &str = "-";
/// An item of a block that was not asked.
const UNASKED: &str = ".";

/// A small set of respondents whose scores are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VectorCase {
    /// Name; the expected figures stand under the same one.
    pub id: String,
    /// What the case shows.
    pub about: String,
    /// Per respondent, per item in the instrument's order: the answer as records write it, or `None` for
    /// none.
    pub respondents: Vec<Vec<Option<String>>>,
    /// Per respondent, positions of the blocks that were asked.
    pub asked: Vec<Vec<usize>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct VectorsWritten {
    case: Vec<CaseWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CaseWritten {
    id: String,
    about: String,
    respondents: Vec<String>,
}

/// Reads the cases of one instrument version.
///
/// # Errors
/// Everything that is wrong with the file: it is missing, a case stands twice, a line has too few or
/// too many answers, an answer is no option of its item.
pub fn read_vectors(folder: &Path, instrument: &Instrument) -> Result<Vec<VectorCase>, Faults> {
    let mut faults = Faults::default();
    let read = read_into(folder, instrument, &mut faults);
    faults.finish(read)
}

fn read_into(folder: &Path, instrument: &Instrument, faults: &mut Faults) -> Option<Vec<VectorCase>> {
    let path = folder.join(VECTORS);
    let written: VectorsWritten = read_toml(&path, faults)?;
    let mut inspector = Inspector::new(&path, faults);
    if written.case.is_empty() {
        inspector.say("there are no cases; add a [[case]] with answers whose scores are known");
    }
    inspector.unique("case", written.case.iter().map(|case| case.id.as_str()));
    Some(written.case.into_iter().map(|case| case.meant(instrument, &mut inspector)).collect())
}

/// The cases, and that expected figures stand beside each.
pub(super) fn check(folder: &Path, instrument: &Instrument, faults: &mut Faults) {
    let cases = read_into(folder, instrument, faults).unwrap_or_default();
    let path = folder.join(EXPECTED);
    let Some(expected) = read_toml::<toml::Table>(&path, faults) else {
        return;
    };
    let mut inspector = Inspector::new(&path, faults);
    let listed = expected.get("case").and_then(toml::Value::as_array).into_iter().flatten();
    let listed: Vec<&str> = listed.filter_map(|case| case.get("id")?.as_str()).collect();
    for case in cases.iter().filter(|case| !listed.contains(&case.id.as_str())) {
        inspector.say(format_args!(
            "there are no figures for the case `{}` of {VECTORS}; compute them again",
            case.id
        ));
    }
    for id in listed.iter().filter(|id| !cases.iter().any(|case| case.id == **id)) {
        inspector.say(format_args!(
            "there are figures for the case `{id}`, which {VECTORS} does not have; compute them again"
        ));
    }
}

impl CaseWritten {
    fn meant(self, instrument: &Instrument, inspector: &mut Inspector<'_>) -> VectorCase {
        let id = &self.id;
        inspector.id("a case", id);
        inspector.words(&format!("`about` of the case `{id}`"), &self.about);
        if self.respondents.is_empty() {
            inspector
                .say(format_args!("the case `{id}` has no respondents; add at least one line of answers"));
        }
        let numbered = self.respondents.iter().zip(1..);
        let read = numbered.map(|(line, number)| {
            answers(line, &format!("respondent {number} of the case `{id}`"), instrument, inspector)
        });
        let (respondents, asked) = read.unzip();
        VectorCase { id: self.id, about: self.about, respondents, asked }
    }
}

/// One line of answers, and the blocks that were asked. Per item an option's id, several with `+` between, a
/// number or a word; `-` for no answer, `.` for an item of a block that was not asked.
fn answers(
    line: &str,
    who: &str,
    instrument: &Instrument,
    inspector: &mut Inspector<'_>,
) -> (Vec<Option<String>>, Vec<usize>) {
    let tokens: Vec<&str> = line.split_whitespace().collect();
    if tokens.len() != instrument.items.len() {
        inspector.say(format_args!(
            "{who} has {} answers for {} items; write one per item, `-` for none",
            tokens.len(),
            instrument.items.len()
        ));
        return Default::default();
    }
    let pairs = || tokens.iter().copied().zip(&instrument.items);
    let asked: Vec<usize> = (0..instrument.blocks.len())
        .filter(|block| !pairs().any(|(token, item)| item.block == Some(*block) && token == UNASKED))
        .collect();
    if !instrument.blocks.is_empty() && asked.len() != instrument.blocks_asked {
        inspector.say(format_args!(
            "{who} was asked {} blocks, but a form asks {}; write `{UNASKED}` for the items of the others",
            asked.len(),
            instrument.blocks_asked
        ));
    }
    let answer = |(token, item): (&str, &crate::Item)| {
        if token == NOTHING {
            return None;
        }
        if token == UNASKED {
            if item.block.is_none_or(|block| asked.contains(&block)) {
                inspector.say(format_args!(
                    "{who} was not asked the item `{}`, which every form asks; write `{NOTHING}`",
                    item.id
                ));
            }
            return None;
        }
        let text = if matches!(item.kind, Kind::Several { .. }) {
            token.replace('+', " ")
        } else {
            token.to_owned()
        };
        if item.block.is_some_and(|block| !asked.contains(&block)) {
            inspector.say(format_args!(
                "{who} answers the item `{}` of a block that was not asked; write `{UNASKED}` for all its items", item.id
            ));
        }
        // A definition with faults may point nowhere; its own faults say so.
        if instrument.scales.get(item.scale).is_some()
            && let Err(fault) = instrument.answer(item, &text)
        {
            match fault {
                AnswerFault::UnknownOption => inspector.say(format_args!(
                    "{who} answers `{token}` to the item `{}`, which is no option of it; correct it",
                    item.id
                )),
                fault => inspector.say(format_args!(
                    "{who} answers `{token}` to the item `{}`, but {fault}; correct it",
                    item.id
                )),
            }
        }
        Some(text)
    };
    (pairs().map(answer).collect(), asked)
}
