//! The form of an action: texts as they were typed, and the action that they mean.

use lang_nghe_published::Action;
use lang_nghe_record::Day;

pub(super) const WEAK: &str = "weak";
pub(super) const SEEN_IN: &str = "seen-in";
pub(super) const ACTION: &str = "action";
pub(super) const WHO: &str = "who";
pub(super) const BY: &str = "by";

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    weak: String,
    seen_in: String,
    action: String,
    who: String,
    by: String,
}

impl Typed {
    /// An action, to be changed.
    pub(super) fn of(action: &Action) -> Self {
        let Action { weak, seen_in, action, who, by, .. } = action.clone();
        Self { weak, seen_in, action, who, by: by.map(|day| day.to_string()).unwrap_or_default() }
    }

    /// What stands in a field.
    pub(super) fn text(&self, field: &str) -> &str {
        match field {
            WEAK => &self.weak,
            SEEN_IN => &self.seen_in,
            ACTION => &self.action,
            WHO => &self.who,
            _ => &self.by,
        }
    }

    /// Puts a text in a field.
    pub(super) fn put(&mut self, field: &str, text: String) {
        let place = match field {
            WEAK => &mut self.weak,
            SEEN_IN => &mut self.seen_in,
            ACTION => &mut self.action,
            WHO => &mut self.who,
            _ => &mut self.by,
        };
        *place = text;
    }

    /// The action, or the fields that are wrong. When it was done is not typed.
    pub(super) fn action(&self, done: Option<Day>) -> Result<Action, Vec<&'static str>> {
        let [weak, seen_in, action, who, by] =
            [&self.weak, &self.seen_in, &self.action, &self.who, &self.by].map(|text| text.trim().to_owned());
        let day = (!by.is_empty()).then(|| Day::parse(&by));
        let wrong = [
            (weak.is_empty(), WEAK),
            (action.is_empty(), ACTION),
            (day.as_ref().is_some_and(Result::is_err), BY),
        ];
        let wrong: Vec<_> = wrong.into_iter().filter_map(|(wrong, field)| wrong.then_some(field)).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Action { weak, seen_in, action, who, by: day.and_then(Result::ok), done })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_typed_and_changed_without_losing_anything() {
        let mut typed = Typed::default();
        assert_eq!(typed.action(None), Err(vec![WEAK, ACTION]));
        for (field, text) in
            [(WEAK, " Biển chỉ dẫn "), (ACTION, "Thay biển"), (WHO, "Văn phòng"), (BY, "2026-13-01")]
        {
            typed.put(field, text.to_owned());
        }
        assert_eq!(typed.action(None), Err(vec![BY]));
        typed.put(BY, "2026-12-31".to_owned());
        let action = typed.action(Day::new(2026, 11, 22).ok()).unwrap();
        assert_eq!((action.weak.as_str(), action.by), ("Biển chỉ dẫn", Day::new(2026, 12, 31).ok()));
        assert_eq!(Typed::of(&action).action(action.done), Ok(action));
    }
}
