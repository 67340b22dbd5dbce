//! From an envelope on the wire to a record that can be counted, or the reason why not. No I/O.

use base64::{Engine, prelude::BASE64_STANDARD};
use lang_nghe_campaign::Campaign;
use lang_nghe_instrument::Kind;
use lang_nghe_quality::together::folded;
use lang_nghe_quality::{Flag, Flags};
use lang_nghe_record::{Day, Envelope, ReadRecord, Record, RecordId, limits};
use lang_nghe_scoring::{MOST_STRATA, Tally, TallyError};
use lang_nghe_sync::wire::{Reason, SealedRecord};

use sha2::{Digest, Sha256};

use crate::campaigns::{Campaigns, Known};
use crate::storage::{Arrival, FormDay, FormKey, SoundRecord};

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
    count_one(campaigns, &known.campaign, &record)?;
    if body.len() > room_for(campaigns, &record) {
        return Err(Reason::TooLong);
    }
    let outside = is_outside((&known.campaign.opens, &known.campaign.closes), record.day);
    let form = FormKey { campaign: record.campaign, instrument: record.instrument, version: record.version };
    Ok(Opened { form, outside, body })
}

/// Bytes that a form may take, as its JSON: what its instrument can ask, every text at its longest, and room for what a
/// newer app adds. Fields that this hub does not know are kept, so without a bound anybody could fill the disk with them.
fn room_for(campaigns: &Campaigns, record: &Record) -> usize {
    /// Names, mode, day, flags, app, answers about the respondent and what a newer app adds.
    const FRAME: usize = 4 * 1024;
    /// A character in UTF-8 takes four bytes at most; a control sign, which old apps let through, six in JSON.
    const LETTER: usize = 6;
    let form = campaigns.content.form(&record.instrument, &record.version);
    let items = form.map(|form| form.instrument.items.as_slice()).unwrap_or_default();
    let item = |kind: &Kind| {
        2 * limits::NAME_BYTES
            + match kind {
                Kind::One | Kind::Number { .. } => 0,
                Kind::Several { most, .. } => usize::from(*most) * limits::NAME_BYTES,
                Kind::Words { most } => usize::from(*most) * LETTER,
            }
    };
    let asked: usize = items.iter().map(|one| item(&one.kind)).sum();
    FRAME + limits::COMMENT_CHARS * LETTER + asked
}

/// How a day outside the campaign's days is written where forms are kept by day: all such days are one, so that
/// invented ones take no room.
pub(crate) const OUTSIDE: &str = FormDay::OUTSIDE;

/// What a record may have in common with others of its campaign.
pub(crate) struct Look {
    /// Its service point; empty if it names none of the campaign's.
    pub(crate) point: String,
    /// The day it was filled in, or [`OUTSIDE`].
    pub(crate) day: String,
    /// SHA-256 of every text that somebody wrote, as far as it is long enough to be looked for again.
    pub(crate) phrases: Vec<[u8; 32]>,
    /// A fingerprint of all answers to the questions, without what somebody wrote.
    pub(crate) answers: u64,
    /// Whether they are the same level everywhere.
    pub(crate) is_straight: bool,
}

/// What the record may have in common with others: place and day, the words that somebody wrote, and the answers.
pub(crate) fn look(campaigns: &Campaigns, known: &Known, record: &Record) -> Look {
    let form = campaigns.content.form(&record.instrument, &record.version);
    let items = form.map(|form| form.instrument.items.as_slice()).unwrap_or_default();
    let is_text =
        |id: &str| items.iter().any(|item| item.id == id && matches!(item.kind, Kind::Words { .. }));
    let written = record.answers.iter().filter(|(item, _)| is_text(item)).map(|(_, answer)| answer.as_str());
    let written = record.comment.as_deref().into_iter().chain(written);
    let mut phrases: Vec<[u8; 32]> =
        written.filter_map(folded).map(|words| Sha256::digest(words).into()).collect();
    // Somebody who writes the same twice in one form repeats nobody else.
    phrases.sort_unstable();
    phrases.dedup();
    let mut given: Vec<_> = record.answers.iter().filter(|(item, _)| !is_text(item)).collect();
    given.sort_unstable();
    let mut options: Vec<&str> = given.iter().map(|(_, option)| option.as_str()).collect();
    options.sort_unstable();
    options.dedup();
    let text: String = given.iter().flat_map(|(item, option)| [item, "=", option, "\n"]).collect();
    let answers = Sha256::digest(text).iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    let campaign = &known.campaign;
    let point = within_lists(campaigns, campaign, record).point.unwrap_or_default();
    let day = known.form_day(record.day).to_string();
    // Two scales, as of satisfaction and of yes and no, may each have one level.
    let is_straight = options.len() <= 2 && given.len() > 2;
    Look { point, day, phrases, answers, is_straight }
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

/// The tally of a record that was taken, as the step with this number counts it. Up to step 0, before there were steps,
/// the device was believed in all that it noticed.
///
/// # Errors
/// The record does not fit its instrument or its profile lists.
pub(crate) fn count_again(
    campaigns: &Campaigns,
    campaign: &Campaign,
    record: &Record,
    signs: Flags,
    step: u64,
) -> Result<Tally, Reason> {
    if step == 0 {
        return Ok(count_one(campaigns, campaign, record)?.marked(signs));
    }
    let mut record = record.clone();
    record.flags = noticed(campaigns, &record, signs);
    count_one(campaigns, campaign, &bounded(campaigns, campaign, record))
}

/// What was noticed about a form: a straight line as this hub finds it, the rest as the device says, and what shows beside
/// other forms. Several signs are put together, because nothing is told of which.
fn noticed(campaigns: &Campaigns, record: &Record, signs: Flags) -> Option<Vec<String>> {
    let form = campaigns.content.form(&record.instrument, &record.version)?;
    let chosen: Vec<Option<usize>> = (form.instrument.items.iter())
        .map(|item| {
            let (_, given) = record.answers.iter().find(|(id, _)| *id == item.id)?;
            form.instrument.scale_of(item).options.iter().position(|option| option.id == *given)
        })
        .collect();
    let straight = lang_nghe_quality::device::notice(&form.instrument, &chosen, None);
    let name = Flag::StraightLining.name();
    let told = record
        .flags
        .as_ref()
        .map(|names| Flags::named(names.iter().map(String::as_str).filter(|told| *told != name)));
    let all = told.unwrap_or_default().and(straight).and(signs);
    if told.is_none() && all.is_empty() {
        return None;
    }
    let several = Flags::default().with(Flag::StraightLining).with(Flag::Fast);
    let all = if all.iter().count() > 1 { several } else { all };
    Some(all.iter().map(|flag| flag.name().to_owned()).collect())
}

/// The record without what would make more groups than a tally holds: with very many service points, kinds of procedure
/// are not told apart, or nothing that was noticed.
fn bounded(campaigns: &Campaigns, campaign: &Campaign, mut record: Record) -> Record {
    /// Three ways of filling in; no sign, one of several, several, or not looked at.
    const WAYS: usize = 3 * (Flag::ALL.len() + 3);
    let profile = campaigns.content.profile(&record.profile);
    let procedures =
        profile.and_then(|profile| profile.questions.iter().find(|question| question.id == "procedure"));
    let procedures = procedures.map_or(0, |question| question.options.len()) + 1;
    let rooms = (campaign.points.len() + 1) * WAYS;
    if rooms * procedures > MOST_STRATA {
        record.about.retain(|(question, _)| question != "procedure");
    }
    if rooms > MOST_STRATA {
        record.flags = None;
    }
    record
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
