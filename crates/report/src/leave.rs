//! Forms that were set aside leave what is shown.

use std::iter::repeat;

use lang_nghe_scoring::{Stratum, Tally};
use serde::{Deserialize, Serialize};

use crate::ledger::{Class, Ledger, is_enough};
use crate::numbers;
use crate::partition::noticed;
use crate::release::{Now, Release};

impl Release {
    /// Takes out forms that were set aside, at every point where enough of them are. Then all tables but that of points begin
    /// again. False if there is nothing to do.
    pub(crate) fn leave(&mut self, ledger: &mut Ledger, pending: &Tally, now: &Now<'_>) -> bool {
        let at = |tally: &Tally, key: &Option<String>| tally.part(|stratum| stratum.point == *key);
        let waiting = ledger.by_point(pending);
        let gone = ledger.by_point(&ledger.leaving.0).into_iter().filter(|(key, left)| {
            // At least so many of them are out; the others had not come out yet.
            let waiting = waiting.get(key).map(Vec::as_slice).unwrap_or_default().iter().chain(repeat(&0));
            let left: Vec<u64> = left.iter().zip(waiting).map(|(left, n)| left.saturating_sub(*n)).collect();
            is_enough(&left, now.threshold)
        });
        let gone: Vec<Option<String>> = gone.map(|(key, _)| key).collect();
        if gone.is_empty() {
            return false;
        }
        let before = self.shown_and_waiting(ledger);
        let of_gone = |tally: &Tally| tally.select(|stratum| gone.contains(&stratum.point));
        let left = (of_gone(&ledger.leaving.0), of_gone(pending));
        for key in &gone {
            ledger.published.0 = ledger.published.0.part(|stratum| stratum.point != *key);
            ledger.leaving.0 = ledger.leaving.0.part(|stratum| stratum.point != *key);
            let kept = at(now.tally, key);
            let enough = is_enough(&ledger.weights(&kept.total()), now.threshold);
            self.points.groups.retain(|group| group.key != *key);
            if enough {
                let _ = ledger.published.0.merge(&kept);
                let cell = numbers::stripped(kept.total());
                self.points.add(key.clone(), &cell, now.date);
            }
        }
        // Groups that are not shown by themselves are one in the rest.
        let shown: Vec<Option<String>> = self.points.groups.iter().map(|group| group.key.clone()).collect();
        let mut points: Vec<Tally> = shown.iter().map(|key| at(&ledger.published.0, key)).collect();
        let rest = ledger.published.0.part(|stratum| !shown.contains(&stratum.point));
        if rest.records() > 0 && !is_enough(&ledger.weights(&rest.total()), now.threshold) {
            // Too few are left of it to be told from the others: they wait again.
            ledger.published.0 = ledger.published.0.part(|stratum| shown.contains(&stratum.point));
        } else {
            points.push(rest);
        }
        self.total = Some(numbers::stripped(ledger.published.0.total())).filter(|cell| cell.records > 0);
        points.retain(|point| point.records() > 0);
        ledger.begin_again(&points, &now.shape.in_groups(), now.threshold);
        if let (Some(told), Some(total)) = (&mut self.told, &self.total) {
            told.leave(now, total, &left);
        }
        self.owed = before.owed(ledger, now.threshold);
        (self.procedures, self.modes, self.quality) = Default::default();
        true
    }

    /// What the tables show, with what waits to enter them, before they begin again.
    fn shown_and_waiting(&self, ledger: &Ledger) -> Before {
        let tables = [&self.procedures, &self.modes, &self.quality];
        let shown = tables.into_iter().enumerate().flat_map(|(table, of)| {
            of.groups.iter().map(move |group| (table, group.key.clone(), group.cell.records))
        });
        Before { shown: shown.collect(), left: ledger.leaving.0.clone(), waiting: ledger.waiting.0.clone() }
    }
}

/// Tables before forms were set aside.
struct Before {
    shown: Vec<(usize, Option<String>, u64)>,
    left: Tally,
    waiting: Tally,
}

impl Before {
    /// Groups that would come back changed by a few records.
    fn owed(&self, ledger: &Ledger, threshold: u64) -> Vec<Owed> {
        let shown = self.shown.iter().filter_map(|(table, key, _)| {
            let of = Owed { table: *table, key: key.clone(), until: 0 };
            let changed = of.published(&self.left) + of.published(&self.waiting);
            let until = of.published(&ledger.published.0) + threshold;
            (1..threshold).contains(&changed).then_some(Owed { until, ..of })
        });
        shown.collect()
    }
}

/// A group that is left out until so many of its records are out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Owed {
    /// Procedures, modes, what was noticed.
    table: usize,
    key: Option<String>,
    pub(crate) until: u64,
}

impl Owed {
    pub(crate) fn published(&self, tally: &Tally) -> u64 {
        let key = |stratum: &Stratum| match self.table {
            0 => stratum.procedure.clone(),
            1 => Some(stratum.mode.code().to_owned()),
            _ => noticed(stratum),
        };
        tally.part(|stratum| key(stratum) == self.key).records()
    }

    pub(crate) fn stands_against(&self, class: &Class) -> bool {
        match self.table {
            0 => class.procedure.as_ref() == Some(&self.key),
            1 => Some(&class.mode) == self.key.as_ref(),
            _ => class.noticed == self.key,
        }
    }
}
