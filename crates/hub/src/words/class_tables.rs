//! The words of the classes' report: the same tables of `content/ui` that the volunteer's page speaks with.

use lang_nghe_lesson::class::report::ReportWords;
use serde::Deserialize;

/// The tables, as far as the report needs them.
#[derive(Debug, Deserialize)]
pub(super) struct ClassTables {
    daily: Daily,
    ages: Ages,
    class: Class,
}

#[derive(Debug, Deserialize)]
struct Daily {
    head: String,
    places: String,
    classes: String,
    people: String,
    ages: String,
    supports: String,
    vneid: String,
    services: String,
    lesson: String,
    interval: String,
    columns: String,
    before_right: String,
    before_of: String,
    after_right: String,
    after_of: String,
    change: String,
    low: String,
    high: String,
    thousands: String,
}

#[derive(Debug, Deserialize)]
struct Ages {
    under_18: String,
    from_18: String,
    from_25: String,
    from_35: String,
    from_50: String,
    over_60: String,
    female: String,
    male: String,
    other: String,
}

#[derive(Debug, Deserialize)]
struct Class {
    help_phone: String,
    help_services: String,
    help_qr: String,
    help_shopping: String,
    help_safety: String,
    help_vneid: String,
    help_filed: String,
    way_hands: String,
    way_phone: String,
}

impl ClassTables {
    pub(super) fn report(&self) -> ReportWords {
        let Self { daily, ages, class } = self;
        let own = String::clone;
        ReportWords {
            head: own(&daily.head),
            places: own(&daily.places),
            classes: own(&daily.classes),
            people: own(&daily.people),
            by_age: own(&daily.ages),
            by_support: own(&daily.supports),
            vneid: own(&daily.vneid),
            services: own(&daily.services),
            lesson: own(&daily.lesson),
            interval: own(&daily.interval),
            ages: [&ages.under_18, &ages.from_18, &ages.from_25, &ages.from_35, &ages.from_50, &ages.over_60]
                .map(own),
            genders: [&ages.female, &ages.male, &ages.other].map(own),
            supports: [
                &class.help_phone,
                &class.help_services,
                &class.help_qr,
                &class.help_shopping,
                &class.help_safety,
            ]
            .map(own),
            columns: own(&daily.columns),
            last_columns: [
                &class.help_vneid,
                &class.help_filed,
                &daily.before_right,
                &daily.before_of,
                &daily.after_right,
                &daily.after_of,
                &daily.change,
                &daily.low,
                &daily.high,
            ]
            .map(own),
            ways: [&class.way_hands, &class.way_phone].map(own),
            thousands: own(&daily.thousands),
        }
    }
}
