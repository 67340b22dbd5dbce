//! The campaigns that this hub answers for, each with its secret key.

use std::collections::{BTreeMap, BTreeSet};

use lang_nghe_campaign::{Campaign, ClassCampaign};
use lang_nghe_record::{Day, SecretKey};

use crate::content::{Content, Form};
use crate::outdated::Outdated;
use crate::storage::FormKey;

/// A campaign and the key that opens its envelopes.
#[derive(Clone, Debug)]
pub struct Known {
    /// What the page gets to see.
    pub campaign: Campaign,
    /// What only the hub knows.
    pub key: SecretKey,
    /// How many people each service point served in this time, as far as its file says.
    pub visitors: BTreeMap<String, u64>,
}

/// Where a campaign stands on a given day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Its first day is yet to come.
    Before,
    /// It takes new answers.
    Open,
    /// Its last day has passed; answers that waited on a device are still taken.
    Closed,
}

impl Known {
    /// Puts the public half of the key into the campaign.
    pub fn new(mut campaign: Campaign, key: SecretKey) -> Self {
        campaign.public_key = key.public().0;
        Self { campaign, key, visitors: BTreeMap::new() }
    }

    /// Where the campaign stands.
    pub fn phase(&self, today: Day) -> Phase {
        Phase::of(&self.campaign.opens, &self.campaign.closes, today)
    }

    /// The form that the campaign asks now.
    pub fn form_key(&self) -> FormKey {
        FormKey {
            campaign: self.campaign.id.clone(),
            instrument: self.campaign.instrument.clone(),
            version: self.campaign.version.clone(),
        }
    }

    /// The day from which the answers must be gone: the months promised on the first page are over.
    pub fn erase_from(&self) -> Option<Day> {
        erase_from(&self.campaign.closes, self.campaign.retention_months)
    }
}

impl Phase {
    /// Where a campaign of these days stands. Days are ISO dates, so their text sorts as time does.
    fn of(opens: &str, closes: &str, today: Day) -> Self {
        let today = today.to_string();
        if today.as_str() < opens {
            Self::Before
        } else if today.as_str() > closes {
            Self::Closed
        } else {
            Self::Open
        }
    }
}

fn erase_from(closes: &str, months: u16) -> Option<Day> {
    crate::clock::months_later(Day::parse(closes).ok()?, months)
}

/// A campaign of classes and the key that opens their envelopes.
#[derive(Clone, Debug)]
pub struct KnownClasses {
    /// What the lessons' page gets to see.
    pub campaign: ClassCampaign,
    /// What only the hub knows.
    pub key: SecretKey,
}

impl KnownClasses {
    /// Puts the public half of the key into the campaign.
    pub fn new(mut campaign: ClassCampaign, key: SecretKey) -> Self {
        campaign.public_key = key.public().0;
        Self { campaign, key }
    }

    /// Where the campaign stands.
    pub fn phase(&self, today: Day) -> Phase {
        Phase::of(&self.campaign.opens, &self.campaign.closes, today)
    }

    /// The day from which the records must be gone.
    pub fn erase_from(&self) -> Option<Day> {
        erase_from(&self.campaign.closes, self.campaign.retention_months)
    }

    /// The name of the place where a class was held.
    pub fn place<'c>(&'c self, class: &'c lang_nghe_lesson::class::Class) -> &'c str {
        match self.campaign.place(&class.point) {
            Some(point) => &point.name,
            None if class.place.is_empty() => &class.point,
            None => &class.place,
        }
    }
}

/// All campaigns of this hub, and the content they refer to.
#[derive(Debug, Default)]
pub struct Campaigns {
    known: BTreeMap<String, Known>,
    classes: BTreeMap<String, KnownClasses>,
    lacking: BTreeSet<String>,
    /// What records may refer to.
    pub content: Content,
}

impl Campaigns {
    /// Campaigns by id.
    pub fn new(known: impl IntoIterator<Item = Known>, content: Content) -> Self {
        let known = known.into_iter().map(|known| (known.campaign.id.clone(), known)).collect();
        Self { known, classes: BTreeMap::new(), lacking: BTreeSet::new(), content }
    }

    /// The same with these campaigns of classes.
    #[must_use]
    pub fn with_classes(mut self, classes: impl IntoIterator<Item = KnownClasses>) -> Self {
        self.classes = classes.into_iter().map(|known| (known.campaign.id.clone(), known)).collect();
        self
    }

    /// The same, knowing that these campaigns were served earlier and have no file now.
    #[must_use]
    pub fn lacking(mut self, campaigns: impl IntoIterator<Item = String>) -> Self {
        self.lacking = campaigns.into_iter().collect();
        self
    }

    /// Whether this campaign was served earlier, and its file is not there now.
    pub fn lacks(&self, id: &str) -> bool {
        self.lacking.contains(id)
    }

    /// The campaign of classes of this id.
    pub fn classes(&self, id: &str) -> Option<&KnownClasses> {
        self.classes.get(id)
    }

    /// All campaigns of classes, by id.
    pub fn all_classes(&self) -> impl Iterator<Item = &KnownClasses> {
        self.classes.values()
    }

    /// The campaign of this id.
    pub fn get(&self, id: &str) -> Option<&Known> {
        self.known.get(id)
    }

    /// All campaigns, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Known> {
        self.known.values()
    }

    /// This campaign among those of the same asker with the same instrument, one after the other, as
    /// far as they have begun: what may stand in one picture as periods. Campaigns that overlap are no
    /// periods; then, as where there is no other, it stands alone.
    pub fn row_of(&self, known: &Known, today: Day) -> Vec<&Known> {
        let asker = |known: &Known| known.campaign.texts.first().map(|text| text.asker.clone());
        let same = |other: &&Known| {
            other.campaign.instrument == known.campaign.instrument
                && asker(other) == asker(known)
                && other.phase(today) != Phase::Before
        };
        let mut row: Vec<_> = self.iter().filter(same).collect();
        row.sort_by(|a, b| a.campaign.opens.cmp(&b.campaign.opens));
        let apart = row.is_sorted_by(|a, b| a.campaign.closes < b.campaign.opens);
        if !apart {
            row.retain(|other| other.campaign.id == known.campaign.id);
        }
        row
    }

    /// The instrument version that a campaign asks now.
    pub fn form_of(&self, known: &Known) -> Option<&Form> {
        self.content.form(&known.campaign.instrument, &known.campaign.version)
    }

    /// Why what a campaign asks is no longer the newest, if so.
    pub fn outdated(&self, known: &Known, today: Day) -> Option<Outdated> {
        Outdated::of(&self.content, &self.form_of(known)?.instrument, today)
    }
}
