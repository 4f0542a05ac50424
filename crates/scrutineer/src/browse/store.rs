//! Every statement about segments of the register, counts of blanks, and saved views.

mod keeping;
mod views;

pub use keeping::{
    Counted, KeptSet, Look, ToShelve, Waiting, add_counts, add_segment, add_sets, batches_waiting,
    flags_of_batch, forget_batch, forget_sets, ids_of_batch, mark, past_of_batch, records_after,
    rules_counted, sets_of_batch,
};
pub use views::{SavedView, add_view, delete_view, view, views};

use sha2::{Digest, Sha256};

use crate::{
    params,
    platform::{
        db::{DbError, Row, Tx, Value},
        ids::{BatchId, BodyId, RecordId},
    },
};

/// Records whose ids are kept in one piece.
pub const PIECE: usize = 512;

/// Up to 65,536 records of a batch, in the order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// The batch.
    pub batch: BatchId,
    /// Which part of it, from 0.
    pub part: i64,
    /// How many records.
    pub records: usize,
}

fn count(row: &Row, column: &str) -> Result<usize, DbError> {
    let number: i64 = row.get(column)?;
    usize::try_from(number).map_err(|error| DbError::inconsistent(column, error))
}

/// The segments of a body and kind, those of the newest file first; and a mark that is another once any of their sets is.
///
/// # Errors
/// What the database says.
pub async fn segments(tx: &mut Tx, body: BodyId, kind: &str) -> Result<(Vec<Segment>, String), DbError> {
    let rows = tx
        .rows(
            "select s.batch_id, s.part, s.records, l.fields, l.edition, l.flags, l.looked_at from segment s \
             join batch b on b.id = s.batch_id join segment_look l on l.batch_id = s.batch_id \
             where s.body_id = $1 and s.kind = $2 order by b.loaded_at desc, s.batch_id desc, s.part",
            params![body, kind],
        )
        .await?;
    let mut made_of = Sha256::new();
    let mut segments = Vec::with_capacity(rows.len());
    for row in &rows {
        let segment = Segment {
            batch: row.get("batch_id")?,
            part: row.get("part")?,
            records: count(row, "records")?,
        };
        let (fields, flags): (String, String) = (row.get("fields")?, row.get("flags")?);
        let (edition, looked_at): (i64, i64) = (row.get("edition")?, row.get("looked_at")?);
        let of = format!("{segment:?} {fields} {edition} {flags} {looked_at}\n");
        made_of.update(of);
        segments.push(segment);
    }
    Ok((segments, hex::encode(made_of.finalize())))
}

/// A set of places as it is kept.
#[derive(Debug)]
pub struct Kept {
    /// The segment's batch.
    pub batch: BatchId,
    /// Its part.
    pub part: i64,
    /// The value.
    pub value: String,
    /// The places.
    pub places: Vec<u8>,
}

impl Kept {
    /// The memory it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.value.len() + self.places.len()
    }
}

/// The sets of a field whose values lie between two, both included.
///
/// # Errors
/// What the database says.
pub async fn sets(
    tx: &mut Tx,
    (body, kind): (BodyId, &str),
    field: &str,
    (from, to): (&str, &str),
) -> Result<Vec<Kept>, DbError> {
    let rows = tx
        .rows(
            "select batch_id, part, value, places from segment_value \
             where body_id = $1 and kind = $2 and field = $3 and value >= $4 and value <= $5",
            params![body, kind, field, from, to],
        )
        .await?;
    let kept = |row: &Row| {
        Ok(Kept {
            batch: row.get("batch_id")?,
            part: row.get("part")?,
            value: row.get("value")?,
            places: row.get("places")?,
        })
    };
    rows.iter().map(kept).collect()
}

/// How many are asked for in one statement: as many as there are records on a page.
const TOGETHER: usize = 50;

