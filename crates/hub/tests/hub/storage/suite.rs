//! What every storage holds to.

use super::*;

pub(super) async fn what_is_accepted_is_held_after_opening_again(database: impl Database) {
    let storage = database.open().await;
    let outcomes = receive(&*storage, 0..5).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted(_))));
    storage.close().await;
    let storage = database.open().await;
    let outcomes = receive(&*storage, 0..6).await;
    assert!(outcomes[..5].iter().all(|outcome| matches!(outcome, Outcome::Already(_))));
    assert!(matches!(outcomes[5], Outcome::Accepted(_)));
    let status = storage.status("demo-pulse").await.unwrap();
    assert_eq!((status.received, status.last_day.as_deref()), (6, Some(crate::support::TODAY)));
}

pub(super) async fn a_record_counts_once_however_often_it_comes(database: impl Database) {
    let storage = database.open().await;
    receive(&*storage, [1, 2, 1]).await;
    receive(&*storage, [2, 1]).await;
    assert_eq!(received(&*storage).await, 2);
    let hub = hub_on(storage).await;
    step(&hub, Boundary::Now).await;
    let counted = hub.storage.tally(&form()).await.unwrap().unwrap();
    assert_eq!((counted.records, counted.tally.records()), (2, 2));
}

pub(super) async fn other_content_is_set_aside_and_nothing_else_changes(database: impl Database) {
    let storage = database.open().await;
    let first = receive(&*storage, [1]).await;
    let Outcome::Accepted(hash) = first[0] else { panic!("{first:?}") };
    let mut other = record(1);
    other.comment = None;
    let arrival = || vec![examine(&campaigns(), &on_the_wire(&envelope(&other)))];
    for _ in 0..3 {
        let outcome = storage.receive(today(), arrival()).await.unwrap();
        assert_eq!(outcome, [Outcome::Refused(Reason::OtherContent, Some(hash))]);
    }
    let status = storage.status("demo-pulse").await.unwrap();
    assert_eq!(status.received, 1);
    assert_eq!(status.refused, [("other-content".to_owned(), 1)], "sent three times, set aside once");
}

pub(super) async fn a_record_taken_when_it_could_be_read_stays_taken(database: impl Database) {
    let storage = database.open().await;
    receive(&*storage, [1]).await;
    let sent = envelope(&record(1));
    let lost = |hash| Arrival::Unsound {
        campaign: Some("demo-pulse".into()),
        reason: Reason::CannotOpen,
        sent: Some((sent.id, hash)),
    };
    let outcomes = storage.receive(today(), vec![lost(sent.hash()), lost([0; 32])]).await.unwrap();
    assert_eq!(outcomes[0], Outcome::Already(sent.hash()));
    assert_eq!(outcomes[1], Outcome::Refused(Reason::CannotOpen, Some(sent.hash())));
}

pub(super) async fn refusals_are_counted_by_campaign_and_reason(database: impl Database) {
    let storage = database.open().await;
    let refuse = |campaign: Option<&str>, reason| Arrival::Unsound {
        campaign: campaign.map(str::to_owned),
        reason,
        sent: None,
    };
    let batch = vec![
        refuse(Some("demo-pulse"), Reason::UnknownItem),
        refuse(Some("demo-pulse"), Reason::UnknownItem),
        refuse(Some("demo-pulse"), Reason::TooLong),
        refuse(None, Reason::UnknownCampaign),
    ];
    storage.receive(today(), batch.clone()).await.unwrap();
    storage.receive(Day::parse("2026-11-22").unwrap(), batch).await.unwrap();
    let here = storage.status("demo-pulse").await.unwrap().refused;
    assert_eq!(here, [("too-long".to_owned(), 2), ("unknown-item".to_owned(), 4)]);
    assert_eq!(storage.status("").await.unwrap().refused, [("unknown-campaign".to_owned(), 2)]);
    assert_eq!(storage.status("other").await.unwrap().refused, []);
}

pub(super) async fn only_ids_that_are_not_held_are_missing(database: impl Database) {
    let storage = database.open().await;
    receive(&*storage, [1, 3]).await;
    let asked = [5, 3, 4, 1].map(id);
    assert_eq!(storage.missing(&asked).await.unwrap(), [id(5), id(4)]);
    assert_eq!(storage.missing(&[]).await.unwrap(), []);
}

