//! From files to packs and back.

use super::fixture::Content;
use crate::source::{pack_all, read_lesson};
use crate::{Block, Catalogue, LessonPack};

#[test]
fn markdown_becomes_blocks() {
    let content = Content::good();
    let (lesson, texts) = read_lesson(&content.root().join("lessons/well")).unwrap();
    let text = &texts["vi"];
    assert_eq!(text.title, "Múc nước giếng");
    assert_eq!(text.summary.plain(), "Học xong, ông/bà múc được nước.");
    assert_eq!(lesson.checks[0].right, 1);
    let Block::Step(step) = &text.blocks[1] else { panic!("{:?}", text.blocks[1]) };
    assert_eq!((step.number, step.action.plain().as_str()), (1, "Thả gàu xuống."));
    assert!(step.action.0[1].strong && step.action.0[1].text == "gàu");
    assert_eq!(step.notes[0].plain(), "Thả từ từ.");
    assert_eq!(step.picture.as_ref().map(|picture| picture.alt.as_str()), Some("Cái giếng"));
    assert!(matches!(&text.blocks[2], Block::Step(step) if step.number == 2 && step.picture.is_none()));
    assert!(matches!(&text.blocks[3], Block::List(entries) if entries.len() == 2));
    assert!(matches!(&text.blocks[6], Block::Practice(id) if id == "drop"));
    let Block::Question(question) = &text.blocks[7] else { panic!("{:?}", text.blocks[7]) };
    assert_eq!(question.ask, "Dây nào múc được?");
    assert_eq!(question.options[0].because, "Không tới nước.");
    assert_eq!(text.blocks.len(), 8);
}

#[test]
fn drafts_stay_at_home_and_the_rest_is_packed_in_both_languages() {
    let content = Content::good();
    assert!(pack_all(&content.root()).unwrap().iter().all(|packs| packs.lessons.is_empty()), "a draft");
    content.replace("well/lesson.toml", "\"draft\"", "\"current\"");
    let packs = pack_all(&content.root()).unwrap();
    assert_eq!(packs.iter().map(|packs| packs.lang.as_str()).collect::<Vec<_>>(), ["vi", "en"]);
    let pack = LessonPack::decode(&packs[0].lessons[0].bytes).unwrap();
    assert_eq!((pack.lang.as_str(), pack.lesson.id.as_str()), ("vi", "well"));
    assert!(pack.drawing("well").is_some() && pack.practice("drop").is_some());
    let catalogue = Catalogue::decode(&packs[0].catalogue).unwrap();
    let card = &catalogue.lessons[0];
    assert_eq!(card.bytes as usize, packs[0].lessons[0].bytes.len());
    assert_eq!(card.headings, ["Cách làm"]);
    assert!(card.picture.as_deref().is_some_and(|svg| svg.starts_with("<svg")));
    assert!(card.terms.contains(&"day".to_owned()), "a word of the body: {:?}", card.terms);
    assert!(!card.terms.contains(&"muc".to_owned()), "stands in the title already");
    assert_eq!(catalogue.needs[0].words, "uống nước");
}