/// So many parameters: what is asked for, and the last of it again and again.
fn padded<T: Copy + Into<Value>>(some: &[T]) -> impl Iterator<Item = Value> {
    let last = some.last().copied();
    let rest = std::iter::repeat_n(last, TOGETHER.saturating_sub(some.len()));
    some.iter()
        .copied()
        .map(Some)
        .chain(rest)
        .flatten()
        .map(Into::into)
}

/// The ids of pieces of a segment, one after the other in each; with the number of the piece.
///
/// # Errors
/// What the database says.
pub async fn pieces(tx: &mut Tx, segment: &Segment, wanted: &[i64]) -> Result<Vec<(i64, Vec<u8>)>, DbError> {
    let mut pieces = Vec::with_capacity(wanted.len());
    for some in wanted.chunks(TOGETHER) {
        let mut params = params![segment.batch, segment.part];
        params.extend(padded(some));
        let rows = tx
            .rows(
                "select piece, ids from segment_piece where batch_id = $1 and part = $2 and piece in (\
             $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, \
             $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, \
             $44, $45, $46, $47, $48, $49, $50, $51, $52)",
                params,
            )
            .await?;
        for row in rows {
            pieces.push((row.get("piece")?, row.get("ids")?));
        }
    }
    Ok(pieces)
}

/// A record of a list.
#[derive(Debug)]
pub struct Found {
    /// Its id.
    pub id: RecordId,
    /// The force's own reference.
    pub source_ref: Option<String>,
    /// Its month.
    pub month: String,
    /// Code of its stratum.
    pub stratum: String,
    /// Its fields as JSON.
    pub data: String,
}

/// A record as a list shows it, if it still stands.
///
/// # Errors
/// What the database says.
pub async fn found(tx: &mut Tx, id: RecordId) -> Result<Option<Found>, DbError> {
    let row = tx
        .one(
            "select id, source_ref, month, stratum, data from record where id = $1 and superseded_by is null",
            params![id],
        )
        .await?;
    row.as_ref().map(to_found).transpose()
}

/// Of these records those that still stand, as a list shows them, in no order.
///
/// # Errors
/// What the database says.
pub async fn found_among(tx: &mut Tx, ids: &[RecordId]) -> Result<Vec<Found>, DbError> {
    let mut all = Vec::with_capacity(ids.len());
    for some in ids.chunks(TOGETHER) {
        let rows = tx
            .rows(
                "select id, source_ref, month, stratum, data from record where superseded_by is null and id in (\
             $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
             $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, \
             $43, $44, $45, $46, $47, $48, $49, $50)",
                padded(some).collect(),
            )
            .await?;
        for row in &rows {
            all.push(to_found(row)?);
        }
    }
    Ok(all)
}

/// The records that stand and whose ids lie between two, both included, in order.
///
/// # Errors
/// What the database says.
pub async fn between(tx: &mut Tx, (from, to): (RecordId, RecordId)) -> Result<Vec<Found>, DbError> {
    let rows = tx
        .rows(
            "select id, source_ref, month, stratum, data from record where id >= $1 and id <= $2 \
             and superseded_by is null order by id",
            params![from, to],
        )
        .await?;
    rows.iter().map(to_found).collect()
}

fn to_found(row: &Row) -> Result<Found, DbError> {
    Ok(Found {
        id: row.get("id")?,
        source_ref: row.get("source_ref")?,
        month: row.get("month")?,
        stratum: row.get("stratum")?,
        data: row.get("data")?,
    })
}

/// The records that stand and whose reference lies between two, both included, in its order.
///
/// # Errors
/// What the database says.
pub async fn by_reference(
    tx: &mut Tx,
    (body, kind): (BodyId, &str),
    (from, to): (&str, &str),
    most: i64,
) -> Result<Vec<Found>, DbError> {
    let rows = tx
        .rows(
            "select id, source_ref, month, stratum, data from record where body_id = $1 and kind = $2 \
             and source_ref >= $3 and source_ref <= $4 and superseded_by is null order by source_ref, id limit $5",
            params![body, kind, from, to, most],
        )
        .await?;
    rows.iter().map(to_found).collect()
}

