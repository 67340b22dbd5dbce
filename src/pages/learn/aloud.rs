//! Words on the screen that can be read aloud: by the device's voice sentence by sentence, the one being read
//! marked; or as somebody recorded them, the whole part marked.

use std::ops::Range;

use lang_nghe_lesson::speech::{Hash, Held};
use lang_nghe_lesson::{Run, Words, sentences};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Learn;
use super::voices::Voices;
use crate::pages::around::Tongue;
use crate::platform::notes::Notes;
use crate::platform::sound::Sound;
use crate::platform::speech::End;
use crate::platform::{event, speech};
use crate::text::Text;

/// Where the speed is remembered.
const RATE: &str = "ln.rate";
/// Speeds by name: of the device's voice, and of a recording, whose speaker has a pace of their own.
const RATES: [(&str, (f32, f64), Text); 3] = [
    ("slow", (0.7, 0.75), Text::LessonRateSlow),
    ("normal", (0.9, 1.0), Text::LessonRateNormal),
    ("fast", (1.15, 1.25), Text::LessonRateFast),
];

/// A sentence on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// One of those that the screen was drawn with.
    Drawn(usize),
    /// One that came later.
    Later(usize),
}

/// What is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// One sentence.
    Sentence(Place),
    /// All drawn sentences before this one: a recording of the whole part.
    Before(usize),
}

impl Said {
    fn holds(self, place: Place) -> bool {
        match (self, place) {
            (Self::Sentence(one), place) => one == place,
            (Self::Before(end), Place::Drawn(at)) => at < end,
            (Self::Before(_), Place::Later(_)) => false,
        }
    }
}

/// What was said about an answer, drawn.
pub(super) struct Later {
    /// Its sentences.
    pub(super) drawn: AnyView,
    /// Which they are, for [`Aloud::button_of`].
    pub(super) sentences: Range<usize>,
}

/// The sentences of a screen, in the order they were drawn, and the one being read.
#[derive(Clone, Copy)]
pub(super) struct Aloud {
    tongue: Tongue,
    lines: StoredValue<Vec<String>>,
    /// Sentences that came after the screen was drawn.
    later: StoredValue<Vec<String>>,
    said: RwSignal<Option<Said>>,
    /// How many of the sentences a recording of this part speaks of; the others come and go.
    spoken: StoredValue<Option<usize>>,
    /// Who else can read, if this is a lesson.
    voices: Option<Voices>,
    sound: StoredValue<Option<Sound>, LocalStorage>,
    /// What is told when something could not be heard.
    trouble: RwSignal<Option<Text>>,
    /// Grows with every start and stop, so that a late end of an earlier sentence moves nothing.
    turn: StoredValue<u32>,
    voice: RwSignal<bool>,
    rate: RwSignal<&'static str>,
}

impl Aloud {
    pub(super) fn new(tongue: Tongue) -> Self {
        let kept = Notes::Device.get(RATE).unwrap_or_default();
        let rate = RATES.iter().find(|(name, ..)| *name == kept).map_or("normal", |(name, ..)| *name);
        let voice = RwSignal::new(speech::has_voice(tongue.lang));
        speech::on_voices(move || voice.set(speech::has_voice(tongue.lang)));
        Self {
            tongue,
            lines: StoredValue::new(Vec::new()),
            later: StoredValue::new(Vec::new()),
            said: RwSignal::new(None),
            spoken: StoredValue::new(None),
            voices: None,
            sound: StoredValue::new_local(None),
            trouble: RwSignal::new(None),
            turn: StoredValue::new(0),
            voice,
            rate: RwSignal::new(rate),
        }
    }

    /// With people who recorded the lesson.
    pub(super) fn with_voices(self, voices: Voices) -> Self {
        Self { voices: Some(voices), ..self }
    }

    /// Says which part of the lesson is drawn next; `None` for a screen that is no part of it.
    pub(super) fn open_part(self, part: Option<u16>) {
        self.clear();
        if let Some(voices) = self.voices {
            voices.part.set(part);
        }
    }

    /// A recording of this part speaks of what was drawn so far, and not of what follows.
    pub(super) fn part_ends_here(self) {
        self.spoken.set_value(Some(self.place()));
    }

    /// Forgets the last screen's sentences; called before the next is drawn.
    pub(super) fn clear(self) {
        self.stop();
        self.lines.update_value(Vec::clear);
        self.later.update_value(Vec::clear);
        self.spoken.set_value(None);
        self.trouble.set(None);
    }

    /// How many sentences have been drawn.
    pub(super) fn place(self) -> usize {
        self.lines.with_value(Vec::len)
    }

    /// Forgets what was drawn after that place: the part of the screen below it is drawn anew.
    pub(super) fn back_to(self, place: usize) {
        if self.place() > place {
            self.stop();
            self.lines.update_value(|lines| lines.truncate(place));
        }
    }

