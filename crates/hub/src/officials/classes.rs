//! The officials' page of classes: held, who came, what was gained, and the day's report.

use lang_nghe_estimate::NoChange;
use lang_nghe_lesson::class::report::{ReportWords, ends, percent, points, signed};
use lang_nghe_lesson::class::{Daily, LessonTotal};
use lang_nghe_record::Day;

use super::campaign::{chip, refused_card};
use super::{Page, address, escape};
use crate::Hub;
use crate::campaigns::{KnownClasses, Phase};
use crate::classes::Classes;
use crate::erasure::Outlook;
use crate::storage::CampaignStatus;
use crate::words::{ClassWords, Words, fill};

/// A campaign of classes as it stands today.
#[derive(Debug)]
pub(crate) struct ClassStanding<'a> {
    /// The campaign.
    pub(crate) known: &'a KnownClasses,
    /// The day of the visit.
    pub(crate) today: Day,
    /// Open or not.
    pub(crate) phase: Phase,
    /// What was received.
    pub(crate) status: CampaignStatus,
    /// When their details go.
    pub(crate) outlook: Option<Outlook>,
    /// What it comes to.
    pub(crate) classes: Classes,
}

impl ClassStanding<'_> {
    /// How many classes count, erased ones too.
    fn count(&self) -> u64 {
        self.classes.all.len() as u64 + self.classes.erased.whole().classes
    }
}

/// Days of a campaign, in words.
fn days(words: &Words, standing: &ClassStanding<'_>) -> String {
    let campaign = &standing.known.campaign;
    let (opens, closes) = (words.day(&campaign.opens), words.day(&campaign.closes));
    fill(&words.officials.days, &[("opens", &opens), ("closes", &closes)])
}

fn held(words: &Words, count: u64) -> String {
    match count {
        0 => words.classes.none.clone(),
        1 => words.classes.one.clone(),
        several => fill(&words.classes.many, &[("n", &words.number(several))]),
    }
}

/// The campaign among the others.
pub(super) fn card(words: &Words, standing: &ClassStanding<'_>) -> String {
    let campaign = &standing.known.campaign;
    let title = campaign.text(&words.lang).map_or(campaign.id.as_str(), |text| &text.title);
    format!(
        "<li class=\"card\"><p class=\"over\">{}</p>\n<h2><a href=\"{}\">{}</a></h2>\n<p>{} {}</p>\n<p class=\"quiet\">{}</p></li>\n",
        escape(&words.classes.kind),
        escape(&address(&format!("/can-bo/{}", campaign.id), words)),
        escape(title),
        chip(&words.officials, standing.phase),
        escape(&days(words, standing)),
        escape(&held(words, standing.count())),
    )
}

/// The page; `asked` is the day whose report is wanted.
pub(crate) fn classes(hub: &Hub, words: &Words, standing: &ClassStanding<'_>, asked: Option<Day>) -> Page {
    let said = &words.classes;
    let campaign = &standing.known.campaign;
    let (title, asker) = campaign
        .text(&words.lang)
        .map_or((campaign.id.as_str(), ""), |text| (text.title.as_str(), text.asker.as_str()));
    let communes = campaign.communes();
    let over = if communes.is_empty() { asker.to_owned() } else { [asker, " · ", &communes].concat() };
    let mut main = format!(
        "<p class=\"over\">{}</p>\n<h1>{}</h1>\n<p>{} {}</p>\n<p class=\"quiet\">{}</p>\n<div class=\"columns\">\n",
        escape(&over),
        escape(title),
        chip(&words.officials, standing.phase),
        escape(&days(words, standing)),
        escape(&said.public),
    );
    main += &held_card(words, standing);
    main += &refused_card(words, &standing.status);
    main += "</div>\n<div class=\"results\">\n";
    if standing.count() > 0 {
        let report = hub.words.daily(&words.lang);
        let totals = standing.classes.lessons();
        main += &daily(hub, words, standing, asked);
        main += &groups(words, &report, &totals.whole());
        let lessons: Vec<_> = totals
            .lessons
            .iter()
            .map(|(id, total)| (id.as_str(), hub.campaigns.content.lesson_title(id, &words.lang), total))
            .collect();
        main += &by_lesson(words, standing, &lessons);
        main += &by_place(words, standing);
        if main.contains(&escape(&said.small)) {
            main += &format!("<p class=\"quiet\">{}</p>\n", escape(&said.small_note));
        }
    }
    main += "</div>\n";
    Page { title: title.to_owned(), kind: "desk", officials: true, main }
}

