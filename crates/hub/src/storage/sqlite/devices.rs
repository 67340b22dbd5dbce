//! Devices and decisions about classes in SQLite.

use async_trait::async_trait;
use lang_nghe_record::Day;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::{SqliteStorage, StorageError, count, signed};
use crate::storage::devices::{
    ClassDecision, Device, Devices, Digest, ListedClass, MOST_DECISIONS, MOST_DEVICES, NewDevice,
    WhichClasses,
};

/// Whether the class of the row `one` is set aside by a decision that stands.
macro_rules! is_aside {
    () => {
        "EXISTS (SELECT 1 FROM class_decisions AS decision
                 WHERE decision.campaign = one.campaign AND decision.taken_back_day IS NULL
                   AND (decision.first = one.first OR decision.device = one.device
                        OR (one.device IS NULL AND decision.received_day = one.received_day)))"
    };
}

/// Whether the row `one` is the newest record of its class and not erased.
macro_rules! is_newest {
    () => {
        "one.body IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM classes AS other
                         WHERE other.campaign = one.campaign AND other.first = one.first
                           AND (other.number, other.id) > (one.number, one.id))"
    };
}
pub(super) use {is_aside, is_newest};

#[async_trait]
impl Devices for SqliteStorage {
    async fn name_device(&self, today: Day, device: &NewDevice<'_>) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "INSERT INTO devices (id, label, made_day, code, code_until)
             SELECT ?, ?, ?, ?, ? WHERE (SELECT COUNT(*) FROM devices) < ?",
        )
        .bind(device.id)
        .bind(device.label)
        .bind(today.to_string())
        .bind(device.code.as_slice())
        .bind(device.until.to_string())
        .bind(signed(MOST_DEVICES)?)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    async fn let_in(&self, today: Day, code: Digest, token: Digest) -> Result<Option<String>, StorageError> {
        let row = sqlx::query(
            "UPDATE devices SET code = NULL, token = ?1, in_day = ?2
             WHERE code = ?3 AND code_until >= ?2 AND shut_day IS NULL RETURNING label",
        )
        .bind(token.as_slice())
        .bind(today.to_string())
        .bind(code.as_slice())
        .fetch_optional(&self.writer)
        .await?;
        row.map(|row| Ok(row.try_get("label")?)).transpose()
    }

