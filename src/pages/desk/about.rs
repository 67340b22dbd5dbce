//! About: what this is and is not, where answers go, how heavy it is.

use leptos::prelude::*;

use super::Desk;
use crate::platform::document;
use crate::text::Text;

/// The page.
pub(super) fn page(desk: Desk) -> impl IntoView {
    let list = move |keys: &[Text]| -> Vec<_> {
        keys.iter().map(|key| view! { <li>{desk.say(*key)}</li> }).collect()
    };
    let is = list(&[Text::AboutIsOne, Text::AboutIsTwo, Text::AboutIsThree]);
    let path = list(&[
        Text::AboutPathOne,
        Text::AboutPathTwo,
        Text::AboutPathThree,
        Text::AboutPathFour,
        Text::AboutPathFive,
    ]);
    let not = list(&[Text::AboutNotOne, Text::AboutNotTwo, Text::AboutNotThree, Text::AboutNotFour]);
    view! {
        <h1>{desk.say(Text::AboutTitle)}</h1>
        <p class="lead">{desk.say(Text::AboutLead)}</p>
        <h2>{desk.say(Text::AboutIs)}</h2>
        <ul>{is}</ul>
        <h2>{desk.say(Text::AboutPath)}</h2>
        <ol>{path}</ol>
        <h2>{desk.say(Text::AboutNot)}</h2>
        <ul>{not}</ul>
        <h2>{desk.say(Text::AboutWeight)}</h2>
        <p>{weight(desk)}</p>
        <p>{desk.say(Text::AboutBrowsers)}</p>
        <h2>{desk.say(Text::AboutLicence)}</h2>
        <p>{desk.say(Text::AboutLicenceText)}</p>
        <p class="quiet-text">{desk.fill(Text::AboutVersion, &[("version", env!("CARGO_PKG_VERSION"))])}</p>
    }
}

/// The build writes the bytes of a first visit into the page; a page without them says nothing exact.
fn weight(desk: Desk) -> String {
    let bytes = document::meta("weight").and_then(|bytes| bytes.parse::<u64>().ok());
    match bytes {
        Some(bytes) => desk.fill(Text::AboutWeightText, &[("n", &bytes.div_ceil(1000).to_string())]),
        None => desk.say(Text::AboutWeightUnknown).to_owned(),
    }
}
