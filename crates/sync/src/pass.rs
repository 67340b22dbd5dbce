//! What a device shows beside records that only devices that were let in may send. It is shown beside those and beside
//! no others: whoever sees the requests of a device cannot tell by it which other records came from there.

/// Name of the device value that holds the [`Pass`].
pub const PASS: &str = "pass";

const FIRST_LINE: &str = "lang-nghe pass 1";

/// A device's token, and for which campaigns it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    /// What the hub gave.
    pub token: String,
    /// What the device is called there.
    pub label: String,
    /// Campaigns whose records only devices that were let in may send.
    pub campaigns: Vec<String>,
}

impl Pass {
    /// Reads what [`Pass::encode`] wrote; `None` for anything else.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut lines = std::str::from_utf8(bytes).ok()?.lines();
        if lines.next() != Some(FIRST_LINE) {
            return None;
        }
        // A last line that is empty is none: then the device has no label.
        let (token, label) = (lines.next()?.to_owned(), lines.next().unwrap_or_default().to_owned());
        let pass = Self { token, label, campaigns: lines.map(str::to_owned).collect() };
        (!pass.token.is_empty()).then_some(pass)
    }

    /// One line each: what it is, the token, the label, the campaigns.
    pub fn encode(&self) -> Vec<u8> {
        let mut text = [FIRST_LINE, "\n", &self.token, "\n", &self.label].concat();
        for campaign in &self.campaigns {
            text.push('\n');
            text.push_str(campaign);
        }
        text.into_bytes()
    }

    /// Whether it is shown beside records of this campaign.
    pub fn is_for(&self, campaign: &str) -> bool {
        self.campaigns.iter().any(|known| known == campaign)
    }

    /// Adds a campaign. Says whether it is a new one.
    pub fn add(&mut self, campaign: &str) -> bool {
        let is_new = !self.is_for(campaign);
        if is_new {
            self.campaigns.push(campaign.to_owned());
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_is_read_as_it_was_written() {
        let mut pass = Pass {
            token: "abc".into(),
            label: "Máy 1".into(),
            campaigns: vec!["lop".into(), "lop-2".into()],
        };
        assert_eq!(Pass::decode(&pass.encode()), Some(pass.clone()));
        assert!(pass.add("lop-3") && !pass.add("lop"));
        assert!(pass.is_for("lop-3") && !pass.is_for("demo"));
        let bare = Pass { label: String::new(), campaigns: vec![], ..pass };
        assert_eq!(Pass::decode(&bare.encode()), Some(bare));
    }

    #[test]
    fn what_is_no_pass_is_shown_to_nobody() {
        for text in ["", "lang-nghe pass 1", "lang-nghe pass 1\n\nx", "lang-nghe pass 2\nabc\nx", "abc"] {
            assert_eq!(Pass::decode(text.as_bytes()), None, "{text}");
        }
        assert_eq!(Pass::decode(&[0xff]), None);
    }
}
