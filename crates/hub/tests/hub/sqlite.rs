//! What only SQLite can be asked: its schema's history, its settings, its locks.

use lang_nghe_hub::check::{Verdict, recount};
use lang_nghe_hub::intake::examine;
use lang_nghe_hub::storage::steps::Boundary;
use lang_nghe_hub::storage::{OpenError, Outcome, PointDay, SqliteStorage, StorageError};
use lang_nghe_record::Record;

use crate::storage::{Database, Sqlite, arrival, form, hub_on, receive, received, step};
use crate::support::{campaigns, envelope, execute, number, on_the_wire, record, today};

#[tokio::test]
async fn a_database_of_a_newer_hub_is_left_alone() {
    let database = Sqlite::default();
    let file = database.folder().join("hub.sqlite");
    database.open().await.close().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'later', 1, x'00', 0)";
    sqlx::query(newer).execute(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
    assert!(matches!(SqliteStorage::open(&file).await, Err(OpenError::Newer)));
}

#[tokio::test]
async fn a_commit_waits_for_the_disk() {
    let database = Sqlite::default();
    let storage = SqliteStorage::open(&database.folder().join("hub.sqlite")).await.unwrap();
    assert_eq!(storage.durability().await.unwrap(), ("wal".to_owned(), 2, 1));
}

#[tokio::test]
async fn a_busy_database_is_unavailable_and_not_broken() {
    let database = Sqlite::default();
    let storage = database.open().await;
    receive(&*storage, [1]).await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database.folder().join("hub.sqlite"));
    let mut other = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let campaigns = campaigns();
    let answer = storage.receive(today(), vec![arrival(&campaigns, 2)]).await;
    assert!(matches!(answer, Err(StorageError::Unavailable(_))), "{answer:?}");
    assert_eq!(received(&*storage).await, 1, "reading goes on meanwhile");
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    assert!(matches!(receive(&*storage, [2]).await[0], Outcome::Accepted(_)));
}

#[tokio::test]
async fn a_database_of_the_first_schema_keeps_its_forms_and_learns_their_days() {
    let database = Sqlite::default();
    let storage = database.open().await;
    receive(&*storage, 1..4).await;
    let hub = hub_on(storage).await;
    step(&hub, Boundary::Now).await;
    hub.storage.close().await;
    let file = database.folder().join("hub.sqlite");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    for statement in [
        "DROP TABLE phrases",
        "DROP TABLE point_days",
        "DROP TABLE alike",
        "DROP TABLE steps",
        "DROP TABLE decisions",
        "DROP INDEX records_by_step",
        "DROP INDEX records_by_decision",
        "ALTER TABLE records DROP COLUMN step",
        "ALTER TABLE records DROP COLUMN decision",
        "ALTER TABLE records DROP COLUMN signs",
        "DELETE FROM _sqlx_migrations WHERE version IN (3, 7, 9)",
    ] {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
    sqlx::Connection::close(connection).await.unwrap();
    let storage = database.open().await;
    let status = storage.status("demo-pulse").await.unwrap();
    assert_eq!(status.received, 3);
    assert_eq!(status.point_days, [PointDay { point: "1".into(), day: today().to_string(), forms: 3 }]);
    assert_eq!(
        recount(&campaigns(), &*storage).await.unwrap()[0].1,
        Verdict::Same { records: 3, repeated: 0 }
    );
}

#[tokio::test]
async fn what_people_wrote_is_known_again_until_it_is_erased_and_stands_nowhere() {
    let database = Sqlite::default();
    let storage = database.open().await;
    let campaigns = campaigns();
    let say = |number: u64| {
        let comment = Some("Xin thêm ghế ngồi ở chỗ chờ".to_owned());
        examine(&campaigns, &on_the_wire(&envelope(&Record { comment, ..record(number) })))
    };
    storage.receive(today(), vec![say(1)]).await.unwrap();
    let hub = hub_on(storage).await;
    let storage = &hub.storage;
    step(&hub, Boundary::Now).await;
    storage.receive(today(), vec![say(2), say(2)]).await.unwrap();
    step(&hub, Boundary::Now).await;
    let file = database.folder().join("hub.sqlite");
    let ask = |sql: &'static str| {
        let file = file.clone();
        std::thread::spawn(move || number(&file, sql)).join().unwrap()
    };
    assert_eq!(ask("SELECT count(*) FROM phrases"), 1);
    assert_eq!(ask("SELECT count(*) FROM records WHERE signs = 16"), 1);
    assert_eq!(ask("SELECT count(*) FROM phrases WHERE CAST(phrase AS TEXT) LIKE '%gh%'"), 0);
    storage.erase("demo-pulse").await.unwrap();
    assert_eq!(ask("SELECT count(*) FROM phrases"), 0);
}

#[tokio::test]
async fn a_form_whose_questions_are_gone_waits_in_sight_and_is_counted_when_they_are_back() {
    let database = Sqlite::default();
    let storage = database.open().await;
    receive(&*storage, 1..4).await;
    let hub = hub_on(storage).await;
    let file = database.folder().join("hub.sqlite");
    let other_thread = |act: fn(&std::path::Path) -> i64| {
        let file = file.clone();
        std::thread::spawn(move || act(&file)).join().unwrap()
    };
    other_thread(|file| {
        let gone = "UPDATE records SET version = '2020.9', body = replace(body, '2026.2', '2020.9') WHERE id LIKE '%2'";
        execute(file, gone);
        0
    });
    step(&hub, Boundary::Now).await;
    let standing = hub.storage.last_step("demo-pulse").await.unwrap().standing;
    assert_eq!((standing.received, standing.uncounted), (3, 1));
    assert_eq!(hub.storage.counted(&form()).await.unwrap(), Some(2));
    let waiting = |file: &std::path::Path| number(file, "SELECT COUNT(*) FROM records WHERE step IS NULL");
    assert_eq!(other_thread(waiting), 1);
    other_thread(|file| {
        execute(file, "UPDATE records SET version = '2026.2', body = replace(body, '2020.9', '2026.2')");
        0
    });
    step(&hub, Boundary::Now).await;
    assert_eq!(hub.storage.last_step("demo-pulse").await.unwrap().standing.uncounted, 0);
    assert_eq!(hub.storage.counted(&form()).await.unwrap(), Some(3));
    assert_eq!(
        recount(&campaigns(), &*hub.storage).await.unwrap()[0].1,
        Verdict::Same { records: 3, repeated: 0 }
    );
}
