//! The app's pages, filled in for a campaign, and the pages for addresses that lead nowhere now.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Redirect, Response};
use lang_nghe_campaign::Campaign;

use super::encoding::{Effort, Encoding, Packed};
use crate::Hub;
use crate::campaigns::{Known, Phase};
use crate::dist::Dist;
use crate::officials::{self, escape};
use crate::words::{PageWords, Words, fill, fill_between};

/// The app's pages, made once per campaign and language: they change only with a new start.
#[derive(Debug, Default)]
pub(crate) struct PageCache(Mutex<HashMap<(String, String), Arc<AppPage>>>);

/// A page as it is sent.
#[derive(Debug)]
struct AppPage {
    packed: Packed,
    tag: String,
}

impl PageCache {
    fn get(&self, key: (String, String), make: impl FnOnce() -> String) -> Arc<AppPage> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = lock().get(&key) {
            return Arc::clone(page);
        }
        // Made outside the lock: pressing takes a while, and two makers make the same page.
        let html = make();
        let tag = super::tag(html.as_bytes());
        let page = Arc::new(AppPage { packed: Packed::new(html, Effort::Once), tag });
        lock().insert(key, Arc::clone(&page));
        page
    }
}

/// `GET /k/<campaign>`: the survey.
pub(crate) async fn survey(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let words = hub.words.asked(query.as_deref());
    let Some(known) = hub.campaigns.get(&campaign) else {
        return not_found(&hub, query.as_deref(), &headers);
    };
    let Ok(today) = hub.today() else { return no_app(words, &headers) };
    let phase = known.phase(today);
    if phase != Phase::Open {
        let body = officials::closed(words, known, phase);
        return rendered(StatusCode::OK, words, &body, &headers);
    }
    // An instrument that is newer than the built app has no words in it: a page that cannot ask would be blank.
    let Some(dist) = hub.dist.as_ref().filter(|dist| dist.asks(&known.campaign)) else {
        return no_app(words, &headers);
    };
    let key = (format!("/k/{campaign}"), words.lang.clone());
    let page = hub.pages.get(key, || survey_html(dist, known, words));
    app(&page, dist, words, &headers)
}

/// `POST /k/<campaign>`: a browser submitted a form of the page by itself, because its script did not run. The page is
/// opened again at the same address, service point and all; what was submitted is not looked at.
pub(crate) async fn again(address: Uri) -> Redirect {
    Redirect::to(address.path_and_query().map_or("/", |address| address.as_str()))
}

/// `GET /`, `/may-nay`, `/gioi-thieu`.
pub(crate) async fn desk(
    State(hub): State<Arc<Hub>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let words = hub.words.asked(query.as_deref());
    desk_page(&hub, words, None, &headers)
}

/// `GET /hoc`, `/hoc/<lesson>`: one page; which lessons there are it knows itself.
pub(crate) async fn learn(
    State(hub): State<Arc<Hub>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    one_page(&hub, &LEARN, query.as_deref(), &headers)
}

/// `GET /cong-cu/cham-phieu`: a page of its own, which brings the questions of every instrument.
pub(crate) async fn forms(
    State(hub): State<Arc<Hub>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    one_page(&hub, &FORMS, query.as_deref(), &headers)
}

/// `GET /cong-cu` and the other tools under it: one page.
pub(crate) async fn tools(
    State(hub): State<Arc<Hub>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    one_page(&hub, &TOOLS, query.as_deref(), &headers)
}

/// A page of the app that is the same at every address of its area: what it shows it finds out itself.
struct Area {
    path: &'static str,
    template: &'static str,
    head: fn(&PageWords) -> String,
    /// What else the page is told.
    more: fn(&Hub) -> String,
}

const LEARN: Area = Area {
    path: "/hoc",
    template: "learn",
    head: |page| head(&page.learn_title, &page.learn_description),
    more: classes_meta,
};

const TOOLS: Area = Area {
    path: "/cong-cu",
    template: "tools",
    head: |page| head(&page.tools_title, &page.tools_description),
    more: |_| String::new(),
};

const FORMS: Area = Area {
    path: "/cong-cu/cham-phieu",
    template: "forms",
    head: |page| head(&page.forms_title, &page.forms_description),
    more: |_| String::new(),
};

/// The campaigns of classes: the page is kept on the device, and with it places and keys.
fn classes_meta(hub: &Hub) -> String {
    let all: Vec<String> = hub.campaigns.all_classes().map(|known| known.campaign.encode()).collect();
    if all.is_empty() {
        String::new()
    } else {
        format!("<meta name=\"classes\" content=\"{}\">", all.join(" "))
    }
}

impl Area {
    fn key(&self, words: &Words) -> (String, String) {
        (self.path.into(), words.lang.clone())
    }

