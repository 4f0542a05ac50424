//! Every statement about versions of records: which of them stands in the register.

use super::super::model::{Batch, Revision, Undone};
use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx, Value},
        ids::{BatchId, BodyId, PersonId, RecordId, ids_of_instant},
    },
};

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Body, kind, batch, and the ids between which those of the batch lie: all are of the instant at which it was loaded.
fn within(batch: &Batch) -> Vec<Value> {
    let (first, last) = ids_of_instant(batch.loaded_at);
    params![batch.body, &batch.kind, batch.id, first, last]
}

/// Whether there is a batch of the same body and kind before this one.
///
/// # Errors
/// What the database says.
pub async fn has_earlier(tx: &mut Tx, batch: &Batch) -> Result<bool, DbError> {
    let sql = "select 1 from batch where body_id = $1 and kind = $2 and id <> $3 limit 1";
    let row = tx.one(sql, params![batch.body, &batch.kind, batch.id]).await?;
    Ok(row.is_some())
}

/// Sets aside each record of a batch whose reference and fields are those of a record that stands; how many.
///
/// # Errors
/// What the database says.
pub async fn set_aside_repeats(tx: &mut Tx, batch: &Batch) -> Result<i64, DbError> {
    let aside = tx
        .run(
            "update record set superseded_by = (select o.id from record o where o.body_id = $1 and o.kind = $2 \
             and o.source_ref = record.source_ref and o.superseded_by is null and o.data = record.data \
             and (o.batch_id <> $3 or o.id < record.id) order by o.id limit 1), duplicate = true \
             where batch_id = $3 and id > $4 and id <= $5 and source_ref is not null \
             and exists (select 1 from record o where o.body_id = $1 and o.kind = $2 \
             and o.source_ref = record.source_ref and o.superseded_by is null and o.data = record.data \
             and (o.batch_id <> $3 or o.id < record.id))",
            within(batch),
        )
        .await?;
    Ok(whole(aside))
}

