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
        /// Records counted, those that wait for the next step among them.
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

/// What looking at the classes of one campaign again gave.
#[derive(Debug, PartialEq, Eq)]
pub struct ClassVerdict {
    /// Classes that count: the newest record of each.
    pub classes: u64,
    /// Records held, corrections and erased ones among them.
    pub records: u64,
    /// Of these, erased after their time.
    pub erased: u64,
    /// Records that were counted as received, day by day.
    pub received: u64,
    /// Classes that this hub would not take today: their lesson or their place is gone from its files, or the
    /// database is damaged.
    pub unsound: u64,
    /// Whether this hub has the campaign, and can read what the erased classes came to.
    pub known: bool,
}

impl ClassVerdict {
    /// Whether all is as it should be.
    pub fn is_good(&self) -> bool {
        self.known && self.unsound == 0 && self.records == self.received
    }
}

impl std::fmt::Display for ClassVerdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { classes, records, erased, received, unsound, known } = self;
        if !known {
            return f.write_str(
                "classes are held, and there is no such campaign in these folders, or its total cannot be read; put its file back",
            );
        }
        write!(
            f,
            "{classes} classes from {records} records looked at again, {erased} erased after their time"
        )?;
        if *unsound > 0 {
            write!(
                f,
                "; {unsound} of them would not be taken today: put lessons and places back, or restore a backup"
            )?;
        }
        if records != received {
            write!(f, "; {received} were counted when they came: restore a backup")?;
        }
        Ok(())
    }
}

/// Looks at every class again.
///
/// # Errors
/// The database cannot be read.
pub async fn classes(
    campaigns: &Campaigns,
    storage: &dyn Storage,
) -> Result<Vec<(String, ClassVerdict)>, StorageError> {
    let mut verdicts = Vec::new();
    for campaign in storage.class_campaigns().await? {
        let held = storage.classes(&campaign).await?;
        let received = storage.status(&campaign).await?.received;
        let known = campaigns.classes(&campaign);
        let sound =
            |body: &&String| known.is_some_and(|known| intake::read_class(campaigns, known, body).is_ok());
        let classes = held.newest.len() as u64;
        let verdict = ClassVerdict {
            classes,
            records: held.records,
            erased: held.erased,
            received,
            unsound: classes - held.newest.iter().filter(sound).count() as u64,
            known: known.is_some() && crate::classes::total(held.total.as_deref()).is_ok(),
        };
        verdicts.push((campaign, verdict));
    }
    Ok(verdicts)
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
    let mut waiting = 0;
    let mut comments = Vec::new();
    let (kept, erased) = storage
        .recount(form, &mut |body, signs, step| {
            let read = ReadRecord::from_json(body.as_bytes()).ok();
            let comment = read.iter().filter_map(|read| read.record.comment.as_deref());
            comments.extend(comment.map(intake::tidied).filter_map(|comment| folded(&comment)));
            let one = read.and_then(|read| {
                intake::count_again(campaigns, &known.campaign, &read.record, signs, step.unwrap_or(1)).ok()
            });
            let counted = one.and_then(|one| match step {
                Some(_) => tally.merge(&one).ok(),
                None => {
                    waiting += 1;
                    Some(())
                }
            });
            sound &= counted.is_some();
        })
        .await?;
    if erased > 0 {
        return Ok(Verdict::Erased { records: erased });
    }
    let recounted = tally.records();
    let same = kept.as_ref().map_or(recounted == 0, |kept| kept.tally == tally && kept.records == recounted);
    match kept {
        _ if sound && same => {
            let repeated = repeated(comments.iter().map(String::as_str));
            Ok(Verdict::Same { records: recounted + waiting, repeated })
        }
        kept => Ok(Verdict::Different { kept: kept.map_or(0, |kept| kept.records), recounted }),
    }
}
