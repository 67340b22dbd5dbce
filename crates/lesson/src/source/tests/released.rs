//! A released lesson changes only under a new edition.

use super::fixture::Content;
use crate::source::pin;

fn released() -> Content {
    let content = Content::good();
    content.replace("well/lesson.toml", "\"draft\"", "\"current\"");
    content
}

#[test]
fn a_released_lesson_is_pinned_once() {
    let content = released();
    assert_eq!(content.check().iter().count(), 3, "three files to pin: {}", content.check());
    let pinned = pin(&content.root()).unwrap();
    assert_eq!(
        pinned,
        ["lessons/well/2026.1/en.md", "lessons/well/2026.1/lesson.toml", "lessons/well/2026.1/vi.md"]
    );
    content.expect("pinned", &[]);
    assert!(pin(&content.root()).unwrap().is_empty());
}

#[test]
fn a_changed_word_needs_a_new_edition() {
    let content = released();
    pin(&content.root()).unwrap();
    content.replace("well/vi.md", "Nước giếng mát.", "Nước giếng trong.");
    content.expect("changed", &["well/vi.md: was changed after the release of edition 2026.1; restore it, or write the next edition into lesson.toml"]);
    assert!(pin(&content.root()).is_err(), "pinning is no way around it");
    content.replace("well/lesson.toml", "2026.1", "2026.2");
    pin(&content.root()).unwrap();
    content.expect("new edition", &[]);
}

#[test]
fn a_review_that_changes_nothing_needs_no_new_edition() {
    let content = released();
    pin(&content.root()).unwrap();
    content.replace("well/lesson.toml", "checked = \"2026-11-22\"", "checked = \"2027-05-20\"");
    content.replace("well/lesson.toml", "review_by = \"2027-05-22\"", "review_by = \"2027-11-20\"");
    content.expect("reviewed", &[]);
}

#[test]
fn bad_lessons_are_not_pinned() {
    let content = released();
    content.replace("well/lesson.toml", "minutes = 5", "minutes = 0");
    assert!(pin(&content.root()).is_err());
    assert!(!content.root().join("released.toml").exists());
}

#[test]
fn pins_of_lessons_and_instruments_stand_side_by_side() {
    let content = released();
    std::fs::create_dir_all(content.root().join("instruments")).unwrap();
    std::fs::create_dir_all(content.root().join("profile")).unwrap();
    pin(&content.root()).unwrap();
    let faults = lang_nghe_instrument::source::check(&content.root());
    assert!(faults.is_empty(), "the check of instruments leaves them alone: {faults}");
    assert!(lang_nghe_instrument::source::pin(&content.root()).unwrap().is_empty());
    content.expect("still pinned", &[]);
}
