//! An unfinished form was found on this device. It may be someone else's: nothing of it is shown.

use leptos::prelude::*;

use crate::app::App;
use crate::state::Action;
use crate::text::Text;

/// Go on, or start again.
pub fn resume(app: App) -> impl IntoView {
    view! {
        <h1 tabindex="-1">{app.text(Text::ResumeTitle)}</h1>
        <p class="lead">{app.text(Text::ResumeLead)}</p>
        <div class="onward">
            <button type="button" class="go" on:click=move |_| app.act(Action::Resume)>
                {app.text(Text::ResumeContinue)}
            </button>
            <button type="button" class="go other" on:click=move |_| app.act(Action::Restart)>
                {app.text(Text::ResumeRestart)}
            </button>
        </div>
    }
}
