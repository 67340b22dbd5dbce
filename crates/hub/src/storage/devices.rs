//! Devices that may send classes, and classes that officials set aside.

use async_trait::async_trait;
use lang_nghe_record::Day;

use super::StorageError;

/// Most devices that a hub knows. A commune has a few; the bound keeps the page short.
pub const MOST_DEVICES: u64 = 300;
/// Most decisions about classes of one campaign.
pub const MOST_DECISIONS: u64 = 1_000;

/// SHA-256 of a code or a token: what it is looked up by.
pub type Digest = [u8; 32];

/// A device as officials see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// What it is called by here.
    pub id: String,
    /// What the official called it.
    pub label: String,
    /// Last day on which its code can be used.
    pub code_until: String,
    /// The day on which it was let in.
    pub in_day: Option<String>,
    /// The last day on which it showed its token beside a class.
    pub used_day: Option<String>,
    /// The day on which it was shut out.
    pub shut_day: Option<String>,
    /// Records of classes that came from it.
    pub classes: u64,
}

/// A device that is named and not let in yet.
#[derive(Clone, Copy, Debug)]
pub struct NewDevice<'a> {
    /// What it will be called by here.
    pub id: &'a str,
    /// What the official calls it.
    pub label: &'a str,
    /// The code that lets it in.
    pub code: Digest,
    /// Last day on which the code can be used.
    pub until: Day,
}

/// Which classes a decision sets aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhichClasses {
    /// One class: the id of its first record.
    One(String),
    /// All of a device.
    Device(String),
    /// All that arrived on this day from no device that was let in: from before there were devices.
    Day(Day),
}

/// A decision to set classes aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassDecision {
    /// Its number within the campaign, from 1.
    pub number: u64,
    /// The day on which it was taken.
    pub decided_day: String,
    /// Which classes.
    pub which: WhichClasses,
    /// Why.
    pub reason: String,
    /// How many classes it sets aside now.
    pub classes: u64,
    /// The day on which it was taken back, if it was.
    pub taken_back_day: Option<String>,
}

/// The newest record of a class, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedClass {
    /// The id of its first record.
    pub first: String,
    /// The day on which it arrived.
    pub received_day: String,
    /// What the device that it came from is called, if one was let in.
    pub device: Option<String>,
    /// Whether it is set aside.
    pub aside: bool,
    /// The record's JSON.
    pub body: String,
}

/// Devices, and decisions about classes. Every method is one transaction, as in [`Storage`](super::Storage).
#[async_trait]
pub trait Devices: Send + Sync {
    /// Remembers a device that may come with this code. False if there is no room for more.
    async fn name_device(&self, today: Day, device: &NewDevice<'_>) -> Result<bool, StorageError>;

    /// Lets in whoever shows this code, once: from now on the device shows this token. Gives the device's label;
    /// `None` if no such code can be used today.
    async fn let_in(&self, today: Day, code: Digest, token: Digest) -> Result<Option<String>, StorageError>;

    /// The device that shows this token, if it is let in and not shut out.
    async fn device_of(&self, token: Digest) -> Result<Option<String>, StorageError>;

    /// All devices, those in use first.
    async fn devices(&self) -> Result<Vec<Device>, StorageError>;

    /// Shuts a device out; a code that was not used yet is of no use any more. False if there is none to shut out.
    async fn shut_out(&self, today: Day, id: &str) -> Result<bool, StorageError>;

    /// Sets classes aside at once. False if there is nothing that it fits, or no room for more decisions.
    async fn set_classes_aside(
        &self,
        campaign: &str,
        today: Day,
        which: &WhichClasses,
        reason: &str,
    ) -> Result<bool, StorageError>;

    /// Takes a decision back: its classes count again. False if there is none to take back.
    async fn take_classes_back(&self, campaign: &str, today: Day, number: u64) -> Result<bool, StorageError>;

    /// All decisions about classes of a campaign, the last first.
    async fn class_decisions(&self, campaign: &str) -> Result<Vec<ClassDecision>, StorageError>;

    /// So many classes of a campaign from a place on, the last to arrive first, with how many there are in all.
    async fn listed_classes(
        &self,
        campaign: &str,
        from: u64,
        most: u64,
    ) -> Result<(Vec<ListedClass>, u64), StorageError>;
}
