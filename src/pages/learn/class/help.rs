//! Counting help given: what the day's report asks for.

use lang_nghe_lesson::class::Class;
use leptos::prelude::*;

use super::book::Book;
use super::counter;
use crate::text::Text;

/// What people are helped with, in the order of the class's counts.
pub(super) const SUPPORTS: [Text; 5] = [
    Text::ClassHelpPhone,
    Text::ClassHelpServices,
    Text::ClassHelpQr,
    Text::ClassHelpShopping,
    Text::ClassHelpSafety,
];

/// The counters, folded below the class.
pub(super) fn view(book: Book) -> impl IntoView {
    let learn = book.learn;
    let one = |name: Text, read: fn(&Class) -> u16, write: fn(&mut Class, u16)| {
        counter::view(learn, learn.say(name).to_owned(), book.now(read), move |count| {
            book.change(move |class| write(class, count));
        })
    };
    let skills: Vec<_> = SUPPORTS
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let now = book.now(|class| class.supports[at]);
            counter::view(learn, learn.say(name).to_owned(), now, move |count| {
                book.change(move |class| class.supports[at] = count);
            })
        })
        .collect();
    view! {
        <details class="help">
            <summary>{learn.say(Text::ClassHelp)}</summary>
            <p>{learn.say(Text::ClassHelpLead)}</p>
            <div class="counters">
                {skills}
                {one(Text::ClassHelpVneid, |class| class.vneid, |class, count| class.vneid = count)}
                {one(Text::ClassHelpFiled, |class| class.services, |class, count| class.services = count)}
            </div>
        </details>
    }
}
