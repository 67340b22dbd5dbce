//! Campaigns, forms and envelopes for the tests, and a hub that answers on a real port.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use lang_nghe_campaign::source::{read_campaign, read_class_campaign};
use lang_nghe_campaign::{Campaign, ClassCampaign};
use lang_nghe_hub::Hub;
use lang_nghe_hub::campaigns::{Campaigns, Known, KnownClasses};
use lang_nghe_hub::content::Content;
use lang_nghe_hub::password::Password;
use lang_nghe_hub::storage::SqliteStorage;
use lang_nghe_hub::storage::steps::Boundary;
use lang_nghe_hub::words::Languages;
use lang_nghe_instrument::source::versions;
use lang_nghe_lesson::class::{Class, Round, Way};
use lang_nghe_lesson::source::read_lesson;
use lang_nghe_record::{Day, Envelope, Mode, PublicKey, Record, RecordId, SecretKey, seal};
use lang_nghe_sync::wire::{Answer, AnswerResult, Problem, Reason, SealedRecord};
use tokio::sync::oneshot;

use crate::client::{Got, code, get, let_in, post, send_showing};

pub(crate) const TODAY: &str = "2026-11-21";

/// The officials' password of every hub here.
pub(crate) const PASSWORD: &str = "mật khẩu dài đủ";

/// How a browser shows a password.
pub(crate) fn authorization(password: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("can-bo:{password}")))
}

pub(crate) fn today() -> Day {
    Day::parse(TODAY).unwrap()
}

/// The content folder of this repository.
pub(crate) fn content_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

pub(crate) fn campaign() -> Campaign {
    let content = content_folder();
    read_campaign(&content.join("campaigns/demo-pulse.toml"), &versions(&content).unwrap()).unwrap()
}

pub(crate) fn class_campaign() -> ClassCampaign {
    read_class_campaign(&content_folder().join("campaigns/demo-lop.toml")).unwrap()
}

pub(crate) fn known_classes() -> KnownClasses {
    KnownClasses::new(class_campaign(), key())
}

/// Twelve people of `demo-lop`, three of whom were right before a lesson and nine after, by hands at its first question.
pub(crate) fn class() -> Class {
    let (lesson, _) = read_lesson(&content_folder().join("lessons/password-otp")).unwrap();
    let mut class = Class::new(TODAY, "", &lesson, Way::Hands);
    class.campaign = "demo-lop".into();
    class.point = "doai".into();
    class.people[5][0] = 7;
    class.people[2][1] = 5;
    class.vneid = 2;
    let (right, unknown) = (class.questions[0].right.into(), class.questions[0].options.into());
    for (round, hits) in [(Round::Before, 3), (Round::After, 9)] {
        class.count_hands(round, 0, right, hits);
        class.count_hands(round, 0, unknown, 12 - hits);
    }
    class
}

pub(crate) fn key() -> SecretKey {
    SecretKey::derive([7; 32])
}

pub(crate) fn campaigns() -> Campaigns {
    campaigns_of([campaign()])
}

pub(crate) fn campaigns_of(campaigns: impl IntoIterator<Item = Campaign>) -> Campaigns {
    let content = Content::read(&content_folder()).unwrap();
    Campaigns::new(campaigns.into_iter().map(|campaign| Known::new(campaign, key())), content)
}

/// An id that differs for every number.
pub(crate) fn id(number: u64) -> RecordId {
    RecordId::parse(&format!("{number:032x}")).unwrap()
}

/// A whole form of `demo-pulse`.
pub(crate) fn record(number: u64) -> Record {
    let pair = |(item, option): (&str, &str)| (item.to_owned(), option.to_owned());
    let answers = [
        ("time-1", "4"),
        ("attitude-1", "5"),
        ("clarity-1", "na"),
        ("feedback-1", "2"),
        ("extra-money-1", "no"),
    ];
    let about = [("procedure", "land"), ("age", "25-34")];
    Record {
        id: id(number),
        campaign: "demo-pulse".into(),
        instrument: "pulse-1".into(),
        version: "2026.2".into(),
        profile: "1".into(),
        day: today(),
        mode: Mode::SelfCompleted,
        lang: "vi".into(),
        point: Some("1".into()),
        answers: answers.map(pair).into(),
        about: about.map(pair).into(),
        comment: Some("Nhanh, gọn.".into()),
        blocks: Vec::new(),
        flags: None,
        app: "0.1.0".into(),
    }
}

pub(crate) fn envelope(record: &Record) -> Envelope {
    envelope_to(&key().public(), record)
}

pub(crate) fn envelope_to(key: &PublicKey, record: &Record) -> Envelope {
    let mut entropy = [3; 32];
    entropy[..16].copy_from_slice(&u128::from_str_radix(&record.id.to_string(), 16).unwrap().to_le_bytes());
    entropy[16] = u8::try_from(record.answers.len() % 256).unwrap();
    seal(record, key, entropy).unwrap()
}

