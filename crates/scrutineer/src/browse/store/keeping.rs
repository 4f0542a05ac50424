//! Keeping segments: what the duty reads and writes.

use super::{PIECE, Segment};
use crate::{
    params,
    platform::{
        clock::Moment,
        db::{Bulk, DbError, Row, Tx, Value},
        ids::{BatchId, BodyId, RecordId, ids_of_instant},
    },
};

const PIECES: Bulk = Bulk {
    table: "segment_piece",
    columns: &["batch_id", "part", "piece", "ids"],
};

const SETS: Bulk = Bulk {
    table: "segment_value",
    columns: &["body_id", "kind", "field", "value", "batch_id", "part", "places"],
};

const COUNTS: Bulk = Bulk {
    table: "field_count",
    columns: &["batch_id", "month", "field", "records", "blank", "not_stated"],
};

/// What the segments of a batch were made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The plan of the shelves.
    pub fields: String,
    /// The edition of the batch: how often some of its records got a newer version.
    pub edition: i64,
    /// SHA-256 of what the rules counted, in hexadecimal.
    pub flags: String,
}

/// A batch of the register, and what its segments were made of, if there are any.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The batch.
    pub batch: BatchId,
    /// Its body.
    pub body: BodyId,
    /// Its kind.
    pub kind: String,
    /// When it was loaded.
    pub loaded_at: Moment,
    /// Its edition now.
    pub edition: i64,
    /// What its segments were made of.
    pub look: Option<Look>,
}

/// Every batch with records, of whatever body, oldest first.
///
/// # Errors
/// What the database says.
pub async fn batches_waiting(tx: &mut Tx) -> Result<Vec<Waiting>, DbError> {
    let rows = tx
        .rows(
            "select b.id, b.body_id, b.kind, b.loaded_at, b.edition, l.fields, l.edition as seen, l.flags from batch b \
             left join segment_look l on l.batch_id = b.id where b.accepted > 0 order by b.loaded_at, b.id",
            vec![],
        )
        .await?;
    let waiting = |row: &Row| {
        let fields: Option<String> = row.get("fields")?;
        let look = |fields| -> Result<Look, DbError> {
            Ok(Look {
                fields,
                edition: row.get("seen")?,
                flags: row.get("flags")?,
            })
        };
        Ok(Waiting {
            batch: row.get("id")?,
            body: row.get("body_id")?,
            kind: row.get("kind")?,
            loaded_at: row.get("loaded_at")?,
            edition: row.get("edition")?,
            look: fields.map(look).transpose()?,
        })
    };
    rows.iter().map(waiting).collect()
}

/// What the rules counted of every batch: batch, rule, records flagged; in that order.
///
/// # Errors
/// What the database says.
pub async fn rules_counted(tx: &mut Tx) -> Result<Vec<(BatchId, String, i64)>, DbError> {
    let rows = tx
        .rows(
            "select batch_id, rule, cast(sum(breach + missing + mismatch + info) as bigint) as flagged from rule_count \
             group by batch_id, rule order by batch_id, rule",
            vec![],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("batch_id")?, row.get("rule")?, row.get("flagged")?)))
        .collect()
}

/// A record to put on the shelves.
#[derive(Debug)]
pub struct ToShelve {
    /// Its id.
    pub id: RecordId,
    /// Its month.
    pub month: String,
    /// Code of its stratum.
    pub stratum: String,
    /// Whether a row alike in every cell was there before it.
    pub repeat: bool,
    /// Its fields as JSON.
    pub data: String,
}

/// Some records of a batch in the order of their ids, after the one given. All ids of a batch are of the instant at which it
/// was loaded, so that no other batch is searched.
///
/// # Errors
/// What the database says.
pub async fn records_after(
    tx: &mut Tx,
    (batch, loaded_at): (BatchId, Moment),
    after: Option<RecordId>,
    most: i64,
) -> Result<Vec<ToShelve>, DbError> {
    let (first, last) = ids_of_instant(loaded_at);
    let rows = tx
        .rows(
            "select id, month, stratum, duplicate, data from record \
             where id > $2 and id <= $3 and batch_id = $1 order by id limit $4",
            params![batch, after.map_or(first, |id| id.0), last, most],
        )
        .await?;
    let record = |row: &Row| {
        Ok(ToShelve {
            id: row.get("id")?,
            month: row.get("month")?,
            stratum: row.get("stratum")?,
            repeat: row.get("duplicate")?,
            data: row.get("data")?,
        })
    };
    rows.iter().map(record).collect()
}

/// The ids of a batch's records that have a newer version, in order.
///
/// # Errors
/// What the database says.
pub async fn past_of_batch(
    tx: &mut Tx,
    (batch, loaded_at): (BatchId, Moment),
) -> Result<Vec<RecordId>, DbError> {
    let (first, last) = ids_of_instant(loaded_at);
    let rows = tx
        .rows(
            "select id from record where id >= $2 and id <= $3 and batch_id = $1 and superseded_by is not null order by id",
            params![batch, first, last],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// What the rules flag of a batch: rule and record, in that order.
///
/// # Errors
/// What the database says.
pub async fn flags_of_batch(tx: &mut Tx, batch: BatchId) -> Result<Vec<(String, RecordId)>, DbError> {
    let rows = tx
        .rows(
            "select rule, record_id from flag where batch_id = $1 order by rule, record_id",
            params![batch],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("rule")?, row.get("record_id")?)))
        .collect()
}

