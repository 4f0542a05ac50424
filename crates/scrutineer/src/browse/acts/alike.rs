//! Records that may say the same as others in the facts a kind never tells less exactly, found on the shelves.

use std::collections::BTreeSet;

use super::looking::Looking;
use crate::{
    browse::{
        shelves,
        store::{self, Found, Segment},
    },
    platform::{
        app::App,
        db::Tx,
        ids::{BatchId, BodyId, RecordId},
        packs::Kind,
        refusal::Answer,
    },
};

/// Records that may be alike, and where others may be.
#[derive(Debug, Default)]
pub struct OnShelves {
    records: Vec<RecordId>,
    /// The files that are not on the shelves, or not by the kind as it is now: none of their records is among these.
    pub elsewhere: BTreeSet<BatchId>,
}

impl OnShelves {
    /// So many more of them, as far as they stand, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn next(&mut self, tx: &mut Tx, most: usize) -> Answer<Vec<Found>> {
        let some = self.records.split_off(self.records.len().saturating_sub(most));
        Ok(store::found_among(tx, &some).await?)
    }

    /// Whether all have been given out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

/// Finds the records of a body and kind, from one month to another, whose kept facts have one of these numbers.
///
/// # Errors
/// What the database says.
pub async fn alike(
    (app, tx): (&App, &mut Tx),
    (body, kind): (BodyId, &Kind),
    numbers: &BTreeSet<u16>,
    months: (&str, &str),
) -> Answer<OnShelves> {
    let mark = shelves::plan_mark(kind);
    let plans = store::plans(tx, body, &kind.id).await?;
    let elsewhere: BTreeSet<BatchId> = plans
        .into_iter()
        .filter(|(_, plan)| plan.as_ref() != Some(&mark))
        .map(|(batch, _)| batch)
        .collect();
    let on_shelves = |segment: &Segment| !elsewhere.contains(&segment.batch);
    let mut looking = Looking::over((app, tx), body, kind, on_shelves).await?;
    let records = looking.alike(numbers, months).await?;
    Ok(OnShelves { records, elsewhere })
}
