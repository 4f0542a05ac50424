//! Work that must happen after an act and must not be lost: queued in the act's own transaction, done by one worker, tried
//! again with growing pauses. Payloads hold ids and addresses, never the content of a case.

use super::{
    app::App,
    db::{DbError, Tx},
    ids::JobId,
    mail::Mail,
    refusal::Answer,
};
use crate::params;

/// A job of the queue.
#[derive(Debug, Clone)]
struct Job {
    id: JobId,
    kind: String,
    payload: String,
    attempts: i64,
}

const LEASE_MINUTES: i64 = 2;
const MOST_ATTEMPTS: i64 = 12;

/// Queues a message in the transaction of the act that causes it.
///
/// # Errors
/// What the database says.
pub async fn queue_mail(app: &App, tx: &mut Tx, mail: &Mail) -> Answer<()> {
    let id = JobId::new(app.clock.as_ref(), app.chance.as_ref())?;
    let payload = serde_json::to_string(mail).unwrap_or_default();
    let now = app.now();
    tx.run(
        "insert into job (id, kind, payload, run_at, created_at) values ($1, 'mail', $2, $3, $3)",
        params![id, payload, now],
    )
    .await?;
    Ok(())
}

/// Does every job that is due; the number done.
///
/// # Errors
/// What the database says; a job's own fault is kept with the job.
pub async fn run_due(app: &App) -> Answer<usize> {
    let mut done = 0;
    while let Some(job) = claim(app).await? {
        let outcome = perform(app, &job).await;
        settle(app, &job, outcome).await?;
        done += 1;
    }
    Ok(done)
}

/// The worker of a running server: looks for due jobs until the program ends.
pub async fn work(app: App) {
    let mut tick = tokio::time::interval(std::time::Duration::from_secs(2));
    loop {
        tick.tick().await;
        if let Err(refusal) = run_due(&app).await {
            tracing::warn!(fault = %refusal, "the job queue could not be read");
        }
    }
}

async fn claim(app: &App) -> Result<Option<Job>, DbError> {
    let now = app.now();
    let mut tx = app.db.write("jobs.claim").await?;
    let row = tx
        .one(
            "select id, kind, payload, attempts from job where done_at is null and run_at <= $1 \
             and (lease_until is null or lease_until < $1) order by run_at, id limit 1",
            params![now],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let job = Job {
        id: row.get("id")?,
        kind: row.get("kind")?,
        payload: row.get("payload")?,
        attempts: row.get("attempts")?,
    };
    tx.run(
        "update job set lease_until = $2, attempts = attempts + 1 where id = $1",
        params![job.id, now.plus_minutes(LEASE_MINUTES)],
    )
    .await?;
    tx.commit().await?;
    Ok(Some(job))
}

async fn perform(app: &App, job: &Job) -> Result<(), String> {
    match job.kind.as_str() {
        "mail" => {
            let mail: Mail = serde_json::from_str(&job.payload).map_err(|error| error.to_string())?;
            app.mailer.send(&mail).await.map_err(|error| error.to_string())
        }
        other => Err(format!("no job is called {other:?}")),
    }
}

async fn settle(app: &App, job: &Job, outcome: Result<(), String>) -> Result<(), DbError> {
    let now = app.now();
    let mut tx = app.db.write("jobs.settle").await?;
    match outcome {
        // The payload holds an address and a link: once sent there is no reason to keep it.
        Ok(()) => {
            tx.run(
                "update job set done_at = $2, lease_until = null, fault = null, payload = '' where id = $1",
                params![job.id, now],
            )
            .await?;
        }
        Err(fault) => {
            let pause = 1_i64 << job.attempts.min(8);
            let given_up = (job.attempts + 1 >= MOST_ATTEMPTS).then_some(now);
            tx.run(
                "update job set run_at = $2, lease_until = null, fault = $3, done_at = $4 where id = $1",
                params![job.id, now.plus_minutes(pause), fault, given_up],
            )
            .await?;
        }
    }
    tx.commit().await
}
