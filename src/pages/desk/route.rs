//! Which page an address names.

use crate::text::Text;

/// A page of the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// `/`
    Home,
    /// `/ket-qua/<campaign>`
    Results(String),
    /// `/may-nay`
    Device,
    /// `/gioi-thieu`
    About,
    /// `/k/<campaign>`: the service worker shows the desk when the survey itself is not on the device.
    Unkept,
    /// `/hoc/…`: likewise, when no lesson is on the device.
    Unlearnt,
    /// `/cong-cu…`: likewise, when the tools are not on the device.
    Untooled,
    /// Anything else.
    Missing,
}

impl Route {
    /// Reads a path.
    pub(super) fn parse(path: &str) -> Self {
        let mut parts = path.strip_prefix('/').unwrap_or(path).splitn(2, '/');
        match (parts.next().unwrap_or_default(), parts.next().map(|rest| rest.trim_end_matches('/'))) {
            ("", None) => Self::Home,
            ("may-nay", None | Some("")) => Self::Device,
            ("gioi-thieu", None | Some("")) => Self::About,
            ("ket-qua", Some(id)) if is_id(id) => Self::Results(id.to_owned()),
            ("k", Some(id)) if is_id(id) => Self::Unkept,
            ("hoc", _) => Self::Unlearnt,
            ("cong-cu", _) => Self::Untooled,
            _ => Self::Missing,
        }
    }

    /// The page's name.
    pub(super) fn title(&self) -> Text {
        match self {
            Self::Home => Text::DeskHome,
            Self::Results(_) => Text::ResultsTitle,
            Self::Device => Text::DeviceTitle,
            Self::About => Text::AboutTitle,
            Self::Unkept => Text::DeskUnkept,
            Self::Unlearnt => Text::DeskUnlearnt,
            Self::Untooled => Text::DeskUntooled,
            Self::Missing => Text::DeskMissing,
        }
    }
}

/// Campaign ids as the hub allows them: nothing that would change the meaning of an address.
fn is_id(text: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    !text.is_empty() && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_address() {
        for (path, route) in [
            ("/", Route::Home),
            ("/may-nay", Route::Device),
            ("/may-nay/", Route::Device),
            ("/gioi-thieu", Route::About),
            ("/cong-cu", Route::Untooled),
            ("/cong-cu/766", Route::Untooled),
            ("/ket-qua/demo-pulse", Route::Results("demo-pulse".into())),
            ("/k/demo", Route::Unkept),
            ("/hoc", Route::Unlearnt),
            ("/hoc/otp", Route::Unlearnt),
        ] {
            assert_eq!(Route::parse(path), route, "{path}");
        }
    }

    #[test]
    fn other_addresses_lead_nowhere() {
        for path in ["/x", "/ket-qua", "/ket-qua/", "/ket-qua/../k", "/ket-qua/a/b", "/ket-qua/Đ", "//"] {
            assert_eq!(Route::parse(path), Route::Missing, "{path}");
        }
    }
}
