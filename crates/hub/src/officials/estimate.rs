//! What the forms say about everybody who came, from the number of people whom each service point served; and two groups
//! of forms side by side. Everything is worked out from what is released to everyone.

use std::collections::BTreeMap;

use lang_nghe_campaign::source::MOST_VISITORS;
use lang_nghe_report::{Comparable, Release, Report, ServedError};
use lang_nghe_sheet::whole;

use super::{Page, escape, link, results::names};
use crate::Hub;
use crate::campaigns::Known;
use crate::words::{Words, fill};

/// Prefix of the fields that take a number of people.
const FIELD: &str = "n.";

/// A number of people as typed, and what it means.
struct Typed<'a> {
    point: &'a lang_nghe_campaign::Point,
    text: String,
    forms: Option<u64>,
    fault: Option<String>,
}

/// The page. `asked` is what the address asks for.
pub(crate) fn estimate(
    hub: &Hub,
    words: &Words,
    known: &Known,
    (release, asked): (&Release, &[(String, String)]),
) -> Page {
    let said = &words.estimate;
    let campaign = &known.campaign;
    let title = campaign.text(&words.lang).map_or(campaign.id.as_str(), |text| &text.title);
    let back = link(&format!("/can-bo/{}", campaign.id), words, &said.back);
    let mut main = format!("<p class=\"over\">{}</p>\n<h1>{}</h1>\n", escape(title), escape(&said.title));
    let form = hub.campaigns.form_of(known).and_then(|form| Some((form, form.text(&words.lang)?)));
    match form.filter(|_| release.total.is_some()) {
        None => main += &format!("<p>{}</p>\n", escape(&said.none)),
        Some((form, text)) => {
            let names = names(hub, known, words);
            let report = Report::new(&form.instrument, text, release, hub.words.report(&words.lang), &names);
            main += &format!("<p class=\"warning\">{}</p>\n", escape(&said.chosen));
            main += &everyone(words, known, &report, asked);
            main += &compare(words, &report, asked);
        }
    }
    main += &format!("<p>{back}</p>\n");
    Page { title: said.title.clone(), kind: "desk", officials: true, main }
}

fn value<'a>(asked: &'a [(String, String)], name: &str) -> Option<&'a str> {
    asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
}

/// Hidden fields: what one form of the page keeps of the address while the other is sent.
fn kept(words: &Words, asked: &[(String, String)], keep: fn(&str) -> bool) -> String {
    let language = (words.lang != "vi").then_some(("l", words.lang.as_str()));
    let others = asked.iter().filter(|(key, value)| keep(key) && !value.trim().is_empty());
    let others = others.map(|(key, value)| (key.as_str(), value.as_str()));
    let field = |(name, value): (&str, &str)| {
        format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value))
    };
    language.into_iter().chain(others).map(field).collect()
}

fn everyone(words: &Words, known: &Known, report: &Report<'_>, asked: &[(String, String)]) -> String {
    let said = &words.estimate;
    let given = asked.iter().any(|(key, _)| key.starts_with(FIELD));
    let (mut typed, served) = read(words, known, report, asked);
    let mut faults: Vec<String> = Vec::new();
    let mut table = None;
    if typed.iter().all(|typed| typed.fault.is_none()) && !served.is_empty() {
        match report.everyone(&served, &said.table) {
            Ok(done) => table = Some(done),
            Err(errors) => errors.iter().for_each(|error| blame(words, error, &mut typed)),
        }
    } else if given && served.is_empty() && typed.iter().all(|typed| typed.fault.is_none()) {
        faults.push(format!("<li>{}</li>\n", escape(&said.empty)));
    }
    let named = typed.iter().filter_map(|typed| {
        let fault = typed.fault.as_ref()?;
        Some(format!("<li><a href=\"#n-{}\">{}</a></li>\n", escape(&typed.point.id), escape(fault)))
    });
    faults.extend(named);
    let mut html =
        format!("<section>\n<h2>{}</h2>\n<p>{}</p>\n", escape(&said.served), escape(&said.served_lead));
    if !faults.is_empty() {
        html += &format!(
            "<div class=\"warning\" role=\"alert\"><h3>{}</h3>\n<ul>\n{}</ul></div>\n",
            escape(&said.problem),
            faults.concat()
        );
    }
    html += &fields(words, &typed, &kept(words, asked, |key| matches!(key, "a" | "b")));
    if let Some(table) = table {
        html += "<div class=\"results\">\n";
        html += &format!("<p class=\"basis\">{}</p>\n", escape(&covers(words, &typed, &served)));
        html += &table.html("everyone");
        let left = left_out(words, &typed, &served);
        if !left.is_empty() {
            html += &format!("<p>{}</p>\n", escape(&fill(&said.left_out, &[("points", &left)])));
        }
        html += &format!("<p class=\"quiet\">{}</p>\n</div>\n", escape(&said.how));
    }
    html + "</section>\n"
}

