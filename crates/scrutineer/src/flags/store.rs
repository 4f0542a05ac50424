//! Every statement about flags, counts of rules and switches.

use std::collections::BTreeMap;

use rules::Count;

use super::model::{Flag, Switch, Waiting};
use crate::{
    params,
    platform::{
        clock::Moment,
        db::{Bulk, DbError, Row, Tx},
        ids::{BatchId, BodyId, PersonId, RecordId, ids_of_instant},
    },
};

const FLAGS: Bulk = Bulk {
    table: "flag",
    columns: &["batch_id", "record_id", "rule", "result"],
};

const COUNTS: Bulk = Bulk {
    table: "rule_count",
    columns: &[
        "batch_id",
        "month",
        "rule",
        "pack",
        "pack_version",
        "breach",
        "missing",
        "mismatch",
        "info",
        "unknown",
        "passed",
        "applied",
    ],
};

/// The batches, of whatever body, whose kind is one of these and which no rule has looked at, oldest first.
///
/// # Errors
/// What the database says.
pub async fn batches_waiting(tx: &mut Tx, kind: &str) -> Result<Vec<(BatchId, BodyId, Moment)>, DbError> {
    let rows = tx
        .rows(
            "select b.id, b.body_id, b.loaded_at from batch b where b.kind = $1 and b.accepted > 0 \
             and not exists (select 1 from rule_count c where c.batch_id = b.id) order by b.loaded_at, b.id",
            params![kind],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("body_id")?, row.get("loaded_at")?)))
        .collect()
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
) -> Result<Vec<Waiting>, DbError> {
    let (first, last) = ids_of_instant(loaded_at);
    let rows = tx
        .rows(
            "select id, month, data from record where id > $2 and id <= $3 and batch_id = $1 order by id limit $4",
            params![batch, after.map_or(first, |id| id.0), last, most],
        )
        .await?;
    let waiting = |row: &Row| {
        Ok(Waiting {
            id: row.get("id")?,
            month: row.get("month")?,
            fields: row.get("data")?,
        })
    };
    rows.iter().map(waiting).collect()
}

/// Keeps flags of the records of a batch.
///
/// # Errors
/// What the database says.
pub async fn add_flags(tx: &mut Tx, batch: BatchId, flags: Vec<Flag>) -> Result<(), DbError> {
    let rows = flags
        .into_iter()
        .map(|flag| params![batch, flag.record, flag.rule, flag.result]);
    FLAGS.insert(tx, rows.collect()).await
}

/// Keeps what each rule answered, by month.
///
/// # Errors
/// What the database says.
pub async fn add_counts(
    tx: &mut Tx,
    batch: BatchId,
    (pack, version): (&str, i64),
    counts: BTreeMap<(String, String), Count>,
) -> Result<(), DbError> {
    let rows = counts.into_iter().map(|((month, rule), count)| {
        params![
            batch,
            month,
            rule,
            pack,
            version,
            whole(count.breach),
            whole(count.missing),
            whole(count.mismatch),
            whole(count.info),
            whole(count.unknown),
            whole(count.pass),
            whole(count.applied)
        ]
    });
    COUNTS.insert(tx, rows.collect()).await
}

/// Takes away what rules found in the records of a body, so that they are looked at anew.
///
/// # Errors
/// What the database says.
pub async fn forget(tx: &mut Tx, body: BodyId) -> Result<(), DbError> {
    for sql in [
        "delete from flag where batch_id in (select id from batch where body_id = $1)",
        "delete from rule_count where batch_id in (select id from batch where body_id = $1)",
    ] {
        tx.run(sql, params![body]).await?;
    }
    Ok(())
}

/// The months of a kind of which a body has counts, newest first.
///
/// # Errors
/// What the database says.
pub async fn months(tx: &mut Tx, body: BodyId, kind: &str) -> Result<Vec<String>, DbError> {
    let rows = tx
        .rows(
            "select distinct c.month from rule_count c join batch b on b.id = c.batch_id \
             where b.body_id = $1 and b.kind = $2 order by c.month desc",
            params![body, kind],
        )
        .await?;
    rows.iter().map(|row| row.get("month")).collect()
}

/// What each rule answered about the records of a body and kind, from one month to another.
///
/// # Errors
/// What the database says.
pub async fn counts(
    tx: &mut Tx,
    body: BodyId,
    kind: &str,
    (from, to): (&str, &str),
) -> Result<BTreeMap<String, Count>, DbError> {
    let rows = tx
        .rows(
            "select c.rule, cast(sum(c.breach) as bigint) as breach, cast(sum(c.missing) as bigint) as missing, \
             cast(sum(c.mismatch) as bigint) as mismatch, cast(sum(c.info) as bigint) as info, \
             cast(sum(c.unknown) as bigint) as unknown, cast(sum(c.passed) as bigint) as passed, \
             cast(sum(c.applied) as bigint) as applied from rule_count c join batch b on b.id = c.batch_id \
             where b.body_id = $1 and b.kind = $2 and c.month >= $3 and c.month <= $4 group by c.rule",
            params![body, kind, from, to],
        )
        .await?;
    let count = |row: &Row| -> Result<Count, DbError> {
        Ok(Count {
            breach: number(row, "breach")?,
            missing: number(row, "missing")?,
            mismatch: number(row, "mismatch")?,
            info: number(row, "info")?,
            unknown: number(row, "unknown")?,
            pass: number(row, "passed")?,
            applied: number(row, "applied")?,
        })
    };
    rows.iter()
        .map(|row| Ok((row.get("rule")?, count(row)?)))
        .collect()
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn number(row: &Row, column: &str) -> Result<u64, DbError> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|error| DbError::inconsistent(column, error))
}

/// What a body has switched: the newest decision about each rule.
///
/// # Errors
/// What the database says.
pub async fn switches(tx: &mut Tx, body: BodyId) -> Result<Vec<Switch>, DbError> {
    let rows = tx
        .rows(
            "select s.rule, s.turned_on, s.why from rule_switch s where s.body_id = $1 and not exists (\
             select 1 from rule_switch n where n.body_id = s.body_id and n.rule = s.rule and n.place > s.place) \
             order by s.rule",
            params![body],
        )
        .await?;
    let switch = |row: &Row| {
        Ok(Switch {
            rule: row.get("rule")?,
            on: row.get("turned_on")?,
            why: row.get("why")?,
        })
    };
    rows.iter().map(switch).collect()
}

/// Keeps a decision about a rule, after those before it.
///
/// # Errors
/// What the database says.
pub async fn add_switch(
    tx: &mut Tx,
    body: BodyId,
    switch: &Switch,
    by: PersonId,
    now: Moment,
) -> Result<(), DbError> {
    tx.run(
        "insert into rule_switch (body_id, place, rule, turned_on, why, switched_by, switched_at) \
         select $1, coalesce(max(place), 0) + 1, $2, $3, $4, $5, $6 from rule_switch where body_id = $1",
        params![body, &switch.rule, switch.on, &switch.why, by, now],
    )
    .await?;
    Ok(())
}

/// What rules flag of one record: rule and sort, in the order of the rules.
///
/// # Errors
/// What the database says.
pub async fn flags_of(tx: &mut Tx, record: RecordId) -> Result<Vec<(String, String)>, DbError> {
    let rows = tx
        .rows(
            "select f.rule, f.result from flag f join record r on r.batch_id = f.batch_id and r.id = f.record_id \
             where r.id = $1 order by f.rule",
            params![record],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("rule")?, row.get("result")?)))
        .collect()
}
