//! How loud it is: a bar, and a word for whoever does not see it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::take::Studio;
use crate::platform::clock;
use crate::text::Text;

/// How often the bar moves.
const BEAT_MS: u32 = 120;
/// How often the word may change: faster, nobody could listen to it.
const WORD_BEATS: u32 = 8;
/// Levels from which on it is heard, good, and too loud.
const STEPS: [(u8, Text); 4] = [
    (90, Text::SpeechLevelLoud),
    (12, Text::SpeechLevelGood),
    (4, Text::SpeechLevelLow),
    (0, Text::SpeechLevelNone),
];

/// The word for a level.
fn word(level: u8) -> Text {
    STEPS.into_iter().find(|(from, _)| level >= *from).map_or(Text::SpeechLevelNone, |(_, word)| word)
}

/// The meter, while something is recorded; nothing where the browser cannot tell.
pub(super) fn view(studio: Studio) -> impl IntoView {
    let learn = studio.desk.learn;
    let level = RwSignal::new(0_u8);
    let said = RwSignal::new(Text::SpeechLevelNone);
    spawn_local(async move {
        let mut loudest = 0;
        for beat in 1.. {
            clock::sleep(BEAT_MS).await;
            let Some(now) = studio.level() else { return };
            // The room may have been left: then nothing shows the level any more.
            if level.try_set(now).is_some() {
                return;
            }
            loudest = now.max(loudest);
            if beat % WORD_BEATS == 0 {
                said.set(word(loudest));
                loudest = 0;
            }
        }
    });
    let label = learn.say(Text::SpeechLevel);
    view! {
        <p class="meter">
            <span>{label}</span>
            <meter min="0" max="100" prop:value=move || f64::from(level.get()) aria-label=label></meter>
            <span id="level" aria-live="polite">{move || learn.say(said.get())}</span>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::word;
    use crate::text::Text;

    #[test]
    fn every_level_has_its_word() {
        for (level, expected) in [
            (0, Text::SpeechLevelNone),
            (4, Text::SpeechLevelLow),
            (12, Text::SpeechLevelGood),
            (89, Text::SpeechLevelGood),
            (100, Text::SpeechLevelLoud),
        ] {
            assert_eq!(word(level), expected, "{level}");
        }
    }
}
