//! The page on which officials see classes one by one and set some aside.

use lang_nghe_lesson::class::Class;

use super::{Page, address, escape, link};
use crate::Hub;
use crate::campaigns::KnownClasses;
use crate::classes::class;
use crate::storage::devices::{ClassDecision, Device, ListedClass, WhichClasses};
use crate::words::{AsideWords, Words, fill};

/// Days offered for setting aside what came on them.
const DAYS: usize = 31;

/// One page of a campaign's classes.
pub(crate) struct ClassList<'a> {
    /// The campaign.
    pub(crate) known: &'a KnownClasses,
    /// The classes on this page.
    pub(crate) rows: Vec<ListedClass>,
    /// How many there are in all.
    pub(crate) total: u64,
    /// Which page this is, from 1.
    pub(crate) page: u64,
    /// Of how many.
    pub(crate) pages: u64,
    /// Devices that were let in.
    pub(crate) devices: Vec<Device>,
    /// What was decided so far.
    pub(crate) decisions: Vec<ClassDecision>,
    /// Whether what was just asked for changed nothing.
    pub(crate) nothing: bool,
}

impl ClassList<'_> {
    fn address(&self, words: &Words) -> String {
        address(&format!("/can-bo/{}/cac-lop", self.known.campaign.id), words)
    }
}

/// The page.
pub(crate) fn class_list(hub: &Hub, words: &Words, list: &ClassList<'_>) -> Page {
    let said = &words.aside;
    let campaign = &list.known.campaign;
    let title = campaign.text(&words.lang).map_or(campaign.id.as_str(), |text| &text.title);
    let mut main = format!(
        "<p class=\"over\">{}</p>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n",
        link(&format!("/can-bo/{}", campaign.id), words, title),
        escape(&said.classes_title),
        escape(&said.classes_lead),
    );
    if list.nothing {
        main += &format!("<p class=\"warning\" role=\"alert\">{}</p>\n", escape(&said.nothing));
    }
    if list.total == 0 {
        main += &format!("<p>{}</p>\n", escape(&said.classes_none));
    } else {
        let cards: String = list.rows.iter().map(|row| card(hub, words, list, row)).collect();
        main += &format!("<ul class=\"campaigns\">\n{cards}</ul>\n{}", turning(words, list));
        main += &bulk(words, list);
    }
    main += &decided(words, list);
    Page { title: said.classes_title.clone(), kind: "desk", officials: true, main }
}

