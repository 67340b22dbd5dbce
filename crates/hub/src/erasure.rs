//! Keeps the promise of the first page, that after so many months the answers are gone, and sees to it that nothing
//! else makes them go: no mistyped year, no wrong clock.
//!
//! An erasure is announced at least [`NOTICE_DAYS`] ahead, on days on which the hub ran. The day until which answers
//! are kept is remembered as it was first served, which is what people were promised: a campaign's file that says another
//! one, earlier or later, moves nothing without somebody's yes. A clock that jumps is not believed until somebody has
//! looked at it.

use lang_nghe_record::Day;

use crate::Hub;
use crate::clock::{days_between, days_later};
use crate::storage::upkeep::Remembered;
use crate::storage::{Storage, StorageError};

/// Days that lie between an announcement and the erasure, at least. The hub runs on each of them.
pub const NOTICE_DAYS: u32 = 7;
/// Days before its term on which an erasure is announced, so that a hub that rests on some of them still keeps its
/// promise.
const AHEAD_DAYS: i64 = 14;
/// A clock that shows more than this many days after the last one is not believed.
pub const JUMP_DAYS: i64 = 3;

/// Why figures do not move although a day has begun.
pub const UNEVEN: &str = "this machine's clock jumped or went back, so figures do not move before the hub has run on two \
     further days. what to do: set the clock; if it is right and figures shall move now, run `lang-nghe-hub erase \
     --the-clock-is-right`";

/// One thing to do for one campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Remember this day as the one until which answers are kept.
    Agree(Day),
    /// Announce the erasure.
    Announce,
    /// Take the announcement back.
    Recall,
    /// Erase.
    Erase,
}

/// What to do for a campaign whose file says that its answers are kept until the day `file`, in order.
pub fn steps(today: Day, doubted: bool, known: &Remembered, file: Day) -> Vec<Step> {
    let term = known.term.unwrap_or(file);
    let mut steps = Vec::new();
    if known.term.is_none() {
        steps.push(Step::Agree(term));
    }
    // With a term everything begins.
    let announced = known.announced.filter(|_| steps.is_empty());
    let is_near = days_between(today, term) < AHEAD_DAYS;
    if !known.keeps || !is_near {
        steps.extend(announced.map(|_| Step::Recall));
        return steps;
    }
    let Some(announced) = announced else {
        // What comes late, after the rest was erased, was announced with it; not where the file says that the campaign
        // goes on.
        let late = today > term && known.erased_for == Some(term) && !doubted && file <= term;
        steps.push(if late { Step::Erase } else { Step::Announce });
        return steps;
    };
    let noticed =
        days_between(announced, today) >= i64::from(NOTICE_DAYS) && known.seen >= u64::from(NOTICE_DAYS);
    if today > term && noticed && !doubted {
        steps.push(Step::Erase);
    }
    steps
}

/// How a campaign's answers stand, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// The day until which they are kept.
    pub term: Day,
    /// Another day that its file says and that nobody has agreed to.
    pub file: Option<Day>,
    /// The first day on which they can be erased, if that is announced.
    pub announced: Option<Day>,
    /// Whether any are held.
    pub keeps: bool,
    /// The day that the clock jumped to, if nobody has confirmed it.
    pub doubted: Option<Day>,
}

impl Outlook {
    /// From what is remembered, and what the file says.
    pub fn of(known: Option<&Remembered>, file: Day, doubted: Option<Day>) -> Self {
        let term = known.and_then(|known| known.term).unwrap_or(file);
        let announced = known.and_then(|known| known.announced).and_then(|announced| {
            let noticed = days_later(announced, NOTICE_DAYS)?;
            Some(noticed.max(days_later(term, 1)?))
        });
        let keeps = known.is_some_and(|known| known.keeps);
        Self { term, file: Some(file).filter(|file| *file != term), announced, keeps, doubted }
    }
}