pub(super) async fn a_tally_is_the_sum_of_the_records_in_any_order(database: impl Database) {
    let campaigns = campaigns();
    let instrument = &campaigns.content.form("pulse-1", "2026.2").unwrap().instrument;
    let mut expected = Tally::new(instrument);
    for number in 0..30 {
        expected.add(instrument, &record(number)).unwrap();
    }
    let storage = database.open().await;
    for batch in [vec![17, 3, 29], (0..10).rev().collect(), (5..30).collect()] {
        receive(&*storage, batch).await;
    }
    assert!(storage.tally(&form()).await.unwrap().is_none(), "what came is counted by a step");
    let hub = hub_on(storage).await;
    let storage = &hub.storage;
    step(&hub, Boundary::Now).await;
    let counted = storage.tally(&form()).await.unwrap().unwrap();
    assert_eq!(counted.tally.encode(), expected.encode());
    assert_eq!(storage.counted(&form()).await.unwrap(), Some(30));
    assert_eq!(storage.forms().await.unwrap(), [form()]);
}

pub(super) async fn a_recount_gives_the_tally_to_the_last_bit(database: impl Database) {
    let storage = database.open().await;
    receive(&*storage, 0..25).await;
    let hub = hub_on(storage).await;
    let storage = &hub.storage;
    step(&hub, Boundary::Now).await;
    receive(&**storage, 25..30).await;
    let verdicts = recount(&campaigns(), &**storage).await.unwrap();
    assert_eq!(verdicts, [(form(), Verdict::Same { records: 30, repeated: 0 })], "25 counted, 5 that wait");
    let none = Campaigns::default();
    assert_eq!(recount(&none, &**storage).await.unwrap(), [(form(), Verdict::Unknown)]);
}

pub(super) async fn a_tally_that_differs_from_its_records_is_noticed(database: impl Database) {
    // A form that is counted and no longer there: what a damaged database would look like.
    let storage = database.open().await;
    receive(&*storage, 0..2).await;
    let hub = hub_on(storage).await;
    step(&hub, Boundary::Now).await;
    let file = database.folder().join("hub.sqlite");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
    let mut other = sqlx::ConnectOptions::connect(&options).await.unwrap();
    let gone = format!("DELETE FROM records WHERE id = '{}'", id(1));
    sqlx::query(sqlx::AssertSqlSafe(gone)).execute(&mut other).await.unwrap();
    let verdicts = recount(&campaigns(), &*hub.storage).await.unwrap();
    assert_eq!(verdicts, [(form(), Verdict::Different { kept: 2, recounted: 1 })]);
}

pub(super) async fn erasing_leaves_no_answer_and_keeps_the_tally(database: impl Database) {
    let storage = database.open().await;
    receive(&*storage, 0..8).await;
    let mut other = record(1);
    other.comment = None;
    storage.receive(today(), vec![examine(&campaigns(), &on_the_wire(&envelope(&other)))]).await.unwrap();
    let hub = hub_on(storage).await;
    let storage = &hub.storage;
    step(&hub, Boundary::Now).await;
    let before = storage.tally(&form()).await.unwrap().unwrap().tally;
    assert_eq!(storage.erase("another").await.unwrap(), 0);
    assert_eq!(storage.erase("demo-pulse").await.unwrap(), 8);
    assert_eq!(storage.erase("demo-pulse").await.unwrap(), 0);
    let mut seen = 0;
    let (kept, erased) = storage.recount(&form(), &mut |_: &str, _, _| seen += 1).await.unwrap();
    assert_eq!((seen, erased), (0, 8));
    assert_eq!(kept.unwrap().tally, before);
    let again = receive(&**storage, 0..8).await;
    assert!(again.iter().all(|outcome| matches!(outcome, Outcome::Already(_))), "a late copy counts once");
    let verdicts = recount(&campaigns(), &**storage).await.unwrap();
    assert_eq!(verdicts, [(form(), Verdict::Erased { records: 8 })]);
    storage.close().await;
    for entry in std::fs::read_dir(database.folder()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let comment = "Nhanh, gọn.".as_bytes();
        assert!(!bytes.windows(comment.len()).any(|window| window == comment), "no copy in any file");
    }
}

