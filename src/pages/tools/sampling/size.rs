//! How many people to ask: two ways beside each other, with what they rest on in words.

use leptos::prelude::*;

use super::plan::{self, Sizes, Typed};
use crate::pages::around::Tongue;
use crate::pages::field::{self, Field, Wrong, focus_soon};
use crate::pages::numbers::Numbers;
use crate::platform::event;
use crate::text::Text;

/// A field's id, its words, and its place in what is typed.
type Asked = (plan::Field, &'static str, Text, Option<Text>, fn(&mut Typed) -> &mut String);

const ASKED: [Asked; 6] = [
    (
        plan::Field::Population,
        "population",
        Text::SamplePopulation,
        Some(Text::SamplePopulationHint),
        |typed| &mut typed.population,
    ),
    (plan::Field::Margin, "margin", Text::SampleMargin, Some(Text::SampleMarginHint), |typed| {
        &mut typed.margin
    }),
    (plan::Field::Share, "share", Text::SampleShare, Some(Text::SampleShareHint), |typed| &mut typed.share),
    (plan::Field::Response, "response", Text::SampleResponse, Some(Text::SampleResponseHint), |typed| {
        &mut typed.response
    }),
    (
        plan::Field::PerVillage,
        "per-village",
        Text::SamplePerVillage,
        Some(Text::SamplePerVillageHint),
        |typed| &mut typed.per_village,
    ),
    (plan::Field::Alike, "alike", Text::SampleAlike, Some(Text::SampleAlikeHint), |typed| &mut typed.alike),
];

/// The planner.
pub(super) fn section(tongue: Tongue) -> impl IntoView {
    let typed = RwSignal::new(Typed::default());
    let wrongs = RwSignal::new(Vec::<Wrong>::new());
    let sizes = RwSignal::new(None::<Sizes>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event::take(&event);
        match typed.with_untracked(Typed::sizes) {
            Ok(found) => {
                wrongs.set(Vec::new());
                sizes.set(Some(found));
                focus_soon("#size-result");
            }
            Err(fields) => {
                wrongs.set(fields.into_iter().map(|field| wrong(tongue, field)).collect());
                focus_soon("#size-wrong");
            }
        }
    };
    let line = move |(_, id, label, hint, place): Asked| {
        let asked = Field { mode: "decimal", ..Field::number(id, tongue.say(label)) };
        let asked = asked.hint(hint.map_or("", |hint| tongue.say(hint)));
        let value = move || typed.with(|typed| place(&mut typed.clone()).clone());
        field::line(tongue, asked, value, (wrongs, move |text| typed.update(|typed| *place(typed) = text)))
    };
    let [population, margin, share, response, per_village, alike] = ASKED.map(line);
    view! {
        <section aria-labelledby="size">
            <h2 id="size">{tongue.say(Text::SampleSize)}</h2>
            <div class="wrongs">{field::summary(tongue, "size-wrong", wrongs)}</div>
            <form novalidate on:submit=submit>
                <div class="entries">
                    {population}
                    {margin}
                    {level(tongue, typed)}
                    {share}
                    {response}
                    {per_village}
                    {alike}
                </div>
                <p class="deeds">
                    <button type="submit" class="go">{tongue.say(Text::SampleWorkOut)}</button>
                </p>
            </form>
            {move || sizes.get().map(|sizes| result(tongue, &sizes))}
        </section>
    }
}

fn level(tongue: Tongue, typed: RwSignal<Typed>) -> impl IntoView {
    let options = ["90", "95", "99"].map(|level| {
        let words = tongue.fill(Text::ReportPercent, &[("n", level)]);
        view! { <option value=level selected=level == "95">{words}</option> }
    });
    let choose = move |event| typed.update(|typed| typed.level = event_target_value(&event));
    view! {
        <div class="entry">
            <label for="level">{tongue.say(Text::SampleLevel)}</label>
            <p class="hint" id="level-hint">{tongue.say(Text::SampleLevelHint)}</p>
            <select id="level" aria-describedby="level-hint" on:change=choose>{options}</select>
        </div>
    }
}

fn wrong(tongue: Tongue, wrong: plan::Field) -> Wrong {
    let asked = ASKED.iter().find(|(field, ..)| *field == wrong);
    let (field, label) = asked.map_or(("margin", Text::SampleMargin), |(_, id, label, ..)| (*id, *label));
    let words = match wrong {
        plan::Field::Population => Text::SampleWrongPopulation,
        plan::Field::Margin => Text::SampleWrongMargin,
        plan::Field::Share => Text::SampleWrongShare,
        plan::Field::Response => Text::SampleWrongResponse,
        plan::Field::PerVillage => Text::SampleWrongPerVillage,
        plan::Field::Alike => Text::SampleWrongAlike,
    };
    Wrong {
        field: field.to_owned(),
        label: tongue.say(label).to_owned(),
        words: tongue.say(words).to_owned(),
    }
}

fn result(tongue: Tongue, sizes: &Sizes) -> impl IntoView + use<> {
    let numbers = Numbers::of(tongue);
    let percent = |share: f64| numbers.percent(tongue, share);
    let (plan, precise) = (sizes.plan, sizes.precise);
    let (answers, asked) = (numbers.whole(precise.answers), numbers.whole(precise.asked));
    let margin = numbers.short(plan.margin * 100.0, 2);
    let level = match plan.level {
        lang_nghe_sampling::size::Level::P90 => 0.90,
        lang_nghe_sampling::size::Level::P95 => 0.95,
        lang_nghe_sampling::size::Level::P99 => 0.99,
    };
    let mut rests = vec![
        tongue.fill(Text::SampleRestsOn, &[("margin", &margin), ("level", &percent(level))]),
        tongue.fill(Text::SampleRestsShare, &[("share", &percent(sizes.share))]),
        match plan.population {
            Some(people) => tongue.fill(Text::SampleRestsPopulation, &[("n", &numbers.whole(people))]),
            None => tongue.say(Text::SampleRestsMany).to_owned(),
        },
    ];
    rests.push(if sizes.per_village > 1 {
        let values = [
            ("n", &*numbers.whole(sizes.per_village)),
            ("alike", &*numbers.short(sizes.alike, 4)),
            ("effect", &*numbers.short(plan.design_effect, 2)),
        ];
        tongue.fill(Text::SampleRestsVillages, &values)
    } else {
        tongue.say(Text::SampleRestsSimple).to_owned()
    });
    rests.push(tongue.fill(Text::SampleRestsResponse, &[("share", &percent(plan.response))]));
    let rests: Vec<_> = rests.into_iter().map(|line| view! { <li>{line}</li> }).collect();
    let few = precise
        .not_enough_people
        .then(|| view! { <p class="warning">{tongue.say(Text::SampleNotEnough)}</p> });
    let slovin = match sizes.slovin {
        Some(n) => {
            let fraction = numbers.short(plan.margin, 4);
            let values = [
                ("n", &*numbers.whole(n)),
                ("people", &*numbers.whole(plan.population.unwrap_or_default())),
                ("margin", &*fraction),
            ];
            view! {
                <p class="sum">{tongue.fill(Text::SampleAnswers, &[("n", &numbers.whole(n))])}</p>
                <p>{tongue.fill(Text::SampleSlovinFormula, &values)}</p>
                <p class="quiet-text">{tongue.say(Text::SampleSlovinText)}</p>
            }
            .into_any()
        }
        None => view! { <p>{tongue.say(Text::SampleSlovinNeeds)}</p> }.into_any(),
    };
    view! {
        <div class="result" role="group" aria-labelledby="size-result">
            <h3 id="size-result" tabindex="-1">{tongue.say(Text::SampleResult)}</h3>
            <ul class="cards pair">
                <li class="card">
                    <h4>{tongue.say(Text::SamplePrecise)}</h4>
                    <p class="sum">{tongue.fill(Text::SampleAnswers, &[("n", &answers)])}</p>
                    <p>{tongue.fill(Text::SampleAsked, &[("n", &asked)])}</p>
                    {few}
                    <p class="quiet-text">{tongue.say(Text::SampleRests)}</p>
                    <ul>{rests}</ul>
                </li>
                <li class="card">
                    <h4>{tongue.say(Text::SampleSlovin)}</h4>
                    {slovin}
                </li>
            </ul>
        </div>
    }
}
