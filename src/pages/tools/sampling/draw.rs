//! Drawing from a list, with a seed that is shown so that anybody can draw the same again.

use lang_nghe_sheet::write;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::list::{Drawn, Fault, How, Row, Typed};
use crate::pages::around::Tongue;
use crate::pages::field::{self, Field, Wrong, focus_soon};
use crate::pages::numbers::{Numbers, separator};
use crate::platform::hand_over::{self, HandedOver};
use crate::platform::{clock, event, random};
use crate::text::Text;

/// Twelve digits: enough that nobody guesses them, few enough to read out.
fn fresh_seed() -> String {
    let number = random::bytes().map_or(0, u64::from_le_bytes) % 1_000_000_000_000;
    if number == 0 { String::new() } else { format!("{number:012}") }
}

/// The draw.
pub(super) fn section(tongue: Tongue) -> impl IntoView {
    let typed = RwSignal::new(Typed { seed: fresh_seed(), ..Typed::default() });
    let wrongs = RwSignal::new(Vec::<Wrong>::new());
    let drawn = RwSignal::new(None::<Drawn>);
    let said = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event::take(&event);
        said.set(String::new());
        match typed.with_untracked(Typed::draw) {
            Ok(found) => {
                wrongs.set(Vec::new());
                drawn.set(Some(found));
                focus_soon("#drawn");
            }
            Err(faults) => {
                wrongs.set(faults.iter().map(|fault| wrong(tongue, fault)).collect());
                drawn.set(None);
                focus_soon("#draw-wrong");
            }
        }
    };
    let villages = move || {
        (typed.with(|typed| typed.how) == How::Villages).then(|| {
            line(
                tongue,
                (typed, wrongs),
                Field::number("villages", tongue.say(Text::SampleVillages)),
                |typed| &mut typed.villages,
            )
        })
    };
    let list = Field {
        id: "list".into(),
        label: tongue.say(Text::SampleList).into(),
        hint: tongue.say(Text::SampleListHint).into(),
        ..Field::default()
    };
    let put = move |text: String| typed.update(|typed| typed.list = event::composed(&text));
    let wanted =
        Field::number("wanted", tongue.say(Text::SampleWanted)).hint(tongue.say(Text::SampleWantedHint));
    let seed = Field::number("seed", tongue.say(Text::SampleSeed)).hint(tongue.say(Text::SampleSeedHint));
    view! {
        <section aria-labelledby="draw">
            <h2 id="draw">{tongue.say(Text::SampleDraw)}</h2>
            <p>{tongue.say(Text::SampleDrawText)}</p>
            <div class="wrongs">{field::summary(tongue, "draw-wrong", wrongs)}</div>
            <form novalidate on:submit=submit>
                {field::lines(tongue, list, move || typed.with(|typed| typed.list.clone()), (wrongs, put))}
                {how(tongue, typed)}
                <div class="entries">
                    {villages}
                    {line(tongue, (typed, wrongs), wanted, |typed| &mut typed.wanted)}
                </div>
                {line(tongue, (typed, wrongs), seed, |typed| &mut typed.seed)}
                <p class="deeds">
                    <button type="submit" class="go">{tongue.say(Text::SampleDrawButton)}</button>
                    <button type="button" class="quiet" on:click=move |_| typed.update(|typed| typed.seed = fresh_seed())>
                        {tongue.say(Text::SampleSeedNew)}
                    </button>
                </p>
            </form>
            {move || drawn.with(|drawn| drawn.as_ref().map(|drawn| result(tongue, drawn, said)))}
            <p role="status" class="said">{said}</p>
        </section>
    }
}

fn line(
    tongue: Tongue,
    (typed, wrongs): (RwSignal<Typed>, RwSignal<Vec<Wrong>>),
    asked: Field,
    place: fn(&mut Typed) -> &mut String,
) -> impl IntoView {
    let value = move || typed.with(|typed| place(&mut typed.clone()).clone());
    let put = move |text: String| typed.update(|typed| *place(typed) = event::composed(&text));
    field::line(tongue, asked, value, (wrongs, put))
}

