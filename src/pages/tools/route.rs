//! Which page an address names.

use crate::text::Text;

/// A page of the tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// `/cong-cu`
    List,
    /// `/cong-cu/766`
    Index766,
    /// `/cong-cu/chon-mau`
    Sampling,
    /// `/cong-cu/papi`
    Published,
    /// `/cong-cu/ke-hoach`
    Plan,
    /// Anything else.
    Missing,
}

impl Route {
    /// Reads a path.
    pub(super) fn parse(path: &str) -> Self {
        let Some(rest) = path.strip_prefix("/cong-cu") else { return Self::Missing };
        match rest.trim_end_matches('/') {
            "" => Self::List,
            "/766" => Self::Index766,
            "/chon-mau" => Self::Sampling,
            "/papi" => Self::Published,
            "/ke-hoach" => Self::Plan,
            _ => Self::Missing,
        }
    }

    /// The page's name.
    pub(super) fn title(self) -> Text {
        match self {
            Self::List => Text::ToolsTitle,
            Self::Index766 => Text::Index766Title,
            Self::Sampling => Text::SampleTitle,
            Self::Published => Text::PublishedTitle,
            Self::Plan => Text::PlanTitle,
            Self::Missing => Text::DeskMissing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_has_its_address() {
        for (path, route) in [
            ("/cong-cu", Route::List),
            ("/cong-cu/", Route::List),
            ("/cong-cu/766", Route::Index766),
            ("/cong-cu/chon-mau/", Route::Sampling),
            ("/cong-cu/papi", Route::Published),
            ("/cong-cu/ke-hoach/", Route::Plan),
            ("/cong-cu/x", Route::Missing),
            ("/cong-cux", Route::Missing),
            ("/", Route::Missing),
        ] {
            assert_eq!(Route::parse(path), route, "{path}");
        }
    }
}