fn card(hub: &Hub, words: &Words, list: &ClassList<'_>, row: &ListedClass) -> String {
    let said = &words.aside;
    let read = class(&row.body);
    let mut card = format!("<li class=\"card\"><h2>{}</h2>\n", escape(&head(hub, words, read.as_ref())));
    let mut say = |text: &str| card += &format!("<p>{}</p>\n", escape(text));
    if let Some(class) = &read {
        let values = [
            ("place", list.known.place(class).to_owned()),
            ("n", words.number(class.heads().into())),
            ("vneid", words.number(class.vneid.into())),
            ("services", words.number(class.services.into())),
        ];
        say(&fill(&said.class_facts, &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
    }
    let from = match &row.device {
        Some(label) => fill(&said.from_device, &[("label", label)]),
        None => said.no_device.clone(),
    };
    say(&[&fill(&said.arrived, &[("day", &words.day(&row.received_day))]), " ", &from].concat());
    if row.aside {
        return card + &format!("<p class=\"warning\">{}</p></li>\n", escape(&said.is_aside));
    }
    let id = format!("why-{}", row.first);
    card += &format!(
        "<details><summary>{}</summary>{}</details></li>\n",
        escape(&said.set_this),
        form(words, list, &id, &hidden("which", &format!("one:{}", row.first)))
    );
    card
}

fn head(hub: &Hub, words: &Words, class: Option<&Class>) -> String {
    let Some(class) = class else { return words.aside.unread.clone() };
    let title = hub.campaigns.content.lesson_title(&class.lesson, &words.lang);
    fill(&words.aside.class, &[("lesson", &title), ("day", &words.day(&class.day))])
}

fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
}

/// The form that sets something aside, with the field for the reason.
fn form(words: &Words, list: &ClassList<'_>, id: &str, which: &str) -> String {
    let said = &words.aside;
    format!(
        "<form class=\"ask\" method=\"post\" action=\"{}\">{which}\n{}\
         <p><button class=\"button button--other\">{}</button></p></form>\n",
        escape(&list.address(words)),
        reason_field(said, id),
        escape(&said.set),
    )
}

/// The field in which an official says why.
pub(super) fn reason_field(said: &AsideWords, id: &str) -> String {
    format!(
        "<p><label for=\"{id}\">{}</label></p>\n<p id=\"{id}-hint\" class=\"quiet\">{}</p>\n\
         <p><input id=\"{id}\" name=\"reason\" required maxlength=\"200\" autocomplete=\"off\" aria-describedby=\"{id}-hint\"></p>\n",
        escape(&said.reason),
        escape(&said.reason_hint),
    )
}

/// Which page this is, and the way to the next.
fn turning(words: &Words, list: &ClassList<'_>) -> String {
    if list.pages < 2 {
        return String::new();
    }
    let said = &words.aside;
    let (page, pages) = (words.number(list.page), words.number(list.pages));
    let now = fill(&said.page, &[("page", &page), ("pages", &pages)]);
    let to = |page: u64, text: &str| {
        let more = if words.lang == "vi" { String::new() } else { format!("&l={}", words.lang) };
        let path = format!("/can-bo/{}/cac-lop?trang={page}{more}", list.known.campaign.id);
        format!("<li><a href=\"{}\">{}</a></li>\n", escape(&path), escape(text))
    };
    let before = if list.page > 1 { to(list.page - 1, &said.page_before) } else { String::new() };
    let after = if list.page < list.pages { to(list.page + 1, &said.page_after) } else { String::new() };
    format!("<p>{}</p>\n<ul class=\"days\">\n{before}{after}</ul>\n", escape(&now))
}

/// Many at once: all of a device, or all of a day from before there were devices.
fn bulk(words: &Words, list: &ClassList<'_>) -> String {
    let said = &words.aside;
    let mut choices: Vec<(String, String)> = list
        .devices
        .iter()
        .filter(|device| device.classes > 0)
        .map(|device| {
            let text = fill(&said.classes_device_pick, &[("label", &device.label)]);
            (format!("device:{}", device.id), text)
        })
        .collect();
    let mut days: Vec<&str> =
        list.rows.iter().filter(|row| row.device.is_none()).map(|row| row.received_day.as_str()).collect();
    days.dedup();
    choices.extend(
        days.into_iter()
            .take(DAYS)
            .map(|day| (format!("day:{day}"), fill(&said.classes_day_pick, &[("day", &words.day(day))]))),
    );
    if choices.is_empty() {
        return String::new();
    }
    let options: String = choices
        .iter()
        .map(|(value, text)| format!("<option value=\"{}\">{}</option>\n", escape(value), escape(text)))
        .collect();
    let pick = format!(
        "<p><label for=\"which\">{}</label></p>\n<p><select id=\"which\" name=\"which\" required>\n{options}</select></p>\n",
        escape(&said.pick)
    );
    format!(
        "<section><h2>{}</h2>\n<p>{}</p>\n{}</section>\n",
        escape(&said.bulk),
        escape(&said.bulk_lead),
        form(words, list, "why-many", &pick)
    )
}

/// Everything that was decided, with its day, and the button that takes it back.
fn decided(words: &Words, list: &ClassList<'_>) -> String {
    let said = &words.aside;
    let of_device = |id: &str| {
        let known = list.devices.iter().find(|device| device.id == id);
        known.map_or_else(|| id.to_owned(), |device| device.label.clone())
    };
    let line = |decision: &ClassDecision| {
        let n = words.number(decision.classes);
        let what = match &decision.which {
            WhichClasses::One(_) => said.classes_one.clone(),
            WhichClasses::Device(id) => {
                fill(&said.classes_of_device, &[("n", &n), ("label", &of_device(id))])
            }
            WhichClasses::Day(day) => {
                fill(&said.classes_of_day, &[("n", &n), ("day", &words.day(&day.to_string()))])
            }
        };
        let decided = [what, decided_on(words, &decision.decided_day, &decision.reason)].join(" ");
        let back = match &decision.taken_back_day {
            Some(day) => format!("<p>{}</p>", escape(&fill(&said.taken_back, &[("day", &words.day(day))]))),
            None => take_back(words, &list.address(words), decision.number),
        };
        format!("<li class=\"card\"><p>{}</p>{back}</li>\n", escape(&decided))
    };
    let lines: String = list.decisions.iter().map(line).collect();
    let body = match lines.is_empty() {
        true => format!("<p>{}</p>\n", escape(&said.decisions_none)),
        false => format!("<ul class=\"campaigns\">\n{lines}</ul>\n"),
    };
    format!("<section><h2>{}</h2>\n{body}</section>\n", escape(&said.decisions))
}

/// The day of a decision and its reason.
pub(super) fn decided_on(words: &Words, day: &str, reason: &str) -> String {
    fill(&words.aside.decided, &[("day", &words.day(day)), ("reason", reason)])
}

/// The button that takes a decision back.
pub(super) fn take_back(words: &Words, address: &str, number: u64) -> String {
    format!(
        "<form method=\"post\" action=\"{}\">{}<button class=\"button button--other\">{}</button></form>",
        escape(address),
        hidden("back", &number.to_string()),
        escape(&words.aside.take_back)
    )
}

/// How many classes are set aside, and why, for the page of the campaign; nothing where none is.
pub(super) fn count(words: &Words, aside: u64, decisions: &[ClassDecision]) -> String {
    let said = &words.aside;
    if aside == 0 {
        return String::new();
    }
    let mut reasons: Vec<&str> = decisions
        .iter()
        .filter(|decision| decision.taken_back_day.is_none())
        .map(|decision| decision.reason.as_str())
        .collect();
    reasons.sort_unstable();
    reasons.dedup();
    reasons.truncate(DAYS);
    let count = fill(&said.classes_count, &[("n", &words.number(aside))]);
    format!("{count} {}", fill(&said.reasons, &[("reasons", &reasons.join("; "))]))
}
