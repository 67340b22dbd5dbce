//! Opening the file, and the history of its schema.

use std::path::Path;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::{SqliteStorage, Storage as _, StorageError};

/// How long a writer waits for another process (a backup, a check) before it says "busy".
const BUSY: Duration = Duration::from_secs(5);
/// Copies kept from before updates.
const COPIES: usize = 2;
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
    /// The copy that is made before a change of the schema could not be made.
    #[error(
        "it has to be brought up to date, and the copy that is made before could not be written: {0}\n  \
         what to do: make room on this disk for another copy of the database, then start again"
    )]
    NotCopied(String),
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
        let storage = Self::connect(file, true).await?;
        if storage.is_behind().await? {
            storage.copy_before_update(file).await.map_err(OpenError::NotCopied)?;
        }
        storage.migrate().await?;
        Ok(storage)
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// The file cannot be written, or belongs to a newer version.
    pub async fn migrate(&self) -> Result<(), OpenError> {
        migrations().run(&self.writer).await.map_err(|error| match error {
            MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => OpenError::Newer,
            MigrateError::VersionMismatch(_) => OpenError::Altered,
            other => OpenError::Driver(other.to_string()),
        })
    }

    /// Opens a file that is there, with the schema that it has.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub async fn open_as_it_is(file: &Path) -> Result<Self, OpenError> {
        Self::connect(file, false).await
    }

    /// Whether the schema is an older one. A new file has none.
    ///
    /// # Errors
    /// The file is newer than this program, or cannot be read.
    pub async fn is_behind(&self) -> Result<bool, OpenError> {
        let has_history = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations')";
        let known: bool = sqlx::query_scalar(has_history).fetch_one(&self.writer).await.map_err(driver)?;
        if !known {
            return Ok(false);
        }
        let applied: Vec<i64> = sqlx::query_scalar("SELECT version FROM _sqlx_migrations")
            .fetch_all(&self.writer)
            .await
            .map_err(driver)?;
        let migrations = migrations();
        let ours: Vec<i64> = migrations.iter().map(|migration| migration.version).collect();
        if applied.iter().any(|version| !ours.contains(version)) {
            return Err(OpenError::Newer);
        }
        Ok(!applied.is_empty() && ours.iter().any(|version| !applied.contains(version)))
    }

    /// Keeps the file as it was before an update, beside it; of such copies the last two.
    async fn copy_before_update(&self, file: &Path) -> Result<(), String> {
        let latest = migrations().iter().map(|migration| migration.version).max().unwrap_or_default();
        let said = |error: std::io::Error| error.to_string();
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let prefix = [&name, ".before-"].concat();
        let folder = file.parent().unwrap_or(Path::new("."));
        let (half, copy) =
            (folder.join([&name, ".half"].concat()), folder.join(format!("{prefix}{latest:04}")));
        match std::fs::remove_file(&half) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(said(error)),
            _ => {}
        }
        self.backup(&half).await.map_err(|error| error.to_string())?;
        std::fs::rename(&half, &copy).map_err(said)?;
        tracing::info!(copy = %copy.display(), "the database as it was before the update is kept in this file");
        let others =
            std::fs::read_dir(folder).map_err(said)?.filter_map(Result::ok).map(|entry| entry.path());
        let is_copy = |path: &std::path::PathBuf| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix))
        };
        let mut copies: Vec<_> = others.filter(is_copy).collect();
        copies.sort();
        for old in copies.iter().rev().skip(COPIES) {
            std::fs::remove_file(old).map_err(said)?;
        }
        Ok(())
    }

    async fn connect(file: &Path, may_create: bool) -> Result<Self, OpenError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(may_create)
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

fn driver(error: sqlx::Error) -> OpenError {
    OpenError::Driver(error.to_string())
}

/// The schema's history. Files are added, never edited: their checksums are compared at start.
fn migrations() -> Migrator {
    let files = [
        (1, "records", include_str!("../../../migrations/sqlite/0001_records.sql")),
        (2, "classes", include_str!("../../../migrations/sqlite/0002_classes.sql")),
        (3, "signs", include_str!("../../../migrations/sqlite/0003_signs.sql")),
        (4, "speech", include_str!("../../../migrations/sqlite/0004_speech.sql")),
        (5, "senders", include_str!("../../../migrations/sqlite/0005_senders.sql")),
        (6, "devices", include_str!("../../../migrations/sqlite/0006_devices.sql")),
        (7, "step", include_str!("../../../migrations/sqlite/0007_step.sql")),
        (8, "upkeep", include_str!("../../../migrations/sqlite/0008_upkeep.sql")),
        (9, "marked", include_str!("../../../migrations/sqlite/0009_marked.sql")),
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
