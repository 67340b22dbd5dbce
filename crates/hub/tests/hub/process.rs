//! The real program: started, killed, asked to end, and asked to check.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use lang_nghe_campaign::{Campaign, ClassCampaign};
use lang_nghe_lesson::class::ClassRecord;
use lang_nghe_record::{Envelope, Record, seal};
use lang_nghe_sync::wire::{AnswerResult, SealedRecord};

use crate::client::{code, get, let_in, post, send, send_showing};
use crate::support::{authorization, class, content_folder, id, number, on_the_wire, record, write_dist};

/// The program with a data folder of its own. Killed when dropped.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: SocketAddr,
    log: BufReader<std::process::ChildStderr>,
}

pub(crate) fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lang-nghe-hub"));
    command.env_clear().arg("--data").arg(data).arg("--content").arg(content_folder());
    command.arg("--dist").arg(data.join("dist")).args(["--demo", "--listen", "127.0.0.1:0"]);
    command
}

impl Program {
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_with(&mut command(data))
    }

    pub(crate) fn start_with(command: &mut Command) -> Self {
        let mut child = command.args(["--log-format", "json"]).stderr(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let mut program = Self { child, address: ([127, 0, 0, 1], 0).into(), log };
        while program.address.port() == 0 {
            let mut line = String::new();
            assert_ne!(program.log.read_line(&mut line).unwrap(), 0, "it ended before it answered");
            let said: serde_json::Value = serde_json::from_str(&line).unwrap();
            if let Some(address) = said["address"].as_str() {
                program.address = address.parse().unwrap();
            }
        }
        program
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Waits until it says this.
    pub(crate) fn says(&mut self, words: &str) {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            assert_ne!(self.log.read_line(&mut line).unwrap(), 0, "it ended without saying {words}");
        }
    }

    /// Waits for its end; gives whether it was a good one, and the rest of its log.
    pub(crate) fn ended(mut self) -> (bool, String) {
        let mut rest = String::new();
        self.log.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().success(), rest)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A record sealed to the key that this program's page hands out.
pub(crate) fn sealed(program: &Program, number: u64) -> SealedRecord {
    sealed_for(program, "demo-pulse", number)
}

/// The same for any campaign that asks the same.
pub(crate) fn sealed_for(program: &Program, campaign: &str, number: u64) -> SealedRecord {
    let page = get(program.address, &format!("/k/{campaign}"), &[]);
    let encoded = page.text().split("<meta name=\"campaign\" content=\"").nth(1).unwrap();
    let campaign = Campaign::decode(encoded.split('"').next().unwrap()).unwrap();
    let mut entropy = [5; 32];
    entropy[..8].copy_from_slice(&number.to_le_bytes());
    let record = Record { campaign: campaign.id.clone(), ..record(number) };
    let envelope: Envelope = seal(&record, &campaign.key(), entropy).unwrap();
    on_the_wire(&envelope)
}

pub(crate) fn data() -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    write_dist(&data.path().join("dist"), "feedfacefeedface");
    data
}

pub(crate) fn run(data: &Path, arguments: &[&str]) -> (Output, String) {
    let output = command(data).args(arguments).output().unwrap();
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    (output, said)
}

#[test]
fn what_was_answered_survives_a_kill() {
    let data = data();
    let mut records = Vec::new();
    for round in 0..4 {
        let program = Program::start(data.path());
        let record = sealed(&program, round);
        let answers = send(program.address, vec![record.clone()]);
        program.signal("KILL");
        assert_eq!(answers[0].result, AnswerResult::Accepted);
        records.push((record, answers[0].hash.clone()));
        drop(program);
    }
    let program = Program::start(data.path());
    for (record, hash) in records {
        let answers = send(program.address, vec![record]);
        assert_eq!((answers[0].result, &answers[0].hash), (AnswerResult::Already, &hash));
    }
    // The hub takes the steps that it missed when it starts.
    let waiting =
        "SELECT (SELECT count(*) FROM records WHERE step IS NULL) + (SELECT sum(taking) FROM steps)";
    while crate::support::number(&data.path().join("hub.sqlite"), waiting) > 0 {}
    drop(program);
    let (output, said) = run(data.path(), &["check"]);
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("demo-pulse, pulse-1@2026.2: 4 records counted again, the same to the last bit"),
        "{said}"
    );
}

