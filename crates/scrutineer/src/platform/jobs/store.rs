//! Rows of the job queue.

use super::Job;
use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Tx},
        ids::JobId,
    },
};

pub(super) async fn add(
    tx: &mut Tx,
    id: JobId,
    (kind, payload): (&str, &str),
    (run_at, now): (Moment, Moment),
) -> Result<(), DbError> {
    tx.run(
        "insert into job (id, kind, payload, run_at, created_at) values ($1, $2, $3, $4, $5)",
        params![id, kind, payload, run_at, now],
    )
    .await
    .map(drop)
}

/// The job that has been due the longest and is nobody's at the moment.
pub(super) async fn due(tx: &mut Tx, now: Moment) -> Result<Option<Job>, DbError> {
    let row = tx
        .one(
            "select id, kind, payload, attempts from job where done_at is null and run_at <= $1 \
             and (lease_until is null or lease_until < $1) order by run_at, id limit 1",
            params![now],
        )
        .await?;
    row.map(|row| {
        Ok(Job {
            id: row.get("id")?,
            kind: row.get("kind")?,
            payload: row.get("payload")?,
            attempts: row.get("attempts")?,
        })
    })
    .transpose()
}

pub(super) async fn lease(tx: &mut Tx, id: JobId, until: Moment) -> Result<(), DbError> {
    tx.run(
        "update job set lease_until = $2, attempts = attempts + 1 where id = $1",
        params![id, until],
    )
    .await
    .map(drop)
}

/// The payload holds an address and a link: once sent there is no reason to keep it.
pub(super) async fn done(tx: &mut Tx, id: JobId, now: Moment) -> Result<(), DbError> {
    tx.run(
        "update job set done_at = $2, lease_until = null, fault = null, payload = '' where id = $1",
        params![id, now],
    )
    .await
    .map(drop)
}

pub(super) async fn failed(
    tx: &mut Tx,
    id: JobId,
    fault: &str,
    (again, given_up): (Moment, Option<Moment>),
) -> Result<(), DbError> {
    tx.run(
        "update job set run_at = $2, lease_until = null, fault = $3, done_at = $4 where id = $1",
        params![id, again, fault, given_up],
    )
    .await
    .map(drop)
}
