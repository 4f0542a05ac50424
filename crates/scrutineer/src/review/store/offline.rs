//! The rows of packs that were taken away.

use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{CaseId, OfflineId, PersonId},
    },
    review::{
        model::View,
        offline::model::{OfflineCase, OfflinePack, Outcome},
    },
};

/// The packs that fit a condition.
macro_rules! packs {
    ($rest:literal) => {
        concat!(
            "select id, person_id, body_id, blob_id, sha256, sealed_key, made_at, expires_at from offline_pack ",
            $rest
        )
    };
}

fn pack(row: &Row) -> Result<OfflinePack, DbError> {
    Ok(OfflinePack {
        id: row.get("id")?,
        person: row.get("person_id")?,
        body: row.get("body_id")?,
        blob: row.get("blob_id")?,
        sha256: row.get("sha256")?,
        key: row.get("sealed_key")?,
        made_at: row.get("made_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// Keeps a new pack.
///
/// # Errors
/// What the database says.
pub async fn add_offline(tx: &mut Tx, pack: &OfflinePack) -> Result<(), DbError> {
    tx.run(
        "insert into offline_pack (id, person_id, body_id, blob_id, sha256, sealed_key, made_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            pack.id,
            pack.person,
            pack.body,
            pack.blob,
            pack.sha256,
            pack.key.clone(),
            pack.made_at,
            pack.expires_at
        ],
    )
    .await
    .map(drop)
}

/// Keeps a case of a new pack.
///
/// # Errors
/// What the database says.
pub async fn add_offline_case(tx: &mut Tx, pack: OfflineId, case: &OfflineCase) -> Result<(), DbError> {
    tx.run(
        "insert into offline_case (pack_id, case_id, version, known) values ($1, $2, $3, $4)",
        params![pack, case.case, case.version, case.known],
    )
    .await
    .map(drop)
}

/// One pack.
///
/// # Errors
/// What the database says.
pub async fn offline(tx: &mut Tx, id: OfflineId) -> Result<Option<OfflinePack>, DbError> {
    let row = tx.one(packs!("where id = $1"), params![id]).await?;
    row.as_ref().map(pack).transpose()
}

/// A person's packs whose classes are still taken, the newest first.
///
/// # Errors
/// What the database says.
pub async fn offline_of(tx: &mut Tx, person: PersonId) -> Result<Vec<OfflinePack>, DbError> {
    let sql = packs!("where person_id = $1 and sealed_key is not null order by made_at desc, id");
    tx.rows(sql, params![person]).await?.iter().map(pack).collect()
}

/// The packs of which nothing is to be kept any more at an instant: those that expired before `by`.
///
/// # Errors
/// What the database says.
pub async fn offline_overdue(tx: &mut Tx, by: Moment) -> Result<Vec<OfflinePack>, DbError> {
    let sql = packs!("where sealed_key is not null and expires_at <= $1 order by expires_at, id");
    tx.rows(sql, params![by]).await?.iter().map(pack).collect()
}

/// Erases the key of a pack and whatever waits for its member.
///
/// # Errors
/// What the database says.
pub async fn forget_offline(tx: &mut Tx, id: OfflineId) -> Result<(), DbError> {
    tx.run(
        "update offline_pack set sealed_key = null where id = $1",
        params![id],
    )
    .await?;
    tx.run(
        "update offline_case set brought = null where pack_id = $1",
        params![id],
    )
    .await
    .map(drop)
}

fn case(row: &Row) -> Result<OfflineCase, DbError> {
    let place = || "offline_case".to_owned();
    let outcome: Option<String> = row.get("outcome")?;
    let brought: Option<String> = row.get("brought")?;
    let known = |code: String| {
        code.parse::<Outcome>()
            .map_err(|fault| DbError::inconsistent(place(), fault))
    };
    let view = |json: String| {
        serde_json::from_str::<View>(&json).map_err(|fault| DbError::inconsistent(place(), fault))
    };
    Ok(OfflineCase {
        case: row.get("case_id")?,
        version: row.get("version")?,
        known: row.get("known")?,
        settled: row.get("settled")?,
        outcome: outcome.map(known).transpose()?,
        brought: brought.map(view).transpose()?,
    })
}

/// The cases of a pack, with what each is called, in the order of the reading list.
///
/// # Errors
/// What the database says.
pub async fn offline_cases(tx: &mut Tx, pack: OfflineId) -> Result<Vec<(OfflineCase, String)>, DbError> {
    let sql = "select o.case_id, o.version, o.known, o.settled, o.outcome, o.brought, d.reference, c.label from offline_case o \
               join panel_case c on c.id = o.case_id join draw d on d.id = c.draw_id \
               where o.pack_id = $1 order by d.reference, c.stratum, c.label";
    let rows = tx.rows(sql, params![pack]).await?;
    rows.iter()
        .map(|row| {
            let (reference, label): (String, String) = (row.get("reference")?, row.get("label")?);
            Ok((case(row)?, format!("{reference}, case {label}")))
        })
        .collect()
}

/// Keeps what became of a class that came back.
///
/// # Errors
/// What the database says.
pub async fn keep_outcome(tx: &mut Tx, pack: OfflineId, case: &OfflineCase) -> Result<(), DbError> {
    let brought = case.brought.as_ref().map(serde_json::to_string).transpose();
    let brought = brought.map_err(|fault| DbError::inconsistent("offline_case", fault))?;
    tx.run(
        "update offline_case set known = $3, settled = $4, outcome = $5, brought = $6 where pack_id = $1 and case_id = $2",
        params![
            pack,
            case.case,
            case.known,
            case.settled,
            case.outcome.map(Outcome::as_str),
            brought
        ],
    )
    .await
    .map(drop)
}

/// Takes out what a person brought back of a case and has not decided about: they are no longer to class it.
///
/// # Errors
/// What the database says.
pub async fn forget_brought(tx: &mut Tx, case: CaseId, person: PersonId) -> Result<(), DbError> {
    tx.run(
        "update offline_case set brought = null where case_id = $1 and brought is not null \
         and pack_id in (select id from offline_pack where person_id = $2)",
        params![case, person],
    )
    .await
    .map(drop)
}

/// Whether a person has a case in a file that they took away and that can still be read.
///
/// # Errors
/// What the database says.
pub async fn has_away(tx: &mut Tx, case: CaseId, person: PersonId, now: Moment) -> Result<bool, DbError> {
    let sql = "select 1 as one from offline_case c join offline_pack p on p.id = c.pack_id \
               where c.case_id = $1 and p.person_id = $2 and p.expires_at > $3 limit 1";
    Ok(tx.one(sql, params![case, person, now]).await?.is_some())
}
