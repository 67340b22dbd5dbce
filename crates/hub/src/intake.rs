//! From an envelope on the wire to a record that can be counted, or the reason why not. No I/O.

use base64::{Engine, prelude::BASE64_STANDARD};
use lang_nghe_campaign::Campaign;
use lang_nghe_instrument::Kind;
use lang_nghe_quality::together::folded;
use lang_nghe_record::{Day, Envelope, ReadRecord, Record, RecordId, limits};
use lang_nghe_scoring::{Tally, TallyError};
use lang_nghe_sync::wire::{Reason, SealedRecord};

use sha2::{Digest, Sha256};

use crate::campaigns::{Campaigns, Known};
use crate::storage::{Arrival, FormKey, SoundRecord, Traces};

mod classes;
mod written;

pub(crate) use classes::read as read_class;
pub(crate) use written::tidied;

/// Looks at one envelope as it came.
pub fn examine(campaigns: &Campaigns, sent: &SealedRecord) -> Arrival {
    let (known, classes) = (campaigns.get(&sent.campaign), campaigns.classes(&sent.campaign));
    let campaign = (known.is_some() || classes.is_some()).then(|| sent.campaign.clone());
    let envelope = match read_envelope(sent) {
        Ok(envelope) => envelope,
        Err(reason) => return Arrival::Unsound { campaign, reason, sent: None },
    };
    let opened = match (known, classes) {
        (Some(known), _) => open(campaigns, known, &envelope).map(|opened| opened.arrival(&envelope)),
        (None, Some(known)) => classes::open(campaigns, known, &envelope),
        (None, None) => Err(Reason::UnknownCampaign),
    };
    opened.unwrap_or_else(|reason| {
        let sent = Some((envelope.id, envelope.hash()));
        Arrival::Unsound { campaign, reason, sent }
    })
}

fn read_envelope(sent: &SealedRecord) -> Result<Envelope, Reason> {
    let id = RecordId::parse(&sent.id).map_err(|_| Reason::MalformedEnvelope)?;
    let sealed = BASE64_STANDARD.decode(&sent.sealed).map_err(|_| Reason::MalformedEnvelope)?;
    if sealed.len() > limits::SEALED_BYTES {
        return Err(Reason::TooLong);
    }
    Ok(Envelope { id, campaign: sent.campaign.clone(), sealed })
}

/// What an envelope held.
struct Opened {
    form: FormKey,
    outside: bool,
    body: String,
    tally: Tally,
    traces: Traces,
}

impl Opened {
    fn arrival(self, envelope: &Envelope) -> Arrival {
        Arrival::Sound(Box::new(SoundRecord {
            id: envelope.id,
            hash: envelope.hash(),
            sealed: envelope.sealed.clone(),
            form: self.form,
            outside: self.outside,
            body: self.body,
            tally: self.tally,
            traces: self.traces,
        }))
    }
}

fn open(campaigns: &Campaigns, known: &Known, envelope: &Envelope) -> Result<Opened, Reason> {
    let plain = known.key.open(envelope).map_err(|_| Reason::CannotOpen)?;
    let body = String::from_utf8(plain).map_err(|_| Reason::MalformedRecord)?;
    let read = ReadRecord::from_json(body.as_bytes()).map_err(|_| Reason::MalformedRecord)?;
    let as_sent = read.record.check_lengths();
    let (record, body) = written::tidy(read, body);
    if record.id != envelope.id || record.campaign != envelope.campaign {
        return Err(Reason::Mislabelled);
    }
    // Put together, what was within the limit in parts may be longer in a few scripts: no reason to refuse it.
    record.check_lengths().or(as_sent).map_err(|_| Reason::TooLong)?;
    let tally = count_one(campaigns, &known.campaign, &record)?;
    let outside = is_outside((&known.campaign.opens, &known.campaign.closes), record.day);
    let traces = traces(campaigns, &known.campaign, &record);
    let form = FormKey { campaign: record.campaign, instrument: record.instrument, version: record.version };
    Ok(Opened { form, outside, body, tally, traces })
}

