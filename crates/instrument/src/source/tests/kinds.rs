//! Kinds of items and blocks: good files, and the sentences about bad ones.

use super::broken::Case;
use super::fixture::{Content, INSTRUMENT};
use crate::source::{read_instrument, read_vectors};
use crate::{Instrument, Kind};

const WATER: &str = "[[block]]\nid = \"water\"\n[[block]]\nid = \"roads\"\n\n[[factor]]";

#[rustfmt::skip] // a table reads by rows
const CASES: &[Case] = &[
    ("two kinds", "instrument.toml", "id = \"return-1\"\nscale = \"yes-no\"", "id = \"return-1\"\nscale = \"yes-no\"\nseveral = {}\ntext = { at_most = 9 }", &["the item `return-1` has a scale, but its answers are written; remove `scale`", "the item `return-1` has more than one of `several`, `number` and `text`; keep one", "the item `return-1` leaves nothing to choose several of; offer at least two answers that go together", "no item uses the scale `yes-no`; remove it or use it"]),
    ("several with points", "instrument.toml", "id = \"return-1\"\nscale = \"yes-no\"", "id = \"return-1\"\nscale = \"three\"\nseveral = {}", &["the item `return-1` takes several answers, but its scale `three` has points; use a scale without points", "no item uses the scale `yes-no`; remove it or use it"]),
    ("several of one", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nseveral = { none = \"no\" }", &["the item `return-1` leaves nothing to choose several of; offer at least two answers that go together"]),
    ("none of nothing", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nseveral = { none = \"na\" }", &["`none = \"na\"` of the item `return-1` is no answer of its scale `yes-no`; name the answer that excludes the others"]),
    ("at most one", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nseveral = { at_most = 1 }", &["the item `return-1` allows 1 of 2 answers; write `at_most` above 1 and below 2, or leave it out for all"]),
    ("reversed several", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nseveral = {}\nreversed = true", &["the item `return-1` is no single choice; remove `reversed` and `right`"]),
    ("several in a factor", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nseveral = {}\nfactor = \"stalls\"", &["the item `return-1` belongs to a factor, but only single choices have points; remove its `factor`"]),
    ("first of several", "instrument.toml", "[[item]]\nid = \"stalls-1\"", "[[item]]\nid = \"return-1\"\nscale = \"yes-no\"\nseveral = {}\n[[item]]\nid = \"stalls-1\"", &["the item `return-1` stands twice; give each its own id or remove one", "the first item `return-1` is answered before the program has arrived, so it must be a single choice; put another item first"]),
    ("falling range", "instrument.toml", "id = \"return-1\"\nscale = \"yes-no\"", "id = \"return-1\"\nnumber = { from = 9, to = 3 }", &["the item `return-1` asks for a number from 9 to 3; write a range that rises, up to 1000000 at most", "no item uses the scale `yes-no`; remove it or use it"]),
    ("unusual range", "instrument.toml", "id = \"return-1\"\nscale = \"yes-no\"", "id = \"return-1\"\nnumber = { from = 3, to = 9, usual = [2, 8] }", &["the item `return-1` calls 2 to 8 usual; write a range that rises, within 3 to 9", "no item uses the scale `yes-no`; remove it or use it"]),
    ("money beyond telephone numbers", "instrument.toml", "id = \"return-1\"\nscale = \"yes-no\"", "id = \"return-1\"\nnumber = { from = 0, to = 1000000000, money = true }", &["the item `return-1` asks for a number from 0 to 1000000000; write a range that rises, up to 900000000 at most", "no item uses the scale `yes-no`; remove it or use it"]),
    ("endless text", "instrument.toml", "id = \"return-1\"\nscale = \"yes-no\"", "id = \"return-1\"\ntext = { at_most = 9000 }", &["the item `return-1` asks for a text of at most 9000 characters; write a number from 1 to 500", "no item uses the scale `yes-no`; remove it or use it", "the longest answers take 36023 bytes together, more than the 24576 that a form carries; shorten option ids or texts"]),
    ("unit of a choice", "text.vi.toml", "short = \"Quay lại\"", "short = \"Quay lại\"\nunit = \"lần\"", &["the item `return-1` asks for no number; remove its `unit`"]),
    ("relevant to several", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nseveral = {}\n[[item]]\nid = \"why-1\"\ntext = { at_most = 9 }\nrelevant = \"return-1 is no\"", &["`relevant` of the item `why-1` names `return-1`, which is no single choice; an item can depend only on single choices"]),
    ("one block", "instrument.toml", "[[factor]]", "[[block]]\nid = \"water\"\n\n[[factor]]", &["there are 1 [[block]] entries; write between 2 and 20, or none", "the block `water` has no items; add some or remove the block"]),
    ("blocks of nothing", "instrument.toml", "missing =", "blocks_asked = 2\nmissing =", &["`blocks_asked` needs [[block]] entries; add them or remove it"]),
    ("too many asked", "instrument.toml", "missing =", "blocks_asked = 3\nblock = [{ id = \"water\" }, { id = \"roads\" }]\nmissing =", &["`blocks_asked = 3` of 2 blocks; write a number from 1 to 2", "the block `water` has no items; add some or remove the block", "the block `roads` has no items; add some or remove the block"]),
    ("unknown block", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nblock = \"air\"", &["the item `return-1` belongs to the block `air`, which does not exist; add a [[block]] or correct the name"]),
];

#[test]
fn bad_kinds_and_blocks_are_explained() {
    for (name, file, from, to, sentences) in CASES {
        let content = Content::good();
        content.replace(&format!("{INSTRUMENT}/{file}"), from, to);
        let faults = content.check();
        // Words and vectors no longer fit the broken definition; what is said of them is not of interest here.
        let label = format!("content/{INSTRUMENT}/{file}: ");
        let found: Vec<&str> = faults.iter().filter_map(|fault| fault.strip_prefix(&label)).collect();
        assert_eq!(found, *sentences, "case: {name}");
    }
}

/// The fixture with four more items: several, a number, words and a choice.
fn every_kind() -> Content {
    let content = Content::good();
    let write = |file: &str, from: &str, to: &str| content.replace(&format!("{INSTRUMENT}/{file}"), from, to);
    write(
        "instrument.toml",
        "id = \"return-1\"\nscale = \"yes-no\"",
        "id = \"return-1\"\nscale = \"yes-no\"\nseveral = {}\n\
         [[item]]\nid = \"visits-1\"\nnumber = { from = 1, to = 30 }\n\
         [[item]]\nid = \"why-1\"\ntext = { at_most = 200 }",
    );
    for file in ["text.vi.toml", "text.en.toml"] {
        write(
            file,
            "[items.stalls-1]",
            "[scales.na]\nna = \"Không biết\"\n[items.visits-1]\nplain = \"Mấy lần?\"\nshort = \"Số lần\"\nunit = \"lần\"\n[items.why-1]\nplain = \"Vì sao?\"\nshort = \"Vì sao\"\n[items.stalls-1]",
        );
    }
    write("vectors.toml", "\"high yes\", \"low -\"", "\"high yes+no 3 gần\", \"low - na -\"");
    content
}

fn read(content: &Content) -> Instrument {
    read_instrument(&content.path(INSTRUMENT)).unwrap_or_else(|faults| panic!("{faults}")).0
}

#[test]
fn every_kind_is_read() {
    let content = every_kind();
    content.expect("good", &[]);
    let instrument = read(&content);
    let kinds: Vec<Kind> = instrument.items.iter().map(|item| item.kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::One,
            Kind::Several { most: 2, alone: None },
            Kind::Number { least: 1, most: 30, money: false, usual: (1, 30) },
            Kind::Words { most: 200 }
        ]
    );
    let own = instrument.scale_of(&instrument.items[2]);
    assert_eq!(own.options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>(), ["na"]);
}

#[test]
fn answers_of_every_kind_are_held_against_their_item() {
    let content = every_kind();
    let file = format!("{INSTRUMENT}/vectors.toml");
    content.replace(&file, "yes+no 3", "yes+yes 31");
    content.replace(&file, "low - na", "low maybe 07");
    content.expect(
        "bad answers",
        &[
            &format!("{file}: respondent 1 of the case `two` answers `yes+yes` to the item `return-1`, but it names an option twice; correct it"),
            &format!("{file}: respondent 1 of the case `two` answers `31` to the item `visits-1`, but the number lies outside the range asked for; correct it"),
            &format!("{file}: respondent 2 of the case `two` answers `maybe` to the item `return-1`, which is no option of it; correct it"),
            &format!("{file}: respondent 2 of the case `two` answers `07` to the item `visits-1`, but it is no whole number in decimal digits; correct it"),
        ],
    );
}

#[test]
fn a_number_needs_a_unit() {
    let content = every_kind();
    content.replace(&format!("{INSTRUMENT}/text.en.toml"), "unit = \"lần\"\n", "");
    content.expect("no unit", &[&format!("{INSTRUMENT}/text.en.toml: the item `visits-1` asks for a number of what; add `unit`, such as \"times\"")]);
}

/// The fixture with two blocks of one item each, of which a form asks one.
fn one_of_two() -> Content {
    let content = Content::good();
    let write = |file: &str, from: &str, to: &str| content.replace(&format!("{INSTRUMENT}/{file}"), from, to);
    write("instrument.toml", "missing =", "blocks_asked = 1\nmissing =");
    write("instrument.toml", "[[factor]]", WATER);
    write(
        "instrument.toml",
        "id = \"return-1\"\nscale = \"yes-no\"",
        "id = \"return-1\"\nscale = \"yes-no\"\nblock = \"water\"\n[[item]]\nid = \"road-1\"\nscale = \"yes-no\"\nblock = \"roads\"",
    );
    for file in ["text.vi.toml", "text.en.toml"] {
        write(
            file,
            "[items.stalls-1]",
            "[items.road-1]\nplain = \"Đường?\"\nshort = \"Đường\"\n[items.stalls-1]",
        );
    }
    write("vectors.toml", "\"high yes\", \"low -\"", "\"high yes .\", \"low . -\"");
    content
}

#[test]
fn blocks_are_read_and_vectors_say_what_was_asked() {
    let content = one_of_two();
    content.expect("good", &[]);
    let instrument = read(&content);
    assert_eq!((instrument.blocks.len(), instrument.blocks_asked), (2, 1));
    assert_eq!(instrument.items.iter().map(|item| item.block).collect::<Vec<_>>(), [None, Some(0), Some(1)]);
    let cases = read_vectors(&content.path(INSTRUMENT), &instrument).unwrap();
    assert_eq!(cases[0].asked, [[0], [1]]);
    assert_eq!(cases[0].respondents[1], [Some("low".to_owned()), None, None]);
}

#[test]
fn blocks_that_do_not_fit_are_explained() {
    let file = format!("{INSTRUMENT}/instrument.toml");
    let check = |from: &str, to: &str, sentence: &str| {
        let content = one_of_two();
        content.replace(&file, from, to);
        let faults = content.check();
        assert!(faults.iter().any(|fault| fault.ends_with(sentence)), "{sentence}: {faults}");
    };
    check(
        "factor = \"stalls\"",
        "factor = \"stalls\"\nblock = \"water\"",
        "the first item `stalls-1` stands in a block, but it is shown before chance has decided; put an item without a block first",
    );
    check(
        "block = \"roads\"",
        "block = \"roads\"\nrelevant = \"return-1 is yes\"",
        "`relevant` of the item `road-1` names `return-1`, which stands in another block and may come later or never; depend on an item of the same block or of none",
    );
    check(
        "blocks_asked = 1",
        "blocks_asked = 2",
        "respondent 1 of the case `two` was asked 1 blocks, but a form asks 2; write `.` for the items of the others",
    );
}
