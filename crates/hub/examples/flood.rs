//! Sends invented forms to a running hub from several devices at once and measures how fast they are
//! taken. For trying out and measuring, never against a hub with a real campaign.
//!
//! ```sh
//! cargo run --release --example flood -- http://127.0.0.1:8080 demo sipas-dv-16 1000 8 10
//! #                                      address          campaign instrument forms devices per batch
//! ```
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for the people who work on the hub")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::path::Path;
use std::time::{Duration, Instant};

use base64::{Engine, prelude::BASE64_STANDARD};
use lang_nghe_campaign::Campaign;
use lang_nghe_instrument::{Instrument, source::read_instrument};
use lang_nghe_record::{Day, Mode, Record, RecordId, seal};
use lang_nghe_sync::wire::{Answers, Batch, SealedRecord};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, campaign, instrument, forms, devices, per_batch] = arguments.as_slice() else {
        println!("flood ADDRESS CAMPAIGN INSTRUMENT FORMS DEVICES PER_BATCH");
        return;
    };
    let [forms, devices, per_batch] =
        [forms, devices, per_batch].map(|number| number.parse::<usize>().unwrap());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/instruments").join(instrument);
    let newest = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).max().unwrap();
    let (instrument, _) = read_instrument(&newest).unwrap();
    let campaign = campaign_of(address, campaign);
    let sealed: Vec<SealedRecord> = (0..forms).map(|_| form(&campaign, &instrument)).collect();

    let started = Instant::now();
    let share = sealed.len().div_ceil(devices);
    let mut waits: Vec<Duration> = std::thread::scope(|scope| {
        let device = |forms| scope.spawn(move || send(address, forms, per_batch));
        let running: Vec<_> = sealed.chunks(share).map(device).collect();
        running.into_iter().flat_map(|device| device.join().unwrap()).collect()
    });
    let seconds = started.elapsed().as_secs_f64();
    waits.sort_unstable();
    let at = |percent: usize| waits[(waits.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    println!(
        "{forms} forms in {seconds:.2} s: {:.0} forms/s, {:.0} requests/s; request median {:.1} ms, 99 % within {:.1} ms",
        forms as f64 / seconds,
        waits.len() as f64 / seconds,
        at(50),
        at(99),
    );
}

/// The campaign with its public key, as the hub writes it into the page.
fn campaign_of(address: &str, campaign: &str) -> Campaign {
    let mut page = ureq::get(format!("{address}/k/{campaign}")).call().unwrap();
    let page = page.body_mut().read_to_string().unwrap();
    let encoded = page.split("<meta name=\"campaign\" content=\"").nth(1).unwrap();
    Campaign::decode(encoded.split('"').next().unwrap()).unwrap()
}

/// A form with random answers, on the whole rather satisfied, as most are.
fn form(campaign: &Campaign, instrument: &Instrument) -> SealedRecord {
    let mut random = [0; 160];
    getrandom::fill(&mut random).unwrap();
    let byte = |position: usize| usize::from(random[position]);
    let pick = |position: usize, list: &[&str]| list[byte(position) % list.len()].to_owned();
    let answers = instrument.items.iter().enumerate().map(|(number, item)| {
        let options = &instrument.scale_of(item).options;
        let high = byte(60 + number % 40).max(byte(100 + number % 40));
        let chosen =
            if byte(59).is_multiple_of(9) { options.len() - 1 } else { high * (options.len() - 1) / 256 };
        (item.id.clone(), options[chosen].id.clone())
    });
    let record = Record {
        id: RecordId::from_random(random[..16].try_into().unwrap()),
        campaign: campaign.id.clone(),
        instrument: instrument.id.clone(),
        version: instrument.version.clone(),
        profile: "1".into(),
        day: Day::parse(&campaign.opens).unwrap(),
        mode: Mode::ALL[byte(50) % 2],
        lang: "vi".into(),
        point: Some(campaign.points[byte(51) * byte(52) / 256 % campaign.points.len()].id.clone()),
        answers: answers.collect(),
        about: vec![
            (
                "procedure".into(),
                pick(53, &["civil-status", "land", "residence", "certification", "business"]),
            ),
            ("age".into(), pick(54, &["18-24", "25-34", "35-49", "50-60"])),
        ],
        comment: None,
        blocks: Vec::new(),
        flags: None,
        app: "0.1.0".into(),
    };
    let envelope = seal(&record, &campaign.key(), random[16..48].try_into().unwrap()).unwrap();
    SealedRecord {
        id: envelope.id.to_string(),
        campaign: envelope.campaign,
        sealed: BASE64_STANDARD.encode(envelope.sealed),
    }
}

/// Sends all of one device's forms; gives how long each request took.
fn send(address: &str, forms: &[SealedRecord], per_batch: usize) -> Vec<Duration> {
    let agent = ureq::Agent::new_with_defaults();
    let post = |forms: &[SealedRecord]| {
        let body = serde_json::to_vec(&Batch { records: forms.to_vec(), holds: true }).unwrap();
        let request = agent.post(format!("{address}/api/v1/records")).content_type("application/json");
        let started = Instant::now();
        let answer = request.send(body).unwrap().body_mut().read_to_vec().unwrap();
        let answers: Answers = serde_json::from_slice(&answer).unwrap();
        assert_eq!(answers.answers.len(), forms.len());
        started.elapsed()
    };
    forms.chunks(per_batch).map(post).collect()
}
