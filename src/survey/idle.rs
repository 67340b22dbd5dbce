//! On a shared device: how long nobody has touched it.

use wasm_bindgen_futures::spawn_local;

use crate::app::App;
use crate::platform::{clock, document};
use crate::state::Action;

use super::survey;

/// Watches for as long as the page is open. Phones of people's own are never watched.
pub(super) fn watch(app: App) {
    for name in ["pointerdown", "keydown", "input", "scroll"] {
        document::listen(name, move |_| {
            // Once the warning is up only an answer to it counts: the next person's first touch must
            // not keep the last one's form.
            if let Some(survey) = survey().filter(|_| app.read(|state| state.idle.is_none())) {
                survey.touched.set(clock::now());
            }
        });
    }
    spawn_local(async move {
        while let Some(survey) = survey() {
            clock::sleep(1000).await;
            // A clock that was set back must not let a form lie open until it has caught up.
            survey.touched.set(survey.touched.get().min(clock::now()));
            let seconds = clock::now().saturating_sub(survey.touched.get()) / 1000;
            app.act(Action::Idle(u32::try_from(seconds).unwrap_or(u32::MAX)));
        }
    });
}
