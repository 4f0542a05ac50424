//! Rows of publications and their clearances.

use super::model::{Clearance, Publication};
use crate::{
    params,
    platform::{
        db::{DbError, Row, Tx},
        ids::{BodyId, DrawId, MeetingId, PersonId, PublicationId},
    },
};

fn read(row: &Row) -> Result<Publication, DbError> {
    Ok(Publication {
        id: row.get("id")?,
        body: row.get("body_id")?,
        meeting: row.get("meeting_id")?,
        version: row.get("version")?,
        state: row.parse("state")?,
        content: row.get("content")?,
        content_hash: row.get("content_hash")?,
        prepared_by: row.get("prepared_by")?,
        prepared_at: row.get("prepared_at")?,
        published_at: row.get("published_at")?,
    })
}

/// Keeps a new version.
///
/// # Errors
/// [`DbError::Duplicate`] when the meeting has this version already.
pub async fn add(tx: &mut Tx, one: &Publication) -> Result<(), DbError> {
    tx.run(
        "insert into publication (id, body_id, meeting_id, version, state, content, content_hash, prepared_by, prepared_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            one.id,
            one.body,
            one.meeting,
            one.version,
            one.state.as_str(),
            &one.content,
            one.content_hash,
            one.prepared_by,
            one.prepared_at
        ],
    )
    .await
    .map(drop)
}

/// A version.
///
/// # Errors
/// What the database says, or a row that is no publication.
pub async fn publication(tx: &mut Tx, id: PublicationId) -> Result<Option<Publication>, DbError> {
    let row = tx
        .one("select * from publication where id = $1", params![id])
        .await?;
    row.as_ref().map(read).transpose()
}

/// The newest version of a meeting's results.
///
/// # Errors
/// As [`publication`].
pub async fn latest(tx: &mut Tx, meeting: MeetingId) -> Result<Option<Publication>, DbError> {
    let sql = "select * from publication where meeting_id = $1 order by version desc limit 1";
    tx.one(sql, params![meeting])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Every version of a body, newest first.
///
/// # Errors
/// As [`publication`].
pub async fn of_body(tx: &mut Tx, body: BodyId) -> Result<Vec<Publication>, DbError> {
    let sql = "select * from publication where body_id = $1 order by prepared_at desc, id desc";
    tx.rows(sql, params![body]).await?.iter().map(read).collect()
}

/// Everything published, the latest meeting first.
///
/// # Errors
/// As [`publication`].
pub async fn published(tx: &mut Tx) -> Result<Vec<Publication>, DbError> {
    let sql = "select p.* from publication p join meeting m on m.id = p.meeting_id where p.state = 'published' \
               order by m.held_on desc, p.id desc";
    tx.rows(sql, params![]).await?.iter().map(read).collect()
}

/// What is published under a draw's reference, if anything is.
///
/// # Errors
/// As [`publication`].
pub async fn published_as(tx: &mut Tx, reference: &str) -> Result<Option<Publication>, DbError> {
    let sql = "select p.* from publication p join meeting m on m.id = p.meeting_id join draw d on d.id = m.draw_id \
               where p.state = 'published' and d.reference = $1 order by p.published_at limit 1";
    tx.one(sql, params![reference])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The draw behind a version.
///
/// # Errors
/// What the database says.
pub async fn draw_of(tx: &mut Tx, id: PublicationId) -> Result<Option<DrawId>, DbError> {
    let sql = "select m.draw_id from publication p join meeting m on m.id = p.meeting_id where p.id = $1";
    tx.one(sql, params![id])
        .await?
        .map(|row| row.get("draw_id"))
        .transpose()
}

/// Writes how far a version has come; `by` and the instant are kept when it is published.
///
/// # Errors
/// What the database says.
pub async fn change(tx: &mut Tx, one: &Publication, by: PersonId) -> Result<(), DbError> {
    let published_by = one.published_at.map(|_| by);
    tx.run(
        "update publication set state = $2, published_by = coalesce(published_by, $3), published_at = $4 where id = $1",
        params![one.id, one.state.as_str(), published_by, one.published_at],
    )
    .await
    .map(drop)
}

/// Keeps a decision.
///
/// # Errors
/// [`DbError::Duplicate`] for a second decision of the same person.
pub async fn add_clearance(tx: &mut Tx, id: PublicationId, one: &Clearance) -> Result<(), DbError> {
    tx.run(
        "insert into clearance (publication_id, person_id, decision, note, at) values ($1, $2, $3, $4, $5)",
        params![id, one.person, one.decision.as_str(), &one.note, one.at],
    )
    .await
    .map(drop)
}

/// The decisions on a version in order, each with the person's name.
///
/// # Errors
/// What the database says.
pub async fn clearances(tx: &mut Tx, id: PublicationId) -> Result<Vec<(Clearance, String)>, DbError> {
    let sql = "select c.person_id, c.decision, c.note, c.at, p.name from clearance c join person p on p.id = c.person_id \
               where c.publication_id = $1 order by c.at, c.person_id";
    let read = |row: &Row| {
        let one = Clearance {
            person: row.get("person_id")?,
            decision: row.parse("decision")?,
            note: row.get("note")?,
            at: row.get("at")?,
        };
        Ok((one, row.get("name")?))
    };
    tx.rows(sql, params![id]).await?.iter().map(read).collect()
}
