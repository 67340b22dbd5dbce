//! What is remembered, in SQLite.

use std::collections::BTreeMap;

use async_trait::async_trait;
use lang_nghe_record::{Day, RecordId};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{SqliteStorage, StorageError, count};
use crate::clock::days_between;
use crate::erasure::JUMP_DAYS;
use crate::storage::upkeep::{Fingerprint, Phrases, Remembered, Upkeep, Withdrawn};

/// `doubted` of a day that the clock jumped to, which holds back erasing and steps.
const JUMPED: i64 = 1;
/// `doubted` of a day that the clock went back to, which holds back steps.
const WENT_BACK: i64 = 2;

const REMEMBERED: &str = "SELECT id, key, term, announced, erased_for,
        (SELECT COUNT(*) FROM runs WHERE day > announced) AS seen,
        EXISTS (SELECT 1 FROM records WHERE campaign = known.id AND body IS NOT NULL)
            OR EXISTS (SELECT 1 FROM classes WHERE campaign = known.id AND body IS NOT NULL) AS keeps
     FROM (SELECT * FROM campaigns UNION ALL
           SELECT DISTINCT campaign, NULL, NULL, NULL, NULL FROM days
           WHERE campaign <> '' AND campaign NOT IN (SELECT id FROM campaigns)) AS known ORDER BY id";

#[async_trait]
impl Upkeep for SqliteStorage {
    async fn remembered(&self) -> Result<Vec<Remembered>, StorageError> {
        let rows = sqlx::query(REMEMBERED).fetch_all(&self.readers).await?;
        rows.iter().map(remembered).collect()
    }

    async fn keys(&self) -> Result<BTreeMap<String, Option<Fingerprint>>, StorageError> {
        let rows = sqlx::query(
            "SELECT id, key FROM campaigns UNION ALL
             SELECT DISTINCT campaign, NULL FROM days
             WHERE campaign <> '' AND campaign NOT IN (SELECT id FROM campaigns)",
        )
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| Ok((row.try_get("id")?, key(row)?))).collect()
    }

    async fn remember_key(&self, campaign: &str, key: Fingerprint) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO campaigns (id, key) VALUES (?, ?) ON CONFLICT DO UPDATE SET key = excluded.key",
        )
        .bind(campaign)
        .bind(key.as_slice())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    async fn run_on(&self, today: Day) -> Result<(), StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        note_run(&mut transaction, today).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn doubted(&self) -> Result<Option<Day>, StorageError> {
        let row = sqlx::query("SELECT MIN(day) AS day FROM runs WHERE doubted = 1")
            .fetch_one(&self.readers)
            .await?;
        day(&row, "day")
    }

    async fn is_steady(&self, today: Day) -> Result<bool, StorageError> {
        let row = sqlx::query(
            "SELECT NOT EXISTS (SELECT 1 FROM runs WHERE day > ?)
                AND (NOT EXISTS (SELECT 1 FROM runs WHERE doubted <> 0)
                     OR (SELECT COUNT(*) FROM runs
                         WHERE day > (SELECT MAX(day) FROM runs WHERE doubted <> 0)) >= 2) AS steady",
        )
        .bind(today.to_string())
        .fetch_one(&self.readers)
        .await?;
        Ok(row.try_get("steady")?)
    }

    async fn believe_clock(&self) -> Result<(), StorageError> {
        sqlx::query("UPDATE runs SET doubted = 0").execute(&self.writer).await?;
        Ok(())
    }

    async fn set_term(&self, campaign: &str, term: Day) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO campaigns (id, term) VALUES (?, ?)
             ON CONFLICT DO UPDATE SET term = excluded.term, announced = NULL",
        )
        .bind(campaign)
        .bind(term.to_string())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    async fn announce(&self, campaign: &str, day: Option<Day>) -> Result<(), StorageError> {
        sqlx::query("UPDATE campaigns SET announced = ? WHERE id = ?")
            .bind(day.map(|day| day.to_string()))
            .bind(campaign)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    async fn erased_for(&self, campaign: &str, term: Day) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO campaigns (id, erased_for) VALUES (?, ?)
             ON CONFLICT DO UPDATE SET erased_for = excluded.erased_for, announced = NULL",
        )
        .bind(campaign)
        .bind(term.to_string())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    async fn withdraw(&self, id: RecordId, phrases: &Phrases<'_>) -> Result<Withdrawn, StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let row = sqlx::query("SELECT campaign, body FROM records WHERE id = ?")
            .bind(id.to_string())
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(row) = row else { return Ok(Withdrawn::Unknown) };
        let campaign: String = row.try_get("campaign")?;
        let Some(body) = row.try_get::<Option<String>, _>("body")? else { return Ok(Withdrawn::Before) };
        sqlx::query("UPDATE records SET body = NULL WHERE id = ?")
            .bind(id.to_string())
            .execute(&mut *transaction)
            .await?;
        for phrase in phrases(&body) {
            for statement in [
                "UPDATE phrases SET n = n - 1 WHERE campaign = ? AND phrase = ?",
                "DELETE FROM phrases WHERE campaign = ? AND phrase = ? AND n < 1",
            ] {
                let query = sqlx::query(statement).bind(&campaign).bind(phrase.as_slice());
                query.execute(&mut *transaction).await?;
            }
        }
        transaction.commit().await?;
        self.forget_pages(1).await?;
        Ok(Withdrawn::Erased)
    }

    async fn faults(&self) -> Result<Vec<String>, StorageError> {
        let rows = sqlx::query("PRAGMA quick_check(5)").fetch_all(&self.readers).await?;
        let said = rows.iter().map(|row| Ok(row.try_get::<String, _>(0)?));
        let mut said = said.collect::<Result<Vec<_>, StorageError>>()?;
        said.retain(|line| line != "ok");
        Ok(said)
    }
}

