//! The start of the survey as plain HTML, made at build time from the same components as the running
//! page: the notice, the questions before the items, and the first item.
//!
//! The hub puts it into the page, so it is read and answered before any program has arrived. What
//! follows the first item is a placeholder that says so.

use std::sync::Arc;

use leptos::prelude::*;

use lang_nghe_instrument::Pack;
use lang_nghe_session::Step;

use crate::app::{App, Canvas};
use crate::pages;
use crate::state::{Facts, State};
use crate::text::Text;
use crate::ui::header::header;

/// The start of this survey in the pack's language, with placeholders where the hub names who asks.
pub fn html(pack: Pack) -> String {
    let state = State::new(Arc::new(pack), Facts::placeholders());
    let steps = state.form().steps();
    let items = steps.iter().position(|step| matches!(step, Step::Item(_))).unwrap_or_default();
    let owner = Owner::new();
    let html = owner.with(|| {
        let app = App::new(state, |_, _| {});
        let shown: Vec<_> = steps.iter().take(items + 1).map(|step| page(app, *step)).collect();
        let rest = steps.get(items + 1).map(|step| waiting(app, *step));
        view! {
            <div id="start">
                {header(app)}
                <main id="main">
                    {shown}
                    {rest}
                    <p id="reopening" role="status" hidden>{app.text(Text::AppReopening)}</p>
                </main>
            </div>
        }
        .to_html()
    });
    // The marks between pieces of text are for hydration, which this page does without.
    html.replace("<!>", "").replace("<!---->", "")
}

fn page(app: App, step: Step) -> impl IntoView {
    // Drawn as it will look when the person is there.
    app.learn(|state| state.session.show(step));
    let code = app.read(|state| state.form().code(step));
    view! { <div data-step=code hidden={step != Step::Notice}>{pages::step(app, step, Html)}</div> }
}

fn waiting(app: App, step: Step) -> impl IntoView {
    let code = app.read(|state| state.form().code(step));
    view! {
        <div data-step=code hidden>
            <h1 tabindex="-1">{app.text(Text::AppLoading)}</h1>
            <p>{app.text(Text::AppLoadingMore)}</p>
            <p class="warning" id="late" role="status" hidden>{app.text(Text::AppStillLoading)}</p>
        </div>
    }
}

/// Draws into the HTML that is being written.
struct Html;

impl Canvas for Html {
    type Drawn = AnyView;

    fn draw(self, view: impl IntoView + 'static) -> AnyView {
        view.into_any()
    }
}
