//! Whole numbers as people write them.

/// A cell that is no whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a whole number from 0 on")]
pub struct NotWhole;

/// A whole number from 0 on, with or without `.`, `,` or a space between thousands: `3483`, `3.483`.
///
/// # Errors
/// Anything else, such as `34.83`, `-1` or `3 ngàn`.
pub fn whole(text: &str) -> Result<u64, NotWhole> {
    let text = text.trim();
    let sign = text.chars().find(|letter| !letter.is_ascii_digit());
    let parts: Vec<&str> = match sign {
        None => vec![text],
        Some(sign @ ('.' | ',' | ' ' | '\u{a0}' | '\u{202f}')) => text.split(sign).collect(),
        Some(_) => return Err(NotWhole),
    };
    let grouped = parts.iter().skip(1).all(|part| part.len() == 3);
    let head = parts.first().is_some_and(|first| !first.is_empty() && (parts.len() == 1 || first.len() <= 3));
    if !(grouped && head) {
        return Err(NotWhole);
    }
    parts.concat().parse().map_err(|_| NotWhole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_may_be_set_apart() {
        for text in ["3483", "3.483", "3,483", "3 483", " 3\u{a0}483 "] {
            assert_eq!(whole(text), Ok(3483), "{text}");
        }
        assert_eq!(whole("1.234.567"), Ok(1_234_567));
        assert_eq!(whole("0"), Ok(0));
    }

    #[test]
    fn what_could_mean_two_things_is_refused() {
        for text in [
            "",
            ".",
            "3.48",
            "34.83",
            "1234.567",
            "1.234,567",
            ".483",
            "-1",
            "+1",
            "1e3",
            "3 ngàn",
            "99999999999999999999",
        ] {
            assert_eq!(whole(text), Err(NotWhole), "{text}");
        }
    }
}
