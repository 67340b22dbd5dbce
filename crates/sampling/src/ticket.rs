//! Lottery tickets: SHA-256 in place of a random number generator.
//!
//! A draw must come out the same in ten years, on another machine and in the hands of whoever doubts
//! it. Generators of libraries change between versions and need the library. A ticket needs nothing
//! but the seed, the name and a program that every computer has:
//!
//! ```sh
//! printf '%s\n%s\n%s' "$seed" "$list" "$name" | sha256sum
//! ```
//!
//! The same idea draws ballots in election audits (Rivest's sampler and consistent sampling; Stark's
//! audit tools). Nobody can choose a seed to get a wanted draw without trying many, so let the seed
//! be made in public: thrown dice, or the day's lottery.

use sha2::{Digest, Sha256};

/// A ticket; they are ordered as their hexadecimal text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket([u8; 32]);

/// The ticket of a name on a list: SHA-256 of the seed, the list and the name, in UTF-8, with a line
/// feed between them. The list is empty for the first draw, and the village for a draw in a village.
pub fn ticket(seed: &str, list: &str, name: &str) -> Ticket {
    let mut hash = Sha256::new();
    for part in [seed, "\n", list, "\n", name] {
        hash.update(part.as_bytes());
    }
    Ticket(hash.finalize().into())
}

impl Ticket {
    /// A whole number from 0 to below `n`: the first sixteen hexadecimal digits times n / 2⁶⁴, cut to
    /// whole. Each is as likely as the others but for less than n / 2⁶⁴.
    pub fn below(&self, n: u64) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        let first = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
        ((u128::from(first) * u128::from(n)) >> 64) as u64
    }
}

impl std::fmt::Display for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_what_sha256sum_prints() {
        // printf '%s\n%s\n%s' 2026-11-22 '' 'Thôn Đông' | sha256sum
        let thon = ticket("2026-11-22", "", "Thôn Đông");
        assert_eq!(thon.to_string(), "321457f65114e653d3482fe521be04723ec379c392bba3f8a4afe28d6af7e153");
    }
}
