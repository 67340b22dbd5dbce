//! What counts how: good files, and the sentences about bad ones.

use super::broken::{Case, run};
use super::fixture::{Content, INSTRUMENT};
use crate::source::read_instrument;
use crate::{Condition, Counting, OptionKind, Total};

const HALF: &str = "[[part]]\nid = \"goods\"\n\n[[factor]]\nid = \"stalls\"\npart = \"goods\"";
const BANDS: &str =
    "[[band]]\nid = \"good\"\nfrom = \"1/2\"\n[[band]]\nid = \"poor\"\nfrom = \"0/1\"\n\n[[factor]]";

#[rustfmt::skip] // a table reads by rows
const CASES: &[Case] = &[
    ("total", "instrument.toml", "missing =", "total = \"best\"\nmissing =", &["the total `best` is unknown; write \"items\" (all items alike), \"parts\" (all parts alike) or \"none\""]),
    ("total of no parts", "instrument.toml", "missing =", "total = \"parts\"\nmissing =", &["the total takes the parts alike, but there are none; add [[part]] entries or write total = \"items\"", "the factor `stalls` belongs to no part, so the total would leave it out; add `part` or write total = \"items\""]),
    ("unknown part", "instrument.toml", "id = \"stalls\"", "id = \"stalls\"\npart = \"goods\"", &["the factor `stalls` belongs to the part `goods`, which does not exist; add a [[part]] or correct the name"]),
    ("part without factors", "instrument.toml", "[[factor]]", "[[part]]\nid = \"goods\"\n\n[[factor]]", &["the part `goods` has no factors; add one or remove the part"]),
    ("part called like a factor", "instrument.toml", "[[factor]]\nid = \"stalls\"", "[[part]]\nid = \"stalls\"\n\n[[factor]]\nid = \"stalls\"\npart = \"stalls\"", &["the part `stalls` has the id of a factor; choose another"]),
    ("reserved part", "instrument.toml", "[[factor]]\nid = \"stalls\"", "[[part]]\nid = \"total\"\n\n[[factor]]\nid = \"stalls\"\npart = \"total\"", &["the id `total` of a part is reserved; choose another"]),
    ("no words for a part", "text.en.toml", "[scales.three]", "[parts]\nelse = \"Else\"\n[scales.three]", &["there are words for the part `else`, which does not exist; remove them or correct the id"]),
    ("band at no share", "instrument.toml", "[[factor]]", "[[band]]\nid = \"good\"\nfrom = \"15\"\n\n[[factor]]", &["the band `good` begins at `15`, which is no share; write points above the lowest total / all points above it, such as \"15/18\""]),
    ("band beyond the end", "instrument.toml", "[[factor]]", "[[band]]\nid = \"good\"\nfrom = \"19/18\"\n\n[[factor]]", &["the band `good` begins at `19/18`, which is no share; write points above the lowest total / all points above it, such as \"15/18\""]),
    ("last band", "instrument.toml", "[[factor]]", "[[band]]\nid = \"good\"\nfrom = \"1/2\"\n\n[[factor]]", &["the last band leaves the lowest totals without a name; let it begin at \"0/1\""]),
    ("rising bands", "instrument.toml", "[[factor]]", "[[band]]\nid = \"poor\"\nfrom = \"0/1\"\n[[band]]\nid = \"good\"\nfrom = \"1/2\"\n[[band]]\nid = \"bad\"\nfrom = \"0/1\"\n\n[[factor]]", &["the bands do not fall from one to the next; put the highest first"]),
    ("bands of no total", "instrument.toml", "missing =", "total = \"none\"\nband = [{ id = \"all\", from = \"0/1\" }]\nmissing =", &["there are bands but no total to hold against them; remove the [[band]] entries or write another `total`"]),
    ("weightless", "instrument.toml", "factor = \"stalls\"", "factor = \"stalls\"\nweight = 0", &["the item `stalls-1` weighs nothing; write a whole number from 1, or remove its `factor`"]),
    ("too heavy", "instrument.toml", "factor = \"stalls\"", "factor = \"stalls\"\nweight = 61", &["the items in factors weigh 61 together, more than 60; take items out of factors or lower their weights"]),
    ("weight for nothing", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nweight = 2", &["the item `return-1` has a weight but belongs to no factor; remove one or add the other"]),
    ("reversed without points", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nreversed = true", &["the item `return-1` is reversed, but its scale `yes-no` has no points; remove `reversed` or use a scale with points"]),
    ("no such answer", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nright = \"maybe\"", &["the right answer `maybe` of the item `return-1` is no answer of its scale `yes-no`; correct it"]),
    ("not applicable is never right", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nright = \"na\"", &["the right answer `na` of the item `return-1` is no answer of its scale `yes-no`; correct it"]),
    ("right among points", "instrument.toml", "factor = \"stalls\"", "right = \"high\"", &["the item `stalls-1` has a right answer, but its scale `three` has points of its own; remove the points or `right`", "the factor `stalls` has no items; add one or remove the factor"]),
    ("right and reversed", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nright = \"yes\"\nreversed = true", &["the item `return-1` is reversed and has a right answer; keep one of the two", "the item `return-1` is reversed, but its scale `yes-no` has no points; remove `reversed` or use a scale with points"]),
    ("replaced by nothing", "instrument.toml", "[source]", "[source]\nreplaced_by = \"\"", &["`replaced_by` of [source] is missing or empty; write it"]),
    ("without a question nobody asks", "instrument.toml", "missing =", "without = [\"shoes\"]\nmissing =", &["`without` names `shoes`, which is no question of the profile; correct or remove it"]),
    ("without the mode", "instrument.toml", "missing =", "without = [\"mode\"]\nmissing =", &["the question `mode` cannot be left out: every result says how answers were given"]),
    ("relevant in other words", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nrelevant = \"stalls-1 = high\"", &["`relevant` of the item `return-1` cannot be understood at `stalls-1 = high`; write it as \"item is option or option and other-item is option\""]),
    ("relevant to a later item", "instrument.toml", "factor = \"stalls\"", "factor = \"stalls\"\nrelevant = \"return-1 is yes\"", &["`relevant` of the item `stalls-1` names `return-1`, which is no earlier item; an item can depend only on items asked before it"]),
    ("relevant to itself", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nrelevant = \"return-1 is yes\"", &["`relevant` of the item `return-1` names `return-1`, which is no earlier item; an item can depend only on items asked before it"]),
    ("relevant to no answer", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nrelevant = \"stalls-1 is high or best\"", &["`relevant` of the item `return-1` names the answer `best`, which the item `stalls-1` does not offer; correct it"]),
    ("relevant to everybody", "instrument.toml", "scale = \"yes-no\"", "scale = \"yes-no\"\nrelevant = \"stalls-1 is low or middle or high or na\"", &["`relevant` of the item `return-1` names every answer of the item `stalls-1`, so it skips nobody; remove it"]),
    ("half a name", "text.en.toml", "[factors]", "top_box = \"Fine\"\n[factors]", &["`top_box` and `top_box_note` belong together; write both or neither"]),
];

#[test]
fn bad_counting_is_explained() {
    run(INSTRUMENT, CASES);
}

#[test]
fn a_replaced_source_says_when_it_ended() {
    let content = Content::good();
    let file = format!("{INSTRUMENT}/instrument.toml");
    content.replace(&file, "[source]", "[source]\nreplaced_by = \"2/QĐ\"");
    content.expect("replaced", &[]);
    content.replace(&file, "valid_to = \"2026-12-31\"\n", "");
    content.expect("no end", &["instruments/market-2/2026.1/instrument.toml: [source] has been replaced, but there is no valid_to; add the last day on which it was in force"]);
}

#[test]
fn a_name_for_a_figure_that_is_not_reported_is_a_fault() {
    let content = Content::good();
    content.replace(&format!("{INSTRUMENT}/instrument.toml"), "\"top-box\", ", "");
    content.replace(
        &format!("{INSTRUMENT}/text.en.toml"),
        "[factors]",
        "top_box = \"Fine\"\ntop_box_note = \"Fine.\"\n[factors]",
    );
    content.expect("unused name", &["instruments/market-2/2026.1/text.en.toml: `top_box` names a figure that is not reported; remove it or add \"top-box\" to the formulas"]);
}

#[test]
fn parts_bands_and_a_scale_from_nothing_are_read() {
    let content = Content::good();
    let file = format!("{INSTRUMENT}/instrument.toml");
    content.replace(&file, "[[factor]]\nid = \"stalls\"", HALF);
    content.replace(&file, "[[factor]]", BANDS);
    content.replace(&file, "missing =", "total = \"parts\"\nwithout = [\"procedure\"]\nmissing =");
    content.replace(&file, "points = 1 }", "points = 0 }");
    for lang in ["vi", "en"] {
        content.replace(
            &format!("{INSTRUMENT}/text.{lang}.toml"),
            "[scales.three]",
            "[parts]\ngoods = \"G\"\n[bands]\ngood = \"Good\"\npoor = \"Poor\"\n[scales.three]",
        );
    }
    content.expect("good", &[]);
    let (instrument, texts) = read_instrument(&content.path(INSTRUMENT)).unwrap();
    assert_eq!(instrument.total, Total::Parts);
    assert_eq!(instrument.factors[0].part, Some(0));
    assert_eq!((instrument.bands[0].numerator, instrument.bands[0].denominator), (1, 2));
    assert_eq!(instrument.range_of(&instrument.items[0]), Some((0, 3)));
    assert_eq!(texts["vi"].bands, ["Good", "Poor"]);
}

#[test]
fn a_scale_whose_top_is_not_reported_needs_no_satisfied_option() {
    let content = Content::good();
    let file = format!("{INSTRUMENT}/instrument.toml");
    content.replace(&file, "\"top-box\", ", "");
    content.replace(&file, ", satisfied = true", "");
    content.expect("no top box", &[]);
}

#[test]
fn a_reversed_item_counts_the_other_way_round_and_a_right_answer_counts_one() {
    let content = Content::good();
    let file = format!("{INSTRUMENT}/instrument.toml");
    content.replace(&file, "factor = \"stalls\"", "factor = \"stalls\"\nreversed = true");
    content.replace(&file, "scale = \"yes-no\"", "scale = \"yes-no\"\nright = \"yes\"");
    content.expect("good", &[]);
    let (instrument, _) = read_instrument(&content.path(INSTRUMENT)).unwrap();
    let kinds = |item: usize| {
        (0..5).map(|option| instrument.counts_as(&instrument.items[item], option)).collect::<Vec<_>>()
    };
    let scored = |points, satisfied| Some(OptionKind::Scored { points, satisfied });
    let na = Some(OptionKind::NotApplicable);
    assert_eq!(kinds(0), [scored(3, true), scored(2, false), scored(1, false), na, None]);
    assert_eq!(kinds(1), [scored(0, false), scored(1, true), na, None, None]);
    assert_eq!(instrument.items[1].counting, Counting::Right(1));
    assert_eq!(instrument.range_of(&instrument.items[1]), Some((0, 1)));
}

#[test]
fn an_item_is_asked_after_the_answers_it_names() {
    let content = Content::good();
    let file = format!("{INSTRUMENT}/instrument.toml");
    content.replace(
        &file,
        "scale = \"yes-no\"",
        "scale = \"yes-no\"\nrelevant = \"stalls-1 is low or middle\"",
    );
    content.expect("good", &[]);
    let (instrument, _) = read_instrument(&content.path(INSTRUMENT)).unwrap();
    assert_eq!(instrument.items[1].relevant, [Condition { item: 0, options: vec![0, 1] }]);
    for (chosen, asked) in
        [(None, false), (Some(0), true), (Some(1), true), (Some(2), false), (Some(3), false)]
    {
        assert_eq!(instrument.is_asked(1, &[chosen, None]), asked, "{chosen:?}");
        assert!(instrument.is_asked(0, &[chosen, None]));
    }
}

#[test]
fn an_instrument_is_in_force_between_its_days() {
    let (instrument, _) = read_instrument(&Content::good().path(INSTRUMENT)).unwrap();
    for (day, in_force, expired) in [
        ("2025-12-31", false, false),
        ("2026-01-01", true, false),
        ("2026-12-31", true, false),
        ("2027-01-01", false, true),
    ] {
        assert_eq!((instrument.in_force(day), instrument.expired(day)), (in_force, expired), "{day}");
    }
}
