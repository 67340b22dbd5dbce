//! What the hub wrote into a page of a campaign, read from a copy that the service worker keeps.

use lang_nghe_campaign::Campaign;

/// The campaign of a page.
pub(super) fn campaign(html: &str) -> Option<Campaign> {
    Campaign::decode(content(html, "campaign")?).ok()
}

/// Content of a `<meta>` as the hub writes it.
pub(in crate::pages) fn content<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = html.split_once(&["<meta name=\"", name, "\" content=\""].concat())?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn what_the_hub_wrote_is_found_in_a_kept_page() {
        let html = r#"<head><title>x</title><meta name="campaign" content="0af1"><meta name="packs" content="vi=/a/1.pack en=/a/2.pack">"#;
        assert_eq!(content(html, "campaign"), Some("0af1"));
        assert_eq!(content(html, "packs"), Some("vi=/a/1.pack en=/a/2.pack"));
        assert_eq!(content(html, "weight"), None);
    }
}
