//! What the forms of one step have in common: signs that only show beside others.

use std::collections::{BTreeMap, HashMap};

use lang_nghe_quality::together::{ALIKE_FLOOR, Alike, bursts, is_bulk, usual_share};
use lang_nghe_quality::{Flag, Flags};

use super::readable;
use crate::Hub;
use crate::campaigns::Known;
use crate::intake::{self, Look};
use crate::storage::StorageError;
use crate::storage::steps::{AlikeDay, Taking};

/// What one form has in common with others.
pub(super) struct Seen {
    id: String,
    received_day: String,
    look: Look,
}

/// All forms that are new in a step, and what leaves the days.
#[derive(Default)]
pub(super) struct AllSeen {
    new: Vec<Seen>,
    left: Vec<(String, String)>,
}

pub(super) async fn look(hub: &Hub, known: &Known, taking: &Taking) -> Result<AllSeen, StorageError> {
    let mut all = AllSeen::default();
    hub.storage
        .gathered(taking, &mut |form| {
            // What cannot be counted is told where forms are counted, and waits.
            let Some(record) = readable(hub, known, &form) else { return };
            let look = intake::look(&hub.campaigns, known, &record);
            if form.leaves {
                all.left.push((look.point, look.day));
            } else {
                let (id, received_day) = (form.id.to_owned(), form.received_day.to_owned());
                all.new.push(Seen { id, received_day, look });
            }
        })
        .await?;
    Ok(all)
}

/// Forms by where and when.
type Places<'a, T> = BTreeMap<(&'a str, &'a str), T>;

impl AllSeen {
    /// What shows beside the others. Worked out over all forms of the step together: in which order they came does not
    /// matter.
    pub(super) async fn signs(
        &self,
        hub: &Hub,
        taking: &Taking,
    ) -> Result<Vec<(String, Flags)>, StorageError> {
        let mut flags = vec![Flags::default(); self.new.len()];
        let history = hub.storage.alike(&taking.campaign).await?;
        let past: Vec<Alike> = history.iter().map(|day| day.alike).collect();
        for bulk in self.bulk(|answers, straight| usual_share(&past, answers, straight)) {
            flags[bulk] = flags[bulk].with(Flag::Identical);
        }
        let past = hub.storage.point_days(&taking.campaign).await?;
        for busy in self.on_busy_days(&past, &flags) {
            flags[busy] = flags[busy].with(Flag::Burst);
        }
        let mut phrases: BTreeMap<[u8; 32], u64> = BTreeMap::new();
        for phrase in self.new.iter().flat_map(|seen| &seen.look.phrases) {
            *phrases.entry(*phrase).or_default() += 1;
        }
        let asked: Vec<[u8; 32]> = phrases.keys().copied().collect();
        for known in hub.storage.known_phrases(taking, &asked).await? {
            *phrases.entry(known).or_default() += 1;
        }
        let signed = self.new.iter().zip(flags).filter_map(|(seen, flags)| {
            let again = seen.look.phrases.iter().any(|phrase| phrases.get(phrase).is_some_and(|n| *n > 1));
            let flags = if again { flags.with(Flag::Repeated) } else { flags };
            (!flags.is_empty()).then(|| (seen.id.clone(), flags))
        });
        Ok(signed.collect())
    }

