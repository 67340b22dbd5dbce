//! What is known of one unit on one day.

use std::collections::BTreeMap;

use lang_nghe_record::Day;
use lang_nghe_sheet::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Index, Limit, Problem};

/// No count is larger; what is has been mistyped.
pub const LARGEST_COUNT: u64 = 100_000_000;

/// What is known of one unit on one day. What is not there is not known, which is not zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The unit, such as a commune with its province.
    pub unit: String,
    /// The day.
    pub day: Day,
    /// Counts by name.
    pub counts: BTreeMap<String, u64>,
    /// Shares in percent, by the name of the count that they stand for: of what is counted beside it, so many.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub shares: BTreeMap<String, Decimal>,
    /// Points that were published, by the name of the group or the component.
    pub published: BTreeMap<String, Decimal>,
    /// The total that was published.
    pub total: Option<Decimal>,
    /// The rank that was published: place k of N.
    pub rank: Option<(u32, u32)>,
}

/// A share as people write it: `98%`, `64 %`, `91,27 %`. A number without the sign is none.
pub fn percent(text: &str) -> Option<Decimal> {
    Decimal::parse(text.trim().strip_suffix('%')?).ok()
}

impl Record {
    /// A record in which nothing is known yet.
    pub fn new(unit: impl Into<String>, day: Day) -> Self {
        Self {
            unit: unit.into(),
            day,
            counts: BTreeMap::new(),
            shares: BTreeMap::new(),
            published: BTreeMap::new(),
            total: None,
            rank: None,
        }
    }

    /// Everything in it that cannot be.
    pub fn problems(&self, index: &Index) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (name, count) in &self.counts {
            if !index.counts.contains(name) {
                problems.push(Problem::UnknownName { name: name.clone() });
            } else if *count > LARGEST_COUNT {
                problems.push(Problem::TooLarge { name: name.clone(), value: *count });
            }
        }
        for (name, percent) in &self.shares {
            if !index.takes_share(name) {
                problems.push(Problem::NoShare { name: name.clone() });
            } else if *percent < Decimal::ZERO {
                problems.push(Problem::SharesMore { parts: vec![name.clone()], percent: *percent });
            }
        }
        // The narrowest limits come first: where one part alone is too much, the sums that it is in say nothing new.
        let mut told: Vec<(Vec<String>, usize)> = Vec::new();
        for limit in index.all_limits() {
            for (parts, problem) in
                [self.broken(index, &limit), self.broken_shares(index, &limit)].into_iter().flatten()
            {
                let is_told = told.iter().any(|(known, whole)| {
                    *whole == limit.whole && known.iter().all(|part| parts.contains(part))
                });
                if !is_told {
                    problems.push(problem);
                    told.push((parts, limit.whole));
                }
            }
        }
        for (name, points) in &self.published {
            match index.most(name) {
                None => problems.push(Problem::UnknownName { name: name.clone() }),
                Some(most) => problems.extend(too_many(name, *points, most)),
            }
        }
        problems.extend(self.total.and_then(|total| too_many("total", total, index.points())));
        if problems.is_empty() {
            problems.extend(self.total_out_of_reach(index));
        }
        if let Some((place, of)) = self.rank.filter(|(place, of)| *place == 0 || place > of) {
            problems.push(Problem::Rank { place, of });
        }
        problems
    }

    /// The limit, if these counts break it. Counts that are not known are taken as 0 here: whatever
    /// they are, they only add to the parts.
    fn broken(&self, index: &Index, limit: &Limit) -> Option<(Vec<String>, Problem)> {
        let whole = index.count(limit.whole);
        let most = *self.counts.get(whole)?;
        let known: Vec<_> =
            limit.parts.iter().filter_map(|part| self.counts.get_key_value(index.count(*part))).collect();
        let value = known.iter().fold(0u64, |sum, (_, count)| sum.saturating_add(**count));
        let parts: Vec<String> = known.into_iter().map(|(name, _)| name.clone()).collect();
        (value > most)
            .then(|| (parts.clone(), Problem::MoreThan { parts, value, whole: whole.to_owned(), most }))
    }

    /// The limit, if these shares break it: together they are more than all.
    fn broken_shares(&self, index: &Index, limit: &Limit) -> Option<(Vec<String>, Problem)> {
        let known: Vec<_> =
            limit.parts.iter().filter_map(|part| self.shares.get_key_value(index.count(*part))).collect();
        let percent: Decimal = known.iter().map(|(_, percent)| **percent).sum();
        let parts: Vec<String> = known.into_iter().map(|(name, _)| name.clone()).collect();
        (percent > Decimal::whole(100)).then(|| (parts.clone(), Problem::SharesMore { parts, percent }))
    }

    /// A published total that the published parts cannot add up to, whatever the others are.
    fn total_out_of_reach(&self, index: &Index) -> Option<Problem> {
        let total = self.total?;
        let (mut known, mut known_of, mut figures) = (Decimal::ZERO, 0, 1);
        for (position, group) in index.groups.iter().enumerate() {
            let parts = index.components_of(position).map(|(_, component)| (&component.id, component.points));
            let whole = [(&group.id, group.points)];
            let given: Vec<_> = match self.published.contains_key(&group.id) {
                true => whole.to_vec(),
                false => parts.collect(),
            };
            for (id, most) in given {
                let Some(points) = self.published.get(id) else { continue };
                known = known + *points;
                known_of += most;
                figures += 1;
            }
        }
        // Each published figure may be half a hundredth away from what it was rounded from.
        let slack = Decimal::from_parts(50 * figures);
        let low = known - slack;
        let high = known + Decimal::whole((index.points() - known_of) as i32) + slack;
        let high = high.min(Decimal::whole(index.points() as i32));
        (total < low || total > high).then_some(Problem::TotalOutOfReach {
            total,
            low: low.max(Decimal::ZERO),
            high,
        })
    }
}

fn too_many(name: &str, points: Decimal, most: u32) -> Option<Problem> {
    let fits = points >= Decimal::ZERO && points <= Decimal::whole(most as i32);
    (!fits).then(|| Problem::TooManyPoints { name: name.to_owned(), points, most })
}