/// How many records of each kind stand in a body.
///
/// # Errors
/// What the database says.
pub async fn held(tx: &mut Tx, body: BodyId) -> Result<Vec<(String, i64)>, DbError> {
    let rows = tx
        .rows(
            "select b.kind, cast(sum(m.standing) as bigint) as records from batch b \
             join batch_month m on m.batch_id = b.id where b.body_id = $1 group by b.kind order by b.kind",
            params![body],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("kind")?, row.get("records")?)))
        .collect()
}

/// How many files of a body and kind have not been put on the shelves yet.
///
/// # Errors
/// What the database says.
pub async fn files_waiting(tx: &mut Tx, body: BodyId, kind: &str) -> Result<i64, DbError> {
    let row = tx
        .one(
            "select count(*) as files from batch b where b.body_id = $1 and b.kind = $2 and b.accepted > 0 \
             and not exists (select 1 from segment_look l where l.batch_id = b.id)",
            params![body, kind],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("files"))
}

/// Every file of a body and kind that records came with, and the plan of the shelves that it is on, if it is.
///
/// # Errors
/// What the database says.
pub async fn plans(tx: &mut Tx, body: BodyId, kind: &str) -> Result<Vec<(BatchId, Option<String>)>, DbError> {
    let rows = tx
        .rows(
            "select b.id, l.fields from batch b left join segment_look l on l.batch_id = b.id \
             where b.body_id = $1 and b.kind = $2 and b.accepted > 0",
            params![body, kind],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("fields")?)))
        .collect()
}

/// The files of a body and kind: id, name, newest first.
///
/// # Errors
/// What the database says.
pub async fn files(tx: &mut Tx, body: BodyId, kind: &str) -> Result<Vec<(BatchId, String)>, DbError> {
    let rows = tx
        .rows(
            "select id, file_name from batch where body_id = $1 and kind = $2 and accepted > 0 \
             order by loaded_at desc, id desc",
            params![body, kind],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("file_name")?)))
        .collect()
}

/// What is counted of a field in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blanks {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// Name of the field.
    pub field: String,
    /// Records that stand.
    pub records: i64,
    /// Those with nothing in the field.
    pub blank: i64,
    /// Those that say that it is not stated.
    pub not_stated: i64,
}

/// Counts of blanks of a body and kind, by month and field.
///
/// # Errors
/// What the database says.
pub async fn blanks(
    tx: &mut Tx,
    body: BodyId,
    kind: &str,
    (from, to): (&str, &str),
) -> Result<Vec<Blanks>, DbError> {
    let rows = tx
        .rows(
            "select c.month, c.field, cast(sum(c.records) as bigint) as records, cast(sum(c.blank) as bigint) as blank, \
             cast(sum(c.not_stated) as bigint) as not_stated from field_count c join batch b on b.id = c.batch_id \
             where b.body_id = $1 and b.kind = $2 and c.month >= $3 and c.month <= $4 \
             group by c.month, c.field order by c.month, c.field",
            params![body, kind, from, to],
        )
        .await?;
    let blanks = |row: &Row| {
        Ok(Blanks {
            month: row.get("month")?,
            field: row.get("field")?,
            records: row.get("records")?,
            blank: row.get("blank")?,
            not_stated: row.get("not_stated")?,
        })
    };
    rows.iter().map(blanks).collect()
}

/// The months a body has records of a kind of.
///
/// # Errors
/// What the database says.
pub async fn months(tx: &mut Tx, body: BodyId, kind: &str) -> Result<Vec<String>, DbError> {
    let rows = tx
        .rows(
            "select distinct m.month from batch_month m join batch b on b.id = m.batch_id \
             where b.body_id = $1 and b.kind = $2 order by m.month",
            params![body, kind],
        )
        .await?;
    rows.iter().map(|row| row.get("month")).collect()
}
