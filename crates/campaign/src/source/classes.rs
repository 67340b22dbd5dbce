//! Reading the campaign files that ask for classes.
//!
//! ```toml
//! kind = "lessons"
//! id = "demo-lop"               # also the file's name
//! opens = "2026-01-01"
//! closes = "2027-12-31"
//! retention_months = 12         # then the hub deletes the records; sums by lesson stay
//! threshold = 5                 # figures of fewer people are marked as not to be published
//! communes = ["10273"]          # codes of the country's list (content/places); may be left out
//!
//! [[place]]                     # the commune's own list: villages, halls, markets
//! id = "doai"
//! name = "Nhà văn hóa thôn Đoài"
//!
//! [text.vi]                     # and the same in [text.en]
//! title = "…"
//! asker = "…"
//! contact = "…"
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use lang_nghe_instrument::source::{Faults, Inspector, read_toml};
use serde::Deserialize;

use super::communes::commune;
use super::{PointWritten, TextWritten, check_id, check_keeping, check_points, texts};
use crate::ClassCampaign;

/// The kind of such a file.
const KIND: &str = "lessons";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct KindWritten {
    kind: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ClassesWritten {
    #[serde(rename = "kind")]
    _kind: String,
    id: String,
    opens: String,
    closes: String,
    retention_months: u16,
    threshold: u64,
    communes: Vec<String>,
    place: Vec<PointWritten>,
    text: BTreeMap<String, TextWritten>,
}

/// Whether a file says that it asks for classes. A file that cannot be read does not; its reader says what is wrong.
pub(super) fn is_of_classes(path: &Path) -> bool {
    let written: Option<KindWritten> = read_toml(path, &mut Faults::default());
    written.is_some_and(|written| written.kind == KIND)
}

/// Reads one campaign file of classes. It has no key yet: its `public_key` is all zeros.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn read_class_campaign(path: &Path) -> Result<ClassCampaign, Faults> {
    let mut faults = Faults::default();
    let written: Option<ClassesWritten> = read_toml(path, &mut faults);
    let mut inspector = Inspector::new(path, &mut faults);
    let campaign = written.map(|written| written.meant(path, &mut inspector));
    faults.finish(campaign)
}

impl ClassesWritten {
    fn meant(self, path: &Path, inspector: &mut Inspector<'_>) -> ClassCampaign {
        check_id(path, &self.id, inspector);
        inspector.period(("opens", &self.opens), ("closes", &self.closes));
        check_keeping(self.retention_months, self.threshold, inspector);
        check_points("place", &self.place, inspector);
        if self.place.is_empty() {
            inspector
                .say("there is no [[place]]; add the places where classes are held, each with id and name");
        }
        let mut communes = Vec::new();
        for code in &self.communes {
            match commune(code) {
                Some(commune) => communes.push(commune),
                None => inspector.say(format_args!(
                    "there is no commune `{code}`; write its five digits as in content/places/communes.tsv"
                )),
            }
        }
        ClassCampaign {
            communes,
            id: self.id,
            opens: self.opens,
            closes: self.closes,
            retention_months: self.retention_months,
            threshold: self.threshold,
            places: self.place.into_iter().map(PointWritten::meant).collect(),
            texts: texts(self.text, inspector),
            public_key: [0; 32],
        }
    }
}
