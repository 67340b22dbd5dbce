//! After submitting: what happened to the answers, and the person's own summary, once.

use leptos::prelude::*;

use lang_nghe_scoring::OwnPart;

use crate::app::{App, live};
use crate::state::{Action, Delivery, State, Trouble};
use crate::text::Text;

/// The last page of a form.
pub fn thanks(app: App) -> impl IntoView {
    let results = app.read(|state| ["/ket-qua/", &state.facts.id].concat());
    let sent = live(app, |state| {
        let key = match state.delivery {
            Delivery::Saved => return String::new(),
            Delivery::Sending => Text::ThanksSending,
            Delivery::Waiting if unsaved(state) => Text::ThanksRetrying,
            Delivery::Waiting => Text::ThanksWaiting,
            Delivery::Sent => Text::ThanksSent,
            Delivery::Refused => Text::ThanksRefused,
        };
        state.text(key).to_owned()
    });
    let saved = if app.read(unsaved) { Text::ThanksUnsaved } else { Text::ThanksSaved };
    let summary = app.read(parts);
    let rows: Vec<_> = summary.into_iter().map(|part| row(app, part)).collect();
    view! {
        <h1 tabindex="-1">{app.text(Text::ThanksTitle)}</h1>
        <div class="delivery" role="status">
            <p class="done">{app.text(saved)}</p>
            <p>{sent}</p>
        </div>
        <div class="onward">
            <button type="button" class="go" on:click=move |_| app.act(Action::Restart)>
                {app.text(Text::ThanksNext)}
            </button>
        </div>
        <section class="own" aria-labelledby="own">
            <h2 id="own">{app.text(Text::ThanksSummary)}</h2>
            <dl>{rows}</dl>
            <p class="hint">{app.text(Text::ThanksSummaryNote)}</p>
        </section>
        <p><a href=results>{app.text(Text::ThanksResults)}</a></p>
    }
}

/// Whether this device could not save the form: it lives only as long as the page.
fn unsaved(state: &State) -> bool {
    matches!(state.device.trouble, Some(Trouble::Unavailable | Trouble::Newer))
}

/// A factor or the total: number in words, and the same as a bar.
fn row(app: App, (name, part): (String, OwnPart)) -> impl IntoView {
    let words = app.read(|state| {
        if part.answered == 0 {
            state.text(Text::ThanksNoPoints).to_owned()
        } else {
            let (points, max) = (part.points.to_string(), part.highest.to_string());
            state.filled(Text::ThanksPoints, &[("points", &points), ("max", &max)])
        }
    });
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{words}<progress aria-hidden="true" max=part.highest.max(1).to_string() value=part.points.to_string()></progress></dd>
        </div>
    }
}

fn parts(state: &State) -> Vec<(String, OwnPart)> {
    let Some(summary) = &state.summary else { return Vec::new() };
    let factors = state.pack.text.factors.iter().cloned().zip(summary.factors.iter().copied());
    let total = (state.text(Text::ThanksTotal).to_owned(), summary.total);
    factors.chain([total]).filter(|(_, part)| part.items > 0).collect()
}
