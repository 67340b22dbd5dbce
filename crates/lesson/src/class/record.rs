//! A class as a record: the facts that travel to the hub, as JSON written by hand as forms are.
//!
//! ```json
//! {"v":1,"kind":"class","id":"…","campaign":"demo-lop","day":"2026-11-22","point":"doai",
//!  "lesson":"password-otp","edition":"2026.1","way":"hands","people":{"over-60":{"female":7}},
//!  "questions":[{"id":"who","right":1,"before":[5,3,0,4],"after":[2,9,0,1]}],
//!  "supports":{"phone":3},"vneid":2,"services":0,"app":"0.1.0"}
//! ```
//!
//! Names stand outside, zeros are left out. `place` is there in place of `point` for a place that is none of the
//! campaign's. When a phone went round, a question has `cells` (of the people who answered both times: right
//! neither time, only before, only after, both times) and the record has `pairs`. A correction has `corrects`.

use lang_nghe_record::{Kind, Plain, RecordId, push_text};

use super::{AGES, Class, Corrects, GENDERS, Round, SUPPORTS, Way};

/// Version of the record's form. Fields may be added under the same number; anything else is a new one.
pub const CLASS_FORMAT: u32 = 1;

/// A class that is over, as it travels. What each person answered is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRecord {
    /// Its id.
    pub id: RecordId,
    /// What is sent of it. Of a place among the campaign's only [`Class::point`] travels.
    pub class: Class,
    /// Version of the app that wrote it.
    pub app: String,
}

impl ClassRecord {
    /// A record of this class, closed: turns become counts, what is not sent is left out.
    pub fn new(id: RecordId, class: &Class, app: &str) -> Self {
        let mut class = class.clone();
        class.close();
        class.unread.clear();
        if !class.point.is_empty() {
            class.place.clear();
        }
        Self { id, class, app: app.to_owned() }
    }

    /// The record that every record of this class names, itself if it is the first, and how many corrections it has.
    pub fn chain(&self) -> (RecordId, u16) {
        self.class.corrects.map_or((self.id, 0), |Corrects { first, number }| (first, number))
    }

    /// Ready to be sealed.
    pub fn plain(&self) -> Plain<'_> {
        let json = self.to_json().into_bytes();
        Plain { kind: Kind::Class, id: self.id, campaign: &self.class.campaign, json }
    }

    /// The record as one line of JSON, keys in a fixed order, UTF-8.
    pub fn to_json(&self) -> String {
        let class = &self.class;
        let mut json = String::with_capacity(1024);
        json.push_str("{\"v\":");
        json.push_str(&CLASS_FORMAT.to_string());
        let texts = [
            ("kind", "class"),
            ("id", &self.id.to_string()),
            ("campaign", &class.campaign),
            ("day", &class.day),
            ("point", &class.point),
            ("place", &class.place),
            ("lesson", &class.lesson),
            ("edition", &class.edition),
            ("way", class.way.code()),
        ];
        for (key, value) in texts {
            if !value.is_empty() {
                field(&mut json, key);
                push_text(&mut json, value);
            }
        }
        field(&mut json, "people");
        json.push_str(&people(class));
        field(&mut json, "questions");
        let questions: Vec<String> = (0..class.questions.len()).map(|at| question(class, at)).collect();
        json.push_str(&["[", &questions.join(","), "]"].concat());
        if let Some(kept) = class.kept.as_ref().filter(|_| class.way == Way::Phone) {
            field(&mut json, "pairs");
            json.push_str(&object([
                ("people", kept.people.to_string()),
                ("sum", kept.sum.to_string()),
                ("squares", kept.squares.to_string()),
            ]));
        }
        field(&mut json, "supports");
        json.push_str(&counts(&SUPPORTS, &class.supports));
        for (key, count) in [("vneid", class.vneid), ("services", class.services)] {
            field(&mut json, key);
            json.push_str(&count.to_string());
        }
        if let Some(Corrects { first, number }) = class.corrects {
            field(&mut json, "corrects");
            let first = ["\"", &first.to_string(), "\""].concat();
            json.push_str(&object([("record", first), ("number", number.to_string())]));
        }
        field(&mut json, "app");
        push_text(&mut json, &self.app);
        json.push('}');
        json
    }
}

/// Appends `,"key":`. Keys are our own and need no escape.
fn field(json: &mut String, key: &str) {
    json.push_str(&[",\"", key, "\":"].concat());
}

/// An object of values that are JSON already.
fn object<'k>(pairs: impl IntoIterator<Item = (&'k str, String)>) -> String {
    let pairs: Vec<String> =
        pairs.into_iter().map(|(key, value)| ["\"", key, "\":", &value].concat()).collect();
    ["{", &pairs.join(","), "}"].concat()
}

/// Counts by their names, without zeros.
fn counts(names: &[&str], counts: &[u16]) -> String {
    let some = names.iter().zip(counts).filter(|(_, count)| **count > 0);
    object(some.map(|(name, count)| (*name, count.to_string())))
}

fn people(class: &Class) -> String {
    let some = AGES.iter().zip(&class.people).filter(|(_, row)| row.iter().any(|count| *count > 0));
    object(some.map(|(age, row)| (*age, counts(&GENDERS, row))))
}

fn list<T: ToString>(numbers: &[T]) -> String {
    let numbers: Vec<String> = numbers.iter().map(T::to_string).collect();
    ["[", &numbers.join(","), "]"].concat()
}

fn question(class: &Class, at: usize) -> String {
    let Some(question) = class.questions.get(at) else { return "{}".to_owned() };
    let mut id = String::new();
    push_text(&mut id, &question.id);
    let mut fields =
        vec![("id", id), ("options", question.options.to_string()), ("right", question.right.to_string())];
    match class.way {
        Way::Hands => {
            for (key, round) in [("before", Round::Before), ("after", Round::After)] {
                let counts = class.hands(round, at);
                if counts.iter().any(|count| *count > 0) {
                    fields.push((key, list(counts)));
                }
            }
        }
        Way::Phone => {
            let cells = class.kept.as_ref().and_then(|kept| kept.questions.get(at));
            fields.extend(cells.map(|cells| ("cells", list(cells))));
        }
    }
    object(fields)
}
