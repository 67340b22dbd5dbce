//! Good and broken campaign files, and the campaigns of this repository.

use std::{fs, path::Path};

use lang_nghe_instrument::source::versions;

use super::{Either, campaign_files, check, read_campaign, read_either, read_visitors};

const GOOD: &str = r#"
id = "demo"
instrument = "pulse-1"
version = "2026.1"
opens = "2026-01-01"
closes = "2026-12-31"
retention_months = 12
threshold = 5

[[point]]
id = "1"
name = "Quầy 1"

[[point]]
id = "2"
name = "Quầy 2"

[text.en]
title = "Your view"
asker = "Demo Office"
contact = "Room 2"

[text.vi]
title = "Ý kiến"
asker = "Cơ quan thử"
contact = "Phòng 2"
"#;

fn instruments() -> Vec<(String, String)> {
    [("pulse-1", "2026.1"), ("pulse-1", "2026.2"), ("sipas-dv-16", "2026.1")]
        .map(|(id, version)| (id.to_owned(), version.to_owned()))
        .into()
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../content"))
}

#[test]
fn a_good_file_is_a_campaign_with_vietnamese_first_and_no_key_yet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.toml");
    fs::write(&path, GOOD).unwrap();
    let campaign = read_campaign(&path, &instruments()).unwrap();
    assert_eq!(campaign.texts[0].title, "Ý kiến");
    assert_eq!(campaign.texts[1].lang, "en");
    assert_eq!(campaign.points.len(), 2);
    assert_eq!(campaign.public_key, [0; 32]);
}

#[test]
fn a_file_that_names_no_threshold_shows_groups_from_ten_forms_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.toml");
    let without = GOOD.replace("threshold = 5\n", "");
    assert_ne!(without, GOOD);
    fs::write(&path, without).unwrap();
    assert_eq!(read_campaign(&path, &instruments()).unwrap().threshold, 10);
}

/// What it shows, the text to replace, its replacement, and the sentences after the file's name.
type Case = (&'static str, &'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip] // a table reads by rows
const BROKEN: &[Case] = &[
    ("other id", "id = \"demo\"", "id = \"other\"", &["the id is `other` but the file is `demo`; make them the same"]),
    ("no id", "id = \"demo\"", "", &["the campaign has no id; add `id = \"…\"`"]),
    ("unknown instrument", "\"pulse-1\"", "\"pulse\"", &["there is no instrument `pulse`; choose one of: pulse-1, sipas-dv-16"]),
    ("unknown version", "\"2026.1\"", "\"2025.1\"", &["the instrument `pulse-1` has no version `2025.1`; choose one of: 2026.1, 2026.2"]),
    ("no such day", "\"2026-01-01\"", "\"2026-01-32\"", &["opens `2026-01-32` is no day of the calendar; write it as \"YYYY-MM-DD\""]),
    ("reversed", "\"2026-12-31\"", "\"2025-12-31\"", &["closes 2025-12-31 comes before opens 2026-01-01; exchange or correct them"]),
    ("kept for ever", "retention_months = 12", "retention_months = 1200", &["retention_months is 1200; write how long the records are kept, from 1 to 120 months"]),
    ("no retention", "retention_months = 12", "", &["retention_months is 0; write how long the records are kept, from 1 to 120 months"]),
    ("threshold of one", "threshold = 5", "threshold = 1", &["threshold is 1; write 5 or more, so that no result shows a single person"]),
    ("point twice", "id = \"2\"", "id = \"1\"", &["the point `1` stands twice; give each its own id or remove one"]),
    ("point with a space", "id = \"2\"", "id = \"quầy 2\"", &["the id `quầy 2` of a point cannot be used; write at most 40 lower-case letters, digits and hyphens, such as `access-1`"]),
    ("point without a name", "\"Quầy 2\"", "\"\"", &["the name of the point `2` is missing or empty; write it"]),
    ("no Vietnamese", "[text.vi]", "[text.tay]", &["there is no [text.vi]; add title, asker and contact in this language"]),
    ("no contact", "contact = \"Room 2\"", "", &["`contact` of [text.en] is missing or empty; write it"]),
    ("placeholder", "Demo Office", "Office {{lang}}", &["`asker` of [text.en] has a brace (`Office {{lang}}`), but no value is filled in here; write it without `{` and `}`"]),
    ("misspelt key", "opens =", "open =", &["line 5 cannot be read (unknown field `open`, expected one of `id`, `instrument`, `version`, `opens`, `closes`, `retention_months`, `threshold`, `point`, `text`); correct it"]),
    ("a key has no place in the file", "threshold = 5", "threshold = 5\npublic_key = \"00\"", &["line 9 cannot be read (unknown field `public_key`, expected one of `id`, `instrument`, `version`, `opens`, `closes`, `retention_months`, `threshold`, `point`, `text`); correct it"]),
];

