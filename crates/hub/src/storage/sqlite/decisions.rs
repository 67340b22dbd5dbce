//! Forms that are set aside.

use lang_nghe_quality::Flags;
use lang_nghe_record::{Day, RecordId};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::{StorageError, count, signed};
use crate::storage::steps::{Decision, Taking, Which};

/// Forms that fit: `?2` the day they arrived on, `?3` their point, `?4` their id, `?6` signs of which they have one; at
/// least one is given.
const FIT: &str = "campaign = ?1 AND decision IS NULL AND body IS NOT NULL
    AND (?2 IS NOT NULL OR ?3 IS NOT NULL OR ?4 IS NOT NULL OR ?6 <> 0) AND (?6 = 0 OR signs & ?6 <> 0)
    AND (?2 IS NULL OR received_day = ?2) AND (?4 IS NULL OR id = ?4)
    AND (?3 IS NULL OR coalesce(json_extract(body, '$.point'), '') = ?3)";

pub(super) async fn add(
    connection: &mut SqliteConnection,
    campaign: &str,
    today: Day,
    which: &Which,
    reason: &str,
) -> Result<u64, StorageError> {
    let row = sqlx::query(
        "INSERT INTO decisions (campaign, number, decided_day, received_day, point, record, reason, signs)
         SELECT ?1, 1 + coalesce(max(number), 0), ?2, ?3, ?4, ?5, ?6, ?7 FROM decisions WHERE campaign = ?1
         RETURNING number",
    )
    .bind(campaign)
    .bind(today.to_string())
    .bind(which.received_day.map(|day| day.to_string()))
    .bind(&which.point)
    .bind(which.record.map(|id| id.to_string()))
    .bind(reason)
    .bind(which.signs.bits())
    .fetch_one(connection)
    .await?;
    count(&row, "number")
}

pub(super) async fn take_back(
    connection: &mut SqliteConnection,
    campaign: &str,
    today: Day,
    number: u64,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE decisions SET taken_back_day = ? WHERE campaign = ? AND number = ? AND taken_back_day IS NULL",
    )
    .bind(today.to_string())
    .bind(campaign)
    .bind(signed(number)?)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn all(
    connection: &mut SqliteConnection,
    campaign: &str,
) -> Result<Vec<Decision>, StorageError> {
    let rows = sqlx::query("SELECT * FROM decisions WHERE campaign = ? ORDER BY number")
        .bind(campaign)
        .fetch_all(connection)
        .await?;
    rows.iter().map(decision).collect()
}

fn decision(row: &SqliteRow) -> Result<Decision, StorageError> {
    let damaged = || StorageError::Damaged("a decision".into());
    let day: Option<&str> = row.try_get("received_day")?;
    let record: Option<&str> = row.try_get("record")?;
    let which = Which {
        received_day: day.map(Day::parse).transpose().map_err(|_| damaged())?,
        point: row.try_get("point")?,
        record: record.map(RecordId::parse).transpose().map_err(|_| damaged())?,
        signs: u8::try_from(count(row, "signs")?).ok().and_then(Flags::from_bits).ok_or_else(damaged)?,
    };
    let applied: Option<i64> = row.try_get("applied")?;
    Ok(Decision {
        number: count(row, "number")?,
        decided_day: row.try_get("decided_day")?,
        which,
        reason: row.try_get("reason")?,
        forms: applied.map(|_| count(row, "forms")).transpose()?,
        taken_back_day: row.try_get("taken_back_day")?,
    })
}

/// Decisions that the next step has to apply, and numbers of those that it has to undo.
pub(super) async fn due(
    connection: &mut SqliteConnection,
    campaign: &str,
) -> Result<(Vec<Decision>, Vec<u64>), StorageError> {
    let rows = sqlx::query(
        "SELECT * FROM decisions WHERE campaign = ? AND
             ((applied IS NULL AND taken_back_day IS NULL)
              OR (applied IS NOT NULL AND taken_back_day IS NOT NULL AND undone IS NULL)) ORDER BY number",
    )
    .bind(campaign)
    .fetch_all(connection)
    .await?;
    let (mut new, mut taken_back) = (Vec::new(), Vec::new());
    for row in &rows {
        let found = decision(row)?;
        if found.taken_back_day.is_some() { taken_back.push(found.number) } else { new.push(found) }
    }
    Ok((new, taken_back))
}

