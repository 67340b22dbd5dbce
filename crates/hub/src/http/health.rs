//! For the machine that watches this one.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use lang_nghe_sync::wire::HUB_NAME;
use serde_json::json;

use super::problem::Problem;
use crate::Hub;

/// `GET /healthz`: the process answers.
pub(crate) async fn alive() -> Response {
    Json(json!({ "hub": HUB_NAME, "status": "alive" })).into_response()
}

/// `GET /readyz`: and it could store a record now.
pub(crate) async fn ready(State(hub): State<Arc<Hub>>) -> Result<Response, Problem> {
    if hub.health.is_damaged() {
        return Err(Problem::Busy);
    }
    hub.storage.probe().await?;
    Ok(Json(json!({ "hub": HUB_NAME, "status": "ready" })).into_response())
}