#[test]
fn a_bad_campaign_is_explained() {
    for (name, from, to, sentences) in BROKEN {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("content/campaigns/demo.toml");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(GOOD.contains(from), "case `{name}` replaces nothing");
        fs::write(&path, GOOD.replacen(from, to, 1)).unwrap();
        let faults = read_campaign(&path, &instruments()).unwrap_err();
        let found: Vec<&str> =
            faults.iter().map(|fault| fault.trim_start_matches("content/campaigns/demo.toml: ")).collect();
        assert_eq!(found, *sentences, "case `{name}`");
    }
}

#[test]
fn all_faults_of_a_campaign_come_together() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.toml");
    fs::write(&path, "").unwrap();
    assert_eq!(read_campaign(&path, &instruments()).unwrap_err().iter().count(), 7);
}

#[test]
fn the_campaigns_of_this_repository_have_no_faults() {
    let faults = check(repository());
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn the_demo_campaigns_stay_open_into_2027_and_have_three_points() {
    let known = versions(repository()).unwrap();
    let files = campaign_files(&repository().join("campaigns")).unwrap();
    let demos: Vec<_> = files.iter().map(|path| read_either(path, &known).unwrap()).collect();
    assert_eq!(demos.iter().map(Either::id).collect::<Vec<_>>(), ["demo-lop", "demo-pulse", "demo"]);
    for demo in demos {
        let demo = match demo {
            Either::Survey(demo) => demo,
            Either::Classes(demo) => {
                assert!(demo.is_open(lang_nghe_record::Day::parse("2027-06-01").unwrap()));
                assert_eq!(demo.places.len(), 4);
                continue;
            }
        };
        assert!(demo.is_open(lang_nghe_record::Day::parse("2027-06-01").unwrap()));
        assert_eq!(demo.points.len(), 3);
    }
}

#[test]
fn a_missing_folder_is_a_fault_and_not_an_empty_list() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!check(folder.path()).is_empty());
}

const CLASSES: &str = r#"
kind = "lessons"
id = "demo"
opens = "2026-01-01"
closes = "2026-12-31"
retention_months = 12
threshold = 5

[[place]]
id = "doai"
name = "Nhà văn hóa thôn Đoài"

[[place]]
id = "cho"
name = "Chợ phiên"

[text.en]
title = "Classes"
asker = "Demo Commune"
contact = "Room 2"

[text.vi]
title = "Lớp học"
asker = "Xã thử"
contact = "Phòng 2"
"#;

fn read_classes(text: &str) -> Result<Either, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("content/campaigns/demo.toml");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    let said = |fault: &str| fault.trim_start_matches("content/campaigns/demo.toml: ").to_owned();
    read_either(&path, &instruments()).map_err(|faults| faults.iter().map(said).collect())
}

