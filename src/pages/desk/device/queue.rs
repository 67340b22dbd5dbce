//! The forms that wait, and those that the hub refused.

use lang_nghe_record::RecordId;
use lang_nghe_store::Store;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::{Desk, words};
use super::kept::Kept;
use super::{Shelf, files};
use crate::platform::document::readable_time;
use crate::platform::sender;
use crate::state::Trying;
use crate::text::Text;

/// What waits, since when, why, and what can be done.
pub(super) fn waiting(desk: Desk, shelf: Shelf, trouble: RwSignal<Option<Text>>) -> impl IntoView {
    let sending = RwSignal::new(false);
    let said = RwSignal::new(String::new());
    let waits =
        Memo::new(move |_| shelf.kept.with(|kept| kept.as_ref().is_some_and(|kept| kept.status.waiting > 0)));
    let send = move |_| {
        spawn_local(async move {
            sending.set(true);
            said.set(desk.say(Text::DeviceSending).to_owned());
            sender::send(true).await;
            shelf.look().await;
            sending.set(false);
            said.set(outcome(desk, shelf));
        });
    };
    let export = move |_| spawn_local(export(desk, shelf, said));
    let deeds = move || {
        waits.get().then(|| {
            view! {
                <p class="deeds">
                    // Not `disabled`: a button that goes away under the finger loses the keyboard's place.
                    <button type="button" class="go" aria-disabled=move || sending.get().then_some("true") on:click=send>
                        {desk.say(Text::DeviceSend)}
                    </button>
                    <button type="button" class="go other" aria-describedby="export-text" on:click=export>
                        {desk.say(Text::DeviceExport)}
                    </button>
                </p>
                <p class="quiet-text" id="export-text">{desk.say(Text::DeviceExportText)}</p>
            }
        })
    };
    view! {
        <section aria-labelledby="queue">
            <h2 id="queue">{desk.say(Text::DeviceQueue)}</h2>
            {move || shelf.kept.with(|kept| state(desk, kept.as_ref(), trouble.get().is_some()))}
            {deeds}
            <p role="status" class="said">{said}</p>
        </section>
    }
}

fn state(desk: Desk, kept: Option<&Kept>, trouble: bool) -> AnyView {
    let Some(kept) = kept else {
        // A log that cannot be opened is said above.
        if trouble {
            return ().into_any();
        }
        return view! { <p class="wait">{desk.say(Text::DeskLoading)}</p> }.into_any();
    };
    let status = &kept.status;
    let mut lines = Vec::new();
    if status.waiting == 0 {
        lines.push(desk.say(Text::DeviceQueueNone).to_owned());
    } else {
        let since = status.since.map(readable_time).unwrap_or_default();
        let n = desk.fill(Text::DeviceQueueSome, &[("n", &desk.tongue.number(status.waiting as usize))]);
        let since = desk.fill(Text::DeviceQueueSince, &[("time", &since)]);
        lines.push([&n, ". ", &since].concat());
        if kept.waiting_classes > 0 {
            lines.push(
                desk.fill(Text::DeviceQueueClasses, &[("n", &desk.tongue.number(kept.waiting_classes))]),
            );
        }
        lines.extend(why(desk, kept));
    }
    if kept.unreadable > 0 {
        lines.push(desk.fill(Text::DeviceQueueUnreadable, &[("n", &desk.tongue.number(kept.unreadable))]));
    }
    let mut past = Vec::new();
    if kept.sent > 0 {
        past.push(
            [&desk.fill(Text::DeviceQueueTotal, &[("n", &desk.tongue.number(kept.sent as usize))]), "."]
                .concat(),
        );
    }
    if let Some(last) = kept.last {
        past.push(desk.fill(Text::DeviceQueueLast, &[("time", &readable_time(last))]));
    }
    let waits = status.waiting > 0;
    let lines: Vec<_> = lines.into_iter().map(|line| view! { <p class:count=waits>{line}</p> }).collect();
    let past = (!past.is_empty()).then(|| view! { <p class="quiet-text">{past.join(" ")}</p> });
    let sealed = waits.then(|| view! { <p class="quiet-text">{desk.say(Text::DeviceQueueSealed)}</p> });
    view! {
        {lines}
        {sealed}
        {past}
    }
    .into_any()
}

