//! Handing one lesson on: as a file that needs no network, or by a code that the other phone scans.

use lang_nghe_lesson::{HandoutWords, LessonPack, handout};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sheet::drawn;
use super::{Learn, qr, today};
use crate::platform::document;
use crate::platform::hand_over::{self, HandedOver};
use crate::text::Text;

/// The part of a lesson's page, folded.
pub(super) fn view(learn: Learn, pack: StoredValue<LessonPack>) -> impl IntoView {
    let said = RwSignal::new(None::<Text>);
    let open = RwSignal::new(false);
    let name = pack.with_value(|pack| ["lang-nghe-", &pack.lesson.id, ".html"].concat());
    let name = StoredValue::new(name);
    let save = move |_| {
        let page = pack.with_value(|pack| made(learn, pack));
        name.with_value(|name| document::download(name, page.as_bytes()));
        said.set(Some(Text::HandoutSaved));
    };
    let share = name.with_value(|name| hand_over::can_share_file(name)).then(|| {
        let share = move |_| {
            let (name, page) = (name.get_value(), pack.with_value(|pack| made(learn, pack)));
            spawn_local(async move {
                said.set(match hand_over::share_file(&name, page.as_bytes()).await {
                    Some(HandedOver::Cancelled) => None,
                    Some(_) => Some(Text::HandoutShared),
                    None => Some(Text::HandoutFailed),
                });
            });
        };
        view! { <button type="button" class="go other" on:click=share>{learn.say(Text::HandoutShare)}</button> }
    });
    // The code is drawn only when it is wanted.
    let code = move || open.get().then(|| link(learn, &pack.with_value(|pack| pack.lesson.id.clone())));
    view! {
        <details class="handout" on:toggle=move |_| open.set(true)>
            <summary>{learn.say(Text::HandoutTitle)}</summary>
            <p>{learn.say(Text::HandoutLead)}</p>
            <div class="onward">
                <button type="button" class="go" on:click=save>{learn.say(Text::HandoutMake)}</button>
                {share}
            </div>
            <p role="status" class="said">{move || said.get().map(|words| learn.say(words))}</p>
            {code}
        </details>
    }
}

fn link(learn: Learn, id: &str) -> impl IntoView + use<> {
    let address = [&document::origin(), &learn.lesson(id)].map(String::as_str).concat();
    let label = learn.fill(Text::HandoutQr, &[("address", &address)]);
    let code = qr::code(&address).map(|code| drawn(code, &label));
    view! {
        <p>{learn.say(Text::HandoutLink)}</p>
        {code}
        <p><a href=address.clone()>{address.clone()}</a></p>
    }
}

/// The file.
fn made(learn: Learn, pack: &LessonPack) -> String {
    let day = |iso: &str| learn.tongue.day(iso);
    let say = |key: Text| learn.say(key).to_owned();
    let from = [
        ("day", day(&today())),
        ("checked", day(&pack.lesson.checked)),
        ("review", day(&pack.lesson.review_by)),
    ];
    let words = HandoutWords {
        app: say(Text::AppName),
        why: say(Text::LessonWhy),
        wrong: say(Text::LessonWrong),
        right_answer: say(Text::HandoutRight),
        wrong_answer: say(Text::HandoutWrong),
        practice: say(Text::HandoutPractice),
        sources: say(Text::LessonSources),
        own: say(Text::LessonOwn),
        from: learn.fill(Text::HandoutFrom, &from.each_ref().map(|(name, value)| (*name, value.as_str()))),
    };
    handout(pack, &words)
}