/// What the record may have in common with others: place and day, and the words that somebody wrote.
fn traces(campaigns: &Campaigns, campaign: &Campaign, record: &Record) -> Traces {
    let form = campaigns.content.form(&record.instrument, &record.version);
    let items = form.map(|form| form.instrument.items.as_slice()).unwrap_or_default();
    let is_text =
        |id: &str| items.iter().any(|item| item.id == id && matches!(item.kind, Kind::Words { .. }));
    let answers = record.answers.iter().filter(|(item, _)| is_text(item)).map(|(_, answer)| answer.as_str());
    let written = record.comment.as_deref().into_iter().chain(answers);
    let mut phrases: Vec<[u8; 32]> =
        written.filter_map(folded).map(|words| Sha256::digest(words).into()).collect();
    // Somebody who writes the same twice in one form repeats nobody else.
    phrases.sort_unstable();
    phrases.dedup();
    let point = within_lists(campaigns, campaign, record).point.unwrap_or_default();
    Traces { point, day: record.day, phrases }
}

/// The tally of this one record. Used when it arrives and when tallies are recounted.
///
/// # Errors
/// The record does not fit its instrument or its profile lists.
pub(crate) fn count_one(
    campaigns: &Campaigns,
    campaign: &Campaign,
    record: &Record,
) -> Result<Tally, Reason> {
    // Another version of the campaign's instrument is welcome: the form may have waited on a phone
    // since before the campaign moved on. Another instrument is not this campaign's question.
    if record.instrument != campaign.instrument {
        return Err(Reason::UnknownInstrument);
    }
    let form =
        campaigns.content.form(&record.instrument, &record.version).ok_or(Reason::UnknownInstrument)?;
    check_about(campaigns, record)?;
    let mut tally = Tally::new(&form.instrument);
    tally
        .add(&form.instrument, &within_lists(campaigns, campaign, record))
        .map_err(|error| reason_of(&error))?;
    Ok(tally)
}

/// Answers about the respondent must be in the lists that the form was filled in with. Lists of a
/// version that this hub lacks are not judged.
fn check_about(campaigns: &Campaigns, record: &Record) -> Result<(), Reason> {
    let Some(profile) = campaigns.content.profile(&record.profile) else { return Ok(()) };
    for (position, (id, option)) in record.about.iter().enumerate() {
        let question =
            profile.questions.iter().find(|question| question.id == *id).ok_or(Reason::UnknownItem)?;
        if record.about[..position].iter().any(|(earlier, _)| earlier == id) {
            return Err(Reason::UnknownItem);
        }
        if !question.options.contains(option) {
            return Err(Reason::UnknownOption);
        }
    }
    Ok(())
}

/// The record as it is counted. A service point that the campaign does not name (an old poster, a
/// typed address) or a procedure of unknown lists is counted as not given, so that nobody can make
/// the tally grow without end; the stored record keeps what was sent.
fn within_lists(campaigns: &Campaigns, campaign: &Campaign, record: &Record) -> Record {
    let mut counted = record.clone();
    counted.point = counted.point.filter(|id| campaign.points.iter().any(|point| point.id == *id));
    if campaigns.content.profile(&record.profile).is_none() {
        counted.about.clear();
    }
    counted
}

/// Whether a day lies outside the campaign's days. Such records count like any other: most come from
/// a device with a wrong clock or were handed in late. The status page says how many there are.
fn is_outside((opens, closes): (&str, &str), day: Day) -> bool {
    let within = |first, last| first <= day && day <= last;
    match (Day::parse(opens), Day::parse(closes)) {
        (Ok(first), Ok(last)) => !within(first, last),
        _ => false,
    }
}

fn reason_of(error: &TallyError) -> Reason {
    match error {
        TallyError::UnknownItem { .. } | TallyError::DuplicateItem { .. } => Reason::UnknownItem,
        TallyError::UnknownOption { .. } => Reason::UnknownOption,
        TallyError::Unfit { .. } => Reason::UnfitAnswer,
        TallyError::Blocks | TallyError::NotAsked { .. } => Reason::UnknownBlocks,
        // The tally of one record was made for this very instrument and is empty: what is left can
        // only be about the instrument itself.
        TallyError::OtherInstrument { .. }
        | TallyError::OtherShape
        | TallyError::CompositeTooLong
        | TallyError::Full
        | TallyError::TooManyStrata => Reason::UnknownInstrument,
    }
}
