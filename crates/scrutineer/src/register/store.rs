//! Every statement about uploads, batches, records and refused rows.

mod layouts;
mod months;
mod period;
mod versions;

pub use layouts::{add_layout, lay_out_upload, layout, layouts, loaded_by, set_plan};
pub use months::{add_months, held, recount, standing_under, strata};
pub use period::{InPeriod, OfPeriod};
pub use versions::{
    Versions, changed, changed_again_by, changed_by, duplicates, flag_alike, has_earlier, is_drawn_from,
    keep_changed, revisions, set_aside_repeats, stand_again, standing_instead, supersede, undo, undone,
    versions,
};

use super::Refused;
use super::model::{Batch, Fate, Record, Upload};
use crate::{
    params,
    platform::{
        clock::Moment,
        db::{Bulk, DbError, Row, Tx, Value},
        ids::{BatchId, BodyId, RecordId, UploadId},
    },
};

/// What [`add_records`] takes a row of, in this order.
const RECORDS: Bulk = Bulk {
    table: "record",
    columns: &[
        "id",
        "batch_id",
        "body_id",
        "kind",
        "line",
        "source_ref",
        "month",
        "stratum",
        "row_hash",
        "duplicate",
        "data",
    ],
};

/// What [`add_refused`] takes a row of, in this order.
const REFUSED: Bulk = Bulk {
    table: "refused_row",
    columns: &["batch_id", "line", "heading", "rule", "message"],
};

/// Inserts records, one row each in the order of the columns of the table.
///
/// # Errors
/// What the database says.
pub async fn add_records(tx: &mut Tx, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    RECORDS.insert(tx, rows).await
}

/// Inserts refused rows: batch, line, heading, rule, message.
///
/// # Errors
/// What the database says.
pub async fn add_refused(tx: &mut Tx, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    REFUSED.insert(tx, rows).await
}

fn to_json(value: &impl serde::Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|error| DbError::inconsistent("summary", error))
}

/// Begins a batch: its records refer to it. Counts and hash follow with [`complete_batch`], when the file has been read;
/// until then the batch's own id stands in for the hash, which is unique.
///
/// # Errors
/// What the database says.
pub async fn begin_batch(tx: &mut Tx, batch: &Batch) -> Result<(), DbError> {
    let stand_in = [batch.id.0.into_bytes(), batch.id.0.into_bytes()].concat();
    tx.run(
        "insert into batch (id, body_id, kind, kind_version, profile, file_name, source_hash, rows_read, accepted, \
         refused, duplicates, summary, loaded_by, loaded_at) \
         values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, '{}', $8, $9)",
        params![
            batch.id,
            batch.body,
            &batch.kind,
            batch.kind_version,
            &batch.profile,
            &batch.file_name,
            stand_in,
            batch.loaded_by,
            batch.loaded_at
        ],
    )
    .await?;
    Ok(())
}

/// Writes what the file came to.
///
/// # Errors
/// [`DbError::Duplicate`] when the same file is there already, else what the database says.
pub async fn complete_batch(tx: &mut Tx, batch: &Batch) -> Result<(), DbError> {
    tx.run(
        "update batch set source_hash = $2, rows_read = $3, accepted = $4, refused = $5, duplicates = $6, summary = $7, \
         revised = $8 where id = $1",
        params![
            batch.id,
            batch.source_hash,
            batch.rows,
            batch.accepted,
            batch.refused,
            batch.duplicates,
            to_json(&batch.summary)?,
            batch.revised
        ],
    )
    .await?;
    Ok(())
}

fn to_batch(row: &Row) -> Result<Batch, DbError> {
    let id: BatchId = row.get("id")?;
    let summary: String = row.get("summary")?;
    Ok(Batch {
        id,
        body: row.get("body_id")?,
        kind: row.get("kind")?,
        kind_version: row.get("kind_version")?,
        profile: row.get("profile")?,
        file_name: row.get("file_name")?,
        source_hash: row.get("source_hash")?,
        rows: row.get("rows_read")?,
        accepted: row.get("accepted")?,
        refused: row.get("refused")?,
        duplicates: row.get("duplicates")?,
        revised: row.get("revised")?,
        summary: serde_json::from_str(&summary)
            .map_err(|error| DbError::inconsistent(format!("batch {id} summary"), error))?,
        loaded_by: row.get("loaded_by")?,
        loader: row.get("loader")?,
        loaded_at: row.get("loaded_at")?,
    })
}

