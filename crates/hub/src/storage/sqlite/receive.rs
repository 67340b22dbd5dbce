//! Taking a batch, inside the one transaction that [`super::SqliteStorage`] opened.

use std::collections::BTreeMap;

use lang_nghe_record::{ContentHash, RecordId};
use lang_nghe_sync::wire::Reason;
use sqlx::{Row, SqliteConnection};

use super::{Arrival, Outcome, StorageError, count};
use crate::storage::{SET_ASIDE_KEPT, SoundClass, SoundRecord};

/// Sums that are written once per batch and not once per record.
#[derive(Default)]
struct Sums {
    accepted: BTreeMap<String, (i64, i64)>,
    refused: BTreeMap<(String, String), i64>,
}

pub(super) async fn receive(
    connection: &mut SqliteConnection,
    today: &str,
    batch: Vec<Arrival>,
) -> Result<Vec<Outcome>, StorageError> {
    let mut sums = Sums::default();
    let mut outcomes = Vec::with_capacity(batch.len());
    for arrival in batch {
        outcomes.push(match arrival {
            Arrival::Sound(record) => take(connection, today, *record, &mut sums).await?,
            Arrival::Class(class) => take_class(connection, today, *class, &mut sums).await?,
            Arrival::Unsound { campaign, reason, sent } => {
                refuse(connection, campaign, reason, sent, &mut sums).await?
            }
        });
    }
    sums.write(connection, today).await?;
    Ok(outcomes)
}

async fn take(
    connection: &mut SqliteConnection,
    today: &str,
    record: SoundRecord,
    sums: &mut Sums,
) -> Result<Outcome, StorageError> {
    let aside =
        Aside { id: record.id, hash: record.hash, campaign: &record.form.campaign, sealed: &record.sealed };
    if let Some(outcome) = known_before(connection, today, &aside, sums).await? {
        return Ok(outcome);
    }
    sqlx::query(
        "INSERT INTO records (id, campaign, instrument, version, hash, received_day, body)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(record.id.to_string())
    .bind(&record.form.campaign)
    .bind(&record.form.instrument)
    .bind(&record.form.version)
    .bind(record.hash.as_slice())
    .bind(today)
    .bind(&record.body)
    .execute(&mut *connection)
    .await?;
    let (accepted, outside) = sums.accepted.entry(record.form.campaign).or_default();
    *accepted += 1;
    *outside += i64::from(record.outside);
    Ok(Outcome::Accepted(record.hash))
}

async fn take_class(
    connection: &mut SqliteConnection,
    today: &str,
    class: SoundClass,
    sums: &mut Sums,
) -> Result<Outcome, StorageError> {
    let aside = Aside { id: class.id, hash: class.hash, campaign: &class.campaign, sealed: &class.sealed };
    if let Some(outcome) = known_before(connection, today, &aside, sums).await? {
        return Ok(outcome);
    }
    super::classes::insert(connection, today, &class).await?;
    let (accepted, outside) = sums.accepted.entry(class.campaign).or_default();
    *accepted += 1;
    *outside += i64::from(class.outside);
    Ok(Outcome::Accepted(class.hash))
}

/// What is kept of a record whose id is taken.
struct Aside<'a> {
    id: RecordId,
    hash: ContentHash,
    campaign: &'a str,
    sealed: &'a [u8],
}

/// What becomes of a record whose id is held already; `None` if it is not.
async fn known_before(
    connection: &mut SqliteConnection,
    today: &str,
    aside: &Aside<'_>,
    sums: &mut Sums,
) -> Result<Option<Outcome>, StorageError> {
    match held(connection, aside.id).await? {
        Some(hash) if hash == aside.hash => Ok(Some(Outcome::Already(hash))),
        Some(hash) => {
            if set_aside(connection, today, aside).await? {
                sums.count_refusal(aside.campaign.to_owned(), Reason::OtherContent);
            }
            Ok(Some(Outcome::Refused(Reason::OtherContent, Some(hash))))
        }
        None => Ok(None),
    }
}

impl Sums {
    fn count_refusal(&mut self, campaign: String, reason: Reason) {
        *self.refused.entry((campaign, code(reason))).or_default() += 1;
    }

    async fn write(self, connection: &mut SqliteConnection, today: &str) -> Result<(), StorageError> {
        for (campaign, (accepted, outside)) in self.accepted {
            sqlx::query(
                "INSERT INTO days (campaign, day, accepted, outside) VALUES (?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET accepted = accepted + excluded.accepted,
                                           outside = outside + excluded.outside",
            )
            .bind(campaign)
            .bind(today)
            .bind(accepted)
            .bind(outside)
            .execute(&mut *connection)
            .await?;
        }
        for ((campaign, reason), n) in self.refused {
            sqlx::query(
                "INSERT INTO refusals (campaign, reason, day, n) VALUES (?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET n = n + excluded.n",
            )
            .bind(campaign)
            .bind(reason)
            .bind(today)
            .bind(n)
            .execute(&mut *connection)
            .await?;
        }
        Ok(())
    }
}

async fn refuse(
    connection: &mut SqliteConnection,
    campaign: Option<String>,
    reason: Reason,
    sent: Option<(RecordId, ContentHash)>,
    sums: &mut Sums,
) -> Result<Outcome, StorageError> {
    let held = match sent {
        Some((id, _)) => held(connection, id).await?,
        None => None,
    };
    if let (Some((_, sent)), Some(held)) = (sent, held)
        && sent == held
    {
        // Taken when it could be read (a key or an instrument is missing now): it stays taken.
        return Ok(Outcome::Already(held));
    }
    sums.count_refusal(campaign.unwrap_or_default(), reason);
    Ok(Outcome::Refused(reason, held))
}

/// Keeps a record whose id is taken. Gives false if this very one was set aside before.
async fn set_aside(
    connection: &mut SqliteConnection,
    today: &str,
    aside: &Aside<'_>,
) -> Result<bool, StorageError> {
    let row = sqlx::query("SELECT COUNT(*) AS n FROM set_aside WHERE campaign = ?")
        .bind(aside.campaign)
        .fetch_one(&mut *connection)
        .await?;
    if count(&row, "n")? >= SET_ASIDE_KEPT {
        return Ok(true);
    }
    let done = sqlx::query(
        "INSERT INTO set_aside (id, hash, campaign, received_day, sealed) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING",
    )
    .bind(aside.id.to_string())
    .bind(aside.hash.as_slice())
    .bind(aside.campaign)
    .bind(today)
    .bind(aside.sealed)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

async fn held(connection: &mut SqliteConnection, id: RecordId) -> Result<Option<ContentHash>, StorageError> {
    let row = sqlx::query(
        "SELECT hash FROM records WHERE id = ?1 UNION ALL SELECT hash FROM classes WHERE id = ?1",
    )
    .bind(id.to_string())
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let hash: &[u8] = row.try_get("hash")?;
        hash.try_into().map_err(|_| StorageError::Damaged("a hash".into()))
    })
    .transpose()
}

/// The reason as it is written on the wire, so that the database and the API use one set of words.
fn code(reason: Reason) -> String {
    match serde_json::to_value(reason) {
        Ok(serde_json::Value::String(code)) => code,
        _ => "other".into(),
    }
}
