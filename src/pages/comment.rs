//! Free text, with a word against naming anyone.

use leptos::prelude::*;

use lang_nghe_session::COMMENT_LIMIT;

use crate::app::{App, live};
use crate::platform::event;
use crate::state::Action;
use crate::text::Text;
use crate::ui::problem::{field_error, summary};
use crate::ui::top::top;

/// The comment page.
pub fn comment(app: App) -> impl IntoView {
    let limit = COMMENT_LIMIT.to_string();
    let message = app.read(|state| state.filled(Text::QuestionCommentLong, &[("n", &limit)]));
    let left = live(app, |state| {
        let left = COMMENT_LIMIT.saturating_sub(state.session.comment().chars().count()).to_string();
        state.filled(Text::QuestionCommentLeft, &[("n", &left)])
    });
    view! {
        {top(app)}
        <form novalidate autocomplete="off" on:submit=move |submit| {
            event::take(&submit);
            app.act(Action::Next);
        }>
            {summary(app, "q-comment".to_owned(), message.clone())}
            <h1 tabindex="-1"><label for="q-comment">{app.text(Text::QuestionComment)}</label></h1>
            <p class="hint" id="q-comment-hint">
                {app.text(Text::QuestionOptional)} ". " {app.text(Text::QuestionCommentHint)}
            </p>
            {field_error(app, "q-comment-error".to_owned(), message)}
            <textarea
                id="q-comment"
                rows="5"
                maxlength=limit.clone()
                autocomplete="off"
                aria-describedby="q-comment-hint q-comment-left q-comment-error"
                on:input=move |input| {
                    if let Some(text) = event::chosen(&input) {
                        app.act(Action::Write(text));
                    }
                }
            >{app.read(|state| state.session.comment().to_owned())}</textarea>
            <p class="hint" id="q-comment-left">{left}</p>
            <div class="onward"><button class="go">{app.text(Text::QuestionContinue)}</button></div>
        </form>
    }
}
