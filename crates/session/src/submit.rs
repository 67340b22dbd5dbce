//! From a session to a record.

use lang_nghe_quality::device;
use lang_nghe_record::text::trimmed;
use lang_nghe_record::{Day, Mode, Record, RecordId};

use crate::{Form, Session, Step, Violation};

/// The profile question that says who pressed the answers; it becomes the record's mode.
const MODE: &str = "mode";

/// What a record needs besides the answers. The caller brings clock and randomness.
#[derive(Clone, Debug)]
pub struct Submission<'a> {
    /// A fresh id.
    pub id: RecordId,
    /// The campaign.
    pub campaign: &'a str,
    /// Today, by the device's clock.
    pub day: Day,
    /// Language of the page.
    pub lang: &'a str,
    /// Service point that the address named.
    pub point: Option<&'a str>,
    /// Version of the app.
    pub app: &'a str,
    /// How long the form was open in one go, in seconds, if that is known. It is looked at and not kept.
    pub seconds: Option<u64>,
}

impl Session {
    /// The record of this session.
    ///
    /// # Errors
    /// Everything that is still missing.
    pub fn to_record(&self, form: Form, with: &Submission) -> Result<Record, Vec<Violation>> {
        let missing = self.violations(form);
        if !missing.is_empty() {
            return Err(missing);
        }
        let given = |step: Step| Some((form.question(step)?.to_owned(), self.answer(form, step)?));
        let (mode, about): (Vec<_>, Vec<_>) = form
            .steps()
            .into_iter()
            .filter(|step| matches!(step, Step::Before(_) | Step::After(_)))
            .filter_map(given)
            .partition(|(question, _)| question == MODE);
        // An answer to what is no longer asked stays in the session, but is not handed in.
        let items = self.steps(form).into_iter().filter(|step| matches!(step, Step::Item(_)));
        let answers = items.filter_map(given);
        let comment = trimmed(&self.comment);
        Ok(Record {
            id: with.id,
            campaign: with.campaign.to_owned(),
            instrument: form.instrument.id.clone(),
            version: form.instrument.version.clone(),
            profile: form.profile.version.clone(),
            day: with.day,
            mode: mode.first().and_then(|(_, code)| Mode::parse(code)).unwrap_or(Mode::Unstated),
            lang: with.lang.to_owned(),
            point: with.point.map(str::to_owned),
            answers: answers.collect(),
            about,
            blocks: self.asked_blocks(form).into_iter().map(str::to_owned).collect(),
            flags: Some(self.flags(form, with.seconds)),
            comment: (!comment.is_empty()).then(|| comment.to_owned()),
            app: with.app.to_owned(),
        })
    }

    /// Names of what the way of filling in shows.
    fn flags(&self, form: Form, seconds: Option<u64>) -> Vec<String> {
        let asked = self.steps(form);
        let chosen = |at| self.chosen(Step::Item(at)).filter(|_| asked.contains(&Step::Item(at)));
        let chosen: Vec<_> = (0..form.instrument.items.len()).map(chosen).collect();
        let flags = device::notice(form.instrument, &chosen, seconds);
        flags.iter().map(|flag| flag.name().to_owned()).collect()
    }
}
