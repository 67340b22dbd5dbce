//! Bộ chỉ số 766, worked out on this device from the counts that somebody enters.

mod compare;
mod content;
mod entry;
mod file;
mod form;
#[cfg(test)]
mod form_tests;
mod kept;
mod outcome;
mod steps;

use lang_nghe_index_766::{History, Record};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::pages::around::Tongue;
use crate::pages::field::{Wrong, focus_soon};
use crate::platform::clock;
use crate::platform::indexed_db::IndexedDb;
use crate::text::Text;

use content::Content;
use form::{DAY, Form, UNIT};
use kept::NotKept;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Room {
    tongue: Tongue,
    content: &'static Content,
    /// `None` until it is open, or where it cannot be.
    log: StoredValue<Option<IndexedDb>, LocalStorage>,
    form: RwSignal<Form>,
    wrongs: RwSignal<Vec<Wrong>>,
    /// What the figures below the form were worked out from.
    result: RwSignal<Option<Record>>,
    history: RwSignal<History>,
    unreadable: RwSignal<Vec<String>>,
    /// Whether the browser gives the page no storage.
    storeless: RwSignal<bool>,
}

impl Room {
    fn new(tongue: Tongue, content: &'static Content) -> Self {
        Self {
            tongue,
            content,
            log: StoredValue::new_local(None),
            form: RwSignal::new(Form::new("", clock::today())),
            wrongs: RwSignal::new(Vec::new()),
            result: RwSignal::new(None),
            history: RwSignal::new(History::default()),
            unreadable: RwSignal::new(Vec::new()),
            storeless: RwSignal::new(false),
        }
    }

    fn log(self) -> Option<IndexedDb> {
        self.log.get_value()
    }

    /// Opens what is kept.
    async fn open(self) {
        let log = IndexedDb::open_to_send().await.ok();
        self.storeless.set(log.is_none());
        if let Some(log) = &log
            && let Some(form) = kept::read_form(log).await
        {
            // What somebody typed meanwhile goes before what was typed last time.
            let day = clock::today();
            let untouched = self.form.with_untracked(|now| *now == Form::new("", day));
            if untouched {
                self.form.set(form);
            }
        }
        self.log.set_value(log);
        self.look().await;
    }

    /// Reads everything that is kept again.
    async fn look(self) {
        let Some(log) = self.log() else { return };
        match kept::read(&log).await {
            Ok(kept) => {
                self.history.set(kept.history);
                self.unreadable.set(kept.unreadable);
            }
            Err(_) => self.storeless.set(true),
        }
    }

    /// Shows a kept record in the form and what it comes to.
    fn show(self, record: &Record) {
        let decimal = self.tongue.say(Text::ReportDecimal);
        self.form.set(Form::of(&self.content.index, record, decimal));
        self.wrongs.set(Vec::new());
        self.result.set(Some(record.clone()));
        self.keep_form();
        focus_soon("#result");
    }

    /// Works out what is typed, or says everything that is wrong with it.
    fn work_out(self) {
        let read = self.form.with_untracked(|form| form.record(&self.content.index));
        match read {
            Ok(record) => {
                self.wrongs.set(Vec::new());
                self.result.set(Some(record));
                focus_soon("#result");
            }
            Err(faults) => {
                self.wrongs.set(faults.iter().map(|fault| entry::wrong(self, fault)).collect());
                focus_soon("#wrong");
            }
        }
        self.keep_form();
    }

    fn keep_form(self) {
        let form = self.form.get_untracked();
        spawn_local(kept::put_form(self.log(), form));
    }

    /// An empty form; unit and day stay.
    fn clear(self) {
        self.form.update(|form| {
            let (unit, day) = (form.text(UNIT).to_owned(), form.text(DAY).to_owned());
            *form = Form::default();
            form.put(UNIT, unit);
            form.put(DAY, day);
        });
        self.wrongs.set(Vec::new());
        self.result.set(None);
        self.keep_form();
        focus_soon("#unit");
    }

    /// Why nothing was kept, in words.
    fn not_kept(self, why: &NotKept) -> String {
        match why {
            NotKept::NoStorage => self.tongue.say(Text::Index766NoStorage).to_owned(),
            NotKept::Full => self.tongue.say(Text::Index766Full).to_owned(),
            NotKept::Unreadable(unit) => self.tongue.fill(Text::Index766UnreadableUnit, &[("unit", unit)]),
            NotKept::Failed => self.tongue.say(Text::Index766Failed).to_owned(),
        }
    }
}

/// The page. Its parts forget their types: together they would be too deep for the compiler.
pub(super) fn page(tongue: Tongue) -> AnyView {
    let Some(content) = content::content() else {
        return super::missing(tongue).into_any();
    };
    let room = Room::new(tongue, content);
    spawn_local(room.open());
    let texts = content.texts(tongue.lang);
    let trouble = move || {
        let units = room.unreadable.get();
        let unreadable = (!units.is_empty()).then(|| {
            let words = tongue.fill(Text::Index766Unreadable, &[("units", &units.join("; "))]);
            view! { <p class="warning">{words}</p> }
        });
        let storeless = room
            .storeless
            .get()
            .then(|| view! { <p class="warning">{tongue.say(Text::Index766NoStorage)}</p> });
        view! {
            {unreadable}
            {storeless}
        }
    };
    view! {
        <h1>{texts.title.clone()}</h1>
        <p class="lead">{texts.note.clone()}</p>
        <p class="note">{texts.no_data_note.clone()}</p>
        <div role="alert">{trouble}</div>
        {entry::section(room).into_any()}
        {outcome::section(room).into_any()}
        {steps::section(room).into_any()}
        {compare::history(room).into_any()}
        {compare::standings(room).into_any()}
        {file::section(room).into_any()}
        <section aria-labelledby="basis">
            <h2 id="basis">{tongue.say(Text::Index766Basis)}</h2>
            <p>{texts.name.clone()}</p>
            <p>{tongue.fill(Text::Index766BasisText, &[("day", &tongue.day(&content.index.checked))])}</p>
            <p>{texts.survey_note.clone()}</p>
        </section>
    }
    .into_any()
}
