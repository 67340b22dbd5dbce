//! SQLite: one file, one writer, several readers.
//!
//! WAL with `synchronous = FULL`: a commit is on the disk before it is answered, so it survives
//! `kill -9` and a power cut. `secure_delete` overwrites what is erased.

use std::path::Path;

use async_trait::async_trait;
use lang_nghe_quality::Flags;
use lang_nghe_record::{Day, RecordId};
use lang_nghe_scoring::Tally;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqlitePool};

use super::{
    Arrival, CampaignStatus, Counted, Decide, Each, Fold, FormKey, HeldClasses, Outcome, PointDay, Storage,
    StorageError, StoredRelease,
};

mod classes;
mod open;
mod receive;
mod speech;
mod upkeep;

pub use open::OpenError;

/// The hub's records in one SQLite file.
#[derive(Debug)]
pub struct SqliteStorage {
    writer: SqlitePool,
    readers: SqlitePool,
}

#[async_trait]
impl Storage for SqliteStorage {
    async fn receive(&self, today: Day, batch: Vec<Arrival>) -> Result<Vec<Outcome>, StorageError> {
        // IMMEDIATE: the write lock is taken at once, so a busy database is noticed before any work.
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let outcomes = receive::receive(&mut transaction, &today.to_string(), batch).await?;
        transaction.commit().await?;
        Ok(outcomes)
    }

    async fn missing(&self, ids: &[RecordId]) -> Result<Vec<RecordId>, StorageError> {
        let names: Vec<String> = ids.iter().map(RecordId::to_string).collect();
        let asked =
            serde_json::to_string(&names).map_err(|error| StorageError::Damaged(error.to_string()))?;
        let rows = sqlx::query(
            "SELECT value AS id FROM json_each(?)
             WHERE NOT EXISTS (SELECT 1 FROM records WHERE records.id = value)
               AND NOT EXISTS (SELECT 1 FROM classes WHERE classes.id = value) ORDER BY key",
        )
        .bind(asked)
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
            .map(|row| {
                let id: String = row.try_get("id")?;
                RecordId::parse(&id).map_err(|_| StorageError::Damaged("an id".into()))
            })
            .collect()
    }

    async fn status(&self, campaign: &str) -> Result<CampaignStatus, StorageError> {
        let rows = sqlx::query("SELECT day, accepted, outside FROM days WHERE campaign = ? ORDER BY day")
            .bind(campaign)
            .fetch_all(&self.readers)
            .await?;
        let mut status = CampaignStatus::default();
        for row in &rows {
            let accepted = count(row, "accepted")?;
            status.received += accepted;
            status.outside += count(row, "outside")?;
            status.days.push((row.try_get("day")?, accepted));
        }
        let rows = sqlx::query("SELECT point, day, n FROM point_days WHERE campaign = ? ORDER BY point, day")
            .bind(campaign)
            .fetch_all(&self.readers)
            .await?;
        for row in &rows {
            let (point, day) = (row.try_get("point")?, row.try_get("day")?);
            status.point_days.push(PointDay { point, day, forms: count(row, "n")? });
        }
        status.last_day = status.days.last().map(|(day, _)| day.clone());
        let refused = sqlx::query(
            "SELECT reason, SUM(n) AS n FROM refusals WHERE campaign = ? GROUP BY reason ORDER BY reason",
        )
        .bind(campaign)
        .fetch_all(&self.readers)
        .await?;
        Ok(CampaignStatus {
            refused: refused
                .iter()
                .map(|row| Ok((row.try_get("reason")?, count(row, "n")?)))
                .collect::<Result<_, StorageError>>()?,
            ..status
        })
    }

