//! `/health`: whether the product and its database answer. For machines.

use axum::extract::State;

use crate::platform::{app::App, refusal::Answer};

/// `ok`, once the database has answered.
///
/// # Errors
/// Unavailable when the database does not answer.
pub async fn get(State(app): State<App>) -> Answer<&'static str> {
    app.db.read("welcome.health").await?.ping().await?;
    Ok("ok\n")
}
