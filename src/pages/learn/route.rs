//! Which page an address names.

use crate::text::Text;

/// A page of the learner's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// `/hoc`
    Catalogue,
    /// `/hoc/on-lai`
    Review,
    /// `/hoc/nguoi-hoc`
    People,
    /// `/hoc/tren-may`
    Kept,
    /// `/hoc/lop`
    Class,
    /// `/hoc/to-hoan-thanh`
    Sheet,
    /// `/hoc/kiem-tra`
    Verify,
    /// `/hoc/thu-tieng`
    Record,
    /// `/hoc/<lesson>`
    Lesson(String),
    /// Anything else.
    Missing,
}

impl Route {
    /// Reads a path.
    pub(super) fn parse(path: &str) -> Self {
        let Some(rest) = path.strip_prefix("/hoc") else { return Self::Missing };
        match rest.trim_end_matches('/').strip_prefix('/') {
            None if rest.trim_end_matches('/').is_empty() => Self::Catalogue,
            Some("on-lai") => Self::Review,
            Some("nguoi-hoc") => Self::People,
            Some("tren-may") => Self::Kept,
            Some("lop") => Self::Class,
            Some("to-hoan-thanh") => Self::Sheet,
            Some("kiem-tra") => Self::Verify,
            Some("thu-tieng") => Self::Record,
            Some(id) if is_id(id) => Self::Lesson(id.to_owned()),
            _ => Self::Missing,
        }
    }

    /// Whether the program of classes, sheets and recording draws it.
    pub(super) fn is_beside(&self) -> bool {
        matches!(self, Self::Class | Self::Sheet | Self::Verify | Self::Record)
    }

    /// The page's name, until something better is known.
    pub(super) fn title(&self) -> Text {
        match self {
            Self::Catalogue | Self::Lesson(_) => Text::DeskLearn,
            Self::Review => Text::LearnReview,
            Self::People => Text::PeopleTitle,
            Self::Kept => Text::LearnKeptTitle,
            Self::Class => Text::ClassTitle,
            Self::Sheet => Text::SheetTitle,
            Self::Verify => Text::SheetCheckTitle,
            Self::Record => Text::SpeechTitle,
            Self::Missing => Text::DeskMissing,
        }
    }
}

/// Ids as lessons have them.
fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.len() <= 64 && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn every_page_has_its_address() {
        for (path, route) in [
            ("/hoc", Route::Catalogue),
            ("/hoc/", Route::Catalogue),
            ("/hoc/on-lai", Route::Review),
            ("/hoc/nguoi-hoc", Route::People),
            ("/hoc/tren-may", Route::Kept),
            ("/hoc/lop", Route::Class),
            ("/hoc/to-hoan-thanh", Route::Sheet),
            ("/hoc/kiem-tra/", Route::Verify),
            ("/hoc/thu-tieng", Route::Record),
            ("/hoc/file-dossier", Route::Lesson("file-dossier".into())),
            ("/hoc/file-dossier/", Route::Lesson("file-dossier".into())),
        ] {
            assert_eq!(Route::parse(path), route, "{path}");
        }
    }

    #[test]
    fn other_addresses_lead_nowhere() {
        for path in ["/", "/hocx", "/hoc/a/b", "/hoc/../k", "/hoc/Đ", "/k/demo"] {
            assert_eq!(Route::parse(path), Route::Missing, "{path}");
        }
    }
}
