//! Who reads a lesson aloud: the device's voice, or people in the languages they recorded it in.

use lang_nghe_lesson::LessonPack;
use lang_nghe_lesson::speech::{Entry, Held, Key, PackName, best, parts_of};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Learn;
use super::speech::Step;
use crate::platform::event;
use crate::platform::notes::Notes;
use crate::text::{Text, tongue};

/// Where it is noted which language people listen to here; nothing is the device's voice.
const VOICE: &str = "ln.speech";

/// The voices of an open lesson.
#[derive(Clone, Copy)]
pub(super) struct Voices {
    pub(super) learn: Learn,
    lesson: StoredValue<Lesson>,
    /// The language chosen; empty for the device's voice.
    pub(super) chosen: RwSignal<String>,
    /// The part on the screen, if it is one.
    pub(super) part: RwSignal<Option<u16>>,
}

struct Lesson {
    id: String,
    edition: String,
    parts: Vec<u16>,
}

/// A language that this lesson can be heard in.
#[derive(Clone, PartialEq)]
struct Choice {
    lang: String,
    /// Parts that are here, and bytes of what is not.
    here: usize,
    there: u32,
}

impl Voices {
    pub(super) fn new(learn: Learn, pack: &LessonPack) -> Self {
        let lesson = Lesson {
            id: pack.lesson.id.clone(),
            edition: pack.lesson.edition.clone(),
            parts: parts_of(&pack.text.blocks),
        };
        Self {
            learn,
            lesson: StoredValue::new(lesson),
            chosen: RwSignal::new(Notes::Device.get(VOICE).unwrap_or_default()),
            part: RwSignal::new(None),
        }
    }

    fn key(self, lang: &str, part: u16) -> Key {
        self.lesson.with_value(|lesson| Key {
            lang: lang.to_owned(),
            lesson: lesson.id.clone(),
            edition: lesson.edition.clone(),
            part,
        })
    }

    /// The recording of the part on the screen in the chosen language; tracked.
    pub(super) fn recording(self) -> Option<Held> {
        let (lang, part) = (self.chosen.get(), self.part.get()?);
        let key = self.key(&lang, part);
        self.learn.speech.held.with(|held| best(held, &key).cloned())
    }

    /// The languages of this lesson that are here or offered.
    fn choices(self) -> Vec<Choice> {
        let of_lesson = |key: &Key| {
            self.lesson.with_value(|lesson| key.lesson == lesson.id && key.edition == lesson.edition)
        };
        let mut choices: Vec<Choice> = Vec::new();
        let mut add =
            |lang: &str, here: usize, there: u32| match choices.iter_mut().find(|one| one.lang == lang) {
                Some(one) => (one.here, one.there) = (one.here + here, one.there + there),
                None => choices.push(Choice { lang: lang.to_owned(), here, there }),
            };
        self.learn.speech.held.with(|held| {
            let is_best = |one: &&Held| best(held, &one.key).is_some_and(|best| best.hash == one.hash);
            held.iter()
                .filter(|one| of_lesson(&one.key))
                .filter(is_best)
                .for_each(|one| add(&one.key.lang, 1, 0));
            self.learn.speech.offers.with(|offers| {
                let is_here = |entry: &&Entry| held.iter().any(|one| one.key == entry.key);
                let missing = offers.iter().filter(|entry| of_lesson(&entry.key) && !is_here(entry));
                missing.for_each(|entry| add(&entry.key.lang, 0, entry.bytes));
            });
        });
        choices.sort_by(|a, b| a.lang.cmp(&b.lang));
        choices
    }

    /// Chooses a language, and has what is offered in it kept here.
    fn choose(self, lang: String) {
        let learn = self.learn;
        Notes::Device.set(VOICE, &lang);
        if self.choices().iter().any(|one| one.lang == lang && one.there > 0) {
            let pack =
                PackName { lang: lang.clone(), lesson: self.lesson.with_value(|lesson| lesson.id.clone()) };
            spawn_local(learn.speech.want(pack, true));
        }
        self.chosen.set(lang);
    }

    /// Whether anybody recorded this lesson; tracked.
    pub(super) fn any(self) -> bool {
        !self.choices().is_empty()
    }

    /// The choice, and what is missing; nothing where nobody recorded this lesson.
    pub(super) fn controls(
        self,
        device: RwSignal<bool>,
        chosen: impl Fn() + Copy + Send + Sync + 'static,
    ) -> impl IntoView {
        let learn = self.learn;
        let choices = Memo::new(move |_| self.choices());
        let select = move || {
            let choices = choices.get();
            (!choices.is_empty()).then(|| {
                let change = move |change| {
                    chosen();
                    self.choose(event::chosen(&change).unwrap_or_default());
                };
                let own = view! {
                    <option value="" selected=move || self.chosen.with(String::is_empty)>
                        {move || learn.say(if device.get() { Text::SpeechVoiceDevice } else { Text::SpeechLanguageNone })}
                    </option>
                };
                let rows: Vec<_> = choices.into_iter().map(|choice| self.option(choice)).collect();
                view! {
                    <label class="rate voice">
                        <span>{learn.say(Text::SpeechVoice)}</span>
                        <select id="voice" on:change=change>{own}{rows}</select>
                    </label>
                }
            })
        };
        let state = move || self.state(device.get());
        view! {
            {select}
            <p class="hint voice-state" role="status">{state}</p>
        }
    }

    fn option(self, choice: Choice) -> impl IntoView + use<> {
        let learn = self.learn;
        let Choice { lang, here, there } = choice;
        let language = tongue(learn.tongue.lang, &lang);
        let total = self.lesson.with_value(|lesson| lesson.parts.len()).to_string();
        let words = if here > 0 || there == 0 {
            let values = [("language", language.as_str()), ("n", &here.to_string()), ("total", &total)];
            learn.fill(Text::SpeechVoiceHere, &values)
        } else {
            let size = there.div_ceil(1000).to_string();
            learn.fill(Text::SpeechVoiceThere, &[("language", &language), ("size", &size)])
        };
        let value = lang.clone();
        view! { <option value=value selected=move || self.chosen.with(|chosen| *chosen == lang)>{words}</option> }
    }

    /// What comes, or that this part is missing.
    fn state(self, device: bool) -> Option<String> {
        let learn = self.learn;
        let lang = self.chosen.get();
        if lang.is_empty() || !self.any() {
            return None;
        }
        if let Step::Fetching(done, all) = learn.speech.step.get() {
            let values = [("n", done.to_string()), ("total", all.to_string())];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            return Some(learn.fill(Text::SpeechComing, &values));
        }
        let is_missing = self.part.get().is_some() && self.recording().is_none();
        is_missing.then(|| {
            let language = tongue(learn.tongue.lang, &lang);
            let key = if device { Text::SpeechMissingDevice } else { Text::SpeechMissing };
            learn.fill(key, &[("language", &language)])
        })
    }
}
