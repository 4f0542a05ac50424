//! Every statement about flags, counts of rules and switches.

use std::collections::{BTreeMap, BTreeSet};

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

/// A batch whose records the rules are to look at, and how far they have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The batch.
    pub batch: BatchId,
    /// Its body.
    pub body: BodyId,
    /// When it was loaded: the instant of its records' ids.
    pub loaded_at: Moment,
    /// How often its records have changed.
    pub edition: i64,
    /// The last record looked at.
    pub after: Option<RecordId>,
    /// How many have been looked at.
    pub seen: i64,
}

/// The oldest batch of a kind, of whatever body, that the rules have not looked at to its end. What was found of an earlier
/// edition of it does not count.
///
/// # Errors
/// What the database says.
pub async fn next_look(tx: &mut Tx, kind: &str) -> Result<Option<Look>, DbError> {
    let row = tx
        .one(
            "select b.id, b.body_id, b.loaded_at, b.edition, case when l.edition = b.edition then l.last_id end as last_id, \
             case when l.edition = b.edition then l.seen else 0 end as seen from batch b \
             left join flag_look l on l.batch_id = b.id where b.kind = $1 and b.accepted > 0 \
             and (l.batch_id is null or l.edition <> b.edition or not l.ended) order by b.loaded_at, b.id limit 1",
            params![kind],
        )
        .await?;
    let look = |row: Row| {
        Ok(Look {
            batch: row.get("id")?,
            body: row.get("body_id")?,
            loaded_at: row.get("loaded_at")?,
            edition: row.get("edition")?,
            after: row.get("last_id")?,
            seen: row.get("seen")?,
        })
    };
    row.map(look).transpose()
}

/// Takes away what the rules found in a batch, before they look at it from its beginning.
///
/// # Errors
/// What the database says.
pub async fn begin_look(tx: &mut Tx, look: &Look) -> Result<(), DbError> {
    for sql in [
        "delete from flag where batch_id = $1",
        "delete from rule_count where batch_id = $1",
        "delete from flag_look where batch_id = $1",
    ] {
        tx.run(sql, params![look.batch]).await?;
    }
    tx.run(
        "insert into flag_look (batch_id, edition, seen, ended) values ($1, $2, 0, $3)",
        params![look.batch, look.edition, false],
    )
    .await?;
    Ok(())
}

/// Keeps how far the rules have come.
///
/// # Errors
/// What the database says.
pub async fn keep_place(tx: &mut Tx, look: &Look, ended: bool) -> Result<(), DbError> {
    tx.run(
        "update flag_look set last_id = $2, seen = $3, ended = $4 where batch_id = $1",
        params![look.batch, look.after, look.seen, ended],
    )
    .await?;
    Ok(())
}

/// How many records of a body and kind the rules have looked at, and how many there are.
///
/// # Errors
/// What the database says.
pub async fn progress(tx: &mut Tx, body: BodyId, kind: &str) -> Result<(i64, i64), DbError> {
    let row = tx
        .one(
            "select cast(coalesce(sum(b.accepted), 0) as bigint) as records, \
             cast(coalesce(sum(case when l.edition <> b.edition then 0 when l.ended then b.accepted else l.seen end), 0) \
             as bigint) as seen from batch b left join flag_look l on l.batch_id = b.id \
             where b.body_id = $1 and b.kind = $2",
            params![body, kind],
        )
        .await?;
    row.map_or(Ok((0, 0)), |row| Ok((row.get("seen")?, row.get("records")?)))
}

/// Some records of a batch in the order of their ids, after the last one looked at. All ids of a batch are of the instant at which it
/// was loaded, so that no other batch is searched.
///
/// # Errors
/// What the database says.
pub async fn records_after(tx: &mut Tx, look: &Look, most: i64) -> Result<Vec<Waiting>, DbError> {
    let (first, last) = ids_of_instant(look.loaded_at);
    let rows = tx
        .rows(
            "select id, month, data, superseded_by is null as stands from record where id > $2 and id <= $3 and batch_id = $1 order by id limit $4",
            params![look.batch, look.after.map_or(first, |id| id.0), last, most],
        )
        .await?;
    let waiting = |row: &Row| {
        Ok(Waiting {
            id: row.get("id")?,
            month: row.get("month")?,
            stands: row.get("stands")?,
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

/// Adds what each rule answered, by month, to what it answered about the records before.
///
/// # Errors
/// What the database says.
pub async fn add_counts(
    tx: &mut Tx,
    batch: BatchId,
    (pack, version): (&str, i64),
    counts: BTreeMap<(String, String), Count>,
) -> Result<(), DbError> {
    for ((month, rule), count) in counts {
        tx.run(
            "insert into rule_count (batch_id, month, rule, pack, pack_version, breach, missing, mismatch, info, unknown, \
             passed, applied) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             on conflict (batch_id, month, rule) do update set breach = rule_count.breach + excluded.breach, \
             missing = rule_count.missing + excluded.missing, mismatch = rule_count.mismatch + excluded.mismatch, \
             info = rule_count.info + excluded.info, unknown = rule_count.unknown + excluded.unknown, \
             passed = rule_count.passed + excluded.passed, applied = rule_count.applied + excluded.applied",
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
            ],
        )
        .await?;
    }
    Ok(())
}

/// Takes away what rules found in the records of a body, so that they are looked at anew.
///
/// # Errors
/// What the database says.
pub async fn forget(tx: &mut Tx, body: BodyId) -> Result<(), DbError> {
    for sql in [
        "delete from flag where batch_id in (select id from batch where body_id = $1)",
        "delete from rule_count where batch_id in (select id from batch where body_id = $1)",
        "delete from flag_look where batch_id in (select id from batch where body_id = $1)",
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
            "select rule, result from flag where record_id = $1 order by rule",
            params![record],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("rule")?, row.get("result")?)))
        .collect()
}

/// The records of a body and kind that a rule flags, from one month to another.
///
/// # Errors
/// What the database says.
pub async fn flagged(
    tx: &mut Tx,
    rule: &str,
    body: BodyId,
    (kind, (from, to)): (&str, (&str, &str)),
) -> Result<BTreeSet<RecordId>, DbError> {
    let rows = tx
        .rows(
            "select f.record_id from batch b join flag f on f.batch_id = b.id and f.rule = $1 \
             join record r on r.id = f.record_id where b.body_id = $2 and b.kind = $3 and r.month >= $4 and r.month <= $5",
            params![rule, body, kind, from, to],
        )
        .await?;
    rows.iter().map(|row| row.get("record_id")).collect()
}
