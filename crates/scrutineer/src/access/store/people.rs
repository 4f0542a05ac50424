//! Rows of bodies, people and the roles they hold.

use crate::{
    access::{
        Marking,
        model::{Body, Grant, Person},
    },
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{BodyId, GrantId, PersonId},
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

/// Everybody with an account, in every body, in the order they came.
///
/// # Errors
/// What the database says.
pub async fn everybody(tx: &mut Tx) -> Result<Vec<Person>, DbError> {
    let rows = tx
        .rows(
            "select id, email, name, passphrase, totp_secret, totp_step, state from person order by created_at, id",
            vec![],
        )
        .await?;
    rows.iter().map(person).collect()
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
        "insert into body (id, name, short_name, force_name, marking, created_at) values ($1, $2, $3, $4, $5, $6)",
        params![
            body.id,
            &body.name,
            &body.short_name,
            &body.force_name,
            body.marking.as_str(),
            now
        ],
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
            "select id, name, short_name, force_name, marking from body where id = $1",
            params![id],
        )
        .await?;
    row.as_ref().map(body_of).transpose()
}

/// Changes the marking of what a body's people read and take away.
///
/// # Errors
/// What the database says.
pub async fn set_marking(tx: &mut Tx, body: BodyId, marking: Marking) -> Result<(), DbError> {
    let sql = "update body set marking = $2 where id = $1";
    tx.run(sql, params![body, marking.as_str()]).await.map(drop)
}

/// Every body.
///
/// # Errors
/// What the database says.
pub async fn bodies(tx: &mut Tx) -> Result<Vec<Body>, DbError> {
    let rows = tx
        .rows(
            "select id, name, short_name, force_name, marking from body order by name",
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
        marking: row.parse("marking")?,
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
