//! Every way to break a file, and the exact sentences about it.

use super::fixture::{Content, INSTRUMENT};

/// What it shows, the file, the text to replace, its replacement, and the sentences after the
/// file's name.
pub(super) type Case = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip] // a table reads by rows
const DEFINITION: &[Case] = &[
    ("other id", "instrument.toml", "id = \"market-2\"", "id = \"market-3\"", &["the id is `market-3` but the folder is `market-2`; make them the same"]),
    ("no id", "instrument.toml", "id = \"market-2\"", "", &["the instrument has no id; add `id = \"…\"`"]),
    ("other version", "instrument.toml", "\"2026.1\"", "\"2026.2\"", &["the version is `2026.2` but the folder is `2026.1`; make them the same"]),
    ("version format", "instrument.toml", "\"2026.1\"", "\"v1\"", &["the version `v1` must be a year and a number, such as \"2026.1\"; correct it"]),
    ("status", "instrument.toml", "\"draft\"", "\"new\"", &["the status `new` is unknown; write \"draft\", \"current\" or \"archived\""]),
    ("no such day", "instrument.toml", "\"2026-01-01\"", "\"2026-02-29\"", &["valid_from `2026-02-29` is no day of the calendar; write it as \"YYYY-MM-DD\""]),
    ("no day", "instrument.toml", "valid_from = \"2026-01-01\"", "", &["valid_from is missing; write it as \"YYYY-MM-DD\""]),
    ("reversed", "instrument.toml", "\"2026-12-31\"", "\"2025-12-31\"", &["valid_to 2025-12-31 comes before valid_from 2026-01-01; exchange or correct them"]),
    ("source number", "instrument.toml", "\"own\"", "\" \"", &["[source] has no number; write the document's number, or \"own\" for items of your own"]),
    ("source date", "instrument.toml", "\"2026-11-21\"", "\"21/11/2026\"", &["the date of [source] `21/11/2026` is no day of the calendar; write it as \"YYYY-MM-DD\""]),
    ("missing rule", "instrument.toml", "\"1/2\"", "\"3/2\"", &["`missing = \"3/2\"` is no share of the items; write a fraction up to 1, such as \"1/2\""]),
    ("missing rule of nothing", "instrument.toml", "\"1/2\"", "\"0/0\"", &["`missing = \"0/0\"` is no share of the items; write a fraction up to 1, such as \"1/2\""]),
    ("formula", "instrument.toml", "\"top-box\"", "\"median\"", &["the formula `median` is unknown; write \"top-box\", \"mean-of-max\" or \"rescaled\""]),
    ("formula twice", "instrument.toml", "\"mean-of-max\"", "\"top-box\"", &["the formula `top-box` stands twice; give each its own id or remove one"]),
    ("misspelt key", "instrument.toml", "missing =", "mising =", &["line 7 cannot be read (unknown field `mising`, expected one of `id`, `version`, `status`, `valid_from`, `valid_to`, `missing`, `formulas`, `total`, `without`, `source`, `scale`, `part`, `factor`, `item`, `band`, `blocks_asked`, `block`); correct it"]),
    ("version as a number", "instrument.toml", "version = \"2026.1\"", "version = 2026.1", &["line 3 cannot be read (invalid type: floating point `2026.1`, expected a string); correct it"]),
];

