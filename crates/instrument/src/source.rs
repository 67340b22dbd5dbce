//! Reading `content/`: files as written, checked into the types as meant, all faults at once.
//!
//! ```text
//! content/
//!   instruments/<id>/<version>/   instrument.toml  text.<language>.toml  vectors.toml
//!                                 vectors.expected.toml  SOURCE.md
//!   profile/<version>/            profile.toml  text.<language>.toml
//!   released.toml                 fingerprints of every released file
//! ```
//!
//! Two types for one thing: what the file says (`…Written`, any text at all) and what it means
//! ([`Instrument`](crate::Instrument), in which a bad reference has no spelling). Nothing here stops
//! at the first fault: someone who adds an item should read one list, not one sentence per attempt.

mod block;
mod check;
mod counting;
mod faults;
mod files;
mod instrument;
mod instrument_text;
mod kind;
mod pins;
mod profile;
mod relevant;
mod scale;
mod terms;
mod vectors;

#[cfg(test)]
mod tests;

pub use check::{check, versions};
pub use faults::{Faults, Inspector};
pub use files::{is_language, names, read_text, read_toml};
pub use instrument::read_instrument;
pub use pins::{Pins, content_hash, fingerprint, pin, read_pins, write_pins};
pub use profile::read_profile;
pub use terms::{is_version, status};
pub use vectors::{VectorCase, read_vectors};

/// The languages that every text must exist in; others may stand beside them.
pub const LANGUAGES: [&str; 2] = ["vi", "en"];

/// The option that is always offered and never counts: "không biết / không áp dụng".
pub const NOT_APPLICABLE: &str = "na";
