//! The rows of packs and their openings.

mod documents;
mod redactions;

use std::collections::{BTreeMap, BTreeSet};

pub use documents::{
    add_handover, document, documents, forget_handovers, handovers, keep_document, next_overdue,
    overdue_documents,
};
pub use redactions::{keep_source, source};

use super::model::{Pack, PackState, Shown};
use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{CaseId, DrawId, OpeningId, PanelId, PersonId},
    },
};

fn read(row: &Row) -> Result<Pack, DbError> {
    let (case, version): (CaseId, i64) = (row.get("case_id")?, row.get("version")?);
    let place = || format!("pack {case} version {version}");
    let (summary, writers): (String, String) = (row.get("summary")?, row.get("writers")?);
    let summary: Vec<Shown> =
        serde_json::from_str(&summary).map_err(|fault| DbError::inconsistent(place(), fault))?;
    let writers: Result<Vec<PersonId>, _> = writers.split_whitespace().map(str::parse).collect();
    Ok(Pack {
        case,
        version,
        state: row.parse::<PackState>("state")?,
        circumstances: row.get("circumstances")?,
        writers: writers.map_err(|fault| DbError::inconsistent(place(), fault))?,
        summary,
        hash: row.get("hash")?,
        prepared_by: row.get("prepared_by")?,
        prepared_at: row.get("prepared_at")?,
        checked_by: row.get("checked_by")?,
        checked_at: row.get("checked_at")?,
        released_by: row.get("released_by")?,
        released_at: row.get("released_at")?,
        withdrawn_by: row.get("withdrawn_by")?,
        withdrawn_at: row.get("withdrawn_at")?,
        reason: row.get("reason")?,
    })
}

/// The newest version of a case's pack.
///
/// # Errors
/// What the database says, or a row that is no pack.
pub async fn latest(tx: &mut Tx, case: CaseId) -> Result<Option<Pack>, DbError> {
    let sql = "select * from pack where case_id = $1 order by version desc limit 1";
    tx.one(sql, params![case]).await?.as_ref().map(read).transpose()
}

/// The version members read, if one is released.
///
/// # Errors
/// As [`latest`].
pub async fn released(tx: &mut Tx, case: CaseId) -> Result<Option<Pack>, DbError> {
    Ok(latest(tx, case)
        .await?
        .filter(|pack| pack.state == PackState::Released))
}

/// The newest version of every pack of a draw.
///
/// # Errors
/// As [`latest`].
pub async fn of_draw(tx: &mut Tx, draw: DrawId) -> Result<BTreeMap<CaseId, Pack>, DbError> {
    let sql = "select pack.* from pack join panel_case on panel_case.id = pack.case_id \
               where panel_case.draw_id = $1 order by pack.version";
    // Later versions take the place of earlier ones.
    let rows = tx.rows(sql, params![draw]).await?;
    rows.iter()
        .map(|row| read(row).map(|pack| (pack.case, pack)))
        .collect()
}

/// The cases of a panel whose packs members can read.
///
/// # Errors
/// What the database says.
pub async fn released_of_panel(tx: &mut Tx, panel: PanelId) -> Result<BTreeSet<CaseId>, DbError> {
    let sql = "select k.case_id from pack k join panel_case c on c.id = k.case_id \
               where c.panel_id = $1 and k.state = 'released'";
    let rows = tx.rows(sql, params![panel]).await?;
    rows.iter().map(|row| row.get("case_id")).collect()
}

/// Keeps a version as it now stands.
///
/// # Errors
/// What the database says.
pub async fn keep(tx: &mut Tx, pack: &Pack) -> Result<(), DbError> {
    let writers: Vec<String> = pack.writers.iter().map(ToString::to_string).collect();
    let summary =
        serde_json::to_string(&pack.summary).map_err(|fault| DbError::inconsistent("pack", fault))?;
    tx.run(
        "insert into pack (case_id, version, state, circumstances, writers, summary, hash, prepared_by, prepared_at, \
         checked_by, checked_at, released_by, released_at, withdrawn_by, withdrawn_at, reason) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
         on conflict (case_id, version) do update set state = excluded.state, circumstances = excluded.circumstances, \
         writers = excluded.writers, summary = excluded.summary, hash = excluded.hash, \
         prepared_by = excluded.prepared_by, prepared_at = excluded.prepared_at, \
         checked_by = excluded.checked_by, checked_at = excluded.checked_at, released_by = excluded.released_by, \
         released_at = excluded.released_at, withdrawn_by = excluded.withdrawn_by, \
         withdrawn_at = excluded.withdrawn_at, reason = excluded.reason",
        params![
            pack.case, pack.version, pack.state.as_str(), &pack.circumstances, writers.join(" "), summary, pack.hash,
            pack.prepared_by, pack.prepared_at, pack.checked_by, pack.checked_at, pack.released_by, pack.released_at,
            pack.withdrawn_by, pack.withdrawn_at, pack.reason.clone()
        ],
    )
    .await?;
    Ok(())
}

/// Notes that somebody opened a released version.
///
/// # Errors
/// What the database says.
pub async fn add_opening(
    tx: &mut Tx,
    id: OpeningId,
    pack: &Pack,
    by: PersonId,
    at: Moment,
) -> Result<(), DbError> {
    tx.run(
        "insert into pack_opening (id, case_id, version, person_id, at) values ($1, $2, $3, $4, $5)",
        params![id, pack.case, pack.version, by, at],
    )
    .await?;
    Ok(())
}

/// How many people have opened each case of a draw.
///
/// # Errors
/// What the database says.
pub async fn readers_of_draw(tx: &mut Tx, draw: DrawId) -> Result<BTreeMap<CaseId, i64>, DbError> {
    let sql = "select pack_opening.case_id, count(distinct pack_opening.person_id) as readers from pack_opening \
               join panel_case on panel_case.id = pack_opening.case_id where panel_case.draw_id = $1 \
               group by pack_opening.case_id";
    tx.rows(sql, params![draw])
        .await?
        .iter()
        .map(|row| Ok((row.get("case_id")?, row.get("readers")?)))
        .collect()
}

/// Whether the person has declared an interest in the case. The table belongs to the review; asked here because an
/// interest takes the pack away.
///
/// # Errors
/// What the database says.
pub async fn declared(tx: &mut Tx, case: CaseId, person: PersonId) -> Result<bool, DbError> {
    let sql = "select 1 as there from declaration where case_id = $1 and person_id = $2";
    Ok(tx.one(sql, params![case, person]).await?.is_some())
}
