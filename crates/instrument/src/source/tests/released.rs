//! What was released never changes.

use super::fixture::{Content, INSTRUMENT};
use crate::source::{content_hash, pin};

fn released() -> Content {
    let content = Content::good();
    content.replace(&format!("{INSTRUMENT}/instrument.toml"), "\"draft\"", "\"current\"");
    content
}

#[test]
fn a_released_version_must_be_pinned() {
    let file = |name: &str| {
        format!(
            "{INSTRUMENT}/{name}: is released but not pinned; run `cargo xtask content pin` to add it to released.toml"
        )
    };
    let names = ["instrument.toml", "text.en.toml", "text.vi.toml", "vectors.toml"].map(file);
    released().expect("unpinned", &names.each_ref().map(String::as_str));
}

#[test]
fn pinning_makes_a_released_version_good_and_a_second_time_adds_nothing() {
    let content = released();
    assert_eq!(pin(&content.path("")).unwrap().len(), 4);
    content.expect("pinned", &[]);
    let before = content.read("released.toml");
    assert_eq!(pin(&content.path("")).unwrap(), Vec::<String>::new());
    assert_eq!(content.read("released.toml"), before);
}

#[test]
fn a_pinned_file_that_changes_is_a_fault_and_pinning_does_not_hide_it() {
    let content = released();
    pin(&content.path("")).unwrap();
    content.replace(&format!("{INSTRUMENT}/text.en.toml"), "Market", "Bazaar");
    let sentence = format!(
        "{INSTRUMENT}/text.en.toml: was changed after its release; restore it and make the change in a new version"
    );
    content.expect("changed", &[&sentence]);
    assert_eq!(pin(&content.path("")).unwrap_err(), content.check());
}

#[test]
fn windows_line_ends_are_no_change() {
    let content = released();
    pin(&content.path("")).unwrap();
    let file = format!("{INSTRUMENT}/text.en.toml");
    content.write(&file, &content.read(&file).replace('\n', "\r\n"));
    content.expect("line ends", &[]);
}

#[test]
fn another_language_is_added_to_a_released_version_without_touching_its_pins() {
    let content = released();
    pin(&content.path("")).unwrap();
    let before = content.read("released.toml");
    content
        .write(&format!("{INSTRUMENT}/text.tay.toml"), &content.read(&format!("{INSTRUMENT}/text.en.toml")));
    assert_eq!(pin(&content.path("")).unwrap(), [format!("{INSTRUMENT}/text.tay.toml")]);
    let after = content.read("released.toml");
    assert!(before.lines().all(|line| after.lines().any(|kept| kept == line)));
}

#[test]
fn a_released_file_that_disappears_is_a_fault() {
    let content = released();
    pin(&content.path("")).unwrap();
    std::fs::remove_dir_all(content.path(INSTRUMENT)).unwrap();
    let gone = |name| {
        format!("{INSTRUMENT}/{name}: was released and is gone; restore it, because kept answers need it")
    };
    let names = ["instrument.toml", "text.en.toml", "text.vi.toml", "vectors.toml"].map(gone);
    content.expect("gone", &names.each_ref().map(String::as_str));
}

#[test]
fn a_pinned_version_cannot_become_a_draft_again() {
    let content = released();
    pin(&content.path("")).unwrap();
    content.replace(&format!("{INSTRUMENT}/instrument.toml"), "\"current\"", "\"draft\"");
    let sentence = format!(
        "{INSTRUMENT}: is pinned in released.toml but is a draft; write status = \"current\" or \"archived\""
    );
    content.expect("draft again", &[&sentence]);
}

#[test]
fn bad_content_is_not_pinned() {
    let content = released();
    content.remove(&format!("{INSTRUMENT}/SOURCE.md"));
    assert!(pin(&content.path("")).is_err());
    assert!(!content.path("released.toml").exists());
}

#[test]
fn the_content_hash_follows_what_is_asked_and_nothing_else() {
    let content = Content::good();
    let hash = || content_hash(&content.path(INSTRUMENT)).unwrap();
    let before = hash();
    content.write(&format!("{INSTRUMENT}/SOURCE.md"), "Explained better.\n");
    assert_eq!(hash(), before);
    content.replace(&format!("{INSTRUMENT}/text.en.toml"), "Market", "Bazaar");
    assert_ne!(hash(), before);
}