/// What the address says of every point, or the campaign's file where it says nothing of any; and what of it can be
/// used.
fn read<'a>(
    words: &Words,
    known: &'a Known,
    report: &Report<'_>,
    asked: &[(String, String)],
) -> (Vec<Typed<'a>>, BTreeMap<String, u64>) {
    let said = &words.estimate;
    let given = asked.iter().any(|(key, _)| key.starts_with(FIELD));
    let weighable: BTreeMap<&str, u64> = report.weighable().into_iter().collect();
    let mut served = BTreeMap::new();
    let typed = known.campaign.points.iter().map(|point| {
        let kept = || known.visitors.get(&point.id).map(u64::to_string).unwrap_or_default();
        let text = match value(asked, &[FIELD, &point.id].concat()) {
            Some(text) => text.to_owned(),
            None if given => String::new(),
            None => kept(),
        };
        let forms = weighable.get(point.id.as_str()).copied();
        let place = |sentence: &str, bound: (&str, &str)| {
            let row = [("row", point.name.as_str()), ("column", &said.visitors), ("typed", &text), bound];
            fill(sentence, &row)
        };
        let fault = match whole(&text) {
            _ if text.is_empty() => None,
            Err(_) => Some(place(&said.not_whole, ("", ""))),
            Ok(people) if people > MOST_VISITORS => {
                Some(place(&said.too_many, ("most", &words.number(MOST_VISITORS))))
            }
            Ok(people) if forms.is_some_and(|forms| people < forms) => {
                Some(place(&said.too_few, ("forms", &words.number(forms.unwrap_or_default()))))
            }
            Ok(people) => {
                if forms.is_some() {
                    served.insert(point.id.clone(), people);
                }
                None
            }
        };
        Typed { point, text, forms, fault }
    });
    let typed = typed.collect();
    (typed, served)
}