/// A batch.
///
/// # Errors
/// What the database says.
pub async fn batch(tx: &mut Tx, id: BatchId) -> Result<Option<Batch>, DbError> {
    let row = tx
        .one(
            "select b.id, b.body_id, b.kind, b.kind_version, b.profile, b.file_name, b.source_hash, b.rows_read, b.accepted, \
             b.refused, b.duplicates, b.revised, b.summary, b.loaded_by, p.name as loader, b.loaded_at \
             from batch b left join person p on p.id = b.loaded_by where b.id = $1",
            params![id],
        )
        .await?;
    row.as_ref().map(to_batch).transpose()
}

/// The batch that this very file came with, known by the SHA-256 of its bytes.
///
/// # Errors
/// What the database says.
pub async fn batch_of_file(
    tx: &mut Tx,
    body: BodyId,
    kind: &str,
    hash: [u8; 32],
) -> Result<Option<Batch>, DbError> {
    let row = tx
        .one(
            "select b.id, b.body_id, b.kind, b.kind_version, b.profile, b.file_name, b.source_hash, b.rows_read, b.accepted, \
             b.refused, b.duplicates, b.revised, b.summary, b.loaded_by, p.name as loader, b.loaded_at \
             from batch b left join person p on p.id = b.loaded_by \
             where b.body_id = $1 and b.kind = $2 and b.source_hash = $3",
            params![body, kind, hash],
        )
        .await?;
    row.as_ref().map(to_batch).transpose()
}

/// The batches of a body, newest first.
///
/// # Errors
/// What the database says.
pub async fn batches_of(tx: &mut Tx, body: BodyId) -> Result<Vec<Batch>, DbError> {
    let rows = tx
        .rows(
            "select b.id, b.body_id, b.kind, b.kind_version, b.profile, b.file_name, b.source_hash, b.rows_read, b.accepted, \
             b.refused, b.duplicates, b.revised, b.summary, b.loaded_by, p.name as loader, b.loaded_at \
             from batch b left join person p on p.id = b.loaded_by where b.body_id = $1 \
             order by b.loaded_at desc, b.id desc",
            params![body],
        )
        .await?;
    rows.iter().map(to_batch).collect()
}

/// The refused rows of a batch in the order of its file.
///
/// # Errors
/// What the database says.
pub async fn refused(tx: &mut Tx, batch: BatchId) -> Result<Vec<Refused>, DbError> {
    let rows = tx
        .rows(
            "select line, heading, rule, message from refused_row where batch_id = $1 order by line",
            params![batch],
        )
        .await?;
    let to_refused = |row: &Row| {
        let line: i64 = row.get("line")?;
        Ok(Refused {
            line: line.unsigned_abs(),
            column: row.get("heading")?,
            rule: row.parse("rule")?,
            message: row.get("message")?,
        })
    };
    rows.iter().map(to_refused).collect()
}

/// A record.
///
/// # Errors
/// What the database says.
pub async fn record(tx: &mut Tx, id: RecordId) -> Result<Option<Record>, DbError> {
    let row = tx
        .one(
            "select id, batch_id, body_id, kind, month, stratum, duplicate, data from record where id = $1",
            params![id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let data: String = row.get("data")?;
    Ok(Some(Record {
        id,
        batch: row.get("batch_id")?,
        body: row.get("body_id")?,
        kind: row.get("kind")?,
        month: row.get("month")?,
        stratum: row.get("stratum")?,
        duplicate: row.get("duplicate")?,
        fields: serde_json::from_str(&data).map_err(|error| {
            DbError::inconsistent(
                format!("record {id} data"),
                format_args!("not a JSON object ({:?})", error.classify()),
            )
        })?,
    }))
}

/// Every record that stands and its stratum, from one month to another (`YYYY-MM`, both included), ordered by id: flagged
/// repeats without a reference too, for a frame leaves nothing out.
///
/// # Errors
/// What the database says.
pub async fn frame_records(
    tx: &mut Tx,
    body: BodyId,
    kind: &str,
    from: &str,
    to: &str,
) -> Result<Vec<(RecordId, String)>, DbError> {
    let rows = tx
        .rows(
            "select id, stratum from record \
             where body_id = $1 and kind = $2 and month >= $3 and month <= $4 and superseded_by is null order by id",
            params![body, kind, from, to],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("stratum")?)))
        .collect()
}

