//! Opening the file, and the history of its schema.

use std::path::Path;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::{SqliteStorage, StorageError};

/// How long a writer waits for another process (a backup, a check) before it says "busy".
const BUSY: Duration = Duration::from_secs(5);
/// Readers beside the one writer; a page needs one for a few milliseconds.
const READERS: u32 = 4;

/// Why the database file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file was written by a newer version.
    #[error(
        "it was written by a newer version of the hub: start that version, or restore the backup made before the update"
    )]
    Newer,
    /// A migration that was applied differs from the one in this program.
    #[error(
        "its schema differs from what this version expects: the program file is not an official release of the hub"
    )]
    Altered,
    /// Anything else the driver says.
    #[error("{0}")]
    Driver(String),
}

impl SqliteStorage {
    /// Opens the file, creating it if need be, and brings its schema up to date.
    ///
    /// # Errors
    /// The file cannot be opened or written, or belongs to a newer version.
    pub async fn open(file: &Path) -> Result<Self, OpenError> {
        let driver = |error: sqlx::Error| OpenError::Driver(error.to_string());
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY)
            .foreign_keys(true)
            .pragma("secure_delete", "ON")
            // Statements hold record contents: they are never logged.
            .disable_statement_logging();
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(BUSY)
            .connect_with(options.clone())
            .await
            .map_err(driver)?;
        migrations().run(&writer).await.map_err(|error| match error {
            MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => OpenError::Newer,
            MigrateError::VersionMismatch(_) => OpenError::Altered,
            other => OpenError::Driver(other.to_string()),
        })?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(BUSY)
            .connect_with(options.pragma("query_only", "ON"))
            .await
            .map_err(driver)?;
        Ok(Self { writer, readers })
    }

    /// Journal mode, `synchronous` and `secure_delete` as the database itself reports them.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn durability(&self) -> Result<(String, i64, i64), StorageError> {
        let mut writer = self.writer.acquire().await?;
        let journal = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut *writer).await?;
        let synchronous = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&mut *writer).await?;
        let secure_delete = sqlx::query_scalar("PRAGMA secure_delete").fetch_one(&mut *writer).await?;
        Ok((journal, synchronous, secure_delete))
    }
}

/// The schema's history. Files are added, never edited: their checksums are compared at start.
fn migrations() -> Migrator {
    let files = [
        (1, "records", include_str!("../../../migrations/sqlite/0001_records.sql")),
        (2, "classes", include_str!("../../../migrations/sqlite/0002_classes.sql")),
        (3, "signs", include_str!("../../../migrations/sqlite/0003_signs.sql")),
        (4, "speech", include_str!("../../../migrations/sqlite/0004_speech.sql")),
        (5, "senders", include_str!("../../../migrations/sqlite/0005_senders.sql")),
        (7, "step", include_str!("../../../migrations/sqlite/0007_step.sql")),
    ];
    let migrations = files
        .into_iter()
        .map(|(version, name, sql)| {
            let sql = sqlx::SqlSafeStr::into_sql_str(sql);
            Migration::new(version, name.into(), MigrationType::Simple, sql, false)
        })
        .collect();
    Migrator::with_migrations(migrations)
}