    fn html(&self, hub: &Hub, dist: &Dist, words: &Words) -> String {
        let head = (self.head)(&words.page) + &(self.more)(hub);
        fill_template(dist, self.template, words, &head, "")
    }
}

fn one_page(hub: &Hub, area: &Area, query: Option<&str>, headers: &HeaderMap) -> Response {
    let words = hub.words.asked(query);
    let Some(dist) = &hub.dist else { return no_app(words, headers) };
    let page = hub.pages.get(area.key(words), || area.html(hub, dist, words));
    app(&page, dist, words, headers)
}

/// `GET /ket-qua/<campaign>`.
pub(crate) async fn results(
    State(hub): State<Arc<Hub>>,
    Path(campaign): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let words = hub.words.asked(query.as_deref());
    match hub.campaigns.get(&campaign) {
        Some(known) => desk_page(&hub, words, Some(known), &headers),
        None => not_found(&hub, query.as_deref(), &headers),
    }
}

fn desk_page(hub: &Hub, words: &Words, known: Option<&Known>, headers: &HeaderMap) -> Response {
    let Some(dist) = &hub.dist else { return no_app(words, headers) };
    let name = known.map_or("/", |known| &known.campaign.id);
    let key = (name.to_owned(), words.lang.clone());
    let page = hub.pages.get(key, || desk_html(dist, known, words));
    app(&page, dist, words, headers)
}

/// Presses the pages of every campaign, so that the first visitor does not wait for it.
pub(crate) fn warm(hub: &Hub) {
    let Some(dist) = &hub.dist else { return };
    for lang in crate::words::LANGUAGES {
        let words = hub.words.get(lang);
        hub.pages.get(("/".into(), lang.into()), || desk_html(dist, None, words));
        for area in [&LEARN, &TOOLS, &FORMS] {
            hub.pages.get(area.key(words), || area.html(hub, dist, words));
        }
        for known in hub.campaigns.iter() {
            let id = &known.campaign.id;
            hub.pages.get((format!("/k/{id}"), lang.into()), || survey_html(dist, known, words));
            hub.pages.get((id.clone(), lang.into()), || desk_html(dist, Some(known), words));
        }
    }
}

fn survey_html(dist: &Dist, known: &Known, words: &Words) -> String {
    let campaign = &known.campaign;
    let form = format!("{}@{}", campaign.instrument, campaign.version);
    let packs = dist.build.packs.get(&form);
    let pack = packs.and_then(|packs| packs.get(&words.lang));
    let mut head = campaign_head(campaign, words, &words.brand);
    head += &packs_meta(packs);
    if let Some(pack) = pack {
        head += &format!("<link rel=\"preload\" as=\"fetch\" crossorigin href=\"{}\">", escape(pack));
    }
    let fragments = dist.build.start.get(&form);
    let fragment =
        fragments.and_then(|by_lang| by_lang.get(&words.lang)).and_then(|name| dist.fragments.get(name));
    let start = fragment.map_or(String::new(), |fragment| fill_start(fragment, campaign, words));
    fill_template(dist, "survey", words, &head, &start)
}

/// Where the questions lie, by language.
fn packs_meta(packs: Option<&BTreeMap<String, String>>) -> String {
    let Some(packs) = packs else { return String::new() };
    let list: Vec<String> = packs.iter().map(|(lang, path)| format!("{lang}={path}")).collect();
    format!("<meta name=\"packs\" content=\"{}\">", escape(&list.join(" ")))
}

fn desk_html(dist: &Dist, known: Option<&Known>, words: &Words) -> String {
    let head = match known {
        // Results are shown with the questions' own words.
        Some(known) => {
            let form = format!("{}@{}", known.campaign.instrument, known.campaign.version);
            campaign_head(&known.campaign, words, &words.page.results_title)
                + &packs_meta(dist.build.packs.get(&form))
        }
        None => head(&words.page.desk_title, &words.page.description),
    };
    fill_template(dist, "desk", words, &head, "")
}

fn campaign_head(campaign: &Campaign, words: &Words, suffix: &str) -> String {
    let (title, asker) =
        campaign.text(&words.lang).map_or(("", ""), |text| (text.title.as_str(), text.asker.as_str()));
    let mut head = head(&format!("{title} – {suffix}"), asker);
    // An encoding that fails has no spelling in practice; the page then says that it is damaged.
    let encoded = campaign.encode().unwrap_or_default();
    head += &format!("<meta name=\"campaign\" content=\"{encoded}\">");
    head
}

fn head(title: &str, description: &str) -> String {
    format!("<title>{}</title><meta name=\"description\" content=\"{}\">", escape(title), escape(description))
}

fn fill_template(dist: &Dist, page: &str, words: &Words, head: &str, start: &str) -> String {
    let template = dist.templates.get(page).map_or("", String::as_str);
    // The start goes in last: it holds the campaign's own words, which are not looked at again.
    template.replace("{{lang}}", &words.lang).replacen("<!--slot:head-->", head, 1).replacen(
        "<!--slot:start-->",
        start,
        1,
    )
}

