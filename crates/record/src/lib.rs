//! One submitted form, and its sealed envelope.
//!
//! A [`Record`] is a fact: it never changes, and a correction is a new record. It holds no name,
//! phone, ID number, place finer than the service point, nor time finer than the day. The moment it
//! is submitted it is written as JSON and sealed into an [`Envelope`]; the device forgets the rest.

mod day;
mod envelope;
mod id;
mod json;
pub mod limits;
#[cfg(feature = "open")]
mod read;
mod record;
mod seal;
pub mod text;

pub use day::{Day, DayError};
pub use envelope::{ContentHash, Envelope};
pub use id::{IdError, RecordId};
pub use json::{FORMAT, push_text};
#[cfg(feature = "open")]
pub use read::{ReadError, ReadRecord};
pub use record::{Mode, Record};
#[cfg(feature = "open")]
pub use seal::SecretKey;
pub use seal::{Kind, PADDING, Plain, PublicKey, SealError, seal};
