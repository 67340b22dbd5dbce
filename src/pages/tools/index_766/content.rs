//! The index and its words, as the build packed them.

use std::sync::LazyLock;

use lang_nghe_index_766::{Index, Texts};

/// The index with its words in both languages.
#[derive(Debug)]
pub(super) struct Content {
    /// The index.
    pub(super) index: Index,
    vi: Texts,
    en: Texts,
}

static CONTENT: LazyLock<Option<Content>> = LazyLock::new(|| {
    Some(Content {
        index: postcard::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/index-766.bin"))).ok()?,
        vi: postcard::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/index-766.vi.bin"))).ok()?,
        en: postcard::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/index-766.en.bin"))).ok()?,
    })
});

/// What the build packed; `None` only if it packed something else.
pub(super) fn content() -> Option<&'static Content> {
    CONTENT.as_ref()
}

impl Content {
    /// The words of a language.
    pub(super) fn texts(&self, lang: &str) -> &Texts {
        if lang == "en" { &self.en } else { &self.vi }
    }

    /// The words of all languages: files may name their columns in any of them.
    pub(super) fn all_texts(&self) -> [&Texts; 2] {
        [&self.vi, &self.en]
    }
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn the_packed_index_is_the_one_in_the_files() {
        let content = content().unwrap();
        let points: Vec<u32> = content.index.groups.iter().map(|group| group.points).collect();
        assert_eq!(points, [18, 20, 12, 22, 10, 18]);
        for lang in ["vi", "en"] {
            assert_eq!(content.texts(lang).counts.len(), content.index.counts.len());
        }
    }
}
