//! Records that may say the same as others in the facts a kind never tells less exactly, found on the shelves.

use std::collections::{BTreeMap, BTreeSet};

use super::looking::id_at;
use crate::{
    browse::{
        places::Places,
        shelves::{self, KEPT, MONTH},
        store::{self, Found, Kept, PIECE, Segment},
    },
    platform::{
        db::{DbError, Tx},
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
    tx: &mut Tx,
    (body, kind): (BodyId, &Kind),
    numbers: &BTreeSet<u16>,
    months: (&str, &str),
) -> Answer<OnShelves> {
    let of = (body, kind.id.as_str());
    let mark = shelves::plan_mark(kind);
    let plans = store::plans(tx, body, &kind.id).await?;
    let elsewhere: BTreeSet<BatchId> = plans
        .into_iter()
        .filter(|(_, plan)| plan.as_ref() != Some(&mark))
        .map(|(batch, _)| batch)
        .collect();
    let (segments, _) = store::segments(tx, body, &kind.id).await?;
    let segments: Vec<Segment> = segments
        .into_iter()
        .filter(|segment| !elsewhere.contains(&segment.batch))
        .collect();
    let mut sets = Vec::new();
    for number in numbers {
        let value = shelves::kept(*number);
        sets.extend(store::sets(tx, of, KEPT, (&value, &value)).await?);
    }
    let alike = together(&segments, &sets)?;
    let of_months = together(&segments, &store::sets(tx, of, MONTH, months).await?)?;
    let mut records = Vec::new();
    for (segment, places) in segments.iter().zip(alike.into_iter().zip(of_months)) {
        records.extend(ids(tx, segment, &places.0.and(&places.1)).await?);
    }
    Ok(OnShelves { records, elsewhere })
}

/// Sets put together, for each segment.
fn together(segments: &[Segment], sets: &[Kept]) -> Result<Vec<Places>, DbError> {
    let at: BTreeMap<(BatchId, i64), usize> = segments
        .iter()
        .enumerate()
        .map(|(at, segment)| ((segment.batch, segment.part), at))
        .collect();
    let mut all: Vec<Places> = segments
        .iter()
        .map(|segment| Places::none(segment.records))
        .collect();
    for kept in sets {
        if let Some(at) = at.get(&(kept.batch, kept.part)).copied() {
            let places = Places::of_bytes(&kept.places, segments[at].records);
            let places = places.ok_or_else(|| super::looking::damaged(kept))?;
            all[at] = std::mem::replace(&mut all[at], Places::none(0)).or(&places);
        }
    }
    Ok(all)
}

/// The ids of the records at places of a segment.
async fn ids(tx: &mut Tx, segment: &Segment, places: &Places) -> Answer<Vec<RecordId>> {
    let wanted: BTreeSet<i64> = places
        .iter()
        .filter_map(|place| i64::try_from(place / PIECE).ok())
        .collect();
    let wanted: Vec<i64> = wanted.into_iter().collect();
    let pieces: BTreeMap<i64, Vec<u8>> = store::pieces(tx, segment, &wanted).await?.into_iter().collect();
    let id = |place: usize| {
        let piece = pieces.get(&i64::try_from(place / PIECE).ok()?)?;
        id_at(piece, place % PIECE)
    };
    let ids: Option<Vec<RecordId>> = places.iter().map(id).collect();
    Ok(ids.ok_or_else(|| DbError::inconsistent("segment_piece", "an id is missing"))?)
}
