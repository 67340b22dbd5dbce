//! Switching the language: the words are fetched and put in place; answers and place stay.

use std::sync::Arc;

use wasm_bindgen_futures::spawn_local;

use crate::app::App;
use crate::platform::notes::Notes;
use crate::platform::{document, event, speech};
use crate::state::{Action, Facts};

use super::{address, marks, survey, words};

/// Takes over the taps on the language link. It stays a link: the prerendered page and a middle click
/// follow it.
pub(super) fn listen(app: App) {
    document::listen("click", move |click| {
        if let Some(lang) = event::attribute(&click, "hreflang") {
            event::take(&click);
            spawn_local(speak(app, lang));
        }
    });
}

async fn speak(app: App, lang: String) {
    let Some(survey) = survey() else { return };
    let Some(address) = address(&survey.packs, &lang) else { return };
    if let Some((pack, bytes)) = words(document::fetch(&address), &address).await {
        survey.pack.replace(bytes);
        Notes::Device.set(marks::LANG, &pack.lang);
        let facts = Facts::new(&survey.campaign, &pack.lang, survey.point.as_deref());
        let voice = speech::has_voice(&pack.lang);
        app.act(Action::Speak(Arc::new(pack), facts));
        app.learn(|state| state.device.voice = voice);
    }
}