fn held_card(words: &Words, standing: &ClassStanding<'_>) -> String {
    let (said, status) = (&words.classes, &standing.status);
    let mut card = format!(
        "<section class=\"card\"><h2>{}</h2>\n<p class=\"figure\">{}</p>\n",
        escape(&said.held),
        escape(&words.number(standing.count())),
    );
    let mut say = |text: &str| card += &format!("<p>{}</p>\n", escape(text));
    if let Some(day) = &status.last_day {
        say(&fill(&words.officials.last_day, &[("day", &words.day(day))]));
    }
    for (n, sentence) in [
        (standing.classes.corrected, &said.corrected),
        (standing.classes.unread, &said.unread),
        (status.outside, &words.officials.outside),
    ] {
        if n > 0 {
            say(&fill(sentence, &[("n", &words.number(n))]));
        }
    }
    if let Some(outlook) = &standing.outlook {
        let all = super::erasure::sentences(words, (outlook, standing.today), (&said.erase, &said.erased));
        all.iter().for_each(|sentence| say(sentence));
    }
    card + "</section>\n"
}

/// The report of a day, links to the other days, and the files.
fn daily(hub: &Hub, words: &Words, standing: &ClassStanding<'_>, asked: Option<Day>) -> String {
    let (said, known) = (&words.classes, standing.known);
    let days = standing.classes.days();
    let asked = asked.map(|day| day.to_string());
    let Some(day) = asked.as_deref().or(days.first().copied()) else { return String::new() };
    let around = (&hub.campaigns.content, &hub.words, words);
    let report = standing.classes.report(known, around, day);
    let own = format!("/can-bo/{}", known.campaign.id);
    let of_day = |path: &str, day: &str| {
        let more = if words.lang == "vi" { String::new() } else { format!("&l={}", words.lang) };
        escape(&format!("{path}?ngay={day}{more}"))
    };
    let links: String = days
        .iter()
        .take(31)
        .map(|one| {
            let current = if *one == day { " aria-current=\"true\"" } else { "" };
            format!("<li><a href=\"{}\"{current}>{}</a></li>\n", of_day(&own, one), escape(&words.day(one)))
        })
        .collect();
    let body = match &report {
        Some(report) => format!(
            "<pre class=\"told\" tabindex=\"0\">{}</pre>\n<p><a class=\"button\" href=\"{}\">{}</a></p>\n",
            escape(report),
            of_day(&format!("{own}/bao-cao.txt"), day),
            escape(&said.report_file)
        ),
        None => format!("<p>{}</p>\n", escape(&fill(&said.report_none, &[("day", &words.day(day))]))),
    };
    format!(
        "<section><h2>{}</h2>\n<p>{}</p>\n{body}<h3>{}</h3>\n<ul class=\"days\">\n{links}</ul>\n<p><a href=\"{}\">{}</a> <a href=\"{}\">{}</a></p></section>\n",
        escape(&said.report),
        escape(&said.report_lead),
        escape(&said.report_days),
        escape(&address(&format!("{own}/lop.csv"), words)),
        escape(&said.table_file),
        escape(&address(&format!("{own}/lop.xlsx"), words)),
        escape(&said.workbook_file),
    )
}

/// A table with its head, in the shape of the surveys' tables; cells are HTML already, the first of each row names it.
fn table(caption: &str, head: &[&str], rows: &[Vec<String>]) -> String {
    let head: String = head.iter().map(|name| format!("<th scope=\"col\">{}</th>", escape(name))).collect();
    let row = |row: &Vec<String>| {
        let cells: String = row
            .iter()
            .enumerate()
            .map(|(at, cell)| match at {
                0 => format!("<th scope=\"row\">{cell}</th>"),
                _ => format!("<td>{cell}</td>"),
            })
            .collect();
        format!("<tr>{cells}</tr>\n")
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<div class=\"report-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table class=\"report-table\"><caption>{0}</caption>\n\
         <thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n",
        escape(caption)
    )
}

