//! The keys of what is kept outside the database.

use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Tx},
        ids::BlobId,
        vault::Sealed,
    },
};

use super::Written;

/// A key as it is kept: nothing once it was erased.
pub struct Kept {
    /// The key, sealed.
    pub key: Option<Sealed>,
}

/// Keeps the key of an object that was written.
///
/// # Errors
/// What the database says.
pub async fn add(tx: &mut Tx, written: &Written, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into blob (id, sealed_key, made_at) values ($1, $2, $3)",
        params![written.id, Some(written.key.clone()), now],
    )
    .await
    .map(drop)
}

/// The key of an object.
///
/// # Errors
/// What the database says.
pub async fn kept(tx: &mut Tx, id: BlobId) -> Result<Option<Kept>, DbError> {
    let row = tx
        .one("select sealed_key from blob where id = $1", params![id])
        .await?;
    row.map(|row| {
        Ok(Kept {
            key: row.get("sealed_key")?,
        })
    })
    .transpose()
}

/// Erases the key of an object, and with it the object.
///
/// # Errors
/// What the database says.
pub async fn forget(tx: &mut Tx, id: BlobId, now: Moment) -> Result<(), DbError> {
    tx.run(
        "update blob set sealed_key = null, erased_at = $2 where id = $1 and erased_at is null",
        params![id, now],
    )
    .await
    .map(drop)
}
