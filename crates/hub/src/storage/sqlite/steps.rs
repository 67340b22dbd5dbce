//! Taking steps, in pieces.

use async_trait::async_trait;
use lang_nghe_quality::Flags;
use lang_nghe_quality::together::Alike;
use lang_nghe_record::Day;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite, SqliteConnection, Transaction};

use super::{SqliteStorage, StorageError, count, decisions, read_status, signed};
use crate::storage::steps::{
    AlikeDay, Boundary, Decision, EachGathered, Gathered, Outcome, Steps, Taken, Taking, Which,
};

/// Rows that one transaction changes at most: some milliseconds.
const PIECE: usize = 500;

#[async_trait]
impl Steps for SqliteStorage {
    async fn last_step(&self, campaign: &str) -> Result<Taken, StorageError> {
        let row = sqlx::query("SELECT number, day, standing FROM steps WHERE campaign = ?")
            .bind(campaign)
            .fetch_optional(&self.readers)
            .await?;
        let Some(row) = row.filter(|row| row.try_get::<i64, _>("number").is_ok_and(|number| number > 0))
        else {
            return Ok(Taken::default());
        };
        let standing: &str = row.try_get("standing")?;
        let standing = serde_json::from_str(standing)
            .map_err(|error| StorageError::Damaged(format!("a standing: {error}")))?;
        Ok(Taken { number: count(&row, "number")?, day: row.try_get("day")?, standing })
    }

    async fn has_news(&self, campaign: &str) -> Result<bool, StorageError> {
        let row = sqlx::query(
            "SELECT EXISTS (SELECT 1 FROM records WHERE campaign = ?1 AND step IS NULL)
                 OR EXISTS (SELECT 1 FROM decisions WHERE campaign = ?1 AND (applied IS NULL) = (taken_back_day IS NULL)
                            AND undone IS NULL)
                 OR NOT EXISTS (SELECT 1 FROM steps WHERE campaign = ?1 AND taking = 0) AS n",
        )
        .bind(campaign)
        .fetch_one(&self.readers)
        .await?;
        Ok(count(&row, "n")? > 0)
    }

    async fn gather(&self, campaign: &str, boundary: Boundary) -> Result<Taking, StorageError> {
        let (taking, without) = self.begin(campaign, boundary).await?;
        while self.gather_piece(&taking, without.as_deref()).await? == PIECE as u64 {}
        let mut lock = self.readers.acquire().await?;
        let (new, taken_back) = decisions::due(&mut lock, campaign).await?;
        for decision in new {
            let ids = decisions::fitting(&mut lock, &taking, &decision).await?;
            for piece in ids.chunks(PIECE) {
                let Some(mut transaction) = self.while_gathering(&taking).await? else { break };
                decisions::mark(&mut transaction, piece, decision.number).await?;
                transaction.commit().await?;
            }
            if let Some(mut transaction) = self.while_gathering(&taking).await? {
                decisions::applied(&mut transaction, &taking, decision.number).await?;
                transaction.commit().await?;
            }
        }
        for number in taken_back {
            let ids = decisions::set_aside_by(&mut lock, campaign, number).await?;
            for piece in ids.chunks(PIECE) {
                let Some(mut transaction) = self.while_gathering(&taking).await? else { break };
                decisions::unmark(&mut transaction, piece, taking.number).await?;
                transaction.commit().await?;
            }
            if let Some(mut transaction) = self.while_gathering(&taking).await? {
                decisions::undone(&mut transaction, &taking, number).await?;
                transaction.commit().await?;
            }
        }
        if let Some(mut transaction) = self.while_gathering(&taking).await? {
            sqlx::query("UPDATE steps SET taking = 2 WHERE campaign = ?")
                .bind(campaign)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
        }
        Ok(taking)
    }

    async fn gathered(&self, taking: &Taking, each: &mut EachGathered<'_>) -> Result<(), StorageError> {
        let new = "SELECT id, instrument, version, received_day, body, signs, step FROM records
             WHERE campaign = ? AND step = ? AND decision IS NULL AND body IS NOT NULL AND id > ? ORDER BY id LIMIT 500";
        let leaving = "SELECT id, instrument, version, received_day, body, signs, step FROM records
             WHERE campaign = ?1 AND step < ?2 AND body IS NOT NULL AND id > ?3 AND decision IN
                 (SELECT number FROM decisions WHERE campaign = ?1 AND applied = ?2) ORDER BY id LIMIT 500";
        for (sql, leaves) in [(new, false), (leaving, true)] {
            let mut after = String::new();
            loop {
                // What was gathered does not change: each page may be a snapshot of its own.
                let rows = sqlx::query(sql)
                    .bind(&taking.campaign)
                    .bind(signed(taking.number)?)
                    .bind(&after)
                    .fetch_all(&self.readers)
                    .await?;
                let Some(last) = rows.last() else { break };
                after = last.try_get("id")?;
                for row in &rows {
                    each(gathered(row, leaves)?);
                }
                tokio::task::yield_now().await;
            }
        }
        Ok(())
    }

