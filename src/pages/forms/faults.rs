//! What is wrong with a table, in words.

use std::collections::BTreeSet;

use lang_nghe_instrument::{AnswerFault, Kind, Pack};
use lang_nghe_own_forms::{Column, Fault, FaultKind, MOST_COLUMNS, MOST_POINTS};
use lang_nghe_record::Mode;
use lang_nghe_scoring::TallyError;
use lang_nghe_sheet::{SheetError, quoted};
use leptos::prelude::*;

use super::template;
use crate::pages::around::Tongue;
use crate::text::Text;

/// Faults as they stand in the table, in words. What a column takes is said where its first fault is.
pub(super) fn all<'f>(tongue: Tongue, pack: &Pack, faults: impl Iterator<Item = &'f Fault>) -> Vec<String> {
    let mut told = BTreeSet::new();
    faults.map(|fault| words(tongue, pack, fault, told.insert(fault.column.as_str()))).collect()
}

/// One fault; `is_first` of its column.
fn words(tongue: Tongue, pack: &Pack, fault: &Fault, is_first: bool) -> String {
    // Whatever stands in the table, a sentence about it stays one.
    let (row, column) = (fault.row.to_string(), quoted(&fault.column));
    let place = [("row", row.as_str()), ("column", column.as_str())];
    let fill = |key, more: &[(&str, &str)]| tongue.fill(key, &[&place[..], more].concat());
    match &fault.kind {
        FaultKind::NotTable(SheetError::Cells { found, expected, .. }) => {
            let (found, expected) = (tongue.number(*found), tongue.number(*expected));
            fill(Text::OwnFormsFaultLong, &[("found", &found), ("expected", &expected)])
        }
        FaultKind::NotTable(_) => fill(Text::OwnFormsFaultQuote, &[]),
        FaultKind::NotText if fault.column.is_empty() => fill(Text::OwnFormsFaultNotTextRow, &[]),
        FaultKind::NotText => fill(Text::OwnFormsFaultNotText, &[]),
        FaultKind::ManyColumns { found } => {
            let (found, most) = (tongue.number(*found), tongue.number(MOST_COLUMNS));
            fill(Text::OwnFormsFaultManyColumns, &[("found", &found), ("most", &most)])
        }
        FaultKind::ManyPoints => {
            fill(Text::OwnFormsFaultManyPoints, &[("most", &tongue.number(MOST_POINTS))])
        }
        FaultKind::UnknownColumn => fill(Text::OwnFormsFaultUnknownColumn, &[]),
        FaultKind::TwiceColumn => fill(Text::OwnFormsFaultTwiceColumn, &[]),
        FaultKind::MissingColumn => {
            let position = pack.instrument.item_position(&fault.column);
            let item = position.and_then(|position| pack.text.items.get(position));
            fill(Text::OwnFormsFaultMissingColumn, &[("item", item.map_or("", |item| &item.short))])
        }
        FaultKind::Answer { text, fault: why } => {
            let item = pack.instrument.items.iter().find(|item| item.id.eq_ignore_ascii_case(&fault.column));
            let options = item.map(|item| template::options(pack, item)).unwrap_or_default();
            let text = quoted(text);
            let values = [("text", text.as_str()), ("options", &options)];
            let is_words = item.is_some_and(|item| matches!(item.kind, Kind::Words { .. }));
            match why {
                AnswerFault::Length if is_words => fill(Text::OwnFormsFaultWords, &[]),
                AnswerFault::Twice | AnswerFault::TooMany | AnswerFault::NotTogether => {
                    fill(Text::OwnFormsFaultSeveral, &values[..1])
                }
                _ if is_first => fill(Text::OwnFormsFaultAnswer, &values),
                _ => fill(Text::OwnFormsFaultAnswerAgain, &values[..1]),
            }
        }
        FaultKind::Cell { text, .. } if text.is_empty() => fill(Text::OwnFormsFaultEmpty, &[]),
        FaultKind::Cell { column, text } => {
            let hint = match column {
                Column::Mode => {
                    let names = Mode::ALL.map(|mode| tongue.say(template::mode_name(mode)));
                    tongue.fill(Text::OwnFormsHintMode, &[("modes", &names.join("; "))])
                }
                Column::Day => tongue.say(Text::OwnFormsHintDay).to_owned(),
                Column::Weight => tongue.say(Text::OwnFormsHintWeight).to_owned(),
                _ => String::new(),
            };
            fill(Text::OwnFormsFaultCell, &[("text", &quoted(text)), ("hint", &hint)])
        }
        FaultKind::OtherInstrument { text, expected } => {
            fill(Text::OwnFormsFaultOther, &[("text", &quoted(text)), ("expected", expected)])
        }
        FaultKind::Uncounted(TallyError::Blocks) => tongue.say(Text::OwnFormsFaultBlocks).to_owned(),
        FaultKind::Uncounted(_) => fill(Text::OwnFormsFaultUncounted, &[]),
    }
}

/// All of them that are told, and how many are not.
pub(super) fn list(tongue: Tongue, faults: &[String], more: usize) -> impl IntoView + use<> {
    let title = tongue.fill(Text::TableFaults, &[("n", &tongue.number(faults.len() + more))]);
    let rows: Vec<_> = faults.iter().map(|fault| view! { <li>{fault.clone()}</li> }).collect();
    let more = (more > 0).then(|| {
        view! { <p>{tongue.fill(Text::OwnFormsFaultsMore, &[("n", &more.to_string())])}</p> }
    });
    view! {
        <div class="found problem" id="found" tabindex="-1" role="group" aria-labelledby="found-title">
            <h2 id="found-title">{title}</h2>
            <ul>{rows}</ul>
            {more}
            <p>{tongue.say(Text::OwnFormsFaultsText)}</p>
        </div>
    }
}
