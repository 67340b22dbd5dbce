//! On a shared device: a submission, kept in one step with the tally it adds to.
//!
//! This runs in the courier. Most people answer on phones of their own, where no tally is kept, and
//! should not have to download what it takes to keep one.

use lang_nghe_instrument::Pack;
use lang_nghe_record::{Envelope, Record, RecordId};
use lang_nghe_scoring::Tally;
use lang_nghe_session::{Form, Session, Submission as Wanted};
use lang_nghe_store::{StoreError, Submission};

use crate::platform::indexed_db::IndexedDb;
use crate::platform::{clock, device_key};

/// A sealed form, and what was chosen in it.
#[derive(Debug)]
pub struct Filled {
    /// The sealed form.
    pub envelope: Envelope,
    /// What was chosen, as a draft.
    pub draft: String,
    /// At which service point.
    pub point: Option<String>,
    /// The language pack that the form was filled in with.
    pub pack: Vec<u8>,
}

/// Keeps a form with its tally. A tally that cannot be used is left as it was: the answers matter more.
///
/// # Errors
/// The form was not kept. Nothing was changed.
pub async fn submit(filled: Filled) -> Result<(), StoreError> {
    let log = IndexedDb::open().await?;
    let Filled { envelope, draft, point, pack } = filled;
    let name = ["tally.", &envelope.campaign].concat();
    let (id, campaign) = (envelope.id, envelope.campaign.clone());
    let submission = Submission { draft: campaign.clone(), envelope, since: clock::now(), tally: None };
    let add = |kept: Option<Vec<u8>>| {
        let pack = Pack::decode(&pack).map_err(|_| Unusable)?;
        let record = record(&pack, &draft, (id, &campaign, point.as_deref())).ok_or(Unusable)?;
        let mut tally = match kept {
            Some(bytes) => Tally::decode(&bytes).map_err(|_| Unusable)?,
            None => Tally::new(&pack.instrument),
        };
        tally.add(&pack.instrument, &record).map_err(|_| Unusable)?;
        Ok::<_, Unusable>(tally.encode())
    };
    device_key::submit_with_tally(&log, submission, &name, add).await.map(drop)
}

/// The form as a record once more: the page has sealed its own and cannot read it either.
fn record(pack: &Pack, draft: &str, about: (RecordId, &str, Option<&str>)) -> Option<Record> {
    let form = Form { instrument: &pack.instrument, profile: &pack.profile };
    let (id, campaign, point) = about;
    let wanted = Wanted { id, campaign, day: clock::today()?, lang: &pack.lang, point, app: "" };
    Session::decode(form, draft).ok()?.session.to_record(form, &wanted).ok()
}

/// The tally on this device cannot be read, or is another instrument's.
struct Unusable;
