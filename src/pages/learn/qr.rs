//! Codes that phones read, as one SVG path.

use qrcode::{Color, EcLevel, QrCode};

/// Quiet modules around a code (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// A code: how many modules wide with its quiet edge, and the dark ones as a path in modules.
pub(super) struct Code {
    pub(super) width: usize,
    pub(super) path: String,
}

/// The code of a text at level M, or at L where M would be finer than version 25 (117 modules); `None`
/// if it is too long for any code.
pub(super) fn code(text: &str) -> Option<Code> {
    let at = |level| QrCode::with_error_correction_level(text.as_bytes(), level).ok();
    let code = at(EcLevel::M).filter(|code| code.width() <= 117).or_else(|| at(EcLevel::L))?;
    let width = code.width();
    let mut path = String::new();
    for (row, line) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let length = line.iter().skip(column).take_while(|colour| **colour == Color::Dark).count();
            if length > 0 {
                let [x, y, n] = [column + QUIET, row + QUIET, length].map(|number| number.to_string());
                path.push_str(&["M", &x, " ", &y, "h", &n, "v1h-", &n, "z"].concat());
            }
            column += length.max(1);
        }
    }
    Some(Code { width: width + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn a_code_has_a_quiet_edge_and_runs_of_dark_modules() {
        let found = code("https://langnghe.example/hoc/otp").unwrap();
        // 32 bytes at level M: version 3, 29 modules.
        assert_eq!(found.width, 29 + 8);
        // The corner pattern begins with seven dark modules.
        assert!(found.path.starts_with("M4 4h7v1h-7z"), "{}", found.path);
    }

    #[test]
    fn long_texts_get_a_coarser_level_before_none_at_all() {
        let long = "x".repeat(1_200);
        assert!(code(&long).is_some_and(|code| code.width <= 117 + 8 + 4));
        assert!(code(&"x".repeat(3_000)).is_none());
    }
}
