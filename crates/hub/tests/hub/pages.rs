//! What browsers get: the app's pages and files, headers, and what is released.

use lang_nghe_hub::dist::Dist;
use lang_nghe_hub::http::{Allowance, Limits, Proxies};
use lang_nghe_report::Release;
use serde_json::Value;

use crate::client::Got;
use crate::support::{PASSWORD, Place, authorization, campaign, campaigns_of, sent, write_dist};

/// A hub with a small app.
fn place() -> Place {
    Place::with(|mut hub| {
        let dist = tempfile::tempdir().unwrap();
        write_dist(dist.path(), "00112233445566ff");
        hub.dist = Some(Dist::read(dist.path()).unwrap());
        hub
    })
}

/// The headers that no answer is without.
fn check_headers(got: &Got, path: &str) {
    for (name, value) in [
        ("x-lang-nghe-build", "00112233445566ff"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", if path.starts_with("/can-bo") { "same-origin" } else { "no-referrer" }),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(got.header(name), value, "{name} of {path}");
    }
    assert!(got.header("content-security-policy").contains("default-src 'none'"), "{path}");
    assert!(!got.header("content-security-policy").contains("unsafe-inline"), "{path}");
    assert!(got.header("permissions-policy").contains("geolocation=()"), "{path}");
    assert!(!got.header("cache-control").is_empty(), "{path}");
    assert!(got.headers.get("set-cookie").is_none(), "{path}");
}

#[test]
fn every_answer_carries_the_build_and_the_closed_doors() {
    let place = place();
    for (path, status) in [
        ("/", 200),
        ("/may-nay", 200),
        ("/gioi-thieu", 200),
        ("/cong-cu", 200),
        ("/cong-cu/766", 200),
        ("/cong-cu/chon-mau", 200),
        ("/cong-cu/papi", 200),
        ("/cong-cu/ke-hoach", 200),
        ("/cong-cu/cham-phieu", 200),
        ("/cong-cu/none", 404),
        ("/hoc", 200),
        ("/hoc/otp", 200),
        ("/k/demo-pulse?d=1", 200),
        ("/ket-qua/demo-pulse", 200),
        ("/can-bo", 200),
        ("/can-bo/demo-pulse", 200),
        ("/can-bo/demo-pulse/to-dan", 200),
        ("/a/app.0c.js", 200),
        ("/sw.js", 200),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/api/v1/campaigns", 200),
        ("/api/v1/campaigns/demo-pulse/tally", 200),
        ("/api/v1/campaigns/none/tally", 404),
        ("/api/v1/records", 405),
        ("/api/v2/anything", 404),
        ("/k/none", 404),
        ("/ket-qua/none", 404),
        ("/can-bo/none", 404),
        ("/none", 404),
        ("/a/none.js", 404),
        ("/a/../build.json", 404),
        ("/build.json", 404),
        ("/k/demo-pulse/more", 404),
    ] {
        let got = place.get(path);
        assert_eq!(got.status, status, "{path}");
        check_headers(&got, path);
        let is_page = !path.starts_with("/api/") && !path.starts_with("/a/");
        if status == 404 && is_page {
            assert!(got.text().contains("Không có trang này"), "{path} is answered in words");
        }
    }
}

#[test]
fn the_survey_page_is_the_template_with_the_campaign_in_it() {
    let place = place();
    let got = place.get("/k/demo-pulse?d=1");
    assert_eq!(got.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(got.header("content-security-policy"), "default-src 'none'; script-src 'self' 'sha256-abc='");
    let text = got.text();
    let campaign = campaign();
    assert!(text.starts_with("<!doctype html><html lang=\"vi\"><head><title>Ý kiến nhanh về"), "{text}");
    assert!(
        text.contains("<meta name=\"packs\" content=\"en=/a/pulse-1.en.0b.pack vi=/a/pulse-1.vi.0a.pack\">")
    );
    assert!(text.contains("<link rel=\"preload\" as=\"fetch\" crossorigin href=\"/a/pulse-1.vi.0a.pack\">"));
    assert!(text.contains("31/12/2027 12 Đây là bản dùng thử"), "{text}");
    assert!(!text.contains("{{") && !text.contains("slot:"), "{text}");
    let encoded = text.split("<meta name=\"campaign\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    let read = lang_nghe_campaign::Campaign::decode(encoded).unwrap();
    assert_eq!(read.public_key, crate::support::key().public().0);
    assert_eq!(lang_nghe_campaign::Campaign { public_key: [0; 32], ..read }, campaign);
}

#[test]
fn the_address_chooses_the_language_and_the_browser_does_not() {
    let place = place();
    let english = place.get("/k/demo-pulse?d=1&l=en");
    assert_eq!(english.header("content-language"), "en");
    assert!(english.text().contains("<html lang=\"en\">"));
    assert!(english.text().contains("href=\"/a/pulse-1.en.0b.pack\""));
    let vietnamese = place.get_with("/k/demo-pulse", &[("accept-language", "en")]);
    assert_eq!(vietnamese.header("content-language"), "vi");
}

#[test]
fn words_of_a_campaign_never_become_markup() {
    let mut hostile = campaign();
    hostile.texts[0].title = "<script>alert(1)</script>\"{{campaign.contact}}".into();
    hostile.points[0].name = "<b>Quầy</b>".into();
    let place = Place::with_campaigns(campaigns_of([hostile]), |mut hub| {
        let dist = tempfile::tempdir().unwrap();
        write_dist(dist.path(), "00112233445566ff");
        hub.dist = Some(Dist::read(dist.path()).unwrap());
        hub
    });
    for path in
        ["/k/demo-pulse", "/can-bo", "/can-bo/demo-pulse", "/can-bo/demo-pulse/to-dan", "/ket-qua/demo-pulse"]
    {
        let got = place.get(path);
        assert!(!got.text().contains("<script") && !got.text().contains("<b>Quầy"), "{path}");
    }
    assert!(place.get("/k/demo-pulse").text().contains("&quot;{{campaign.contact}}</h1>"), "filled once");
}

#[test]
fn files_come_in_the_smallest_form_that_the_browser_takes() {
    let place = place();
    let asset = |accept| place.get_with("/a/app.0c.js", &[("accept-encoding", accept)]);
    for (accept, encoding, body) in [
        ("gzip, deflate, br", "br", "as brotli"),
        ("gzip, deflate", "gzip", "as gzip"),
        ("br;q=0, gzip", "gzip", "as gzip"),
        ("identity", "", "console.log('plain')"),
    ] {
        let got = asset(accept);
        assert_eq!((got.header("content-encoding"), got.text()), (encoding, body), "{accept}");
        assert_eq!(got.header("vary"), "accept-encoding");
        assert_eq!(got.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(got.header("content-type"), "text/javascript; charset=utf-8");
    }
    let wasm = place.get_with("/a/app.0d.wasm", &[("accept-encoding", "br")]);
    assert_eq!((wasm.header("content-type"), wasm.header("content-encoding")), ("application/wasm", ""));
    let worker = place.get("/sw.js");
    assert_eq!(worker.header("cache-control"), "no-cache");
    // It runs under the policy it comes with, and must be able to load the sender and call home.
    assert_eq!(worker.header("content-security-policy"), place.get("/").header("content-security-policy"));
    let again = place.get_with("/sw.js", &[("if-none-match", worker.header("etag"))]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(place.get("/manifest.webmanifest").header("content-type"), "application/manifest+json");
}

#[test]
fn pages_are_compressed_and_not_sent_again_unchanged() {
    let place = place();
    for path in ["/k/demo-pulse", "/"] {
        let plain = place.get(path);
        assert_eq!(plain.header("cache-control"), "no-cache", "{path}");
        let brotli = place.get_with(path, &[("accept-encoding", "gzip, br")]);
        assert_eq!(brotli.header("content-encoding"), "br", "{path}");
        assert!(brotli.body.len() < plain.body.len(), "{path}");
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut brotli::Decompressor::new(&brotli.body[..], 4096), &mut text)
            .unwrap();
        assert_eq!(text, plain.body, "{path}");
        let unchanged = place.get_with(path, &[("if-none-match", plain.header("etag"))]);
        assert_eq!((unchanged.status, unchanged.body.len()), (304, 0), "{path}");
        assert!(!unchanged.header("content-security-policy").is_empty(), "{path}");
    }
}

#[test]
fn before_and_after_its_days_a_campaign_says_so() {
    let mut before = campaign();
    before.id = "before".into();
    before.opens = "2027-01-01".into();
    let mut after = campaign();
    after.id = "after".into();
    after.closes = "2026-11-20".into();
    let place = Place::with_campaigns(campaigns_of([before, after]), |hub| hub);
    let got = place.get("/k/before");
    assert_eq!(got.status, 200);
    assert!(got.text().contains("Chưa đến ngày hỏi ý kiến") && got.text().contains("01/01/2027"));
    let got = place.get("/k/after?l=en");
    assert!(got.text().contains("This survey has ended") && got.text().contains("/may-nay?l=en"));
    let open: Value = place.get("/api/v1/campaigns").json();
    assert_eq!(open["campaigns"], serde_json::json!([]));
}

#[test]
fn without_the_app_the_hub_still_takes_answers_and_says_what_is_missing() {
    let place = Place::new();
    let got = place.get("/k/demo-pulse");
    assert_eq!(got.status, 503);
    assert!(got.text().contains("Trang hỏi ý kiến chưa mở được"));
    assert_eq!(got.header("x-lang-nghe-build"), "none");
    assert_eq!(place.send(vec![sent(1)]).len(), 1);
}

#[test]
fn open_campaigns_are_listed_with_their_titles() {
    let list: Value = place().get("/api/v1/campaigns").json();
    assert_eq!(list["hub"], "lang-nghe");
    assert_eq!(list["campaigns"][0]["id"], "demo-pulse");
    assert_eq!(list["campaigns"][0]["titles"]["en"], campaign().texts[1].title);
}

#[test]
fn results_appear_at_the_threshold_and_move_only_by_as_many_again() {
    let place = place();
    let records = |place: &Place| {
        let release: Release = place.get("/api/v1/campaigns/demo-pulse/tally").json();
        assert!(release.steps.is_empty(), "steps stay at home");
        release.total.map(|total| total.records)
    };
    assert_eq!(records(&place), None);
    for (numbers, shown) in
        [(0..9, None), (9..10, Some(10)), (10..19, Some(10)), (19..20, Some(20)), (20..29, Some(20))]
    {
        let before = records(&place);
        place.send(numbers.clone().map(sent).collect());
        assert_eq!(records(&place), before, "reading moves nothing");
        place.step();
        assert_eq!(records(&place), shown, "{numbers:?}");
        let page = place.get("/can-bo/demo-pulse");
        assert_eq!(page.text().contains("<svg xmlns"), shown.is_some(), "{numbers:?}");
    }
}

#[test]
fn the_tally_is_not_sent_again_unchanged() {
    let place = place();
    place.send((0..10).map(sent).collect());
    place.step();
    let path = "/api/v1/campaigns/demo-pulse/tally";
    let first = place.get(path);
    let again = place.get_with(path, &[("if-none-match", first.header("etag"))]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    place.send((10..20).map(sent).collect());
    assert_eq!(
        place.get_with(path, &[("if-none-match", first.header("etag"))]).status,
        304,
        "nobody can see that ten came"
    );
    place.step();
    assert_eq!(place.get_with(path, &[("if-none-match", first.header("etag"))]).status, 200);
}

#[test]
fn the_officials_page_tells_what_came_and_what_was_refused() {
    let place = place();
    let empty = place.get("/can-bo/demo-pulse");
    assert!(empty.text().contains("Không có phiếu nào bị từ chối"));
    place.send((0..3).map(sent).collect());
    let mut broken = sent(9);
    broken.sealed = "AAAA".into();
    place.send(vec![broken]);
    assert!(
        !place.get("/can-bo/demo-pulse").text().contains("<p class=\"figure\">3</p>"),
        "counts stand as of the step"
    );
    place.step();
    let page = place.get("/can-bo/demo-pulse");
    for words in
        ["<p class=\"figure\">3</p>", "21/11/2026", "Không mở được", "31/12/2028", "Chưa đủ 10 phiếu"]
    {
        assert!(page.text().contains(words), "{words}");
    }
    assert!(place.get("/can-bo?l=en").text().contains("3 forms received"));
}

#[test]
fn a_survey_that_the_browser_submits_by_itself_opens_again_at_its_own_address() {
    let place = place();
    for address in ["/k/demo-pulse?d=1&l=en", "/k/demo-pulse", "/k/demo-pulse?d=%22%3E%3Cb%3E"] {
        let got = place.post(address, "application/x-www-form-urlencoded", "before%2Fprocedure=land");
        assert_eq!((got.status, got.header("location")), (303, address));
    }
}

#[test]
fn every_service_point_has_its_sheet_with_its_own_address() {
    let place = Place::with(|mut hub| {
        hub.public_url = Some("https://lang-nghe.example.gov.vn".into());
        hub
    });
    let page = place.get("/can-bo/demo-pulse/to-dan");
    let text = page.text();
    assert_eq!(text.matches("class=\"sheet\"").count(), 3);
    for point in ["1", "2", "luu-dong"] {
        assert!(text.contains(&format!("<b>lang-nghe.example.gov.vn/k/demo-pulse?d={point}</b>")), "{point}");
    }
    assert!(!text.contains("class=\"warning\""));
    // Without a set address the official's own is used, and one that phones cannot reach is noticed.
    let local = self::place().get("/can-bo/demo-pulse/to-dan");
    assert!(local.text().contains("class=\"warning\""));
    let hostile = self::place().get_with(
        "/can-bo/demo-pulse/to-dan",
        &[("authorization", &authorization(PASSWORD)), ("host", "a\"><b>")],
    );
    assert_eq!(hostile.status, 400);
}

#[test]
fn one_network_is_limited_and_told_when_to_come_back() {
    let place = Place::with(|mut hub| {
        hub.limit = Limits::new(Allowance { burst: 3, per_second: 1, forms: 0, megabytes: 0, recordings: 0 });
        hub.proxies = Proxies::new(vec!["127.0.0.1".parse().unwrap()]);
        hub
    });
    let from = |address| place.get_with("/healthz", &[("x-forwarded-for", address)]);
    assert!((0..3).all(|_| from("203.0.113.7").status == 200));
    let refused = from("203.0.113.7");
    assert_eq!((refused.status, place.problem(&refused)), (429, "too-often".to_owned()));
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(from("203.0.113.8").status, 200, "others are not held up");
    // A person sees a page, and it opens by itself when there is room again.
    let opens = |language| {
        let headers = [("x-forwarded-for", "203.0.113.7"), ("accept", "text/html,*/*;q=0.8")];
        place.get_with(&format!("/k/demo-pulse{language}"), &headers)
    };
    for (language, title) in [("", "Xin chờ một chút"), ("?l=en", "Please wait a moment")] {
        let page = opens(language);
        assert_eq!((page.status, page.header("cache-control")), (429, "no-store"));
        assert!(
            page.header("content-type").starts_with("text/html") && page.text().contains(title),
            "{page:?}"
        );
        assert!(!page.header("retry-after").is_empty() && !page.header("refresh").is_empty());
    }
}

#[test]
fn a_campaign_that_asks_what_the_built_app_does_not_know_says_so_instead_of_a_blank_page() {
    let newer = lang_nghe_campaign::Campaign { instrument: "xa-9".into(), ..campaign() };
    let place = Place::with_campaigns(campaigns_of([newer]), |mut hub| {
        let dist = tempfile::tempdir().unwrap();
        write_dist(dist.path(), "00112233445566ff");
        hub.dist = Some(Dist::read(dist.path()).unwrap());
        hub
    });
    let got = place.get("/k/demo-pulse");
    assert_eq!(got.status, 503);
    assert!(got.text().contains("Trang hỏi ý kiến chưa mở được"), "{}", got.text());
}

#[test]
fn a_form_sent_by_a_browser_over_the_limit_gets_a_page_and_not_json() {
    let place = Place::with(|mut hub| {
        hub.limit = Limits::new(Allowance { burst: 1, per_second: 1, forms: 0, megabytes: 0, recordings: 0 });
        hub
    });
    let page = |_| {
        let headers = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
        crate::client::post_with(place.address, "/k/demo-pulse?d=1", &headers, "a=b".into())
    };
    let refused = (0..40).map(page).find(|got| got.status == 429).unwrap();
    assert!(refused.text().contains("Xin chờ một chút"), "{refused:?}");
}