    async fn known_phrases(
        &self,
        taking: &Taking,
        phrases: &[[u8; 32]],
    ) -> Result<Vec<[u8; 32]>, StorageError> {
        let mut known = Vec::new();
        for piece in phrases.chunks(PIECE) {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            for phrase in piece {
                let row = sqlx::query(
                    "INSERT INTO phrases (campaign, phrase, n, step) VALUES (?, ?, 1, ?)
                     ON CONFLICT DO UPDATE SET n = n RETURNING step",
                )
                .bind(&taking.campaign)
                .bind(phrase.as_slice())
                .bind(signed(taking.number)?)
                .fetch_one(&mut *transaction)
                .await?;
                if count(&row, "step")? < taking.number {
                    known.push(*phrase);
                }
            }
            transaction.commit().await?;
        }
        Ok(known)
    }

    async fn alike(&self, campaign: &str) -> Result<Vec<AlikeDay>, StorageError> {
        let rows = sqlx::query("SELECT day, point, forms, most, answers FROM alike WHERE campaign = ?")
            .bind(campaign)
            .fetch_all(&self.readers)
            .await?;
        rows.iter()
            .map(|row| {
                let answers: i64 = row.try_get("answers")?;
                let alike = Alike {
                    forms: count(row, "forms")?,
                    most: count(row, "most")?,
                    answers: answers.cast_unsigned(),
                };
                Ok(AlikeDay { day: row.try_get("day")?, point: row.try_get("point")?, alike })
            })
            .collect()
    }

    async fn point_days(&self, campaign: &str) -> Result<Vec<(String, String, u64)>, StorageError> {
        let rows = sqlx::query("SELECT point, day, n FROM point_days WHERE campaign = ?")
            .bind(campaign)
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(|row| Ok((row.try_get("point")?, row.try_get("day")?, count(row, "n")?))).collect()
    }

    async fn sign(&self, taking: &Taking, signs: &[(String, Flags)]) -> Result<(), StorageError> {
        for piece in signs.chunks(PIECE) {
            let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            for (id, flags) in piece {
                sqlx::query("UPDATE records SET signs = ? WHERE id = ? AND step = ?")
                    .bind(flags.bits())
                    .bind(id)
                    .bind(signed(taking.number)?)
                    .execute(&mut *transaction)
                    .await?;
            }
            transaction.commit().await?;
        }
        Ok(())
    }

    async fn finish(&self, taking: &Taking, today: Day, outcome: &Outcome) -> Result<bool, StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let Some((2, without)) = being_taken(&mut transaction, taking).await? else { return Ok(false) };
        write(&mut transaction, taking, outcome).await?;
        decisions::count_forms(&mut transaction, taking).await?;
        let mut standing = read_status(&mut transaction, &taking.campaign, without.as_deref()).await?;
        standing.uncounted = outcome.uncounted.len() as u64;
        let standing =
            serde_json::to_string(&standing).map_err(|error| StorageError::Damaged(error.to_string()))?;
        sqlx::query("UPDATE steps SET number = ?, day = ?, standing = ?, taking = 0 WHERE campaign = ?")
            .bind(signed(taking.number)?)
            .bind(today.to_string())
            .bind(standing)
            .bind(&taking.campaign)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(true)
    }

    async fn set_forms_aside(
        &self,
        campaign: &str,
        today: Day,
        which: &Which,
        reason: &str,
    ) -> Result<u64, StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let number = decisions::add(&mut transaction, campaign, today, which, reason).await?;
        transaction.commit().await?;
        Ok(number)
    }

    async fn take_back(&self, campaign: &str, today: Day, number: u64) -> Result<bool, StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let done = decisions::take_back(&mut transaction, campaign, today, number).await?;
        transaction.commit().await?;
        Ok(done)
    }

    async fn decisions(&self, campaign: &str) -> Result<Vec<Decision>, StorageError> {
        let mut reader = self.readers.acquire().await?;
        decisions::all(&mut reader, campaign).await
    }

    async fn fitting(&self, campaign: &str, which: &Which) -> Result<u64, StorageError> {
        let mut reader = self.readers.acquire().await?;
        decisions::would_fit(&mut reader, campaign, which).await
    }
}

