//! The rows of the log. Appended, never changed: triggers of the database refuse it, and the tree shows it.

use ledger::{Checkpoint, Entry, Frontier, Hash, Operation, leaf_hash};

use super::{Note, Who};
use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx, Value},
        ids::{BodyId, PersonId},
    },
};

/// A row of the log as a reader sees it.
#[derive(Debug, Clone)]
pub struct Logged {
    /// The entry.
    pub entry: Entry,
    /// The entry's bytes, as hashed.
    pub canonical: Vec<u8>,
    /// The leaf stored with it.
    pub leaf: Hash,
}

async fn frontier(tx: &mut Tx) -> Result<Frontier, DbError> {
    let Some(row) = tx
        .one("select frontier from ledger_head where one = 1", vec![])
        .await?
    else {
        return Ok(Frontier::new());
    };
    let text: String = row.get("frontier")?;
    text.parse::<Frontier>()
        .map_err(|fault| DbError::inconsistent("ledger_head", fault))
}

/// Appends one entry; its sequence number.
///
/// # Errors
/// What the database says.
pub async fn append(tx: &mut Tx, now: Moment, who: &Who, act: &str, note: Note) -> Result<u64, DbError> {
    let mut frontier = frontier(tx).await?;
    let seq = frontier.size();
    let entry = Entry {
        seq,
        at: now.0,
        operation: note.operation,
        act: act.to_owned(),
        object_kind: note.object_kind.to_owned(),
        object_id: note.object_id,
        person: who.person.map(|id| id.to_string()),
        role: who.role.clone(),
        body: who.body.map(|id| id.to_string()),
        why: note.why,
        detail: note.detail,
    };
    let canonical = entry.canonical();
    let leaf = leaf_hash(&canonical);
    frontier.append(leaf);
    tx.run(
        "insert into ledger_entry (seq, at, operation, act, object_kind, object_id, person_id, role, body_id, canonical, leaf) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            count(seq), now, entry.operation.as_str(), act, entry.object_kind, entry.object_id, who.person,
            who.role.clone(), who.body, canonical, leaf.0
        ],
    )
    .await?;
    tx.run(
        "insert into ledger_head (one, size, frontier) values (1, $1, $2) \
         on conflict (one) do update set size = $1, frontier = $2",
        params![count(frontier.size()), frontier.to_string()],
    )
    .await?;
    Ok(seq)
}

/// The size and root of the log.
///
/// # Errors
/// What the database says.
pub async fn head(tx: &mut Tx) -> Result<(u64, Hash), DbError> {
    let frontier = frontier(tx).await?;
    Ok((frontier.size(), frontier.root()))
}

/// Keeps a signed checkpoint; one already kept for this size stays.
///
/// # Errors
/// What the database says.
pub async fn keep_checkpoint(tx: &mut Tx, at: &Checkpoint, note: &str, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into ledger_checkpoint (size, root, note, at) values ($1, $2, $3, $4) on conflict (size) do nothing",
        params![count(at.size), at.root.0, note, now],
    )
    .await?;
    Ok(())
}

/// The latest checkpoint's note.
///
/// # Errors
/// What the database says.
pub async fn latest_checkpoint(tx: &mut Tx) -> Result<Option<String>, DbError> {
    let row = tx
        .one(
            "select note from ledger_checkpoint order by size desc limit 1",
            vec![],
        )
        .await?;
    row.map(|row| row.get("note")).transpose()
}

/// Every checkpoint's note, oldest first.
///
/// # Errors
/// What the database says.
pub async fn checkpoints(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    let rows = tx
        .rows("select note from ledger_checkpoint order by size", vec![])
        .await?;
    rows.iter().map(|row| row.get("note")).collect()
}

/// Up to `most` entries from `from` on, as stored.
///
/// # Errors
/// What the database says, or a row that is no entry.
pub async fn entries(tx: &mut Tx, from: u64, most: u64) -> Result<Vec<Logged>, DbError> {
    let rows = tx
        .rows(
            "select seq, canonical, leaf from ledger_entry where seq >= $1 order by seq limit $2",
            params![count(from), count(most)],
        )
        .await?;
    rows.iter().map(logged).collect()
}

/// Every row as raw material for `ledger::verify_log`: sequence number, canonical bytes, stored leaf, in order of number.
///
/// # Errors
/// What the database says.
pub async fn raw(tx: &mut Tx) -> Result<Vec<(u64, Vec<u8>, Hash)>, DbError> {
    let rows = tx
        .rows(
            "select seq, canonical, leaf from ledger_entry order by seq",
            vec![],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let seq: i64 = row.get("seq")?;
            Ok((
                u64::try_from(seq).unwrap_or(u64::MAX),
                row.get("canonical")?,
                Hash(row.get("leaf")?),
            ))
        })
        .collect()
}

/// Every leaf in order.
///
/// # Errors
/// What the database says.
pub async fn leaves(tx: &mut Tx) -> Result<Vec<Hash>, DbError> {
    let rows = tx
        .rows("select leaf from ledger_entry order by seq", vec![])
        .await?;
    rows.iter().map(|row| row.get("leaf").map(Hash)).collect()
}

/// What a reader of the log looks for; absent means any.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The body whose log it is.
    pub body: Option<BodyId>,
    /// Who acted.
    pub person: Option<PersonId>,
    /// The kind of thing.
    pub object_kind: Option<String>,
    /// Which thing.
    pub object_id: Option<String>,
    /// The operation of s.62.
    pub operation: Option<Operation>,
    /// Entries before this number only, for the next page.
    pub before: Option<u64>,
}

/// Entries that match, newest first.
///
/// # Errors
/// What the database says, or a row that is no entry.
pub async fn find(tx: &mut Tx, search: &Search, most: u64) -> Result<Vec<Logged>, DbError> {
    // Each placeholder is compared before it is asked for null: PostgreSQL takes its type from the first use.
    let rows = tx
        .rows(
            "select seq, canonical, leaf from ledger_entry \
             where (body_id = $1 or $1 is null) and (person_id = $2 or $2 is null) and (object_kind = $3 or $3 is null) \
             and (object_id = $4 or $4 is null) and (operation = $5 or $5 is null) and (seq < $6 or $6 is null) \
             order by seq desc limit $7",
            params![
                search.body,
                search.person,
                search.object_kind.clone(),
                search.object_id.clone(),
                Value::Text(search.operation.map(|operation| operation.as_str().to_owned())),
                Value::Int(search.before.map(count)),
                count(most)
            ],
        )
        .await?;
    rows.iter().map(logged).collect()
}

fn logged(row: &Row) -> Result<Logged, DbError> {
    let canonical: Vec<u8> = row.get("canonical")?;
    let entry = Entry::parse(&canonical)
        .map_err(|fault| DbError::inconsistent(format!("ledger_entry {:?}", row.get::<i64>("seq")), fault))?;
    Ok(Logged {
        entry,
        leaf: Hash(row.get("leaf")?),
        canonical,
    })
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
