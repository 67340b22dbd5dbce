//! One fault at a time: each is found, explained, and explained once.

use super::fixture::Content;

/// Name, file, what stands there, what is written instead, the faults in that file.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip] // a table reads by rows
const DEFINITION: &[Case] = &[
    ("other id", "well/lesson.toml", "id = \"well\"", "id = \"pump\"", &["the id is `pump` but the folder is `well`; make them the same"]),
    ("edition", "well/lesson.toml", "\"2026.1\"", "\"1\"", &["the edition `1` must be a year and a number, such as \"2026.1\"; correct it"]),
    ("status", "well/lesson.toml", "\"draft\"", "\"new\"", &["the status `new` is unknown; write \"draft\", \"current\" or \"archived\""]),
    ("minutes", "well/lesson.toml", "minutes = 5", "minutes = 0", &["minutes is 0; write how long the lesson takes, from 1 to 60"]),
    ("review before check", "well/lesson.toml", "\"2027-05-22\"", "\"2026-05-22\"", &["review_by 2026-05-22 comes before checked 2026-11-22; exchange or correct them"]),
    ("no such day", "well/lesson.toml", "\"2026-11-22\"", "\"2026-11-31\"", &["checked `2026-11-31` is no day of the calendar; write it as \"YYYY-MM-DD\""]),
    ("no audience", "well/lesson.toml", "[\"everyone\"]", "[]", &["no audience is named; name at least one of catalogue.toml"]),
    ("unknown skill", "well/lesson.toml", "[\"water\"]", "[\"water\", \"fire\"]", &["the skill `fire` is not in catalogue.toml; add it there or correct it"]),
    ("no keywords", "well/lesson.toml", "en = [\"draw water\"]", "", &["there are no keywords in en; write under [keywords] what people would search with"]),
    ("date of a source", "well/lesson.toml", "\"2026-11\"", "\"11/2026\"", &["the date of the source `own` `11/2026` is no day of the calendar; write it as \"YYYY-MM-DD\""]),
    ("right answer", "well/lesson.toml", "right = \"long\"", "right = \"none-of-them\"", &["the right answer `none-of-them` of the check `rope` is none of its options; correct it"]),
    ("misspelt key", "well/lesson.toml", "minutes", "minuets", &["line 6 cannot be read (unknown field `minuets`, expected one of `id`, `edition`, `status`, `order`, `minutes`, `audience`, `skills`, `checked`, `review_by`, `laws`, `keywords`, `source`, `check`); correct it"]),
];