#[rustfmt::skip] // a table reads by rows
const SCALES: &[Case] = &[
    ("ascending", "instrument.toml", "points = 2", "points = 4", &["the points of the scale `three` do not rise from option to option; put the options in ascending order"]),
    ("equal points", "instrument.toml", "points = 2", "points = 1", &["the points of the scale `three` do not rise from option to option; put the options in ascending order"]),
    ("some points", "instrument.toml", "{ id = \"middle\", points = 2 }", "{ id = \"middle\" }", &["some options of the scale `three` have points and others have none; give points to all or to none"]),
    ("nobody satisfied", "instrument.toml", ", satisfied = true", "", &["the satisfied options of the scale `three` must be its highest ones, some but not all; set `satisfied = true` on those"]),
    ("satisfied in the middle", "instrument.toml", "points = 2 },\n  { id = \"high\", points = 3, satisfied = true }", "points = 2, satisfied = true },\n  { id = \"high\", points = 3 }", &["the satisfied options of the scale `three` must be its highest ones, some but not all; set `satisfied = true` on those"]),
    ("satisfied without points", "instrument.toml", "{ id = \"yes\" }", "{ id = \"yes\", satisfied = true }", &["the option `yes` of the scale `yes-no` is satisfied but has no points; add `points`"]),
    ("no not-applicable option", "instrument.toml", "  { id = \"na\", not_applicable = true },\n", "", &["the scale `three` must end with one option for people to whom the question does not apply; write { id = \"na\", not_applicable = true } as its last option"]),
    ("not-applicable in front", "instrument.toml", "{ id = \"yes\" }, { id = \"na\", not_applicable = true }", "{ id = \"na\", not_applicable = true }, { id = \"yes\" }", &["the scale `yes-no` must end with one option for people to whom the question does not apply; write { id = \"na\", not_applicable = true } as its last option"]),
    ("not-applicable with points", "instrument.toml", "not_applicable = true", "not_applicable = true, points = 4", &["the not-applicable option of the scale `three` never counts; remove its `points` and `satisfied`"]),
    ("option twice", "instrument.toml", "{ id = \"yes\" }", "{ id = \"yes\" }, { id = \"yes\" }", &["the option of the scale `yes-no` `yes` stands twice; give each its own id or remove one"]),
    ("reserved option", "instrument.toml", "{ id = \"na\", not_applicable = true }]", "{ id = \"none\" }, { id = \"na\", not_applicable = true }]", &["the id `none` of an option of the scale `yes-no` is reserved; choose another"]),
];

#[rustfmt::skip] // a table reads by rows
const ITEMS: &[Case] = &[
    ("item twice", "instrument.toml", "id = \"return-1\"", "id = \"stalls-1\"", &["the item `stalls-1` stands twice; give each its own id or remove one"]),
    ("unknown scale", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes\"", &["the item `return-1` uses the scale `yes`, which does not exist; add a [[scale]] or correct the name"]),
    ("unknown factor", "instrument.toml", "factor = \"stalls\"", "factor = \"stall\"", &["the item `stalls-1` belongs to the factor `stall`, which does not exist; add a [[factor]] or correct the name"]),
    ("factor without items", "instrument.toml", "factor = \"stalls\"", "", &["the factor `stalls` has no items; add one or remove the factor"]),
    ("unused scale", "instrument.toml", "scale = \"yes-no\"", "scale = \"three\"", &["no item uses the scale `yes-no`; remove it or use it"]),
    ("average without points", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nfactor = \"stalls\"", &["the item `return-1` belongs to a factor, but its scale `yes-no` has no points; remove its `factor` or use a scale with points"]),
    ("other range", "instrument.toml", "{ id = \"no\" }, { id = \"yes\" }, { id = \"na\", not_applicable = true }]\n\n[[factor]]\nid = \"stalls\"\n\n[[item]]", "{ id = \"no\", points = 1 }, { id = \"yes\", points = 2, satisfied = true }, { id = \"na\", not_applicable = true }]\n\n[[factor]]\nid = \"stalls\"\n\n[[item]]\nid = \"extra\"\nscale = \"yes-no\"\nfactor = \"stalls\"\n\n[[item]]", &["the item `stalls-1` has a scale of another range than the items before it; items in factors need the same lowest and highest points"]),
    ("reserved factor", "instrument.toml", "[[factor]]", "[[factor]]\nid = \"total\"\n\n[[factor]]", &["the id `total` of a factor is reserved; choose another", "the factor `total` has no items; add one or remove the factor"]),
    ("capital letters", "instrument.toml", "id = \"return-1\"", "id = \"Return 1\"", &["the id `Return 1` of an item cannot be used; write at most 40 lower-case letters, digits and hyphens, such as `access-1`"]),
    ("id of a profile question", "instrument.toml", "id = \"return-1\"", "id = \"mode\"", &["the item `mode` has the id of a profile question; choose another"]),
];

