//! The rows of packs and their openings.

mod copies;
mod documents;
mod papers;
mod redactions;

use std::collections::{BTreeMap, BTreeSet};

pub use copies::{Issued, add_copy, copies_of_draw, copy_of, next_copy, taken_away};
pub use documents::{
    add_handover, document, documents, forget_handovers, handovers, keep_document, next_overdue,
    overdue_documents,
};
pub use papers::{
    add_crowd, crowds_of_draw, draw_met_on, keep_rules, met_on, note_work, rules, work_of_draw,
};
pub use redactions::{keep_source, source};

use super::{
    cover::{Cover, Wider},
    model::{Pack, PackState, Shown},
};
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
        cover: cover(row, &place)?,
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

/// The cover of a version; the columns are blank for one from before packs had covers.
fn cover(row: &Row, place: &dyn Fn() -> String) -> Result<Option<Cover>, DbError> {
    let Some(marking) = row.get::<Option<String>>("marking")? else {
        return Ok(None);
    };
    let (handling, wider): (String, String) = (row.get("handling")?, row.get("wider")?);
    let fault = |what: &str| DbError::inconsistent(place(), what);
    let wider: Wider = serde_json::from_str(&wider).map_err(|_| fault("a cover that cannot be read"))?;
    Ok(Some(Cover {
        marking: marking
            .parse()
            .map_err(|_| fault("a marking that is not known"))?,
        handling: handling
            .parse()
            .map_err(|_| fault("a handling that is not known"))?,
        wider,
    }))
}

/// The newest version of a case's pack.
///
/// # Errors
/// What the database says, or a row that is no pack.
pub async fn latest(tx: &mut Tx, case: CaseId) -> Result<Option<Pack>, DbError> {
    let sql = "select pack.*, o.marking, o.handling, o.wider from pack \
               left join pack_cover o on o.case_id = pack.case_id and o.version = pack.version \
               where pack.case_id = $1 order by pack.version desc limit 1";
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
    let sql = "select pack.*, o.marking, o.handling, o.wider from pack \
               join panel_case on panel_case.id = pack.case_id \
               left join pack_cover o on o.case_id = pack.case_id and o.version = pack.version where panel_case.draw_id = $1 order by pack.version";
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
    let Some(cover) = &pack.cover else {
        return Ok(());
    };
    let wider =
        serde_json::to_string(&cover.wider).map_err(|fault| DbError::inconsistent("pack_cover", fault))?;
    tx.run(
        "insert into pack_cover (case_id, version, marking, handling, wider) values ($1, $2, $3, $4, $5) \
         on conflict (case_id, version) do update set marking = excluded.marking, handling = excluded.handling, \
         wider = excluded.wider",
        params![
            pack.case,
            pack.version,
            cover.marking.as_str(),
            cover.handling.as_str(),
            wider
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