pub(crate) fn on_the_wire(envelope: &Envelope) -> SealedRecord {
    SealedRecord {
        id: envelope.id.to_string(),
        campaign: envelope.campaign.clone(),
        sealed: BASE64_STANDARD.encode(&envelope.sealed),
    }
}

/// The record with this number as a device sends it.
pub(crate) fn sent(number: u64) -> SealedRecord {
    on_the_wire(&envelope(&record(number)))
}

/// Any bytes sealed as a newer, or a careless, app would: what is inside need not be a record.
pub(crate) fn seal_bytes(id: RecordId, plain: &[u8]) -> SealedRecord {
    use hpke::{Deserializable as _, Serializable as _, aead, kdf, kem::X25519HkdfSha256};
    let key = <X25519HkdfSha256 as hpke::Kem>::PublicKey::from_bytes(&key().public().0).unwrap();
    let label = format!("demo-pulse\n{id}");
    let (encapsulated, ciphertext) =
        hpke::single_shot_seal_with_rng::<aead::ChaCha20Poly1305, kdf::HkdfSha256, X25519HkdfSha256>(
            &hpke::OpModeS::Base,
            &key,
            b"lang-nghe record 1",
            plain,
            label.as_bytes(),
            &mut Fixed,
        )
        .unwrap();
    let sealed = [&encapsulated.to_bytes()[..], &ciphertext].concat();
    on_the_wire(&Envelope { id, campaign: "demo-pulse".into(), sealed })
}

/// Not random at all: good enough for envelopes that hold nobody's answers.
struct Fixed;

impl hpke::rand_core::TryRng for Fixed {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(4)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(4)
    }

    fn try_fill_bytes(&mut self, wanted: &mut [u8]) -> Result<(), Self::Error> {
        wanted.fill(9);
        Ok(())
    }
}

impl hpke::rand_core::TryCryptoRng for Fixed {}

/// A hub on a free port, with its own database.
pub(crate) struct Place {
    pub(crate) address: SocketAddr,
    pub(crate) folder: tempfile::TempDir,
    /// What the device shows from which everything here is sent.
    pub(crate) pass: Option<String>,
    pub(crate) hub: Arc<Hub>,
    runtime: tokio::runtime::Handle,
    stop: Option<oneshot::Sender<()>>,
    done: Option<std::thread::JoinHandle<()>>,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self::with(|hub| hub)
    }

    /// A hub changed before it starts.
    pub(crate) fn with(change: impl FnOnce(Hub) -> Hub + Send + 'static) -> Self {
        Self::with_campaigns(campaigns(), change)
    }

    pub(crate) fn with_campaigns(
        campaigns: Campaigns,
        change: impl FnOnce(Hub) -> Hub + Send + 'static,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hub.sqlite");
        let (started, address) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let done = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async move {
                let storage = Arc::new(SqliteStorage::open(&file).await.unwrap());
                let words = Languages::read(&content_folder()).unwrap();
                let mut hub = Hub::new(campaigns, storage, words);
                hub.clock = || Day::parse(TODAY);
                // Steps are taken when a test says so.
                hub.stepping = lang_nghe_hub::step::Stepping::Every(Duration::from_secs(3600));
                hub.password = Some(Password::new(PASSWORD));
                let hub = Arc::new(change(hub));
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                let handle = tokio::runtime::Handle::current();
                started.send((listener.local_addr().unwrap(), Arc::clone(&hub), handle)).unwrap();
                let stop = async { drop(stopped.await) };
                lang_nghe_hub::serve::serve(hub, listener, stop, Duration::from_secs(10)).await.unwrap();
            });
        });
        let (address, hub, runtime) = address.recv().unwrap();
        Self { address, folder, pass: None, hub, runtime, stop: Some(stop), done: Some(done) }
    }

    /// A visit; an official's, where officials are asked for their password.
    pub(crate) fn get(&self, path: &str) -> Got {
        let shown = authorization(PASSWORD);
        match path.starts_with("/can-bo") {
            true => self.get_with(path, &[("authorization", &shown)]),
            false => self.get_with(path, &[]),
        }
    }

    pub(crate) fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Got {
        get(self.address, path, headers)
    }

    pub(crate) fn post(&self, path: &str, kind: &str, body: impl Into<Vec<u8>>) -> Got {
        post(self.address, path, kind, body)
    }

    pub(crate) fn send(&self, records: Vec<SealedRecord>) -> Vec<Answer> {
        send_showing(self.address, records, self.pass.clone())
    }

    /// The same, with a device that was let in.
    #[must_use]
    pub(crate) fn with_a_device(mut self) -> Self {
        let code = code(self.address, &authorization(PASSWORD), "Máy 1");
        self.pass = Some(let_in(self.address, &code));
        self
    }

    /// What became of one record.
    pub(crate) fn outcome(&self, record: SealedRecord) -> (AnswerResult, Option<Reason>) {
        let answers = self.send(vec![record]);
        (answers[0].result, answers[0].reason)
    }

    pub(crate) fn problem(&self, got: &Got) -> String {
        let problem: Problem = got.json();
        assert_eq!(problem.hub, "lang-nghe");
        assert!(!problem.detail.is_empty());
        problem.problem
    }

    /// Takes the next step of every campaign, for all that is held.
    pub(crate) fn step(&self) {
        self.run(async {
            for known in self.hub.campaigns.iter() {
                // The hub's own first step may be on its way, and leave out what came since it began.
                while !lang_nghe_hub::step::take(&self.hub, known, Boundary::Now, today()).await.unwrap()
                    || self.hub.storage.has_news(&known.campaign.id).await.unwrap()
                {}
            }
        });
    }

    /// Waits for something that the hub does.
    pub(crate) fn run<T>(&self, act: impl Future<Output = T>) -> T {
        self.runtime.block_on(act)
    }

    /// How many records the tallies hold after a step: what was counted, not what was received.
    pub(crate) fn counted(&self) -> i64 {
        self.step();
        self.number("SELECT COALESCE(SUM(records), 0) FROM tallies")
    }

    /// Does something while another program holds the database's write lock.
    pub(crate) fn while_locked<T>(&self, act: impl FnOnce() -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let options =
            sqlx::sqlite::SqliteConnectOptions::new().filename(self.folder.path().join("hub.sqlite"));
        let mut other = runtime.block_on(sqlx::ConnectOptions::connect(&options)).unwrap();
        runtime.block_on(sqlx::query("BEGIN IMMEDIATE").execute(&mut other)).unwrap();
        let done = act();
        runtime.block_on(sqlx::Connection::close(other)).unwrap();
        done
    }

    /// One number out of the database.
    pub(crate) fn number(&self, sql: &'static str) -> i64 {
        number(&self.folder.path().join("hub.sqlite"), sql)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(done) = self.done.take() {
            let _ = done.join();
        }
    }
}

