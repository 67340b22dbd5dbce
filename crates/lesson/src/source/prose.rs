//! Words that a learner reads: spelt right, and short enough.

use lang_nghe_instrument::source::Inspector;

use crate::{Words, length, sentences};

/// Most pieces between spaces that a Vietnamese sentence may have: under fifteen.
const LONGEST_VI: usize = 14;

/// The same for other languages, whose words are not cut into syllables.
const LONGEST: usize = 24;

/// Looks at everything that a lesson or a practice says in one language.
pub(super) struct Prose<'p> {
    pub(super) lang: &'p str,
}

impl Prose<'_> {
    /// One line of words.
    pub(super) fn line(&self, what: &str, line: &str, inspector: &mut Inspector<'_>) {
        inspector.words(what, line);
        let most = if self.lang == "vi" { LONGEST_VI } else { LONGEST };
        for sentence in sentences(line) {
            let words = length(sentence);
            if words > most {
                inspector.say(format_args!(
                    "{what} has a sentence of {words} words (`{sentence}`); write at most {most}, or two sentences"
                ));
            }
        }
    }

    /// One line with bold parts.
    pub(super) fn words(&self, what: &str, words: &Words, inspector: &mut Inspector<'_>) {
        self.line(what, &words.plain(), inspector);
    }

    /// What a step asks for: one sentence, and one thing in it.
    pub(super) fn action(&self, what: &str, words: &Words, inspector: &mut Inspector<'_>) {
        self.words(what, words, inspector);
        let plain = words.plain();
        if sentences(&plain).len() > 1 {
            inspector.say(format_args!(
                "{what} has more than one sentence (`{plain}`); keep the action and put the rest into a paragraph below it"
            ));
        }
        let joints: &[&str] = if self.lang == "vi" { &[" rồi ", " sau đó "] } else { &[" then "] };
        if let Some(joint) = joints.iter().find(|joint| plain.to_lowercase().contains(**joint)) {
            inspector.say(format_args!(
                "{what} asks for two things (`{plain}`); make two steps of it (it has the word “{}”)",
                joint.trim()
            ));
        }
    }
}
