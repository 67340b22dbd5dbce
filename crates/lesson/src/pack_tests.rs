//! Packs: read as written, and refused in every damaged form.

use proptest::prelude::*;

use super::*;
use crate::{Catalogue, samples};

#[test]
fn a_pack_is_read_as_serde_reads_it() {
    let bytes = samples::pack().encode().unwrap();
    assert_eq!(LessonPack::decode(&bytes), Ok(samples::pack()));
    assert_eq!(postcard::from_bytes::<LessonPack>(&bytes[1..]).unwrap(), samples::pack());
}

#[test]
fn a_catalogue_is_read_as_serde_reads_it() {
    let bytes = samples::catalogue().encode().unwrap();
    assert_eq!(Catalogue::decode(&bytes), Ok(samples::catalogue()));
    assert_eq!(postcard::from_bytes::<Catalogue>(&bytes[1..]).unwrap(), samples::catalogue());
}

#[test]
fn a_damaged_pack_is_refused_and_never_panics() {
    let lesson = samples::pack().encode().unwrap();
    let catalogue = samples::catalogue().encode().unwrap();
    for length in 0..lesson.len() {
        assert_eq!(LessonPack::decode(&lesson[..length]), Err(PackError::Damaged), "cut at {length}");
    }
    for length in 0..catalogue.len() {
        assert_eq!(Catalogue::decode(&catalogue[..length]), Err(PackError::Damaged), "cut at {length}");
    }
    let longer = [lesson.as_slice(), &[0]].concat();
    assert_eq!(LessonPack::decode(&longer), Err(PackError::Damaged), "something behind it");
}

#[test]
fn a_newer_form_is_told_apart_from_damage() {
    let mut bytes = samples::pack().encode().unwrap();
    bytes[0] = 2;
    assert_eq!(LessonPack::decode(&bytes), Err(PackError::Newer(2)));
    bytes[0] = 0;
    assert_eq!(LessonPack::decode(&bytes), Err(PackError::Damaged));
}

#[test]
fn a_question_without_its_right_answer_is_refused() {
    let mut pack = samples::pack();
    pack.lesson.checks[0].right = 2;
    assert_eq!(LessonPack::decode(&pack.encode().unwrap()), Err(PackError::Damaged), "no such option");
    let mut pack = samples::pack();
    pack.lesson.checks.clear();
    assert_eq!(LessonPack::decode(&pack.encode().unwrap()), Err(PackError::Damaged), "no such check");
    let mut pack = samples::pack();
    pack.lesson.checks[0].options.push("third".to_owned());
    assert_eq!(LessonPack::decode(&pack.encode().unwrap()), Err(PackError::Damaged), "an option too few");
    let mut pack = samples::pack();
    if let Way::Choose { right, .. } = &mut pack.practices[0].screens[0].tasks[0].way {
        *right = 2;
    }
    assert_eq!(LessonPack::decode(&pack.encode().unwrap()), Err(PackError::Damaged), "no such choice");
}

fn any_words() -> impl Strategy<Value = Words> {
    let run = (any::<bool>(), "\\PC{0,12}").prop_map(|(strong, text)| Run { strong, text });
    proptest::collection::vec(run, 0..3).prop_map(Words)
}

fn any_block() -> impl Strategy<Value = Block> {
    let lines = || proptest::collection::vec(any_words(), 0..3);
    let picture = || ("[a-z]{1,5}", "\\PC{0,9}").prop_map(|(id, alt)| Picture { id, alt });
    prop_oneof![
        any_words().prop_map(Block::Heading),
        (any::<u8>(), any_words(), lines(), proptest::option::of(picture())).prop_map(
            |(number, action, notes, picture)| Block::Step(Step { number, action, notes, picture })
        ),
        any_words().prop_map(Block::Paragraph),
        lines().prop_map(Block::List),
        picture().prop_map(Block::Picture),
        lines().prop_map(Block::Why),
        lines().prop_map(Block::Wrong),
        "[a-z]{1,5}".prop_map(Block::Practice),
    ]
}

proptest! {
    #[test]
    fn every_lesson_survives_being_packed(
        blocks in proptest::collection::vec(any_block(), 0..9), order: u16, title in "\\PC{0,30}",
    ) {
        let mut pack = samples::pack();
        pack.text.blocks.extend(blocks);
        pack.lesson.order = order;
        pack.text.title = title;
        prop_assert_eq!(LessonPack::decode(&pack.encode().unwrap()), Ok(pack));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = LessonPack::decode(&bytes);
        let _ = Catalogue::decode(&bytes);
    }

    #[test]
    fn a_changed_byte_is_read_or_refused(at in any::<prop::sample::Index>(), flip in 1u8..) {
        let mut bytes = samples::pack().encode().unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        let _ = LessonPack::decode(&bytes);
    }
}
