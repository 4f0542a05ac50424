//! Rows of sessions, of whoever acts in one, and of failed attempts to begin one.

use std::collections::BTreeSet;

use crate::{
    access::{
        Actor, Role,
        model::{Session, Stage},
    },
    params,
    platform::{
        clock::Moment,
        db::{DbError, Tx},
        ids::{FailureId, PersonId},
    },
};

/// Begins a session.
///
/// # Errors
/// What the database says.
pub async fn add_session(tx: &mut Tx, session: &Session) -> Result<(), DbError> {
    tx.run(
        "insert into session (token_hash, person_id, body_id, stage, csrf, created_at, seen_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![
            session.token_hash,
            session.person,
            session.body,
            session.stage.as_str(),
            &session.csrf,
            session.created_at,
            session.seen_at
        ],
    )
    .await
    .map(drop)
}

/// The session whose token hashes to this, if it has not ended and its person is not shut out.
///
/// # Errors
/// What the database says.
pub async fn live_session(tx: &mut Tx, token_hash: [u8; 32]) -> Result<Option<Session>, DbError> {
    let row = tx
        .one(
            "select s.token_hash, s.person_id, s.body_id, s.stage, s.csrf, s.created_at, s.seen_at from session s \
             join person p on p.id = s.person_id \
             where s.token_hash = $1 and s.ended_at is null and p.state <> 'suspended'",
            params![token_hash],
        )
        .await?;
    row.map(|row| {
        Ok(Session {
            token_hash: row.get("token_hash")?,
            person: row.get("person_id")?,
            body: row.get("body_id")?,
            stage: row.parse::<Stage>("stage")?,
            csrf: row.get("csrf")?,
            created_at: row.get("created_at")?,
            seen_at: row.get("seen_at")?,
        })
    })
    .transpose()
}

/// Notes that a session was used.
///
/// # Errors
/// What the database says.
pub async fn session_seen(tx: &mut Tx, token_hash: [u8; 32], now: Moment) -> Result<(), DbError> {
    tx.run(
        "update session set seen_at = $2 where token_hash = $1",
        params![token_hash, now],
    )
    .await
    .map(drop)
}

/// Ends one session.
///
/// # Errors
/// What the database says.
pub async fn end_session(tx: &mut Tx, token_hash: [u8; 32], now: Moment) -> Result<(), DbError> {
    tx.run(
        "update session set ended_at = $2 where token_hash = $1 and ended_at is null",
        params![token_hash, now],
    )
    .await
    .map(drop)
}

/// Ends every session of a person; how many there were.
///
/// # Errors
/// What the database says.
pub async fn end_sessions_of(tx: &mut Tx, person: PersonId, now: Moment) -> Result<u64, DbError> {
    tx.run(
        "update session set ended_at = $2 where person_id = $1 and ended_at is null",
        params![person, now],
    )
    .await
}

/// The person behind a full session with the roles they hold at this moment; nothing when they hold none.
///
/// # Errors
/// What the database says.
pub async fn actor(tx: &mut Tx, session: &Session, demo: bool) -> Result<Option<Actor>, DbError> {
    let Some(body_id) = session.body else {
        return Ok(None);
    };
    let rows = tx
        .rows(
            "select p.name, b.name as body_name, b.force_name, b.marking, g.role from role_grant g \
             join person p on p.id = g.person_id join body b on b.id = g.body_id \
             where g.person_id = $1 and g.body_id = $2 and g.ended_at is null",
            params![session.person, body_id],
        )
        .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let roles: BTreeSet<Role> = rows
        .iter()
        .map(|row| row.parse("role"))
        .collect::<Result<_, _>>()?;
    Ok(Some(Actor {
        person: session.person,
        name: first.get("name")?,
        body: body_id,
        body_name: first.get("body_name")?,
        force_name: first.get("force_name")?,
        marking: first.parse("marking")?,
        roles,
        csrf: session.csrf.clone(),
        session: session.token_hash,
        demo,
    }))
}

/// Notes a failed attempt to sign in, under the hash of what was tried.
///
/// # Errors
/// What the database says.
pub async fn add_failure(tx: &mut Tx, id: FailureId, subject: [u8; 32], now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into sign_in_failure (id, subject, at) values ($1, $2, $3)",
        params![id, subject, now],
    )
    .await
    .map(drop)
}

/// Failed attempts since an instant.
///
/// # Errors
/// What the database says.
pub async fn failures_since(tx: &mut Tx, subject: [u8; 32], since: Moment) -> Result<i64, DbError> {
    let row = tx
        .one(
            "select count(*) as n from sign_in_failure where subject = $1 and at >= $2",
            params![subject, since],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// Forgets the failed attempts of somebody who has signed in.
///
/// # Errors
/// What the database says.
pub async fn forget_failures(tx: &mut Tx, subject: [u8; 32]) -> Result<(), DbError> {
    tx.run("delete from sign_in_failure where subject = $1", params![subject])
        .await
        .map(drop)
}
