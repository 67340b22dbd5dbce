//! From an envelope to a class that can be counted, or the reason why not.

use lang_nghe_lesson::class::{Class, ClassRecord, ReadClass, Unsound, cleaned};
use lang_nghe_record::{Day, Envelope, Kind};
use lang_nghe_sync::wire::Reason;

use super::is_outside;
use crate::campaigns::{Campaigns, KnownClasses};
use crate::storage::{Arrival, SoundClass};

/// Longest JSON of a class, with room for what a newer app adds.
const CLASS_BYTES: usize = 32 * 1024;

pub(super) fn open(
    campaigns: &Campaigns,
    known: &KnownClasses,
    envelope: &Envelope,
) -> Result<Arrival, Reason> {
    let plain = known.key.open_as(Kind::Class, envelope).map_err(|_| Reason::CannotOpen)?;
    let body = String::from_utf8(plain).map_err(|_| Reason::MalformedRecord)?;
    if body.len() > CLASS_BYTES {
        return Err(Reason::TooLong);
    }
    let record = read(campaigns, known, &body)?;
    record.class.check_plausible().map_err(reason_of)?;
    let body = with_clean_place(body, &record.class)?;
    if record.id != envelope.id || record.class.campaign != envelope.campaign {
        return Err(Reason::Mislabelled);
    }
    let day = Day::parse(&record.class.day).map_err(|_| Reason::MalformedRecord)?;
    let (first, number) = record.chain();
    Ok(Arrival::Class(Box::new(SoundClass {
        id: envelope.id,
        hash: envelope.hash(),
        sealed: envelope.sealed.clone(),
        campaign: record.class.campaign,
        first,
        number,
        outside: is_outside((&known.campaign.opens, &known.campaign.closes), day),
        device: None,
        body,
    })))
}

/// The record without control characters and marks of direction in what a volunteer typed: the page of the hub, its
/// tables and the spreadsheets of others show it as it stands.
fn with_clean_place(body: String, class: &Class) -> Result<String, Reason> {
    let place = cleaned(&class.place);
    if place == class.place {
        return Ok(body);
    }
    if place.is_empty() && class.point.is_empty() {
        return Err(Reason::UnknownPlace);
    }
    let mut json: serde_json::Value = serde_json::from_str(&body).map_err(|_| Reason::MalformedRecord)?;
    if let Some(fields) = json.as_object_mut() {
        fields.insert("place".into(), place.into());
    }
    Ok(json.to_string())
}

impl Arrival {
    /// The same as it came from this device. Classes come only from devices that were let in; forms come from
    /// anybody, and nothing is kept of where from.
    #[must_use]
    pub fn sent_by(self, device: Option<&str>) -> Self {
        match (self, device) {
            (Self::Class(class), Some(device)) => {
                Self::Class(Box::new(SoundClass { device: Some(device.to_owned()), ..*class }))
            }
            (Self::Class(class), None) => Self::Unsound {
                campaign: Some(class.campaign),
                reason: Reason::NotLetIn,
                sent: Some((class.id, class.hash)),
            },
            (other, _) => other,
        }
    }
}

/// Reads a class and looks whether it can have been held. Used when it arrives and when everything is looked at
/// again.
///
/// # Errors
/// It is no class, or none that this campaign and these lessons allow.
pub(crate) fn read(campaigns: &Campaigns, known: &KnownClasses, body: &str) -> Result<ClassRecord, Reason> {
    let read = ReadClass::from_json(body.as_bytes()).map_err(|_| Reason::MalformedRecord)?;
    let record = read.record;
    let class = &record.class;
    class.check().map_err(reason_of)?;
    let long = record.app.len() > lang_nghe_record::limits::NAME_BYTES;
    if long {
        return Err(Reason::TooLong);
    }
    if class.corrects.is_some_and(|corrects| corrects.first == record.id) {
        return Err(Reason::MalformedRecord);
    }
    if !class.point.is_empty() && known.campaign.place(&class.point).is_none() {
        return Err(Reason::UnknownPlace);
    }
    let taught = campaigns.content.lesson(&class.lesson).ok_or(Reason::UnknownLesson)?;
    // Of another edition the class may have waited since before the lesson changed, or the device may be ahead of
    // this hub: its questions are not this hub's to judge.
    if taught.lesson.edition == class.edition {
        class.check_questions(&taught.lesson).map_err(reason_of)?;
    }
    Ok(record)
}

fn reason_of(unsound: Unsound) -> Reason {
    match unsound {
        Unsound::TooLong(_) => Reason::TooLong,
        Unsound::Day => Reason::MalformedRecord,
        Unsound::NoPlace => Reason::UnknownPlace,
        Unsound::Question => Reason::UnknownItem,
        Unsound::Nobody
        | Unsound::TooMany
        | Unsound::MoreThanPeople { .. }
        | Unsound::Crowd { .. }
        | Unsound::MoreAccounts { .. }
        | Unsound::NoSum => Reason::ImpossibleCounts,
    }
}
