//! `laws.toml`: laws that end on a known day, so that no lesson is trusted longer than what it rests on.
//!
//! ```toml
//! [[law]]
//! id = "ho-tich"                # a lesson names it: laws = ["ho-tich"]
//! name = "Luật Hộ tịch 60/2014/QH13"
//! until = "2027-02-28"          # its last day in force
//! ```

use std::path::Path;

use lang_nghe_instrument::source::{Faults, Inspector, read_toml};
use serde::Deserialize;

/// Name of the file beside the lessons.
pub(super) const FILE: &str = "laws.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LawsWritten {
    law: Vec<LawWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LawWritten {
    id: String,
    name: String,
    until: String,
}

/// Looks at the file itself, if there is one.
pub(super) fn check(lessons: &Path, faults: &mut Faults) {
    let path = lessons.join(FILE);
    let Some(written) = path.is_file().then(|| read_toml::<LawsWritten>(&path, faults)).flatten() else {
        return;
    };
    let mut inspector = Inspector::new(&path, faults);
    inspector.unique("law", written.law.iter().map(|law| law.id.as_str()));
    for law in &written.law {
        inspector.id("the law", &law.id);
        inspector.words(&format!("the name of the law `{}`", law.id), &law.name);
        inspector.day(&format!("`until` of the law `{}`", law.id), &law.until);
    }
}

/// Holds a lesson's last day against those of the laws that it names.
pub(super) fn hold(lesson: &Path, laws: &[String], review_by: &str, inspector: &mut Inspector<'_>) {
    let path = lesson.parent().unwrap_or(lesson).join(FILE);
    // Its own faults are told once, by `check`.
    let known: LawsWritten = match laws {
        [] => return,
        _ => read_toml(&path, &mut Faults::default()).unwrap_or_default(),
    };
    for id in laws {
        match known.law.iter().find(|law| law.id == *id) {
            None => inspector.say(format_args!("the law `{id}` is not in {FILE}; add it there or correct it")),
            // Days in this form order as text.
            Some(law) if review_by > law.until.as_str() => inspector.say(format_args!(
                "review_by {review_by} is later than {}, the last day of {}; look at the lesson again before that day",
                law.until, law.name
            )),
            Some(_) => {}
        }
    }
}
