//! Documents do not stay: when the members have read the pack and the time to go back to its sources is over, nobody has
//! need of them (data protection principles, DPA 2018 s.39). The key of each is erased, and the erasure logged (s.62).

use ledger::Operation;

use crate::{
    audit::{Act, Note, Who},
    pack::store,
    platform::{app::App, blobs, jobs, refusal::Answer},
};

/// The word of this duty in the queue; each document queues one for the end of its time.
pub const ERASE_DOCUMENTS: &str = "pack.erase_documents";

/// Erases every document whose time is over; how many there were. Where reading ends later than was known when a document
/// was handed over, the duty is queued again.
///
/// # Errors
/// What the database says; then nothing was erased, and the job is tried again.
pub async fn erase_documents(app: &App) -> Answer<usize> {
    let days = app.config.documents_days;
    let mut act = Act::begin(app, ERASE_DOCUMENTS, Who::default()).await?;
    let now = act.now;
    let overdue = store::overdue_documents(&mut act.tx, now.plus_days(-days)).await?;
    let mut gone = Vec::new();
    for (document, body) in &overdue {
        for blob in [document.original, document.picture].into_iter().flatten() {
            blobs::forget(&mut act.tx, blob, now).await?;
            gone.push(blob);
        }
        store::keep_document(&mut act.tx, &document.clone().erase()).await?;
        act.belongs_to(Some(*body));
        let note = Note::new(Operation::Erasure, "document", document.id).with("case", document.case);
        act.log(note.because("its time was over")).await?;
    }
    if overdue.is_empty() {
        // An act that did nothing is no act; it would keep the one writer from writing.
        drop(act);
    } else {
        store::forget_handovers(&mut act.tx, now.plus_days(-days)).await?;
        act.commit().await?;
    }
    for blob in gone {
        app.blobs.remove(blob).await;
    }
    again(app, days).await?;
    Ok(overdue.len())
}

/// Queues the duty for the next document that falls due.
async fn again(app: &App, days: i64) -> Answer<()> {
    let mut tx = app.db.write(ERASE_DOCUMENTS).await?;
    if let Some(next) = store::next_overdue(&mut tx).await? {
        jobs::queue(app, &mut tx, ERASE_DOCUMENTS, next.plus_days(days)).await?;
        tx.commit().await?;
    }
    Ok(())
}
