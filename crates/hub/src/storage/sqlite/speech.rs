//! Recordings in SQLite.

use async_trait::async_trait;
use lang_nghe_lesson::speech::{About, Consent, Hash, Key, State};
use lang_nghe_record::Day;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{SqliteStorage, StorageError, count, signed};
use crate::storage::speech::{
    ALL_BYTES, Kept, KnownRecording, NewRecording, Recordings, WAITING_BYTES, WAITING_COUNT,
};

#[async_trait]
impl Recordings for SqliteStorage {
    async fn keep_recording(&self, today: Day, new: &NewRecording) -> Result<Kept, StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(state) = state_of(&mut transaction, new.hash).await? {
            return Ok(Kept::As(state));
        }
        if !has_room(&mut transaction, new.bytes.len() as u64).await? {
            return Ok(Kept::Full);
        }
        let About { key, consent, label, millis } = &new.about;
        sqlx::query(
            "INSERT INTO speech (hash, state, lang, lesson, edition, part, statement, consent_day, label,
                                 millis, bytes, received_day, sender)
             VALUES (?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.hash.0.as_slice())
        .bind(&key.lang)
        .bind(&key.lesson)
        .bind(&key.edition)
        .bind(i64::from(key.part))
        .bind(i64::from(consent.statement))
        .bind(&consent.day)
        .bind(label)
        .bind(i64::from(*millis))
        .bind(signed(new.bytes.len() as u64)?)
        .bind(today.to_string())
        .bind(&new.sender)
        .execute(&mut *transaction)
        .await?;
        sqlx::query("INSERT INTO speech_bytes (hash, body) VALUES (?, ?)")
            .bind(new.hash.0.as_slice())
            .bind(&new.bytes)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(Kept::As(State::Waiting))
    }

    async fn recordings(&self) -> Result<Vec<KnownRecording>, StorageError> {
        let rows = sqlx::query("SELECT * FROM speech ORDER BY lang, lesson, edition, part, hash")
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(known).collect()
    }

    async fn listed(&self, own: &[Hash]) -> Result<Vec<KnownRecording>, StorageError> {
        let own: Vec<String> = own.iter().map(Hash::to_string).collect();
        let own = serde_json::to_string(&own).map_err(|error| StorageError::Damaged(error.to_string()))?;
        let rows = sqlx::query(
            "SELECT * FROM speech
             WHERE state IN ('offered', 'withdrawn') OR hash IN (SELECT unhex(value) FROM json_each(?))
             ORDER BY lang, lesson, edition, part, hash",
        )
        .bind(own)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(known).collect()
    }

    async fn refuse_sender(&self, today: Day, one: Hash) -> Result<u64, StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let refused = sqlx::query(
            "UPDATE speech SET state = 'refused', decided_day = ?1, label = NULL
             WHERE state = 'waiting' AND sender <> ''
               AND (sender, received_day) = (SELECT sender, received_day FROM speech WHERE hash = ?2)",
        )
        .bind(today.to_string())
        .bind(one.0.as_slice())
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        sqlx::query(
            "DELETE FROM speech_bytes WHERE hash IN (SELECT hash FROM speech WHERE state = 'refused')",
        )
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        if refused > 0 {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await?;
        }
        Ok(refused)
    }

    async fn recording(&self, hash: Hash) -> Result<Option<(State, Vec<u8>)>, StorageError> {
        let row = sqlx::query(
            "SELECT state, body FROM speech JOIN speech_bytes USING (hash) WHERE speech.hash = ?",
        )
        .bind(hash.0.as_slice())
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| Ok((state(&row)?, row.try_get("body")?))).transpose()
    }

    async fn decide_recording(&self, today: Day, hash: Hash, to: State) -> Result<bool, StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let keeps_sound = matches!(to, State::Waiting | State::Offered);
        // Without its sound there is nothing to decide about, except that a refused one is withdrawn too.
        let decided = sqlx::query(
            "UPDATE speech SET state = ?1, decided_day = ?2, label = CASE WHEN ?3 THEN label END
             WHERE hash = ?4 AND state <> ?1
               AND (state IN ('waiting', 'offered') OR (state = 'refused' AND ?1 = 'withdrawn'))",
        )
        .bind(to.code())
        .bind(today.to_string())
        .bind(keeps_sound)
        .bind(hash.0.as_slice())
        .execute(&mut *transaction)
        .await?;
        let changed = decided.rows_affected() > 0;
        if changed && !keeps_sound {
            sqlx::query("DELETE FROM speech_bytes WHERE hash = ?")
                .bind(hash.0.as_slice())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        if changed && !keeps_sound {
            // The log of changes still holds the old pages: fold it in and empty it.
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await?;
        }
        Ok(changed)
    }
}

async fn state_of(connection: &mut SqliteConnection, hash: Hash) -> Result<Option<State>, StorageError> {
    let row = sqlx::query("SELECT state FROM speech WHERE hash = ?")
        .bind(hash.0.as_slice())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(state).transpose()
}

async fn has_room(connection: &mut SqliteConnection, bytes: u64) -> Result<bool, StorageError> {
    let row = sqlx::query(
        "SELECT COUNT(*) FILTER (WHERE state = 'waiting') AS n,
                COALESCE(SUM(bytes) FILTER (WHERE state = 'waiting'), 0) AS waiting,
                COALESCE(SUM(bytes) FILTER (WHERE state IN ('waiting', 'offered')), 0) AS everything
         FROM speech",
    )
    .fetch_one(connection)
    .await?;
    Ok(count(&row, "n")? < WAITING_COUNT
        && count(&row, "waiting")? + bytes <= WAITING_BYTES
        && count(&row, "everything")? + bytes <= ALL_BYTES)
}

fn state(row: &SqliteRow) -> Result<State, StorageError> {
    let code: &str = row.try_get("state")?;
    State::parse(code).ok_or_else(|| StorageError::Damaged("a state of a recording".into()))
}

fn known(row: &SqliteRow) -> Result<KnownRecording, StorageError> {
    let damaged = || StorageError::Damaged("a recording's row".into());
    let hash: &[u8] = row.try_get("hash")?;
    let number = |column: &str| u32::try_from(count(row, column)?).map_err(|_| damaged());
    let short = |column: &str| u16::try_from(count(row, column)?).map_err(|_| damaged());
    let key = Key {
        lang: row.try_get("lang")?,
        lesson: row.try_get("lesson")?,
        edition: row.try_get("edition")?,
        part: short("part")?,
    };
    let consent = Consent { statement: short("statement")?, day: row.try_get("consent_day")? };
    Ok(KnownRecording {
        hash: Hash(hash.try_into().map_err(|_| damaged())?),
        state: state(row)?,
        about: About { key, consent, label: row.try_get("label")?, millis: number("millis")? },
        bytes: number("bytes")?,
        sender: (row.try_get("sender")?, row.try_get("received_day")?),
    })
}
