//! The interface words: what `content/ui/` says, by key.
//!
//! On the citizen's page they arrive in the language pack; pages that are not in a hurry have them
//! built in, one table per language.

mod generated {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

pub use generated::{EN, KEYS, SURVEY_TEXTS, Text, VI};

/// The built-in words of a language, all of them; Vietnamese if the language is not offered.
pub fn built_in(lang: &str) -> &'static [&'static str] {
    if lang == "en" { &EN } else { &VI }
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
    use super::*;

    #[test]
    fn values_stand_where_their_names_were() {
        assert_eq!(fill("Câu {n} / {total}", &[("n", "3"), ("total", "16")]), "Câu 3 / 16");
        assert_eq!(fill("không có gì", &[("n", "3")]), "không có gì");
        assert_eq!(fill("lẻ {n", &[]), "lẻ n");
    }

    #[test]
    fn both_languages_have_every_word() {
        assert_eq!(VI.len(), EN.len());
        assert!(SURVEY_TEXTS <= VI.len());
        assert_eq!(built_in("xx")[Text::AppName as usize], VI[Text::AppName as usize]);
    }
}
