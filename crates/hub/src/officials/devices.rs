//! The page of devices that may send classes.

use lang_nghe_record::Day;

use super::{Page, address, escape, qr};
use crate::http::DEVICES_PATH;
use crate::storage::devices::Device;
use crate::words::{DeviceWords, Words, fill};

/// What became of naming a device.
#[derive(Debug)]
pub(crate) enum NewCode {
    /// Here is its code.
    Made {
        /// What the device is called.
        label: String,
        /// The code.
        code: String,
        /// Last day on which it can be used.
        until: Day,
        /// An address that brings the code along, if this hub knows its own.
        link: Option<String>,
    },
    /// It was given no name.
    NoName,
    /// There are too many already.
    NoRoom,
}

/// The page.
pub(crate) fn devices(words: &Words, all: &[Device], today: Day, new: Option<&NewCode>) -> Page {
    let said = &words.devices;
    let mut main =
        format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", escape(&said.title), escape(&said.lead));
    if let Some(new) = new {
        main += &made(words, new);
    }
    main += &format!(
        "<form class=\"ask\" method=\"post\" action=\"{}\">\n<p><label for=\"label\">{}</label></p>\n\
         <p id=\"label-hint\" class=\"quiet\">{}</p>\n\
         <p><input id=\"label\" name=\"label\" maxlength=\"60\" required autocomplete=\"off\" aria-describedby=\"label-hint\"></p>\n\
         <p><button class=\"button\">{}</button></p></form>\n",
        escape(&address(DEVICES_PATH, words)),
        escape(&said.label),
        escape(&said.label_hint),
        escape(&said.make),
    );
    let cards: String = all.iter().map(|device| card(words, device, today)).collect();
    main += &format!("<section><h2>{}</h2>\n", escape(&said.all));
    main += &match cards.is_empty() {
        true => format!("<p>{}</p>\n", escape(&said.none)),
        false => format!("<ul class=\"campaigns\">\n{cards}</ul>\n"),
    };
    main += "</section>\n";
    Page { title: said.title.clone(), kind: "desk", officials: true, main }
}

fn made(words: &Words, new: &NewCode) -> String {
    let said = &words.devices;
    let NewCode::Made { label, code, until, link } = new else {
        let sentence = if matches!(new, NewCode::NoName) { &said.no_name } else { &said.no_room };
        return format!("<p class=\"warning\" role=\"alert\">{}</p>\n", escape(sentence));
    };
    let picture = link.as_ref().and_then(|link| qr::svg(link, &said.qr).ok()).map_or(String::new(), |svg| {
        format!("<p>{}</p>\n<p class=\"code__picture\">{svg}</p>\n", escape(&said.scan))
    });
    format!(
        "<section class=\"card code\" role=\"status\"><h2>{}</h2>\n<p class=\"figure code__letters\">{}</p>\n\
         <p>{}</p>\n<p>{}</p>\n{picture}<p class=\"quiet\">{}</p></section>\n",
        escape(&fill(&said.code, &[("label", label)])),
        escape(code),
        escape(&fill(&said.code_until, &[("day", &words.day(&until.to_string()))])),
        escape(&said.code_where),
        escape(&said.code_once),
    )
}

fn card(words: &Words, device: &Device, today: Day) -> String {
    let said = &words.devices;
    format!(
        "<li class=\"card\"><h3>{}</h3>\n<p>{}</p>\n{}</li>\n",
        escape(&device.label),
        escape(&state(words, device, today)),
        shut(words, said, device)
    )
}

/// How a device stands, in sentences.
fn state(words: &Words, device: &Device, today: Day) -> String {
    let said = &words.devices;
    let on = |sentence: &str, day: &str| fill(sentence, &[("day", &words.day(day))]);
    let mut sentences = Vec::new();
    match (&device.shut_day, &device.in_day) {
        (Some(day), _) => sentences.push(on(&said.is_shut, day)),
        (None, Some(day)) => sentences.push(on(&said.is_in, day)),
        (None, None) if device.code_until < today.to_string() => {
            sentences.push(on(&said.is_late, &device.code_until));
        }
        (None, None) => sentences.push(on(&said.is_waiting, &device.code_until)),
    }
    if device.in_day.is_some() {
        sentences.push(match &device.used_day {
            Some(day) => on(&said.used, day),
            None => said.unused.clone(),
        });
    }
    if device.classes > 0 {
        sentences.push(fill(&said.classes, &[("n", &words.number(device.classes))]));
    }
    sentences.join(" ")
}

/// The question before a device is shut out.
fn shut(words: &Words, said: &DeviceWords, device: &Device) -> String {
    if device.shut_day.is_some() {
        return String::new();
    }
    format!(
        "<details><summary>{}</summary><p>{}</p><form method=\"post\" action=\"{}\">\
         <input type=\"hidden\" name=\"shut\" value=\"{}\"><button class=\"button button--other\">{}</button></form></details>\n",
        escape(&said.shut),
        escape(&said.shut_note),
        escape(&address(DEVICES_PATH, words)),
        escape(&device.id),
        escape(&said.shut_yes),
    )
}
