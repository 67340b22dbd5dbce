//! The door of `/can-bo`: whoever has not shown the officials' password sees nothing of what is behind it, at
//! whatever address, also at those that lead nowhere. It looks at the address and not at a list of pages, so that a
//! page added later is behind it from its first day.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::{MethodRouter, get};

use super::pages::rendered;
use super::{classes, listening, officials};
use crate::Hub;
use crate::officials as page;
use crate::words::Words;

/// Everything behind the door, by address.
pub(super) fn rooms() -> Vec<(&'static str, MethodRouter<Arc<Hub>>)> {
    vec![
        ("/can-bo", get(officials::list)),
        ("/can-bo/tieng-doc", get(listening::page).post(listening::decide)),
        ("/can-bo/tieng-doc/{hash}", get(listening::sound)),
        ("/can-bo/{campaign}", get(officials::campaign)),
        ("/can-bo/{campaign}/to-dan", get(officials::posters)),
        ("/can-bo/{campaign}/lop.csv", get(classes::csv)),
        ("/can-bo/{campaign}/lop.xlsx", get(classes::xlsx)),
        ("/can-bo/{campaign}/bao-cao.txt", get(classes::report)),
        ("/can-bo/{campaign}/uoc-luong", get(officials::estimate)),
    ]
}

/// The addresses behind the door, as they are registered: `/can-bo/{campaign}` and so on.
pub fn officials_addresses() -> Vec<&'static str> {
    rooms().into_iter().map(|(address, _)| address).collect()
}

fn is_behind(path: &str) -> bool {
    path.strip_prefix("/can-bo").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What a request shows at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Nothing,
    Wrong,
    Right,
}

fn shown(hub: &Hub, headers: &HeaderMap) -> Shown {
    let Some(header) = headers.get(header::AUTHORIZATION) else { return Shown::Nothing };
    let is_right = |password: &crate::password::Password| password.is_shown_by(header.to_str().ok());
    if hub.password.as_ref().is_some_and(is_right) { Shown::Right } else { Shown::Wrong }
}

/// Lets in who shows the password. What is behind the door stays in no cache and no search.
pub(super) async fn door(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Response {
    if !is_behind(request.uri().path()) {
        return next.run(request).await;
    }
    let words = hub.words.asked(request.uri().query());
    let headers = request.headers();
    let shown = shown(&hub, headers);
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let response = if shown != Shown::Right {
        locked(&hub, words, shown, headers)
    } else if changes && !is_from_here(headers) {
        foreign(words, headers)
    } else {
        next.run(request).await
    };
    unstored(response)
}

/// The page for whoever has not shown the password; the browser asks for it.
fn locked(hub: &Hub, words: &Words, shown: Shown, headers: &HeaderMap) -> Response {
    let door = &words.door;
    let mut sentences = vec![door.text.as_str(), &door.r#where];
    match shown {
        _ if hub.password.is_none() => sentences = vec![&door.none],
        Shown::Wrong => sentences.insert(0, &door.wrong),
        Shown::Nothing | Shown::Right => {}
    }
    let page = page::locked(words, &sentences);
    let mut response = rendered(StatusCode::UNAUTHORIZED, words, &page, headers);
    let ask = HeaderValue::from_static("Basic realm=\"Lang Nghe: can bo\", charset=\"UTF-8\"");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, ask);
    response
}

fn foreign(words: &Words, headers: &HeaderMap) -> Response {
    let page = page::notice(words, &words.door.foreign_title, &[&words.door.foreign_text]);
    rendered(StatusCode::FORBIDDEN, words, &page, headers)
}

/// Browsers show a password that was typed once with every request, also with one that another site's
/// page makes. They say where a request comes from; what is no browser has no such page.
fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin"), text("host")) {
        (Some(site), ..) => site == "same-origin",
        (None, Some(origin), host) => origin.split_once("://").map(|(_, host)| host) == host,
        (None, None, _) => true,
    }
}

fn unstored(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.remove(header::ETAG);
    let mut put = |name, value| headers.insert(name, HeaderValue::from_static(value));
    put(header::CACHE_CONTROL, "no-store");
    put(HeaderName::from_static("x-robots-tag"), "noindex, nofollow");
    // Without a referrer, browsers that know no `Sec-Fetch-Site` would not say where a decision comes from either.
    put(header::REFERRER_POLICY, "same-origin");
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_page_of_another_site_decides_nothing() {
        for (site, from_here) in
            [("same-origin", true), ("cross-site", false), ("same-site", false), ("none", false)]
        {
            assert_eq!(is_from_here(&headers(&[("sec-fetch-site", site)])), from_here, "{site}");
        }
        let old = |origin| headers(&[("origin", origin), ("host", "hub.example:8080")]);
        assert!(is_from_here(&old("http://hub.example:8080")));
        assert!(!is_from_here(&old("http://evil.example")));
        assert!(!is_from_here(&old("null")));
        assert!(is_from_here(&headers(&[])));
    }

    #[test]
    fn the_door_stands_before_everything_under_its_address_and_before_nothing_else() {
        for behind in ["/can-bo", "/can-bo/", "/can-bo/x", "/can-bo/x/y", "/can-bo//x"] {
            assert!(is_behind(behind), "{behind}");
        }
        for public in ["/", "/can-bot", "/ket-qua/can-bo", "/k/can-bo", "/api/v1/records", ""] {
            assert!(!is_behind(public), "{public}");
        }
    }
}