pub(super) async fn a_step_counts_what_came_before_its_day_and_nothing_later(database: impl Database) {
    let hub = hub_on(database.open().await).await;
    let known = hub.campaigns.get("demo-pulse").unwrap();
    let [first, second, third] =
        ["2026-11-21", "2026-11-22", "2026-11-25"].map(|day| Day::parse(day).unwrap());
    receive_on(&*hub.storage, first, 0..12).await;
    assert!(take_daily(&hub, known, first).await.unwrap());
    assert_eq!(hub.storage.counted(&form()).await.unwrap(), None, "today is not over");
    assert_eq!(hub.storage.last_step("demo-pulse").await.unwrap().standing.received, 0);
    receive_on(&*hub.storage, second, 12..15).await;
    assert!(take_daily(&hub, known, second).await.unwrap());
    assert!(!take_daily(&hub, known, second).await.unwrap(), "once a day");
    assert_eq!(hub.storage.counted(&form()).await.unwrap(), Some(12));
    let standing = hub.storage.last_step("demo-pulse").await.unwrap();
    assert_eq!((standing.number, standing.standing.received), (2, 12));
    assert_eq!(received(&*hub.storage).await, 15, "for whoever runs it");
    // The hub was off for two nights: one step counts all that came before.
    assert!(take_daily(&hub, known, third).await.unwrap());
    assert_eq!(hub.storage.counted(&form()).await.unwrap(), Some(15));
    assert_eq!(hub.storage.last_step("demo-pulse").await.unwrap().number, 3);
}

pub(super) async fn two_hubs_that_take_one_step_take_the_same(database: impl Database) {
    let (one, two) = (hub_on(database.open().await).await, hub_on(database.open().await).await);
    receive(&*one.storage, 0..40).await;
    let (a, b) = tokio::join!(
        take(&one, one.campaigns.get("demo-pulse").unwrap(), Boundary::Now, today()),
        take(&two, two.campaigns.get("demo-pulse").unwrap(), Boundary::Now, today()),
    );
    assert!(a.unwrap() | b.unwrap());
    assert_eq!(one.storage.counted(&form()).await.unwrap(), Some(40));
    let verdicts = recount(&campaigns(), &*one.storage).await.unwrap();
    assert_eq!(verdicts, [(form(), Verdict::Same { records: 40, repeated: 0 })]);
    // One that was broken off after gathering is gone on with, and what came since is left to the next.
    let taking = one.storage.gather("demo-pulse", Boundary::Now).await.unwrap();
    receive(&*one.storage, 40..45).await;
    assert_eq!(two.storage.gather("demo-pulse", Boundary::Now).await.unwrap(), taking);
    step(&two, Boundary::Now).await;
    assert!(!one.storage.finish(&taking, today(), &Default::default()).await.unwrap());
    assert_eq!(one.storage.counted(&form()).await.unwrap(), Some(40));
    step(&one, Boundary::Now).await;
    assert_eq!(one.storage.counted(&form()).await.unwrap(), Some(45));
}

pub(super) async fn forms_set_aside_leave_the_tally_as_if_they_had_never_come(database: impl Database) {
    let hub = hub_on(database.open().await).await;
    let storage = &hub.storage;
    let [first, second] = ["2026-11-21", "2026-11-22"].map(|day| Day::parse(day).unwrap());
    receive_on(&**storage, first, 0..20).await;
    step(&hub, Boundary::Now).await;
    let before = storage.tally(&form()).await.unwrap().unwrap().tally;
    receive_on(&**storage, second, 20..70).await;
    step(&hub, Boundary::Now).await;
    let flooded = storage.tally(&form()).await.unwrap().unwrap().tally;
    let day = Which { received_day: Some(second), point: Some("1".into()), ..Which::default() };
    assert_eq!(storage.fitting("demo-pulse", &day).await.unwrap(), 50);
    assert_eq!(
        storage.fitting("demo-pulse", &Which::default()).await.unwrap(),
        0,
        "nothing given fits nothing"
    );
    let number = storage.set_forms_aside("demo-pulse", second, &day, "nghi phiếu giả").await.unwrap();
    assert_eq!(storage.counted(&form()).await.unwrap(), Some(70), "the next step does it");
    step(&hub, Boundary::Now).await;
    assert_eq!(storage.tally(&form()).await.unwrap().unwrap().tally, before);
    assert_eq!(storage.last_step("demo-pulse").await.unwrap().standing.set_aside, 50);
    let decisions = storage.decisions("demo-pulse").await.unwrap();
    assert_eq!((decisions[0].forms, decisions[0].reason.as_str()), (Some(50), "nghi phiếu giả"));
    let verdicts = recount(&campaigns(), &**storage).await.unwrap();
    assert_eq!(verdicts, [(form(), Verdict::Same { records: 20, repeated: 0 })]);
    assert!(storage.take_back("demo-pulse", second, number).await.unwrap());
    assert!(!storage.take_back("demo-pulse", second, number).await.unwrap());
    step(&hub, Boundary::Now).await;
    assert_eq!(storage.tally(&form()).await.unwrap().unwrap().tally.total(), flooded.total());
    assert_eq!(storage.last_step("demo-pulse").await.unwrap().standing.set_aside, 0);
    let one = Which { record: Some(id(3)), ..Which::default() };
    storage.set_forms_aside("demo-pulse", second, &one, "người gửi xin rút").await.unwrap();
    step(&hub, Boundary::Now).await;
    assert_eq!(storage.counted(&form()).await.unwrap(), Some(69));
    let verdicts = recount(&campaigns(), &**storage).await.unwrap();
    assert_eq!(verdicts, [(form(), Verdict::Same { records: 69, repeated: 0 })]);
}

