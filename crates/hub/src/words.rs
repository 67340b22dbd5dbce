//! The words of the pages that the hub renders: the tables `[hub]` and `[report]` of
//! `content/ui/`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lang_nghe_record::Day;
use lang_nghe_report::Words as ReportWords;
use serde::Deserialize;

use class_tables::ClassTables;
pub use devices::{AsideWords, DeviceWords};
pub use door::DoorWords;
use lang_nghe_lesson::class::report::ReportWords as DailyReport;
pub use poster::PosterWords;
pub use speech::SpeechWords;
use speech::Tongues;

mod class_tables;
mod devices;
mod door;
mod poster;
mod speech;

/// The words in every language that the hub speaks.
#[derive(Debug)]
pub struct Languages {
    others: BTreeMap<&'static str, Spoken>,
    first: Spoken,
    tongues: Tongues,
}

/// Both tables of one language.
#[derive(Debug, Deserialize)]
struct Spoken {
    hub: Words,
    report: ReportWords,
    #[serde(flatten)]
    classes: ClassTables,
}

/// Languages in the order they are offered; the first is spoken unless another is asked for.
pub const LANGUAGES: [&str; 2] = ["vi", "en"];

/// Why a language file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// A word is missing or misspelt.
    #[error("{0}: {1}")]
    Incomplete(PathBuf, String),
}

/// The hub's words in one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the keys are documented where the words stand")]
pub struct Words {
    pub lang: String,
    pub brand: String,
    pub skip: String,
    pub other_lang: String,
    pub other_language: String,
    pub thousands: String,
    pub day: String,
    pub page: PageWords,
    pub door: DoorWords,
    pub officials: OfficialsWords,
    pub classes: ClassWords,
    pub devices: DeviceWords,
    pub aside: AsideWords,
    pub poster: PosterWords,
    pub speech: SpeechWords,
    pub estimate: EstimateWords,
    pub reasons: BTreeMap<String, String>,
}

/// Pages for addresses that lead nowhere now.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the keys are documented where the words stand")]
pub struct PageWords {
    pub desk_title: String,
    pub results_title: String,
    pub description: String,
    pub learn_title: String,
    pub learn_description: String,
    pub tools_title: String,
    pub tools_description: String,
    pub forms_title: String,
    pub forms_description: String,
    pub missing_title: String,
    pub missing_text: String,
    pub before_title: String,
    pub before_text: String,
    pub closed_title: String,
    pub closed_text: String,
    pub closed_waiting: String,
    pub closed_device: String,
    pub closed_results: String,
    pub contact: String,
    pub home: String,
    pub no_app_title: String,
    pub no_app_text: String,
    pub too_often_title: String,
    pub too_often_text: String,
    pub too_often_kept: String,
}

/// The officials' pages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the keys are documented where the words stand")]
pub struct OfficialsWords {
    pub title: String,
    pub lead: String,
    pub none: String,
    pub all: String,
    pub more: String,
    pub before: String,
    pub open: String,
    pub closed: String,
    pub days: String,
    pub erase: String,
    pub erased: String,
    pub erase_announced: String,
    pub erase_earlier: String,
    pub erase_later: String,
    pub erase_doubted: String,
    pub received: String,
    pub received_one: String,
    pub received_many: String,
    pub received_none: String,
    pub last_day: String,
    pub bursts: String,
    pub bursts_point: String,
    pub bursts_entry: String,
    pub bursts_nowhere: String,
    pub other_version: String,
    /// How many forms officials set aside: `{n}`.
    pub set_aside: String,
    /// Forms that cannot be counted: `{n}`.
    pub uncounted: String,
    /// That all counts stand as of the last step.
    pub as_of_step: String,
    /// That this hub is tried out and figures move often.
    pub trial: String,
    pub outside: String,
    pub refused: String,
    pub refused_none: String,
    pub refused_reason: String,
    pub refused_count: String,
    pub refused_note: String,
    pub results: String,
    pub results_note: String,
    pub results_note_trial: String,
    pub posters: String,
    pub posters_lead: String,
    pub posters_open: String,
    pub posters_print: String,
    pub posters_local: String,
    pub posters_address: String,
    pub survey: String,
    pub public_results: String,
}

