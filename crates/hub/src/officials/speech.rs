//! The page on which officials listen to recordings of lessons.

use std::collections::BTreeMap;

use lang_nghe_lesson::speech::{Key, State, parts};

use super::{Page, address, escape};
use crate::Hub;
use crate::storage::speech::KnownRecording;
use crate::words::{SpeechWords, Words, fill};

/// Most recordings that wait on one page.
const WAITING_SHOWN: usize = 50;

/// A recording with what an official needs in order to judge it.
pub(crate) struct Spoken {
    known: KnownRecording,
    /// The language that is spoken.
    tongue: String,
    /// The lesson's title; `None` if this build has no such lesson.
    title: Option<String>,
    /// Whether the lesson has moved on to another edition.
    is_of_other_edition: bool,
    /// Whether somebody else's reading of the same part is here too.
    has_another: bool,
    /// Which part it is, counted from 1, and of how many; `None` if the lesson has no such part now.
    place: Option<(usize, usize)>,
    /// What was read aloud, or put into another language.
    lines: Vec<String>,
}

impl Spoken {
    /// Looks up what recordings speak of.
    pub(crate) fn all(hub: &Hub, words: &Words, known: Vec<KnownRecording>) -> Vec<Self> {
        let mut readings: BTreeMap<Key, usize> = BTreeMap::new();
        for one in known.iter().filter(|one| has_sound(one)) {
            *readings.entry(one.about.key.clone()).or_default() += 1;
        }
        let spoken = |known: KnownRecording| {
            let has_another = readings.get(&known.about.key).is_some_and(|n| *n > 1);
            Self { has_another, ..Self::of(hub, words, known) }
        };
        known.into_iter().map(spoken).collect()
    }

    fn of(hub: &Hub, words: &Words, known: KnownRecording) -> Self {
        let key = &known.about.key;
        let tongue = hub.words.tongue(&key.lang, &words.lang).unwrap_or(&key.lang).to_owned();
        let taught = hub.campaigns.content.lesson(&key.lesson);
        let is_of_other_edition = taught.is_some_and(|taught| taught.lesson.edition != key.edition);
        // Only what has sound is shown one by one.
        let is_shown = has_sound(&known) && !is_of_other_edition;
        let lesson =
            hub.dist.as_ref().filter(|_| is_shown).and_then(|dist| dist.lesson(&words.lang, &key.lesson));
        let mut all = lesson.as_ref().map(parts).unwrap_or_default();
        let at = all.iter().position(|part| part.number == key.part);
        let place = at.map(|at| (at + 1, all.len()));
        Self {
            tongue,
            title: taught.map(|_| hub.campaigns.content.lesson_title(&key.lesson, &words.lang)),
            is_of_other_edition,
            has_another: false,
            place,
            lines: at.map(|at| all.swap_remove(at).lines).unwrap_or_default(),
            known,
        }
    }
}

fn has_sound(known: &KnownRecording) -> bool {
    matches!(known.state, State::Waiting | State::Offered)
}

/// What waits, what is offered, and how many are gone.
pub(crate) fn listening(words: &Words, spoken: &[Spoken]) -> Page {
    let texts = &words.speech;
    let of = |state: State| spoken.iter().filter(move |one| one.known.state == state);
    let mut main =
        format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", escape(&texts.title), escape(&texts.lead));
    let waiting: Vec<&Spoken> = of(State::Waiting).collect();
    main += &section(
        &texts.waiting,
        &texts.waiting_none,
        waiting.iter().take(WAITING_SHOWN).map(|one| card(words, one)),
    );
    if let Some(more) = waiting.len().checked_sub(WAITING_SHOWN).filter(|more| *more > 0) {
        let more = fill(&texts.waiting_more, &[("n", &words.number(more as u64))]);
        main += &format!("<p>{}</p>\n", escape(&more));
    }
    main += &section(&texts.offered, &texts.offered_none, of(State::Offered).map(|one| card(words, one)));
    let gone = of(State::Refused).chain(of(State::Withdrawn)).count();
    if gone > 0 {
        let gone = fill(&texts.gone, &[("n", &words.number(gone as u64))]);
        main += &format!("<p class=\"quiet\">{}</p>\n", escape(&gone));
    }
    Page { title: texts.title.clone(), kind: "desk", officials: true, main }
}

