//! Every statement about how many records there are: kept by batch, month and stratum, so that a count costs the same for a
//! thousand records as for a million.

use std::collections::BTreeMap;

use super::super::model::{Batch, Held};
use crate::{
    params,
    platform::{
        db::{Bulk, DbError, Row, Tx},
        ids::{BatchId, BodyId, RecordId, ids_of_instant},
    },
};

const MONTHS: Bulk = Bulk {
    table: "batch_month",
    columns: &["batch_id", "month", "stratum", "records", "standing"],
};

/// Keeps how many records a batch brought by month and stratum: all of them stand.
///
/// # Errors
/// What the database says.
pub async fn add_months(
    tx: &mut Tx,
    batch: BatchId,
    counts: BTreeMap<(String, String), i64>,
) -> Result<(), DbError> {
    let rows = counts
        .into_iter()
        .map(|((month, stratum), records)| params![batch, month, stratum, records, records]);
    MONTHS.insert(tx, rows.collect()).await
}

/// Counts the records of a batch anew, after some have given way or stand again; the rules are to look at it anew too.
///
/// # Errors
/// What the database says.
pub async fn recount(tx: &mut Tx, batch: &Batch) -> Result<(), DbError> {
    let (first, last) = ids_of_instant(batch.loaded_at);
    tx.run("delete from batch_month where batch_id = $1", params![batch.id])
        .await?;
    tx.run(
        "insert into batch_month (batch_id, month, stratum, records, standing) \
         select batch_id, month, stratum, count(*), sum(case when superseded_by is null then 1 else 0 end) \
         from record where batch_id = $1 and id > $2 and id <= $3 group by batch_id, month, stratum",
        params![batch.id, first, last],
    )
    .await?;
    tx.run(
        "update batch set edition = edition + 1 where id = $1",
        params![batch.id],
    )
    .await?;
    Ok(())
}

/// How many records stand in each stratum, from one month to another (`YYYY-MM`, both included).
///
/// # Errors
/// What the database says.
pub async fn strata(
    tx: &mut Tx,
    body: BodyId,
    kind: &str,
    from: &str,
    to: &str,
) -> Result<Vec<(String, i64)>, DbError> {
    let rows = tx
        .rows(
            "select m.stratum, cast(sum(m.standing) as bigint) as records from batch_month m \
             join batch b on b.id = m.batch_id where b.body_id = $1 and b.kind = $2 and m.month >= $3 and m.month <= $4 \
             group by m.stratum having sum(m.standing) > 0 order by m.stratum",
            params![body, kind, from, to],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("stratum")?, row.get("records")?)))
        .collect()
}

/// How many records of a body stand, by kind, month (newest first) and stratum.
///
/// # Errors
/// What the database says.
pub async fn held(tx: &mut Tx, body: BodyId) -> Result<Vec<Held>, DbError> {
    let rows = tx
        .rows(
            "select b.kind, m.month, m.stratum, cast(sum(m.standing) as bigint) as records from batch_month m \
             join batch b on b.id = m.batch_id where b.body_id = $1 group by b.kind, m.month, m.stratum \
             having sum(m.standing) > 0 order by b.kind, m.month desc, m.stratum",
            params![body],
        )
        .await?;
    let to_held = |row: &Row| {
        Ok(Held {
            kind: row.get("kind")?,
            month: row.get("month")?,
            stratum: row.get("stratum")?,
            records: row.get("records")?,
        })
    };
    rows.iter().map(to_held).collect()
}

/// The records of a body and kind that stand under a reference of the force; at most two, for more are no different.
///
/// # Errors
/// What the database says.
pub async fn standing_under(
    tx: &mut Tx,
    body: BodyId,
    kind: &str,
    reference: &str,
) -> Result<Vec<RecordId>, DbError> {
    let rows = tx
        .rows(
            "select id from record where body_id = $1 and kind = $2 and source_ref = $3 and superseded_by is null \
             order by id limit 2",
            params![body, kind, reference],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}
