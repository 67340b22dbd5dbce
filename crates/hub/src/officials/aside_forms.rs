//! The page on which officials set forms aside by the day they came and the point they name.

use lang_nghe_quality::Flag;

use super::aside::{decided_on, reason_field, take_back};
use super::{Page, address, escape, link};
use crate::campaigns::Known;
use crate::http::{ANY_POINT, IDENTICAL};
use crate::storage::steps::{Decision, Which};
use crate::words::{Words, fill};

/// Most reasons that are told in one sentence.
const REASONS: usize = 20;

/// What the page shows.
pub(crate) struct FormsAside<'a> {
    /// The campaign.
    pub(crate) known: &'a Known,
    /// The forms that were looked for, and how many there are.
    pub(crate) looked: Option<(u64, Which)>,
    /// What was decided so far.
    pub(crate) decisions: Vec<Decision>,
    /// Whether what was just asked for changed nothing.
    pub(crate) nothing: bool,
    /// Whether figures move every few seconds, for trying out.
    pub(crate) is_trial: bool,
}

impl FormsAside<'_> {
    /// When a decision takes effect.
    fn next<'w>(&self, words: &'w Words) -> &'w str {
        if self.is_trial { &words.aside.forms_next_trial } else { &words.aside.forms_next }
    }

    fn address(&self, words: &Words) -> String {
        address(&format!("/can-bo/{}/de-rieng", self.known.campaign.id), words)
    }
}

/// The page.
pub(crate) fn forms_aside(words: &Words, page: &FormsAside<'_>) -> Page {
    let said = &words.aside;
    let campaign = &page.known.campaign;
    let title = campaign.text(&words.lang).map_or(campaign.id.as_str(), |text| &text.title);
    let mut main = format!(
        "<p class=\"over\">{}</p>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n",
        link(&format!("/can-bo/{}", campaign.id), words, title),
        escape(&said.forms_title),
        escape(&said.forms_lead),
    );
    if page.nothing {
        main += &format!("<p class=\"warning\" role=\"alert\">{}</p>\n", escape(&said.nothing));
    }
    main += &look(words, page);
    if let Some((n, which)) = &page.looked {
        main += &set(words, page, (*n, which));
    }
    main += &decided(words, page);
    Page { title: said.forms_title.clone(), kind: "desk", officials: true, main }
}

/// Which forms: nothing is changed by looking.
fn look(words: &Words, page: &FormsAside<'_>) -> String {
    let said = &words.aside;
    let which = page.looked.as_ref().map(|(_, which)| which);
    let day = which.and_then(|which| which.received_day).map(|day| day.to_string()).unwrap_or_default();
    let chosen = which.and_then(|which| which.point.as_deref()).unwrap_or(ANY_POINT);
    let marked = which.is_some_and(|which| which.signs.has(Flag::Identical));
    let option = |value: &str, text: &str| {
        let selected = if value == chosen { " selected" } else { "" };
        format!("<option value=\"{}\"{selected}>{}</option>\n", escape(value), escape(text))
    };
    let mut options = option(ANY_POINT, &said.forms_point_any);
    options.extend(page.known.campaign.points.iter().map(|point| option(&point.id, &point.name)));
    options += &option("", &said.forms_point_none);
    let language = match words.lang.as_str() {
        "vi" => String::new(),
        lang => format!("<input type=\"hidden\" name=\"l\" value=\"{}\">\n", escape(lang)),
    };
    format!(
        "<form class=\"ask\" method=\"get\" action=\"{}\">\n{language}\
         <p><label for=\"ngay\">{}</label></p>\n<p id=\"ngay-hint\" class=\"quiet\">{}</p>\n\
         <p><input id=\"ngay\" name=\"ngay\" type=\"date\" value=\"{}\" aria-describedby=\"ngay-hint\"></p>\n\
         <p><label for=\"diem\">{}</label></p>\n<p><select id=\"diem\" name=\"diem\">\n{options}</select></p>\n\
         <p><label><input name=\"dau\" type=\"checkbox\" value=\"{IDENTICAL}\"{}> {}</label></p>\n\
         <p><button class=\"button\">{}</button></p></form>\n",
        escape(&format!("/can-bo/{}/de-rieng", page.known.campaign.id)),
        escape(&said.forms_day),
        escape(&said.forms_day_any),
        escape(&day),
        escape(&said.forms_point),
        if marked { " checked" } else { "" },
        escape(&said.forms_identical),
        escape(&said.forms_look),
    )
}

