//! One person filling in one form: the step, the answers so far, what is missing.
//!
//! Nothing here knows a browser, a clock or a language. A [`Session`] holds positions, so switching
//! the language keeps every answer; a draft holds names, so that it can be read by a later version.

mod amount;
mod draft;
mod form;
mod order;
mod session;
mod submit;
mod written;

pub use draft::{Draft, DraftError};
pub use form::{Form, Step};
pub use session::{COMMENT_LIMIT, Progress, Session, Violation};
pub use submit::Submission;