async fn note_run(connection: &mut SqliteConnection, today: Day) -> Result<(), StorageError> {
    let now = today.to_string();
    let future = "DELETE FROM runs WHERE day > ?";
    let went_back = sqlx::query(future).bind(&now).execute(&mut *connection).await?.rows_affected() > 0;
    sqlx::query("UPDATE campaigns SET announced = NULL WHERE announced > ?")
        .bind(&now)
        .execute(&mut *connection)
        .await?;
    // At its first start with this table, the newest forms say when the hub last ran.
    let row = sqlx::query(
        "SELECT coalesce((SELECT MAX(day) FROM runs), (SELECT MAX(day) FROM days WHERE day <= ?)) AS day",
    )
    .bind(&now)
    .fetch_one(&mut *connection)
    .await?;
    let jumped = day(&row, "day")?.is_some_and(|last| days_between(last, today) > JUMP_DAYS);
    let doubted = match (jumped, went_back) {
        (true, _) => JUMPED,
        (false, true) => WENT_BACK,
        (false, false) => 0,
    };
    let note = "INSERT INTO runs (day, doubted) VALUES (?1, ?2)
                ON CONFLICT DO UPDATE SET doubted = ?2 WHERE doubted = 0 AND ?2 <> 0";
    sqlx::query(note).bind(&now).bind(doubted).execute(connection).await?;
    Ok(())
}

fn key(row: &SqliteRow) -> Result<Option<Fingerprint>, StorageError> {
    let key: Option<&[u8]> = row.try_get("key")?;
    let key = key.map(|key| key.try_into().map_err(|_| StorageError::Damaged("a key's fingerprint".into())));
    key.transpose()
}

fn remembered(row: &SqliteRow) -> Result<Remembered, StorageError> {
    Ok(Remembered {
        campaign: row.try_get("id")?,
        key: key(row)?,
        term: day(row, "term")?,
        announced: day(row, "announced")?,
        seen: count(row, "seen")?,
        erased_for: day(row, "erased_for")?,
        keeps: row.try_get("keeps")?,
    })
}

fn day(row: &SqliteRow, column: &str) -> Result<Option<Day>, StorageError> {
    let text: Option<&str> = row.try_get(column)?;
    let parse = |text: &str| Day::parse(text).map_err(|_| StorageError::Damaged(format!("{column}: a day")));
    text.map(parse).transpose()
}