impl SqliteStorage {
    /// Says that the next step is being taken, unless that was said before; then its boundary stays.
    async fn begin(
        &self,
        campaign: &str,
        boundary: Boundary,
    ) -> Result<(Taking, Option<String>), StorageError> {
        let without = match boundary {
            Boundary::Without(day) => Some(day.to_string()),
            Boundary::Now => None,
        };
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let row = sqlx::query(
            "INSERT INTO steps (campaign, number, day, standing, taking, without) VALUES (?, 0, '', '', 1, ?)
             ON CONFLICT DO UPDATE SET taking = max(taking, 1),
                 without = CASE WHEN taking = 0 THEN excluded.without ELSE without END
             RETURNING number, without",
        )
        .bind(campaign)
        .bind(without)
        .fetch_one(&mut *transaction)
        .await?;
        let taking = Taking { campaign: campaign.to_owned(), number: count(&row, "number")? + 1 };
        let without = row.try_get("without")?;
        transaction.commit().await?;
        Ok((taking, without))
    }

    /// The write lock, as long as the step still gathers.
    async fn while_gathering(
        &self,
        taking: &Taking,
    ) -> Result<Option<Transaction<'static, Sqlite>>, StorageError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let gathers = matches!(being_taken(&mut transaction, taking).await?, Some((1, _)));
        Ok(gathers.then_some(transaction))
    }

    async fn gather_piece(&self, taking: &Taking, without: Option<&str>) -> Result<u64, StorageError> {
        let Some(mut transaction) = self.while_gathering(taking).await? else { return Ok(0) };
        let gathered = sqlx::query(
            "UPDATE records SET step = ?2 WHERE id IN (SELECT id FROM records
             WHERE campaign = ?1 AND step IS NULL AND (?3 IS NULL OR received_day <> ?3) LIMIT ?4)",
        )
        .bind(&taking.campaign)
        .bind(signed(taking.number)?)
        .bind(without)
        .bind(PIECE as i64)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        transaction.commit().await?;
        Ok(gathered)
    }
}

/// How far this step is, and which day it leaves out; `None` once it is finished.
async fn being_taken(
    connection: &mut SqliteConnection,
    taking: &Taking,
) -> Result<Option<(i64, Option<String>)>, StorageError> {
    let row = sqlx::query("SELECT taking, without FROM steps WHERE campaign = ? AND number = ?")
        .bind(&taking.campaign)
        .bind(signed(taking.number.saturating_sub(1))?)
        .fetch_optional(connection)
        .await?;
    row.map(|row| Ok((row.try_get("taking")?, row.try_get("without")?))).transpose()
}

fn gathered(row: &SqliteRow, leaves: bool) -> Result<Gathered<'_>, StorageError> {
    let signs = u8::try_from(count(row, "signs")?).ok().and_then(Flags::from_bits);
    Ok(Gathered {
        id: row.try_get("id")?,
        instrument: (row.try_get("instrument")?, row.try_get("version")?),
        received_day: row.try_get("received_day")?,
        body: row.try_get("body")?,
        signs: signs.ok_or_else(|| StorageError::Damaged("signs".into()))?,
        step: count(row, "step")?,
        leaves,
    })
}

async fn write(
    connection: &mut SqliteConnection,
    taking: &Taking,
    outcome: &Outcome,
) -> Result<(), StorageError> {
    for id in &outcome.uncounted {
        sqlx::query("UPDATE records SET step = NULL WHERE id = ? AND step = ?")
            .bind(id)
            .bind(signed(taking.number)?)
            .execute(&mut *connection)
            .await?;
    }
    for (form, counted) in &outcome.tallies {
        sqlx::query(
            "INSERT INTO tallies (campaign, instrument, version, records, tally) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET records = excluded.records, tally = excluded.tally",
        )
        .bind(&form.campaign)
        .bind(&form.instrument)
        .bind(&form.version)
        .bind(signed(counted.records)?)
        .bind(counted.tally.encode())
        .execute(&mut *connection)
        .await?;
    }
    for (form, records, body) in &outcome.releases {
        sqlx::query(
            "INSERT INTO releases (campaign, instrument, version, records, body) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET records = excluded.records, body = excluded.body",
        )
        .bind(&form.campaign)
        .bind(&form.instrument)
        .bind(&form.version)
        .bind(signed(*records)?)
        .bind(body)
        .execute(&mut *connection)
        .await?;
    }
    for AlikeDay { day, point, alike } in &outcome.alike {
        sqlx::query(
            "INSERT INTO alike (campaign, day, point, forms, most, answers) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET forms = excluded.forms, most = excluded.most, answers = excluded.answers
             WHERE excluded.forms > forms",
        )
        .bind(&taking.campaign)
        .bind(day)
        .bind(point)
        .bind(signed(alike.forms)?)
        .bind(signed(alike.most)?)
        .bind(alike.answers.cast_signed())
        .execute(&mut *connection)
        .await?;
    }
    for (point, day, more) in &outcome.point_days {
        sqlx::query(
            "INSERT INTO point_days (campaign, point, day, n) VALUES (?1, ?2, ?3, max(?4, 0))
             ON CONFLICT DO UPDATE SET n = max(n + ?4, 0)",
        )
        .bind(&taking.campaign)
        .bind(point)
        .bind(day)
        .bind(more)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
