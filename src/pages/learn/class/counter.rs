//! A count that a thumb can change: one less, the number, one more.

use leptos::prelude::*;

use super::Learn;
use crate::platform::event;
use crate::text::Text;

/// Largest count: three digits, as the field is wide.
const MOST: u16 = 999;

/// Reads a count as it was typed; what is no number is nothing.
pub(super) fn parse(text: &str) -> Option<u16> {
    let text = text.trim();
    if text.is_empty() { Some(0) } else { text.parse().ok().filter(|count| *count <= MOST) }
}

/// Draws it with its name. `set` hears every new count.
pub(super) fn view(
    learn: Learn,
    what: String,
    count: u16,
    set: impl Fn(u16) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let shown = RwSignal::new(count);
    let put = move |count: u16| {
        shown.set(count);
        set(count);
    };
    let more = learn.fill(Text::ClassMore, &[("what", &what)]);
    let less = learn.fill(Text::ClassLess, &[("what", &what)]);
    let typed = move |typed| {
        if let Some(count) = event::chosen(&typed).as_deref().and_then(parse) {
            put(count);
        }
    };
    view! {
        <div class="counter">
            <span class="counted" aria-hidden="true">{what.clone()}</span>
            <button
                type="button"
                class="step"
                aria-label=less
                on:click=move |_| put(shown.get_untracked().saturating_sub(1))
            >
                "−"
            </button>
            <input
                type="text"
                inputmode="numeric"
                autocomplete="off"
                maxlength="3"
                aria-label=what
                prop:value=move || shown.get().to_string()
                on:input=typed
            />
            <button
                type="button"
                class="step"
                aria-label=more
                on:click=move |_| put((shown.get_untracked() + 1).min(MOST))
            >
                "+"
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_count_is_a_whole_number_of_three_digits_and_nothing_is_none() {
        let read = ["", " 7 ", "012", "999", "1000", "-1", "1,5", "ba"].map(parse);
        assert_eq!(read, [Some(0), Some(7), Some(12), Some(999), None, None, None, None]);
    }
}
