//! What a later extract says differently of records that were there before it.

use std::collections::BTreeMap;

use ledger::Operation;
use serde_json::{Map, Value};

use super::batch_for;
use crate::{
    access::{Action, Actor},
    audit::Note,
    platform::{
        app::App,
        db::{DbError, Tx},
        ids::{BatchId, RecordId},
        refusal::{Answer, Refusal},
    },
    register::{
        model::{Batch, Revision, changes},
        store,
    },
};

/// New versions on one page.
pub const A_PAGE: i64 = 50;

/// Pairs of versions compared at a time.
const AT_A_TIME: i64 = 1000;

/// How many new versions change a field, by its name.
pub type Counts = BTreeMap<String, i64>;

/// The new versions a batch brought.
pub struct Compared {
    /// The batch.
    pub batch: Batch,
    /// How many of them change a field, by its name.
    pub by_field: Counts,
    /// A page of them, for those who may read identified records.
    pub page: Option<Vec<Revision>>,
    /// The line after which the next page begins, when there is one.
    pub next: Option<i64>,
}

/// Counts of changed fields, and a page of the records for those who may read them, which is logged as a consultation.
///
/// # Errors
/// [`Refusal::NotFound`] as for a batch.
pub async fn compared(app: &App, actor: &Actor, id: BatchId, after: i64) -> Answer<Compared> {
    let mut act = actor.begin(app, "register.compare").await?;
    let batch = batch_for(&mut act.tx, actor, id).await?;
    let by_field = changed_fields(&mut act.tx, &batch).await?;
    if !actor.may(Action::PackPrepare, actor.facts(batch.body)) {
        return Ok(Compared {
            batch,
            by_field,
            page: None,
            next: None,
        });
    }
    let mut page = store::revisions(&mut act.tx, &batch, after, A_PAGE + 1).await?;
    let more = page.len() > usize::try_from(A_PAGE).unwrap_or(usize::MAX);
    if more {
        page.pop();
    }
    let next = page.last().filter(|_| more).map(|last| last.line);
    let note = Note::new(Operation::Consultation, "batch", batch.id).with("records", page.len());
    act.log(note).await?;
    act.commit().await?;
    Ok(Compared {
        batch,
        by_field,
        page: Some(page),
        next,
    })
}

/// As it was counted when the batch was loaded; counted now for one that was loaded before that was done.
async fn changed_fields(tx: &mut Tx, batch: &Batch) -> Answer<Counts> {
    let Some(kept) = store::changed(tx, batch.id).await? else {
        return count_fields(tx, batch).await;
    };
    serde_json::from_str(&kept).map_err(|_| {
        let place = format!("batch {} changed", batch.id);
        DbError::inconsistent(place, "not counts by field").into()
    })
}

/// Counts in how many new versions of a batch each field says something else, and keeps it for the page.
///
/// # Errors
/// What the database says.
pub(super) async fn count_changes(tx: &mut Tx, batch: &Batch) -> Answer<()> {
    let counts = count_fields(tx, batch).await?;
    let kept = serde_json::to_string(&counts).map_err(|error| Refusal::Unavailable(error.to_string()))?;
    Ok(store::keep_changed(tx, batch.id, &kept).await?)
}

async fn count_fields(tx: &mut Tx, batch: &Batch) -> Answer<Counts> {
    let mut by_field = Counts::new();
    let mut after = None;
    loop {
        let page = store::versions(tx, batch, after, AT_A_TIME).await?;
        for versions in &page {
            let (before, after) = (
                fields_of(versions.old, &versions.before)?,
                fields_of(versions.new, &versions.after)?,
            );
            for change in changes(&before, &after) {
                *by_field.entry(change.field.to_owned()).or_default() += 1;
            }
        }
        match page.last() {
            Some(last) => after = Some((last.old, last.new)),
            None => return Ok(by_field),
        }
    }
}

fn fields_of(id: RecordId, data: &str) -> Answer<Map<String, Value>> {
    serde_json::from_str(data)
        .map_err(|_| DbError::inconsistent(format!("record {id} data"), "not a JSON object").into())
}

/// The names of the fields of which the register says something else today than the record a case was drawn by. The caller
/// has decided who may know.
///
/// # Errors
/// What the database says; [`Refusal::NotFound`] for a record that is not there.
pub async fn changed_since(tx: &mut Tx, record: RecordId) -> Answer<Vec<String>> {
    let Some(later) = store::standing_instead(tx, record).await? else {
        return Ok(Vec::new());
    };
    let before = store::record(tx, record).await?.ok_or(Refusal::NotFound)?;
    let after = store::record(tx, later).await?.ok_or(Refusal::NotFound)?;
    let changes = changes(&before.fields, &after.fields);
    Ok(changes.iter().map(|change| change.field.to_owned()).collect())
}
