//! Reading a table a little at a time, so that the page goes on answering.

use lang_nghe_instrument::Pack;
use lang_nghe_own_forms::{Column, Fault, FaultKind, Known, MOST_FAULTS, OwnForms};
use lang_nghe_record::Mode;
use lang_nghe_sheet::{Decoded, Reader, SheetError};

use super::opening::{self, Source};
use super::outcome::Outcome;
use super::turns::Turns;
use super::{Room, Step, faults, template};
use crate::platform::event::composed;
use crate::text::{Text, of_forms};

/// Rows between two looks at the clock.
const ROWS: usize = 32;

/// Names of columns and modes in every language.
struct Words {
    columns: Vec<(Column, &'static str)>,
    modes: Vec<(Mode, &'static str)>,
}

impl Words {
    fn all() -> Self {
        let both = |key: Text| ["vi", "en"].map(|lang| of_forms(lang, key));
        let columns = Column::ALL.into_iter();
        let columns = columns.flat_map(|column| both(template::names(column).0).map(|name| (column, name)));
        let modes = Mode::ALL.into_iter();
        let modes = modes.flat_map(|mode| both(template::mode_name(mode)).map(|name| (mode, name)));
        Self { columns: columns.collect(), modes: modes.collect() }
    }
}

/// Reads a table; `None` if it was given up meanwhile.
pub(super) async fn read(room: Room, number: u32, pack: &'static Pack, source: Source) -> Option<Step> {
    let tongue = room.tongue;
    let mut turns = Turns::begin(room, number);
    let only = |words: String| Step::Faults { faults: vec![words], more: 0 };
    let Decoded { text, is_cut } = match opening::text(source, &mut turns).await {
        Ok(decoded) => decoded,
        Err(why) => return why.words(room).map(only),
    };
    let words = Words::all();
    let known = Known { columns: &words.columns, modes: &words.modes, text: Some(&pack.text) };
    let failed = |faults: &[Fault], more| Step::Faults {
        faults: faults::all(tongue, pack, faults.iter().take(MOST_FAULTS)),
        more: more + faults.len().saturating_sub(MOST_FAULTS),
    };
    let plain = |key| only(tongue.say(key).to_owned());
    let (mut reader, mut cells) = (Reader::new(&text), Vec::new());
    let head = reader.row(&text, &mut cells);
    if is_cut && reader.at() >= text.len() {
        let (row, cell) = reader.place();
        return Some(failed(&[Fault { row, column: cell.to_string(), kind: FaultKind::NotText }], 0));
    }
    let head = match head {
        Ok(Some(row)) => (row, cells.iter().map(|name| composed(name)).collect::<Vec<_>>()),
        Ok(None) | Err(SheetError::Empty) => return Some(plain(Text::OwnFormsEmpty)),
        Err(fault) => {
            let (row, _) = reader.place();
            let kind = FaultKind::NotTable(fault);
            return Some(failed(&[Fault { row, column: String::new(), kind }], 0));
        }
    };
    let mut forms = match OwnForms::new(&pack.instrument, known, (head.0, &head.1)) {
        Ok(forms) => forms,
        Err(faults) => return Some(failed(&faults, 0)),
    };
    rows((&mut reader, &mut cells), (&text, is_cut), &mut forms, &mut turns).await?;
    drop(text);
    if forms.forms() == 0 && forms.faults() == 0 {
        return Some(plain(Text::OwnFormsEmpty));
    }
    if forms.faults() == 0 {
        while forms.settle_some() {
            turns.rest().await?;
        }
    }
    Some(match forms.finish() {
        Ok(counted) => match Outcome::of(pack, counted, &mut turns).await? {
            Some(outcome) => Step::Done(outcome.into()),
            None => plain(Text::TableNone),
        },
        Err((faults, more)) => failed(&faults, more),
    })
}

/// Reads all rows; `None` if that was given up.
async fn rows(
    (reader, cells): (&mut Reader, &mut Vec<String>),
    (text, is_cut): (&str, bool),
    forms: &mut OwnForms<'_, '_>,
    turns: &mut Turns,
) -> Option<()> {
    loop {
        for _ in 0..ROWS {
            let row = reader.row(text, cells);
            if is_cut && reader.at() >= text.len() {
                forms.not_text(reader.place());
                return Some(());
            }
            match row {
                Ok(Some(row)) => {
                    cells.iter_mut().filter(|cell| has_marks(cell)).for_each(|cell| *cell = composed(cell));
                    forms.row(row, cells);
                }
                Ok(None) => return Some(()),
                Err(fault) => forms.not_a_row(fault),
            }
        }
        turns.rows((reader.at(), text.len()), forms.forms());
        turns.rest().await?;
    }
}

/// Whether a letter and its mark may stand in it as two signs (U+0300 to U+036F), as some systems write Vietnamese.
fn has_marks(cell: &str) -> bool {
    cell.bytes().any(|byte| matches!(byte, 0xcc | 0xcd))
}
