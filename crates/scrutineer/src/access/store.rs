//! Rows of people, roles, invitations and sessions.

use std::collections::BTreeSet;

use super::{
    Actor, Role,
    model::{Body, Grant, Invitation, Person, Session, Stage},
};
use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{BodyId, FailureId, GrantId, InvitationId, PersonId},
    },
};

fn person(row: &Row) -> Result<Person, DbError> {
    Ok(Person {
        id: row.get("id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        passphrase: row.get("passphrase")?,
        totp_secret: row.get("totp_secret")?,
        totp_step: row.get("totp_step")?,
        state: row.parse("state")?,
    })
}

/// The person with this address.
///
/// # Errors
/// What the database says.
pub async fn person_by_email(tx: &mut Tx, email: &str) -> Result<Option<Person>, DbError> {
    let row = tx
        .one(
            "select id, email, name, passphrase, totp_secret, totp_step, state from person where email = $1",
            params![email],
        )
        .await?;
    row.as_ref().map(person).transpose()
}

/// The person of this id.
///
/// # Errors
/// What the database says.
pub async fn person_by_id(tx: &mut Tx, id: PersonId) -> Result<Option<Person>, DbError> {
    let row = tx
        .one(
            "select id, email, name, passphrase, totp_secret, totp_step, state from person where id = $1",
            params![id],
        )
        .await?;
    row.as_ref().map(person).transpose()
}

/// Adds a person.
///
/// # Errors
/// [`DbError::Duplicate`] when the address is taken.
pub async fn add_person(tx: &mut Tx, person: &Person, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into person (id, email, name, passphrase, totp_secret, totp_step, state, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            person.id,
            &person.email,
            &person.name,
            person.passphrase.clone(),
            person.totp_secret.clone(),
            person.totp_step,
            person.state.as_str(),
            now
        ],
    )
    .await
    .map(drop)
}

/// Writes back what may change of a person: passphrase, codes, state.
///
/// # Errors
/// What the database says.
pub async fn change_person(tx: &mut Tx, person: &Person) -> Result<(), DbError> {
    tx.run(
        "update person set passphrase = $2, totp_secret = $3, totp_step = $4, state = $5 where id = $1",
        params![
            person.id,
            person.passphrase.clone(),
            person.totp_secret.clone(),
            person.totp_step,
            person.state.as_str()
        ],
    )
    .await
    .map(drop)
}

/// Adds a body.
///
/// # Errors
/// [`DbError::Duplicate`] when the name is taken.
pub async fn add_body(tx: &mut Tx, body: &Body, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into body (id, name, short_name, force_name, created_at) values ($1, $2, $3, $4, $5)",
        params![body.id, &body.name, &body.short_name, &body.force_name, now],
    )
    .await
    .map(drop)
}

/// A body by its id.
///
/// # Errors
/// What the database says.
pub async fn body(tx: &mut Tx, id: BodyId) -> Result<Option<Body>, DbError> {
    let row = tx
        .one(
            "select id, name, short_name, force_name from body where id = $1",
            params![id],
        )
        .await?;
    row.as_ref().map(body_of).transpose()
}

/// Every body.
///
/// # Errors
/// What the database says.
pub async fn bodies(tx: &mut Tx) -> Result<Vec<Body>, DbError> {
    let rows = tx
        .rows(
            "select id, name, short_name, force_name from body order by name",
            vec![],
        )
        .await?;
    rows.iter().map(body_of).collect()
}

fn body_of(row: &Row) -> Result<Body, DbError> {
    Ok(Body {
        id: row.get("id")?,
        name: row.get("name")?,
        short_name: row.get("short_name")?,
        force_name: row.get("force_name")?,
    })
}

/// Gives a person a role.
///
/// # Errors
/// What the database says.
pub async fn add_grant(tx: &mut Tx, grant: &Grant, by: Option<PersonId>) -> Result<(), DbError> {
    tx.run(
        "insert into role_grant (id, person_id, body_id, role, granted_by, granted_at) values ($1, $2, $3, $4, $5, $6)",
        params![grant.id, grant.person, grant.body, grant.role.as_str(), by, grant.granted_at],
    )
    .await
    .map(drop)
}

/// Ends a role; whether there was one to end.
///
/// # Errors
/// What the database says.
pub async fn end_grant(
    tx: &mut Tx,
    id: GrantId,
    body: BodyId,
    by: PersonId,
    now: Moment,
) -> Result<bool, DbError> {
    let rows = tx
        .run(
            "update role_grant set ended_at = $3, ended_by = $4 where id = $1 and body_id = $2 and ended_at is null",
            params![id, body, now, by],
        )
        .await?;
    Ok(rows == 1)
}

