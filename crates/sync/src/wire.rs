//! What travels between a device and a hub: JSON over HTTP, version 1.
//!
//! These types are a promise to every app and hub ever released: fields are added, never changed.

use serde::{Deserialize, Serialize};

/// Where batches are posted.
pub const RECORDS_PATH: &str = "/api/v1/records";
/// Where a device asks which of its sent records the hub lacks.
pub const MISSING_PATH: &str = "/api/v1/records/missing";
/// What a hub calls itself in every answer; anything else (a captive portal's page) is no answer.
pub const HUB_NAME: &str = "lang-nghe";
/// Most envelopes in one batch.
pub const BATCH_RECORDS: usize = 100;
/// Most bytes in one request body.
pub const BATCH_BYTES: usize = 512 * 1024;

/// Body of `POST /api/v1/records`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The envelopes, in any order.
    pub records: Vec<SealedRecord>,
    /// Whether the sender goes on holding by itself what the hub cannot take at the moment
    /// ([`Reason::is_held`]). Apps before 2026-12 put that away until a person asks for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub holds: bool,
}

/// An envelope as written on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRecord {
    /// Record id, 32 hexadecimal digits.
    pub id: String,
    /// Campaign id.
    pub campaign: String,
    /// Sealed bytes, base64 with padding.
    pub sealed: String,
}

/// Body of the answer: one entry per envelope, in the order of the batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Always [`HUB_NAME`].
    pub hub: String,
    /// One per envelope.
    pub answers: Vec<Answer>,
}

/// What became of one envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Record id as it was sent.
    pub id: String,
    /// What became of it.
    pub result: AnswerResult,
    /// SHA-256 of the sealed bytes that the hub holds under this id, hexadecimal; empty if it holds none.
    #[serde(default)]
    pub hash: String,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// What became of one envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerResult {
    /// New, and durable at the hub.
    Accepted,
    /// The hub had this very record already; counted once.
    Already,
    /// The hub will never take it.
    Refused,
}

/// Why a record was refused, for machines. Sending the same bytes again at once cannot help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The id is not 32 hexadecimal digits, or the sealed part is no base64.
    MalformedEnvelope,
    /// The hub knows no such campaign.
    UnknownCampaign,
    /// The envelope opens with no key of this campaign, or was changed on the way.
    CannotOpen,
    /// What was inside is no record.
    MalformedRecord,
    /// Id or campaign inside differ from those outside.
    Mislabelled,
    /// The record answers another instrument or an unknown version of it.
    UnknownInstrument,
    /// An answer names an item that the instrument does not have, or has twice.
    UnknownItem,
    /// An answer is outside the item's scale.
    UnknownOption,
    /// An answer does not fit its item: a number out of range, too many options or two that exclude each other, a
    /// text too long.
    UnfitAnswer,
    /// The blocks of the form are none that the instrument asks together, or an answer is to another one's item.
    UnknownBlocks,
    /// A text is longer than any app would send.
    TooLong,
    /// A class was held with a lesson that the hub does not have.
    UnknownLesson,
    /// A class was held at a place that the campaign does not name, or at none.
    UnknownPlace,
    /// Counts that cannot be: more right answers than people, sums that do not add up.
    ImpossibleCounts,
    /// The same id was received before with other content; the first one stays, this one is set aside.
    OtherContent,
    /// A reason of a newer hub.
    #[serde(other)]
    Other,
}

impl Reason {
    /// Whether the hub lacks something that it had when the form was opened (a campaign's file, a version of
    /// the questions): the form goes on waiting, and is sent again by itself.
    pub fn is_held(self) -> bool {
        matches!(self, Self::UnknownCampaign | Self::UnknownInstrument)
    }

    /// Whether a record that was refused for this reason and put away is sent again once a day: the hub may have got
    /// back a file or a key since, or somebody a place or a lesson.
    pub fn may_pass(self) -> bool {
        self.is_held()
            || matches!(
                self,
                Self::CannotOpen | Self::UnknownBlocks | Self::UnknownLesson | Self::UnknownPlace
            )
    }

    /// The reason of this code.
    pub fn parse(code: &str) -> Self {
        serde_json::from_value(serde_json::Value::String(code.to_owned())).unwrap_or(Self::Other)
    }
}

/// Body of `POST /api/v1/records/missing`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Ids that the device believes to be at the hub, at most 1,000.
    pub ids: Vec<String>,
}

/// Its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Always [`HUB_NAME`].
    pub hub: String,
    /// Those that the hub does not have.
    pub missing: Vec<String>,
}

/// Body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Always [`HUB_NAME`].
    pub hub: String,
    /// For machines: `malformed`, `too-large`, `too-many`, `wrong-type`, `incomplete`, `too-often`, `busy`,
    /// `not-found`, `wrong-method`, `internal`.
    pub problem: String,
    /// For people who run the hub, in English.
    pub detail: String,
}