#[rustfmt::skip] // a table reads by rows
const WORDS: &[Case] = &[
    ("no title", "text.vi.toml", "title = \"Chợ\"", "", &["the title is missing or empty; write it"]),
    ("empty words", "text.vi.toml", "\"Quay lại\"", "\"\"", &["`short` of the item `return-1` is missing or empty; write it"]),
    ("no words for an item", "text.vi.toml", "[items.return-1]\nplain = \"Ông/bà có quay lại không?\"\nshort = \"Quay lại\"\n", "", &["there are no words for the item `return-1`; add them"]),
    ("words for nobody", "text.en.toml", "[items.return-1]", "[items.gone-1]\nplain = \"Gone?\"\nshort = \"Gone\"\n[items.return-1]", &["there are words for the item `gone-1`, which does not exist; remove them or correct the id"]),
    ("words for no option", "text.en.toml", "yes = \"Yes\"", "yes = \"Yes\"\nmaybe = \"Maybe\"", &["there are words for the yes-no option `maybe`, which does not exist; remove them or correct the id"]),
    ("no words for a factor", "text.en.toml", "stalls = \"Stalls\"", "", &["there are no words for the factor `stalls`; add them"]),
    ("the same words", "text.en.toml", "\"Fair\"", "\"Poor\"", &["the three option `middle` has the same words as `low`; nobody could tell them apart"]),
    ("separate accents", "text.vi.toml", "\"Chợ\"", "\"Cho\u{31b}\u{323}\"", &["the title spells its accents as separate characters (`Cho\u{31b}\u{323}`); save the text as Unicode NFC"]),
    ("placeholder", "text.en.toml", "\"Market\"", "\"Market {n}\"", &["the title has a brace (`Market {n}`), but no value is filled in here; write it without `{` and `}`"]),
    ("two spaces", "text.en.toml", "\"Market\"", "\"Big  market\"", &["the title begins or ends with a space or has two in a row (`Big  market`); remove them"]),
    ("line break", "text.en.toml", "\"Market\"", "\"Big\\nmarket\"", &["the title has a line break or another control character; write it on one line"]),
    ("empty formal wording", "text.vi.toml", "\"Sạp hàng sạch sẽ.\"", "\"\"", &["`formal` of the item `stalls-1` is missing or empty; write it"]),
];

#[rustfmt::skip] // a table reads by rows
const VECTORS: &[Case] = &[
    ("too few answers", "vectors.toml", "low -", "low", &["respondent 2 of the case `two` has 1 answers for 2 items; write one per item, `-` for none"]),
    ("no such answer", "vectors.toml", "high yes", "best yes", &["respondent 1 of the case `two` answers `best` to the item `stalls-1`, which is no option of it; correct it"]),
    ("nobody answers", "vectors.toml", "\"high yes\", \"low -\"", "", &["the case `two` has no respondents; add at least one line of answers"]),
    ("figures for another case", "vectors.expected.toml", "two", "three", &["there are no figures for the case `two` of vectors.toml; compute them again", "there are figures for the case `three`, which vectors.toml does not have; compute them again"]),
];

#[rustfmt::skip] // a table reads by rows
const PROFILE: &[Case] = &[
    ("version", "profile.toml", "version = \"1\"", "version = \"1.0\"", &["the version `1.0` must be a whole number, such as \"1\"; correct it"]),
    ("other version", "profile.toml", "version = \"1\"", "version = \"2\"", &["the version is `2` but the folder is `1`; make them the same"]),
    ("place", "profile.toml", "\"after\"", "\"later\"", &["the place `later` of the question `mode` is unknown; write \"before\" or \"after\""]),
    ("procedure after the items", "profile.toml", "\"before\"", "\"after\"", &["there is no question `procedure` with place = \"before\"; add it: results are grouped by it"]),
    ("one option", "profile.toml", "[\"land\", \"other\"]", "[\"land\"]", &["the question `procedure` leaves no choice; give it at least two options"]),
    ("empty question", "text.vi.toml", "\"Who?\"", "\"\"", &["the question `mode` is missing or empty; write it"]),
];