pub(crate) fn number(file: &Path, sql: &'static str) -> i64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
        let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
        let number: i64 = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
        sqlx::Connection::close(connection).await.unwrap();
        number
    })
}

/// One value of bytes out of a database.
pub(crate) fn bytes(file: &Path, sql: &'static str) -> Vec<u8> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
        let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
        let bytes: Vec<u8> = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
        sqlx::Connection::close(connection).await.unwrap();
        bytes
    })
}

/// Changes a database.
pub(crate) fn execute(file: &Path, sql: &'static str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
        let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        sqlx::Connection::close(connection).await.unwrap();
    });
}

/// A built app as small as it can be.
pub(crate) fn write_dist(folder: &Path, build: &str) {
    let write = |name: &str, text: &[u8]| {
        let file = folder.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    };
    let description = serde_json::json!({
        "build": build,
        "pages": { "survey": "survey.html", "desk": "desk.html", "learn": "learn.html", "tools": "tools.html", "forms": "forms.html" },
        "start": { "pulse-1@2026.2": { "vi": "start/pulse-1@2026.2.vi.html", "en": "start/pulse-1@2026.2.en.html" } },
        "packs": { "pulse-1@2026.2": { "vi": "/a/pulse-1.vi.0a.pack", "en": "/a/pulse-1.en.0b.pack" } },
        "csp": "default-src 'none'; script-src 'self' 'sha256-abc='",
        "something": "of a newer build",
    });
    write("build.json", description.to_string().as_bytes());
    let page = "<!doctype html><html lang=\"{{lang}}\"><head><!--slot:head--></head><body><!--slot:start--></body></html>";
    write("survey.html", page.as_bytes());
    write("desk.html", page.as_bytes());
    write("learn.html", page.as_bytes());
    write("tools.html", page.as_bytes());
    write("forms.html", page.as_bytes());
    let start = "<h1>{{campaign.title}}</h1><p>{{campaign.asker}} {{campaign.closes}} {{campaign.retention}} {{campaign.contact}}</p>";
    write("start/pulse-1@2026.2.vi.html", start.as_bytes());
    write("start/pulse-1@2026.2.en.html", start.as_bytes());
    write("a/app.0c.js", b"console.log('plain')");
    write("a/app.0c.js.br", b"as brotli");
    write("a/app.0c.js.gz", b"as gzip");
    write("a/app.0d.wasm", b"\0asm");
    write("a/pulse-1.vi.0a.pack", b"pack");
    write("icons/icon-192.png", b"png");
    write("sw.js", b"// the worker");
    write("manifest.webmanifest", b"{}");
    write("favicon.svg", b"<svg/>");
}
