//! An upload that nobody loads or discards does not stay: it holds what people are, and nobody has need of it (data
//! protection principles, DPA 2018 s.39). Its content is erased when its time is over, and the erasure logged (s.62).

use ledger::Operation;

use crate::{
    audit::{Act, Note, Who},
    platform::{app::App, refusal::Answer},
    register::{model::Fate, store},
};

/// The word of this duty in the queue; each upload queues one for the end of its time.
pub const EXPIRE: &str = "register.expire";

/// Erases the content of every upload whose time is over; how many there were.
///
/// # Errors
/// What the database says; then nothing was erased, and the job is tried again.
pub async fn expire(app: &App) -> Answer<usize> {
    let mut act = Act::begin(app, EXPIRE, Who::default()).await?;
    let now = act.now;
    let overdue = store::overdue_uploads(&mut act.tx, now).await?;
    for (upload, body) in &overdue {
        store::erase_content(&mut act.tx, *upload, Fate::Expired).await?;
        act.belongs_to(Some(*body));
        act.log(
            Note::new(Operation::Erasure, "upload", upload).because("nobody loaded or discarded it in time"),
        )
        .await?;
    }
    if !overdue.is_empty() {
        act.commit().await?;
    }
    Ok(overdue.len())
}
