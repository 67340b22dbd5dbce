//! Drawing from a list, with a seed that is shown so that anybody can draw the same again.

use lang_nghe_sheet::{Separator, write};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::super::Desk;
use super::super::super::numbers::Numbers;
use super::super::field::{self, Field, Wrong, focus_soon};
use super::list::{Drawn, Fault, How, Row, Typed};
use crate::platform::hand_over::{self, HandedOver};
use crate::platform::{clock, event, random};
use crate::text::Text;

/// Twelve digits: enough that nobody guesses them, few enough to read out.
fn fresh_seed() -> String {
    let number = random::bytes().map_or(0, u64::from_le_bytes) % 1_000_000_000_000;
    if number == 0 { String::new() } else { format!("{number:012}") }
}

/// The draw.
pub(super) fn section(desk: Desk) -> impl IntoView {
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
                wrongs.set(faults.iter().map(|fault| wrong(desk, fault)).collect());
                drawn.set(None);
                focus_soon("#draw-wrong");
            }
        }
    };
    let villages = move || {
        (typed.with(|typed| typed.how) == How::Villages).then(|| {
            line(desk, (typed, wrongs), Field::number("villages", desk.say(Text::SampleVillages)), |typed| {
                &mut typed.villages
            })
        })
    };
    let list = Field {
        id: "list".into(),
        label: desk.say(Text::SampleList).into(),
        hint: desk.say(Text::SampleListHint).into(),
        ..Field::default()
    };
    let put = move |text: String| typed.update(|typed| typed.list = event::composed(&text));
    let wanted = Field::number("wanted", desk.say(Text::SampleWanted)).hint(desk.say(Text::SampleWantedHint));
    let seed = Field::number("seed", desk.say(Text::SampleSeed)).hint(desk.say(Text::SampleSeedHint));
    view! {
        <section aria-labelledby="draw">
            <h2 id="draw">{desk.say(Text::SampleDraw)}</h2>
            <p>{desk.say(Text::SampleDrawText)}</p>
            <div class="wrongs">{field::summary(desk, "draw-wrong", wrongs)}</div>
            <form novalidate on:submit=submit>
                {field::lines(desk, list, move || typed.with(|typed| typed.list.clone()), (wrongs, put))}
                {how(desk, typed)}
                <div class="entries">
                    {villages}
                    {line(desk, (typed, wrongs), wanted, |typed| &mut typed.wanted)}
                </div>
                {line(desk, (typed, wrongs), seed, |typed| &mut typed.seed)}
                <p class="deeds">
                    <button type="submit" class="go">{desk.say(Text::SampleDrawButton)}</button>
                    <button type="button" class="quiet" on:click=move |_| typed.update(|typed| typed.seed = fresh_seed())>
                        {desk.say(Text::SampleSeedNew)}
                    </button>
                </p>
            </form>
            {move || drawn.with(|drawn| drawn.as_ref().map(|drawn| result(desk, drawn, said)))}
            <p role="status" class="said">{said}</p>
        </section>
    }
}

fn line(
    desk: Desk,
    (typed, wrongs): (RwSignal<Typed>, RwSignal<Vec<Wrong>>),
    asked: Field,
    place: fn(&mut Typed) -> &mut String,
) -> impl IntoView {
    let value = move || typed.with(|typed| place(&mut typed.clone()).clone());
    let put = move |text: String| typed.update(|typed| *place(typed) = event::composed(&text));
    field::line(desk, asked, value, (wrongs, put))
}

/// How it is drawn, as radio buttons: three ways, none hidden.
fn how(desk: Desk, typed: RwSignal<Typed>) -> impl IntoView {
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
                <span>{desk.say(words)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="part">
            <legend>{desk.say(Text::SampleHow)}</legend>
            <div class="options">{ways}</div>
        </fieldset>
    }
}

