//! Steps: when forms are counted and figures move, and forms that officials set aside.
//!
//! A step is taken in pieces, none of which holds the write lock for long. It *gathers* its forms (marks them with its
//! number), then *counts* what it gathered, and is *finished* in one short transaction that makes tallies, releases and
//! standing those of this step. What was gathered does not change any more, so a step that was broken off, or that two
//! hubs take at once, comes out the same; only the first to finish does.

use async_trait::async_trait;
use lang_nghe_quality::Flags;
use lang_nghe_quality::together::Alike;
use lang_nghe_record::{Day, RecordId};

use super::{CampaignStatus, Counted, FormKey, StorageError};

/// Which forms a step counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// Those received on any day but this one: today, which is not over.
    Without(Day),
    /// All that are held at this moment. For trying out and tests: it tells who came when.
    Now,
}

/// The last step of a campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Its number; 0 before the first.
    pub number: u64,
    /// The day on which it was taken; empty before the first.
    pub day: String,
    /// What had been received.
    pub standing: CampaignStatus,
}

/// A step that is being taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    /// The campaign.
    pub campaign: String,
    /// Its number.
    pub number: u64,
}

/// One form that a step looks at.
#[derive(Clone, Copy, Debug)]
pub struct Gathered<'a> {
    /// Its id.
    pub id: &'a str,
    /// Id and version of the instrument that it answers.
    pub instrument: (&'a str, &'a str),
    /// The day on which it was received.
    pub received_day: &'a str,
    /// The record's JSON.
    pub body: &'a str,
    /// What was noticed beside other forms.
    pub signs: Flags,
    /// The step that counted it first: this one, unless it leaves.
    pub step: u64,
    /// Whether it is set aside by this step, and was counted before.
    pub leaves: bool,
}

/// Looks at one form.
pub type EachGathered<'a> = dyn FnMut(Gathered<'_>) + Send + 'a;

/// What a step comes to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Tallies with what is new, by form.
    pub tallies: Vec<(FormKey, Counted)>,
    /// Releases as JSON, with the number of records in the tally they were decided from.
    pub releases: Vec<(FormKey, u64, String)>,
    /// How many more (or fewer) forms there are by point and by the day on the form.
    pub point_days: Vec<(String, String, i64)>,
    /// How alike the forms are that arrived.
    pub alike: Vec<AlikeDay>,
    /// Ids of forms that cannot be counted as this hub's content stands: they wait as if no step had gathered them.
    pub uncounted: Vec<String>,
}

/// How alike the forms of one service point are that arrived on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlikeDay {
    /// The day on which they arrived.
    pub day: String,
    /// Code of the point; empty where forms name none.
    pub point: String,
    /// How alike.
    pub alike: Alike,
}

/// Which forms are set aside: all that fit everything given. Nothing given fits no form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Which {
    /// The day on which they arrived.
    pub received_day: Option<Day>,
    /// Their service point; empty for forms that name none.
    pub point: Option<String>,
    /// One form.
    pub record: Option<RecordId>,
    /// Signs of which a form has at least one; none for any form. Signs are those of the last step.
    pub signs: Flags,
}

/// A decision to set forms aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its number within the campaign, from 1.
    pub number: u64,
    /// The day on which it was taken.
    pub decided_day: String,
    /// Which forms.
    pub which: Which,
    /// Why.
    pub reason: String,
    /// How many forms it set aside; `None` until a step applies it.
    pub forms: Option<u64>,
    /// The day on which it was taken back, if it was. The next step counts its forms again.
    pub taken_back_day: Option<String>,
}

/// Steps and decisions.
#[async_trait]
pub trait Steps {
    /// The last step of a campaign.
    async fn last_step(&self, campaign: &str) -> Result<Taken, StorageError>;

    /// Whether anything came or was decided since the last step, or none was taken yet.
    async fn has_news(&self, campaign: &str) -> Result<bool, StorageError>;

    /// Begins the next step, or goes on with one that was begun, and gathers its forms.
    async fn gather(&self, campaign: &str, boundary: Boundary) -> Result<Taking, StorageError>;

    /// Shows every gathered form to `each`, in the order of ids: those that are new, then those that leave.
    async fn gathered(&self, taking: &Taking, each: &mut EachGathered<'_>) -> Result<(), StorageError>;

    /// Of these hashes of words those that forms of earlier steps brought; all are remembered.
    async fn known_phrases(
        &self,
        taking: &Taking,
        phrases: &[[u8; 32]],
    ) -> Result<Vec<[u8; 32]>, StorageError>;

    /// How alike forms were on the days so far.
    async fn alike(&self, campaign: &str) -> Result<Vec<AlikeDay>, StorageError>;

    /// Forms by point and by the day on the form, as of the last step.
    async fn point_days(&self, campaign: &str) -> Result<Vec<(String, String, u64)>, StorageError>;

    /// Writes what was noticed about these forms.
    async fn sign(&self, taking: &Taking, signs: &[(String, Flags)]) -> Result<(), StorageError>;

    /// Makes this step the last one. False if another hub did so before; then nothing is changed.
    async fn finish(&self, taking: &Taking, today: Day, outcome: &Outcome) -> Result<bool, StorageError>;

    /// Decides that forms are set aside from the next step on. Only forms whose content is still held can be. Gives the
    /// decision's number.
    async fn set_forms_aside(
        &self,
        campaign: &str,
        today: Day,
        which: &Which,
        reason: &str,
    ) -> Result<u64, StorageError>;

    /// Takes a decision back: from the next step on its forms count as they did before. False if there is none to take
    /// back.
    async fn take_back(&self, campaign: &str, today: Day, number: u64) -> Result<bool, StorageError>;

    /// All decisions of a campaign, in the order in which they were taken.
    async fn decisions(&self, campaign: &str) -> Result<Vec<Decision>, StorageError>;

    /// How many forms a decision like this would set aside, as of the last step: what came since is not told.
    async fn fitting(&self, campaign: &str, which: &Which) -> Result<u64, StorageError>;
}
