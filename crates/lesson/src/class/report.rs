//! The evening's report as words to send and as a table: on a device of its own classes, on the hub of a commune's.

use lang_nghe_estimate::{Change, Interval, Share};

use super::{AGES, Class, Daily, GENDERS, SUPPORTS, Stage, Way};

/// The words of a report, in one language. Sentences have places such as `{n}`; see `[daily]` in `content/ui`.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the keys are documented where the words stand")]
pub struct ReportWords {
    pub head: String,
    pub places: String,
    pub classes: String,
    pub people: String,
    pub by_age: String,
    pub by_support: String,
    pub vneid: String,
    pub services: String,
    pub lesson: String,
    pub interval: String,
    /// Names of the groups of age, in their order.
    pub ages: [String; 6],
    /// Names of the groups of gender.
    pub genders: [String; 3],
    /// Names of what people are helped with.
    pub supports: [String; 5],
    /// Heads of the table's first columns, with commas between them: day, place, lesson, way, people.
    pub columns: String,
    /// Heads of its last nine columns: VNeID, filed, right and asked before, right and asked after, change, its ends.
    pub last_columns: [String; 9],
    /// A show of hands, and one phone going round.
    pub ways: [String; 2],
    /// What stands between thousands in the words; the table has plain digits.
    pub thousands: String,
}

/// Puts values where words say `{name}`.
pub type Fill = fn(&str, &[(&str, &str)]) -> String;

/// What was gained, in a line of the report.
#[derive(Clone, Debug)]
pub struct GainLine {
    /// Title of the lesson.
    pub lesson: String,
    /// Right before.
    pub before: Share,
    /// Right after.
    pub after: Share,
    /// The change, where there is one.
    pub change: Option<Change>,
}

impl GainLine {
    /// A class's gain; nothing for one that was not asked again.
    pub fn of(class: &Class, lesson: &str) -> Option<Self> {
        let gain = class.gain().filter(|_| class.stage >= Stage::After)?;
        Some(Self { lesson: lesson.to_owned(), before: gain.before, after: gain.after, change: gain.change })
    }
}

impl ReportWords {
    /// The report of a day (as people write it) in words: where, how many, and what was gained.
    pub fn report(
        &self,
        fill: Fill,
        (day, places): (&str, &[&str]),
        sum: &Daily,
        gains: &[GainLine],
    ) -> String {
        let line = |words: &str, n: u32| fill(words, &[("n", &self.number(n))]);
        let named = |names: &[String], counts: &[u32]| {
            let parts =
                names.iter().zip(counts).map(|(name, count)| [name, ": ", &self.number(*count)].concat());
            parts.collect::<Vec<_>>().join("; ")
        };
        let mut places = places.to_vec();
        places.sort_unstable();
        places.dedup();
        let [female, male, other] = [0, 1, 2].map(|gender| self.number(sum.of_gender(gender)));
        let ages: Vec<u32> = sum.people.iter().map(|row| row.iter().sum()).collect();
        let people = [("n", self.number(sum.heads())), ("female", female), ("male", male), ("other", other)];
        let people = people.each_ref().map(|(name, value)| (*name, value.as_str()));
        let supported = self.number(sum.supported());
        let parts = named(&self.supports, &sum.supports);
        let mut lines = vec![
            fill(&self.head, &[("day", day)]),
            fill(&self.places, &[("places", &places.join("; "))]),
            line(&self.classes, sum.classes),
            fill(&self.people, &people),
            fill(&self.by_age, &[("ages", &named(&self.ages, &ages))]),
            fill(&self.by_support, &[("n", &supported), ("parts", &parts)]),
            line(&self.vneid, sum.vneid),
            line(&self.services, sum.services),
        ];
        lines.extend(gains.iter().map(|gain| self.gained(fill, gain)));
        lines.join("\n")
    }

