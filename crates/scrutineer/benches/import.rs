//! How fast an extract is loaded into each database, in rows a second: read, checked, inserted, logged and committed.
//!
//! `cargo bench --bench import --no-default-features` uses a new SQLite file, and PostgreSQL too when
//! `SCRUTINEER_TEST_POSTGRES` names a server on which a database may be made.

use std::{fs::File, io::Write, sync::Arc, time::Instant};

use scrutineer::{
    access::{Marking, model::Body, store},
    audit::Who,
    platform::{app::App, chance::SystemChance, clock::SystemClock, ids::BodyId},
    register::{
        acts::{self, Source},
        synth,
    },
};

mod extracts;
mod house;
mod memory;

use extracts::searches;
use house::Outcome;

/// A load that is waited for, and one of a whole country.
const ROWS: [u64; 2] = [100_000, 1_000_000];

/// Enough loads that the best of them is not luck.
const LOADS: u64 = 3;

/// A sort of extract: its kind, the profile it is read by, and a file of it: so many rows, another for each number.
struct Sort {
    kind: &'static str,
    profile: &'static str,
    make: fn(&App, u64, u64) -> Outcome<Vec<u8>>,
}

const SORTS: [Sort; 2] = [
    Sort {
        kind: "stop_search",
        profile: "police-uk",
        make: |_, rows, load| Ok(searches(usize::try_from(rows)?, usize::try_from(load)?)),
    },
    Sort {
        kind: "oocr",
        profile: "canonical",
        make: |app, rows, load| {
            let kind = app.packs.newest_kind("oocr").ok_or("no such kind")?;
            let mut file = Vec::new();
            synth::write(&mut file, kind, &synth::Plan::new(rows, load))?;
            Ok(file)
        },
    },
];

/// A new database for each size of load, so that a first load is a first load.
async fn time(name: &str, database: String, (sort, rows): (&Sort, u64), out: &mut impl Write) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let app = house::open(database, folder.path(), Arc::new(SystemClock)).await?;
    let body = Body {
        id: BodyId::new(&SystemClock, &SystemChance)?,
        name: "Bench".into(),
        short_name: "B".into(),
        force_name: "Bench Police".into(),
        marking: Marking::default(),
    };
    let mut tx = app.db.write("bench.body").await?;
    store::add_body(&mut tx, &body, app.now()).await?;
    tx.commit().await?;
    for load in 1..=LOADS {
        let path = folder.path().join(format!("{load}.csv"));
        let bytes = (sort.make)(&app, rows, load)?;
        let megabytes = bytes.len() as f64 / 1e6;
        std::fs::write(&path, bytes)?;
        let source = Source {
            body: body.id,
            kind: sort.kind.into(),
            profile: sort.profile.into(),
            file_name: format!("{load}.csv"),
            input: Box::new(File::open(&path)?),
            how: Default::default(),
            progress: None,
        };
        let before = memory::rest_memory();
        let started = Instant::now();
        let loaded = acts::load(&app, Who::default(), source).await?;
        let seconds = started.elapsed().as_secs_f64();
        let Some(kept) = (!loaded.again).then_some(loaded.batch.accepted) else {
            return Err("loaded before".into());
        };
        let rate = loaded.batch.rows as f64 / seconds;
        writeln!(
            out,
            "{name:<10} {:<11} load {load}: {kept} rows kept, {megabytes:.1} MB, {seconds:.2} s, {rate:.0} rows/s, \
             memory {before} MB before, {} MB at most",
            sort.kind,
            memory::peak_memory()
        )?;
    }
    app.db.close().await;
    Ok(())
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut out = std::io::stdout();
    for rows in ROWS {
        for sort in &SORTS {
            let folder = tempfile::tempdir()?;
            for (name, database) in house::databases(folder.path()).await? {
                time(name, database, (sort, rows), &mut out).await?;
            }
        }
    }
    Ok(())
}
