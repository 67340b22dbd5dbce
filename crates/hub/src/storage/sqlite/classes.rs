//! The classes' rows.

use sqlx::{Row, SqliteConnection};

use super::devices::{is_aside, is_newest};
use super::{StorageError, count};
use crate::storage::{Fold, HeldClasses, SoundClass};

/// The newest record of each class that is neither erased nor set aside.
const NEWEST: &str = concat!(
    "SELECT body FROM classes AS one WHERE campaign = ? AND ",
    is_newest!(),
    " AND NOT ",
    is_aside!(),
    " ORDER BY id"
);

/// How many classes are set aside.
const ASIDE: &str = concat!(
    "SELECT COUNT(*) AS n FROM classes AS one WHERE campaign = ? AND ",
    is_newest!(),
    " AND ",
    is_aside!()
);

/// Keeps a record that is new. A class that is erased stays so: its sum is in the total, and neither a late
/// correction nor a late first record may be counted beside it.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    today: &str,
    class: &SoundClass,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO classes (id, campaign, first, number, hash, received_day, device, body)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?8,
                CASE WHEN EXISTS (SELECT 1 FROM classes WHERE campaign = ?2 AND first = ?3 AND body IS NULL)
                     THEN NULL ELSE ?7 END",
    )
    .bind(class.id.to_string())
    .bind(&class.campaign)
    .bind(class.first.to_string())
    .bind(i64::from(class.number))
    .bind(class.hash.as_slice())
    .bind(today)
    .bind(&class.body)
    .bind(&class.device)
    .execute(&mut *connection)
    .await?;
    if let Some(device) = &class.device {
        sqlx::query("UPDATE devices SET used_day = ? WHERE id = ?")
            .bind(today)
            .bind(device)
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// All of a campaign, as of one moment.
pub(super) async fn held(
    connection: &mut SqliteConnection,
    campaign: &str,
) -> Result<HeldClasses, StorageError> {
    let newest = newest(connection, campaign).await?;
    let counts =
        sqlx::query("SELECT COUNT(*) AS records, COUNT(body) AS kept FROM classes WHERE campaign = ?")
            .bind(campaign)
            .fetch_one(&mut *connection)
            .await?;
    let aside = sqlx::query(ASIDE).bind(campaign).fetch_one(&mut *connection).await?;
    let aside = count(&aside, "n")?;
    let records = count(&counts, "records")?;
    let erased = records.saturating_sub(count(&counts, "kept")?);
    Ok(HeldClasses { newest, aside, records, erased, total: total(connection, campaign).await? })
}

async fn newest(connection: &mut SqliteConnection, campaign: &str) -> Result<Vec<String>, StorageError> {
    let rows = sqlx::query(NEWEST).bind(campaign).fetch_all(connection).await?;
    rows.iter().map(|row| Ok(row.try_get("body")?)).collect()
}

async fn total(connection: &mut SqliteConnection, campaign: &str) -> Result<Option<String>, StorageError> {
    let row = sqlx::query("SELECT body FROM class_totals WHERE campaign = ?")
        .bind(campaign)
        .fetch_optional(connection)
        .await?;
    row.map(|row| Ok(row.try_get("body")?)).transpose()
}

/// Adds what is there to the total, then erases it.
pub(super) async fn erase(
    connection: &mut SqliteConnection,
    campaign: &str,
    fold: &Fold<'_>,
) -> Result<u64, StorageError> {
    let newest = newest(connection, campaign).await?;
    if !newest.is_empty() {
        let before = total(connection, campaign).await?;
        let total = fold(before.as_deref(), &newest)?;
        sqlx::query(
            "INSERT INTO class_totals (campaign, body) VALUES (?, ?)
             ON CONFLICT DO UPDATE SET body = excluded.body",
        )
        .bind(campaign)
        .bind(total)
        .execute(&mut *connection)
        .await?;
    }
    let erased = sqlx::query("UPDATE classes SET body = NULL WHERE campaign = ? AND body IS NOT NULL")
        .bind(campaign)
        .execute(&mut *connection)
        .await?
        .rows_affected();
    sqlx::query("DELETE FROM set_aside WHERE campaign = ?").bind(campaign).execute(connection).await?;
    Ok(erased)
}
