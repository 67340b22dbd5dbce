//! Clocks that go wrong and files that name another day: what moves then, and what waits for somebody's yes.

use std::fs;
use std::path::Path;

use lang_nghe_hub::step::take_daily;
use lang_nghe_record::Day;

use crate::client::send;
use crate::process::{Program, command, data, sealed_for};
use crate::safe::{contents, on, says_on, starts_on, with_ten};
use crate::support::{Place, content_folder, number};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn a_day_that_comes_again_takes_no_step() {
    let place = Place::new();
    let known = place.hub.campaigns.get("demo-pulse").unwrap();
    let takes = |text| place.run(take_daily(&place.hub, known, day(text))).unwrap();
    // The hub's own first step may be on its way.
    while !takes("2026-11-30") {}
    for again in ["1970-01-01", "2026-11-30", "2026-11-29", "1970-01-01", "2026-11-30"] {
        assert!(!takes(again), "{again}");
    }
    assert!(takes("2026-12-01"));
}

/// Writes another last day into a campaign's file.
fn closes(data: &Path, last: &str) {
    let file = data.join("campaigns/demo-pulse.toml");
    let text = fs::read_to_string(&file).unwrap();
    let line = text.lines().find(|line| line.starts_with("closes")).unwrap();
    fs::write(&file, text.replace(line, &format!("closes = \"{last}\""))).unwrap();
}

#[test]
fn a_later_year_mistyped_in_a_campaigns_file_breaks_no_promise_without_a_yes() {
    let data = with_ten("2026-11-21");
    closes(data.path(), "2072-12-31");
    drop(starts_on(data.path(), "2028-12-24"));
    let (_, said) = says_on(data.path(), "2028-12-24", &["check"]);
    assert!(said.contains("kept until 2028-12-31") && said.contains("until 2073-12-31"), "{said}");
    let (good, said) = says_on(data.path(), "2028-12-24", &["erase", "--the-clock-is-right"]);
    assert!(good, "{said}");
    for day in 25..=31 {
        drop(starts_on(data.path(), &format!("2028-12-{day}")));
    }
    assert_eq!(contents(data.path()), 10);
    drop(starts_on(data.path(), "2029-01-01"));
    assert_eq!(contents(data.path()), 0, "kept as long as people were promised, and no longer");
}

#[test]
fn a_later_day_that_somebody_agreed_to_holds() {
    let data = with_ten("2026-11-21");
    closes(data.path(), "2029-12-31");
    let day = "2026-11-22";
    let (good, said) =
        says_on(data.path(), day, &["erase", "--campaign", "demo-pulse", "--as-the-file-says"]);
    assert!(good && said.contains("kept until 2030-12-31"), "{said}");
    drop(starts_on(data.path(), day));
    let (_, said) = says_on(data.path(), day, &["check"]);
    assert!(!said.contains("as-the-file-says"), "{said}");
}

#[test]
fn what_comes_after_an_early_erasure_is_announced_like_anything_else() {
    let data = with_ten("2026-11-21");
    let (good, said) =
        says_on(data.path(), "2026-11-22", &["erase", "--campaign", "demo-pulse", "--confirm"]);
    assert!(good && contents(data.path()) == 0, "{said}");
    let program = starts_on(data.path(), "2026-11-22");
    send(program.address, vec![sealed_for(&program, "demo-pulse", 77)]);
    drop(program);
    let told = "SELECT COUNT(*) FROM campaigns WHERE erased_for IS NOT NULL";
    assert_eq!(number(&data.path().join("hub.sqlite"), told), 0, "its term is not over");
    drop(starts_on(data.path(), "2029-01-05"));
    says_on(data.path(), "2029-01-05", &["erase", "--the-clock-is-right"]);
    drop(starts_on(data.path(), "2029-01-06"));
    assert_eq!(contents(data.path()), 1, "seven days ahead, whatever was erased before");
}

/// Lets the program run on this day until it has looked whether a step is to be taken; gives the number of the last step.
fn lives_through(data: &Path, day: &str, forms: std::ops::Range<u64>) -> i64 {
    let mut command = on(data, day);
    let mut program = Program::start_with(command.args(["--log-level", "debug"]));
    program.says("looked whether steps are to be taken");
    for number in forms {
        send(program.address, vec![sealed_for(&program, "xa", number)]);
    }
    number(&data.join("hub.sqlite"), "SELECT number FROM steps WHERE campaign = 'xa'")
}

#[test]
fn a_real_campaign_takes_one_step_a_day_whatever_the_clock_shows() {
    let data = data();
    // An office's own campaign, and none whose name begins with demo.
    let demo = fs::read_to_string(content_folder().join("campaigns/demo-pulse.toml")).unwrap();
    let own = demo.replace("id = \"demo-pulse\"", "id = \"xa\"");
    fs::create_dir(data.path().join("campaigns")).unwrap();
    fs::write(data.path().join("campaigns/xa.toml"), own).unwrap();
    for (day, forms, step) in [
        ("2026-11-28", 0..3, 1),
        ("2026-11-29", 3..5, 2),
        // An empty battery, and the network sets the clock again: nothing moves, however often.
        ("1970-01-01", 5..5, 2),
        ("2026-11-29", 5..6, 2),
        ("1970-01-01", 6..6, 2),
        ("2026-11-29", 6..6, 2),
        ("2026-11-30", 6..6, 2),
        ("2026-12-01", 6..6, 3),
        // A wrong year, and back.
        ("2062-12-01", 6..6, 3),
        ("2026-12-02", 6..6, 3),
        ("2026-12-03", 6..6, 3),
        ("2026-12-04", 6..6, 4),
    ] {
        assert_eq!(lives_through(data.path(), day, forms), step, "{day}");
    }
    let counted = "SELECT records FROM tallies WHERE campaign = 'xa'";
    assert_eq!(number(&data.path().join("hub.sqlite"), counted), 6);
    let (good, said) = says_on(data.path(), "2026-12-04", &["check"]);
    assert!(good && !said.contains("figures do not move"), "{said}");
}

#[test]
fn whoever_runs_the_hub_reads_why_figures_stand_still_and_ends_it_with_a_yes() {
    let data = data();
    drop(starts_on(data.path(), "2026-11-21"));
    drop(starts_on(data.path(), "2026-12-21"));
    let (good, said) = says_on(data.path(), "2026-12-21", &["check"]);
    assert!(
        good && said.contains("figures do not move before the hub has run on two further days"),
        "{said}"
    );
    says_on(data.path(), "2026-12-21", &["erase", "--the-clock-is-right"]);
    let (_, said) = says_on(data.path(), "2026-12-21", &["check"]);
    assert!(!said.contains("figures do not move"), "{said}");
}

#[test]
fn erasing_before_the_count_says_what_never_comes_into_the_sums() {
    let data = data();
    let mut command = command(data.path());
    // Its first step is an hour away.
    let program = Program::start_with(command.args(["--step-every", "3600"]));
    send(program.address, (0..4).map(|number| sealed_for(&program, "demo-pulse", number)).collect());
    drop(program);
    let (good, said) = crate::process::run(data.path(), &["erase", "--campaign", "demo-pulse"]);
    assert!(good.status.success() && said.contains("4 of them came since the last count"), "{said}");
    let (good, said) = crate::process::run(data.path(), &["erase", "--campaign", "demo-pulse", "--confirm"]);
    assert!(
        good.status.success() && said.contains("4 forms that came since the last count are in no sum"),
        "{said}"
    );
}