/// A class sealed to the key that this program's page of lessons hands out.
fn sealed_class(program: &Program, number: u64) -> SealedRecord {
    let page = get(program.address, "/hoc", &[]);
    let encoded = page.text().split("<meta name=\"classes\" content=\"").nth(1).unwrap();
    let campaign = ClassCampaign::list(encoded.split('"').next().unwrap()).remove(0);
    let record = ClassRecord::new(id(number), &class(), "0.1.0");
    let mut entropy = [6; 32];
    entropy[..8].copy_from_slice(&number.to_le_bytes());
    on_the_wire(&record.plain().seal(&campaign.key(), entropy).unwrap())
}

/// What a device shows that this program let in.
fn device(program: &Program, data: &Path) -> String {
    let password = std::fs::read_to_string(data.join("officials-password.txt")).unwrap();
    let_in(program.address, &code(program.address, &authorization(password.trim()), "Máy 1"))
}

#[test]
fn a_class_survives_a_kill_and_everything_is_looked_at_again() {
    let data = data();
    let mut records = Vec::new();
    let mut pass = None;
    for round in 0..3 {
        let program = Program::start(data.path());
        let record = sealed_class(&program, round);
        let shown = pass.get_or_insert_with(|| device(&program, data.path())).clone();
        let answers = send_showing(program.address, vec![record.clone()], Some(shown));
        program.signal("KILL");
        assert_eq!(answers[0].result, AnswerResult::Accepted);
        records.push(record);
        drop(program);
    }
    let program = Program::start(data.path());
    // Without showing anything: what is held is held.
    let again = send(program.address, records);
    assert!(again.iter().all(|answer| answer.result == AnswerResult::Already), "{again:?}");
    drop(program);
    let (output, said) = run(data.path(), &["check"]);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("demo-lop: 3 classes from 3 records looked at again, 0 erased"), "{said}");
}

#[test]
fn a_batch_on_its_way_is_finished_before_the_program_ends() {
    let data = data();
    let program = Program::start(data.path());
    let record = sealed(&program, 1);
    let body = serde_json::json!({ "records": [record] }).to_string();
    let mut device = TcpStream::connect(program.address).unwrap();
    let head = format!(
        "POST /api/v1/records HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         expect: 100-continue\r\nconnection: close\r\n\r\n",
        body.len()
    );
    device.write_all(head.as_bytes()).unwrap();
    // "Continue" is the hub's word that it is reading this request.
    let mut answer = BufReader::new(device.try_clone().unwrap());
    let mut line = String::new();
    answer.read_line(&mut line).unwrap();
    assert!(line.contains("100"), "{line}");
    let (first, second) = body.split_at(body.len() / 2);
    device.write_all(first.as_bytes()).unwrap();
    program.signal("TERM");
    let address = program.address;
    // It takes nobody new any more; what it is reading it reads to the end.
    while TcpStream::connect(address).is_ok() {
        std::thread::yield_now();
    }
    device.write_all(second.as_bytes()).unwrap();
    let mut rest = String::new();
    answer.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("200 OK") && rest.contains("\"accepted\""), "{rest}");
    let (good, log) = program.ended();
    assert!(good, "{log}");
    assert!(log.contains("the hub has ended"), "{log}");
    assert_eq!(number(&data.path().join("hub.sqlite"), "SELECT COUNT(*) FROM records"), 1);
}