/// Puts the campaign's words into the prerendered start, in one pass over it.
fn fill_start(fragment: &str, campaign: &Campaign, words: &Words) -> String {
    let text = campaign.text(&words.lang);
    let of = |part: fn(&lang_nghe_campaign::CampaignText) -> &String| {
        text.map(|text| escape(part(text))).unwrap_or_default()
    };
    let values = [
        ("campaign.title", of(|text| &text.title)),
        ("campaign.asker", of(|text| &text.asker)),
        ("campaign.contact", of(|text| &text.contact)),
        ("campaign.closes", escape(&words.day(&campaign.closes))),
        ("campaign.retention", campaign.retention_months.to_string()),
    ];
    fill_between(fragment, ("{{", "}}"), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn app(page: &AppPage, dist: &Dist, words: &Words, headers: &HeaderMap) -> Response {
    html(StatusCode::OK, &page.packed, Some(&page.tag), &dist.build.csp, words, headers)
}

/// The page for an address that leads nowhere.
pub(crate) fn not_found(hub: &Hub, query: Option<&str>, headers: &HeaderMap) -> Response {
    let words = hub.words.asked(query);
    let body = officials::notice(words, &words.page.missing_title, &[&words.page.missing_text]);
    rendered(StatusCode::NOT_FOUND, words, &body, headers)
}

/// The page for somebody whose network asks too much for a moment.
pub(crate) fn too_often(hub: &Hub, query: Option<&str>, headers: &HeaderMap, seconds: u64) -> Response {
    let words = hub.words.asked(query);
    let minutes = words.number(seconds.div_ceil(60));
    let text = fill(&words.page.too_often_text, &[("n", &minutes)]);
    let body = officials::notice(words, &words.page.too_often_title, &[&text, &words.page.too_often_kept]);
    rendered(StatusCode::TOO_MANY_REQUESTS, words, &body, headers)
}

/// The page for whoever shows a password, right or wrong, while its network has shown too many wrong ones.
pub(crate) fn guessed_too_often(
    hub: &Hub,
    query: Option<&str>,
    headers: &HeaderMap,
    seconds: u64,
) -> Response {
    let words = hub.words.asked(query);
    let text = fill(&words.door.waits_text, &[("n", &words.number(seconds.div_ceil(60)))]);
    let body = officials::notice(words, &words.door.waits_title, &[&text, &words.door.waits_elsewhere]);
    rendered(StatusCode::TOO_MANY_REQUESTS, words, &body, headers)
}

fn no_app(words: &Words, headers: &HeaderMap) -> Response {
    let body = officials::notice(words, &words.page.no_app_title, &[&words.page.no_app_text]);
    rendered(StatusCode::SERVICE_UNAVAILABLE, words, &body, headers)
}

/// A page made by the hub itself for this visit.
pub(crate) fn rendered(
    status: StatusCode,
    words: &Words,
    page: &officials::Page,
    headers: &HeaderMap,
) -> Response {
    rendered_under(officials::policy(), status, words, (page, headers))
}

/// The same under a policy of its own.
pub(crate) fn rendered_under(
    policy: &str,
    status: StatusCode,
    words: &Words,
    (page, headers): (&officials::Page, &HeaderMap),
) -> Response {
    let text = officials::document(words, page);
    let tag = (status == StatusCode::OK).then(|| super::tag(text.as_bytes()));
    let packed = Packed::new(text, Effort::EachTime);
    html(status, &packed, tag.as_deref(), policy, words, headers)
}

fn html(
    status: StatusCode,
    packed: &Packed,
    tag: Option<&str>,
    policy: &str,
    words: &Words,
    headers: &HeaderMap,
) -> Response {
    let unchanged = tag.is_some_and(|tag| super::has_already(headers, tag));
    let encoding = Encoding::accepted(headers).next().unwrap_or(Encoding::Plain);
    let body = if unchanged { Body::empty() } else { Body::from(packed.bytes(encoding)) };
    let mut response = Response::new(body);
    *response.status_mut() = if unchanged { StatusCode::NOT_MODIFIED } else { status };
    let out = response.headers_mut();
    let mut put = |name, value: Option<&str>| {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            out.insert(name, value);
        }
    };
    put(header::ETAG, tag);
    put(header::VARY, Some("accept-encoding"));
    put(header::CACHE_CONTROL, Some("no-cache"));
    put(header::CONTENT_SECURITY_POLICY, Some(policy));
    if !unchanged {
        put(header::CONTENT_TYPE, Some("text/html; charset=utf-8"));
        put(header::CONTENT_LANGUAGE, Some(&words.lang));
        put(header::CONTENT_ENCODING, encoding.name());
    }
    response
}
