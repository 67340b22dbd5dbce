//! The door of `/can-bo`: nothing behind it is seen or changed without the officials' password.

use lang_nghe_hub::http::officials_addresses;
use lang_nghe_hub::password::Password;

use crate::classes::{campaigns, sealed};
use crate::client::{post_with, put};
use crate::speech::spoken;
use crate::support::{PASSWORD, Place, authorization, class};

/// A hub with a survey and a campaign of classes, so that every address has something to show.
fn place() -> Place {
    let place = Place::with_campaigns(campaigns(), |hub| hub).with_a_device();
    place.outcome(sealed(1, &class()));
    place
}

/// Every registered address, filled in so that it leads somewhere.
fn addresses() -> Vec<String> {
    let of_classes = ["lop", "bao-cao"];
    let fill = |address: &str| {
        let campaign =
            if of_classes.iter().any(|part| address.contains(part)) { "demo-lop" } else { "demo-pulse" };
        address.replace("{campaign}", campaign).replace("{hash}", &spoken(1, 20).hash.to_string())
    };
    officials_addresses().into_iter().map(fill).collect()
}

#[test]
fn every_address_behind_the_door_asks_for_the_password_and_opens_with_it() {
    let place = place();
    let recorded = spoken(1, 20);
    let path = format!("{}/{}", lang_nghe_lesson::speech::PATH, recorded.hash);
    assert_eq!(put(place.address, &path, recorded.bytes).status, 200);
    let all = addresses();
    assert!(all.len() >= 9, "{all:?}");
    let wrong = authorization("mật khẩu của người khác");
    for (at, path) in all.iter().enumerate() {
        let shown = [&[][..], &[("authorization", wrong.as_str())], &[("authorization", "Bearer x")]];
        // More wrong ones in a row would have to wait, whatever the page.
        for headers in shown.into_iter().take(if at < 5 { 3 } else { 1 }) {
            let got = place.get_with(path, headers);
            assert_eq!((got.status, got.header("cache-control")), (401, "no-store"), "{path}");
            assert!(got.header("www-authenticate").starts_with("Basic "), "{path}");
            assert!(got.header("x-robots-tag").contains("noindex"), "{path}");
            let text = got.text();
            assert!(
                text.contains("Cần mật khẩu của cán bộ") && text.contains("officials-password.txt"),
                "{path}"
            );
            for inside in ["demo-pulse/", "demo-lop/", "Quầy", "thôn Đoài"] {
                assert!(!text.contains(inside), "{inside} on the locked {path}");
            }
        }
        let got = place.get(path);
        assert_eq!((got.status, got.header("cache-control")), (200, "no-store"), "{path}");
        assert!(got.header("x-robots-tag").contains("noindex"), "{path}");
        assert!(got.header("etag").is_empty() && got.header("set-cookie").is_empty(), "{path}");
    }
}

#[test]
fn nothing_is_told_or_changed_behind_the_door_whatever_the_address_and_the_method() {
    let place = place();
    for path in
        ["/can-bo/khong-co", "/can-bo/", "/can-bo//demo-pulse", "/can-bo/demo-pulse/lop.csv", "/can-bo/x/y/z"]
    {
        assert_eq!(place.get_with(path, &[]).status, 401, "{path}");
        assert_eq!(place.get(path).status, 404, "{path}");
    }
    for path in addresses() {
        assert_eq!(post_with(place.address, &path, &[], "a=b".into()).status, 401, "{path}");
        let shown = authorization(PASSWORD);
        let elsewhere = [("authorization", shown.as_str()), ("sec-fetch-site", "cross-site")];
        assert_eq!(post_with(place.address, &path, &elsewhere, "a=b".into()).status, 403, "{path}");
    }
}

#[test]
fn the_page_at_the_door_says_what_is_wrong_in_both_languages() {
    let place = place();
    let wrong = authorization("mật khẩu của người khác");
    let page = place.get_with("/can-bo?l=en", &[("authorization", &wrong)]);
    let text = page.text();
    assert!(
        text.contains("The password that was typed is not right.") && text.contains("href=\"?l=en\""),
        "{text}"
    );
    assert!(!place.get_with("/can-bo", &[]).text().contains("không đúng"));
    let without = Place::with(|mut hub| {
        hub.password = None::<Password>;
        hub
    });
    let empty = authorization("");
    let page = without.get_with("/can-bo", &[("authorization", &empty)]);
    assert_eq!(page.status, 401);
    assert!(page.text().contains("chưa có mật khẩu dùng được"), "{}", page.text());
}

#[test]
fn what_is_public_stays_open() {
    let place = place();
    for path in ["/api/v1/campaigns", "/api/v1/campaigns/demo-pulse/tally", "/healthz", "/readyz"] {
        assert_eq!(place.get_with(path, &[]).status, 200, "{path}");
    }
}
