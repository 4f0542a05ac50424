//! Reading the records of a period from its first to its last, a part at a time.

use std::collections::{BTreeSet, VecDeque};

use uuid::Uuid;

use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{BatchId, BodyId, RecordId, ids_of_instant},
    },
};

/// A record of a period.
#[derive(Debug)]
pub struct OfPeriod {
    /// Its id.
    pub id: RecordId,
    /// Code of its stratum.
    pub stratum: String,
    /// Its fields as JSON.
    pub data: String,
}

/// The records of a period that stand, batch by batch in the order in which they were loaded. The ids of a batch lie together, so
/// that each part costs what it holds; by the index of the months a database would sort all of a period for each part of it.
#[derive(Debug)]
pub struct InPeriod {
    months: (String, String),
    /// The batches still to be read, with their instants.
    batches: VecDeque<(BatchId, Moment)>,
    /// The last record of the part before, of the first of them.
    after: Option<RecordId>,
}

impl InPeriod {
    /// Of a body and kind, from one month to another (`YYYY-MM`, both included).
    ///
    /// # Errors
    /// What the database says.
    pub async fn of(
        tx: &mut Tx,
        (body, kind): (BodyId, &str),
        (from, to): (&str, &str),
    ) -> Result<Self, DbError> {
        let rows = tx
            .rows(
                "select id, loaded_at from batch b where body_id = $1 and kind = $2 and exists (select 1 from batch_month m \
                 where m.batch_id = b.id and m.month >= $3 and m.month <= $4 and m.standing > 0) order by loaded_at, id",
                params![body, kind, from, to],
            )
            .await?;
        let batch = |row: &Row| Ok((row.get("id")?, row.get("loaded_at")?));
        Ok(Self {
            months: (from.to_owned(), to.to_owned()),
            batches: rows.iter().map(batch).collect::<Result<_, DbError>>()?,
            after: None,
        })
    }

    /// The same of some files alone.
    #[must_use]
    pub fn of_files(mut self, files: &BTreeSet<BatchId>) -> Self {
        self.batches.retain(|(batch, _)| files.contains(batch));
        self
    }

    /// The next part, of so many records at most; an empty one when all were read.
    ///
    /// # Errors
    /// What the database says.
    pub async fn next(&mut self, tx: &mut Tx, most: i64) -> Result<Vec<OfPeriod>, DbError> {
        while let Some((batch, loaded_at)) = self.batches.front().copied() {
            let (first, last) = ids_of_instant(loaded_at);
            let after: Uuid = self.after.map_or(first, |id| id.0);
            let rows = tx
                .rows(
                    "select id, stratum, data from record where id > $2 and id <= $3 and batch_id = $1 \
                     and month >= $4 and month <= $5 and superseded_by is null order by id limit $6",
                    params![batch, after, last, &self.months.0, &self.months.1, most],
                )
                .await?;
            let part = rows.iter().map(record).collect::<Result<Vec<_>, DbError>>()?;
            self.after = part.last().map(|record| record.id);
            if self.after.is_some() {
                return Ok(part);
            }
            self.batches.pop_front();
        }
        Ok(Vec::new())
    }
}

fn record(row: &Row) -> Result<OfPeriod, DbError> {
    Ok(OfPeriod {
        id: row.get("id")?,
        stratum: row.get("stratum")?,
        data: row.get("data")?,
    })
}
