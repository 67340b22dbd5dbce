//! A small content folder on disk, good until a test breaks it.

use std::{fs, path::PathBuf};

use crate::source::{Faults, check};

/// A content folder with one instrument and one profile, removed when the test ends.
pub(super) struct Content {
    folder: tempfile::TempDir,
}

pub(super) const INSTRUMENT: &str = "instruments/market-2/2026.1";

const DEFINITION: &str = r#"
id = "market-2"
version = "2026.1"
status = "draft"
valid_from = "2026-01-01"
valid_to = "2026-12-31"
missing = "1/2"
formulas = ["top-box", "mean-of-max"]

[source]
number = "own"
date = "2026-11-21"

[[scale]]
id = "three"
options = [
  { id = "low", points = 1 },
  { id = "middle", points = 2 },
  { id = "high", points = 3, satisfied = true },
  { id = "na", not_applicable = true },
]

[[scale]]
id = "yes-no"
options = [{ id = "no" }, { id = "yes" }, { id = "na", not_applicable = true }]

[[factor]]
id = "stalls"

[[item]]
id = "stalls-1"
scale = "three"
factor = "stalls"

[[item]]
id = "return-1"
scale = "yes-no"
"#;

const TEXT_VI: &str = r#"
title = "Chợ"
[factors]
stalls = "Sạp hàng"
[scales.three]
low = "Kém"
middle = "Vừa"
high = "Tốt"
na = "Không biết"
[scales.yes-no]
no = "Không"
yes = "Có"
na = "Không biết"
[items.stalls-1]
plain = "Ông/bà thấy sạp hàng thế nào?"
formal = "Sạp hàng sạch sẽ."
short = "Sạp hàng"
[items.return-1]
plain = "Ông/bà có quay lại không?"
short = "Quay lại"
"#;

const TEXT_EN: &str = r#"
title = "Market"
[factors]
stalls = "Stalls"
[scales.three]
low = "Poor"
middle = "Fair"
high = "Good"
na = "Don't know"
[scales.yes-no]
no = "No"
yes = "Yes"
na = "Don't know"
[items.stalls-1]
plain = "How are the stalls?"
short = "Stalls"
[items.return-1]
plain = "Will you come back?"
short = "Coming back"
"#;

const VECTORS: &str = r#"
[[case]]
id = "two"
about = "Two people."
respondents = ["high yes", "low -"]
"#;

const PROFILE: &str = r#"
version = "1"
status = "draft"
[[question]]
id = "procedure"
place = "before"
options = ["land", "other"]
[[question]]
id = "mode"
place = "after"
options = ["self", "assisted"]
"#;

const PROFILE_TEXT: &str = r#"
[procedure]
question = "Which?"
hint = "One."
[procedure.options]
land = "Land"
other = "Other"
[mode]
question = "Who?"
[mode.options]
self = "I"
assisted = "We"
"#;

impl Content {
    pub(super) fn good() -> Self {
        let content = Self { folder: tempfile::tempdir().unwrap() };
        for (file, text) in [
            ("instrument.toml", DEFINITION),
            ("text.vi.toml", TEXT_VI),
            ("text.en.toml", TEXT_EN),
            ("vectors.toml", VECTORS),
            ("vectors.expected.toml", "[[case]]\nid = \"two\"\n"),
            ("SOURCE.md", "Made up for tests.\n"),
        ] {
            content.write(&format!("{INSTRUMENT}/{file}"), text);
        }
        for (file, text) in
            [("profile.toml", PROFILE), ("text.vi.toml", PROFILE_TEXT), ("text.en.toml", PROFILE_TEXT)]
        {
            content.write(&format!("profile/1/{file}"), text);
        }
        content
    }

    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join("content").join(file)
    }

    pub(super) fn write(&self, file: &str, text: &str) {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), text).unwrap();
    }

    pub(super) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    pub(super) fn replace(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} does not contain `{from}`");
        self.write(file, &text.replacen(from, to, 1));
    }

    pub(super) fn remove(&self, file: &str) {
        fs::remove_file(self.path(file)).unwrap();
    }

    pub(super) fn check(&self) -> Faults {
        check(&self.path(""))
    }

    /// Compares all faults with the expected sentences, each without the leading `content/`.
    #[track_caller]
    pub(super) fn expect(&self, name: &str, sentences: &[&str]) {
        let faults = self.check();
        let found: Vec<&str> = faults.iter().map(|fault| fault.trim_start_matches("content/")).collect();
        assert_eq!(found, sentences, "case: {name}");
    }
}