#[test]
fn a_file_of_lessons_is_a_campaign_of_classes() {
    let Ok(Either::Classes(campaign)) = read_classes(CLASSES) else { panic!("it is one of classes") };
    assert_eq!(campaign.places[1].name, "Chợ phiên");
    assert_eq!((campaign.texts[0].lang.as_str(), campaign.public_key), ("vi", [0; 32]));
    assert_eq!(campaign.communes(), "");
    let named = CLASSES.replace("threshold = 5", "threshold = 5\ncommunes = [\"10273\"]");
    let Ok(Either::Classes(campaign)) = read_classes(&named) else { panic!("it is one of classes") };
    assert_eq!(campaign.communes(), "Xã Phú Xuyên, Thành phố Hà Nội");
    assert!(matches!(read_classes(GOOD), Ok(Either::Survey(_))));
}

#[rustfmt::skip] // a table reads by rows
const BROKEN_CLASSES: &[Case] = &[
    ("other id", "id = \"demo\"", "id = \"other\"", &["the id is `other` but the file is `demo`; make them the same"]),
    ("no place", "\n[[place]]\nid = \"doai\"\nname = \"Nhà văn hóa thôn Đoài\"\n\n[[place]]\nid = \"cho\"\nname = \"Chợ phiên\"\n", "", &["there is no [[place]]; add the places where classes are held, each with id and name"]),
    ("place twice", "id = \"cho\"", "id = \"doai\"", &["the place `doai` stands twice; give each its own id or remove one"]),
    ("place without a name", "\"Chợ phiên\"", "\"\"", &["the name of the place `cho` is missing or empty; write it"]),
    ("kept for ever", "retention_months = 12", "retention_months = 1200", &["retention_months is 1200; write how long the records are kept, from 1 to 120 months"]),
    ("threshold of one", "threshold = 5", "threshold = 1", &["threshold is 1; write 5 or more, so that no result shows a single person"]),
    ("no Vietnamese", "[text.vi]", "[text.tay]", &["there is no [text.vi]; add title, asker and contact in this language"]),
    ("a survey's field", "threshold = 5", "threshold = 5\nversion = \"2026.1\"", &["line 8 cannot be read (unknown field `version`, expected one of `kind`, `id`, `opens`, `closes`, `retention_months`, `threshold`, `communes`, `place`, `text`); correct it"]),
    ("no such commune", "threshold = 5", "threshold = 5\ncommunes = [\"99999\"]", &["there is no commune `99999`; write its five digits as in content/places/communes.tsv"]),
];

#[test]
fn a_bad_campaign_of_classes_is_explained() {
    for (name, from, to, sentences) in BROKEN_CLASSES {
        assert!(CLASSES.contains(from), "case `{name}` replaces nothing");
        assert_eq!(read_classes(&CLASSES.replacen(from, to, 1)).unwrap_err(), *sentences, "case `{name}`");
    }
    let unknown = read_classes(&CLASSES.replace("\"lessons\"", "\"songs\"")).unwrap_err();
    assert!(unknown[0].contains("unknown field `kind`"), "{unknown:?}");
}

#[test]
fn how_many_people_a_point_served_is_read_beside_the_campaign_and_never_put_into_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.toml");
    fs::write(&path, GOOD.replace("name = \"Quầy 2\"", "name = \"Quầy 2\"\nvisitors = 812")).unwrap();
    let campaign = read_campaign(&path, &instruments()).unwrap();
    assert_eq!(read_visitors(&path), [("2".to_owned(), 812)].into());
    fs::write(&path, GOOD).unwrap();
    assert_eq!(read_campaign(&path, &instruments()).unwrap(), campaign, "the page gets to see nothing of it");
    assert!(read_visitors(&path).is_empty());
    for (visitors, said) in
        [("0", "served 0 visitors"), ("100000001", "served 100000001 visitors"), ("-3", "line")]
    {
        let text = GOOD.replace("name = \"Quầy 2\"", &format!("name = \"Quầy 2\"\nvisitors = {visitors}"));
        fs::write(&path, text).unwrap();
        let faults = read_campaign(&path, &instruments()).unwrap_err().to_string();
        assert!(faults.contains(said), "{faults}");
    }
}
