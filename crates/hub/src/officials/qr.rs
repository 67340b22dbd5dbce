//! An address as a QR code, drawn as one path.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode, types::QrError};

/// Empty modules around the code that scanners need.
const QUIET: usize = 4;

/// The code as SVG: black on white in every colour scheme, sharp at every size.
pub(super) fn svg(text: &str, label: &str) -> Result<String, QrError> {
    // M: a quarter of the modules may be lost to a crease or a raindrop without a denser picture.
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                // Writing to a string does not fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    let side = width + 2 * QUIET;
    Ok(format!(
        "<svg class=\"qr\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>",
        super::escape(label)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the modules back from the path.
    fn modules(svg: &str) -> Vec<(usize, usize)> {
        let path = svg.split("fill=\"#000\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        let mut dark = Vec::new();
        for part in path.split('M').filter(|part| !part.is_empty()) {
            let (x, rest) = part.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let run: usize = rest.split('v').next().unwrap().parse().unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            dark.extend((x..x + run).map(|x| (x - QUIET, y - QUIET)));
        }
        dark
    }

    #[test]
    fn the_picture_shows_exactly_the_dark_modules() {
        let text = "https://lang-nghe.example.gov.vn/k/demo?d=luu-dong";
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let drawn = modules(&svg(text, "").unwrap());
        for y in 0..code.width() {
            for x in 0..code.width() {
                assert_eq!(drawn.contains(&(x, y)), code[(x, y)] == Color::Dark, "{x} {y}");
            }
        }
    }

    #[test]
    fn an_address_too_long_for_a_code_is_an_error() {
        assert!(svg(&"x".repeat(5_000), "").is_err());
    }
}