#[test]
fn half_a_batch_is_no_batch() {
    let data = data();
    let program = Program::start(data.path());
    let body = serde_json::json!({ "records": [sealed(&program, 1)] }).to_string();
    let mut device = TcpStream::connect(program.address).unwrap();
    let head = format!(
        "POST /api/v1/records HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    device.write_all(head.as_bytes()).unwrap();
    device.write_all(&body.as_bytes()[..body.len() / 2]).unwrap();
    drop(device);
    program.signal("INT");
    let (good, log) = program.ended();
    assert!(good, "{log}");
    assert_eq!(number(&data.path().join("hub.sqlite"), "SELECT COUNT(*) FROM records"), 0);
}

#[test]
fn neither_addresses_nor_contents_are_logged() {
    let data = data();
    let program = Program::start_with(command(data.path()).args(["--log-level", "debug"]));
    let record = sealed(&program, 1);
    let id = record.id.clone();
    send(program.address, vec![record]);
    post(program.address, "/api/v1/records", "application/json", "{\"records\":\"bí mật\"}");
    for _ in 0..3 {
        get(program.address, "/k/demo-pulse?d=luu-dong", &[("x-forwarded-for", "203.0.113.7")]);
    }
    get(program.address, "/can-bo", &[("authorization", "Basic Og==")]);
    program.signal("TERM");
    let (_, log) = program.ended();
    assert!(log.contains("/k/{campaign}"), "{log}");
    assert_eq!(log.matches("not named by --trusted-proxy").count(), 1, "{log}");
    assert!(log.contains("a wrong password was shown for /can-bo"), "{log}");
    for secret in ["127.0.0.1", "203.0.113.7", "bí mật", "luu-dong", "Nhanh, gọn", id.as_str(), "timestamp"]
    {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[test]
fn a_key_is_kept_over_starts_and_never_replaced() {
    let data = data();
    let key = data.path().join("keys/demo-pulse.key");
    drop(Program::start(data.path()));
    let first = std::fs::read(&key).unwrap();
    drop(Program::start(data.path()));
    assert_eq!(std::fs::read(&key).unwrap(), first);
    std::fs::write(&key, "not a key").unwrap();
    let (output, said) = run(data.path(), &["serve"]);
    assert!(!output.status.success());
    assert!(said.contains("demo-pulse.key is damaged") && said.contains("what to do: restore"), "{said}");
    assert_eq!(std::fs::read(&key).unwrap(), b"not a key");
}

#[test]
fn a_start_that_fails_says_what_to_do() {
    let data = data();
    for (arguments, words) in [
        (vec!["--content", "/nowhere"], "what to do: point --content"),
        (vec!["--data", "/proc/nowhere"], "what to do: give the hub's account write access"),
        (vec!["--listen", "192.0.2.1:80"], "choose another with --listen"),
        (vec!["--public-url", "example"], "write it as https://"),
        (vec!["--public-url", "https://example.vn/khao-sat/"], "does not run under a folder of a website"),
        (vec!["--trusted-proxy", "localhost"], "write an address such as 127.0.0.1"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lang-nghe-hub"));
        command.env_clear().env("LANG_NGHE_DATA", data.path()).env("LANG_NGHE_CONTENT", content_folder());
        let output = command.args(&arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    std::fs::write(data.path().join("dist/build.json"), "{}").unwrap();
    let (output, said) = run(data.path(), &[]);
    assert!(!output.status.success());
    assert!(said.contains("does not fit this version of the hub"), "{said}");
}

#[test]
fn all_faults_of_the_campaign_files_are_told_at_once() {
    let data = data();
    drop(Program::start(data.path()));
    let folder = data.path().join("campaigns");
    std::fs::write(folder.join("demo.toml"), "id = \"demo\"").unwrap();
    std::fs::write(folder.join("other.toml"), "no = \"campaign\"").unwrap();
    let (output, said) = run(data.path(), &["check"]);
    assert!(!output.status.success());
    assert!(said.contains("demo.toml") && said.contains("other.toml"), "{said}");
}

/// Waits until something holds.
#[allow(clippy::disallowed_methods, reason = "a test that waits in vain ends")]
fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = std::time::Instant::now();
    while !holds() {
        assert!(begun.elapsed().as_secs() < 60, "waited in vain until {what}");
    }
}

#[test]
fn one_form_is_set_aside_by_whoever_runs_the_hub() {
    let data = data();
    let mut program = Program::start(data.path());
    let id = sealed(&program, 2).id;
    let sent = (0..4).map(|number| sealed(&program, number)).collect();
    assert!(send(program.address, sent).iter().all(|answer| answer.result == AnswerResult::Accepted));
    drop(program);
    // A step that met a busy database is taken again by itself.
    program = Program::start(data.path());
    let held = || number(&data.path().join("hub.sqlite"), "SELECT coalesce(sum(records), 0) FROM tallies");
    until("all forms are counted", || held() == 4);
    drop(program);
    let aside = |id: &str| {
        let what = ["aside", "--campaign", "demo-pulse", "--record", id, "--reason", "Người gửi xin rút"];
        let (output, said) = run(data.path(), &what);
        assert!(output.status.success(), "{said}");
        said
    };
    assert!(aside(&"9".repeat(32)).contains("there is no form of this id"));
    assert!(aside(&id).contains("this form is set aside with the next count"));
    let program = Program::start(data.path());
    until("it is out of the sums", || held() == 3);
    drop(program);
    assert!(aside(&id).contains("not set aside yet"));
}
