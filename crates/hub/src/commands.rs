//! What the program does besides serving. Each command says in lines for people what it did and how it stands.

use lang_nghe_quality::together::folded;
use lang_nghe_record::{ReadRecord, RecordId};
use sha2::{Digest as _, Sha256};
use std::path::Path;

use crate::Hub;
use crate::backup::{self, BackupError, Source};
use crate::check::{self, Verdict};
use crate::erasure::{self, Outlook};
use crate::restore::{self, RestoreError};
use crate::settings::{Aside, Erase, Settings};
use crate::start::{self, StartError};
use crate::storage::steps::Which;
use crate::storage::upkeep::{Remembered, Withdrawn};
use crate::storage::{Storage, StorageError};

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The data folder cannot be used.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The database cannot be used.
    #[error("{0}\n  what to do: {advice}", advice = advice(.0))]
    Storage(#[from] StorageError),
    /// A copy cannot be made.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A copy cannot be put back.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// What is to be erased is not named.
    #[error("say what is to be erased: --campaign ID or --record ID")]
    Nothing,
    /// It is no record's id.
    #[error("{0} is no id of a form: it has 32 hexadecimal digits")]
    NoId(String),
    /// There is no such campaign.
    #[error("nothing is known of a campaign {0}\n  what to do: look at its id in the campaigns folder")]
    NoCampaign(String),
    /// The clock shows no day that there is.
    #[error("this machine's clock shows an impossible year\n  what to do: set it")]
    NoDay,
}

/// What a command says that changes something, on a database that only a start brings up to date.
const OLDER: &str =
    "the database was written by an older version of the hub: start the hub once, then say this again";

/// Says a line.
pub type Tell<'a> = dyn Fn(&str) + 'a;

/// What helps against an error of the database.
pub fn advice(error: &StorageError) -> &'static str {
    match error {
        StorageError::Unavailable(_) => {
            "wait until no other program uses the database, and see that the hub's account may write the file and its folder"
        }
        StorageError::Full(_) => "make room on the disk of the data folder",
        StorageError::Broken(_) => {
            "end the hub, look at the disk, and restore a backup with `lang-nghe-hub restore FOLDER --replace`; keep the \
             damaged file for the people who maintain the hub"
        }
        StorageError::Damaged(_) => {
            "restore a backup, and keep this database for the people who maintain the hub"
        }
    }
}

/// Looks at everything and changes nothing. Gives whether all is as it should be.
///
/// # Errors
/// Something cannot be read at all.
pub async fn check(settings: &Settings, tell: &Tell<'_>) -> Result<bool, CommandError> {
    let (hub, copy) = start::look(settings).await?;
    if copy.is_some() {
        tell(
            "the database was written by an older version of the hub; the next start brings it up to date, after copying it. \
             What follows was found in a copy",
        );
    }
    let good = look_at(&hub, tell).await;
    hub.storage.close().await;
    if let Some(copy) = copy {
        for file in [copy.clone(), copy.with_extension("check-wal"), copy.with_extension("check-shm")] {
            let _ = std::fs::remove_file(file);
        }
    }
    good
}

async fn look_at(hub: &Hub, tell: &Tell<'_>) -> Result<bool, CommandError> {
    let faults = hub.storage.faults().await?;
    if let Some(fault) = faults.into_iter().next() {
        return Err(StorageError::Broken(fault).into());
    }
    tell("settings, content, keys and database can be used");
    let mut good = forms(hub, tell).await?;
    for (campaign, verdict) in check::classes(&hub.campaigns, hub.storage.as_ref()).await? {
        good &= verdict.is_good();
        tell(&format!("{campaign}: {verdict}"));
    }
    erasures(hub, tell).await?;
    Ok(good)
}

async fn forms(hub: &Hub, tell: &Tell<'_>) -> Result<bool, StorageError> {
    let mut good = true;
    for (form, verdict) in check::recount(&hub.campaigns, hub.storage.as_ref()).await? {
        let name = format!("{}, {}@{}", form.campaign, form.instrument, form.version);
        let line = match verdict {
            Verdict::Same { records, repeated } => format!(
                "{name}: {records} records counted again, the same to the last bit; {repeated} have a comment in the words of another one"
            ),
            Verdict::Erased { records } => {
                format!("{name}: {records} records were erased after their time, the tally stands alone")
            }
            Verdict::Unknown => {
                format!("{name}: no such campaign or instrument in these folders; put its file back")
            }
            Verdict::Different { kept, recounted } => format!(
                "{name}: the tally ({kept} records) differs from the records ({recounted}); restore a backup, and keep this database for the people who maintain the hub"
            ),
        };
        good &= matches!(verdict, Verdict::Same { .. } | Verdict::Erased { .. });
        tell(&line);
    }
    Ok(good)
}

