//! Sealed forms as a file: the body of a batch as the hub takes it, so that whoever runs the hub can
//! hand it in as it is.

use lang_nghe_record::Envelope;
use lang_nghe_sync::wire::Batch;
use leptos::prelude::*;

use super::super::Desk;
use crate::platform::clock;
use crate::platform::hand_over::{self, HandedOver};
use crate::text::Text;

/// The file.
pub(super) fn batch<'a>(envelopes: impl Iterator<Item = &'a Envelope>) -> Vec<u8> {
    // Strings and lists always have a JSON form.
    serde_json::to_vec(&Batch::of(envelopes)).unwrap_or_default()
}

/// Hands a file over and says what became of it.
pub(super) async fn hand_over(desk: Desk, kind: &str, bytes: Vec<u8>, said: RwSignal<String>) {
    let day = clock::today().map(|day| ["-", &day.to_string()].concat()).unwrap_or_default();
    let name = ["lang-nghe-", kind, &day].concat();
    if bytes.is_empty() {
        said.set(desk.say(Text::DeviceExportFailed).to_owned());
        return;
    }
    let (words, ending) = match hand_over::json(&name, &bytes).await {
        HandedOver::Shared => (Text::DeviceExportShared, ".txt"),
        HandedOver::Saved => (Text::DeviceExportSaved, ".json"),
        HandedOver::Cancelled => return,
    };
    said.set(desk.fill(words, &[("name", &[&name, ending].concat())]));
}