    async fn forms(&self) -> Result<Vec<FormKey>, StorageError> {
        let rows = sqlx::query("SELECT campaign, instrument, version FROM tallies ORDER BY 1, 2, 3")
            .fetch_all(&self.readers)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(FormKey {
                    campaign: row.try_get("campaign")?,
                    instrument: row.try_get("instrument")?,
                    version: row.try_get("version")?,
                })
            })
            .collect()
    }

    async fn tally(&self, form: &FormKey) -> Result<Option<Counted>, StorageError> {
        let mut reader = self.readers.acquire().await?;
        read_tally(&mut reader, form).await
    }

    async fn counted(&self, form: &FormKey) -> Result<Option<u64>, StorageError> {
        let row =
            sqlx::query("SELECT records FROM tallies WHERE campaign = ? AND instrument = ? AND version = ?")
                .bind(&form.campaign)
                .bind(&form.instrument)
                .bind(&form.version)
                .fetch_optional(&self.readers)
                .await?;
        row.map(|row| count(&row, "records")).transpose()
    }

    async fn release(&self, form: &FormKey) -> Result<Option<StoredRelease>, StorageError> {
        let mut reader = self.readers.acquire().await?;
        read_release(&mut reader, form).await
    }

    async fn decide_release(
        &self,
        form: &FormKey,
        decide: &Decide<'_>,
    ) -> Result<Option<StoredRelease>, StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let Some(counted) = read_tally(&mut transaction, form).await? else { return Ok(None) };
        let previous = read_release(&mut transaction, form).await?;
        let body = decide(previous.as_ref().map(|release| release.body.as_str()), &counted)?;
        sqlx::query(
            "INSERT INTO releases (campaign, instrument, version, records, body) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET records = excluded.records, body = excluded.body",
        )
        .bind(&form.campaign)
        .bind(&form.instrument)
        .bind(&form.version)
        .bind(signed(counted.records)?)
        .bind(&body)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Some(StoredRelease { records: counted.records, body }))
    }

    async fn recount(
        &self,
        form: &FormKey,
        each: &mut Each<'_>,
    ) -> Result<(Option<Counted>, u64), StorageError> {
        // One read transaction: in WAL it sees one moment, whatever arrives meanwhile.
        let mut snapshot = self.readers.begin().await?;
        let counted = read_tally(&mut snapshot, form).await?;
        let mut erased = 0;
        let mut after = String::new();
        loop {
            let rows = sqlx::query(
                "SELECT id, body, signs FROM records
                 WHERE campaign = ? AND instrument = ? AND version = ? AND id > ? ORDER BY id LIMIT 1000",
            )
            .bind(&form.campaign)
            .bind(&form.instrument)
            .bind(&form.version)
            .bind(&after)
            .fetch_all(&mut *snapshot)
            .await?;
            let Some(last) = rows.last() else { break };
            after = last.try_get("id")?;
            for row in &rows {
                match row.try_get::<Option<&str>, _>("body")? {
                    Some(body) => {
                        let signs = u8::try_from(count(row, "signs")?).ok().and_then(Flags::from_bits);
                        each(body, signs.ok_or_else(|| StorageError::Damaged("signs".into()))?);
                    }
                    None => erased += 1,
                }
            }
        }
        snapshot.commit().await?;
        Ok((counted, erased))
    }

    async fn erase(&self, campaign: &str) -> Result<u64, StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let erased = sqlx::query("UPDATE records SET body = NULL WHERE campaign = ? AND body IS NOT NULL")
            .bind(campaign)
            .execute(&mut *transaction)
            .await?
            .rows_affected();
        for statement in
            ["DELETE FROM set_aside WHERE campaign = ?", "DELETE FROM phrases WHERE campaign = ?"]
        {
            sqlx::query(statement).bind(campaign).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        self.forget_pages(erased).await
    }

    async fn classes(&self, campaign: &str) -> Result<HeldClasses, StorageError> {
        let mut snapshot = self.readers.begin().await?;
        let held = classes::held(&mut snapshot, campaign).await?;
        snapshot.commit().await?;
        Ok(held)
    }

    async fn class_campaigns(&self) -> Result<Vec<String>, StorageError> {
        let rows =
            sqlx::query("SELECT DISTINCT campaign FROM classes ORDER BY 1").fetch_all(&self.readers).await?;
        rows.iter().map(|row| Ok(row.try_get("campaign")?)).collect()
    }

    async fn erase_classes(&self, campaign: &str, fold: &Fold<'_>) -> Result<u64, StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let erased = classes::erase(&mut transaction, campaign, fold).await?;
        transaction.commit().await?;
        self.forget_pages(erased).await
    }

    async fn probe(&self) -> Result<(), StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("UPDATE probe SET n = n + 1").execute(&mut *transaction).await?;
        // Rolled back on purpose: proves the lock and the write without growing the log.
        transaction.rollback().await?;
        Ok(())
    }

    async fn backup(&self, file: &Path) -> Result<(), StorageError> {
        let file =
            file.to_str().ok_or_else(|| StorageError::Unavailable("the file name is not UTF-8".into()))?;
        // Made here, empty and closed to other accounts, because SQLite would let everybody read it.
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(file).map_err(|error| StorageError::Unavailable(error.to_string()))?;
        sqlx::query("VACUUM INTO ?").bind(file).execute(&self.writer).await?;
        Ok(())
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

impl SqliteStorage {
    /// After erasing, the log of changes still holds the old pages: folds it in and empties it.
    async fn forget_pages(&self, erased: u64) -> Result<u64, StorageError> {
        if erased > 0 {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await?;
        }
        Ok(erased)
    }
}

async fn read_tally(
    connection: &mut SqliteConnection,
    form: &FormKey,
) -> Result<Option<Counted>, StorageError> {
    let row = sqlx::query(
        "SELECT records, tally FROM tallies WHERE campaign = ? AND instrument = ? AND version = ?",
    )
    .bind(&form.campaign)
    .bind(&form.instrument)
    .bind(&form.version)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let bytes: &[u8] = row.try_get("tally")?;
        let tally = Tally::decode(bytes).map_err(|error| StorageError::Damaged(error.to_string()))?;
        Ok(Counted { records: count(&row, "records")?, tally })
    })
    .transpose()
}

async fn read_release(
    connection: &mut SqliteConnection,
    form: &FormKey,
) -> Result<Option<StoredRelease>, StorageError> {
    let row = sqlx::query(
        "SELECT records, body FROM releases WHERE campaign = ? AND instrument = ? AND version = ?",
    )
    .bind(&form.campaign)
    .bind(&form.instrument)
    .bind(&form.version)
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok(StoredRelease { records: count(&row, "records")?, body: row.try_get("body")? }))
        .transpose()
}

fn count(row: &SqliteRow, column: &str) -> Result<u64, StorageError> {
    let number: i64 = row.try_get(column)?;
    u64::try_from(number).map_err(|_| StorageError::Damaged(format!("{column} is negative")))
}

fn signed(number: u64) -> Result<i64, StorageError> {
    i64::try_from(number).map_err(|_| StorageError::Damaged("a count is beyond reason".into()))
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::ColumnNotFound(_) | sqlx::Error::Decode(_) => {
                Self::Damaged(error.to_string())
            }
            sqlx::Error::Database(said) => match said.code().and_then(|code| code.parse::<u32>().ok()) {
                // SQLite's codes, of which the lowest byte tells the kind: corrupt, not a database, full.
                Some(code) if matches!(code & 0xff, 11 | 26) => Self::Broken(said.to_string()),
                Some(code) if code & 0xff == 13 => Self::Full(said.to_string()),
                _ => Self::Unavailable(said.to_string()),
            },
            // Busy, locked, full, read-only, I/O, closing down: the device keeps its records and
            // comes back.
            other => Self::Unavailable(other.to_string()),
        }
    }
}
