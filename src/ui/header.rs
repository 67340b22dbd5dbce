//! The top of every page: a way past it, the name, the other language.

use crate::markup::{Markup, write_html};
use crate::state::State;
use crate::text::Text;

/// Skip link, mark and name, language switch.
///
/// The switch is a real link, so it works before the app has arrived; afterwards the app takes the
/// tap and changes the words in place.
pub fn header(state: &State, out: &mut Markup) {
    let other = state.text(Text::AppOtherLang);
    write_html!(out:
        "<header class=\"top\"><a class=\"skip\" href=\"#main\">" {state.text(Text::AppSkip)} "</a>"
        "<svg class=\"mark\" width=\"28\" height=\"30\" viewBox=\"9 7 48 52\" aria-hidden=\"true\">"
        "<path d=\"M21.5 26a16 16 0 0 1 32 0c0 10.8-8.5 12.5-10.2 20.5a7.5 7.5 0 0 1-14.5 1.6M30.2 26.5a7.3 7.3 0 0 1 14.6 0c0 5.6-5.8 6.2-6.7 11.8\"/>"
        "<path class=\"warm\" d=\"M12 20.5a13.5 13.5 0 0 0 0 13\"/></svg>"
        "<span class=\"name\">" {state.text(Text::AppName)} "</span>"
        "<a class=\"lang\" id=\"lang\" href=\"?l=" {other} "\" lang=\"" {other} "\" hreflang=\"" {other} "\">"
        {state.text(Text::AppOtherLanguage)} "</a></header>"
    );
}