/// People by age and gender, and what they were helped with.
fn groups(words: &Words, report: &ReportWords, whole: &LessonTotal) -> String {
    let said = &words.classes;
    let number = |count: u64| words.number(count);
    let [female, male, other] = report.genders.each_ref().map(String::as_str);
    let head = [said.age.as_str(), female, male, other, &said.total];
    let row = |name: &str, counts: [u64; 3]| {
        let mut row = vec![escape(name)];
        row.extend(counts.map(number));
        row.push(number(counts.iter().sum()));
        row
    };
    let mut rows: Vec<_> =
        report.ages.iter().zip(whole.people).map(|(name, counts)| row(name, counts)).collect();
    let sums = [0_usize, 1, 2].map(|gender| whole.people.iter().filter_map(|age| age.get(gender)).sum());
    rows.push(row(&said.total, sums));
    let helped = report.supports.iter().zip(whole.supports);
    let last = report.last_columns.iter().zip([whole.vneid, whole.services]);
    let help: Vec<_> = helped.chain(last).map(|(name, n)| vec![escape(name), number(n)]).collect();
    format!(
        "<section><h2>{}</h2>\n{}{}</section>\n",
        escape(&said.groups),
        table(&said.groups_caption, &head, &rows),
        table(&said.help, &[&said.help_what, &said.help_count], &help)
    )
}

fn by_lesson(
    words: &Words,
    standing: &ClassStanding<'_>,
    lessons: &[(&str, String, &LessonTotal)],
) -> String {
    let said = &words.classes;
    let head = [
        said.lesson.as_str(),
        &said.count,
        &said.people,
        &said.before,
        &said.after,
        &said.change,
        &said.interval,
    ];
    let row = |(id, title, total): &(&str, String, &LessonTotal)| {
        let (before, after) = total.shares();
        let share = |share: lang_nghe_estimate::Share| match share.of {
            0 => "–".to_owned(),
            of => {
                let (right, of) = (words.number(share.hits.into()), words.number(of.into()));
                escape(&fill(&said.share, &[("right", &right), ("of", &of), ("percent", &percent(share))]))
            }
        };
        let (value, interval) = change(said, standing, (id, total));
        vec![
            escape(title),
            words.number(total.classes),
            with_mark(words, standing, total.heads()),
            share(before),
            share(after),
            value,
            interval,
        ]
    };
    let rows: Vec<_> = lessons.iter().map(row).collect();
    let some_hands = lessons.iter().any(|(.., total)| total.hands > 0);
    let hands = if some_hands { format!("<p>{}</p>\n", escape(&said.hands)) } else { String::new() };
    format!(
        "<section>{}<div class=\"notes quiet\"><p>{}</p>\n{hands}<p>{}</p></div></section>\n",
        table(&said.by_lesson, &head, &rows),
        escape(&said.how),
        escape(&said.limits),
    )
}

/// The change with its interval, or why there is none. The single class of a lesson has its own: of people compared
/// with themselves where a phone went round.
fn change(
    said: &ClassWords,
    standing: &ClassStanding<'_>,
    (id, total): (&str, &LessonTotal),
) -> (String, String) {
    let Some(pooled) = total.change() else { return ("–".to_owned(), "–".to_owned()) };
    let own = || {
        let of_lesson = standing.classes.all.iter().filter(|class| class.lesson == id);
        of_lesson.filter_map(|class| class.gain()).next()?.change?.interval.ok()
    };
    let interval = match pooled.interval {
        Ok(interval) => Ok(interval),
        Err(NoChange::OneGroup | NoChange::OnePerson) => own().ok_or(&said.no_interval_one),
        Err(NoChange::AllEqual) => Err(&said.no_interval_equal),
    };
    let interval = match interval {
        Ok(interval) => {
            let (low, high) = ends(interval);
            escape(&fill(&said.ends, &[("low", &low), ("high", &high)]))
        }
        Err(why) => escape(why),
    };
    (signed(points(pooled.value)), interval)
}

fn by_place(words: &Words, standing: &ClassStanding<'_>) -> String {
    let said = &words.classes;
    let report = [&said.place, &said.count, &said.people, &said.help].map(String::as_str);
    let row = |(place, sum): (&str, Daily)| {
        vec![
            escape(place),
            words.number(sum.classes.into()),
            with_mark(words, standing, sum.heads().into()),
            words.number(sum.supported().into()),
        ]
    };
    let rows: Vec<_> = standing.classes.places(standing.known).into_iter().map(row).collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("<section>{}</section>\n", table(&said.by_place, &report, &rows))
}

/// A number of people; below the campaign's threshold with the mark that it is not to be published.
fn with_mark(words: &Words, standing: &ClassStanding<'_>, people: u64) -> String {
    let number = words.number(people);
    if people > 0 && people < standing.known.campaign.threshold {
        format!("{number} <span class=\"quiet\">{}</span>", escape(&words.classes.small))
    } else {
        number
    }
}