pub(super) fn run(folder: &str, cases: &[Case]) {
    for (name, file, from, to, sentences) in cases {
        let content = Content::good();
        let file = format!("{folder}/{file}");
        content.replace(&file, from, to);
        // What follows from the fault in other files is not what the case is about.
        let faults = content.check();
        let prefix = format!("content/{file}: ");
        let found: Vec<&str> = faults.iter().filter_map(|fault| fault.strip_prefix(&prefix)).collect();
        assert!(sentences.iter().all(|sentence| found.contains(sentence)), "case `{name}`: {faults}");
        assert_eq!(found.len(), sentences.len(), "case `{name}`: {faults}");
    }
}

#[test]
fn a_bad_definition_is_explained() {
    run(INSTRUMENT, DEFINITION);
}

#[test]
fn a_bad_scale_is_explained() {
    run(INSTRUMENT, SCALES);
}

#[test]
fn a_bad_item_is_explained() {
    run(INSTRUMENT, ITEMS);
}

#[test]
fn bad_words_are_explained() {
    run(INSTRUMENT, WORDS);
}

#[test]
fn bad_vectors_are_explained() {
    run(INSTRUMENT, VECTORS);
}

#[test]
fn a_bad_profile_is_explained() {
    run("profile/1", PROFILE);
}

#[test]
fn a_missing_file_is_named() {
    for (file, sentence) in [
        ("instrument.toml", "is missing; add it"),
        ("text.vi.toml", "is missing; add it"),
        ("vectors.toml", "is missing; add it"),
        ("SOURCE.md", "is missing; write where the items come from and what was changed"),
    ] {
        let content = Content::good();
        content.remove(&format!("{INSTRUMENT}/{file}"));
        let first = format!("content/{INSTRUMENT}/{file}: {sentence}");
        assert!(content.check().iter().any(|fault| fault == first), "{}", content.check());
    }
}

#[test]
fn an_empty_source_note_is_no_note() {
    let content = Content::good();
    content.write(&format!("{INSTRUMENT}/SOURCE.md"), "\n");
    let sentence =
        format!("{INSTRUMENT}/SOURCE.md: is empty; write where the items come from and what was changed");
    content.expect("empty note", &[&sentence]);
}

#[test]
fn a_file_with_a_misspelt_name_is_not_overlooked() {
    let content = Content::good();
    content.write(&format!("{INSTRUMENT}/text-fr.toml"), "");
    let sentence = format!(
        "{INSTRUMENT}/text-fr.toml: does not belong in this folder; remove it or correct its name (words stand in text.<language>.toml)"
    );
    content.expect("stray file", &[&sentence]);
}

#[test]
fn a_language_of_the_interface_is_a_language_of_everything_current() {
    let content = Content::good();
    content.write("ui/tay.toml", "");
    content.expect("draft", &[]);
    content.replace("profile/1/profile.toml", "\"draft\"", "\"current\"");
    let faults = content.check();
    let sentence =
        "content/profile/1/text.tay.toml: is missing, although the interface has this language; add it";
    assert!(faults.iter().any(|fault| fault == sentence), "{faults}");
}

#[test]
fn faults_of_all_files_come_together() {
    let content = Content::good();
    content.replace(&format!("{INSTRUMENT}/instrument.toml"), "\"draft\"", "\"new\"");
    content.replace(&format!("{INSTRUMENT}/text.en.toml"), "\"Market\"", "\"\"");
    content.replace("profile/1/text.vi.toml", "\"Which?\"", "\"\"");
    content.expect(
        "three files",
        &[
            "profile/1/text.vi.toml: the question `procedure` is missing or empty; write it",
            &format!("{INSTRUMENT}/instrument.toml: the status `new` is unknown; write \"draft\", \"current\" or \"archived\""),
            &format!("{INSTRUMENT}/text.en.toml: the title is missing or empty; write it"),
        ],
    );
}