/// The officials' page of classes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the keys are documented where the words stand")]
pub struct ClassWords {
    pub kind: String,
    pub none: String,
    pub one: String,
    pub many: String,
    pub held: String,
    pub corrected: String,
    pub public: String,
    pub erase: String,
    pub erased: String,
    pub unread: String,
    pub more_places: String,
    pub places_more: String,
    pub report: String,
    pub report_lead: String,
    pub report_days: String,
    pub report_none: String,
    pub report_file: String,
    pub table_file: String,
    pub workbook_file: String,
    pub groups: String,
    pub groups_caption: String,
    pub age: String,
    pub total: String,
    pub help: String,
    pub help_what: String,
    pub help_count: String,
    pub by_lesson: String,
    pub by_place: String,
    pub lesson: String,
    pub place: String,
    pub count: String,
    pub people: String,
    pub before: String,
    pub after: String,
    pub change: String,
    pub share: String,
    pub interval: String,
    pub ends: String,
    pub no_interval_one: String,
    pub no_interval_equal: String,
    pub how: String,
    pub hands: String,
    pub limits: String,
    pub small: String,
    pub small_note: String,
}

/// The page that weighs service points and compares groups.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the keys are documented where the words stand")]
pub struct EstimateWords {
    pub card: String,
    pub card_lead: String,
    pub card_open: String,
    pub title: String,
    pub back: String,
    pub none: String,
    pub chosen: String,
    pub served: String,
    pub served_lead: String,
    pub point: String,
    pub forms: String,
    pub visitors: String,
    pub withheld: String,
    pub reckon: String,
    pub problem: String,
    pub not_whole: String,
    pub too_many: String,
    pub too_few: String,
    pub one_form: String,
    pub empty: String,
    pub left_out: String,
    pub covers: String,
    pub how: String,
    pub compare: String,
    pub compare_lead: String,
    pub compare_none: String,
    pub first: String,
    pub second: String,
    pub choose: String,
    pub points: String,
    pub modes: String,
    pub group: String,
    pub compare_go: String,
    pub compare_same: String,
    pub compare_kinds: String,
    pub compare_how: String,
    pub table: lang_nghe_report::EveryoneWords,
}

impl Languages {
    /// The name of a language that lessons are spoken in, for a reader of this one; `None` if content
    /// does not know it.
    pub fn tongue(&self, tag: &str, lang: &str) -> Option<&str> {
        let tongue = self.tongues.language.iter().find(|tongue| tongue.tag == tag)?;
        tongue.names.get(lang).or_else(|| tongue.names.get(LANGUAGES[0])).map(String::as_str)
    }

    /// Reads `ui/<language>.toml` and `speech/languages.toml` of the content folder.
    ///
    /// # Errors
    /// A file cannot be read, or a word is missing.
    pub fn read(content: &Path) -> Result<Self, WordsError> {
        let read = |lang: &str| {
            let file = content.join("ui").join(format!("{lang}.toml"));
            let text = std::fs::read_to_string(&file)
                .map_err(|error| WordsError::Unreadable(file.clone(), error))?;
            toml::from_str::<Spoken>(&text)
                .map_err(|error| WordsError::Incomplete(file, error.message().to_owned()))
        };
        let first = read(LANGUAGES[0])?;
        let mut others = BTreeMap::new();
        for lang in &LANGUAGES[1..] {
            others.insert(*lang, read(lang)?);
        }
        let file = content.join("speech/languages.toml");
        let text =
            std::fs::read_to_string(&file).map_err(|error| WordsError::Unreadable(file.clone(), error))?;
        let tongues = toml::from_str(&text)
            .map_err(|error| WordsError::Incomplete(file, error.message().to_owned()))?;
        Ok(Self { others, first, tongues })
    }

    /// The words in this language, or in the first one.
    pub fn get(&self, lang: &str) -> &Words {
        &self.spoken(lang).hub
    }

    /// The words of tables and pictures in this language, or in the first one.
    pub fn report(&self, lang: &str) -> &ReportWords {
        &self.spoken(lang).report
    }

