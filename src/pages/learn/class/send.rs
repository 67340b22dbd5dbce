//! Sending a class, and a class that was sent.

use lang_nghe_campaign::ClassCampaign;
use lang_nghe_lesson::class::{Class, Unsound};
use lang_nghe_record::Day;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::book::Book;
use super::post::{News, NotSent, Posted};
use super::room::Room;
use super::{focus_soon, result};
use crate::pages::learn::Learn;
use crate::platform::{device_key, event};
use crate::state::Trouble;
use crate::text::Text;

/// What became of a class, in two words.
pub(super) fn state(news: &News) -> Text {
    match news {
        News::Waiting => Text::ClassStateWaiting,
        News::Sent => Text::ClassStateSent,
        News::Refused(_) => Text::ClassStateRefused,
        News::Unknown => Text::ClassStateUnknown,
    }
}

/// What that means, and what to do.
fn more(news: &News) -> Text {
    match news {
        News::Waiting => Text::ClassWaitingMore,
        News::Sent => Text::ClassSentMore,
        News::Unknown => Text::ClassUnknownMore,
        News::Refused(reason) => match reason.as_str() {
            "unknown-campaign" | "unknown-lesson" | "malformed-record" | "other" => Text::ClassRefusedLater,
            "impossible-counts" | "unknown-place" | "unknown-item" | "too-long" => Text::ClassRefusedWrong,
            _ => Text::ClassRefusedOther,
        },
    }
}

/// Where a class goes unless the volunteer says otherwise: where it was opened for, or the first that is open on its
/// day, or the first.
fn first_choice(campaigns: &[ClassCampaign], class: &Class) -> Option<ClassCampaign> {
    let day = Day::parse(&class.day).ok();
    let own = campaigns.iter().find(|campaign| campaign.id == class.campaign);
    let open = || campaigns.iter().find(|campaign| day.is_some_and(|day| campaign.is_open(day)));
    own.or_else(open).or(campaigns.first()).cloned()
}

/// Below the figures of a class that was not sent: where to, and the button.
pub(super) fn offer(book: Book) -> impl IntoView {
    let learn = book.learn;
    let chosen = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let campaign = move || {
        let campaigns = book.campaigns.get();
        let named = chosen.get().and_then(|id| campaigns.iter().find(|one| one.id == id).cloned());
        named.or_else(|| book.with(|class| first_choice(&campaigns, class)))
    };
    let send = move |_| {
        let place = book.class.with_untracked(|open| open.as_ref().map(|(place, _)| *place));
        let (Some(campaign), Some(place)) = (untrack(campaign), place) else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            let done = book.send(place, campaign).await;
            busy.set(false);
            match done {
                Ok(()) => focus_soon("#heading"),
                Err(error) => wrong.set(Some(why(learn, error))),
            }
        });
    };
    let words = move || {
        learn.say(match book.with(|class| (class.corrects.is_some(), class.closed)) {
            _ if busy.get() => Text::ClassSending,
            (true, _) => Text::ClassSendCorrection,
            (false, true) => Text::ClassSend,
            (false, false) => Text::ClassSendClose,
        })
    };
    let body = move || {
        if book.campaigns.with(Vec::is_empty) {
            return view! { <p class="note">{learn.say(Text::ClassNoCampaign)}</p> }.into_any();
        }
        let insecure = (!device_key::is_available())
            .then(|| view! { <p class="warning">{learn.say(Text::ClassSendInsecure)}</p> });
        view! {
            {target(book, chosen, campaign())}
            <p>{learn.say(Text::ClassSendLead)}</p>
            {insecure}
            <div class="onward">
                <button type="button" class="go" id="send-class" on:click=send>{words}</button>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="send-class">
            {body}
            <div role="alert">{move || wrong.get().map(|words| view! { <p class="error">{words}</p> })}</div>
        </section>
    }
}

