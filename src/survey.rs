//! The survey in the browser: how it arrives, and what its actions cause.
//!
//! The page is already there when this starts: prerendered, and perhaps answered in part. It reads
//! what the hub wrote into the page, fetches the words and opens the device's storage side by side,
//! and then takes the page over in one task.

mod course;
mod draw;
mod effects;
mod idle;
mod keeper;
mod language;
mod rehearsal;
mod sending;
mod submission;
mod taps;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use lang_nghe_campaign::Campaign;
use lang_nghe_instrument::Pack;
use lang_nghe_record::{Envelope, RecordId};
use lang_nghe_store::{Store, StoreError};
use wasm_bindgen_futures::spawn_local;

use crate::app::App;
use crate::platform::indexed_db::IndexedDb;
use crate::platform::notes::Notes;
use crate::platform::{clock, document, random, speech, worker};
use crate::state::{Effect, Facts, State, Trouble, arrive};
use crate::text::KEYS;

use course::Course;
use keeper::Keeper;

/// What stays the same while the page is open, and what the browser's side has to remember.
struct Survey {
    campaign: Campaign,
    point: Option<String>,
    /// Language → address of its pack.
    packs: Vec<(String, String)>,
    /// The pack in use, as it came.
    pack: RefCell<Vec<u8>>,
    /// The device's storage, if it gives this page any.
    log: Option<IndexedDb>,
    keeper: Keeper,
    course: RefCell<Course>,
    /// Submitted where there is no storage: they live only as long as the page.
    unsaved: RefCell<Vec<Envelope>>,
    /// The form just submitted, until the thank-you page is left.
    submitted: Cell<Option<RecordId>>,
    /// When the person last touched the device.
    touched: Cell<u64>,
    /// When the first question was opened; nothing for a form that was begun before this page.
    begun: Cell<Option<u64>>,
    /// The timer for the next try: only the newest counts.
    timer: Cell<u32>,
    /// When a page was last drawn.
    drawn: Cell<f64>,
    /// Where and when the screen was last tapped.
    tapped: Cell<((i32, i32), f64)>,
}

/// How often, and every how many milliseconds, the program looks whether a finger is still down: a tap has its end on the
/// page it began on.
const PRESS_LOOKS: u32 = 200;
const PRESS_LOOK_MS: u32 = 50;

thread_local! {
    static SURVEY: RefCell<Option<Rc<Survey>>> = const { RefCell::new(None) };
}

/// The running survey. There is none before [`begin`] has come to its end.
fn survey() -> Option<Rc<Survey>> {
    SURVEY.with_borrow(Clone::clone)
}

/// Takes the prerendered page over as soon as all it needs is there.
///
/// Not itself asynchronous: what the program waits for would be compiled once here and once more in the program.
pub fn begin() {
    spawn_local(start());
}

async fn start() {
    let campaign = document::meta("campaign").and_then(|text| Campaign::decode(&text).ok());
    let (Some(campaign), Some(packs)) = (campaign, document::meta("packs")) else { return };
    let packs: Vec<(String, String)> = packs
        .split(' ')
        .filter_map(|pack| pack.split_once('='))
        .map(|(lang, address)| (lang.to_owned(), address.to_owned()))
        .collect();
    // A form that was left unfinished goes on in its language, the next one in the page's.
    let lang = Notes::Device
        .get(marks::LANG)
        .or_else(|| document::parameter("l"))
        .unwrap_or_else(document::language);
    let Some(address) = address(&packs, &lang) else { return };
    // Under way before the storage is opened: both take their time, and neither waits for the other.
    let first = document::fetch(&address);

    let device = open(&campaign.id).await;
    let Some((pack, bytes)) = words(first, &address).await else { return };
    let point = document::parameter("d").filter(|point| !point.is_empty());
    let facts = Facts::new(&campaign, &pack.lang, point.as_deref());
    let mut state = State::new(Arc::new(pack), facts);
    let mut looks = 0;
    // No longer than a press is: some browsers do not tell of every end. The click comes after the finger has left.
    while document::is_pressed() && looks < PRESS_LOOKS {
        looks += 1;
        clock::sleep(PRESS_LOOK_MS).await;
    }
    if looks > 0 {
        clock::sleep(PRESS_LOOK_MS).await;
    }
    let early = document::early(&marks::early(&campaign.id));
    let arrival = arrive(state.form(), device.draft.as_deref(), early.as_deref(), clock::now());
    if let (Some(_), Some(log), Some(draft)) = (arrival.trouble, &device.log, &device.draft) {
        keeper::set_aside(log, &campaign.id, draft).await;
    }
    state.seed = random::number();
    state.open(arrival.session, arrival.page);
    state.device.shared = device.shared;
    state.device.lost_point = point.is_some() && state.facts.point.is_none();
    state.device.trouble = device.trouble.or(arrival.trouble);
    state.device.voice = speech::has_voice(&state.pack.lang);
    let course = Course::begin(&state, clock::now());
    let survey = Survey {
        point: point.filter(|_| state.facts.point.is_some()),
        keeper: Keeper::new(device.log.clone(), &campaign.id),
        log: device.log,
        campaign,
        packs,
        pack: RefCell::new(bytes),
        course: RefCell::new(course),
        unsaved: RefCell::default(),
        submitted: Cell::new(None),
        touched: Cell::new(clock::now()),
        begun: Cell::new(None),
        timer: Cell::default(),
        drawn: Cell::default(),
        tapped: Cell::default(),
    };
    take_over(survey, state);
}

