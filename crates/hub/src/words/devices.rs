//! The words about devices that may send classes, and about classes and forms that are set aside.

use serde::Deserialize;

/// The page of devices.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the keys are documented where the words stand")]
pub struct DeviceWords {
    pub title: String,
    pub lead: String,
    pub label: String,
    pub label_hint: String,
    pub make: String,
    pub no_name: String,
    pub no_room: String,
    pub code: String,
    pub code_until: String,
    pub code_where: String,
    pub code_once: String,
    pub scan: String,
    pub qr: String,
    pub all: String,
    pub none: String,
    pub is_in: String,
    pub is_waiting: String,
    pub is_late: String,
    pub is_shut: String,
    pub used: String,
    pub unused: String,
    pub classes: String,
    pub shut: String,
    pub shut_note: String,
    pub shut_yes: String,
}

/// Classes and forms that are set aside.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the keys are documented where the words stand")]
pub struct AsideWords {
    pub classes_title: String,
    pub classes_lead: String,
    pub classes_open: String,
    pub classes_none: String,
    pub classes_count: String,
    pub classes_of_day: String,
    pub classes_of_device: String,
    pub classes_one: String,
    pub classes_day_pick: String,
    pub classes_device_pick: String,
    pub class: String,
    pub class_facts: String,
    pub arrived: String,
    pub from_device: String,
    pub no_device: String,
    pub is_aside: String,
    pub unread: String,
    pub page: String,
    pub page_before: String,
    pub page_after: String,
    pub bulk: String,
    pub bulk_lead: String,
    pub pick: String,
    pub reason: String,
    pub reason_hint: String,
    pub set: String,
    pub set_this: String,
    pub nothing: String,
    pub decisions: String,
    pub decisions_none: String,
    pub decided: String,
    pub taken_back: String,
    pub take_back: String,
    pub reasons: String,
    pub forms_title: String,
    pub forms_lead: String,
    pub forms_open: String,
    pub forms_day: String,
    pub forms_day_any: String,
    pub forms_point: String,
    pub forms_point_any: String,
    pub forms_point_none: String,
    pub forms_which: String,
    pub forms_look: String,
    pub forms_fit: String,
    pub forms_next: String,
}