/// Says what is erased when, and what stands in its way.
async fn erasures(hub: &Hub, tell: &Tell<'_>) -> Result<(), StorageError> {
    let doubted = hub.storage.doubted().await?;
    let remembered = hub.storage.remembered().await?;
    for known in &remembered {
        let campaign = &known.campaign;
        let survey = hub.campaigns.get(campaign).map(|known| known.erase_from());
        let classes = hub.campaigns.classes(campaign).map(|known| known.erase_from());
        let Some(day) = survey.or(classes).flatten() else { continue };
        let Outlook { term, file, announced, keeps, .. } = Outlook::of(Some(known), day, doubted);
        if let (true, Some(day)) = (keeps, announced) {
            tell(&format!("{campaign}: kept until {term}; the answers will be erased on {day} or later"));
        }
        if let (true, Some(file)) = (keeps, file) {
            let which = if file < term { "later" } else { "earlier" };
            tell(&format!(
                "{campaign}: its file says that answers are kept until {file}, and people were promised {term}: \
                 the {which} day holds; correct the file, or run `lang-nghe-hub erase --campaign {campaign} --as-the-file-says`"
            ));
        }
    }
    if let Some(day) = doubted {
        tell(&format!(
            "this machine's clock went on by days at once, to {day}: nothing is erased until it is set right, or somebody \
             runs `lang-nghe-hub erase --the-clock-is-right`"
        ));
    }
    if let Ok(today) = (hub.clock)()
        && !hub.storage.is_steady(today).await?
    {
        tell(erasure::UNEVEN);
    }
    Ok(())
}

/// Copies everything.
///
/// # Errors
/// It cannot be read or written.
pub async fn backup(settings: &Settings, folder: &Path, tell: &Tell<'_>) -> Result<(), CommandError> {
    let storage = start::open_existing(&settings.folders.data).await?;
    let made = backup::make(&Source::of(settings), &storage, folder).await;
    storage.close().await;
    let files = made?;
    tell(&format!(
        "everything is copied to {}: {files} files; keep it locked away, it holds answers and the keys that open them",
        folder.display()
    ));
    Ok(())
}

/// Puts a copy back.
///
/// # Errors
/// The copy is not whole, or the data folder cannot take it.
pub async fn restore(
    settings: &Settings,
    (folder, replace): (&Path, bool),
    tell: &Tell<'_>,
) -> Result<(), CommandError> {
    let data = &settings.folders.data;
    let restored = restore::restore(folder, data, replace).await?;
    tell(&format!("{} files are back in {}, each as it was", restored.files, data.display()));
    if let Some(aside) = restored.aside {
        tell(&format!("what was there before is in {}", aside.display()));
    }
    Ok(())
}

/// Erases what is named, or decides about an erasure.
///
/// # Errors
/// Nothing is named, or the database cannot be written.
pub async fn erase(settings: &Settings, what: &Erase, tell: &Tell<'_>) -> Result<(), CommandError> {
    let (hub, copy) = start::look(settings).await?;
    let scratch = hub.storage.clone();
    if let Some(copy) = copy {
        scratch.close().await;
        let _ = std::fs::remove_file(copy);
        tell(OLDER);
        return Ok(());
    }
    let done = match (&what.record, &what.campaign) {
        _ if what.the_clock_is_right => {
            hub.storage.believe_clock().await?;
            tell("noted: the clock is right. What is announced is erased when its days have passed");
            Ok(())
        }
        (Some(record), _) => withdraw(&hub, record, (what.confirm, tell)).await,
        (None, Some(campaign)) => erase_campaign(&hub, campaign, what, tell).await,
        (None, None) => Err(CommandError::Nothing),
    };
    hub.storage.close().await;
    done
}