/// Draws the app where the prerendered page was, and begins to listen.
fn take_over(survey: Survey, state: State) {
    let early = marks::early(&survey.campaign.id);
    let resumed = !state.between_forms();
    let survey = Rc::new(survey);
    SURVEY.set(Some(Rc::clone(&survey)));
    let app = App::new(state, effects::perform);
    document::take_over(|| draw::all(app));
    taps::listen(app);
    // What was tapped before is kept as a draft now, and only then is the early mark let go.
    if resumed {
        effects::perform(app, Effect::KeepDraft);
    }
    Notes::Device.erase(&early);
    effects::listen(app);
    course::listen(app);
    language::listen(app);
    sending::begin(app);
    if app.read(|state| state.device.shared) {
        idle::watch(app);
    }
    spawn_local(rehearsal::rehearse(app));
    spawn_local(worker::start(move |news| {
        app.learn(|state| match news {
            worker::News::Offline => state.device.offline = true,
            worker::News::Update => state.device.update = true,
        });
    }));
}

/// What the device's storage gave at the start.
struct Opened {
    log: Option<IndexedDb>,
    draft: Option<String>,
    shared: bool,
    trouble: Option<Trouble>,
}

async fn open(campaign: &str) -> Opened {
    let (log, trouble) = match IndexedDb::open().await {
        Ok(log) => (Some(log), None),
        // A full device can still be read, and sends what waits.
        Err(StoreError::Full) => (IndexedDb::open_to_send().await.ok(), Some(Trouble::Full)),
        Err(error) => (None, Some(keeper::trouble(&error))),
    };
    let (mut draft, mut shared) = (None, false);
    if let Some(log) = &log {
        draft = log.draft(campaign).await.ok().flatten();
        shared = log.value("shared").await.is_ok_and(|value| value.is_some());
    }
    let draft = draft.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Opened { log, draft, shared, trouble }
}

/// The address of the pack in a language, or in the first one.
fn address(packs: &[(String, String)], lang: &str) -> Option<String> {
    let pack = packs.iter().find(|(offered, _)| offered == lang).or(packs.first())?;
    Some(pack.1.clone())
}

/// The questions and words. On a weak line it is tried again and again; the prerendered page goes on
/// keeping taps meanwhile.
async fn words(first: Option<js_sys::Promise>, address: &str) -> Option<(Pack, Vec<u8>)> {
    let mut answer = first;
    for attempt in 0u32.. {
        if let Some(bytes) = document::bytes(answer?).await {
            // Bytes of another build do not become readable by fetching them again.
            let pack = Pack::decode(&bytes).ok();
            return pack.filter(|pack| pack.build == KEYS).map(|pack| (pack, bytes));
        }
        clock::sleep(1000 << attempt.min(5)).await;
        answer = document::fetch(address);
    }
    None
}

/// Names of the small marks that the page's first lines of script read and write.
mod marks {
    /// The language that the person switched to, until the form is over.
    pub(super) const LANG: &str = "ln.lang";

    /// What was tapped before the app arrived.
    pub(super) fn early(campaign: &str) -> String {
        ["ln.early.", campaign].concat()
    }

    /// There is a draft: the prerendered start stays hidden until the app has opened it.
    pub(super) fn draft(campaign: &str) -> String {
        ["ln.draft.", campaign].concat()
    }
}
