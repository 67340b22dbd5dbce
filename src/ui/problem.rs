//! What is missing, said twice: above the form with a link to the field, and at the field.

use leptos::prelude::*;

use crate::app::App;
use crate::platform::event;
use crate::state::Action;
use crate::text::Text;

/// The summary above the form. It is in the page from the start, hidden, so that the page's first
/// lines of script can show it before the app has arrived.
///
/// The alert is inside the element that takes the focus: were they one, some screen readers would
/// read the focus and swallow the alert.
pub fn summary(app: App, field: String, message: String) -> impl IntoView {
    let hidden = app.read(|state| state.fault.is_none());
    view! {
        <div class="problem" tabindex="-1" hidden=hidden>
            <div role="alert">
                <h2>{app.text(Text::QuestionProblem)}</h2>
                <a href=["#", &field].concat() on:click=move |click| {
                    event::take(&click);
                    app.act(Action::ToField);
                }>{message}</a>
            </div>
        </div>
    }
}

/// The same words at the field.
pub fn field_error(app: App, id: String, message: String) -> impl IntoView {
    let hidden = app.read(|state| state.fault.is_none());
    view! {
        <p class="error" id=id hidden=hidden>
            <span class="unseen">{app.text(Text::QuestionError)}" "</span>
            {message}
        </p>
    }
}