    fn places(&self) -> Places<'_, Vec<usize>> {
        let mut places = Places::<Vec<usize>>::new();
        for (at, seen) in self.new.iter().enumerate() {
            places.entry((seen.received_day.as_str(), seen.look.point.as_str())).or_default().push(at);
        }
        places
    }

    /// Forms with the same answers in bulk. What is `usual` is asked once for each set of answers that is large enough to
    /// be in bulk at all: it goes through all days of the campaign.
    fn bulk(&self, usual: impl Fn(u64, bool) -> f64) -> Vec<usize> {
        let mut asked = HashMap::<(u64, bool), f64>::new();
        let mut bulk = Vec::new();
        for forms in self.places().into_values() {
            let mut alike = HashMap::<u64, Vec<usize>>::new();
            for &at in &forms {
                alike.entry(self.new[at].look.answers).or_default().push(at);
            }
            for (answers, same) in alike.into_iter().filter(|(_, same)| same.len() as u64 > ALIKE_FLOOR) {
                let straight = self.new[same[0]].look.is_straight;
                let usual = *asked.entry((answers, straight)).or_insert_with(|| usual(answers, straight));
                if is_bulk(same.len() as u64, forms.len() as u64, usual) {
                    bulk.extend(same);
                }
            }
        }
        bulk
    }

    /// Forms of a day on which their point has far more than on its others; those in bulk make no day busy.
    fn on_busy_days(&self, past: &[(String, String, u64)], flags: &[Flags]) -> Vec<usize> {
        let mut days: BTreeMap<&str, BTreeMap<&str, (u64, Vec<usize>)>> = BTreeMap::new();
        for (point, day, forms) in past {
            days.entry(point.as_str()).or_default().entry(day.as_str()).or_default().0 += forms;
        }
        let plain =
            |at: &usize| !flags[*at].has(Flag::Identical) && self.new[*at].look.day != intake::OUTSIDE;
        for at in (0..self.new.len()).filter(plain) {
            let look = &self.new[at].look;
            let day = days.entry(look.point.as_str()).or_default().entry(look.day.as_str()).or_default();
            day.0 += 1;
            day.1.push(at);
        }
        let mut busy = Vec::new();
        for of_point in days.into_values() {
            let (counts, new): (Vec<u64>, Vec<Vec<usize>>) =
                of_point.into_iter().filter(|(day, _)| *day != intake::OUTSIDE).map(|(_, day)| day).unzip();
            let found = bursts(&counts).into_iter().zip(new).filter(|(is_burst, _)| *is_burst);
            busy.extend(found.flat_map(|(_, new)| new));
        }
        busy
    }

    pub(super) fn point_days(&self) -> Vec<(String, String, i64)> {
        let mut days = BTreeMap::<(&str, &str), i64>::new();
        let new = self.new.iter().map(|seen| (&seen.look.point, &seen.look.day, 1));
        let left = self.left.iter().map(|(point, day)| (point, day, -1));
        for (point, day, more) in new.chain(left) {
            // What lies outside is one row, whatever point it names.
            let point = if day == intake::OUTSIDE { "" } else { point.as_str() };
            *days.entry((point, day.as_str())).or_default() += more;
        }
        days.into_iter().map(|((point, day), more)| (point.to_owned(), day.to_owned(), more)).collect()
    }

    /// What these days show of how alike honest forms are: without those in bulk.
    pub(super) fn alike(&self, signs: &HashMap<String, Flags>) -> Vec<AlikeDay> {
        let day = |((day, point), forms): ((&str, &str), Vec<usize>)| {
            let mut counts = BTreeMap::<u64, u64>::new();
            for at in forms {
                let seen = &self.new[at];
                if !signs.get(&seen.id).is_some_and(|flags| flags.has(Flag::Identical)) {
                    *counts.entry(seen.look.answers).or_default() += 1;
                }
            }
            let (answers, most) =
                counts.iter().max_by_key(|(_, n)| **n).map(|(answers, n)| (*answers, *n))?;
            let alike = Alike { forms: counts.values().sum(), most, answers };
            Some(AlikeDay { day: day.to_owned(), point: point.to_owned(), alike })
        };
        self.places().into_iter().filter_map(day).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn form(number: u64, answers: u64, point: u64) -> Seen {
        let look = Look {
            point: point.to_string(),
            day: "2026-11-21".into(),
            phrases: Vec::new(),
            answers,
            is_straight: false,
        };
        Seen { id: number.to_string(), received_day: "2026-11-21".into(), look }
    }

    /// How many are in bulk, and how often it was asked what is usual.
    fn bulk(forms: impl Iterator<Item = Seen>) -> (usize, usize) {
        let all = AllSeen { new: forms.collect(), left: Vec::new() };
        let asked = Cell::new(0);
        let found = all.bulk(|_, _| {
            asked.set(asked.get() + 1);
            0.1
        });
        (found.len(), asked.get())
    }

    #[test]
    fn what_is_usual_is_not_asked_for_every_form() {
        assert_eq!(bulk((0..5_000).map(|n| form(n, n, n % 3))), (0, 0), "no two are alike");
        assert_eq!(
            bulk((0..5_000).map(|n| form(n, n / 30, n % 30))),
            (0, 0),
            "none is alike within its point"
        );
        let (found, asked) = bulk((0..5_000).map(|n| form(n, n % 10, n / 10 % 10)));
        assert_eq!((found, asked), (0, 10), "ten sets of answers at ten points: each is asked for once");
        assert_eq!(bulk((0..5_000).map(|n| form(n, 7, n % 10))), (5_000, 1));
    }
}
