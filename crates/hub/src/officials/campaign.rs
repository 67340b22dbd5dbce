//! How the campaigns stand, and what of their results is released.

use lang_nghe_report::Words as ReportWords;

use super::{ClassStanding, Page, Standing, address, escape, link};
use crate::campaigns::Phase;
use crate::outdated::Outdated;
use crate::storage::CampaignStatus;
use crate::words::{OfficialsWords, Words, fill};

/// All campaigns of this hub: those up to date first, the others behind "Xem thêm".
pub(crate) fn list(
    words: &Words,
    report: &ReportWords,
    (standings, classes): (&[Standing<'_>], &[ClassStanding<'_>]),
) -> Page {
    let texts = &words.officials;
    let mut main =
        format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", escape(&texts.title), escape(&texts.lead));
    if standings.is_empty() && classes.is_empty() {
        main += &format!("<p>{}</p>\n", escape(&texts.none));
    }
    let is_current =
        |standing: &&Standing<'_>| standing.phase != Phase::Closed && standing.outdated.is_none();
    let (current, others): (Vec<_>, Vec<_>) = standings.iter().partition(is_current);
    let cards = |standings: &[&Standing<'_>]| {
        let cards: String = standings.iter().map(|standing| card(words, report, standing)).collect();
        format!("<ul class=\"campaigns\">\n{cards}</ul>\n")
    };
    main += &cards(&current);
    if !classes.is_empty() {
        let classes: String = classes.iter().map(|standing| super::classes::card(words, standing)).collect();
        main += &format!("<ul class=\"campaigns\">\n{classes}</ul>\n");
    }
    if !others.is_empty() {
        let more = fill(&texts.more, &[("n", &words.number(others.len() as u64))]);
        main += &format!("<details><summary>{}</summary>\n{}</details>\n", escape(&more), cards(&others));
    }
    main += &format!(
        "<ul class=\"days\">\n<li>{}</li>\n<li>{}</li>\n</ul>\n",
        link("/can-bo/tieng-doc", words, &words.speech.title),
        link(crate::http::DEVICES_PATH, words, &words.devices.title)
    );
    Page { title: texts.title.clone(), kind: "desk", officials: false, main }
}

fn card(words: &Words, report: &ReportWords, standing: &Standing<'_>) -> String {
    let texts = &words.officials;
    let campaign = &standing.known.campaign;
    let title = campaign.text(&words.lang).map_or(campaign.id.as_str(), |text| &text.title);
    let old = standing.outdated.as_ref();
    let old = old.map(|old| format!("<p class=\"expired\">{}</p>\n", escape(&why(old, words, report))));
    format!(
        "<li class=\"card\"><h2><a href=\"{}\">{}</a></h2>\n<p>{} {}</p>\n{}<p class=\"quiet\">{}</p></li>\n",
        escape(&address(&format!("/can-bo/{}", campaign.id), words)),
        escape(title),
        chip(texts, standing.phase),
        escape(&days(words, standing)),
        old.unwrap_or_default(),
        escape(&received(words, standing.status.received)),
    )
}

