//! The steps of a form, in the order they are shown.

use lang_nghe_instrument::{Instrument, Item, Kind, Place, Profile};

/// What is asked: an instrument, and the questions around it.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// The items.
    pub instrument: &'a Instrument,
    /// The questions before and after them.
    pub profile: &'a Profile,
}

/// One page of the form. Numbers are positions in [`Profile::questions`] or [`Instrument::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Who asks, why, what is kept.
    Notice,
    /// A profile question before the items; an answer is asked for.
    Before(usize),
    /// An item; an answer is asked for, and "không biết / không áp dụng" is one.
    Item(usize),
    /// A profile question after the items; it can be skipped.
    After(usize),
    /// Free text; it can be left empty.
    Comment,
    /// Everything once more, before it is sent.
    Check,
}

impl<'a> Form<'a> {
    /// All steps in the order of the files, every block's items among them.
    pub fn steps(self) -> Vec<Step> {
        let mut steps = vec![Step::Notice];
        steps.extend(self.questions(Place::Before).map(Step::Before));
        steps.extend((0..self.instrument.items.len()).map(Step::Item));
        steps.extend(self.questions(Place::After).map(Step::After));
        steps.extend([Step::Comment, Step::Check]);
        steps
    }

    fn questions(self, place: Place) -> impl Iterator<Item = usize> + 'a {
        let questions = self.profile.questions.iter().enumerate();
        let asked = move |id: &String| !self.instrument.without.contains(id);
        questions
            .filter(move |(_, question)| question.place == place && asked(&question.id))
            .map(|(position, _)| position)
    }

    /// The item asked at a step.
    pub fn item(self, step: Step) -> Option<&'a Item> {
        match step {
            Step::Item(at) => self.instrument.items.get(at),
            _ => None,
        }
    }

    /// What an answer at a step looks like.
    pub fn kind(self, step: Step) -> Kind {
        self.item(step).map_or(Kind::One, |item| item.kind)
    }

    /// Id of the question asked at a step.
    pub fn question(self, step: Step) -> Option<&'a str> {
        match step {
            Step::Before(at) | Step::After(at) => {
                self.profile.questions.get(at).map(|question| question.id.as_str())
            }
            Step::Item(at) => self.instrument.items.get(at).map(|item| item.id.as_str()),
            Step::Notice | Step::Comment | Step::Check => None,
        }
    }

    /// Ids of the answers offered at a step, in the order they are shown. Where words are asked for there are none.
    pub fn options(self, step: Step) -> Vec<&'a str> {
        match step {
            Step::Before(at) | Step::After(at) => match self.profile.questions.get(at) {
                Some(question) => question.options.iter().map(String::as_str).collect(),
                None => Vec::new(),
            },
            Step::Item(at) => {
                let item = self.instrument.items.get(at);
                let offers = item.filter(|item| !matches!(item.kind, Kind::Words { .. }));
                let scale = offers.and_then(|item| self.instrument.scales.get(item.scale));
                scale.map_or(Vec::new(), |scale| {
                    scale.options.iter().map(|option| option.id.as_str()).collect()
                })
            }
            Step::Notice | Step::Comment | Step::Check => Vec::new(),
        }
    }

    /// The step's name in drafts, in the page and in the browser's history: `item/access-1`.
    pub fn code(self, step: Step) -> String {
        let place = match step {
            Step::Notice => return "notice".to_owned(),
            Step::Comment => return "comment".to_owned(),
            Step::Check => return "check".to_owned(),
            Step::Before(_) => "before/",
            Step::Item(_) => "item/",
            Step::After(_) => "after/",
        };
        let mut code = place.to_owned();
        code.push_str(self.question(step).unwrap_or_default());
        code
    }

    /// The step of this name, if the form has one.
    pub fn step(self, code: &str) -> Option<Step> {
        self.steps().into_iter().find(|step| self.code(*step) == code)
    }
}