    /// A line with its weights.
    pub(super) fn words(self, words: &Words) -> AnyView {
        let sentences: Vec<_> =
            cut(words).into_iter().map(|(plain, runs)| self.sentence(plain, runs)).collect();
        sentences.into_any()
    }

    /// A line without weights.
    pub(super) fn plain(self, line: &str) -> AnyView {
        self.words(&plainly(line))
    }

    fn sentence(self, plain: String, runs: Vec<Run>) -> AnyView {
        let place = Place::Drawn(self.place());
        self.lines.update_value(|lines| lines.push(plain));
        self.marked(place, runs)
    }

    /// A line that comes to a screen later, such as why an answer is right: it is read by a button of its own,
    /// in the device's voice.
    pub(super) fn later(self, line: &str) -> Later {
        let from = self.later.with_value(Vec::len);
        let drawn: Vec<_> = cut(&plainly(line))
            .into_iter()
            .map(|(plain, runs)| {
                let place = Place::Later(self.later.with_value(Vec::len));
                self.later.update_value(|later| later.push(plain));
                self.marked(place, runs)
            })
            .collect();
        Later { drawn: drawn.into_any(), sentences: from..self.later.with_value(Vec::len) }
    }

    /// The button that reads a later line; nothing where the device has no voice.
    pub(super) fn button_of(self, sentences: Range<usize>) -> impl IntoView {
        let tongue = self.tongue;
        let Range { start, end } = sentences;
        let reads = Memo::new(
            move |_| matches!(self.said.get(), Some(Said::Sentence(Place::Later(at))) if (start..end).contains(&at)),
        );
        let press = move |_| {
            let reads = reads.get_untracked();
            self.stop();
            if !reads {
                self.trouble.set(None);
                self.go(Place::Later(start), end, self.turn.get_value());
            }
        };
        let words = move || tongue.say(if reads.get() { Text::QuestionStop } else { Text::QuestionRead });
        move || {
            self.voice.get().then(|| {
                view! { <button type="button" class="quiet listen" on:click=press>{words}</button> }
            })
        }
    }

    fn marked(self, place: Place, runs: Vec<Run>) -> AnyView {
        let pieces: Vec<_> = runs
            .into_iter()
            .map(|run| if run.strong { view! { <b>{run.text}</b> }.into_any() } else { run.text.into_any() })
            .collect();
        let spoken = move || self.said.get().is_some_and(|said| said.holds(place));
        view! { <span class="sentence" class:spoken=spoken>{pieces}</span> }.into_any()
    }

    /// The button, the speed and who reads; nothing where nobody can.
    pub(super) fn controls(self) -> impl IntoView {
        let tongue = self.tongue;
        let can_read = Memo::new(move |_| self.voice.get() || self.recording().is_some());
        let button = move || {
            can_read.get().then(|| {
                let label = move || {
                    let reads = self.said.with(Option::is_some);
                    tongue.say(if reads { Text::QuestionStop } else { Text::QuestionRead })
                };
                let press = move |_| if self.said.with_untracked(Option::is_some) { self.stop() } else { self.start() };
                let options = RATES.map(|(name, _, words)| {
                    view! { <option value=name selected=move || self.rate.get() == name>{tongue.say(words)}</option> }
                });
                let choose = move |change| {
                    let chosen = event::chosen(&change).unwrap_or_default();
                    if let Some((name, ..)) = RATES.iter().find(|(name, ..)| *name == chosen) {
                        self.rate.set(name);
                        Notes::Device.set(RATE, name);
                        self.sound.with_value(|sound| sound.iter().for_each(|sound| sound.set_rate(self.rates().1)));
                    }
                };
                view! {
                    <button type="button" class="go other listen" on:click=press>{label}</button>
                    <label class="rate">
                        <span>{tongue.say(Text::LessonRate)}</span>
                        <select on:change=choose>{options}</select>
                    </label>
                }
            })
        };
        let voices = self.voices.map(|voices| voices.controls(self.voice, move || self.stop()));
        let trouble =
            move || self.trouble.get().map(|words| view! { <p class="warning">{tongue.say(words)}</p> });
        view! {
            <div class="aloud">{button}{voices}</div>
            <div role="status">{trouble}</div>
        }
    }

    /// The recording of this part, if one was chosen and is here; tracked.
    fn recording(self) -> Option<Held> {
        self.voices?.recording()
    }

    fn rates(self) -> (f32, f64) {
        let named = self.rate.get_untracked();
        RATES.iter().find(|(name, ..)| *name == named).map_or((1.0, 1.0), |(_, rates, _)| *rates)
    }