/// Whom it goes to; of several the volunteer chooses one.
fn target(book: Book, chosen: RwSignal<Option<String>>, now: Option<ClassCampaign>) -> AnyView {
    let learn = book.learn;
    let asker = |campaign: &ClassCampaign| {
        campaign.text(learn.tongue.lang).map(|text| text.asker.clone()).unwrap_or_default()
    };
    let campaigns = book.campaigns.get();
    if let [one] = campaigns.as_slice() {
        let words = learn.fill(Text::ClassToOne, &[("asker", &asker(one))]);
        return view! { <p>{words}</p> }.into_any();
    }
    let now = now.map(|campaign| campaign.id).unwrap_or_default();
    let options: Vec<_> = campaigns
        .iter()
        .map(|one| view! { <option value=one.id.clone() selected={one.id == now}>{asker(one)}</option> })
        .collect();
    view! {
        <div class="entry">
            <label for="target">{learn.say(Text::ClassTo)}</label>
            <select id="target" on:change=move |picked| chosen.set(event::chosen(&picked))>{options}</select>
        </div>
    }
    .into_any()
}

/// Why a class was not sealed, and what to do.
fn why(learn: Learn, error: NotSent) -> String {
    let key = match error {
        NotSent::Unsound(Unsound::MoreThanPeople { question, answered, heads }) => {
            let [question, answered, heads] = [question.to_string(), answered.to_string(), heads.to_string()];
            let values =
                [("question", question.as_str()), ("answered", answered.as_str()), ("heads", heads.as_str())];
            return learn.fill(Text::ClassWrongMore, &values);
        }
        NotSent::Unsound(Unsound::Crowd { heads }) => {
            return learn.fill(Text::ClassWrongCrowd, &[("heads", &heads.to_string())]);
        }
        NotSent::Unsound(Unsound::MoreAccounts { activated, heads }) => {
            let [activated, heads] = [activated.to_string(), heads.to_string()];
            let values = [("activated", activated.as_str()), ("heads", heads.as_str())];
            return learn.fill(Text::ClassWrongAccounts, &values);
        }
        NotSent::Unsound(Unsound::Nobody) => Text::ClassWrongNobody,
        NotSent::Unsound(Unsound::NoPlace) => Text::ClassWrongPlace,
        NotSent::Unsound(Unsound::TooMany) => Text::ClassWrongMany,
        NotSent::Unsound(_) => Text::ClassWrongOther,
        NotSent::Trouble(Trouble::Full) => Text::ClassTroubleFull,
        NotSent::Trouble(_) => Text::ClassTrouble,
    };
    learn.say(key).to_owned()
}

/// A class that was sealed: what became of it, its figures, and what can be done.
pub(super) fn posted(room: Room, place: u16) -> impl IntoView {
    let book = room.book;
    let learn = book.learn;
    let title = room.pack.with_value(|pack| pack.text.title.clone());
    let facts = book.now(|class| [class.place.as_str(), ", ", &learn.tongue.day(&class.day)].concat());
    let people = book.now(|class| learn.fill(Text::ClassTotal, &[("n", &class.heads().to_string())]));
    // Told only once it is known.
    let outside = move || book.pass.with(|pass| matches!(pass, Some(None)));
    let status = move || {
        book.news().map(|Posted { news, .. }| {
            let refused = matches!(news, News::Refused(_));
            view! {
                <p class="fact" class:can={news == News::Sent} class:warning=refused id="class-state">
                    {learn.say(state(&news))}
                </p>
                <p>{learn.say(if news == News::Waiting && outside() { Text::ClassWaitingPass } else { more(&news) })}</p>
            }
        })
    };
    let correct = move |_| {
        spawn_local(async move {
            book.correct(place).await;
            focus_soon("#heading");
        });
    };
    let again = move || {
        book.news().filter(|posted| matches!(posted.news, News::Refused(_))).map(|Posted { record, .. }| {
            let retry = move |_| spawn_local(book.retry(record));
            view! {
                <button type="button" class="go other" on:click=retry>{learn.say(Text::ClassRetry)}</button>
                <a class="go other" href=learn.tongue.link("/may-nay")>{learn.say(Text::DeskDevice)}</a>
            }
        })
    };
    view! {
        <p class="section"><b>{title}</b>" · "{facts}</p>
        <h1 id="heading" tabindex="-1">{learn.say(Text::ClassResult)}</h1>
        <div role="status">{status}</div>
        <p class="score">{people}</p>
        {result::figures(room)}
        <p class="deeds">
            <button type="button" class="go other" id="correct" on:click=correct>
                {learn.say(Text::ClassCorrect)}
            </button>
            {again}
        </p>
        {result::erase(book)}
    }
}
