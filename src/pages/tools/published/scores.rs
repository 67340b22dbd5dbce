//! What is kept: per unit a picture over the years and a table, with what cannot be compared said.

use std::collections::BTreeSet;

use lang_nghe_published::{Change, Form, Quarter, Score, Series as Kept};
use lang_nghe_report::{Break, Point, Reading, Series, Trend};
use lang_nghe_sheet::Decimal;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Room;
use super::entry::{group_name, points};
use super::form::Typed;
use crate::pages::around::Tongue;
use crate::pages::field::focus_soon;
use crate::text::Text;

type Taken = (RwSignal<Option<Score>>, RwSignal<String>);

/// What is kept of the open index.
pub(super) fn section(room: Room) -> impl IntoView {
    let tongue = room.tongue;
    let taken: Taken = (RwSignal::new(None), RwSignal::new(String::new()));
    let units = move || {
        let scores = room.scores.get();
        let units: BTreeSet<_> = scores.iter().map(|score| score.unit.clone()).collect();
        if units.is_empty() {
            return view! { <p>{tongue.say(Text::PublishedScoresNone)}</p> }.into_any();
        }
        let mut kept = Kept::default();
        scores.iter().cloned().for_each(|score| drop(kept.put(score)));
        let views = units.iter().enumerate().map(|(at, name)| unit(room, (at, name.as_str()), &kept, taken));
        views.collect::<Vec<_>>().into_any()
    };
    let undo = move || {
        taken.0.get().map(|score| {
            let back = move |_| spawn_local(put_back(room, score.clone(), taken));
            view! { <button type="button" class="quiet" id="undo" on:click=back>{tongue.say(Text::PublishedUndo)}</button> }
        })
    };
    view! {
        <section aria-labelledby="scores">
            <h2 id="scores" tabindex="-1">{tongue.say(Text::PublishedScores)}</h2>
            <p role="status" class="said">{taken.1}</p>
            {undo}
            {units}
        </section>
    }
}

async fn put_back(room: Room, score: Score, (taken, said): Taken) {
    match room.put(vec![score]).await {
        Ok(()) => {
            taken.set(None);
            said.set(room.tongue.say(Text::PublishedPutBack).to_owned());
        }
        Err(why) => said.set(why.words(room.tongue).to_owned()),
    }
    focus_soon("#scores");
}

async fn take(room: Room, score: Score, (taken, said): Taken) {
    let values = [("unit", score.unit.clone()), ("year", score.year.to_string())];
    match room.take(score.clone()).await {
        Ok(()) => {
            taken.set(Some(score));
            let values = values.each_ref().map(|(key, text)| (*key, text.as_str()));
            said.set(room.tongue.fill(Text::PublishedTaken, &values));
            focus_soon("#undo");
        }
        Err(why) => said.set(why.words(room.tongue).to_owned()),
    }
}

fn unit(room: Room, (at, name): (usize, &str), kept: &Kept, taken: Taken) -> AnyView {
    let (tongue, forms) = (room.tongue, &room.forms().things);
    let values = [("name", room.index_name()), ("unit", name)];
    let caption = tongue.fill(Text::PublishedScoresOf, &values);
    let scores: Vec<_> = kept.of(name).collect();
    let title = tongue.fill(Text::PublishedTrend, &values);
    let scale = room.form(None).map(|(_, texts)| texts.scale.as_str()).unwrap_or_default();
    let picture = trend(tongue, &scores, forms, (&title, scale));
    let id = ["trend-", &at.to_string()].concat();
    let picture = picture.map(|trend| view! { <div class="figures" inner_html=trend.figure(&id)></div> });
    let small = super::dimensions::picture(room, name, &scores).map(|small| {
        let id = ["dimensions-", &at.to_string()].concat();
        let both = [small.figure(&id), small.table().html(&[&id, "-table"].concat())].concat();
        view! { <div class="figures" inner_html=both></div> }
    });
    let parts = small.is_none().then(|| scores.last().and_then(|score| parts(room, score)));
    let rows: Vec<_> =
        scores.iter().rev().map(|score| row(room, score, change(room, score, kept), taken)).collect();
    let head = |key: Text| view! { <th scope="col">{tongue.say(key)}</th> };
    let number = |key: Text| view! { <th scope="col" class="number">{tongue.say(key)}</th> };
    view! {
        {picture}
        <div class="wide" tabindex="0" role="group" aria-label=caption.clone()>
            <table class="plain">
                <caption>{caption.clone()}</caption>
                <thead>
                    <tr>
                        {head(Text::PublishedColumnYear)}
                        {number(Text::PublishedColumnTotal)}
                        {number(Text::PublishedColumnChange)}
                        {number(Text::PublishedColumnRank)}
                        {head(Text::PublishedColumnGroup)}
                        {head(Text::PublishedColumnSource)}
                        {head(Text::PublishedColumnDeeds)}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {small}
        {parts}
    }
    .into_any()
}

