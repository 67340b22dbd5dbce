//! Is all as it should be: counts every record again and compares with the tally that was kept.

use lang_nghe_quality::together::{folded, repeated};
use lang_nghe_record::ReadRecord;
use lang_nghe_scoring::Tally;

use crate::campaigns::Campaigns;
use crate::intake;
use crate::storage::{FormKey, Storage, StorageError};

/// What the recount of one form gave.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Kept tally and recount are the same to the last bit.
    Same {
        /// Records counted.
        records: u64,
        /// How many of them have a comment in the same words as another one.
        repeated: u64,
    },
    /// They differ.
    Different {
        /// Records in the kept tally.
        kept: u64,
        /// Records counted again.
        recounted: u64,
    },
    /// Records were erased after their time: the tally cannot be counted again.
    Erased {
        /// How many.
        records: u64,
    },
    /// This hub lacks the campaign or the instrument.
    Unknown,
}

/// Counts every form again.
///
/// # Errors
/// The database cannot be read.
pub async fn recount(
    campaigns: &Campaigns,
    storage: &dyn Storage,
) -> Result<Vec<(FormKey, Verdict)>, StorageError> {
    let mut verdicts = Vec::new();
    for form in storage.forms().await? {
        let verdict = recount_form(campaigns, storage, &form).await?;
        verdicts.push((form, verdict));
    }
    Ok(verdicts)
}

async fn recount_form(
    campaigns: &Campaigns,
    storage: &dyn Storage,
    form: &FormKey,
) -> Result<Verdict, StorageError> {
    let known = campaigns.get(&form.campaign);
    let content = campaigns.content.form(&form.instrument, &form.version);
    let (Some(known), Some(content)) = (known, content) else { return Ok(Verdict::Unknown) };
    let mut tally = Tally::new(&content.instrument);
    let mut sound = true;
    let mut comments = Vec::new();
    let (kept, erased) = storage
        .recount(form, &mut |body, signs| {
            let read = ReadRecord::from_json(body.as_bytes()).ok();
            comments.extend(read.iter().filter_map(|read| read.record.comment.as_deref()).filter_map(folded));
            let counted = read
                .and_then(|read| intake::count_one(campaigns, &known.campaign, &read.record).ok())
                .and_then(|one| tally.merge(&one.marked(signs)).ok());
            sound &= counted.is_some();
        })
        .await?;
    if erased > 0 {
        return Ok(Verdict::Erased { records: erased });
    }
    let recounted = tally.records();
    match kept {
        Some(kept) if sound && kept.tally == tally && kept.records == recounted => {
            let repeated = repeated(comments.iter().map(String::as_str));
            Ok(Verdict::Same { records: recounted, repeated })
        }
        kept => Ok(Verdict::Different { kept: kept.map_or(0, |kept| kept.records), recounted }),
    }
}
