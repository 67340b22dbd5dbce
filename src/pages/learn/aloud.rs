//! Words on the screen that can be read aloud, sentence by sentence, the one being read marked.

use lang_nghe_lesson::{Run, Words, sentences};
use leptos::prelude::*;

use crate::pages::around::Tongue;
use crate::platform::notes::Notes;
use crate::platform::{event, speech};
use crate::text::Text;

/// Where the speed is remembered.
const RATE: &str = "ln.rate";
/// Speeds by name.
const RATES: [(&str, f32, Text); 3] = [
    ("slow", 0.7, Text::LessonRateSlow),
    ("normal", 0.9, Text::LessonRateNormal),
    ("fast", 1.15, Text::LessonRateFast),
];

/// The sentences of a screen, in the order they were drawn, and the one being read.
#[derive(Clone, Copy)]
pub(super) struct Aloud {
    tongue: Tongue,
    lines: StoredValue<Vec<String>>,
    said: RwSignal<Option<usize>>,
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
            said: RwSignal::new(None),
            turn: StoredValue::new(0),
            voice,
            rate: RwSignal::new(rate),
        }
    }

    /// Forgets the last screen's sentences; called before the next is drawn.
    pub(super) fn clear(self) {
        self.stop();
        self.lines.update_value(Vec::clear);
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
        self.words(&Words(vec![Run { strong: false, text: line.to_owned() }]))
    }

    fn sentence(self, plain: String, runs: Vec<Run>) -> impl IntoView {
        let at = self.place();
        self.lines.update_value(|lines| lines.push(plain));
        let pieces: Vec<_> = runs
            .into_iter()
            .map(|run| if run.strong { view! { <b>{run.text}</b> }.into_any() } else { run.text.into_any() })
            .collect();
        view! { <span class="sentence" class:spoken=move || self.said.get() == Some(at)>{pieces}</span> }
    }

    /// The button and the speed; nothing where the device has no voice for the language.
    pub(super) fn controls(self) -> impl IntoView {
        let tongue = self.tongue;
        move || {
            self.voice.get().then(|| {
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
                    }
                };
                view! {
                    <div class="aloud">
                        <button type="button" class="go other listen" on:click=press>{label}</button>
                        <label class="rate">
                            <span>{tongue.say(Text::LessonRate)}</span>
                            <select on:change=choose>{options}</select>
                        </label>
                    </div>
                }
            })
        }
    }

    fn start(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.go(0, self.turn.get_value());
    }

    /// Falls silent.
    pub(super) fn stop(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.said.set(None);
        speech::hush();
    }

    fn go(self, at: usize, turn: u32) {
        if self.turn.get_value() != turn {
            return;
        }
        let Some(line) = self.lines.with_value(|lines| lines.get(at).cloned()) else { return self.stop() };
        let named = self.rate.get_untracked();
        let rate = RATES.iter().find(|(name, ..)| *name == named).map_or(1.0, |(_, rate, _)| *rate);
        self.said.set(Some(at));
        speech::speak_at(&line, self.tongue.lang, rate, move || self.go(at + 1, turn));
    }
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
