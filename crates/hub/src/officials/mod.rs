//! Pages that the hub renders itself: for officials, for the wall, and for addresses that lead
//! nowhere now. No script, no request beyond the page: style is inlined and named in the policy.

use std::sync::LazyLock;

use base64::{Engine, prelude::BASE64_STANDARD};
use lang_nghe_record::Day;
use sha2::{Digest, Sha256};

use crate::campaigns::{Known, Phase};
use crate::erasure::Outlook;
use crate::outdated::Outdated;
use crate::storage::CampaignStatus;
use crate::words::{Words, fill};

mod campaign;
mod classes;
mod erasure;
mod estimate;
mod poster;
mod qr;
mod results;
mod speech;

pub(crate) use campaign::{campaign, list};
pub(crate) use classes::{ClassStanding, classes};
pub(crate) use estimate::estimate;
pub(crate) use poster::posters;
pub(crate) use results::{results, validity};
pub(crate) use speech::{Spoken, listening};

/// The style of these pages, and of the tables and pictures in them. Colours and elements are the
/// app's own.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    let app = [include_str!("../../../../style/tokens.css"), include_str!("../../../../style/base.css")];
    let own = [include_str!("../../../../style/officials.css"), lang_nghe_report::STYLE];
    [app, own].concat().concat()
});

/// The mark, as in the app's own header.
const MARK: &str = r#"<svg class="mark" width="28" height="28" viewBox="8 6 48 48" aria-hidden="true"><path d="M21.5 26a16 16 0 0 1 32 0c0 10.8-8.5 12.5-10.2 20.5a7.5 7.5 0 0 1-14.5 1.6M30.2 26.5a7.3 7.3 0 0 1 14.6 0c0 5.6-5.8 6.2-6.7 11.8"/><path class="mark__voice" d="M12 20.5a13.5 13.5 0 0 0 0 13"/></svg>"#;

/// A page before its frame is put around it.
#[derive(Debug)]
pub(crate) struct Page {
    /// Title of the window.
    title: String,
    /// Class of the body: how the page is laid out.
    kind: &'static str,
    /// Whether the frame's head leads to the officials' list.
    officials: bool,
    /// HTML of `main`.
    main: String,
}

/// A campaign as it stands today.
#[derive(Debug)]
pub(crate) struct Standing<'a> {
    /// The campaign.
    pub(crate) known: &'a Known,
    /// The day of the visit.
    pub(crate) today: Day,
    /// Open or not.
    pub(crate) phase: Phase,
    /// What was received.
    pub(crate) status: CampaignStatus,
    /// When its answers go.
    pub(crate) outlook: Option<Outlook>,
    /// Why what it asks is no longer the newest, if so.
    pub(crate) outdated: Option<Outdated>,
    /// Forms that answer another version than it asks now: the version, and how many.
    pub(crate) others: Vec<(String, u64)>,
}

/// The policy of these pages.
pub(crate) fn policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| policy_with("form-action 'self'"));
    &POLICY
}

/// The policy of the one page that plays sound and takes decisions.
pub(crate) fn listening_policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| policy_with("media-src 'self'; form-action 'self'"));
    &POLICY
}

fn policy_with(more: &str) -> String {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src 'self' data:; manifest-src 'self'; \
         base-uri 'none'; {more}; frame-ancestors 'none'"
    )
}

/// The whole document.
pub(crate) fn document(words: &Words, page: &Page) -> String {
    let Words { lang, brand, skip, other_lang, other_language, .. } = words;
    let suffix = if lang == "vi" { String::new() } else { format!("?l={lang}") };
    let up = if page.officials {
        let title = escape(&words.officials.title);
        format!("<a class=\"top__up\" href=\"/can-bo{suffix}\">{title}</a>")
    } else {
        String::new()
    };
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>{title} – {brand}</title>\n\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n<style>{style}</style>\n</head>\n\
         <body class=\"{kind}\">\n\
         <header class=\"top\"><a class=\"skip\" href=\"#main\">{skip}</a><a class=\"top__brand\" href=\"/{suffix}\">{MARK}{brand}</a>{up}\
         <a class=\"top__language\" href=\"?l={other_lang}\" lang=\"{other_lang}\" hreflang=\"{other_lang}\">{other_language}</a></header>\n\
         <main id=\"main\" tabindex=\"-1\">\n{main}</main>\n</body>\n</html>\n",
        title = escape(&page.title),
        brand = escape(brand),
        skip = escape(skip),
        other_language = escape(other_language),
        style = *STYLE,
        kind = page.kind,
        main = page.main,
    )
}