pub(super) async fn a_campaign_of_which_nothing_came_has_no_tally_and_no_release(database: impl Database) {
    let storage = database.open().await;
    assert!(storage.tally(&form()).await.unwrap().is_none());
    assert_eq!(storage.counted(&form()).await.unwrap(), None);
    assert_eq!(storage.release(&form()).await.unwrap(), None);
    assert_eq!(storage.last_step("demo-pulse").await.unwrap(), Default::default());
    assert_eq!(storage.status("demo-pulse").await.unwrap(), Default::default());
}

pub(super) async fn a_backup_is_a_whole_database(database: impl Database) {
    let storage = database.open().await;
    receive(&*storage, 0..12).await;
    let hub = hub_on(storage).await;
    let storage = &hub.storage;
    step(&hub, Boundary::Now).await;
    let file = database.folder().join("copy.sqlite");
    storage.backup(&file).await.unwrap();
    assert!(storage.backup(&file).await.is_err(), "a backup never overwrites another");
    receive(&**storage, 12..20).await;
    let copy = SqliteStorage::open(&file).await.unwrap();
    assert_eq!(received(&copy).await, 12);
    let verdicts = recount(&campaigns(), &copy).await.unwrap();
    assert_eq!(verdicts, [(form(), Verdict::Same { records: 12, repeated: 0 })]);
}

pub(super) async fn a_probe_changes_nothing(database: impl Database) {
    let storage = database.open().await;
    receive(&*storage, [1]).await;
    storage.probe().await.unwrap();
    assert_eq!(received(&*storage).await, 1);
}

pub(super) async fn a_batch_that_fails_leaves_nothing_behind(database: impl Database) {
    let storage = database.open().await;
    receive(&*storage, [1]).await;
    let campaigns = campaigns();
    let file = database.folder().join("hub.sqlite");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
    let mut other = sqlx::ConnectOptions::connect(&options).await.unwrap();
    let refuse = format!(
        "CREATE TRIGGER no BEFORE INSERT ON records WHEN NEW.id = '{}' BEGIN SELECT RAISE(ABORT, 'no'); END",
        id(3)
    );
    sqlx::query(sqlx::AssertSqlSafe(refuse)).execute(&mut other).await.unwrap();
    let batch = vec![arrival(&campaigns, 2), arrival(&campaigns, 3)];
    assert!(storage.receive(today(), batch).await.is_err());
    assert_eq!(storage.missing(&[id(2), id(3)]).await.unwrap(), [id(2), id(3)]);
    assert_eq!(received(&*storage).await, 1);
    assert!(matches!(receive(&*storage, [2]).await[0], Outcome::Accepted(_)));
}

pub(super) async fn nothing_finer_than_the_day_is_stored(database: impl Database) {
    let storage = database.open().await;
    receive(&*storage, 0..3).await;
    storage.probe().await.unwrap();
    let copy = database.folder().join("copy.sqlite");
    storage.backup(&copy).await.unwrap();
    let text = String::from_utf8_lossy(&std::fs::read(copy).unwrap()).into_owned();
    // The only times of day in the file are when each step of the schema was made, not when anybody answered.
    let times: BTreeSet<_> = text.match_indices(':').filter(|(at, _)| is_time(&text, *at)).collect();
    let steps = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite")).unwrap().count();
    assert!(times.len() <= 2 * steps, "{times:?}");
}