#[rustfmt::skip] // a table reads by rows
const WORDS: &[Case] = &[
    ("no title", "well/vi.md", "# Múc nước giếng\n", "", &["there is no title; begin with `# Title`"]),
    ("no summary", "well/vi.md", "Học xong, ông/bà múc được nước.\n", "", &["there is no summary; write a paragraph below the title"]),
    ("long sentence", "well/vi.md", "Thả từ từ.", "Một hai ba bốn năm sáu bảy tám chín mười mười một mười hai ba.", &["line 7: the text has a sentence of 15 words (`Một hai ba bốn năm sáu bảy tám chín mười mười một mười hai ba.`); write at most 14, or two sentences"]),
    ("separate accents", "well/vi.md", "Nước giếng mát.", "Nu\u{31b}\u{301}c.", &["line 17: the text spells its accents as separate characters (`Nu\u{31b}\u{301}c.`); save the text as Unicode NFC"]),
    ("two actions", "well/vi.md", "Kéo dây lên.", "Kéo dây rồi đổ nước.", &["line 12: step 2 asks for two things (`Kéo dây rồi đổ nước.`); make two steps of it (it has the word “rồi”)"]),
    ("two sentences", "well/en.md", "Pull the rope.", "Pull the rope. Pour.", &["line 12: step 2 has more than one sentence (`Pull the rope. Pour.`); keep the action and put the rest into a paragraph below it"]),
    ("no words for a picture", "well/vi.md", "![Cái giếng]", "![]", &["line 7: what the picture shows is missing or empty; write it"]),
    ("picture elsewhere", "well/vi.md", "../pictures/well.svg", "https://example.org/well.svg", &["line 11: write a picture as ![what it shows](../pictures/<id>.svg)"]),
    ("raw HTML", "well/vi.md", "- Gàu", "<b>Gàu</b>\n\n- Gàu", &["line 14: only words and **bold** can stand in a line", "line 14: only words and **bold** can stand in a line"]),
    ("a block of HTML", "well/vi.md", "- Gàu", "<script>alert(1)</script>\n\n- Gàu", &["line 14: this kind of block cannot stand in a lesson; the kinds are listed in CONTRIBUTING.md"]),
    ("a link", "well/vi.md", "Thả từ từ.", "Thả từ từ.[ ](https://example.org)", &["line 9: only words and **bold** can stand in a line; a picture needs a paragraph of its own"]),
    ("a link in a tight list", "well/vi.md", "- Gàu", "- [Gàu](x)", &["line 14: only words and **bold** can stand in a line; a picture needs a paragraph of its own", "line 14: the text is missing or empty; write it"]),
    ("a table", "well/vi.md", "- Gàu", "***\n\n- Gàu", &["line 14: this cannot stand in a lesson; write words, and no HTML or rulers"]),
    ("unknown fence", "well/vi.md", "```practice\ndrop", "```rust\ndrop", &["line 23: this fence is unknown; write ```practice or ```question <id>"]),
    ("practice that is not there", "well/vi.md", "\ndrop\n", "\nfall\n", &["the practice `fall` is not in practice/ or has no words in vi; add it or correct the name"]),
    ("no why", "well/vi.md", "[!IMPORTANT]", "[!WARNING]", &["there is no box `> [!IMPORTANT]`; say why it matters"]),
    ("unknown question", "well/vi.md", "question rope", "question chain", &["the question `chain` has no [[check]] in lesson.toml; add one with its right answer, or correct the id", "the question `rope` is asked 0 times; ask it once"]),
    ("options in another order", "well/vi.md", "short: Dây ngắn\n  Không tới nước.\n", "", &["the question `rope` has the options long, but lesson.toml says short, long; write the same in the same order", "the question `rope` is asked 0 times; ask it once"]),
    ("no explanation", "well/vi.md", "  Không tới nước.\n", "", &["line 27: the reason of `Dây ngắn` is missing or empty; write it"]),
    ("stray line", "well/vi.md", "  Không tới nước.", "Không tới nước.", &["line 30: `Không tới nước.` is neither an option (`id: words`) nor, indented, the reason below one", "line 27: the reason of `Dây ngắn` is missing or empty; write it"]),
    ("a block too few", "well/en.md", "- Bucket\n- Rope\n", "", &["block 4 is a box on why with 1 paragraphs here and a list of 2 in vi.md; write the same blocks in the same order"]),
    ("an entry too few", "well/en.md", "- Rope\n", "", &["block 4 is a list of 1 here and a list of 2 in vi.md; write the same blocks in the same order"]),
];

#[rustfmt::skip] // a table reads by rows
const AROUND: &[Case] = &[
    ("need without a lesson", "catalogue.toml", "lesson = \"well\"", "lesson = \"river\"", &["the need `drink` leads to the lesson `river`, which does not exist; correct it"]),
    ("name in one language", "catalogue.toml", "en = \"Water\"", "", &["`en` of the skill `water` is missing or empty; write it"]),
    ("name for nobody", "catalogue.toml", "[[skill]]", "[[skill]]\nid = \"fire\"\nvi = \"Lửa\"\nen = \"Fire\"\n[[skill]]", &["no lesson has the skill `fire`; remove it or use it"]),
    ("kind of practice", "practice/drop/practice.toml", "\"form\"", "\"game\"", &["the kind `game` is unknown; write \"form\", \"payment\", \"message\" or \"inbox\""]),
    ("right answer of a task", "practice/drop/practice.toml", "right = \"go\"", "right = \"jump\"", &["the right answer `jump` of the task `let` is none of its options; correct it"]),
    ("no words for an option", "practice/drop/text.vi.toml", "[tasks.let.options.hold]", "[tasks.let.options.keep]", &["there are no words for the option `hold`; add them", "the option `hold` of the task `let` is missing or empty; write it", "`because` of `hold` of the task `let` is missing or empty; write it", "there are words for the option `keep`, which does not exist; remove them or correct the id"]),
    ("no text to type", "practice/drop/text.en.toml", "text = \"water\"", "", &["`text` of the task `say` is missing or empty; write it"]),
];

