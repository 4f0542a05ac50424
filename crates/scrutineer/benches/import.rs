//! How fast an extract is loaded into each database, in rows a second: read, checked, inserted, logged and committed.
//!
//! `cargo bench --bench import --no-default-features` uses a new SQLite file, and PostgreSQL too when
//! `SCRUTINEER_TEST_POSTGRES` names a server on which a database may be made.

use std::{io::Cursor, io::Write, sync::Arc, time::Instant};

use scrutineer::{
    access::{model::Body, store},
    audit::Who,
    platform::{chance::SystemChance, clock::SystemClock, ids::BodyId},
    register::{
        acts::{self, Source},
        synth,
    },
};

mod house;

use house::Outcome;

const ROWS: u64 = 100_000;

/// Enough loads that the best of them is not luck.
const LOADS: u64 = 3;

async fn time(name: &str, database: String, out: &mut impl Write) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let app = house::open(database, folder.path(), Arc::new(SystemClock)).await?;
    let body = Body {
        id: BodyId::new(&SystemClock, &SystemChance)?,
        name: "Bench".into(),
        short_name: "B".into(),
        force_name: "Bench Police".into(),
    };
    let mut tx = app.db.write("bench.body").await?;
    store::add_body(&mut tx, &body, app.now()).await?;
    tx.commit().await?;
    let kind = app.packs.newest_kind("oocr").ok_or("no such kind")?;
    for seed in 1..=LOADS {
        let mut file = Vec::new();
        synth::write(&mut file, kind, &synth::Plan::new(ROWS, seed))?;
        let megabytes = file.len() as f64 / 1e6;
        let source = Source {
            body: body.id,
            kind: "oocr".into(),
            profile: "canonical".into(),
            file_name: format!("{seed}.csv"),
            input: Box::new(Cursor::new(file)),
            progress: None,
        };
        let started = Instant::now();
        let loaded = acts::load(&app, Who::default(), source).await?;
        let seconds = started.elapsed().as_secs_f64();
        let Some(kept) = (!loaded.again).then_some(loaded.batch.accepted) else {
            return Err("loaded before".into());
        };
        let rate = loaded.batch.rows as f64 / seconds;
        writeln!(
            out,
            "{name:<10} load {seed}: {kept} rows kept, {megabytes:.1} MB, {seconds:.2} s, {rate:.0} rows/s"
        )?;
    }
    app.db.close().await;
    Ok(())
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut out = std::io::stdout();
    let folder = tempfile::tempdir()?;
    for (name, database) in house::databases(folder.path()).await? {
        time(name, database, &mut out).await?;
    }
    Ok(())
}