    fn start(self) {
        self.stop();
        self.trouble.set(None);
        let turn = self.turn.get_value();
        match (untrack(|| self.recording()), self.voices) {
            (Some(held), Some(voices)) => {
                let end = self.spoken.get_value().unwrap_or(usize::MAX);
                self.said.set(Some(Said::Before(end)));
                spawn_local(self.play(voices.learn, held.hash, turn));
            }
            _ => self.read(turn),
        }
    }

    /// Plays a recording; where that fails, says so and has the device read.
    async fn play(self, learn: Learn, hash: Hash, turn: u32) {
        let recording = learn.speech.recording(hash).await;
        if self.turn.get_value() != turn {
            return;
        }
        let failed = move || {
            if self.turn.get_value() == turn {
                self.trouble.set(Some(Text::SpeechUnplayable));
                if self.voice.get_untracked() { self.read(turn) } else { self.stop() }
            }
        };
        let ended = move |end| match end {
            End::Heard if self.turn.get_value() == turn => self.stop(),
            End::Heard => {}
            End::Failed => failed(),
        };
        let sound = recording.and_then(|recording| {
            Sound::play(&recording.audio, recording.kind().ok()?.media_type(), self.rates().1, ended)
        });
        match sound {
            Some(sound) => self.sound.set_value(Some(sound)),
            None => failed(),
        }
    }

    /// Falls silent.
    pub(super) fn stop(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.said.set(None);
        self.sound.set_value(None);
        speech::hush();
    }

    /// The device reads all that was drawn.
    fn read(self, turn: u32) {
        self.go(Place::Drawn(0), usize::MAX, turn);
    }

    /// The device reads from one sentence on, up to another.
    fn go(self, place: Place, end: usize, turn: u32) {
        if self.turn.get_value() != turn {
            return;
        }
        let (list, at) = match place {
            Place::Drawn(at) => (self.lines, at),
            Place::Later(at) => (self.later, at),
        };
        let line = list.with_value(|lines| lines.get(at).filter(|_| at < end).cloned());
        let Some(line) = line else { return self.stop() };
        self.said.set(Some(Said::Sentence(place)));
        let next = match place {
            Place::Drawn(at) => Place::Drawn(at + 1),
            Place::Later(at) => Place::Later(at + 1),
        };
        let ended = move |end_of_line| match end_of_line {
            End::Heard => self.go(next, end, turn),
            End::Failed if self.turn.get_value() == turn => {
                self.stop();
                self.trouble.set(Some(Text::SpeechVoiceFailed));
            }
            End::Failed => {}
        };
        speech::speak_at(&line, self.tongue.lang, self.rates().0, ended);
    }
}

/// A line without weights.
fn plainly(line: &str) -> Words {
    Words(vec![Run { strong: false, text: line.to_owned() }])
}

/// A line as its sentences: what is said, and the pieces that are drawn.
fn cut(words: &Words) -> Vec<(String, Vec<Run>)> {
    let plain = words.plain();
    let said = sentences(&plain);
    // Each sentence reaches to where the next one begins, so that no space is lost between them.
    let starts: Vec<usize> =
        said.iter().map(|sentence| sentence.as_ptr() as usize - plain.as_ptr() as usize).collect();
    let ends = starts.iter().skip(1).copied().chain([plain.len()]);
    let bounds = starts.iter().copied().zip(ends);
    said.iter()
        .zip(bounds)
        .map(|(sentence, (from, to))| ((*sentence).to_owned(), between(words, from, to)))
        .collect()
}

/// The pieces of a line between two places.
fn between(words: &Words, from: usize, to: usize) -> Vec<Run> {
    let mut place = 0;
    let mut runs = Vec::new();
    for run in &words.0 {
        let (start, end) = (place, place + run.text.len());
        place = end;
        let cut = run.text.get(from.max(start) - start..to.min(end).max(start) - start);
        if let Some(text) = cut.filter(|text| !text.is_empty()) {
            runs.push(Run { strong: run.strong, text: text.to_owned() });
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use lang_nghe_lesson::{Run, Words};

    use super::cut;

    #[test]
    fn a_line_is_cut_into_sentences_and_keeps_its_weights_and_spaces() {
        let run = |strong, text: &str| Run { strong, text: text.to_owned() };
        let line = Words(vec![run(false, "Bấm "), run(true, "Nộp. Rồi"), run(false, " chờ.")]);
        let found = cut(&line);
        let said: Vec<&str> = found.iter().map(|(plain, _)| plain.as_str()).collect();
        assert_eq!(said, ["Bấm Nộp.", "Rồi chờ."]);
        assert_eq!(found[0].1, [run(false, "Bấm "), run(true, "Nộp. ")]);
        assert_eq!(found[1].1, [run(true, "Rồi"), run(false, " chờ.")]);
        assert!(cut(&Words::default()).is_empty());
    }
}