/// The ids of a batch's segments as they are kept: part, records, ids one after the other.
///
/// # Errors
/// What the database says.
pub async fn ids_of_batch(tx: &mut Tx, batch: BatchId) -> Result<Vec<(i64, Vec<u8>)>, DbError> {
    let rows = tx
        .rows(
            "select part, ids from segment_piece where batch_id = $1 order by part, piece",
            params![batch],
        )
        .await?;
    let mut parts: Vec<(i64, Vec<u8>)> = Vec::new();
    for row in rows {
        let (part, ids): (i64, Vec<u8>) = (row.get("part")?, row.get("ids")?);
        match parts.last_mut().filter(|(last, _)| *last == part) {
            Some((_, all)) => all.extend(ids),
            None => parts.push((part, ids)),
        }
    }
    Ok(parts)
}

/// A set of a batch: part, field, value, places.
pub type KeptSet = (i64, String, String, Vec<u8>);

/// The sets of a batch from which blanks are counted by month: those of the months, of blanks, and of what is not stated.
///
/// # Errors
/// What the database says.
pub async fn sets_of_batch(tx: &mut Tx, (body, batch): (BodyId, BatchId)) -> Result<Vec<KeptSet>, DbError> {
    let rows = tx
        .rows(
            "select part, field, value, places from segment_value where batch_id = $2 and body_id = $1 \
             and (field = '-month' or value in ('', '-not-stated'))",
            params![body, batch],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.get("part")?,
                row.get("field")?,
                row.get("value")?,
                row.get("places")?,
            ))
        })
        .collect()
}

/// Takes a batch off the shelves.
///
/// # Errors
/// What the database says.
pub async fn forget_batch(tx: &mut Tx, batch: BatchId) -> Result<(), DbError> {
    for sql in [
        "delete from segment where batch_id = $1",
        "delete from segment_look where batch_id = $1",
        "delete from field_count where batch_id = $1",
    ] {
        tx.run(sql, params![batch]).await?;
    }
    Ok(())
}

/// Takes the sets of one shelf of a batch away, to be put there anew.
///
/// # Errors
/// What the database says.
pub async fn forget_sets(tx: &mut Tx, batch: BatchId, field: &str) -> Result<(), DbError> {
    tx.run(
        "delete from segment_value where batch_id = $1 and field = $2",
        params![batch, field],
    )
    .await
    .map(drop)
}

/// Keeps a segment and the ids of its records, in order.
///
/// # Errors
/// What the database says.
pub async fn add_segment(
    tx: &mut Tx,
    (body, kind): (BodyId, &str),
    segment: &Segment,
    ids: &[RecordId],
) -> Result<(), DbError> {
    let records = i64::try_from(segment.records).unwrap_or(i64::MAX);
    tx.run(
        "insert into segment (batch_id, part, body_id, kind, records) values ($1, $2, $3, $4, $5)",
        params![segment.batch, segment.part, body, kind, records],
    )
    .await?;
    let pieces = ids.chunks(PIECE).zip(0_i64..).map(|(ids, piece)| {
        let bytes: Vec<u8> = ids.iter().flat_map(|id| id.0.into_bytes()).collect();
        params![segment.batch, segment.part, piece, bytes]
    });
    PIECES.insert(tx, pieces.collect()).await
}

/// Keeps sets of places: field, value, part, places.
///
/// # Errors
/// What the database says.
pub async fn add_sets(
    tx: &mut Tx,
    (body, kind): (BodyId, &str),
    batch: BatchId,
    sets: Vec<(String, String, i64, Vec<u8>)>,
) -> Result<(), DbError> {
    let rows: Vec<Vec<Value>> = sets
        .into_iter()
        .map(|(field, value, part, places)| params![body, kind, field, value, batch, part, places])
        .collect();
    SETS.insert(tx, rows).await
}

/// Counts of a field in a month: month, field, records, blank, not stated.
pub type Counted = (String, String, usize, usize, usize);

/// Keeps the counts of blanks of a batch in the place of those before.
///
/// # Errors
/// What the database says.
pub async fn add_counts(tx: &mut Tx, batch: BatchId, counts: Vec<Counted>) -> Result<(), DbError> {
    tx.run("delete from field_count where batch_id = $1", params![batch])
        .await?;
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let rows = counts
        .into_iter()
        .map(|(month, field, records, blank, not_stated)| {
            params![
                batch,
                month,
                field,
                whole(records),
                whole(blank),
                whole(not_stated)
            ]
        });
    COUNTS.insert(tx, rows.collect()).await
}

/// Keeps what the segments of a batch were made of.
///
/// # Errors
/// What the database says.
pub async fn mark(tx: &mut Tx, batch: BatchId, look: &Look, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into segment_look (batch_id, fields, edition, flags, looked_at) values ($1, $2, $3, $4, $5) \
         on conflict (batch_id) do update set fields = excluded.fields, edition = excluded.edition, \
         flags = excluded.flags, looked_at = excluded.looked_at",
        params![batch, &look.fields, look.edition, &look.flags, now],
    )
    .await
    .map(drop)
}
