//! What a reply means. Between a phone and a hub stand captive portals, proxies and radio holes, so
//! nothing is believed that the hub did not say in so many words.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lang_nghe_record::{Envelope, RecordId};
use lang_nghe_store::{Outcome, Settled};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::wire::{Answer, AnswerResult, Answers, Batch, HUB_NAME, Held, Missing, Reason, SealedRecord};

/// A reply as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status; 0 for one that would lead to another address.
    pub status: u16,
    /// `Content-Type`, empty if there was none.
    pub content_type: String,
    /// `Retry-After`, in seconds.
    pub retry_after: Option<u32>,
    /// `Date`, in milliseconds since 1970.
    pub date: Option<u64>,
    /// The body.
    pub body: Vec<u8>,
}

/// What a reply to a batch means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The hub answered for every envelope.
    Answered {
        /// Those that are done with.
        settled: Vec<Settled>,
        /// Those that the hub cannot take at the moment through a fault of its own: they go on waiting, for longer.
        held: Vec<RecordId>,
        /// Those for which its answer does not fit what was sent: they go on waiting.
        unsettled: Vec<RecordId>,
    },
    /// It did not.
    Failed(Failure),
}

/// Why a request came to nothing. Nothing is lost by it: the same can be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No reply, or not a whole one.
    #[error("no connection")]
    NoConnection,
    /// Someone else replied: a captive portal, another server.
    #[error("the reply did not come from the hub")]
    NotTheHub,
    /// The hub, or what stands before it, asks for patience.
    #[error("the hub is busy")]
    Busy {
        /// How long it asked to be left alone, in seconds.
        retry_after: Option<u32>,
    },
    /// The batch is too large for the hub or for something on the way.
    #[error("the batch is too large")]
    TooLarge,
    /// The hub does not understand the request.
    #[error("the hub does not understand the request")]
    BadRequest,
    /// The hub made a mistake.
    #[error("the hub made a mistake")]
    HubError,
    /// The hub said yes to something that was not asked.
    #[error("the answer does not fit what was sent")]
    BadAnswer,
}

impl Failure {
    /// The code that `sync-status` carries.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoConnection => "no-connection",
            Self::NotTheHub => "not-the-hub",
            Self::Busy { .. } => "hub-busy",
            Self::TooLarge => "too-large",
            Self::BadRequest => "bad-request",
            Self::HubError => "hub-error",
            Self::BadAnswer => "bad-answer",
        }
    }
}

impl Batch {
    /// Envelopes as they are written on the wire.
    pub fn of<'a>(envelopes: impl IntoIterator<Item = &'a Envelope>) -> Self {
        let sealed = |envelope: &Envelope| SealedRecord {
            id: envelope.id.to_string(),
            campaign: envelope.campaign.clone(),
            sealed: STANDARD.encode(&envelope.sealed),
        };
        Self { records: envelopes.into_iter().map(sealed).collect(), holds: true }
    }
}

impl Held {
    /// Ids as they are written on the wire.
    pub fn of(ids: &[RecordId]) -> Self {
        Self { ids: ids.iter().map(RecordId::to_string).collect() }
    }
}

/// What the reply to a batch means (`None`: there was no reply).
pub fn judge(reply: Option<&Reply>, sent: &[Envelope]) -> Verdict {
    let answers: Answers = match read(reply) {
        Ok(answers) => answers,
        Err(failure) => return Verdict::Failed(failure),
    };
    let same = |(answer, envelope): (&Answer, &Envelope)| answer.id == envelope.id.to_string();
    if answers.answers.len() != sent.len() || !answers.answers.iter().zip(sent).all(same) {
        return Verdict::Failed(Failure::BadAnswer);
    }
    let (mut settled, mut held, mut unsettled) = (Vec::new(), Vec::new(), Vec::new());
    for (answer, envelope) in answers.answers.iter().zip(sent) {
        let id = envelope.id;
        match answer.result {
            AnswerResult::Refused if answer.reason.is_some_and(Reason::is_held) => held.push(id),
            AnswerResult::Refused => {
                let reason = code(answer.reason.unwrap_or(Reason::Other));
                settled.push(Settled { id, outcome: Outcome::Refused(reason) });
            }
            // "I have it" counts only when the hub names the very bytes that were sent.
            AnswerResult::Accepted | AnswerResult::Already if answer.hash == hexadecimal(envelope) => {
                settled.push(Settled { id, outcome: Outcome::Sent });
            }
            AnswerResult::Accepted | AnswerResult::Already => unsettled.push(id),
        }
    }
    Verdict::Answered { settled, held, unsettled }
}

/// Which of the ids that were asked for the hub lacks.
///
/// # Errors
/// The reply is no answer of the hub to this question.
pub fn judge_missing(reply: Option<&Reply>, asked: &[RecordId]) -> Result<Vec<RecordId>, Failure> {
    let answer: Missing = read(reply)?;
    let known = |id: &String| RecordId::parse(id).ok().filter(|id| asked.contains(id));
    answer.missing.iter().map(known).collect::<Option<_>>().ok_or(Failure::BadAnswer)
}

/// A successful answer of the hub, in its shape.
fn read<T: DeserializeOwned>(reply: Option<&Reply>) -> Result<T, Failure> {
    let reply = reply.ok_or(Failure::NoConnection)?;
    let Some(problem) = word_of_the_hub(reply) else { return Err(stranger(reply)) };
    if reply.status != 200 {
        return Err(refusal(reply, &problem));
    }
    serde_json::from_slice(&reply.body).map_err(|_| Failure::BadAnswer)
}

/// The name of the problem (empty if there is none) in a body in which the hub gives its own name;
/// `None` if the body is nothing of the kind.
fn word_of_the_hub(reply: &Reply) -> Option<String> {
    #[derive(Deserialize)]
    struct Word {
        hub: String,
        #[serde(default)]
        problem: String,
    }
    if !reply.content_type.trim_start().starts_with("application/json") {
        return None;
    }
    let word: Word = serde_json::from_slice(&reply.body).ok()?;
    (word.hub == HUB_NAME).then_some(word.problem)
}

/// A reply of someone who is not the hub. Proxies before a hub speak for it in a few cases.
fn stranger(reply: &Reply) -> Failure {
    match reply.status {
        413 => Failure::TooLarge,
        429 | 502..=504 => Failure::Busy { retry_after: reply.retry_after },
        // A server on the way that stumbles may stumble over the size; 511 is a portal that asks for a login.
        500..=510 => Failure::HubError,
        _ => Failure::NotTheHub,
    }
}

/// The hub says no to the request as a whole.
fn refusal(reply: &Reply, problem: &str) -> Failure {
    match (reply.status, problem) {
        (413, _) | (_, "too-large" | "too-many") => Failure::TooLarge,
        (429 | 503, _) => Failure::Busy { retry_after: reply.retry_after },
        // The body stopped arriving: it is the line that failed.
        (408, _) => Failure::NoConnection,
        (400..=499, _) => Failure::BadRequest,
        _ => Failure::HubError,
    }
}

fn hexadecimal(envelope: &Envelope) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(64);
    for byte in envelope.hash() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// A reason as it is written on the wire.
fn code(reason: Reason) -> String {
    let written = serde_json::to_string(&reason).unwrap_or_default();
    written.trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests;
