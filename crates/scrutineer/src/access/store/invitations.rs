//! Rows of invitations; a token is kept as a hash alone.

use crate::{
    access::model::Invitation,
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{BodyId, InvitationId, PersonId},
    },
};

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
