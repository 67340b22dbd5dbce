//! What the real program keeps safe: answers against clocks and mistyped years, keys, the database itself, and copies.
#![cfg(unix)]

use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use lang_nghe_sync::wire::AnswerResult;

use crate::client::{get, post, put, send};
use crate::process::{Program, command, data, run, sealed};
use crate::support::number;

pub(crate) fn contents(data: &Path) -> i64 {
    number(&data.join("hub.sqlite"), "SELECT COUNT(body) FROM records")
}

/// The program as it runs on this day.
pub(crate) fn on(data: &Path, day: &str) -> Command {
    let mut command = command(data);
    command.env("LANG_NGHE_TEST_DAY", day);
    command
}

pub(crate) fn starts_on(data: &Path, day: &str) -> Program {
    Program::start_with(&mut on(data, day))
}

pub(crate) fn says_on(data: &Path, day: &str, arguments: &[&str]) -> (bool, String) {
    let output = on(data, day).args(arguments).output().unwrap();
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

/// A data folder with ten forms of the day.
pub(crate) fn with_ten(day: &str) -> tempfile::TempDir {
    let data = data();
    let program = starts_on(data.path(), day);
    let answers = send(program.address, (0..10).map(|number| sealed(&program, number)).collect());
    assert!(answers.iter().all(|answer| answer.result == AnswerResult::Accepted));
    data
}

#[test]
fn a_clock_years_ahead_erases_nothing() {
    let data = with_ten("2026-11-21");
    for day in ["2029-11-21", "2029-11-22", "2029-11-30"] {
        let program = starts_on(data.path(), day);
        assert_eq!(get(program.address, "/readyz", &[]).status, 200);
    }
    assert_eq!(contents(data.path()), 10);
    let (good, said) = says_on(data.path(), "2029-11-30", &["check"]);
    assert!(good && said.contains("went on by days at once, to 2029-11-21"), "{said}");
    drop(starts_on(data.path(), "2026-11-22"));
    let (_, said) = says_on(data.path(), "2026-11-22", &["check"]);
    assert!(!said.contains("went on by days at once") && !said.contains("will be erased"), "{said}");
}

#[test]
fn a_clock_that_somebody_confirmed_erases_after_seven_days_on_which_the_hub_ran() {
    let data = with_ten("2026-11-21");
    drop(starts_on(data.path(), "2029-11-01"));
    let (good, said) = says_on(data.path(), "2029-11-01", &["erase", "--the-clock-is-right"]);
    assert!(good, "{said}");
    for day in 2..=7 {
        drop(starts_on(data.path(), &format!("2029-11-{day:02}")));
    }
    assert_eq!(contents(data.path()), 10);
    let (_, said) = says_on(data.path(), "2029-11-07", &["check"]);
    assert!(said.contains("will be erased on 2029-11-08 or later"), "{said}");
    drop(starts_on(data.path(), "2029-11-08"));
    assert_eq!(contents(data.path()), 0);
    assert_eq!(number(&data.path().join("hub.sqlite"), "SELECT COUNT(*) FROM records"), 10);
}

#[test]
fn a_year_mistyped_in_a_campaigns_file_erases_nothing_without_a_yes() {
    let data = with_ten("2026-11-21");
    let file = data.path().join("campaigns/demo-pulse.toml");
    let text = fs::read_to_string(&file).unwrap();
    let line = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    let (opens, closes) = (line("opens"), line("closes"));
    fs::write(
        &file,
        text.replace(&opens, "opens = \"2020-01-01\"").replace(&closes, "closes = \"2023-12-31\""),
    )
    .unwrap();
    for day in 22..=30 {
        drop(starts_on(data.path(), &format!("2026-11-{day}")));
    }
    assert_eq!(contents(data.path()), 10);
    let (_, said) = says_on(data.path(), "2026-11-30", &["check"]);
    assert!(said.contains("the later day holds"), "{said}");
    let (good, said) =
        says_on(data.path(), "2026-11-30", &["erase", "--campaign", "demo-pulse", "--as-the-file-says"]);
    assert!(good, "{said}");
    for day in 1..=7 {
        drop(starts_on(data.path(), &format!("2026-12-{day:02}")));
    }
    assert_eq!(contents(data.path()), 10, "seven days are not over");
    drop(starts_on(data.path(), "2026-12-08"));
    assert_eq!(contents(data.path()), 0);
}

#[test]
fn answers_are_erased_when_somebody_asks_and_says_it_twice() {
    let data = with_ten("2026-11-21");
    let day = "2026-11-22";
    let id = sealed(&starts_on(data.path(), day), 3).id;
    for (arguments, left) in [
        (vec!["erase", "--record", &id], 10),
        (vec!["erase", "--record", &id, "--confirm"], 9),
        (vec!["erase", "--campaign", "demo-pulse"], 9),
        (vec!["erase", "--campaign", "demo-pulse", "--confirm"], 0),
    ] {
        let (good, said) = says_on(data.path(), day, &arguments);
        assert!(good, "{said}");
        assert_eq!(contents(data.path()), left, "{arguments:?}");
    }
    assert_eq!(number(&data.path().join("hub.sqlite"), "SELECT COUNT(*) FROM phrases"), 0);
    assert_eq!(number(&data.path().join("hub.sqlite"), "SELECT SUM(accepted) FROM days"), 10);
    let (good, said) = says_on(data.path(), day, &["erase", "--campaign", "nowhere", "--confirm"]);
    assert!(!good && said.contains("nothing is known of a campaign nowhere"), "{said}");
}

#[test]
fn a_lost_key_or_another_one_stops_the_hub_also_before_the_first_form() {
    let data = data();
    drop(Program::start(data.path()));
    let key = data.path().join("keys/demo-pulse.key");
    let right = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let (output, said) = run(data.path(), &["serve"]);
    assert!(!output.status.success());
    assert!(said.contains("restore this file from a backup"), "{said}");
    assert!(!key.exists(), "a key was made in silence");
    fs::copy(data.path().join("keys/demo-lop.key"), &key).unwrap();
    for what in ["serve", "check"] {
        let (output, said) = run(data.path(), &[what]);
        assert!(!output.status.success());
        assert!(said.contains("is not the one that this campaign's forms are sealed to"), "{said}");
    }
    fs::write(&key, &right).unwrap();
    drop(Program::start(data.path()));
    fs::remove_file(&key).unwrap();
    drop(Program::start_with(command(data.path()).args(["--new-key-for", "demo-pulse"])));
    assert_ne!(fs::read(&key).unwrap(), right);
    drop(Program::start(data.path()));
}

#[test]
fn a_campaigns_file_that_is_missing_for_a_moment_costs_nothing() {
    let data = data();
    let file = data.path().join("campaigns/demo-pulse.toml");
    let aside = data.path().join("demo-pulse.toml");
    let program = Program::start(data.path());
    let record = sealed(&program, 1);
    drop(program);
    fs::rename(&file, &aside).unwrap();
    let program = Program::start(data.path());
    // Today's app is told that its form is held, one of before to come back: neither puts it away for good.
    let answers = send(program.address, vec![record.clone()]);
    assert_eq!(answers[0].result, AnswerResult::Refused);
    assert!(answers[0].reason.unwrap().is_held());
    let body = serde_json::json!({ "records": [record] }).to_string();
    let before = post(program.address, "/api/v1/records", "application/json", body.as_str());
    assert_eq!((before.status, before.header("retry-after")), (503, "30"));
    drop(program);
    fs::rename(&aside, &file).unwrap();
    let program = Program::start(data.path());
    assert_eq!(send(program.address, vec![record])[0].result, AnswerResult::Accepted);
}

#[test]
fn a_database_that_is_gone_beside_its_keys_stops_the_hub() {
    let data = with_ten("2026-11-21");
    for file in ["hub.sqlite", "hub.sqlite-wal", "hub.sqlite-shm"] {
        let _ = fs::remove_file(data.path().join(file));
    }
    for _ in 0..2 {
        let (output, said) = run(data.path(), &["serve"]);
        assert!(!output.status.success());
        assert!(said.contains("is missing or empty, although there are keys"), "{said}");
    }
    let (output, said) = run(data.path(), &["check"]);
    assert!(!output.status.success() && said.contains("there is no database"), "{said}");
    drop(Program::start_with(command(data.path()).arg("--start-empty")));
    drop(Program::start(data.path()));
}

/// Overwrites 64 KB in the middle, as a dying disk does.
fn damage(file: &Path) {
    let size = fs::metadata(file).unwrap().len();
    let mut open = fs::OpenOptions::new().write(true).open(file).unwrap();
    open.seek(SeekFrom::Start(size / 2 / 4096 * 4096)).unwrap();
    open.write_all(&[0; 64 * 1024]).unwrap();
}

#[test]
fn a_damaged_database_is_not_ready_and_devices_come_back() {
    let data = data();
    let program = Program::start(data.path());
    let records: Vec<_> = (0..400).map(|number| sealed(&program, number)).collect();
    for batch in records.chunks(100) {
        send(program.address, batch.to_vec());
    }
    program.signal("TERM");
    assert!(program.ended().0);
    damage(&data.path().join("hub.sqlite"));
    let (output, said) = run(data.path(), &["check"]);
    assert!(!output.status.success());
    assert!(
        said.contains("damaged") && said.contains("restore a backup") && !said.contains("full"),
        "{said}"
    );
    let program = Program::start(data.path());
    let ready = get(program.address, "/readyz", &[]);
    assert_eq!(ready.status, 503);
    let body = serde_json::json!({ "records": [records[0]], "holds": true }).to_string();
    let taken = post(program.address, "/api/v1/records", "application/json", body.as_str());
    assert_eq!((taken.status, taken.header("retry-after")), (503, "30"));
    assert_eq!(get(program.address, "/k/demo-pulse", &[]).status, 200, "the page itself opens");
}

#[test]
fn a_copy_made_while_it_runs_holds_everything_and_is_put_back_whole() {
    let data = data();
    let program = Program::start(data.path());
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("copy");
    let recording = crate::speech::spoken(1, 2_000);
    let path = format!("{}/{}", lang_nghe_lesson::speech::PATH, recording.hash);
    assert_eq!(put(program.address, &path, recording.bytes.clone()).status, 200);
    let records: Vec<_> = (0..300).map(|number| sealed(&program, number)).collect();
    send(program.address, records[..100].to_vec());
    std::thread::scope(|scope| {
        let load = scope.spawn(|| {
            for batch in records[100..].chunks(20) {
                send(program.address, batch.to_vec());
            }
        });
        let (output, said) = run(data.path(), &["backup", copy.to_str().unwrap()]);
        assert!(output.status.success(), "{said}");
        load.join().unwrap();
    });
    for file in ["hub.sqlite", "keys/demo-pulse.key", "campaigns/demo-pulse.toml", "officials-password.txt"] {
        let mode = fs::metadata(copy.join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file} is nobody else's to read");
    }
    assert!(fs::read_to_string(copy.join("settings.env")).unwrap().contains("LANG_NGHE_LISTEN=127.0.0.1:0"));
    let sums = Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
        .current_dir(&copy)
        .output();
    let sums = sums.unwrap();
    assert!(sums.status.success(), "{sums:?}");
    let body: Vec<u8> = crate::support::bytes(&copy.join("hub.sqlite"), "SELECT body FROM speech_bytes");
    assert!(body == recording.bytes, "the recording is in it to the last byte");
    let held = number(&copy.join("hub.sqlite"), "SELECT COUNT(*) FROM records");
    assert!((100..=300).contains(&held), "{held}");
    let (output, said) = run(data.path(), &["backup", copy.to_str().unwrap()]);
    assert!(!output.status.success() && said.contains("exists already"), "{said}");
    let (output, said) = run(data.path(), &["restore", copy.to_str().unwrap(), "--replace"]);
    assert!(!output.status.success() && said.contains("a hub runs on"), "{said}");
    drop(program);
    put_back(&copy, copies.path(), held);
    let (output, said) = run(data.path(), &["restore", copy.to_str().unwrap()]);
    assert!(!output.status.success() && said.contains("is not empty"), "{said}");
    let (output, said) = run(data.path(), &["restore", copy.to_str().unwrap(), "--replace"]);
    assert!(output.status.success() && said.contains("what was there before is in"), "{said}");
    let before = data.path().join("before-restore-1/hub.sqlite");
    assert_eq!(number(&before, "SELECT COUNT(*) FROM records"), 300, "nothing is deleted");
    assert_eq!(number(&data.path().join("hub.sqlite"), "SELECT COUNT(*) FROM records"), held);
}

/// The copy opens elsewhere, counts to the same, and takes what it lacks.
fn put_back(copy: &Path, folder: &Path, held: i64) {
    let other = folder.join("other");
    let (output, said) = run(&other, &["restore", copy.to_str().unwrap()]);
    assert!(output.status.success(), "{said}");
    let (output, said) = run(&other, &["check"]);
    assert!(output.status.success(), "{said}");
    assert!(said.contains(&format!("{held} records counted again, the same to the last bit")), "{said}");
    let back = number(&other.join("hub.sqlite"), "SELECT COUNT(*) FROM speech_bytes");
    assert_eq!(back, 1, "and the recording");
    drop(Program::start(&other));
}

#[test]
fn a_copy_that_was_changed_is_not_put_back() {
    let data = with_ten("2026-11-21");
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("copy");
    run(data.path(), &["backup", copy.to_str().unwrap()]);
    let other = copies.path().join("other");
    fs::write(copy.join("keys/demo-pulse.key"), "changed").unwrap();
    let (output, said) = run(&other, &["restore", copy.to_str().unwrap()]);
    assert!(!output.status.success() && said.contains("is not as it was"), "{said}");
    assert!(!other.join("hub.sqlite").exists());
    fs::write(copy.join("SHA256SUMS"), format!("{}  ../escaped\n", "0".repeat(64))).unwrap();
    let (output, said) = run(&other, &["restore", copy.to_str().unwrap()]);
    assert!(!output.status.success() && said.contains("is no copy of a hub"), "{said}");
    let (output, said) = run(&other, &["backup", copies.path().join("2").to_str().unwrap()]);
    assert!(!output.status.success() && said.contains("there is no database"), "{said}");
}

#[test]
fn a_copy_is_made_every_day_and_old_ones_go() {
    let data = data();
    for day in 1..=5 {
        let day = format!("2026-12-{day:02}");
        let mut started = on(data.path(), &day);
        let program = Program::start_with(started.args(["--backup-keep", "3"]));
        let whole = data.path().join("backups").join(&day).join("SHA256SUMS");
        while !whole.exists() {
            assert_eq!(get(program.address, "/healthz", &[]).status, 200);
        }
        program.signal("TERM");
        assert!(program.ended().0);
    }
    let mut days: Vec<_> =
        fs::read_dir(data.path().join("backups")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    days.sort();
    assert_eq!(days.iter().filter(|day| *day == "2026-12-01").count(), 0, "{days:?}");
    assert!((3..=4).contains(&days.len()), "{days:?}");
}

/// Takes a database back to the schema of before this version remembered anything.
fn make_old(file: &Path) {
    let script = "DROP TABLE campaigns; DROP TABLE runs; DELETE FROM _sqlx_migrations WHERE version = 8;";
    crate::support::execute(file, script);
}

#[test]
fn an_older_database_is_copied_before_it_is_brought_up_to_date_and_never_by_a_look() {
    let data = with_ten("2026-11-21");
    let file = data.path().join("hub.sqlite");
    make_old(&file);
    let applied = "SELECT COUNT(*) FROM _sqlx_migrations WHERE version = 8";
    let (good, said) = says_on(data.path(), "2026-11-22", &["check"]);
    assert!(good && said.contains("10 records counted again"), "{said}");
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("copy");
    let (good, said) = says_on(data.path(), "2026-11-22", &["backup", copy.to_str().unwrap()]);
    assert!(good, "{said}");
    assert_eq!((number(&file, applied), number(&copy.join("hub.sqlite"), applied)), (0, 0));
    drop(starts_on(data.path(), "2026-11-22"));
    assert_eq!(number(&file, applied), 1);
    let before: Vec<_> = fs::read_dir(data.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let before: Vec<_> =
        before.iter().filter(|path| path.to_string_lossy().contains("hub.sqlite.before-")).collect();
    assert_eq!(before.len(), 1, "{before:?}");
    assert_eq!(number(before[0], applied), 0);
    assert_eq!(number(before[0], "SELECT COUNT(body) FROM records"), 10);
}

#[test]
fn an_older_database_that_starts_on_a_wrong_day_erases_nothing() {
    let data = with_ten("2026-11-21");
    make_old(&data.path().join("hub.sqlite"));
    // No day on which it ran is remembered: its newest form says when it did.
    for day in 20..=30 {
        drop(starts_on(data.path(), &format!("2029-11-{day}")));
    }
    assert_eq!(contents(data.path()), 10);
    let (good, said) = says_on(data.path(), "2029-11-30", &["check"]);
    assert!(good && said.contains("went on by days at once, to 2029-11-20"), "{said}");
}
