//! What is erased when, day by day.

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

const TERM: &str = "2027-01-31";

/// A campaign with answers whose term is remembered.
fn known() -> Remembered {
    Remembered { campaign: "demo".into(), term: Some(day(TERM)), keeps: true, ..Remembered::default() }
}

fn announced(on: &str, seen: u64) -> Remembered {
    Remembered { announced: Some(day(on)), seen, ..known() }
}

#[track_caller]
fn does(today: &str, known: &Remembered, file: &str, expected: &[Step]) {
    assert_eq!(steps(day(today), false, known, day(file)), expected, "{today} {known:?}");
}

#[test]
fn nothing_is_announced_before_its_time() {
    does("2027-01-17", &known(), TERM, &[]);
    does("2027-01-18", &known(), TERM, &[Step::Announce]);
    does("2027-01-18", &Remembered { keeps: false, ..known() }, TERM, &[]);
}

#[test]
fn the_promised_day_is_kept_where_the_hub_runs_every_day() {
    let known = announced("2027-01-18", 13);
    does("2027-01-31", &known, TERM, &[]);
    does("2027-02-01", &Remembered { seen: 14, ..known }, TERM, &[Step::Erase]);
}

#[test]
fn what_is_due_already_is_erased_after_seven_days_on_which_the_hub_ran() {
    does("2027-06-01", &known(), TERM, &[Step::Announce]);
    does("2027-06-07", &announced("2027-06-01", 6), TERM, &[]);
    does("2027-06-08", &announced("2027-06-01", 7), TERM, &[Step::Erase]);
    does("2027-07-08", &announced("2027-06-01", 6), TERM, &[]);
}

#[test]
fn a_clock_that_nobody_confirmed_erases_nothing() {
    let known = announced("2027-06-01", 7);
    assert_eq!(steps(day("2027-06-08"), true, &known, day(TERM)), []);
    let late = Remembered { erased_for: known.term, announced: None, ..known };
    assert_eq!(steps(day("2027-06-08"), true, &late, day(TERM)), [Step::Announce]);
}

#[test]
fn a_changed_file_neither_puts_an_erasure_off_nor_brings_it_forward() {
    let near = announced("2027-01-18", 14);
    for file in ["2072-01-31", "2028-01-31", TERM, "2026-01-31"] {
        does("2027-01-31", &near, file, &[]);
        does("2027-02-01", &near, file, &[Step::Erase]);
        does("2027-02-01", &Remembered { announced: None, ..near.clone() }, file, &[Step::Announce]);
        does("2026-12-01", &known(), file, &[]);
    }
}

#[test]
fn what_comes_to_a_campaign_that_goes_on_by_its_file_is_announced_although_the_rest_was_erased() {
    let erased = Remembered { erased_for: Some(day(TERM)), ..known() };
    does("2027-02-09", &erased, "2028-01-31", &[Step::Announce]);
}

#[test]
fn a_term_that_was_never_seen_is_that_of_the_file_and_is_announced_all_the_same() {
    let new = Remembered { term: None, ..known() };
    does("2026-12-01", &new, "2024-01-31", &[Step::Agree(day("2024-01-31")), Step::Announce]);
}

#[test]
fn what_comes_late_goes_with_the_rest() {
    let late = Remembered { erased_for: Some(day(TERM)), ..known() };
    does("2027-02-09", &late, TERM, &[Step::Erase]);
    let put_off = Remembered { term: Some(day("2027-03-31")), ..late };
    does("2027-02-09", &put_off, "2027-03-31", &[]);
    does("2027-04-01", &put_off, "2027-03-31", &[Step::Announce]);
}

#[test]
fn people_are_told_the_first_possible_day() {
    let outlook = |known: &Remembered, file| Outlook::of(Some(known), day(file), None);
    assert_eq!(outlook(&announced("2027-01-18", 0), TERM).announced, Some(day("2027-02-01")));
    assert_eq!(outlook(&announced("2027-06-01", 0), TERM).announced, Some(day("2027-06-08")));
    for file in ["2024-01-31", "2072-01-31"] {
        let other = outlook(&known(), file);
        assert_eq!((other.term, other.file), (day(TERM), Some(day(file))));
    }
    assert_eq!(outlook(&known(), TERM).file, None);
}