/// How many records of a batch are flagged as repeats.
///
/// # Errors
/// What the database says.
pub async fn duplicates(tx: &mut Tx, batch: &Batch) -> Result<i64, DbError> {
    let (first, last) = ids_of_instant(batch.loaded_at);
    let sql = "select count(*) as n from record where batch_id = $1 and id > $2 and id <= $3 and duplicate";
    let row = tx.one(sql, params![batch.id, first, last]).await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// Puts the records of a batch in the place of earlier ones of the same reference that say something else; how many of these
/// there were. Where several have one reference, the first takes the place of the first and so on, and none is lost.
///
/// # Errors
/// What the database says.
pub async fn supersede(tx: &mut Tx, batch: &Batch) -> Result<i64, DbError> {
    let revised = tx
        .run(
            "with fresh as (select n.id, n.source_ref, row_number() over (partition by n.source_ref order by n.id) as place \
             from record n where n.batch_id = $3 and n.id > $4 and n.id <= $5 and n.source_ref is not null \
             and n.superseded_by is null and exists (select 1 from record o where o.body_id = $1 and o.kind = $2 \
             and o.source_ref = n.source_ref and o.superseded_by is null and o.batch_id <> $3)), \
             old as (select o.id, o.source_ref, row_number() over (partition by o.source_ref order by o.id) as place \
             from record o where o.body_id = $1 and o.kind = $2 and o.source_ref in (select source_ref from fresh) \
             and o.batch_id <> $3 and o.superseded_by is null \
             and not exists (select 1 from record s where s.superseded_by = o.id and s.batch_id = $3)) \
             update record set superseded_by = pair.fresh from (select old.id as old, fresh.id as fresh from old \
             join fresh on fresh.source_ref = old.source_ref and fresh.place = old.place) as pair \
             where record.id = pair.old",
            within(batch),
        )
        .await?;
    Ok(whole(revised))
}

/// Flags the records of a batch without a reference that are alike in every cell to one of an earlier batch; how many. They
/// stand, for nobody can tell a repeat from a second event. Rows alike have the same month, so no other is looked through.
///
/// # Errors
/// What the database says.
pub async fn flag_alike(tx: &mut Tx, batch: &Batch, (from, to): (&str, &str)) -> Result<i64, DbError> {
    let mut params = within(batch);
    params.extend(params![from, to]);
    let flagged = tx
        .run(
            "update record set duplicate = true where batch_id = $3 and id > $4 and id <= $5 and not duplicate \
             and source_ref is null and row_hash in (select e.row_hash from record e where e.body_id = $1 and e.kind = $2 \
             and e.month >= $6 and e.month <= $7 and e.batch_id <> $3 and e.source_ref is null)",
            params,
        )
        .await?;
    Ok(whole(flagged))
}

/// The earlier batches of which a record has given way to one of this batch.
///
/// # Errors
/// What the database says.
pub async fn changed_by(tx: &mut Tx, batch: &Batch) -> Result<Vec<BatchId>, DbError> {
    let (first, last) = ids_of_instant(batch.loaded_at);
    let rows = tx
        .rows(
            "select distinct o.batch_id from record o join record n on n.id = o.superseded_by \
             where o.superseded_by > $2 and o.superseded_by <= $3 and n.batch_id = $1 and o.batch_id <> $1",
            params![batch.id, first, last],
        )
        .await?;
    rows.iter().map(|row| row.get("batch_id")).collect()
}

/// Two versions of a record as they are kept.
#[derive(Debug)]
pub struct Versions {
    /// The earlier one.
    pub old: RecordId,
    /// The one that took its place.
    pub new: RecordId,
    /// The fields of the earlier one as JSON.
    pub before: String,
    /// Those of the other.
    pub after: String,
}

/// What gave way to the records of a batch and what to, in the order of their ids, after those given; at most so many.
///
/// # Errors
/// What the database says.
pub async fn versions(
    tx: &mut Tx,
    batch: &Batch,
    after: Option<(RecordId, RecordId)>,
    most: i64,
) -> Result<Vec<Versions>, DbError> {
    let (first, last) = ids_of_instant(batch.loaded_at);
    let (old, new) = after.map_or((first, first), |(old, new)| (old.0, new.0));
    let rows = tx
        .rows(
            "select o.id as old, n.id as new, o.data as before, n.data as after \
             from record o join record n on n.id = o.superseded_by \
             where o.superseded_by >= $2 and o.superseded_by <= $3 and n.batch_id = $1 and o.batch_id <> $1 \
             and (o.superseded_by > $2 or o.id > $4) order by o.superseded_by, o.id limit $5",
            params![batch.id, new, last, old, most],
        )
        .await?;
    let versions = |row: &Row| {
        Ok(Versions {
            old: row.get("old")?,
            new: row.get("new")?,
            before: row.get("before")?,
            after: row.get("after")?,
        })
    };
    rows.iter().map(versions).collect()
}

/// Keeps in how many new versions of a batch each field says something else, as JSON.
///
/// # Errors
/// What the database says.
pub async fn keep_changed(tx: &mut Tx, batch: BatchId, changed: &str) -> Result<(), DbError> {
    let sql = "update batch set changed = $2 where id = $1";
    tx.run(sql, params![batch, changed]).await.map(drop)
}

/// What [`keep_changed`] kept; nothing for a batch loaded before it was counted.
///
/// # Errors
/// What the database says.
pub async fn changed(tx: &mut Tx, batch: BatchId) -> Result<Option<String>, DbError> {
    let sql = "select changed from batch where id = $1";
    let row = tx.one(sql, params![batch]).await?;
    row.map_or(Ok(None), |row| row.get("changed"))
}

/// The later batches to whose records those of a batch have given way.
///
/// # Errors
/// What the database says.
pub async fn changed_again_by(tx: &mut Tx, batch: &Batch) -> Result<Vec<BatchId>, DbError> {
    let (first, last) = ids_of_instant(batch.loaded_at);
    let rows = tx
        .rows(
            "select distinct n.batch_id from record o join record n on n.id = o.superseded_by \
             where o.batch_id = $1 and o.id > $2 and o.id <= $3 and n.batch_id <> $1",
            params![batch.id, first, last],
        )
        .await?;
    rows.iter().map(|row| row.get("batch_id")).collect()
}

/// The new versions a batch brought, a page of them in the order of its lines: after the line given, at most so many.
///
/// # Errors
/// What the database says.
pub async fn revisions(tx: &mut Tx, batch: &Batch, after: i64, most: i64) -> Result<Vec<Revision>, DbError> {
    let (first, last) = ids_of_instant(batch.loaded_at);
    let rows = tx
        .rows(
            "select n.line, n.source_ref, o.data as before, n.data as after, \
             (select count(*) from panel_case c where c.record_id = o.id) as drawn \
             from record o join record n on n.id = o.superseded_by \
             where o.superseded_by > $2 and o.superseded_by <= $3 and n.batch_id = $1 and o.batch_id <> $1 \
             and n.line > $4 order by n.line limit $5",
            params![batch.id, first, last, after, most],
        )
        .await?;
    rows.iter().map(to_revision).collect()
}

fn to_revision(row: &Row) -> Result<Revision, DbError> {
    let fields = |column: &str| -> Result<_, DbError> {
        let data: String = row.get(column)?;
        serde_json::from_str(&data)
            .map_err(|error| DbError::inconsistent("record data", format_args!("{:?}", error.classify())))
    };
    Ok(Revision {
        line: row.get("line")?,
        reference: row.get("source_ref")?,
        before: fields("before")?,
        after: fields("after")?,
        drawn: row.get::<i64>("drawn")? > 0,
    })
}

/// The record that stands in the place of this one, where it is not this one.
///
/// # Errors
/// What the database says.
pub async fn standing_instead(tx: &mut Tx, record: RecordId) -> Result<Option<RecordId>, DbError> {
    let sql = "with recursive later (id, superseded_by) as (select id, superseded_by from record where id = $1 \
               union all select r.id, r.superseded_by from record r join later l on r.id = l.superseded_by) \
               select id from later where superseded_by is null and id <> $1";
    let row = tx.one(sql, params![record]).await?;
    row.map(|row| row.get("id")).transpose()
}

/// Whether a record of the batch is in a frame that somebody committed to, or is a case.
///
/// # Errors
/// What the database says.
pub async fn is_drawn_from(tx: &mut Tx, batch: &Batch) -> Result<bool, DbError> {
    let (first, last) = ids_of_instant(batch.loaded_at);
    for sql in [
        "select 1 from frame_record f join record r on r.id = f.record_id \
         where f.record_id > $2 and f.record_id <= $3 and r.batch_id = $1 limit 1",
        "select 1 from panel_case c join record r on r.id = c.record_id \
         where c.record_id > $2 and c.record_id <= $3 and r.batch_id = $1 limit 1",
    ] {
        if tx.one(sql, params![batch.id, first, last]).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Lets what gave way to the records of a batch stand again, or give way to what these gave way to. Of several that gave way to
/// one record the latest load stands.
///
/// # Errors
/// What the database says.
pub async fn stand_again(tx: &mut Tx, batch: &Batch) -> Result<(), DbError> {
    let (first, last) = ids_of_instant(batch.loaded_at);
    tx.run(
        "with heir as (select u.id as undone, coalesce(u.superseded_by, (select d.id from record d \
         join batch b on b.id = d.batch_id where d.superseded_by = u.id and d.batch_id <> $1 \
         order by b.loaded_at desc, d.id desc limit 1)) as heir from record u \
         where u.batch_id = $1 and u.id > $2 and u.id <= $3 \
         and exists (select 1 from record o where o.superseded_by = u.id and o.batch_id <> $1)) \
         update record set superseded_by = nullif(heir.heir, record.id) from heir \
         where record.superseded_by = heir.undone and record.batch_id <> $1",
        params![batch.id, first, last],
    )
    .await?;
    Ok(())
}

/// Takes the batch with its records and refused rows out of the register, and keeps what it was.
///
/// # Errors
/// What the database says.
pub async fn undo(
    tx: &mut Tx,
    batch: &Batch,
    by: PersonId,
    (now, reason): (Moment, &str),
) -> Result<(), DbError> {
    tx.run(
        "insert into undone_batch (id, body_id, kind, file_name, source_hash, accepted, refused, loaded_by, loaded_at, \
         undone_by, undone_at, reason) select id, body_id, kind, file_name, source_hash, accepted, refused, loaded_by, \
         loaded_at, $2, $3, $4 from batch where id = $1",
        params![batch.id, by, now, reason],
    )
    .await?;
    let (first, last) = ids_of_instant(batch.loaded_at);
    // Its own records may stand for one another: a row that gave way to another row of the same file.
    tx.run(
        "update record set superseded_by = null where batch_id = $1 and id > $2 and id <= $3 and superseded_by is not null",
        params![batch.id, first, last],
    )
    .await?;
    tx.run(
        "delete from record where batch_id = $1 and id > $2 and id <= $3",
        params![batch.id, first, last],
    )
    .await?;
    for sql in [
        "delete from refused_row where batch_id = $1",
        "delete from batch where id = $1",
    ] {
        tx.run(sql, params![batch.id]).await?;
    }
    Ok(())
}

/// The loads of a body that were taken back, newest first: file, kind, accepted, when loaded, by whom taken back, when, why.
///
/// # Errors
/// What the database says.
pub async fn undone(tx: &mut Tx, body: BodyId) -> Result<Vec<Undone>, DbError> {
    let rows = tx
        .rows(
            "select u.file_name, u.kind, u.accepted, u.loaded_at, p.name as undoer, u.undone_at, u.reason \
             from undone_batch u join person p on p.id = u.undone_by where u.body_id = $1 \
             order by u.undone_at desc, u.id desc",
            params![body],
        )
        .await?;
    let to_undone = |row: &Row| {
        Ok(Undone {
            file_name: row.get("file_name")?,
            kind: row.get("kind")?,
            accepted: row.get("accepted")?,
            loaded_at: row.get("loaded_at")?,
            by: row.get("undoer")?,
            at: row.get("undone_at")?,
            reason: row.get("reason")?,
        })
    };
    rows.iter().map(to_undone).collect()
}