/// How many there are, and the form that sets them aside.
fn set(words: &Words, page: &FormsAside<'_>, (n, which): (u64, &Which)) -> String {
    let said = &words.aside;
    let hidden = |name: &str, value: &str| {
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">\n", escape(value))
    };
    let day = which.received_day.map(|day| day.to_string()).unwrap_or_default();
    let marked = if which.signs.has(Flag::Identical) { hidden("dau", IDENTICAL) } else { String::new() };
    format!(
        "<section class=\"card\"><h2>{}</h2>\n<p>{}</p>\n\
         <form class=\"ask\" method=\"post\" action=\"{}\">\n{}{}{marked}{}\
         <p><button class=\"button button--other\">{}</button></p></form></section>\n",
        escape(&what(words, page, which)),
        escape(&fill(&said.forms_fit, &[("n", &words.number(n))])),
        escape(&page.address(words)),
        hidden("ngay", &day),
        hidden("diem", which.point.as_deref().unwrap_or(ANY_POINT)),
        reason_field(said, "reason"),
        escape(&said.set),
    )
}

/// Which forms, in words.
fn what(words: &Words, page: &FormsAside<'_>, which: &Which) -> String {
    let said = &words.aside;
    let point = match which.point.as_deref() {
        None => said.forms_point_any.clone(),
        Some("") => said.forms_point_none.clone(),
        Some(id) => page.known.campaign.point(id).map_or_else(|| id.to_owned(), |point| point.name.clone()),
    };
    let day = which.received_day.map(|day| words.day(&day.to_string()));
    let day = match day {
        Some(day) => [said.forms_day.as_str(), " ", &day].concat(),
        None => said.forms_day_any.clone(),
    };
    let mut parts = vec![day, point];
    if which.signs.has(Flag::Identical) {
        parts.push(said.forms_identical.clone());
    }
    parts.join(" · ")
}

fn decided(words: &Words, page: &FormsAside<'_>) -> String {
    let said = &words.aside;
    let line = |decision: &Decision| {
        let what = what(words, page, &decision.which);
        let what = match decision.forms {
            Some(n) => fill(&said.forms_which, &[("n", &words.number(n)), ("what", &what)]),
            None => [&what, ". ", page.next(words)].concat(),
        };
        let decided = [what, decided_on(words, &decision.decided_day, &decision.reason)].join(" ");
        let back = match &decision.taken_back_day {
            Some(day) => format!("<p>{}</p>", escape(&fill(&said.taken_back, &[("day", &words.day(day))]))),
            None => take_back(words, &page.address(words), decision.number),
        };
        format!("<li class=\"card\"><p>{}</p>{back}</li>\n", escape(&decided))
    };
    let lines: String = page.decisions.iter().rev().map(line).collect();
    let body = match lines.is_empty() {
        true => format!("<p>{}</p>\n", escape(&said.decisions_none)),
        false => format!("<ul class=\"campaigns\">\n{lines}</ul>\n"),
    };
    format!(
        "<section><h2>{}</h2>\n<p>{}</p>\n{body}</section>\n",
        escape(&said.decisions),
        escape(page.next(words))
    )
}

/// The reasons of the decisions that stand and set something aside, each once.
pub(crate) fn standing_reasons(decisions: &[Decision]) -> Vec<&str> {
    let mut reasons: Vec<&str> = decisions
        .iter()
        .filter(|decision| decision.taken_back_day.is_none() && decision.forms.is_some_and(|forms| forms > 0))
        .map(|decision| decision.reason.as_str())
        .collect();
    reasons.sort_unstable();
    reasons.dedup();
    reasons.truncate(REASONS);
    reasons
}