/// Why it was not sent, and when the sender tries again.
fn why(desk: Desk, kept: &Kept) -> Option<String> {
    let Trying::Failed(reason) = kept.status.trying else { return None };
    let mut words = desk.say(reason).to_owned();
    if let Some(next) = kept.status.next {
        words.push(' ');
        words.push_str(&desk.fill(Text::StatusNext, &[("next", &readable_time(next))]));
    }
    Some(words)
}

/// What became of pressing "send now".
fn outcome(desk: Desk, shelf: Shelf) -> String {
    shelf.kept.with_untracked(|kept| match kept {
        Some(kept) if kept.status.waiting == 0 => desk.say(Text::DeviceSendDone).to_owned(),
        kept => {
            let why = kept.as_ref().and_then(|kept| why(desk, kept)).unwrap_or_default();
            [desk.say(Text::DeviceSendFailed), " ", &why].concat()
        }
    })
}

async fn export(desk: Desk, shelf: Shelf, said: RwSignal<String>) {
    let Some(log) = shelf.log() else { return };
    let bytes = match log.waiting(usize::MAX).await {
        Ok(queue) => files::batch(queue.entries.iter().map(|entry| &entry.envelope)),
        Err(_) => Vec::new(),
    };
    files::hand_over(desk, "phieu-cho", bytes, said).await;
}

/// The forms that the hub refused, with its reasons.
pub(super) fn refused(desk: Desk, shelf: Shelf) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let export = move |_| {
        let bytes = shelf.kept.with_untracked(|kept| {
            let refused = kept.iter().flat_map(|kept| &kept.refused);
            files::batch(refused.map(|refused| &refused.envelope))
        });
        spawn_local(files::hand_over(desk, "phieu-khong-nhan", bytes, said));
    };
    let retry = move |_| spawn_local(retry(desk, shelf, said));
    move || {
        let rows = shelf.kept.with(|kept| kept.as_ref().map(|kept| rows(desk, kept)).unwrap_or_default());
        (!rows.is_empty()).then(|| {
            view! {
                <section aria-labelledby="refused">
                    <h2 id="refused">{desk.say(Text::DeviceRefused)}</h2>
                    <p>{desk.say(Text::DeviceRefusedText)}</p>
                    <div class="report-scroll" role="region" tabindex="0" aria-label=desk.say(Text::DeviceRefusedCaption)>
                        <table class="plain">
                            <caption class="unseen">{desk.say(Text::DeviceRefusedCaption)}</caption>
                            <thead>
                                <tr>
                                    <th scope="col">{desk.say(Text::DeviceRefusedReason)}</th>
                                    <th scope="col">{desk.say(Text::DeviceRefusedCampaign)}</th>
                                    <th scope="col">{desk.say(Text::DeviceRefusedForm)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                    <p class="deeds">
                        <button type="button" class="go other" on:click=export>{desk.say(Text::DeviceRefusedExport)}</button>
                        <button type="button" class="go other" id="retry" on:click=retry>{desk.say(Text::DeviceRefusedRetry)}</button>
                    </p>
                    <p role="status" class="said">{said}</p>
                </section>
            }
        })
    }
}

/// Has the hub asked again about everything it did not take: a lesson or a campaign may have come since.
async fn retry(desk: Desk, shelf: Shelf, said: RwSignal<String>) {
    let ids: Vec<RecordId> = shelf.kept.with_untracked(|kept| {
        kept.iter().flat_map(|kept| &kept.refused).map(|one| one.envelope.id).collect()
    });
    let Some(log) = shelf.log() else { return };
    said.set(desk.say(Text::DeviceSending).to_owned());
    if log.retry(&ids).await.is_ok() {
        sender::send(true).await;
    }
    shelf.look().await;
    said.set(outcome(desk, shelf));
}

fn rows(desk: Desk, kept: &Kept) -> Vec<impl IntoView + use<>> {
    let row = |refused: &lang_nghe_store::Refused| {
        // The beginning of an id is enough to find a form by, on a screen and over the telephone.
        let id: String = refused.envelope.id.to_string().chars().take(8).collect();
        let id = match kept.classes.contains(&refused.envelope.id) {
            true => desk.fill(Text::DeviceRefusedClass, &[("id", &id)]),
            false => id,
        };
        view! {
            <tr>
                <th scope="row">{words::reason(desk, &refused.reason)}</th>
                <td>{refused.envelope.campaign.clone()}</td>
                <td><code>{id}</code></td>
            </tr>
        }
    };
    kept.refused.iter().map(row).collect()
}