/// Keeps an upload with its content.
///
/// # Errors
/// What the database says.
pub async fn add_upload(tx: &mut Tx, upload: &Upload, content: Vec<u8>) -> Result<(), DbError> {
    tx.run(
        "insert into upload (id, body_id, kind, profile, file_name, source_hash, content, preview, uploaded_by, uploaded_at, \
         expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            upload.id,
            upload.body,
            &upload.kind,
            &upload.profile,
            &upload.file_name,
            upload.source_hash,
            content,
            to_json(&upload.preview)?,
            upload.uploaded_by,
            upload.uploaded_at,
            upload.expires_at
        ],
    )
    .await?;
    Ok(())
}

fn to_upload(row: &Row) -> Result<Upload, DbError> {
    let id: UploadId = row.get("id")?;
    let preview: String = row.get("preview")?;
    let fate: Option<String> = row.get("fate")?;
    Ok(Upload {
        id,
        body: row.get("body_id")?,
        kind: row.get("kind")?,
        profile: row.get("profile")?,
        file_name: row.get("file_name")?,
        source_hash: row.get("source_hash")?,
        preview: serde_json::from_str(&preview)
            .map_err(|error| DbError::inconsistent(format!("upload {id} preview"), error))?,
        uploaded_by: row.get("uploaded_by")?,
        uploaded_at: row.get::<Moment>("uploaded_at")?,
        expires_at: row.get::<Moment>("expires_at")?,
        fate: fate
            .map(|code| {
                code.parse()
                    .map_err(|_| DbError::inconsistent(format!("upload {id} fate"), code))
            })
            .transpose()?,
    })
}

/// An upload, without its content.
///
/// # Errors
/// What the database says.
pub async fn upload(tx: &mut Tx, id: UploadId) -> Result<Option<Upload>, DbError> {
    let row = tx
        .one(
            "select id, body_id, kind, profile, file_name, source_hash, preview, uploaded_by, uploaded_at, \
             expires_at, fate from upload where id = $1",
            params![id],
        )
        .await?;
    row.as_ref().map(to_upload).transpose()
}

/// The uploads of a body that wait to be loaded or discarded, oldest first.
///
/// # Errors
/// What the database says.
pub async fn uploads_waiting(tx: &mut Tx, body: BodyId) -> Result<Vec<Upload>, DbError> {
    let rows = tx
        .rows(
            "select id, body_id, kind, profile, file_name, source_hash, preview, uploaded_by, uploaded_at, \
             expires_at, fate from upload where body_id = $1 and fate is null \
             order by uploaded_at, id",
            params![body],
        )
        .await?;
    rows.iter().map(to_upload).collect()
}

/// The content of an upload, while it waits.
///
/// # Errors
/// What the database says.
pub async fn upload_content(tx: &mut Tx, id: UploadId) -> Result<Option<Vec<u8>>, DbError> {
    let row = tx
        .one("select content from upload where id = $1", params![id])
        .await?;
    row.map_or(Ok(None), |row| row.get("content"))
}

/// Erases the content of an upload and keeps why; false when it was erased before.
///
/// # Errors
/// What the database says.
pub async fn erase_content(tx: &mut Tx, id: UploadId, fate: Fate) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "update upload set content = null, fate = $2 where id = $1 and fate is null",
            params![id, fate.as_str()],
        )
        .await?;
    Ok(touched == 1)
}

/// The uploads, of whatever body, that should have been loaded or discarded by now.
///
/// # Errors
/// What the database says.
pub async fn overdue_uploads(tx: &mut Tx, now: Moment) -> Result<Vec<(UploadId, BodyId)>, DbError> {
    let sql =
        "select id, body_id from upload where fate is null and expires_at <= $1 order by expires_at, id";
    let rows = tx.rows(sql, params![now]).await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("body_id")?)))
        .collect()
}