/// A page that says one thing.
pub(crate) fn notice(words: &Words, title: &str, texts: &[&str]) -> Page {
    let paragraphs: String = texts.iter().map(|text| format!("<p>{}</p>\n", escape(text))).collect();
    let home = link("/", words, &words.page.home);
    let main = format!("<h1>{}</h1>\n{paragraphs}<p>{home}</p>\n", escape(title));
    Page { title: title.to_owned(), kind: "notice", officials: false, main }
}

/// The page before the officials' door: what opens it, and a link that makes the browser ask again.
/// It does not repeat the address: what somebody typed is not told back.
pub(crate) fn locked(words: &Words, texts: &[&str]) -> Page {
    let paragraphs: String = texts.iter().map(|text| format!("<p>{}</p>\n", escape(text))).collect();
    let (title, again) = (&words.door.title, &words.door.again);
    let main = format!(
        "<h1>{}</h1>\n{paragraphs}<p><a class=\"button\" href=\"{}\">{}</a></p>\n<p>{}</p>\n",
        escape(title),
        escape(&address("?", words).replace("??", "?")),
        escape(again),
        link("/", words, &words.page.home)
    );
    Page { title: title.clone(), kind: "notice", officials: false, main }
}

/// The survey's address before its first and after its last day.
pub(crate) fn closed(words: &Words, known: &Known, phase: Phase) -> Page {
    let campaign = &known.campaign;
    let text = campaign.text(&words.lang);
    let (survey, asker, contact) =
        text.map_or(("", "", ""), |text| (text.title.as_str(), text.asker.as_str(), text.contact.as_str()));
    let page = &words.page;
    let (title, explanation) = match phase {
        Phase::Before => {
            (&page.before_title, fill(&page.before_text, &[("day", &words.day(&campaign.opens))]))
        }
        Phase::Open | Phase::Closed => {
            (&page.closed_title, fill(&page.closed_text, &[("day", &words.day(&campaign.closes))]))
        }
    };
    let mut main = format!(
        "<p class=\"over\">{}</p>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<p>{}</p>\n",
        escape(asker),
        escape(title),
        escape(survey),
        escape(&explanation)
    );
    if phase != Phase::Before {
        // Answers that wait on this phone are still taken: say where they are sent from.
        main += &format!(
            "<p>{} {}</p>\n<p>{}</p>\n",
            escape(&page.closed_waiting),
            link("/may-nay", words, &page.closed_device),
            link(&format!("/ket-qua/{}", campaign.id), words, &page.closed_results)
        );
    }
    main += &format!("<p class=\"quiet\">{}</p>\n", escape(&fill(&page.contact, &[("contact", contact)])));
    Page { title: title.clone(), kind: "notice", officials: false, main }
}

/// A link that keeps the language.
fn link(path: &str, words: &Words, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape(&address(path, words)), escape(text))
}

/// An address within the hub that keeps the language.
fn address(path: &str, words: &Words) -> String {
    if words.lang == "vi" { path.to_owned() } else { format!("{path}?l={}", words.lang) }
}

/// Text as HTML, within elements and quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_becomes_markup() {
        assert_eq!(
            escape("<a href=\"x\" title='y'>&</a>"),
            "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;"
        );
    }

    #[test]
    fn the_policy_names_the_style_that_is_inlined() {
        assert!(policy().contains("style-src 'sha256-"));
        assert!(!policy().contains("unsafe"));
        assert!(!STYLE.contains("</style"));
    }
}
