//! Scales: the option lists that items share.

use serde::Deserialize;

use super::{Inspector, NOT_APPLICABLE};
use crate::{OptionKind, ResponseOption, Scale};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ScaleWritten {
    pub(super) id: String,
    options: Vec<OptionWritten>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct OptionWritten {
    id: String,
    points: Option<u8>,
    satisfied: bool,
    not_applicable: bool,
}

impl ScaleWritten {
    /// What the scale means; faults are told to the inspector.
    pub(super) fn meant(&self, top_box: bool, inspector: &mut Inspector<'_>) -> Scale {
        let scale = &self.id;
        inspector.id("a scale", scale);
        inspector.unique(
            &format!("option of the scale `{scale}`"),
            self.options.iter().map(|option| option.id.as_str()),
        );
        for option in &self.options {
            option.check(scale, inspector);
        }
        self.check_points(top_box, inspector);

        let away = self.options.iter().filter(|option| option.not_applicable).count();
        let last = self.options.last().is_some_and(|option| option.not_applicable);
        if away != 1 || !last {
            inspector.say(format_args!(
                "the scale `{scale}` must end with one option for people to whom the question does not apply; write {{ id = \"{NOT_APPLICABLE}\", not_applicable = true }} as its last option"
            ));
        }
        if self.options.len() < away + 2 {
            inspector.say(format_args!("the scale `{scale}` leaves no choice; give it at least two options besides `{NOT_APPLICABLE}`"));
        }
        Scale { id: scale.clone(), options: self.options.iter().map(OptionWritten::meant).collect() }
    }

    /// `top_box`: whether the share of satisfied answers is reported, so that some must be.
    fn check_points(&self, top_box: bool, inspector: &mut Inspector<'_>) {
        let scale = &self.id;
        let answers = || self.options.iter().filter(|option| !option.not_applicable);
        let points: Vec<u8> = answers().filter_map(|option| option.points).collect();
        if points.is_empty() {
            return;
        }
        if points.len() != answers().count() {
            inspector.say(format_args!("some options of the scale `{scale}` have points and others have none; give points to all or to none"));
        }
        if !points.is_sorted_by(|low, high| low < high) {
            inspector.say(format_args!("the points of the scale `{scale}` do not rise from option to option; put the options in ascending order"));
        }
        let satisfied: Vec<bool> = answers().map(|option| option.satisfied).collect();
        if !top_box && !satisfied.contains(&true) {
            return;
        }
        if !satisfied.contains(&true) || satisfied.first() == Some(&true) || !satisfied.is_sorted() {
            inspector.say(format_args!(
                "the satisfied options of the scale `{scale}` must be its highest ones, some but not all; set `satisfied = true` on those"
            ));
        }
    }
}

impl OptionWritten {
    fn check(&self, scale: &str, inspector: &mut Inspector<'_>) {
        let id = &self.id;
        if self.not_applicable {
            if id != NOT_APPLICABLE {
                inspector.say(format_args!("the not-applicable option `{id}` of the scale `{scale}` must have the id `{NOT_APPLICABLE}`; rename it"));
            }
            if self.points.is_some() || self.satisfied {
                inspector.say(format_args!("the not-applicable option of the scale `{scale}` never counts; remove its `points` and `satisfied`"));
            }
            return;
        }
        inspector.id(&format!("an option of the scale `{scale}`"), id);
        if self.satisfied && self.points.is_none() {
            inspector.say(format_args!(
                "the option `{id}` of the scale `{scale}` is satisfied but has no points; add `points`"
            ));
        }
    }

    fn meant(&self) -> ResponseOption {
        let kind = match self.points {
            _ if self.not_applicable => OptionKind::NotApplicable,
            Some(points) => OptionKind::Scored { points, satisfied: self.satisfied },
            None => OptionKind::Unscored,
        };
        ResponseOption { id: self.id.clone(), kind }
    }
}
