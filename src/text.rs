//! The interface words: what `content/ui/` says, by key.
//!
//! On the citizen's page they arrive in the language pack; pages that are not in a hurry have them
//! built in, one table per language and program: what a program never says is not in it.

mod generated {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

use generated::{DESK, FORMS, LEARN, REPORT, SHARED, SURVEY, TABLE, TOOLS};
pub use generated::{KEYS, TONGUES, Text};

/// Words that belong together: the first key, and the words of each language (Vietnamese, English).
type Part = (usize, [&'static [&'static str]; 2]);

/// The words of the citizen's pages; Vietnamese if the language is not offered.
pub fn of_survey(lang: &str) -> &'static [&'static str] {
    let (_, words) = &SURVEY;
    words[index(lang)]
}

/// Words of the desk's program.
pub fn of_desk(lang: &str, key: Text) -> &'static str {
    find(lang, key, [&SURVEY, &SHARED, &REPORT, &DESK])
}

/// Words of the tools' program.
pub fn of_tools(lang: &str, key: Text) -> &'static str {
    find(lang, key, [&SURVEY, &SHARED, &REPORT, &TABLE, &TOOLS])
}

/// Words of the program for tables of forms.
pub fn of_forms(lang: &str, key: Text) -> &'static str {
    find(lang, key, [&SURVEY, &SHARED, &REPORT, &TABLE, &FORMS])
}

/// Words of the lessons' program.
pub fn of_learn(lang: &str, key: Text) -> &'static str {
    find(lang, key, [&SURVEY, &SHARED, &LEARN])
}

/// The name of a language that lessons are spoken in; its tag if it has none here.
pub fn tongue(lang: &str, tag: &str) -> String {
    let known = TONGUES.iter().find(|(known, _)| *known == tag);
    known.map_or(tag, |(_, names)| names[index(lang)]).to_owned()
}

fn index(lang: &str) -> usize {
    usize::from(lang == "en")
}

/// A word out of the parts that a program has. That no program says a word of another is a test below.
fn find<const N: usize>(lang: &str, key: Text, parts: [&Part; N]) -> &'static str {
    let word = |(first, words): &&Part| words[index(lang)].get((key as usize).checked_sub(*first)?).copied();
    parts.iter().find_map(word).unwrap_or_default()
}

/// A number with its thousands apart, as people of a language write it: `100.000`, in English `100,000`.
pub fn grouped(lang: &str, number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(if lang == "en" { ',' } else { '.' });
        }
        out.push(digit);
    }
    out
}

/// Puts values in the places that `{name}` marks.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, tail)) => {
                if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
                    out.push_str(value);
                }
                rest = tail;
            }
            None => rest = after,
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn values_stand_where_their_names_were() {
        assert_eq!(fill("Câu {n} / {total}", &[("n", "3"), ("total", "16")]), "Câu 3 / 16");
        assert_eq!(fill("không có gì", &[("n", "3")]), "không có gì");
        assert_eq!(fill("lẻ {n", &[]), "lẻ n");
    }

    #[test]
    fn thousands_stand_apart_as_each_language_writes_them() {
        assert_eq!([0, 999, 2000, 100_000].map(|n| grouped("vi", n)), ["0", "999", "2.000", "100.000"]);
        assert_eq!(grouped("en", 1_234_567), "1,234,567");
        assert_eq!(
            (of_tools("vi", Text::ReportThousands), of_tools("en", Text::ReportThousands)),
            (".", ",")
        );
    }

    /// The files themselves: the hub reads its words there, and no table of this program has them.
    fn files_of_words() -> impl Iterator<Item = String> {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let campaigns = fs::read_dir(content.join("campaigns")).unwrap().map(|file| file.unwrap().path());
        let paths = ["ui/vi.toml", "ui/en.toml"].map(|name| content.join(name)).into_iter().chain(campaigns);
        paths.map(|path| fs::read_to_string(path).unwrap())
    }

    /// People read “95%”, whichever language wrote it.
    #[test]
    fn no_percent_sign_stands_apart_from_its_number() {
        let is_apart = |words: &str| {
            words
                .match_indices(" %")
                .any(|(at, _)| words[..at].ends_with(|last: char| last.is_ascii_digit() || last == '}'))
        };
        for words in files_of_words() {
            assert_eq!(words.lines().find(|line| is_apart(line)), None);
        }
    }

    /// “Điểm” is heard as marks: a place where people are served is a “nơi”.
    #[test]
    fn a_place_of_service_is_not_called_by_the_word_for_marks() {
        for words in files_of_words() {
            assert_eq!(words.lines().find(|line| line.to_lowercase().contains("điểm phục vụ")), None);
        }
    }

    #[test]
    fn both_languages_have_every_word() {
        let mut keys = 0;
        for (first, [vi, en]) in [&SURVEY, &SHARED, &LEARN, &TOOLS, &FORMS, &TABLE, &REPORT, &DESK] {
            assert_eq!((*first, vi.len()), (keys, en.len()));
            assert!(vi.iter().chain(*en).all(|words| !words.is_empty()));
            keys += vi.len();
        }
        assert_eq!(keys, generated::NAMES.len());
        assert_eq!(of_survey("en").len(), SURVEY.1[0].len());
        assert_eq!(of_survey("xx")[Text::AppName as usize], of_desk("vi", Text::AppName));
        assert_eq!(of_tools("vi", Text::ReportDecimal), ",");
        assert_eq!(of_forms("vi", Text::ReportDecimal), ",");
        assert_eq!(of_learn("en", Text::ReportDecimal), "", "not one of its words");
        assert_eq!(of_tools("en", Text::OwnFormsLead), "", "not one of its words");
    }

    /// The names after `Text::` in all sources below a path.
    fn said_in(path: &Path, found: &mut Vec<(String, String)>) {
        if path.is_dir() {
            for entry in fs::read_dir(path).unwrap() {
                said_in(&entry.unwrap().path(), found);
            }
            return;
        }
        let source = fs::read_to_string(path).unwrap();
        for rest in source.split("Text::").skip(1) {
            let name = rest.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap();
            found.push((path.display().to_string(), name.to_owned()));
        }
    }

    #[test]
    fn no_program_says_a_word_that_is_not_in_it() {
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages");
        let place = |name: &str| generated::NAMES.iter().position(|known| *known == name);
        let check = |paths: &[&str], parts: &[&Part]| {
            let is_in =
                |at: usize| parts.iter().any(|(first, [vi, _])| (*first..first + vi.len()).contains(&at));
            let mut said = Vec::new();
            paths.iter().for_each(|path| said_in(&pages.join(path), &mut said));
            assert!(said.len() > 9, "{paths:?}");
            let wrong: Vec<_> =
                said.iter().filter(|(_, name)| place(name).is_some_and(|at| !is_in(at))).collect();
            assert!(wrong.is_empty(), "{wrong:?}");
        };
        check(&["learn", "learn.rs", "around.rs"], &[&SURVEY, &SHARED, &LEARN]);
        let common = ["field.rs", "numbers.rs", "around.rs"];
        let with = |paths: [&'static str; 2]| [&paths[..], &common].concat();
        check(&with(["tools", "tools.rs"]), &[&SURVEY, &SHARED, &REPORT, &TABLE, &TOOLS]);
        check(&with(["forms", "forms.rs"]), &[&SURVEY, &SHARED, &REPORT, &TABLE, &FORMS]);
        check(&["desk", "desk.rs", "around.rs"], &[&SURVEY, &SHARED, &REPORT, &DESK]);
    }
}