    /// The words of the classes' report in this language, or in the first one.
    pub fn daily(&self, lang: &str) -> DailyReport {
        self.spoken(lang).classes.report()
    }

    fn spoken(&self, lang: &str) -> &Spoken {
        self.others.get(lang).unwrap_or(&self.first)
    }

    /// The language that an address asks for (`?l=en`), or the first one.
    pub fn asked(&self, query: Option<&str>) -> &Words {
        let pairs = query.unwrap_or_default().split('&');
        self.get(pairs.filter_map(|pair| pair.strip_prefix("l=")).next().unwrap_or_default())
    }
}

impl Words {
    /// A number with its thousands apart.
    pub fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let mut text = String::new();
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position).is_multiple_of(3) {
                text.push_str(&self.thousands);
            }
            text.push(digit);
        }
        text
    }

    /// A day as people write it in this language; what is no day stays as it is.
    pub fn day(&self, iso: &str) -> String {
        let Ok(day) = Day::parse(iso) else { return iso.to_owned() };
        let (year, month, day) = day.parts();
        let parts =
            [("year", format!("{year:04}")), ("month", format!("{month:02}")), ("day", format!("{day:02}"))];
        fill(&self.day, &parts.each_ref().map(|(name, value)| (*name, value.as_str())))
    }
}

/// Puts values where the words say `{name}`.
pub fn fill(words: &str, values: &[(&str, &str)]) -> String {
    fill_between(words, ("{", "}"), values)
}

/// Puts values where the text names them between these marks, in one pass: a value is never searched
/// for marks itself, because some of them are words of people.
pub fn fill_between(text: &str, (open, close): (&str, &str), values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(open) {
        let (before, mark) = rest.split_at(start);
        filled.push_str(before);
        let inside = &mark[open.len()..];
        let found = values
            .iter()
            .find_map(|(name, value)| Some((*value, inside.strip_prefix(name)?.strip_prefix(close)?)));
        let (put, after) = found.unwrap_or((open, inside));
        filled.push_str(put);
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages() -> Languages {
        Languages::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../content"))).unwrap()
    }

    #[test]
    fn every_word_of_the_hub_exists_in_every_language() {
        let languages = languages();
        for lang in LANGUAGES {
            assert_eq!(languages.get(lang).lang, lang);
            assert_ne!(languages.get(lang).other_lang, lang);
        }
    }

    #[test]
    fn every_reason_has_its_words() {
        let reasons = [
            "malformed-envelope",
            "unknown-campaign",
            "cannot-open",
            "malformed-record",
            "mislabelled",
            "unknown-instrument",
            "unknown-item",
            "unknown-option",
            "unfit-answer",
            "unknown-blocks",
            "too-long",
            "unknown-lesson",
            "unknown-place",
            "impossible-counts",
            "not-let-in",
            "other-content",
        ];
        for lang in LANGUAGES {
            let languages = languages();
            let words = &languages.get(lang).reasons;
            assert!(reasons.iter().all(|reason| words.contains_key(*reason)), "{lang}");
            assert_eq!(words.len(), reasons.len(), "{lang}");
        }
    }

    #[test]
    fn numbers_and_days_are_written_as_people_do() {
        let languages = languages();
        let vi = languages.get("vi");
        assert_eq!(vi.number(0), "0");
        assert_eq!(vi.number(999), "999");
        assert_eq!(vi.number(1_234_567), "1.234.567");
        assert_eq!(vi.day("2026-11-21"), "21/11/2026");
        assert_eq!(vi.day("soon"), "soon");
    }

    #[test]
    fn only_a_known_language_is_spoken() {
        let languages = languages();
        for (query, expected) in [
            (None, "vi"),
            (Some("l=en"), "en"),
            (Some("d=1&l=en"), "en"),
            (Some("l=xx"), "vi"),
            (Some(""), "vi"),
        ] {
            assert_eq!(languages.asked(query).lang, expected, "{query:?}");
        }
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(fill("{a} {b} {c}", &[("a", "{b}"), ("b", "2")]), "{b} 2 {c}");
    }
}
