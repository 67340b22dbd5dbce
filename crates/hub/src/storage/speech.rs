//! Recordings of lessons: what the hub keeps of them, and the promises about it.

use async_trait::async_trait;
use lang_nghe_lesson::speech::{About, Hash, State};
use lang_nghe_record::Day;

use super::StorageError;

/// Most bytes of recordings that nobody has listened to yet: whoever can reach the hub can send some.
pub const WAITING_BYTES: u64 = 256 * 1024 * 1024;
/// Most recordings that nobody has listened to yet.
pub const WAITING_COUNT: u64 = 5_000;
/// Most bytes of all recordings together.
pub const ALL_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// A recording that has come, looked at and found sound.
#[derive(Clone, Debug)]
pub struct NewRecording {
    /// SHA-256 of its bytes.
    pub hash: Hash,
    /// What it says about itself.
    pub about: About,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// A mark that it shares with what else its sender sent on the same day; may be empty.
    pub sender: String,
}

/// A recording as it is known here, without its sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRecording {
    /// SHA-256 of its bytes.
    pub hash: Hash,
    /// What was decided about it.
    pub state: State,
    /// What it says about itself; the label is gone with the sound.
    pub about: About,
    /// How many bytes it is.
    pub bytes: u32,
    /// The mark of its sender, and the day on which it came.
    pub sender: (String, String),
}

/// What became of a recording that has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is known here, in this state; a new one waits, and is durable.
    As(State),
    /// There is no room for it now.
    Full,
}

/// Where recordings are kept. Every method is one transaction, as in [`Storage`](super::Storage).
#[async_trait]
pub trait Recordings: Send + Sync {
    /// Keeps a recording that is new, for somebody to listen to. One that is known stays as it is,
    /// refused and withdrawn ones included.
    async fn keep_recording(&self, today: Day, new: &NewRecording) -> Result<Kept, StorageError>;

    /// All recordings that ever came, by language, lesson, edition, part and hash.
    async fn recordings(&self) -> Result<Vec<KnownRecording>, StorageError>;

    /// Those that everybody is told of, in the same order: offered ones, withdrawn ones (so that devices forget them),
    /// and of all others only these.
    async fn listed(&self, own: &[Hash]) -> Result<Vec<KnownRecording>, StorageError>;

    /// Refuses whatever waits and came from the sender of this one on the same day. Gives how many.
    async fn refuse_sender(&self, today: Day, one: Hash) -> Result<u64, StorageError>;

    /// The bytes of a recording with its state; `None` if there are none.
    async fn recording(&self, hash: Hash) -> Result<Option<(State, Vec<u8>)>, StorageError>;

    /// Records a decision. Refused and withdrawn recordings lose their sound and their label for good, so
    /// they never come back into another state. Gives whether anything changed.
    async fn decide_recording(&self, today: Day, hash: Hash, to: State) -> Result<bool, StorageError>;
}