async fn ids(
    connection: &mut SqliteConnection,
    sql: String,
    bind: (&str, &Which, Option<u64>),
) -> Result<Vec<String>, StorageError> {
    let (campaign, which, step) = bind;
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(campaign)
        .bind(which.received_day.map(|day| day.to_string()))
        .bind(&which.point)
        .bind(which.record.map(|id| id.to_string()))
        .bind(step.map(signed).transpose()?)
        .bind(which.signs.bits())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// The forms that a decision sets aside: of those that this step and the ones before it count.
pub(super) async fn fitting(
    connection: &mut SqliteConnection,
    taking: &Taking,
    decision: &Decision,
) -> Result<Vec<String>, StorageError> {
    let sql = format!("SELECT id FROM records WHERE {FIT} AND step <= ?5 ORDER BY id");
    ids(connection, sql, (&taking.campaign, &decision.which, Some(taking.number))).await
}

pub(super) async fn would_fit(
    connection: &mut SqliteConnection,
    campaign: &str,
    which: &Which,
) -> Result<u64, StorageError> {
    let sql = format!(
        "SELECT id FROM records WHERE {FIT} AND ?5 IS NULL
         AND step <= coalesce((SELECT number FROM steps WHERE campaign = ?1), 0)"
    );
    Ok(ids(connection, sql, (campaign, which, None)).await?.len() as u64)
}

pub(super) async fn set_aside_by(
    connection: &mut SqliteConnection,
    campaign: &str,
    number: u64,
) -> Result<Vec<String>, StorageError> {
    let rows = sqlx::query("SELECT id FROM records WHERE campaign = ? AND decision = ? ORDER BY id")
        .bind(campaign)
        .bind(signed(number)?)
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

pub(super) async fn mark(
    connection: &mut SqliteConnection,
    ids: &[String],
    number: u64,
) -> Result<(), StorageError> {
    for id in ids {
        sqlx::query("UPDATE records SET decision = ? WHERE id = ? AND decision IS NULL")
            .bind(signed(number)?)
            .bind(id)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// They count again, as if they had come with this step.
pub(super) async fn unmark(
    connection: &mut SqliteConnection,
    ids: &[String],
    step: u64,
) -> Result<(), StorageError> {
    for id in ids {
        sqlx::query("UPDATE records SET decision = NULL, step = ?, signs = 0 WHERE id = ?")
            .bind(signed(step)?)
            .bind(id)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

pub(super) async fn applied(
    connection: &mut SqliteConnection,
    taking: &Taking,
    number: u64,
) -> Result<(), StorageError> {
    sqlx::query("UPDATE decisions SET applied = ? WHERE campaign = ? AND number = ?")
        .bind(signed(taking.number)?)
        .bind(&taking.campaign)
        .bind(signed(number)?)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn undone(
    connection: &mut SqliteConnection,
    taking: &Taking,
    number: u64,
) -> Result<(), StorageError> {
    sqlx::query("UPDATE decisions SET undone = ? WHERE campaign = ? AND number = ?")
        .bind(signed(taking.number)?)
        .bind(&taking.campaign)
        .bind(signed(number)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes down how many forms the decisions that this step applied have set aside.
pub(super) async fn count_forms(
    connection: &mut SqliteConnection,
    taking: &Taking,
) -> Result<(), StorageError> {
    sqlx::query(
        "UPDATE decisions SET forms = (SELECT count(*) FROM records
             WHERE records.campaign = ?1 AND records.decision = decisions.number)
         WHERE campaign = ?1 AND applied = ?2",
    )
    .bind(&taking.campaign)
    .bind(signed(taking.number)?)
    .execute(connection)
    .await?;
    Ok(())
}
