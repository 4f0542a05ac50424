//! How fast an extract is loaded into each database, in rows a second: read, checked, inserted, logged and committed.
//!
//! `cargo bench --bench import --no-default-features` uses a new SQLite file, and PostgreSQL too when
//! `SCRUTINEER_TEST_POSTGRES` names a server on which a database may be made.

use std::{error::Error, io::Cursor, io::Write, sync::Arc, time::Instant};

use scrutineer::{
    access::{model::Body, store},
    audit::Who,
    platform::{
        app::App, chance::SystemChance, clock::SystemClock, config::Config, db::Db, ids::BodyId, mail::Kept,
    },
    register::{
        acts::{self, Source},
        synth,
    },
};

const ROWS: u64 = 100_000;

/// Enough loads that the best of them is not luck.
const LOADS: u64 = 3;

async fn time(name: &str, database: String, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let config = Config {
        database,
        directory: folder.path().to_owned(),
        ..Config::default()
    };
    let db = Db::open(&config.database).await?;
    let app = App::with(
        config,
        db,
        Arc::new(SystemClock),
        Arc::new(SystemChance),
        Arc::new(Kept::default()),
    )?;
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

/// A new database on the server, with its address.
async fn new_database(server: &str) -> Result<String, Box<dyn Error>> {
    let admin = Db::connect(server).await?;
    let Db::Postgres(pool) = &admin else {
        return Err("SCRUTINEER_TEST_POSTGRES must be a PostgreSQL address".into());
    };
    for sql in [
        "drop database if exists scrutineer_bench",
        "create database scrutineer_bench",
    ] {
        sqlx::raw_sql(sql).execute(pool).await?;
    }
    admin.close().await;
    let (start, query) = server
        .split_once('?')
        .map_or((server, String::new()), |(s, q)| (s, format!("?{q}")));
    let (host, _) = start.rsplit_once('/').ok_or("the address names no database")?;
    Ok(format!("{host}/scrutineer_bench{query}"))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout();
    let folder = tempfile::tempdir()?;
    time(
        "SQLite",
        format!("sqlite:{}", folder.path().join("bench.sqlite").display()),
        &mut out,
    )
    .await?;
    if let Ok(server) = std::env::var("SCRUTINEER_TEST_POSTGRES") {
        let address = new_database(&server).await?;
        time("PostgreSQL", address, &mut out).await?;
    }
    Ok(())
}