/// The outlook of one campaign.
///
/// # Errors
/// The database cannot be read.
pub async fn outlook(
    storage: &dyn Storage,
    campaign: &str,
    file: Option<Day>,
) -> Result<Option<Outlook>, StorageError> {
    let Some(file) = file else { return Ok(None) };
    let remembered = storage.remembered().await?;
    let known = remembered.iter().find(|known| known.campaign == campaign);
    Ok(Some(Outlook::of(known, file, storage.doubted().await?)))
}

/// Notes that the hub runs today, announces what is near its end and erases what is due.
pub async fn round(hub: &Hub) {
    let Ok(today) = (hub.clock)() else { return };
    if let Err(error) = try_round(hub, today).await {
        hub.health.note(&error);
        tracing::warn!(%error, "looking for what is to be erased failed; it is tried again");
    }
}

async fn try_round(hub: &Hub, today: Day) -> Result<(), StorageError> {
    hub.storage.run_on(today).await?;
    if !hub.storage.is_steady(today).await? {
        tracing::warn!(%today, "{UNEVEN}");
    }
    let doubted = hub.storage.doubted().await?;
    let remembered = hub.storage.remembered().await?;
    let surveys = hub.campaigns.iter().map(|known| (&known.campaign.id, known.erase_from()));
    let classes = hub.campaigns.all_classes().map(|known| (&known.campaign.id, known.erase_from()));
    for (campaign, file) in surveys.chain(classes) {
        let Some(file) = file else { continue };
        let known = remembered.iter().find(|known| known.campaign == *campaign).cloned();
        let known =
            known.unwrap_or_else(|| Remembered { campaign: campaign.clone(), ..Remembered::default() });
        for step in steps(today, doubted.is_some(), &known, file) {
            take(hub, today, &known, (step, known.term.unwrap_or(file))).await?;
        }
        tell(&known, file, doubted);
    }
    Ok(())
}

async fn take(
    hub: &Hub,
    today: Day,
    known: &Remembered,
    (step, term): (Step, Day),
) -> Result<(), StorageError> {
    let (storage, campaign) = (hub.storage.as_ref(), known.campaign.as_str());
    match step {
        Step::Agree(term) => storage.set_term(campaign, term).await?,
        Step::Recall => storage.announce(campaign, None).await?,
        Step::Announce => {
            storage.announce(campaign, Some(today)).await?;
            let outlook =
                Outlook::of(Some(&Remembered { announced: Some(today), ..known.clone() }), term, None);
            let from = outlook.announced.map(|day| day.to_string()).unwrap_or_default();
            tracing::warn!(
                campaign,
                from,
                "the answers of this campaign will be erased on this day or later, as people were promised. \
                 what to do: nothing, if that is right; to keep them, put off the day in the campaign's file, run `lang-nghe-hub \
                 erase --campaign ID --as-the-file-says` and start again"
            );
        }
        Step::Erase => {
            let records = erase(storage, campaign).await?;
            storage.erased_for(campaign, term).await?;
            tracing::info!(campaign, records, "kept as long as promised, announced, and now erased");
        }
    }
    Ok(())
}

/// Says what keeps an erasure from happening.
fn tell(known: &Remembered, file: Day, doubted: Option<Day>) {
    let campaign = &known.campaign;
    if let (Some(term), true) = (known.term.filter(|term| file != *term), known.keeps) {
        tracing::warn!(
            campaign, %file, kept_until = %term, "the campaign's file says another day of erasure than people were promised: \
             the promised one holds. what to do: correct the file, or run `lang-nghe-hub erase --campaign ID --as-the-file-says`"
        );
    }
    if let (Some(day), true) = (doubted, known.announced.is_some()) {
        tracing::warn!(
            campaign, %day, "this machine's clock went on by days at once, so nothing is erased. \
             what to do: set the clock; if it is right, run `lang-nghe-hub erase --the-clock-is-right`"
        );
    }
}

/// Erases the answers of a campaign now: forms and classes. What they add up to stays.
///
/// # Errors
/// The database cannot be written.
pub async fn erase(storage: &dyn Storage, campaign: &str) -> Result<u64, StorageError> {
    let forms = storage.erase(campaign).await?;
    Ok(forms + storage.erase_classes(campaign, &crate::classes::fold).await?)
}

#[cfg(test)]
mod tests;