fn grant(row: &Row) -> Result<Grant, DbError> {
    Ok(Grant {
        id: row.get("id")?,
        person: row.get("person_id")?,
        body: row.get("body_id")?,
        role: row.parse("role")?,
        granted_at: row.get("granted_at")?,
    })
}

/// The roles a person holds now, in every body.
///
/// # Errors
/// What the database says.
pub async fn grants_of(tx: &mut Tx, person: PersonId) -> Result<Vec<Grant>, DbError> {
    let rows = tx
        .rows(
            "select id, person_id, body_id, role, granted_at from role_grant \
             where person_id = $1 and ended_at is null order by granted_at, id",
            params![person],
        )
        .await?;
    rows.iter().map(grant).collect()
}

/// Everybody with a role in the body, with the roles they hold, by name.
///
/// # Errors
/// What the database says.
pub async fn people_of(tx: &mut Tx, body: BodyId) -> Result<Vec<(Person, Vec<Grant>)>, DbError> {
    let rows = tx
        .rows(
            "select distinct p.id, p.email, p.name, p.passphrase, p.totp_secret, p.totp_step, p.state from person p \
             join role_grant g on g.person_id = p.id where g.body_id = $1 and g.ended_at is null order by p.name, p.id",
            params![body],
        )
        .await?;
    let people: Vec<Person> = rows.iter().map(person).collect::<Result<_, _>>()?;
    let rows = tx
        .rows(
            "select id, person_id, body_id, role, granted_at from role_grant \
             where body_id = $1 and ended_at is null order by granted_at, id",
            params![body],
        )
        .await?;
    let grants: Vec<Grant> = rows.iter().map(grant).collect::<Result<_, _>>()?;
    Ok(people
        .into_iter()
        .map(|person| {
            let own = grants
                .iter()
                .filter(|grant| grant.person == person.id)
                .cloned()
                .collect();
            (person, own)
        })
        .collect())
}

/// Adds an invitation under the hash of its token.
///
/// # Errors
/// What the database says.
pub async fn add_invitation(
    tx: &mut Tx,
    invitation: &Invitation,
    token_hash: [u8; 32],
    now: Moment,
) -> Result<(), DbError> {
    tx.run(
        "insert into invitation (id, email, name, body_id, role, token_hash, invited_by, created_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            invitation.id,
            &invitation.email,
            &invitation.name,
            invitation.body,
            invitation.role.as_str(),
            token_hash,
            invitation.invited_by,
            now,
            invitation.expires_at
        ],
    )
    .await
    .map(drop)
}

fn invitation(row: &Row) -> Result<Invitation, DbError> {
    Ok(Invitation {
        id: row.get("id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        body: row.get("body_id")?,
        role: row.parse("role")?,
        invited_by: row.get("invited_by")?,
        expires_at: row.get("expires_at")?,
        consumed_at: row.get("consumed_at")?,
    })
}

/// The invitation whose token hashes to this.
///
/// # Errors
/// What the database says.
pub async fn invitation_by_token(tx: &mut Tx, token_hash: [u8; 32]) -> Result<Option<Invitation>, DbError> {
    let row = tx
        .one(
            "select id, email, name, body_id, role, invited_by, expires_at, consumed_at from invitation \
             where token_hash = $1",
            params![token_hash],
        )
        .await?;
    row.as_ref().map(invitation).transpose()
}

/// The body's invitations that have not been used, newest first.
///
/// # Errors
/// What the database says.
pub async fn open_invitations(tx: &mut Tx, body: BodyId) -> Result<Vec<Invitation>, DbError> {
    let rows = tx
        .rows(
            "select id, email, name, body_id, role, invited_by, expires_at, consumed_at from invitation \
             where body_id = $1 and consumed_at is null order by created_at desc limit 50",
            params![body],
        )
        .await?;
    rows.iter().map(invitation).collect()
}

/// Uses up an invitation; false when it was used before.
///
/// # Errors
/// What the database says.
pub async fn consume_invitation(
    tx: &mut Tx,
    id: InvitationId,
    by: PersonId,
    now: Moment,
) -> Result<bool, DbError> {
    let rows = tx
        .run(
            "update invitation set consumed_at = $2, consumed_by = $3 where id = $1 and consumed_at is null",
            params![id, now, by],
        )
        .await?;
    Ok(rows == 1)
}

/// Gives an unused invitation a new token and end.
///
/// # Errors
/// What the database says.
pub async fn renew_invitation(
    tx: &mut Tx,
    id: InvitationId,
    token_hash: [u8; 32],
    expires_at: Moment,
) -> Result<(), DbError> {
    tx.run(
        "update invitation set token_hash = $2, expires_at = $3 where id = $1 and consumed_at is null",
        params![id, token_hash, expires_at],
    )
    .await
    .map(drop)
}

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
            "select p.name, b.name as body_name, b.force_name, g.role from role_grant g \
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