async fn withdraw(hub: &Hub, record: &str, (confirm, tell): (bool, &Tell<'_>)) -> Result<(), CommandError> {
    let id = RecordId::parse(record).map_err(|_| CommandError::NoId(record.to_owned()))?;
    if !confirm {
        tell("this erases what this form says, for good; say it again with --confirm");
        return Ok(());
    }
    tell(match hub.storage.withdraw(id, &phrases).await? {
        Withdrawn::Erased => {
            "the content of this form is erased here; what it was counted as stays in the sums. \
             Copies made before still hold it until they are gone"
        }
        Withdrawn::Before => "the content of this form was erased before",
        Withdrawn::Unknown => "there is no form of this id here",
    });
    Ok(())
}

/// Whatever of a record may have been kept to know its words again.
fn phrases(body: &str) -> Vec<[u8; 32]> {
    let Ok(read) = ReadRecord::from_json(body.as_bytes()) else { return Vec::new() };
    let answers = read.record.answers.iter().map(|(_, answer)| answer.as_str());
    let written = read.record.comment.as_deref().into_iter().chain(answers);
    let mut found: Vec<[u8; 32]> =
        written.filter_map(folded).map(|words| Sha256::digest(words).into()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

async fn erase_campaign(
    hub: &Hub,
    campaign: &str,
    what: &Erase,
    tell: &Tell<'_>,
) -> Result<(), CommandError> {
    let remembered = hub.storage.remembered().await?;
    let known = remembered.into_iter().find(|known| known.campaign == campaign);
    let known: Remembered = known.ok_or_else(|| CommandError::NoCampaign(campaign.to_owned()))?;
    let survey = hub.campaigns.get(campaign).and_then(|known| known.erase_from());
    let classes = hub.campaigns.classes(campaign).and_then(|known| known.erase_from());
    let file = survey.or(classes);
    if what.as_the_file_says {
        let file = file.ok_or_else(|| CommandError::NoCampaign(campaign.to_owned()))?;
        hub.storage.set_term(campaign, file).await?;
        tell(&format!("{campaign}: kept until {file}; an erasure is still announced seven days ahead"));
        return Ok(());
    }
    let received = hub.storage.status(campaign).await?.received;
    // Classes are in the sums from the moment they come.
    let counted = match hub.campaigns.classes(campaign) {
        Some(_) => received,
        None => hub.storage.last_step(campaign).await?.standing.received,
    };
    let lost = received.saturating_sub(counted);
    if !what.confirm {
        tell(&format!(
            "{campaign}: this erases the answers of {received} forms or classes now and for good, the sums stay; \
             say it again with --confirm"
        ));
        if lost > 0 {
            tell(&format!(
                "{campaign}: {lost} of them came since the last count and are in no sum yet: erased now, they never will be; \
                 to keep them in the sums, wait for the count after midnight"
            ));
        }
        return Ok(());
    }
    let records = erasure::erase(hub.storage.as_ref(), campaign).await?;
    // Before its time: what comes later has a time of its own, and is announced like anything else.
    let (term, today) = (known.term.or(file), (hub.clock)().ok());
    if let Some(term) = term.filter(|term| today.is_some_and(|today| today > *term)) {
        hub.storage.erased_for(campaign, term).await?;
    }
    tell(&format!(
        "{campaign}: {records} records are erased here, the sums stay; copies made before still hold them until they are gone"
    ));
    if lost > 0 {
        tell(&format!("{campaign}: {lost} forms that came since the last count are in no sum"));
    }
    Ok(())
}

/// Sets one form aside from the next step on.
///
/// # Errors
/// There is no such form among those counted, or the database cannot be written.
pub async fn set_aside(settings: &Settings, what: &Aside, tell: &Tell<'_>) -> Result<(), CommandError> {
    let id = RecordId::parse(&what.record).map_err(|_| CommandError::NoId(what.record.clone()))?;
    let (hub, copy) = start::look(settings).await?;
    if let Some(copy) = copy {
        hub.storage.close().await;
        let _ = std::fs::remove_file(copy);
        tell(OLDER);
        return Ok(());
    }
    let done = set_one_aside(&hub, what, id, tell).await;
    hub.storage.close().await;
    done
}

async fn set_one_aside(
    hub: &Hub,
    Aside { campaign, reason, .. }: &Aside,
    id: RecordId,
    tell: &Tell<'_>,
) -> Result<(), CommandError> {
    let known = hub.campaigns.get(campaign).ok_or_else(|| CommandError::NoCampaign(campaign.clone()))?;
    let which = Which { record: Some(id), ..Which::default() };
    if hub.storage.fitting(&known.campaign.id, &which).await? == 0 {
        tell(&format!(
            "{campaign}: there is no form of this id among those counted that is not set aside yet"
        ));
        return Ok(());
    }
    let today = (hub.clock)().map_err(|_| CommandError::NoDay)?;
    hub.storage.set_forms_aside(campaign, today, &which, reason).await?;
    tell(&format!(
        "{campaign}: this form is set aside with the next count; everybody reads the reason, and officials can take it back \
         on their page"
    ));
    Ok(())
}