    async fn device_of(&self, token: Digest) -> Result<Option<String>, StorageError> {
        let row = sqlx::query("SELECT id FROM devices WHERE token = ? AND shut_day IS NULL")
            .bind(token.as_slice())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| Ok(row.try_get("id")?)).transpose()
    }

    async fn devices(&self) -> Result<Vec<Device>, StorageError> {
        let rows = sqlx::query(
            "SELECT devices.*, (SELECT COUNT(*) FROM classes WHERE classes.device = devices.id) AS classes
             FROM devices ORDER BY shut_day IS NOT NULL, in_day IS NULL, label, id",
        )
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(device).collect()
    }

    async fn shut_out(&self, today: Day, id: &str) -> Result<bool, StorageError> {
        let done =
            sqlx::query("UPDATE devices SET shut_day = ?, code = NULL WHERE id = ? AND shut_day IS NULL")
                .bind(today.to_string())
                .bind(id)
                .execute(&self.writer)
                .await?;
        Ok(done.rows_affected() > 0)
    }

    async fn set_classes_aside(
        &self,
        campaign: &str,
        today: Day,
        which: &WhichClasses,
        reason: &str,
    ) -> Result<bool, StorageError> {
        let (first, device, day) = columns(which);
        // Nothing that fits is a mistyped address; a decision that stands already is not taken twice.
        let done = sqlx::query(
            "INSERT INTO class_decisions (campaign, number, decided_day, first, device, received_day, reason)
             SELECT ?1, 1 + (SELECT COALESCE(MAX(number), 0) FROM class_decisions WHERE campaign = ?1),
                    ?2, ?3, ?4, ?5, ?6
             WHERE EXISTS (SELECT 1 FROM classes WHERE campaign = ?1 AND body IS NOT NULL
                           AND (first = ?3 OR device = ?4 OR (device IS NULL AND received_day = ?5)))
               AND NOT EXISTS (SELECT 1 FROM class_decisions WHERE campaign = ?1 AND taken_back_day IS NULL
                               AND first IS ?3 AND device IS ?4 AND received_day IS ?5)
               AND (SELECT COUNT(*) FROM class_decisions WHERE campaign = ?1) < ?7",
        )
        .bind(campaign)
        .bind(today.to_string())
        .bind(first)
        .bind(device)
        .bind(day)
        .bind(reason)
        .bind(signed(MOST_DECISIONS)?)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    async fn take_classes_back(&self, campaign: &str, today: Day, number: u64) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "UPDATE class_decisions SET taken_back_day = ?
             WHERE campaign = ? AND number = ? AND taken_back_day IS NULL",
        )
        .bind(today.to_string())
        .bind(campaign)
        .bind(signed(number)?)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    async fn class_decisions(&self, campaign: &str) -> Result<Vec<ClassDecision>, StorageError> {
        let rows = sqlx::query(concat!(
            "SELECT decision.*, (SELECT COUNT(*) FROM classes AS one WHERE one.campaign = decision.campaign AND ",
            is_newest!(),
            " AND (decision.first = one.first OR decision.device = one.device
                   OR (one.device IS NULL AND decision.received_day = one.received_day))) AS classes
             FROM class_decisions AS decision WHERE decision.campaign = ? ORDER BY number DESC"
        ))
        .bind(campaign)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(decision).collect()
    }

    async fn listed_classes(
        &self,
        campaign: &str,
        from: u64,
        most: u64,
    ) -> Result<(Vec<ListedClass>, u64), StorageError> {
        let mut snapshot = self.readers.begin().await?;
        let rows = sqlx::query(concat!(
            "SELECT one.first, one.received_day, one.body, devices.label, ",
            is_aside!(),
            " AS aside FROM classes AS one LEFT JOIN devices ON devices.id = one.device
              WHERE one.campaign = ? AND ",
            is_newest!(),
            " ORDER BY one.received_day DESC, one.id LIMIT ? OFFSET ?"
        ))
        .bind(campaign)
        .bind(signed(most)?)
        .bind(signed(from)?)
        .fetch_all(&mut *snapshot)
        .await?;
        let all = sqlx::query(concat!(
            "SELECT COUNT(*) AS n FROM classes AS one WHERE one.campaign = ? AND ",
            is_newest!()
        ))
        .bind(campaign)
        .fetch_one(&mut *snapshot)
        .await?;
        snapshot.commit().await?;
        let listed = |row: &SqliteRow| {
            Ok(ListedClass {
                first: row.try_get("first")?,
                received_day: row.try_get("received_day")?,
                device: row.try_get("label")?,
                aside: count(row, "aside")? > 0,
                body: row.try_get("body")?,
            })
        };
        Ok((rows.iter().map(listed).collect::<Result<_, StorageError>>()?, count(&all, "n")?))
    }
}

fn device(row: &SqliteRow) -> Result<Device, StorageError> {
    Ok(Device {
        id: row.try_get("id")?,
        label: row.try_get("label")?,
        code_until: row.try_get("code_until")?,
        in_day: row.try_get("in_day")?,
        used_day: row.try_get("used_day")?,
        shut_day: row.try_get("shut_day")?,
        classes: count(row, "classes")?,
    })
}

fn decision(row: &SqliteRow) -> Result<ClassDecision, StorageError> {
    let (first, device, day): (Option<String>, Option<String>, Option<String>) =
        (row.try_get("first")?, row.try_get("device")?, row.try_get("received_day")?);
    let which = match (first, device, day.and_then(|day| Day::parse(&day).ok())) {
        (Some(first), ..) => WhichClasses::One(first),
        (_, Some(device), _) => WhichClasses::Device(device),
        (.., Some(day)) => WhichClasses::Day(day),
        _ => return Err(StorageError::Damaged("a decision about classes".into())),
    };
    Ok(ClassDecision {
        number: count(row, "number")?,
        decided_day: row.try_get("decided_day")?,
        which,
        reason: row.try_get("reason")?,
        classes: count(row, "classes")?,
        taken_back_day: row.try_get("taken_back_day")?,
    })
}

fn columns(which: &WhichClasses) -> (Option<&str>, Option<&str>, Option<String>) {
    match which {
        WhichClasses::One(first) => (Some(first), None, None),
        WhichClasses::Device(device) => (None, Some(device), None),
        WhichClasses::Day(day) => (None, None, Some(day.to_string())),
    }
}
