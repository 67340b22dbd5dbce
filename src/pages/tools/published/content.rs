//! The forms of published scores and the values for orientation, as the build packed them.

use std::sync::LazyLock;

use lang_nghe_published::{Form, FormTexts, Reference, ReferenceTexts};
use serde::de::DeserializeOwned;

/// An index whose scores are recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Index {
    /// PAPI.
    #[default]
    Papi,
    /// PAR INDEX.
    Par,
}

/// Things with their words in both languages, in the same order.
#[derive(Debug)]
pub(super) struct Packed<T, W> {
    /// The things, oldest first.
    pub(super) things: Vec<T>,
    vi: Vec<W>,
    en: Vec<W>,
}

impl<T, W> Packed<T, W> {
    /// The words in a language.
    pub(super) fn texts(&self, lang: &str) -> &[W] {
        if lang == "en" { &self.en } else { &self.vi }
    }
}

/// The forms of an index.
pub(super) type Forms = Packed<Form, FormTexts>;

/// Everything that the build packed.
#[derive(Debug)]
pub(super) struct Content {
    papi: Forms,
    par: Forms,
    /// The national SIPAS.
    pub(super) sipas: Packed<Reference, ReferenceTexts>,
}

impl Content {
    /// The forms of an index.
    pub(super) fn forms(&self, index: Index) -> &Forms {
        match index {
            Index::Papi => &self.papi,
            Index::Par => &self.par,
        }
    }
}

impl Forms {
    /// The form of a year with its words; of the newest where the year has none.
    pub(super) fn of_year(&self, year: Option<u16>, lang: &str) -> Option<(&Form, &FormTexts)> {
        let of = year.and_then(|year| self.things.iter().position(|form| form.is_of(year)));
        let at = of.or_else(|| self.things.len().checked_sub(1))?;
        Some((self.things.get(at)?, self.texts(lang).get(at)?))
    }
}

/// The name of a dimension or a part.
pub(super) fn name_of<'t>(form: &Form, texts: &'t FormTexts, id: &str) -> Option<&'t str> {
    if let Some(at) = form.dimensions.iter().position(|dimension| dimension.id == id) {
        return texts.dimensions.get(at).map(String::as_str);
    }
    let at = form.dimensions.iter().flat_map(|dimension| &dimension.parts).position(|part| part.id == id)?;
    texts.parts.get(at).map(String::as_str)
}

macro_rules! packed {
    ($name:literal) => {
        Packed {
            things: unpack(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".bin")))?,
            vi: unpack(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".vi.bin")))?,
            en: unpack(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".en.bin")))?,
        }
    };
}

static CONTENT: LazyLock<Option<Content>> =
    LazyLock::new(|| Some(Content { papi: packed!("papi"), par: packed!("par"), sipas: packed!("sipas") }));

fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

/// What the build packed; `None` only if it packed something else.
pub(super) fn content() -> Option<&'static Content> {
    CONTENT.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_build_packed_is_whole() {
        let content = content().unwrap();
        for index in [Index::Papi, Index::Par] {
            let forms = content.forms(index);
            for lang in ["vi", "en"] {
                for (form, texts) in forms.things.iter().zip(forms.texts(lang)) {
                    assert_eq!(texts.dimensions.len(), form.dimensions.len());
                    assert_eq!(texts.parts.len(), form.parts());
                    assert!(form.dimensions.iter().all(|one| name_of(form, texts, &one.id).is_some()));
                }
            }
        }
        assert_eq!(content.sipas.things[0].breaks, [2022]);
    }

    #[test]
    fn a_year_has_its_own_number_of_parts() {
        let forms = content().unwrap().forms(Index::Papi);
        let parts = |year| forms.of_year(year, "vi").map(|(form, _)| form.parts());
        assert_eq!([Some(2020), Some(2021), Some(1999), None].map(parts), [28, 29, 29, 29].map(Some));
    }
}
