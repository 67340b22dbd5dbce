//! What hangs on the wall: one A4 sheet per service point, with the address as a QR code.

use qrcode::types::QrError;

use super::{MARK, Page, address, escape, qr};
use crate::campaigns::Known;
use crate::words::{LANGUAGES, Languages, Words, fill};

/// The sheets of a campaign. `origin` is the address people reach the hub at.
pub(crate) fn posters(
    languages: &Languages,
    words: &Words,
    known: &Known,
    origin: &str,
) -> Result<Page, QrError> {
    let campaign = &known.campaign;
    let texts = &words.officials;
    let back = address(&format!("/can-bo/{}", campaign.id), words);
    let title = campaign.text(&words.lang).map_or("", |text| &text.title);
    let mut main = format!(
        "<div class=\"screen\">\n<p class=\"over\"><a href=\"{}\">{}</a></p>\n<h1>{}</h1>\n<p>{}</p>\n<p>{}</p>\n",
        escape(&back),
        escape(title),
        escape(&texts.posters),
        escape(&texts.posters_print),
        escape(&fill(&texts.posters_address, &[("address", origin)])),
    );
    if is_local(origin) {
        main += &format!("<p class=\"warning\">{}</p>\n", escape(&texts.posters_local));
    }
    main += "</div>\n<div class=\"sheets\">\n";
    let places = campaign.points.iter().map(|point| (Some(point.id.as_str()), point.name.as_str()));
    // A campaign without points, or a notice in the street: the same address without a place.
    let everywhere = campaign.points.is_empty().then_some((None, ""));
    for (point, name) in places.chain(everywhere) {
        let mut target = format!("{origin}/k/{}", campaign.id);
        if let Some(point) = point {
            target += &format!("?d={point}");
        }
        main += &sheet(languages, known, name, &target)?;
    }
    main += "</div>\n";
    Ok(Page { title: texts.posters.clone(), kind: "posters", officials: true, main })
}

/// One sheet, in every language of the hub: the first large, the others small below it.
fn sheet(languages: &Languages, known: &Known, place: &str, target: &str) -> Result<String, QrError> {
    let said = LANGUAGES.map(|lang| languages.get(lang));
    let [words, others @ ..] = said;
    let asker = known.campaign.text(&words.lang).map_or("", |text| &text.asker);
    let code = qr::svg(target, &fill(&words.poster.qr, &[("address", target)]))?;
    let mut sheet = format!(
        "<article class=\"sheet\" lang=\"{}\">\n<p class=\"sheet__asker\">{}</p>\n\
         <h2 class=\"sheet__call\">{}<br>{}</h2>\n<p class=\"sheet__how\">{}</p>\n{code}\n",
        words.lang,
        escape(asker),
        escape(&words.poster.ask),
        escape(&words.poster.call),
        escape(&words.poster.how),
    );
    if !place.is_empty() {
        sheet += &format!(
            "<p class=\"sheet__place\">{}</p>\n",
            escape(&fill(&words.poster.place, &[("name", place)]))
        );
    }
    // Without the scheme: shorter to type, and every browser adds it.
    let typed = target.split_once("://").map_or(target, |(_, rest)| rest);
    sheet += &format!(
        "<p class=\"sheet__address\">{} <b>{}</b></p>\n<p class=\"sheet__promise\">{}</p>\n",
        escape(&words.poster.type_in),
        escape(typed),
        escape(&words.poster.promise),
    );
    for words in others {
        sheet += &other_language(words);
    }
    let closes = words.day(&known.campaign.closes);
    sheet += &format!(
        "<p class=\"sheet__foot\">{MARK}<b>{}</b> <span>{}</span></p>\n</article>\n",
        escape(&words.brand),
        escape(&fill(&words.poster.until, &[("day", &closes)])),
    );
    Ok(sheet)
}

fn other_language(words: &Words) -> String {
    format!(
        "<p class=\"sheet__other\" lang=\"{}\"><b>{} {}</b> {} {}</p>\n",
        words.lang,
        escape(&words.poster.ask),
        escape(&words.poster.call),
        escape(&words.poster.how),
        escape(&words.poster.promise),
    )
}

/// Whether other devices cannot reach this address.
fn is_local(origin: &str) -> bool {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let name = host.strip_prefix('[').map_or_else(
        || host.split(':').next().unwrap_or_default(),
        |v6| v6.split(']').next().unwrap_or_default(),
    );
    name == "localhost" || name == "::1" || name.starts_with("127.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_this_machine_alone_is_noticed() {
        for local in ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:80"] {
            assert!(is_local(local), "{local}");
        }
        for reachable in
            ["http://192.168.1.5:8080", "https://lang-nghe.example.gov.vn", "http://[fd00::1]:80"]
        {
            assert!(!is_local(reachable), "{reachable}");
        }
    }
}
