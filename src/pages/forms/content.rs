//! The instruments that a table may be of, as the page names their packs.

use lang_nghe_instrument::{Pack, Status};

use crate::platform::document;
use crate::text::KEYS;

/// The packs in this language, drafts left out, those in use first and of these the longest; `None` if any is
/// missing.
///
/// They are read once and live as long as the page: counting goes on while the page draws, and both look at them.
pub(super) async fn packs(lang: &str) -> Option<Vec<&'static Pack>> {
    let named = document::meta("instruments")?;
    // All are asked for before the first is awaited.
    let asked: Vec<_> = addresses(&named, lang).map(document::fetch).collect();
    let mut packs = Vec::new();
    for answer in asked {
        let pack = Pack::decode(&document::bytes(answer?).await?).ok().filter(|pack| pack.build == KEYS)?;
        if pack.instrument.status != Status::Draft {
            packs.push(&*Box::leak(Box::new(pack)));
        }
    }
    packs.sort_by_key(|pack: &&'static Pack| {
        (pack.instrument.status != Status::Current, std::cmp::Reverse(pack.instrument.items.len()))
    });
    (!packs.is_empty()).then_some(packs)
}

/// Addresses of the packs in a language: `<language>=<address>`, with spaces between.
fn addresses<'a>(named: &'a str, lang: &'a str) -> impl Iterator<Item = &'a str> {
    let pairs = named.split(' ').filter_map(|pair| pair.split_once('='));
    pairs.filter(move |(of, _)| *of == lang).map(|(_, address)| address)
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn packs_are_named_by_language() {
        let named = "en=/a/1.pack vi=/a/2.pack en=/a/3.pack";
        assert_eq!(addresses(named, "en").collect::<Vec<_>>(), ["/a/1.pack", "/a/3.pack"]);
        assert_eq!(addresses("", "vi").count(), 0);
    }
}
