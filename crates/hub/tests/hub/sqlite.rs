//! What only SQLite can be asked: its schema's history, its settings, its locks.

use lang_nghe_hub::storage::{OpenError, Outcome, SqliteStorage, StorageError};

use crate::storage::{Database, Sqlite, arrival, receive, received};
use crate::support::{campaigns, today};

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