fn section(title: &str, none: &str, cards: impl Iterator<Item = String>) -> String {
    let cards: String = cards.collect();
    let body = if cards.is_empty() {
        format!("<p>{}</p>\n", escape(none))
    } else {
        format!("<ul class=\"campaigns\">\n{cards}</ul>\n")
    };
    format!("<section class=\"recordings\">\n<h2>{}</h2>\n{body}</section>\n", escape(title))
}

fn card(words: &Words, one: &Spoken) -> String {
    let texts = &words.speech;
    let about = &one.known.about;
    let title = one.title.as_ref().unwrap_or(&about.key.lesson);
    let mut card = format!("<li class=\"card\"><h3>{}: {}</h3>\n", escape(&one.tongue), escape(title));
    if let Some((n, total)) = one.place {
        let part = fill(&texts.part, &[("n", &n.to_string()), ("total", &total.to_string())]);
        card += &format!("<p>{}</p>\n", escape(&part));
    }
    let mut say = |text: &str, class: &str| card += &format!("<p class=\"{class}\">{}</p>\n", escape(text));
    if one.title.is_none() {
        say(&texts.unknown_lesson, "warning");
    }
    if one.is_of_other_edition {
        say(&texts.other_edition, "warning");
    }
    if one.has_another {
        say(&texts.another, "warning");
    }
    say(&facts(words, one), "quiet");
    if !one.lines.is_empty() {
        let lines: String = one.lines.iter().map(|line| format!("<p>{}</p>", escape(line))).collect();
        card += &format!("<details><summary>{}</summary>{lines}</details>\n", escape(&texts.words));
    }
    let hash = one.known.hash;
    let label = fill(&texts.listen, &[("mark", &hash.mark())]);
    card += &format!(
        "<audio controls preload=\"none\" aria-label=\"{}\" src=\"/can-bo/tieng-doc/{hash}\"></audio>\n",
        escape(&label)
    );
    card + &deeds(words, one) + "</li>\n"
}

/// Length, day of the consent, what the speaker is called, and the mark to speak of it by.
fn facts(words: &Words, one: &Spoken) -> String {
    let texts = &words.speech;
    let about = &one.known.about;
    let seconds = about.millis.div_ceil(1000).to_string();
    let values = [("seconds", seconds.as_str()), ("day", &words.day(&about.consent.day))];
    let mut sentences = vec![fill(&texts.facts, &values)];
    sentences.extend(about.label.as_ref().map(|label| fill(&texts.label, &[("label", label)])));
    sentences.push(fill(&texts.mark, &[("mark", &one.known.hash.mark())]));
    sentences.join(" ")
}

fn deeds(words: &Words, one: &Spoken) -> String {
    let texts: &SpeechWords = &words.speech;
    let form = |to: State, button: &str, class: &str| {
        format!(
            "<form method=\"post\" action=\"{}\"><input type=\"hidden\" name=\"hash\" value=\"{}\">\
             <button class=\"{class}\" name=\"to\" value=\"{}\">{}</button></form>\n",
            escape(&address("/can-bo/tieng-doc", words)),
            one.known.hash,
            to.code(),
            escape(button)
        )
    };
    match one.known.state {
        State::Waiting => {
            let both = form(State::Offered, &texts.offer, "button")
                + &form(State::Refused, &texts.refuse, "button button--other");
            format!(
                "<div class=\"deeds\">{both}</div>\n<p class=\"quiet\">{}</p>\n",
                escape(&texts.refuse_note)
            )
        }
        _ => format!(
            "<details><summary>{}</summary><p>{}</p>{}</details>\n",
            escape(&texts.withdraw),
            escape(&texts.withdraw_note),
            form(State::Withdrawn, &texts.withdraw_yes, "button button--other")
        ),
    }
}
