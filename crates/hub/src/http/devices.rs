//! Devices that may send classes. Officials name one at `/can-bo/thiet-bi` and get a code; the device changes the code
//! for a token, once, and shows the token beside its classes. The hub keeps digests of both.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lang_nghe_lesson::class::cleaned;
use lang_nghe_record::Day;
use lang_nghe_sync::wire::{HUB_NAME, LetIn, Pass};
use sha2::{Digest as _, Sha256};

use super::limit::Peer;
use super::officials::{address, back_to, given};
use super::pages::rendered;
use super::problem::Problem;
use crate::Hub;
use crate::officials::{self, NewCode};
use crate::password::{spoken, written};
use crate::storage::devices::{Digest, NewDevice};

/// Where officials find devices.
pub(crate) const PATH: &str = "/can-bo/thiet-bi";
/// Longest name of a device, in characters.
const LABEL_CHARS: usize = 60;
/// For how many days a code can be used, the day it was made included.
const CODE_DAYS: u32 = 7;
/// Letters of a code: 50 random bits, of which nobody guesses one in a week at any rate that this hub answers.
const CODE_LETTERS: usize = 10;
/// Bytes of a token.
const TOKEN_BYTES: usize = 32;

/// What a token is looked up by.
pub(super) fn digest_of_token(token: &str) -> Digest {
    Sha256::digest(["lang-nghe token ", token].concat()).into()
}

fn digest_of_code(code: &str) -> Digest {
    Sha256::digest(["lang-nghe code ", &written(code)].concat()).into()
}

/// `GET /can-bo/thiet-bi`.
pub(crate) async fn page(
    State(hub): State<Arc<Hub>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let words = hub.words.asked(query.as_deref());
    let page = officials::devices(words, &hub.storage.devices().await?, hub.today()?, None);
    Ok(rendered(StatusCode::OK, words, &page, &headers))
}

/// `POST /can-bo/thiet-bi`: `label=…` names a device, `shut=<id>` shuts one out.
pub(crate) async fn change(
    State(hub): State<Arc<Hub>>,
    RawQuery(query): RawQuery,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let words = hub.words.asked(query.as_deref());
    let today = hub.today()?;
    let given = given(&body);
    if let Some(id) = given.get("shut") {
        if hub.storage.shut_out(today, id).await? {
            tracing::info!("an official shut a device out");
        }
        return Ok(back_to(PATH, words));
    }
    let label: String =
        cleaned(given.get("label").map_or("", String::as_str)).chars().take(LABEL_CHARS).collect();
    let made = if label.is_empty() { None } else { name(&hub, today, &label).await? };
    let said = match made {
        None if label.is_empty() => NewCode::NoName,
        None => NewCode::NoRoom,
        Some((code, until)) => {
            let link = address(&hub, peer, &headers).map(|origin| format!("{origin}/hoc/lop#ma={code}"));
            NewCode::Made { label, code, until, link }
        }
    };
    let page = officials::devices(words, &hub.storage.devices().await?, today, Some(&said));
    // Shown once, in the answer to the form itself: it stands in no address and is read from no database.
    Ok(rendered(StatusCode::OK, words, &page, &headers))
}

/// A code for a new device, and the last day on which it can be used; `None` if there is no room for more.
async fn name(hub: &Hub, today: Day, label: &str) -> Result<Option<(String, Day)>, Problem> {
    let code = spoken(CODE_LETTERS).map_err(|_| Problem::Internal)?;
    let id = hexadecimal(&random::<8>()?);
    let until = later(today, CODE_DAYS - 1);
    let device = NewDevice { id: &id, label, code: digest_of_code(&code), until };
    let named = hub.storage.name_device(today, &device).await?;
    if named {
        tracing::info!("an official named a device that may come with a code");
    }
    Ok(named.then_some((code, until)))
}

/// `POST /api/v1/devices`: a code becomes a token.
pub(crate) async fn let_in(
    State(hub): State<Arc<Hub>>,
    headers: HeaderMap,
    body: super::records::Body,
) -> Result<Response, Problem> {
    let LetIn { code } = super::records::read(&headers, body)?;
    let token = hexadecimal(&random::<TOKEN_BYTES>()?);
    let known = hub.storage.let_in(hub.today()?, digest_of_code(&code), digest_of_token(&token)).await?;
    let label = known.ok_or(Problem::UnknownCode)?;
    tracing::info!("a device was let in");
    let campaigns = hub.campaigns.all_classes().map(|known| known.campaign.id.clone()).collect();
    let pass = Pass { hub: HUB_NAME.into(), token, label, campaigns };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(pass)).into_response())
}

fn random<const N: usize>() -> Result<[u8; N], Problem> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "this system gives no random numbers");
        Problem::Internal
    })?;
    Ok(bytes)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The day so many days later.
fn later(day: Day, days: u32) -> Day {
    let next = |day: Day| {
        let (year, month, number) = day.parts();
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        Day::new(year, month, number + 1).or_else(|_| Day::new(next_year, next_month, 1)).unwrap_or(day)
    };
    (0..days).fold(day, |day, _| next(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_on_over_the_ends_of_months_and_years() {
        for (from, days, to) in [
            ("2026-11-21", 6, "2026-11-27"),
            ("2026-12-28", 6, "2027-01-03"),
            ("2028-02-27", 3, "2028-03-01"),
        ] {
            assert_eq!(later(Day::parse(from).unwrap(), days).to_string(), to);
        }
    }

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let code = digest_of_code("abcde-fgh23");
        for typed in ["ABCDE-FGH23", " abcde fgh23 ", "abcdefgh23", "abcde–fgh23"] {
            assert_eq!(digest_of_code(typed), code, "{typed}");
        }
        assert_ne!(digest_of_code("abcde-fgh24"), code);
    }
}
