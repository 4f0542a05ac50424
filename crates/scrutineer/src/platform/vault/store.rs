//! The fingerprint of the key that seals secrets.

use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Tx},
    },
};

/// The fingerprint of the key that sealed what is in the database; nothing before the first start.
///
/// # Errors
/// What the database says.
pub async fn fingerprint(tx: &mut Tx) -> Result<Option<[u8; 32]>, DbError> {
    let row = tx
        .one("select fingerprint from sealing_key where one = 1", vec![])
        .await?;
    row.map(|row| row.get("fingerprint")).transpose()
}

/// Keeps the fingerprint of the key that seals from now on.
///
/// # Errors
/// What the database says.
pub async fn keep(tx: &mut Tx, fingerprint: [u8; 32], now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into sealing_key (one, fingerprint, since) values (1, $1, $2) \
         on conflict (one) do update set fingerprint = $1, since = $2",
        params![fingerprint, now],
    )
    .await
    .map(drop)
}