fn wrong(desk: Desk, fault: &Fault) -> Wrong {
    let n = |n: &usize| Numbers::of(desk).whole(*n as u64);
    let (field, label, words) = match fault {
        Fault::NoList => ("list", Text::SampleList, desk.say(Text::SampleWrongList).to_owned()),
        Fault::NoVillage(line) => {
            ("list", Text::SampleList, desk.fill(Text::SampleWrongVillage, &[("line", &n(line))]))
        }
        Fault::SameName(first, second) => {
            let values = [("first", &*n(first)), ("second", &*n(second))];
            ("list", Text::SampleList, desk.fill(Text::SampleWrongSame, &values))
        }
        Fault::Wanted => ("wanted", Text::SampleWanted, desk.say(Text::SampleWrongWanted).to_owned()),
        Fault::TooMany(there) => {
            ("wanted", Text::SampleWanted, desk.fill(Text::SampleWrongMany, &[("n", &n(there))]))
        }
        Fault::Villages => ("villages", Text::SampleVillages, desk.say(Text::SampleWrongWanted).to_owned()),
        Fault::TooManyVillages(there) => {
            ("villages", Text::SampleVillages, desk.fill(Text::SampleWrongMany, &[("n", &n(there))]))
        }
        Fault::NoSeed => ("seed", Text::SampleSeed, desk.say(Text::SampleWrongSeed).to_owned()),
    };
    Wrong { field: field.to_owned(), label: desk.say(label).to_owned(), words }
}

fn result(desk: Desk, drawn: &Drawn, said: RwSignal<String>) -> impl IntoView + use<> {
    let numbers = Numbers::of(desk);
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
    let village = by_village.then(|| view! { <th scope="col">{desk.say(Text::SampleColumnVillage)}</th> });
    let how = desk.say(match drawn.how {
        How::Simple => Text::SampleHowSimple,
        How::Systematic => Text::SampleHowSystematic,
        How::Villages => Text::SampleHowVillages,
    });
    let values = [
        ("n", &*numbers.whole(drawn.rows.len() as u64)),
        ("of", &*numbers.whole(drawn.of as u64)),
        ("seed", &*drawn.seed),
    ];
    let caption = desk.fill(Text::SampleDrawn, &values);
    let file = table(desk, drawn);
    let first = drawn.rows.first();
    let (village_of, name) = first.map_or(("", ""), |row| (row.village.as_str(), row.name.as_str()));
    let again = format!("printf '%s\\n%s\\n%s' '{}' '{village_of}' '{name}' | sha256sum", drawn.seed);
    let save = move |_| spawn_local(hand_out(desk, file.clone(), said));
    view! {
        <div class="result" role="group" aria-labelledby="drawn">
            <h3 id="drawn" tabindex="-1">{caption}</h3>
            <p class="quiet-text">{how}</p>
            <div class="wide" tabindex="0" role="group" aria-label=desk.say(Text::SampleDrawnTable)>
                <table class="plain">
                    <thead>
                        <tr>
                            <th scope="col" class="number">{desk.say(Text::SampleColumnOrder)}</th>
                            {village}
                            <th scope="col">{desk.say(Text::SampleColumnName)}</th>
                            <th scope="col" class="number">{desk.say(Text::SampleColumnLine)}</th>
                            <th scope="col" class="number">{desk.say(Text::SampleColumnWeight)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="deeds">
                <button type="button" class="go other" on:click=save>{desk.say(Text::SampleExport)}</button>
            </p>
            <details>
                <summary>{desk.say(Text::SampleAgain)}</summary>
                <p>{desk.say(Text::SampleAgainText)}</p>
                <p><code>{again}</code></p>
            </details>
        </div>
    }
}

/// The draw as a table, with the seed on every row: a sheet that is torn apart stays checkable.
fn table(desk: Desk, drawn: &Drawn) -> String {
    let separator = if desk.lang == "vi" { Separator::Semicolon } else { Separator::Comma };
    let head = [
        Text::SampleColumnOrder,
        Text::SampleColumnVillage,
        Text::SampleColumnName,
        Text::SampleColumnLine,
        Text::SampleColumnWeight,
        Text::SampleSeed,
    ]
    .map(|key| desk.say(key).to_owned());
    let row = |(at, row): (usize, &Row)| {
        let weight = Numbers::of(desk).short(row.weight, 4);
        let Row { line, village, name, .. } = row.clone();
        [(at + 1).to_string(), village, name, line.to_string(), weight, drawn.seed.clone()]
    };
    write([head].into_iter().chain(drawn.rows.iter().enumerate().map(row)), separator)
}

async fn hand_out(desk: Desk, text: String, said: RwSignal<String>) {
    let day = clock::today().map(|day| ["-", &day.to_string()].concat()).unwrap_or_default();
    let name = [desk.say(Text::SampleExportName), &day].concat();
    let key = match hand_over::csv(&name, &text).await {
        HandedOver::Shared => Text::DeviceExportShared,
        HandedOver::Saved => Text::DeviceExportSaved,
        HandedOver::Cancelled => return,
    };
    said.set(desk.fill(key, &[("name", &[&name, ".csv"].concat())]));
}
