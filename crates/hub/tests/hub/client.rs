//! A device's side of HTTP, as plain as it can be.

use std::net::SocketAddr;
use std::time::Duration;

use lang_nghe_sync::wire::{Answer, Answers, Batch, SealedRecord};
use serde::de::DeserializeOwned;

/// An answer as it came, not decompressed.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        assert!(self.header("content-type").starts_with("application/json"), "{self:?}");
        serde_json::from_slice(&self.body).unwrap()
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .accept_encoding("identity")
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into()
}

fn take(mut response: ureq::http::Response<ureq::Body>) -> Got {
    let body = response.body_mut().with_config().limit(50_000_000).read_to_vec().unwrap();
    Got { status: response.status().as_u16(), headers: response.headers().clone(), body }
}

pub(crate) fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Got {
    let mut request = agent().get(format!("http://{address}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    take(request.call().unwrap())
}

pub(crate) fn post(address: SocketAddr, path: &str, kind: &str, body: impl Into<Vec<u8>>) -> Got {
    let request = agent().post(format!("http://{address}{path}")).header("content-type", kind);
    take(request.send(body.into()).unwrap())
}

pub(crate) fn send(address: SocketAddr, records: Vec<SealedRecord>) -> Vec<Answer> {
    let body = serde_json::to_vec(&Batch { records, holds: true }).unwrap();
    let got = post(address, "/api/v1/records", "application/json", body);
    assert_eq!(got.status, 200, "{got:?}");
    let answers: Answers = got.json();
    assert_eq!(answers.hub, "lang-nghe");
    answers.answers
}

pub(crate) fn put(address: SocketAddr, path: &str, body: Vec<u8>) -> Got {
    take(agent().put(format!("http://{address}{path}")).send(body).unwrap())
}

/// A form as a browser sends it.
pub(crate) fn post_with(address: SocketAddr, path: &str, headers: &[(&str, &str)], body: String) -> Got {
    let mut request = agent().post(format!("http://{address}{path}"));
    for (name, value) in headers.iter().chain(&[("content-type", "application/x-www-form-urlencoded")]) {
        request = request.header(*name, *value);
    }
    take(request.send(body).unwrap())
}
