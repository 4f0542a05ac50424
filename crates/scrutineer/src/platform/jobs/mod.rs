//! Work that must happen after an act and must not be lost: queued in the act's own transaction, done by one worker, tried
//! again with growing pauses. Payloads hold ids and addresses, never the content of a case.

mod store;

use futures_util::future::BoxFuture;

use super::{
    app::App,
    clock::Moment,
    db::{DbError, Tx},
    ids::JobId,
    mail::Mail,
    refusal::Answer,
};

/// A job of the queue.
#[derive(Debug, Clone)]
struct Job {
    id: JobId,
    kind: String,
    payload: String,
    attempts: i64,
}

/// What is done with the jobs of a stage. The ground floor knows mail; what else there is, is handed in.
#[derive(Clone, Copy)]
pub struct Duty {
    /// The word of its jobs in the queue, such as `register.expire`.
    pub kind: &'static str,
    /// Does one; a fault is kept with the job, and the job is tried again.
    pub run: fn(App) -> BoxFuture<'static, Answer<()>>,
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
    store::add(tx, id, ("mail", &payload), (now, now)).await?;
    Ok(())
}

/// Queues a [`Duty`] by its kind for an instant to come, in the transaction of the act that causes it.
///
/// # Errors
/// What the database says.
pub async fn queue(app: &App, tx: &mut Tx, kind: &'static str, run_at: Moment) -> Answer<()> {
    let id = JobId::new(app.clock.as_ref(), app.chance.as_ref())?;
    store::add(tx, id, (kind, ""), (run_at, app.now())).await?;
    Ok(())
}

/// Does every job that is due; the number done.
///
/// # Errors
/// What the database says; a job's own fault is kept with the job.
pub async fn run_due(app: &App, duties: &[Duty]) -> Answer<usize> {
    let mut done = 0;
    while let Some(job) = claim(app).await? {
        let outcome = perform(app, &job, duties).await;
        settle(app, &job, outcome).await?;
        done += 1;
    }
    Ok(done)
}

/// The worker of a running server: looks for due jobs until the program ends.
pub async fn work(app: App, duties: &'static [Duty]) {
    let mut tick = tokio::time::interval(std::time::Duration::from_secs(2));
    loop {
        tick.tick().await;
        if let Err(refusal) = run_due(&app, duties).await {
            tracing::warn!(fault = %refusal, "the job queue could not be read");
        }
    }
}

async fn perform(app: &App, job: &Job, duties: &[Duty]) -> Result<(), String> {
    if job.kind == "mail" {
        let mail: Mail = serde_json::from_str(&job.payload).map_err(|error| error.to_string())?;
        return app.mailer.send(&mail).await.map_err(|error| error.to_string());
    }
    match duties.iter().find(|duty| duty.kind == job.kind) {
        Some(duty) => (duty.run)(app.clone())
            .await
            .map_err(|refusal| refusal.to_string()),
        None => Err(format!("no job is called {:?}", job.kind)),
    }
}

async fn settle(app: &App, job: &Job, outcome: Result<(), String>) -> Result<(), DbError> {
    let mut tx = app.db.write("jobs.settle").await?;
    let now = app.now();
    match outcome {
        Ok(()) => store::done(&mut tx, job.id, now).await?,
        Err(fault) => {
            let again = now.plus_minutes(1_i64 << job.attempts.min(8));
            let given_up = (job.attempts + 1 >= MOST_ATTEMPTS).then_some(now);
            store::failed(&mut tx, job.id, &fault, (again, given_up)).await?;
        }
    }
    tx.commit().await
}

async fn claim(app: &App) -> Result<Option<Job>, DbError> {
    let now = app.now();
    let mut tx = app.db.write("jobs.claim").await?;
    let Some(job) = store::due(&mut tx, now).await? else {
        return Ok(None);
    };
    store::lease(&mut tx, job.id, now.plus_minutes(LEASE_MINUTES)).await?;
    tx.commit().await?;
    Ok(Some(job))
}
