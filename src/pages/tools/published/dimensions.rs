//! The dimensions of an index by year, as small pictures side by side.

use lang_nghe_published::{Form, Score};
use lang_nghe_report::{Multiple, Multiples, Reading};
use lang_nghe_sheet::Decimal;

use super::Room;
use super::content::Forms;
use super::entry::points;
use super::scores::signed;
use crate::pages::around::Tongue;
use crate::text::Text;

/// Years that have room; older ones stand in the table above.
const YEARS: usize = 6;

/// The picture of a unit's scores, by year; `None` where no dimension was entered, or where the index has none whose
/// scale is known.
pub(super) fn picture(room: Room, unit: &str, scores: &[&Score]) -> Option<Multiples> {
    let values = [("name", room.index_name()), ("unit", unit)];
    let title = room.tongue.fill(Text::PublishedDimensionsTitle, &values);
    multiples(room.tongue, room.forms(), scores, title)
}

fn multiples(tongue: Tongue, forms: &Forms, scores: &[&Score], title: String) -> Option<Multiples> {
    let last = scores.last()?;
    let (form, texts) = forms.of_year(Some(last.year), tongue.lang)?;
    let known = |score: &&&Score| form.dimensions.iter().any(|one| score.parts.contains_key(&one.id));
    let shown: Vec<&Score> = scores.iter().filter(known).copied().collect();
    let shown = &shown[shown.len().saturating_sub(YEARS)..];
    let names = form.dimensions.iter().zip(&texts.dimensions);
    let panels: Vec<Multiple> = names
        .filter_map(|(dimension, name)| {
            let (low, high) = dimension.range?;
            shown.iter().any(|score| score.parts.contains_key(&dimension.id)).then(|| {
                let bars = shown.iter().map(|score| reading(tongue, score.parts.get(&dimension.id)));
                let change = change(tongue, &forms.things, shown, &dimension.id);
                let bars: Vec<_> = bars.collect();
                let spoken = spoken(tongue, (name, shown), &bars, &change);
                Multiple { name: name.clone(), scale: (low.to_f64(), high.to_f64()), bars, change, spoken }
            })
        })
        .collect();
    let version = |score: &Score| Form::of_year(&forms.things, score.year).map(|form| &form.version);
    let changed = (1..).zip(shown.iter().zip(shown.iter().skip(1)));
    let changed = changed.filter(|(_, (one, next))| version(one) != version(next)).map(|(at, _)| at);
    (!panels.is_empty()).then(|| Multiples {
        title,
        intro: tongue.say(Text::PublishedDimensionsIntro).to_owned(),
        subject: tongue.say(Text::PublishedDimensionsSubject).to_owned(),
        change: tongue.say(Text::PublishedDimensionsChange).to_owned(),
        years: shown.iter().map(|score| score.year.to_string()).collect(),
        breaks: (changed.collect(), tongue.say(Text::PublishedBreak).to_owned()),
        panels,
    })
}

fn reading(tongue: Tongue, value: Option<&Decimal>) -> Result<Reading, String> {
    let value = *value.ok_or_else(|| tongue.say(Text::PublishedDimensionsNone).to_owned())?;
    Ok(Reading {
        value: value.to_f64(),
        text: points(tongue, value),
        interval: None,
        detail: String::new(),
        count: String::new(),
        mark: None,
    })
}

/// The newest year less the one before it, if both follow one method and have this dimension.
fn change(tongue: Tongue, forms: &[Form], shown: &[&Score], id: &str) -> Result<String, String> {
    let [.., before, now] = shown else { return Err(String::new()) };
    let version = |score: &Score| Form::of_year(forms, score.year).map(|form| &form.version);
    match (before.parts.get(id), now.parts.get(id)) {
        _ if before.year.checked_add(1) != Some(now.year) => {
            Err(tongue.say(Text::PublishedDimensionsGap).to_owned())
        }
        (Some(_), Some(_)) if version(before) != version(now) => {
            Err(tongue.say(Text::PublishedChangeOther).to_owned())
        }
        (Some(before), Some(now)) => Ok(signed(tongue, *now - *before)),
        _ => Err(tongue.say(Text::PublishedDimensionsNone).to_owned()),
    }
}

fn spoken(
    tongue: Tongue,
    (name, shown): (&str, &[&Score]),
    bars: &[Result<Reading, String>],
    change: &Result<String, String>,
) -> Vec<String> {
    let year = |(score, bar): (&&Score, &Result<Reading, String>)| {
        let (year, value) =
            (score.year.to_string(), bar.as_ref().map_or_else(String::as_str, |bar| &bar.text));
        tongue.fill(Text::PublishedPoint, &[("year", &year), ("value", value)])
    };
    let mut said = vec![[name, "."].concat()];
    said.extend(shown.iter().zip(bars).map(year));
    let (Ok(change) | Err(change)) = change;
    if !change.is_empty() {
        said.push([tongue.say(Text::PublishedDimensionsChange), ": ", change, "."].concat());
    }
    said
}

#[cfg(test)]
mod tests {
    use crate::text::of_tools;

    use super::super::content::{Index, content};
    use super::*;

    fn score(year: u16, parts: &[(&str, &str)]) -> Score {
        let parts = parts.iter().map(|(id, text)| ((*id).to_owned(), Decimal::parse(text).unwrap()));
        Score { parts: parts.collect(), ..Score::new("papi", "Bắc Kạn", year) }
    }

    fn of(scores: &[Score], index: Index) -> Option<Multiples> {
        let scores: Vec<_> = scores.iter().collect();
        let forms = content().unwrap().forms(index);
        multiples(Tongue::new("vi", of_tools), forms, &scores, "PAPI".into())
    }

    #[test]
    fn dimensions_stand_side_by_side_and_only_one_method_gives_a_change() {
        let kept = [
            score(2019, &[("participation", "5.2"), ("transparency", "5")]),
            score(2020, &[("participation", "4.81")]),
        ];
        let small = of(&kept, Index::Papi).unwrap();
        assert_eq!((small.panels.len(), small.years.len()), (2, 2));
        assert_eq!(small.panels[0].change, Ok("−0,39".into()));
        assert!(small.panels[1].change.is_err() && small.panels[1].bars[1].is_err());
        let other = [kept[1].clone(), score(2021, &[("participation", "5")])];
        let small = of(&other, Index::Papi).unwrap();
        assert_eq!(small.breaks.0, [1]);
        assert!(small.panels[0].change.is_err(), "another method");
        let apart = [kept[0].clone(), score(2023, &[("participation", "5")])];
        assert!(of(&apart, Index::Papi).unwrap().panels[0].change.is_err(), "not the year before");
    }

    #[test]
    fn without_dimensions_or_without_their_scale_there_is_no_picture() {
        assert!(of(&[score(2020, &[])], Index::Papi).is_none());
        assert!(of(&[], Index::Papi).is_none());
        let only_old = [score(2019, &[("participation", "5.2")]), score(2020, &[])];
        assert_eq!(of(&only_old, Index::Papi).unwrap().years, ["2019"]);
    }

    #[test]
    fn the_newest_six_years_have_room() {
        let many: Vec<_> = (2009..2019).map(|year| score(year, &[("participation", "5")])).collect();
        let shown = of(&many, Index::Papi).map(|small| small.years);
        assert!(shown.is_none_or(|years| years.len() == 6 && years[5] == "2018"));
    }
}