/// Puts what is wrong with a number beside its field.
fn blame(words: &Words, error: &ServedError, typed: &mut [Typed<'_>]) {
    let said = &words.estimate;
    let (sentence, point, forms) = match error {
        ServedError::FewerThanForms { point, forms, .. } => (&said.too_few, point, *forms),
        ServedError::OneForm { point } => (&said.one_form, point, 1),
        // Only points that have figures are asked about.
        ServedError::Nothing => return,
    };
    if let Some(typed) = typed.iter_mut().find(|typed| typed.point.id == *point) {
        let forms = words.number(forms);
        let values = [
            ("row", typed.point.name.as_str()),
            ("column", &said.visitors),
            ("typed", &typed.text),
            ("forms", &forms),
        ];
        typed.fault = Some(fill(sentence, &values));
    }
}

fn fields(words: &Words, typed: &[Typed<'_>], hidden: &str) -> String {
    let said = &words.estimate;
    let rows = typed.iter().map(|typed| {
        let id = escape(&typed.point.id);
        let forms = typed.forms.map_or_else(|| said.withheld.clone(), |forms| words.number(forms));
        let (invalid, fault) = typed.fault.as_ref().map_or((String::new(), String::new()), |fault| {
            (
                format!(" aria-invalid=\"true\" aria-describedby=\"e-{id}\""),
                format!("<p class=\"fault\" id=\"e-{id}\">{}</p>", escape(fault)),
            )
        });
        format!(
            "<tr><th scope=\"row\"><label for=\"n-{id}\">{}</label></th><td class=\"number\">{}</td><td>\
             <input type=\"text\" inputmode=\"numeric\" autocomplete=\"off\" maxlength=\"20\" id=\"n-{id}\" \
             name=\"{FIELD}{id}\" value=\"{}\"{invalid}>{fault}</td></tr>\n",
            escape(&typed.point.name),
            escape(&forms),
            escape(&typed.text),
        )
    });
    let rows: String = rows.collect();
    let heads = [&said.point, &said.forms, &said.visitors].map(|head| escape(head));
    format!(
        "<form class=\"card ask\" method=\"get\">{hidden}<table><thead><tr><th scope=\"col\">{}</th>\
         <th scope=\"col\" class=\"number\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n{rows}</tbody></table>\n\
         <p><button class=\"button\">{}</button></p></form>\n",
        heads[0],
        heads[1],
        heads[2],
        escape(&said.reckon)
    )
}

fn covers(words: &Words, typed: &[Typed<'_>], served: &BTreeMap<String, u64>) -> String {
    let inside = || typed.iter().filter(|typed| served.contains_key(&typed.point.id));
    let points: Vec<&str> = inside().map(|typed| typed.point.name.as_str()).collect();
    let forms: u64 = inside().filter_map(|typed| typed.forms).sum();
    let people: u64 = served.values().fold(0, |sum, people| sum.saturating_add(*people));
    let values =
        [("people", words.number(people)), ("points", points.join(", ")), ("forms", words.number(forms))];
    fill(&words.estimate.covers, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn left_out(words: &Words, typed: &[Typed<'_>], served: &BTreeMap<String, u64>) -> String {
    let outside = typed.iter().filter(|typed| !served.contains_key(&typed.point.id));
    let name = |typed: &Typed<'_>| match typed.forms {
        None => format!("{} ({})", typed.point.name, words.estimate.withheld),
        Some(_) => typed.point.name.clone(),
    };
    outside.map(name).collect::<Vec<_>>().join(", ")
}

fn compare(words: &Words, report: &Report<'_>, asked: &[(String, String)]) -> String {
    let said = &words.estimate;
    let lists = report.comparable();
    let mut html = format!("<section>\n<h2>{}</h2>\n", escape(&said.compare));
    if lists.iter().all(|list| list.len() < 2) {
        return html + &format!("<p>{}</p>\n</section>\n", escape(&said.compare_none));
    }
    html += &format!("<p>{}</p>\n", escape(&said.compare_lead));
    let chosen = [value(asked, "a"), value(asked, "b")].map(|id| id.filter(|id| !id.is_empty()));
    let hidden = kept(words, asked, |key| key.starts_with(FIELD));
    let form = pick(words, &lists, chosen, &hidden);
    let asks = asked.iter().any(|(key, _)| key == "a" || key == "b");
    let differences = match chosen {
        [Some(first), Some(second)] => report.compare((first, second), &said.table),
        _ => None,
    };
    match differences {
        Some(differences) => {
            html += &form;
            html += "<div class=\"results\">\n";
            html += &differences.figure("compare");
            html += &differences.table().html("compare-table");
            html += &format!("<p class=\"quiet\">{}</p>\n</div>\n", escape(&said.compare_how));
        }
        None => {
            let same = chosen[0].is_some() && chosen[0] == chosen[1];
            let fault = if same { &said.compare_same } else { &said.compare_kinds };
            if asks {
                html += &format!("<div class=\"warning\" role=\"alert\"><p>{}</p></div>\n", escape(fault));
            }
            html += &form;
        }
    }
    html + "</section>\n"
}

fn pick(words: &Words, lists: &[Vec<Comparable>; 2], chosen: [Option<&str>; 2], hidden: &str) -> String {
    let said = &words.estimate;
    let select = |name: &str, label: &str, chosen: Option<&str>| {
        let groups = lists.iter().zip([&said.points, &said.modes]).filter(|(list, _)| list.len() > 1);
        let groups: String = groups
            .map(|(list, label)| {
                let options: String = list
                    .iter()
                    .map(|group| {
                        let values = [("name", group.name.as_str()), ("n", &words.number(group.forms))];
                        let marked = if chosen == Some(group.id.as_str()) { " selected" } else { "" };
                        let text = escape(&fill(&said.group, &values));
                        format!("<option value=\"{}\"{marked}>{text}</option>", escape(&group.id))
                    })
                    .collect();
                format!("<optgroup label=\"{}\">{options}</optgroup>", escape(label))
            })
            .collect();
        format!(
            "<p><label for=\"{name}\">{}</label> <select id=\"{name}\" name=\"{name}\"><option value=\"\">{}</option>{groups}</select></p>\n",
            escape(label),
            escape(&said.choose)
        )
    };
    format!(
        "<form class=\"card ask\" method=\"get\">{}\n{}{}<p><button class=\"button\">{}</button></p></form>\n",
        hidden,
        select("a", &said.first, chosen[0]),
        select("b", &said.second, chosen[1]),
        escape(&said.compare_go)
    )
}
