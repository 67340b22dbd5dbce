//! A filled-in form becomes a record, the record is sealed, the envelope is kept; on a shared device in one step
//! with the tally it adds to.
//!
//! This runs in the courier. Sealing and tallying weigh as much as a third of the page that asks the questions, and
//! nobody needs them before the last page.

use lang_nghe_instrument::Pack;
use lang_nghe_record::{Envelope, Plain, PublicKey, Record, RecordId, seal};
use lang_nghe_scoring::Tally;
use lang_nghe_session::{Form, Session, Submission as Wanted};
use lang_nghe_store::{Store, StoreError, Submission, TallyChange};
use lang_nghe_sync::pass::{PASS, Pass};

use crate::platform::indexed_db::IndexedDb;
use crate::platform::{clock, device_key, random};

/// A form as the page hands it over.
#[derive(Debug)]
pub struct Filled {
    /// The record's id.
    pub id: RecordId,
    /// The campaign, which is also the name of the draft.
    pub campaign: String,
    /// At which service point.
    pub point: Option<String>,
    /// What was chosen, as a draft.
    pub draft: String,
    /// For how many seconds the form was open, if known. Looked at on the device, never kept.
    pub seconds: Option<u64>,
    /// The campaign's public key.
    pub key: PublicKey,
    /// The language pack that the form was filled in with.
    pub pack: Vec<u8>,
}

/// Why a form was not sealed or not kept. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The draft, the pack or the device's date does not make a record.
    #[error("the form does not make a record")]
    Form,
    /// The form could not be sealed.
    #[error("the form could not be sealed")]
    Seal,
    /// The storage did not keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SubmitError {
    /// A word for the page, which has the sentence to it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::Store(StoreError::Full) => "full",
            Self::Store(StoreError::Newer) => "newer",
            Self::Store(StoreError::Unavailable) => "unavailable",
            Self::Form | Self::Store(_) => "failed",
        }
    }
}

/// Seals a form and keeps it; with the tally that it adds to, if this device is a shared one.
///
/// # Errors
/// The form was not kept. Nothing was changed.
pub async fn submit(filled: &Filled, shared: bool) -> Result<(), SubmitError> {
    let (pack, record) = filled.record()?;
    let envelope = filled.seal(&record)?;
    let log = IndexedDb::open().await?;
    let submission =
        Submission { draft: filled.campaign.clone(), envelope, since: clock::now(), tally: None };
    let kept = if shared {
        keep_with_tally(&log, submission, &pack, &record).await
    } else {
        log.submit(&submission).await
    };
    log.close();
    Ok(kept?)
}

/// Seals a record that a page has written itself and keeps it, in one step with the device value by which the page
/// knows it again.
///
/// # Errors
/// The record was not kept. Nothing was changed.
pub async fn keep(plain: Plain<'_>, key: &PublicKey, value: TallyChange) -> Result<(), SubmitError> {
    let entropy = random::bytes().map_err(|_| SubmitError::Seal)?;
    let envelope = plain.seal(key, entropy).map_err(|_| SubmitError::Seal)?;
    let log = IndexedDb::open().await?;
    // Such a record has no draft: the name of its own value is the name of none.
    let submission =
        Submission { draft: value.name.clone(), envelope, since: clock::now(), tally: Some(value) };
    let kept = log.submit(&submission).await;
    log.close();
    Ok(kept?)
}

/// What the device shows that was let in is shown beside records of this campaign too. Where that cannot be kept the
/// record waits, and the next one tries again.
pub async fn show_pass_beside(campaign: &str) {
    let Ok(log) = IndexedDb::open().await else { return };
    if let Ok(Some(value)) = log.value(PASS).await
        && let Some(mut pass) = Pass::decode(&value.bytes)
        && pass.add(campaign)
    {
        let _ = log.put_value(PASS, &pass.encode()).await;
    }
    log.close();
}

/// Seals a form for a page that has no storage.
///
/// # Errors
/// The form does not make a record, or it could not be sealed.
pub fn sealed(filled: &Filled) -> Result<Vec<u8>, SubmitError> {
    let (_, record) = filled.record()?;
    Ok(filled.seal(&record)?.sealed)
}

/// A tally that cannot be used is left as it was: the answers matter more.
async fn keep_with_tally(
    log: &IndexedDb,
    submission: Submission,
    pack: &Pack,
    record: &Record,
) -> Result<(), StoreError> {
    let name = ["tally.", &record.campaign].concat();
    let add = |kept: Option<Vec<u8>>| {
        let mut tally = match kept {
            Some(bytes) => Tally::decode(&bytes).map_err(|_| Unusable)?,
            None => Tally::new(&pack.instrument),
        };
        tally.add(&pack.instrument, record).map_err(|_| Unusable)?;
        Ok::<_, Unusable>(tally.encode())
    };
    device_key::submit_with_tally(log, submission, &name, add).await.map(drop)
}

/// The tally on this device cannot be read, or is another instrument's.
struct Unusable;

impl Filled {
    fn record(&self) -> Result<(Pack, Record), SubmitError> {
        let pack = Pack::decode(&self.pack).map_err(|_| SubmitError::Form)?;
        let form = Form { instrument: &pack.instrument, profile: &pack.profile };
        let read = Session::decode(form, &self.draft).map_err(|_| SubmitError::Form)?;
        let wanted = Wanted {
            id: self.id,
            campaign: &self.campaign,
            day: clock::today().ok_or(SubmitError::Form)?,
            lang: &pack.lang,
            point: self.point.as_deref(),
            app: env!("CARGO_PKG_VERSION"),
            seconds: self.seconds,
        };
        let record = read.session.to_record(form, &wanted).map_err(|_| SubmitError::Form)?;
        Ok((pack, record))
    }

    fn seal(&self, record: &Record) -> Result<Envelope, SubmitError> {
        let entropy = random::bytes().map_err(|_| SubmitError::Seal)?;
        seal(record, &self.key, entropy).map_err(|_| SubmitError::Seal)
    }
}
