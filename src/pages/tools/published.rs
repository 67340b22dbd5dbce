//! Scores that others published, recorded on this device: PAPI and PAR INDEX by year and unit, and the
//! national SIPAS for orientation. Nothing is scored here.

mod content;
mod dimensions;
mod entry;
mod form;
mod reference;
mod scores;
mod table;

use lang_nghe_published::{Form, FormTexts, Problem, Score};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::keep::{self, NotKept};
use crate::pages::around::Tongue;
use crate::pages::field::Wrong;
use crate::text::Text;

use content::{Content, Forms, Index};
use form::Typed;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Room {
    tongue: Tongue,
    content: &'static Content,
    index: RwSignal<Index>,
    typed: RwSignal<Typed>,
    wrongs: RwSignal<Vec<Wrong>>,
    /// What is worth a second look in the score that was kept last.
    doubts: RwSignal<Vec<String>>,
    /// What is kept of the index that is open.
    scores: RwSignal<Vec<Score>>,
    /// Why nothing can be read or kept.
    trouble: RwSignal<Option<NotKept>>,
}

impl Room {
    fn forms(self) -> &'static Forms {
        self.content.forms(self.index.get())
    }

    fn forms_untracked(self) -> &'static Forms {
        self.content.forms(self.index.get_untracked())
    }

    /// The same, outside of what is drawn anew when another index is opened.
    fn form_now(self, year: Option<u16>) -> Option<(&'static Form, &'static FormTexts)> {
        self.forms_untracked().of_year(year, self.tongue.lang)
    }

    /// The form of a year and its words.
    fn form(self, year: Option<u16>) -> Option<(&'static Form, &'static FormTexts)> {
        self.forms().of_year(year, self.tongue.lang)
    }

    /// Where the scores of the open index are kept.
    fn name(self) -> &'static str {
        match self.index.get_untracked() {
            Index::Papi => "scores.papi",
            Index::Par => "scores.par",
        }
    }

    /// The index by its short name.
    fn index_name(self) -> &'static str {
        self.tongue.say(match self.index.get_untracked() {
            Index::Papi => Text::PublishedIndexPapi,
            Index::Par => Text::PublishedIndexPar,
        })
    }

    /// Reads what is kept.
    async fn look(self) {
        let read: Result<Vec<Score>, NotKept> = keep::read(self.name()).await;
        self.trouble.set(read.as_ref().err().copied());
        self.scores.set(read.unwrap_or_default());
    }

    /// Keeps scores, each in place of the one of its unit and year.
    async fn put(self, new: Vec<Score>) -> Result<(), NotKept> {
        let kept = keep::change(self.name(), |scores: &mut Vec<Score>| {
            scores.retain(|score| !new.iter().any(|new| (&new.unit, new.year) == (&score.unit, score.year)));
            scores.extend(new);
            scores.sort_by(|a, b| (&a.unit, a.year).cmp(&(&b.unit, b.year)));
        });
        self.scores.set(kept.await?);
        Ok(())
    }

    /// Takes a score out.
    async fn take(self, gone: Score) -> Result<(), NotKept> {
        let kept = keep::change(self.name(), |scores: &mut Vec<Score>| scores.retain(|score| *score != gone));
        self.scores.set(kept.await?);
        Ok(())
    }

    /// Another index: nothing of the one before stays in the form.
    fn open(self, index: Index) {
        self.index.set(index);
        self.typed.set(Typed::default());
        self.wrongs.set(Vec::new());
        self.doubts.set(Vec::new());
        self.scores.set(Vec::new());
        spawn_local(self.look());
    }

    /// What is wrong or doubtful about figures, in words.
    fn problem(self, problem: &Problem, (form, texts): (&Form, &FormTexts)) -> String {
        let tongue = self.tongue;
        let name = |id: &str| match id {
            "total" => tongue.say(Text::PublishedTotal).to_owned(),
            id => content::name_of(form, texts, id).unwrap_or(id).to_owned(),
        };
        let group = |quarter| tongue.say(entry::group_name(quarter));
        match problem {
            Problem::UnknownName { name } => tongue.fill(Text::PublishedWrongName, &[("name", name)]),
            Problem::OutOfRange { points, low, high, .. } => {
                let [points, low, high] = [points, low, high].map(|points| entry::points(tongue, *points));
                let values = [("points", points.as_str()), ("low", &low), ("high", &high)];
                tongue.fill(Text::PublishedWrongRange, &values)
            }
            Problem::Rank { place, of } => {
                tongue.fill(Text::PublishedWrongRank, &[("text", &format!("{place}/{of}"))])
            }
            Problem::Sum { name: id, sum, points } => {
                let [sum, points] = [sum, points].map(|points| entry::points(tongue, *points));
                let values = [("name", name(id)), ("sum", sum), ("points", points)];
                tongue.fill(
                    Text::PublishedDoubtSum,
                    &values.each_ref().map(|(key, text)| (*key, text.as_str())),
                )
            }
            Problem::Group { published, by_rank } => {
                let values = [("published", group(*published)), ("by_rank", group(*by_rank))];
                tongue.fill(Text::PublishedDoubtGroup, &values)
            }
        }
    }
}

/// The page.
pub(super) fn page(tongue: Tongue) -> AnyView {
    let Some(content) = content::content() else { return super::missing(tongue).into_any() };
    let room = Room {
        tongue,
        content,
        index: RwSignal::new(Index::Papi),
        typed: RwSignal::new(Typed::default()),
        wrongs: RwSignal::new(Vec::new()),
        doubts: RwSignal::new(Vec::new()),
        scores: RwSignal::new(Vec::new()),
        trouble: RwSignal::new(None),
    };
    spawn_local(room.look());
    let trouble = move || room.trouble.get().map(|why| view! { <p class="warning">{why.words(tongue)}</p> });
    view! {
        <h1>{tongue.say(Text::PublishedTitle)}</h1>
        <p class="lead">{tongue.say(Text::PublishedLead)}</p>
        {which(room).into_any()}
        <div role="alert">{trouble}</div>
        {entry::section(room).into_any()}
        {scores::section(room).into_any()}
        {reference::section(room).into_any()}
        {table::section(room).into_any()}
    }
    .into_any()
}

/// Which index, and what it is not.
fn which(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let ways =
        [(Index::Papi, "papi", Text::PublishedIndexPapi), (Index::Par, "par", Text::PublishedIndexPar)];
    let ways = ways.map(|(index, id, words)| {
        let checked = move || room.index.get() == index;
        view! {
            <label class="option">
                <input type="radio" name="index" id=id prop:checked=checked on:change=move |_| room.open(index) />
                <span>{tongue.say(words)}</span>
            </label>
        }
    });
    let about = move || {
        room.form(None).map(|(_, texts)| {
            view! {
                <p>{texts.name.clone()}</p>
                <p class="note">{texts.note.clone()}</p>
            }
        })
    };
    view! {
        <fieldset class="part">
            <legend>{tongue.say(Text::PublishedIndex)}</legend>
            <div class="options">{ways}</div>
        </fieldset>
        {about}
    }
}