/// Why what a campaign asks is no longer the newest.
fn why(old: &Outdated, words: &Words, report: &ReportWords) -> String {
    let expired = old
        .expired
        .as_ref()
        .map(|last| fill(&report.expired, &[("source", &old.source), ("date", &words.day(last))]));
    let replaced = old.replaced_by.as_ref().map(|document| fill(&report.replaced, &[("document", document)]));
    let newer = old.newer.as_ref().map(|version| fill(&report.newer, &[("version", version)]));
    [expired, replaced, newer].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// One campaign.
pub(crate) fn campaign(words: &Words, standing: &Standing<'_>, results: &str) -> Page {
    let texts = &words.officials;
    let campaign = &standing.known.campaign;
    let (title, asker) = campaign
        .text(&words.lang)
        .map_or((campaign.id.as_str(), ""), |text| (text.title.as_str(), text.asker.as_str()));
    let mut main = format!(
        "<p class=\"over\">{}</p>\n<h1>{}</h1>\n<p>{} {}</p>\n<div class=\"columns\">\n",
        escape(asker),
        escape(title),
        chip(texts, standing.phase),
        escape(&days(words, standing)),
    );
    main += &received_card(words, standing);
    main += &refused_card(words, &standing.status);
    main += &poster_card(words, standing);
    main += &estimate_card(words, standing);
    main += "</div>\n";
    main += &format!("<section class=\"results\">\n<h2>{}</h2>\n", escape(&texts.results));
    main += results;
    main += "</section>\n";
    Page { title: title.to_owned(), kind: "desk", officials: true, main }
}

fn received_card(words: &Words, standing: &Standing<'_>) -> String {
    let texts = &words.officials;
    let status = &standing.status;
    let mut card = format!(
        "<section class=\"card\"><h2>{}</h2>\n<p class=\"figure\">{}</p>\n",
        escape(&texts.received),
        escape(&words.number(status.received)),
    );
    let mut say = |text: &str| card += &format!("<p>{}</p>\n", escape(text));
    if let Some(day) = &status.last_day {
        say(&fill(&texts.last_day, &[("day", &words.day(day))]));
    }
    let bursts = bursts(words, &status.days);
    if !bursts.is_empty() {
        say(&fill(&texts.bursts, &[("days", &bursts)]));
    }
    let busy = busy_points(words, standing);
    if !busy.is_empty() {
        say(&fill(&texts.bursts_point, &[("days", &busy)]));
    }
    for (version, forms) in &standing.others {
        let values = [("n", words.number(*forms)), ("version", version.clone())];
        say(&fill(&texts.other_version, &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
    }
    if status.outside > 0 {
        say(&fill(&texts.outside, &[("n", &words.number(status.outside))]));
    }
    if status.uncounted > 0 {
        say(&fill(&texts.uncounted, &[("n", &words.number(status.uncounted))]));
    }
    if status.set_aside > 0 {
        let reasons = fill(&words.aside.reasons, &[("reasons", &standing.reasons.join("; "))]);
        say(&[&fill(&texts.set_aside, &[("n", &words.number(status.set_aside))]), " ", &reasons].concat());
    }
    say(if standing.is_trial { &texts.trial } else { &texts.as_of_step });
    if let Some(outlook) = &standing.outlook {
        let said = super::erasure::sentences(words, (outlook, standing.today), (&texts.erase, &texts.erased));
        said.iter().for_each(|sentence| say(sentence));
    }
    let path = format!("/can-bo/{}/de-rieng", standing.known.campaign.id);
    card + &format!("<p>{}</p></section>\n", link(&path, words, &words.aside.forms_open))
}

/// The days on which far more forms arrived than on the others: `21/11/2026 (45)`. Each has more than
/// [`BURST_FLOOR`](lang_nghe_quality::together::BURST_FLOOR) forms, so no small group is named.
fn bursts(words: &Words, days: &[(String, u64)]) -> String {
    let counts: Vec<u64> = days.iter().map(|(_, accepted)| *accepted).collect();
    let found = days.iter().zip(lang_nghe_quality::together::bursts(&counts)).filter(|(_, burst)| *burst);
    let named =
        found.map(|((day, accepted), _)| [&words.day(day), " (", &words.number(*accepted), ")"].concat());
    named.collect::<Vec<_>>().join(", ")
}

/// The days on which one service point has far more forms than on its other days: `Quầy 1, 21/11/2026 (45 phiếu)`.
/// A point with a single day has nothing to be compared with.
fn busy_points(words: &Words, standing: &Standing<'_>) -> String {
    let texts = &words.officials;
    let campaign = &standing.known.campaign;
    let mut named = Vec::new();
    for days in standing.status.point_days.chunk_by(|a, b| a.point == b.point) {
        let counts: Vec<u64> = days.iter().map(|day| day.forms).collect();
        let busy = days.iter().zip(lang_nghe_quality::together::bursts(&counts)).filter(|(_, burst)| *burst);
        named.extend(busy.map(|(day, _)| {
            let point = campaign.point(&day.point).map_or(texts.bursts_nowhere.as_str(), |point| &point.name);
            let (date, n) = (words.day(&day.day), words.number(day.forms));
            fill(&texts.bursts_entry, &[("point", point), ("day", &date), ("n", &n)])
        }));
    }
    named.join("; ")
}

pub(super) fn refused_card(words: &Words, status: &CampaignStatus) -> String {
    let texts = &words.officials;
    let refused = &status.refused;
    let mut card = format!("<section class=\"card\"><h2>{}</h2>\n", escape(&texts.refused));
    if refused.is_empty() {
        return card + &format!("<p>{}</p></section>\n", escape(&texts.refused_none));
    }
    card += &format!(
        "<table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"number\">{}</th></tr></thead><tbody>\n",
        escape(&texts.refused_reason),
        escape(&texts.refused_count)
    );
    for (reason, count) in refused {
        // A reason of a newer hub has no words here: its code is better than silence.
        let reason = words.reasons.get(reason).unwrap_or(reason);
        card += &format!(
            "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td></tr>\n",
            escape(reason),
            escape(&words.number(*count))
        );
    }
    card + &format!("</tbody></table>\n<p class=\"quiet\">{}</p></section>\n", escape(&texts.refused_note))
}

fn poster_card(words: &Words, standing: &Standing<'_>) -> String {
    let texts = &words.officials;
    let id = &standing.known.campaign.id;
    format!(
        "<section class=\"card\"><h2>{}</h2>\n<p>{}</p>\n\
         <p><a class=\"button\" href=\"{}\">{}</a></p>\n<p>{}</p>\n<p>{}</p></section>\n",
        escape(&texts.posters),
        escape(&texts.posters_lead),
        escape(&address(&format!("/can-bo/{id}/to-dan"), words)),
        escape(&texts.posters_open),
        link(&format!("/k/{id}"), words, &texts.survey),
        link(&format!("/ket-qua/{id}"), words, &texts.public_results),
    )
}

fn estimate_card(words: &Words, standing: &Standing<'_>) -> String {
    let said = &words.estimate;
    let id = &standing.known.campaign.id;
    format!(
        "<section class=\"card\"><h2>{}</h2>\n<p>{}</p>\n<p>{}</p></section>\n",
        escape(&said.card),
        escape(&said.card_lead),
        link(&format!("/can-bo/{id}/uoc-luong"), words, &said.card_open),
    )
}

pub(super) fn chip(texts: &OfficialsWords, phase: Phase) -> String {
    let (class, text) = match phase {
        Phase::Before => ("before", &texts.before),
        Phase::Open => ("open", &texts.open),
        Phase::Closed => ("closed", &texts.closed),
    };
    format!("<span class=\"chip chip--{class}\">{}</span>", escape(text))
}

fn days(words: &Words, standing: &Standing<'_>) -> String {
    let campaign = &standing.known.campaign;
    let (opens, closes) = (words.day(&campaign.opens), words.day(&campaign.closes));
    fill(&words.officials.days, &[("opens", &opens), ("closes", &closes)])
}

fn received(words: &Words, count: u64) -> String {
    let texts = &words.officials;
    match count {
        0 => texts.received_none.clone(),
        1 => texts.received_one.clone(),
        several => fill(&texts.received_many, &[("n", &words.number(several))]),
    }
}
