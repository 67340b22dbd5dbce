//! What the speaker agrees to before anything is recorded. Nothing is ticked beforehand.

use leptos::prelude::*;

use super::{At, Desk};
use crate::pages::learn::aloud::Aloud;
use crate::platform::event;
use crate::text::Text;

/// The statement with the number [`STATEMENT`](lang_nghe_lesson::speech::STATEMENT), sentence by sentence.
const STATEMENT: [Text; 6] = [
    Text::SpeechConsent1,
    Text::SpeechConsent2,
    Text::SpeechConsent3,
    Text::SpeechConsent4,
    Text::SpeechConsent5,
    Text::SpeechConsent6,
];

pub(super) fn view(desk: Desk) -> impl IntoView {
    let learn = desk.learn;
    let aloud = Aloud::new(learn.tongue);
    let agrees = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let heading = aloud.plain(learn.say(Text::SpeechConsentTitle));
    let sentences: Vec<_> =
        STATEMENT.into_iter().map(|key| view! { <li>{aloud.plain(learn.say(key))}</li> }).collect();
    let submit = move |submitted: leptos::ev::SubmitEvent| {
        event::take(&submitted);
        if agrees.get_untracked() {
            aloud.stop();
            desk.go(At::Room);
        } else {
            missing.set(true);
        }
    };
    let refuse = move |_| {
        aloud.stop();
        desk.go(At::Begin);
    };
    let error = move || {
        let shown = missing.get() && !agrees.get();
        shown.then(|| view! { <p class="error">{learn.say(Text::SpeechConsentMissing)}</p> })
    };
    view! {
        <h1 id="heading" tabindex="-1">{heading}</h1>
        <p>{learn.say(Text::SpeechConsentLead)}</p>
        <ul class="told statement">{sentences}</ul>
        {aloud.controls()}
        <form on:submit=submit novalidate=true>
            <label class="option">
                <input type="checkbox" id="agrees" on:change=move |change| agrees.set(event::is_ticked(&change))/>
                <span>{learn.say(Text::SpeechConsentYes)}</span>
            </label>
            <div role="alert">{error}</div>
            <div class="onward">
                <button type="submit" class="go">{learn.say(Text::SpeechConsentStart)}</button>
                <button type="button" class="go other" on:click=refuse>{learn.say(Text::SpeechConsentNo)}</button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::STATEMENT;
    use crate::text::of_learn;

    /// FNV-1a over the words (Fowler, Noll, Vo; 64 bits).
    fn print(lang: &str) -> u64 {
        let bytes = STATEMENT.into_iter().flat_map(|key| of_learn(lang, key).bytes().chain([0]));
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    }

    #[test]
    fn the_statement_of_this_number_has_these_words() {
        // Whoever agreed to number 1 agreed to these words. Other words: the next number in
        // crates/lesson/src/speech, and then its prints here.
        assert_eq!(lang_nghe_lesson::speech::STATEMENT, 1);
        assert_eq!(["vi", "en"].map(print), PRINTS);
    }

    const PRINTS: [u64; 2] = [0xea00_99cb_34b8_dbc7, 0x1630_c727_e100_b9e1];
}
