//! Where the records of the register come from: each file that was loaded, with its source as its headings tell it.

use crate::{
    access::{Action, Actor},
    platform::{app::App, clock::Moment, ids::BatchId, packs::Source, refusal::Answer},
    register::{model::Batch, store},
};

/// The source of what no other is recognised in.
const OWN: &str = "own-extract";

/// A file of the register.
#[derive(Debug)]
pub struct Dataset {
    /// The batch it was loaded as.
    pub batch: BatchId,
    /// Its name.
    pub file_name: String,
    /// Where it comes from.
    pub source: Source,
    /// Its kind's title.
    pub kind: String,
    /// First and last month of its records.
    pub period: Option<(String, String)>,
    /// When it was loaded.
    pub loaded_at: Moment,
    /// Rows below its headings.
    pub rows: i64,
    /// Rows kept.
    pub accepted: i64,
    /// SHA-256 of it.
    pub hash: [u8; 32],
}

/// The source of a batch: the one somebody said, else of those that recognise its headings the one that asks for the most.
fn source_of<'s>(sources: &'s [Source], batch: &Batch) -> Option<&'s Source> {
    let headings: Vec<&str> = batch
        .summary
        .mapping
        .columns
        .iter()
        .map(|column| column.heading.as_str())
        .collect();
    let said = batch.summary.source.as_deref();
    let known = sources.iter().filter(|source| source.has(&headings));
    sources
        .iter()
        .find(|source| said == Some(source.id.as_str()))
        .or_else(|| known.max_by_key(|source| source.headings.len()))
        .or_else(|| sources.iter().find(|source| source.id == OWN))
}

/// Every file of the body's register, newest first.
///
/// # Errors
/// [`crate::platform::refusal::Refusal::NotFound`] for those who may not see counts of the register.
pub async fn datasets(app: &App, actor: &Actor) -> Answer<Vec<Dataset>> {
    actor.allow(Action::RegisterRead, actor.facts(actor.body))?;
    let mut tx = app.db.read("records.datasets").await?;
    let batches = store::batches_of(&mut tx, actor.body).await?;
    let dataset = |batch: Batch| {
        let source = source_of(&app.packs.sources, &batch)?.clone();
        let months = &batch.summary.months;
        let ends = months
            .keys()
            .next()
            .cloned()
            .zip(months.keys().next_back().cloned());
        let kind = app.packs.newest_kind(&batch.kind);
        Some(Dataset {
            batch: batch.id,
            source,
            kind: kind.map_or(batch.kind.clone(), |kind| kind.title.clone()),
            period: ends,
            loaded_at: batch.loaded_at,
            rows: batch.rows,
            accepted: batch.accepted,
            hash: batch.source_hash,
            file_name: batch.file_name,
        })
    };
    Ok(batches.into_iter().filter_map(dataset).collect())
}
