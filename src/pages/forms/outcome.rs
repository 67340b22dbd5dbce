//! The results of a table, as results of a campaign are shown; and beside them what its people say as a sample.

use std::sync::Arc;

use lang_nghe_estimate::{Design, Estimate, NoEstimate};
use lang_nghe_instrument::Pack;
use lang_nghe_own_forms::{Counted, Sample, SampleFault};
use lang_nghe_record::Day;
use lang_nghe_report::{DesignedWords, Names, Partition, Release, Report, release};
use leptos::prelude::*;

use super::compare;
use super::turns::Turns;
use crate::pages::around::Tongue;
use crate::pages::desk;
use crate::platform::clock;
use crate::text::Text;

/// What a table came to.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) pack: &'static Pack,
    pub(super) release: Release,
    days: Option<(Day, Day)>,
    pub(super) sample: Option<Sample<'static>>,
    /// How its people were drawn; `None` where there is no sample.
    pub(super) design: Option<Result<Design, SampleFault>>,
    /// Estimates of the sample, where it was drawn in a way that the table tells.
    estimates: Vec<Result<Estimate, NoEstimate>>,
}

impl Outcome {
    /// Everything is shown: whoever brings the table has all of it already. `None` if that was given up; nothing within
    /// where the tally is of no use.
    pub(super) async fn of(
        pack: &'static Pack,
        Counted { tally, days, sample }: Counted<'static>,
        turns: &mut Turns,
    ) -> Option<Option<Self>> {
        turns.rest().await?;
        let day = days.map(|(_, last)| last).or_else(clock::today);
        let day = day.map(|day| day.to_string()).unwrap_or_default();
        let Ok(mut release) = release(&pack.instrument, None, &tally, 1, &day) else { return Some(None) };
        // A table has no column for it.
        release.procedures = Partition::default();
        turns.rest().await?;
        let design = sample.as_ref().map(Sample::design);
        let mut estimates = Vec::new();
        if let (Some(sample), Some(Ok(design))) = (sample.as_ref().filter(|of| of.is_design()), &design) {
            for composite in 0..sample.composites() {
                turns.worked_out(composite, sample.composites());
                turns.rest().await?;
                estimates.push(sample.estimate(design, composite));
            }
            turns.rest().await?;
        }
        Some(Some(Self { pack, release, days, sample, design, estimates }))
    }

    /// The estimates by design, or why there are none; nothing where the table tells no design.
    fn designed(&self) -> Option<Result<&[Result<Estimate, NoEstimate>], &SampleFault>> {
        self.sample.as_ref().filter(|sample| sample.is_design())?;
        Some(self.design.as_ref()?.as_ref().map(|_| self.estimates.as_slice()))
    }
}

/// The section.
pub(super) fn section(tongue: Tongue, outcome: &Arc<Outcome>) -> AnyView {
    let words = desk::report_words(tongue);
    let names = Names::default();
    let report = Report::new(&outcome.pack.instrument, &outcome.pack.text, &outcome.release, &words, &names);
    let titles = [Text::OwnFormsItems, Text::OwnFormsGroups, Text::OwnFormsNotes];
    let figures = desk::drawn(&report, titles.map(|title| tongue.say(title)), "own");
    let version = [outcome.pack.instrument.id.as_str(), " ", &outcome.pack.instrument.version].concat();
    let which =
        tongue.fill(Text::OwnFormsWhichOne, &[("title", &outcome.pack.text.title), ("version", &version)]);
    let days = outcome.days.map(|(first, last)| {
        let [first, last] = [first, last].map(|day| tongue.day(&day.to_string()));
        view! { <p>{tongue.fill(Text::OwnFormsDays, &[("first", &first), ("last", &last)])}</p> }
    });
    let designed = outcome.designed().map(|estimates| designed(tongue, &report, estimates));
    let compared = outcome.sample.as_ref().map(|sample| compare::section(tongue, outcome, &sample.groups()));
    view! {
        <section id="outcome" tabindex="-1" aria-labelledby="outcome-title">
            <h2 id="outcome-title">{tongue.say(Text::OwnFormsResult)}</h2>
            <p class="lead">{which}</p>
            {days}
            <p class="note">{tongue.say(Text::OwnFormsOwn)}</p>
            {figures}
            <p class="quiet-text">{tongue.say(Text::OwnFormsSmall)}</p>
        </section>
        {designed}
        {compared}
    }
    .into_any()
}

/// Estimates that know how people were drawn, beside the plain figures; or why there are none.
fn designed(
    tongue: Tongue,
    report: &Report<'_>,
    estimates: Result<&[Result<Estimate, NoEstimate>], &SampleFault>,
) -> AnyView {
    let body = match estimates {
        Ok(estimates) => {
            let said = DesignedWords {
                caption: tongue.say(Text::OwnFormsDesignCaption),
                plain: tongue.say(Text::OwnFormsDesignPlain),
                designed: tongue.say(Text::OwnFormsDesignDesigned),
                effect: tongue.say(Text::OwnFormsDesignEffect),
            };
            let table = report.designed(estimates, &said).html("designed");
            view! {
                <p>{tongue.say(Text::OwnFormsDesignText)}</p>
                <div class="figures" inner_html=table></div>
                <p class="quiet-text">{tongue.say(Text::OwnFormsDesignNote)}</p>
            }
            .into_any()
        }
        Err(fault) => view! { <p class="warning">{sample_fault(tongue, fault)}</p> }.into_any(),
    };
    view! {
        <section id="design" aria-labelledby="design-title">
            <h2 id="design-title">{tongue.say(Text::OwnFormsDesign)}</h2>
            {body}
        </section>
    }
    .into_any()
}

/// Why a sample says nothing.
pub(super) fn sample_fault(tongue: Tongue, fault: &SampleFault) -> String {
    match fault {
        SampleFault::SingleUnit { stratum, .. } if stratum.is_empty() => {
            tongue.say(Text::OwnFormsSingleAll).to_owned()
        }
        SampleFault::SingleUnit { stratum, row } => {
            tongue.fill(Text::OwnFormsSingle, &[("stratum", stratum), ("row", &row.to_string())])
        }
        SampleFault::NoGroups => tongue.say(Text::OwnFormsCompareNone).to_owned(),
        SampleFault::Design => tongue.say(Text::OwnFormsNoDesign).to_owned(),
    }
}