fn row(room: Room, score: &Score, (change, class): (String, &'static str), taken: Taken) -> AnyView {
    let tongue = room.tongue;
    let year = score.year.to_string();
    let form = room.form(Some(score.year));
    let most = form.map(|(form, _)| points(tongue, form.high)).unwrap_or_default();
    let total = score
        .total
        .map(|total| tongue.fill(Text::PublishedOf, &[("points", &points(tongue, total)), ("most", &most)]));
    let by_rank = || {
        score.rank.and_then(Quarter::of_rank).map(|quarter| {
            tongue.fill(Text::PublishedGroupByRank, &[("group", tongue.say(group_name(quarter)))])
        })
    };
    // Communes are not put into quarters; a rank says nothing about a group there.
    let by_rank = score.quarter.is_none().then(by_rank).flatten().filter(|_| score.index == "papi");
    let group = score.quarter.map(|quarter| tongue.say(group_name(quarter)).to_owned()).or(by_rank);
    let dash = || "–".to_owned();
    let rank = score.rank.map_or_else(dash, |(place, of)| format!("{place}/{of}"));
    let (opened, gone) = (score.clone(), score.clone());
    let edit = move |_| {
        room.typed.set(Typed::of(&opened, tongue.say(Text::ReportDecimal)));
        room.wrongs.set(Vec::new());
        focus_soon("#unit");
    };
    let take = move |_| spawn_local(take(room, gone.clone(), taken));
    let named = |key: Text| tongue.fill(key, &[("year", &year)]);
    view! {
        <tr>
            <th scope="row">{year.clone()}</th>
            <td class="number">{total.unwrap_or_else(dash)}</td>
            <td class=class>{change}</td>
            <td class="number">{rank}</td>
            <td>{group.unwrap_or_else(dash)}</td>
            <td>{score.source.clone()}</td>
            <td>
                <button type="button" class="quiet" aria-label=named(Text::PublishedEditYear) on:click=edit>
                    {tongue.say(Text::PublishedEdit)}
                </button>
                " "
                <button type="button" class="quiet" aria-label=named(Text::PublishedTakeYear) on:click=take>
                    {tongue.say(Text::PublishedTake)}
                </button>
            </td>
        </tr>
    }
    .into_any()
}

/// The change on the year before, in words where it is no number, and the class of its cell.
fn change(room: Room, score: &Score, kept: &Kept) -> (String, &'static str) {
    let tongue = room.tongue;
    match kept.change(&score.unit, score.year, &room.forms().things) {
        Change::Known(change) => (signed(tongue, change), "number"),
        Change::Published(change) => {
            let change = signed(tongue, change);
            (tongue.fill(Text::PublishedChangePublished, &[("change", &change)]), "words")
        }
        Change::OtherForm => (tongue.say(Text::PublishedChangeOther).to_owned(), "words"),
        Change::Unknown => ("–".to_owned(), "number"),
    }
}

/// The points of the newest year, dimension by dimension.
fn parts(room: Room, score: &Score) -> Option<impl IntoView + use<>> {
    let tongue = room.tongue;
    let (form, texts) = room.form(Some(score.year))?;
    let row = |(id, name): (&str, &str)| {
        let points = points(tongue, *score.parts.get(id)?);
        Some(view! { <tr><th scope="row">{name.to_owned()}</th><td class="number">{points}</td></tr> })
    };
    let ids = form.dimensions.iter().map(|one| one.id.as_str());
    let names = ids.zip(texts.dimensions.iter().map(String::as_str));
    let rows: Vec<_> = names.filter_map(row).collect();
    let title = tongue.fill(Text::PublishedPartsOf, &[("year", &score.year.to_string())]);
    (!rows.is_empty()).then(|| {
        view! {
            <details>
                <summary>{title}</summary>
                <table class="plain"><tbody>{rows}</tbody></table>
            </details>
        }
    })
}

/// A change, always with its sign.
pub(super) fn signed(tongue: Tongue, change: Decimal) -> String {
    let text = points(tongue, change).replace('-', "−");
    if change > Decimal::ZERO { ["+", &text].concat() } else { text }
}

/// A value with one decimal: what has room beside its point.
pub(super) fn short(tongue: Tongue, value: Decimal) -> String {
    let tenths = (value.parts() + 500).div_euclid(1000);
    [(tenths / 10).to_string(), (tenths % 10).to_string()].join(tongue.say(Text::ReportDecimal))
}

/// That a scale is cut, where these marks do not show all of it, with its name in the reports.
fn cut(tongue: Tongue, marks: &[i64], (ends, scale): ((i64, i64), &str)) -> Option<String> {
    let (low, high) = (*marks.first()?, *marks.last()?);
    let [shown_low, shown_high] = [low, high].map(|mark| mark.to_string());
    let values = [("low", shown_low.as_str()), ("high", &shown_high), ("scale", scale)];
    ((low, high) != ends).then(|| tongue.fill(Text::PublishedCut, &values))
}

/// Totals over the years; `None` of fewer than two.
fn trend(tongue: Tongue, scores: &[&Score], forms: &[Form], (title, scale): (&str, &str)) -> Option<Trend> {
    let point = |score: &&Score| {
        let (period, total) = (score.year.to_string(), score.total?);
        let text = points(tongue, total);
        let reading = Reading {
            value: total.to_f64(),
            text: text.clone(),
            interval: None,
            detail: String::new(),
            count: String::new(),
            mark: None,
        };
        Some(Point {
            at: score.year.into(),
            spoken: tongue.fill(Text::PublishedPoint, &[("year", &period), ("value", &text)]),
            short: short(tongue, total),
            reading: Ok(reading),
            period,
        })
    };
    let points: Vec<_> = scores.iter().filter_map(point).collect();
    if points.len() < 2 {
        return None;
    }
    let form = Form::of_year(forms, scores.last()?.year).or(forms.last())?;
    // The reports name the scale of PAPI from ten on; what the form knows is what is possible.
    let ends = (form.low.to_f64() as i64, form.high.to_f64() as i64);
    let marks = Trend::marks(scores.iter().filter_map(|score| Some(score.total?.to_f64())), ends);
    let later = forms.iter().skip(1);
    let breaks = later.map(|form| Break {
        at: form.first_year.into(),
        label: tongue.say(Text::PublishedBreak).to_owned(),
        spoken: tongue.fill(Text::PublishedBreakSpoken, &[("year", &form.first_year.to_string())]),
    });
    let years = (points.first()?.at, points.last()?.at);
    Some(Trend {
        title: title.to_owned(),
        intro: tongue.say(Text::PublishedTrendIntro).to_owned(),
        period: tongue.say(Text::PublishedColumnYear).to_owned(),
        cut: cut(tongue, &marks, (ends, scale)),
        marks,
        breaks: breaks.filter(|one| years.0 < one.at && one.at <= years.1).collect(),
        series: vec![Series { name: tongue.say(Text::PublishedColumnTotal).to_owned(), points }],
    })
}

#[cfg(test)]
mod tests {
    use crate::text::of_tools;

    use super::super::content::{Index, content};
    use super::*;

    fn score(year: u16, total: &str) -> Score {
        Score { total: Decimal::parse(total).ok(), ..Score::new("papi", "Bắc Kạn", year) }
    }

    #[test]
    fn totals_are_joined_only_within_one_form() {
        let forms = &content().unwrap().forms(Index::Papi).things;
        let kept = [score(2019, "44.31"), score(2020, "42.72"), score(2021, "43.1"), score(2023, "41")];
        let scores: Vec<_> = kept.iter().collect();
        let trend = trend(Tongue::new("vi", of_tools), &scores, forms, ("PAPI", "Thang điểm 10–80")).unwrap();
        let svg = trend.svg("t");
        assert_eq!(svg.matches("class=\"report-line\"").count(), 1, "2019 and 2020 only");
        assert!(svg.contains(">Thêm nội dung<") && trend.cut.unwrap().ends_with("Thang điểm 10–80."));
        assert!(super::trend(Tongue::new("vi", of_tools), &scores[..1], forms, ("PAPI", "")).is_none());
    }

    #[test]
    fn values_are_written_with_their_sign_and_one_decimal_beside_a_point() {
        let tongue = Tongue::new("vi", of_tools);
        let change = |text: &str| signed(tongue, Decimal::parse(text).unwrap());
        assert_eq!([change("-1.59"), change("0.48"), change("0")], ["−1,59", "+0,48", "0"]);
        let short = |text: &str| short(tongue, Decimal::parse(text).unwrap());
        assert_eq!(
            [short("42.72"), short("80.08"), short("82.66"), short("9.95")],
            ["42,7", "80,1", "82,7", "10,0"]
        );
    }
}