fn run(cases: &[Case]) {
    let mut wrong = String::new();
    for (name, file, from, to, sentences) in cases {
        let content = Content::good();
        content.replace(file, from, to);
        let faults = content.check();
        let prefix = format!("content/lessons/{file}: ");
        // What follows from the fault in other files is not what the case is about.
        let found: Vec<&str> = faults.iter().filter_map(|fault| fault.strip_prefix(&prefix)).collect();
        if found != *sentences {
            wrong += &format!("case `{name}`: {found:#?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn good_lessons_have_no_faults() {
    Content::good().expect("good", &[]);
}

#[test]
fn a_bad_definition_is_explained() {
    run(DEFINITION);
}

#[test]
fn bad_words_are_explained() {
    run(WORDS);
}

#[test]
fn a_bad_catalogue_or_practice_is_explained() {
    run(AROUND);
}

#[test]
fn a_picture_that_is_not_there_is_named_and_one_that_nobody_shows_as_well() {
    let content = Content::good();
    content.replace("well/vi.md", "well.svg", "pump.svg");
    content.replace("well/en.md", "well.svg", "pump.svg");
    content.expect(
        "pump",
        &[
            "well/en.md: the picture `pump` is not in pictures/; draw it or correct the name",
            "well/vi.md: the picture `pump` is not in pictures/; draw it or correct the name",
            "pictures/well.svg: is in no lesson; use it or remove it",
        ],
    );
}

#[test]
fn a_missing_language_and_a_stray_file_are_named() {
    let content = Content::good();
    content.remove("well/en.md");
    content.write("well/notes.txt", "");
    content.expect(
        "files",
        &[
            "well/notes.txt: does not belong in this folder; remove it or correct its name (words stand in <language>.md)",
            "well/en.md: is missing; add it",
        ],
    );
}

#[test]
fn a_lesson_is_looked_at_again_before_a_law_it_rests_on_ends() {
    let law = |until: &str| format!("[[law]]\nid = \"wells\"\nname = \"Luật Giếng\"\nuntil = \"{until}\"\n");
    let content = Content::good();
    content.write("laws.toml", &law("2027-05-22"));
    content.replace("well/lesson.toml", "review_by", "laws = [\"wells\"]\nreview_by");
    content.expect("in time", &[]);
    content.write("laws.toml", &law("2027-05-21"));
    content.expect("late", &["well/lesson.toml: review_by 2027-05-22 is later than 2027-05-21, the last day of Luật Giếng; look at the lesson again before that day"]);
    content.write("laws.toml", &law("2027-02-29"));
    content.replace("well/lesson.toml", "wells", "rivers");
    content.expect(
        "unknown",
        &[
            "laws.toml: `until` of the law `wells` `2027-02-29` is no day of the calendar; write it as \"YYYY-MM-DD\"",
            "well/lesson.toml: the law `rivers` is not in laws.toml; add it there or correct it",
        ],
    );
}

#[test]
fn lessons_need_a_note_on_their_sources() {
    let content = Content::good();
    content.write("SOURCE.md", "\n");
    content.expect(
        "note",
        &["SOURCE.md: is missing or empty; write where the facts come from and what is uncertain"],
    );
}

#[test]
fn a_content_folder_without_lessons_is_in_order() {
    let folder = tempfile::tempdir().unwrap();
    assert!(crate::source::check(folder.path()).is_empty());
}
