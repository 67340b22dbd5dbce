//! The interface words: what `content/ui/` says, by key.
//!
//! On the citizen's page they arrive in the language pack; pages that are not in a hurry have them
//! built in, one table per language and program: what a program never says is not in it.

mod generated {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

use generated::{DESK_EN, DESK_VI, FIRST_EN, FIRST_VI, LEARN_EN, LEARN_VI};
pub use generated::{KEYS, SURVEY_TEXTS, Text};

/// The words that every program has, the citizen's first; Vietnamese if the language is not offered.
pub fn first(lang: &str) -> &'static [&'static str] {
    if lang == "en" { &FIRST_EN } else { &FIRST_VI }
}

/// Words of the desk's program.
pub fn of_desk(lang: &str, key: Text) -> &'static str {
    let own: &[&str] = if lang == "en" { &DESK_EN } else { &DESK_VI };
    find(lang, key, own, FIRST_VI.len() + LEARN_VI.len())
}

/// Words of the lessons' program.
pub fn of_learn(lang: &str, key: Text) -> &'static str {
    let own: &[&str] = if lang == "en" { &LEARN_EN } else { &LEARN_VI };
    find(lang, key, own, FIRST_VI.len())
}

/// A word of the first table or of a program's own, which begins at `from`. That no program says a word
/// of the other is a test below.
fn find(lang: &str, key: Text, own: &'static [&'static str], from: usize) -> &'static str {
    let key = key as usize;
    let found = first(lang).get(key).or_else(|| own.get(key.checked_sub(from)?));
    found.copied().unwrap_or_default()
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
    fn both_languages_have_every_word() {
        assert!(SURVEY_TEXTS <= FIRST_VI.len());
        assert_eq!(FIRST_VI.len() + LEARN_VI.len() + DESK_VI.len(), generated::NAMES.len());
        assert_eq!(first("xx")[Text::AppName as usize], FIRST_VI[Text::AppName as usize]);
        assert_eq!(
            of_desk("vi", Text::HomeTitle),
            DESK_VI[Text::HomeTitle as usize - FIRST_VI.len() - LEARN_VI.len()]
        );
        assert_eq!(of_learn("en", Text::LearnAll), LEARN_EN[Text::LearnAll as usize - FIRST_EN.len()]);
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
        let learn = FIRST_VI.len()..FIRST_VI.len() + LEARN_VI.len();
        let place = |name: &str| generated::NAMES.iter().position(|known| *known == name);
        let check = |paths: &[&str], is_in: &dyn Fn(usize) -> bool| {
            let mut said = Vec::new();
            paths.iter().for_each(|path| said_in(&pages.join(path), &mut said));
            assert!(said.len() > 9, "{paths:?}");
            let wrong: Vec<_> =
                said.iter().filter(|(_, name)| place(name).is_some_and(|at| !is_in(at))).collect();
            assert!(wrong.is_empty(), "{wrong:?}");
        };
        check(&["learn", "learn.rs", "around.rs"], &|at| at < learn.end);
        check(&["desk", "desk.rs", "around.rs"], &|at| !learn.contains(&at));
    }
}