    /// A number with its thousands apart.
    fn number(&self, number: u32) -> String {
        let mut text = String::new();
        let digits = number.to_string();
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(&self.thousands);
            }
            text.push(digit);
        }
        text
    }

    fn gained(&self, fill: Fill, gain: &GainLine) -> String {
        let (before, after) = (percent(gain.before), percent(gain.after));
        let said = fill(&self.lesson, &[("lesson", &gain.lesson), ("before", &before), ("after", &after)]);
        let Some((value, Ok(interval))) = gain.change.map(|change| (change.value, change.interval)) else {
            return said;
        };
        let (low, high) = ends(interval);
        let value = signed(points(value));
        [said, fill(&self.interval, &[("value", &value), ("low", &low), ("high", &high)])].join("; ")
    }

    /// Classes as a table, one row each, with its head. A class comes with the name of its place and the title of
    /// its lesson.
    pub fn table<'c>(
        &self,
        classes: impl IntoIterator<Item = (&'c Class, String, String)>,
    ) -> Vec<Vec<String>> {
        let mut head: Vec<String> = self.columns.split(',').map(str::to_owned).collect();
        for age in &self.ages {
            head.extend(self.genders.iter().map(|gender| [age, ", ", gender].concat()));
        }
        head.extend(self.supports.iter().chain(&self.last_columns).cloned());
        debug_assert_eq!(
            head.len(),
            5 + AGES.len() * GENDERS.len() + SUPPORTS.len() + 9,
            "a head per column"
        );
        let rows = classes.into_iter().map(|(class, place, lesson)| {
            let way = self.ways[usize::from(class.way == Way::Phone)].clone();
            let mut row = vec![class.day.clone(), place, lesson, way, class.heads().to_string()];
            row.extend(class.people.iter().flatten().map(u16::to_string));
            row.extend(class.supports.iter().chain([&class.vneid, &class.services]).map(u16::to_string));
            row.extend(gain_cells(class));
            row
        });
        [head].into_iter().chain(rows).collect()
    }
}

/// Right and asked before and after, the change and its ends in whole points; empty where nothing is known.
fn gain_cells(class: &Class) -> [String; 7] {
    let Some(gain) = class.gain() else { return Default::default() };
    let counts =
        [gain.before.hits, gain.before.of, gain.after.hits, gain.after.of].map(|count| count.to_string());
    let [before_right, before_of, after_right, after_of] = counts;
    // Written with a plain minus: spreadsheets read it as a number.
    let plain = |value: f64| points(value).to_string();
    let interval = gain.change.and_then(|change| change.interval.ok());
    [
        before_right,
        before_of,
        after_right,
        after_of,
        gain.change.map(|change| plain(change.value)).unwrap_or_default(),
        interval.map(|interval| plain(interval.low)).unwrap_or_default(),
        interval.map(|interval| plain(interval.high)).unwrap_or_default(),
    ]
}

/// Hundredths, rounded: a class carries no more.
pub fn points(value: f64) -> i32 {
    (value * 100.0).round() as i32
}

/// With its sign, as a change is written.
pub fn signed(points: i32) -> String {
    match points {
        1.. => ["+", &points.to_string()].concat(),
        0 => "0".to_owned(),
        // The sign for minus, not the hyphen.
        _ => ["−", &points.unsigned_abs().to_string()].concat(),
    }
}

/// A share in whole percent; empty of nobody.
pub fn percent(share: Share) -> String {
    share.value().map_or(String::new(), |value| points(value).to_string())
}

/// Both ends, signed.
pub fn ends(interval: Interval) -> (String, String) {
    (signed(points(interval.low)), signed(points(interval.high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_carry_their_sign_and_no_fractions() {
        let said = [0.504, -0.125, 0.0, -0.001, 1.0].map(|value| signed(points(value)));
        assert_eq!(said, ["+50", "−13", "0", "0", "+100"]);
        assert_eq!(percent(Share { hits: 1, of: 3 }), "33");
        assert_eq!(percent(Share::default()), "");
        assert_eq!(ends(Interval { low: -0.02, high: 0.61 }), ("−2".to_owned(), "+61".to_owned()));
    }
}
