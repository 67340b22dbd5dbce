//! Every answer that is not a success, in the one shape that devices know.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lang_nghe_sync::wire::{self, HUB_NAME};

use crate::storage::StorageError;

/// Why a request as a whole was not carried out. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error("the body is not what this address takes: {0}")]
    Malformed(String),
    #[error("the body must be sent as application/json")]
    WrongType,
    #[error("the body is larger than {} bytes: send fewer records at a time", wire::BATCH_BYTES)]
    TooLarge,
    #[error("{given} in one request, at most {most} are taken: send fewer at a time")]
    TooMany { given: usize, most: usize },
    #[error("the body stopped arriving: send it again")]
    Incomplete,
    #[error("too many requests from this network: try again in {0} seconds")]
    TooOften(u64),
    #[error("the hub cannot store anything now: keep the records and try again later")]
    Busy,
    #[error(
        "the hub cannot store anything until its database is put back: keep the records and try again later"
    )]
    Broken(String),
    #[error("{0}: it will not be taken, however often it is sent")]
    Unfit(String),
    #[error("the hub has no room for more recordings: keep it and try again later")]
    Full,
    #[error("there is nothing at this address")]
    NotFound,
    #[error("this address does not take this method")]
    WrongMethod,
    #[error("the hub made a mistake: nothing was stored, try again later")]
    Internal,
}

/// Goes with an answer to where it is known whose database it was ([`stamp`](super::headers::stamp)).
#[derive(Clone, Debug)]
pub(crate) struct Damage(pub(crate) String);

/// How long a device should leave a busy hub alone.
const BUSY_SECONDS: u64 = 30;

impl Problem {
    fn status(&self) -> StatusCode {
        match self {
            Self::Malformed(_) | Self::TooMany { .. } => StatusCode::BAD_REQUEST,
            Self::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Incomplete => StatusCode::REQUEST_TIMEOUT,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Broken(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unfit(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The machine-readable name.
    fn name(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::WrongType => "wrong-type",
            Self::TooLarge => "too-large",
            Self::TooMany { .. } => "too-many",
            Self::Incomplete => "incomplete",
            Self::TooOften(_) => "too-often",
            Self::Busy | Self::Broken(_) => "busy",
            Self::Unfit(_) => "unfit",
            Self::Full => "full",
            Self::NotFound => "not-found",
            Self::WrongMethod => "wrong-method",
            Self::Internal => "internal",
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body =
            wire::Problem { hub: HUB_NAME.into(), problem: self.name().into(), detail: self.to_string() };
        let mut response = (self.status(), Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self {
            Self::TooOften(seconds) => headers.insert(header::RETRY_AFTER, seconds.into()),
            Self::Busy | Self::Broken(_) => headers.insert(header::RETRY_AFTER, BUSY_SECONDS.into()),
            _ => None,
        };
        if let Self::Broken(what) = self {
            response.extensions_mut().insert(Damage(what));
        }
        response
    }
}

impl From<StorageError> for Problem {
    /// The reason goes to the log of this hub; the device learns only that it should come back.
    fn from(error: StorageError) -> Self {
        tracing::error!(%error, "the database refused");
        match error {
            StorageError::Unavailable(_) | StorageError::Full(_) => Self::Busy,
            StorageError::Broken(what) => Self::Broken(what),
            StorageError::Damaged(_) => Self::Internal,
        }
    }
}

pub(crate) async fn not_found() -> Problem {
    Problem::NotFound
}

pub(crate) async fn wrong_method() -> Problem {
    Problem::WrongMethod
}

/// The panic's message is not logged: it could quote what a person wrote.
pub(crate) fn panicked(_message: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("a request failed by a mistake in the hub; nothing of it was stored");
    Problem::Internal.into_response()
}