/// How it is drawn, as radio buttons: three ways, none hidden.
fn how(tongue: Tongue, typed: RwSignal<Typed>) -> impl IntoView {
    let ways = [
        (How::Simple, "simple", Text::SampleHowSimple),
        (How::Systematic, "systematic", Text::SampleHowSystematic),
        (How::Villages, "by-village", Text::SampleHowVillages),
    ];
    let ways = ways.map(|(how, id, words)| {
        let checked = move || typed.with(|typed| typed.how == how);
        let choose = move |_| typed.update(|typed| typed.how = how);
        view! {
            <label class="option">
                <input type="radio" name="how" id=id prop:checked=checked on:change=choose />
                <span>{tongue.say(words)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="part">
            <legend>{tongue.say(Text::SampleHow)}</legend>
            <div class="options">{ways}</div>
        </fieldset>
    }
}

fn wrong(tongue: Tongue, fault: &Fault) -> Wrong {
    let n = |n: &usize| Numbers::of(tongue).whole(*n as u64);
    let (field, label, words) = match fault {
        Fault::NoList => ("list", Text::SampleList, tongue.say(Text::SampleWrongList).to_owned()),
        Fault::NoVillage(line) => {
            ("list", Text::SampleList, tongue.fill(Text::SampleWrongVillage, &[("line", &n(line))]))
        }
        Fault::SameName(first, second) => {
            let values = [("first", &*n(first)), ("second", &*n(second))];
            ("list", Text::SampleList, tongue.fill(Text::SampleWrongSame, &values))
        }
        Fault::Wanted => ("wanted", Text::SampleWanted, tongue.say(Text::SampleWrongWanted).to_owned()),
        Fault::TooMany(there) => {
            ("wanted", Text::SampleWanted, tongue.fill(Text::SampleWrongMany, &[("n", &n(there))]))
        }
        Fault::Villages => ("villages", Text::SampleVillages, tongue.say(Text::SampleWrongWanted).to_owned()),
        Fault::TooManyVillages(there) => {
            ("villages", Text::SampleVillages, tongue.fill(Text::SampleWrongMany, &[("n", &n(there))]))
        }
        Fault::NoSeed => ("seed", Text::SampleSeed, tongue.say(Text::SampleWrongSeed).to_owned()),
    };
    Wrong { field: field.to_owned(), label: tongue.say(label).to_owned(), words }
}

fn result(tongue: Tongue, drawn: &Drawn, said: RwSignal<String>) -> impl IntoView + use<> {
    let numbers = Numbers::of(tongue);
    let by_village = drawn.how == How::Villages;
    let row = |(at, row): (usize, &Row)| {
        let village = by_village.then(|| view! { <td>{row.village.clone()}</td> });
        view! {
            <tr>
                <td class="number">{(at + 1).to_string()}</td>
                {village}
                <th scope="row">{row.name.clone()}</th>
                <td class="number">{numbers.whole(row.line as u64)}</td>
                <td class="number">{numbers.short(row.weight, 3)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = drawn.rows.iter().enumerate().map(row).collect();
    let village = by_village.then(|| view! { <th scope="col">{tongue.say(Text::SampleColumnVillage)}</th> });
    let how = tongue.say(match drawn.how {
        How::Simple => Text::SampleHowSimple,
        How::Systematic => Text::SampleHowSystematic,
        How::Villages => Text::SampleHowVillages,
    });
    let values = [
        ("n", &*numbers.whole(drawn.rows.len() as u64)),
        ("of", &*numbers.whole(drawn.of as u64)),
        ("seed", &*drawn.seed),
    ];
    let caption = tongue.fill(Text::SampleDrawn, &values);
    let file = table(tongue, drawn);
    let first = drawn.rows.first();
    // One unit shows nothing of how units differ: no error can ever be worked out from it.
    let alone =
        drawn.rows.iter().all(|row| by_village && first.is_some_and(|first| first.village == row.village));
    let alone = (alone || drawn.rows.len() == 1)
        .then(|| view! { <p class="warning">{tongue.say(Text::SampleAlone)}</p> });
    let (village_of, name) = first.map_or(("", ""), |row| (row.village.as_str(), row.name.as_str()));
    let again = format!("printf '%s\\n%s\\n%s' '{}' '{village_of}' '{name}' | sha256sum", drawn.seed);
    let save = move |_| spawn_local(hand_out(tongue, file.clone(), said));
    view! {
        <div class="result" role="group" aria-labelledby="drawn">
            <h3 id="drawn" tabindex="-1">{caption}</h3>
            <p class="quiet-text">{how}</p>
            {alone}
            <div class="wide" tabindex="0" role="group" aria-label=tongue.say(Text::SampleDrawnTable)>
                <table class="plain">
                    <thead>
                        <tr>
                            <th scope="col" class="number">{tongue.say(Text::SampleColumnOrder)}</th>
                            {village}
                            <th scope="col">{tongue.say(Text::SampleColumnName)}</th>
                            <th scope="col" class="number">{tongue.say(Text::SampleColumnLine)}</th>
                            <th scope="col" class="number">{tongue.say(Text::SampleColumnWeight)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="deeds">
                <button type="button" class="go other" on:click=save>{tongue.say(Text::SampleExport)}</button>
            </p>
            <details>
                <summary>{tongue.say(Text::SampleAgain)}</summary>
                <p>{tongue.say(Text::SampleAgainText)}</p>
                <p><code>{again}</code></p>
            </details>
        </div>
    }
}

/// The draw as a table, with the seed on every row: a sheet that is torn apart stays checkable.
fn table(tongue: Tongue, drawn: &Drawn) -> String {
    let head = [
        Text::SampleColumnOrder,
        Text::SampleColumnVillage,
        Text::SampleColumnName,
        Text::SampleColumnLine,
        Text::SampleColumnWeight,
        Text::SampleSeed,
    ]
    .map(|key| tongue.say(key).to_owned());
    let row = |(at, row): (usize, &Row)| {
        let weight = Numbers::of(tongue).short(row.weight, 4);
        let Row { line, village, name, .. } = row.clone();
        [(at + 1).to_string(), village, name, line.to_string(), weight, drawn.seed.clone()]
    };
    write([head].into_iter().chain(drawn.rows.iter().enumerate().map(row)), separator(tongue))
}

async fn hand_out(tongue: Tongue, text: String, said: RwSignal<String>) {
    let day = clock::today().map(|day| ["-", &day.to_string()].concat()).unwrap_or_default();
    let name = [tongue.say(Text::SampleExportName), &day].concat();
    let key = match hand_over::csv(&name, &text).await {
        HandedOver::Shared => Text::TableFileShared,
        HandedOver::Saved => Text::TableFileSaved,
        HandedOver::Cancelled => return,
    };
    said.set(tongue.fill(key, &[("name", &[&name, ".csv"].concat())]));
}