/// `12:34` around this colon.
fn is_time(text: &str, colon: usize) -> bool {
    let digits = |part: Option<&str>| part.is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    digits(text.get(colon.saturating_sub(2)..colon)) && digits(text.get(colon + 1..colon + 3))
}

pub(super) async fn a_recording_waits_until_it_is_decided_about(database: impl Database) {
    let storage = database.open().await;
    let new = spoken(1, 20);
    assert_eq!(storage.keep_recording(today(), &new).await.unwrap(), Kept::As(State::Waiting));
    storage.close().await;
    let storage = database.open().await;
    let known = storage.recordings().await.unwrap();
    assert_eq!((known[0].hash, known[0].state), (new.hash, State::Waiting));
    assert_eq!(known[0].about, new.about);
    assert_eq!(storage.recording(new.hash).await.unwrap(), Some((State::Waiting, new.bytes.clone())));
    assert!(storage.decide_recording(today(), new.hash, State::Offered).await.unwrap());
    assert!(!storage.decide_recording(today(), new.hash, State::Offered).await.unwrap(), "it is already");
    assert_eq!(storage.recording(new.hash).await.unwrap(), Some((State::Offered, new.bytes)));
    assert!(!storage.decide_recording(today(), Hash([9; 32]), State::Offered).await.unwrap());
}

pub(super) async fn a_recording_sent_again_changes_nothing(database: impl Database) {
    let storage = database.open().await;
    let new = spoken(1, 20);
    storage.keep_recording(today(), &new).await.unwrap();
    storage.decide_recording(today(), new.hash, State::Offered).await.unwrap();
    assert_eq!(storage.keep_recording(today(), &new).await.unwrap(), Kept::As(State::Offered));
    assert_eq!(storage.recordings().await.unwrap().len(), 1);
}

pub(super) async fn a_recording_that_is_gone_never_comes_back(database: impl Database) {
    let storage = database.open().await;
    for (number, gone) in [(1, State::Refused), (2, State::Withdrawn)] {
        let new = spoken(number, 5_000);
        storage.keep_recording(today(), &new).await.unwrap();
        storage.decide_recording(today(), new.hash, gone).await.unwrap();
        assert_eq!(storage.recording(new.hash).await.unwrap(), None);
        assert_eq!(storage.keep_recording(today(), &new).await.unwrap(), Kept::As(gone));
        assert!(!storage.decide_recording(today(), new.hash, State::Offered).await.unwrap());
        assert_eq!(storage.recording(new.hash).await.unwrap(), None);
    }
    let known = storage.recordings().await.unwrap();
    assert!(known.iter().all(|known| known.about.label.is_none()), "nothing of the speaker is left");
    assert!(storage.decide_recording(today(), spoken(1, 5_000).hash, State::Withdrawn).await.unwrap());
    storage.close().await;
    // Neither the database nor its log of changes holds the sound any more.
    for file in std::fs::read_dir(database.folder()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(64).any(|window| window == [0x5a; 64]), "sound is left on the disk");
    }
}

pub(super) async fn recordings_have_an_end(database: impl Database) {
    let storage = database.open().await;
    // As large as the store believes, without filling this disk.
    let mut last = spoken(0, 20);
    for number in 0..=WAITING_BYTES / MOST_BYTES as u64 {
        last = spoken(number, MOST_AUDIO);
        if storage.keep_recording(today(), &last).await.unwrap() == Kept::Full {
            break;
        }
        assert!(number < WAITING_BYTES / MOST_AUDIO as u64 + 1, "there is an end");
    }
    let known = storage.recordings().await.unwrap();
    assert!(known.iter().map(|known| u64::from(known.bytes)).sum::<u64>() <= WAITING_BYTES);
    assert_eq!(storage.keep_recording(today(), &last).await.unwrap(), Kept::Full);
    storage.decide_recording(today(), known[0].hash, State::Refused).await.unwrap();
    assert_eq!(storage.keep_recording(today(), &last).await.unwrap(), Kept::As(State::Waiting));
}

pub(super) async fn a_backup_holds_the_recordings(database: impl Database) {
    let storage = database.open().await;
    let new = spoken(1, 3_000);
    storage.keep_recording(today(), &new).await.unwrap();
    let copy = database.folder().join("copy.sqlite");
    storage.backup(&copy).await.unwrap();
    let restored = SqliteStorage::open(&copy).await.unwrap();
    assert_eq!(restored.recording(new.hash).await.unwrap(), Some((State::Waiting, new.bytes)));
}
