//! Reading a table a little at a time, so that the page goes on answering.

use lang_nghe_instrument::Pack;
use lang_nghe_own_forms::{Column, Counted, Known, OwnForms};
use lang_nghe_record::Mode;
use lang_nghe_sheet::{Reader, SheetError};
use leptos::prelude::*;

use super::outcome::Outcome;
use super::{Read, Room, Step, faults, template};
use crate::platform::clock;
use crate::text::{Text, of_forms};

/// Rows between two looks at the clock.
const ROWS: usize = 64;

/// How long the page may be kept from answering, in milliseconds.
const SLICE_MS: u64 = 24;

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
pub(super) async fn read(room: Room, number: u32, pack: &'static Pack, text: &str) -> Option<Step> {
    let tongue = room.tongue;
    let words = Words::all();
    let known = Known { columns: &words.columns, modes: &words.modes, text: Some(&pack.text) };
    let failed = |faults: &[lang_nghe_own_forms::Fault], more| Step::Faults {
        faults: faults.iter().map(|fault| faults::words(tongue, pack, fault)).collect(),
        more,
    };
    let plain = |key| Step::Faults { faults: vec![tongue.say(key).to_owned()], more: 0 };
    let (mut reader, mut cells) = (Reader::new(text), Vec::new());
    let head = match reader.row(text, &mut cells) {
        Ok(Some(row)) => (row, cells.clone()),
        Ok(None) | Err(SheetError::Empty) => return Some(plain(Text::OwnFormsEmpty)),
        Err(_) => return Some(plain(Text::TableNone)),
    };
    let mut forms = match OwnForms::new(&pack.instrument, known, (head.0, &head.1)) {
        Ok(forms) => forms,
        Err(faults) => return Some(failed(&faults, 0)),
    };
    let mut since = clock::now();
    'table: loop {
        for _ in 0..ROWS {
            match reader.row(text, &mut cells) {
                Ok(Some(row)) => forms.row(row, &cells),
                Ok(None) => break 'table,
                Err(fault) => forms.not_a_row(fault),
            }
        }
        if clock::now().saturating_sub(since) >= SLICE_MS {
            room.read.set(Read { bytes: reader.at(), of: text.len(), forms: forms.forms() });
            clock::sleep(0).await;
            if room.reading.get_untracked() != number {
                return None;
            }
            since = clock::now();
        }
    }
    if forms.forms() == 0 && forms.faults() == 0 {
        return Some(plain(Text::OwnFormsEmpty));
    }
    Some(match forms.finish() {
        Ok(Counted { tally, days, sample }) => match Outcome::of(pack, &tally, (days, sample)) {
            Some(outcome) => Step::Done(outcome.into()),
            None => plain(Text::TableNone),
        },
        Err((faults, more)) => failed(&faults, more),
    })
}
