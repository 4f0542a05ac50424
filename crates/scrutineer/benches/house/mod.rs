//! An installation for a benchmark: on a new SQLite file, or on a new database of a PostgreSQL server.

use std::{error::Error, path::Path, sync::Arc};

use scrutineer::platform::{
    app::App, chance::SystemChance, clock::Clock, config::Config, db::Db, mail::Kept,
};

/// What a benchmark answers when it cannot go on.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// Each database there is, with its name: SQLite in `folder`, and PostgreSQL when `SCRUTINEER_TEST_POSTGRES` names a
/// server on which a database may be made.
pub async fn databases(folder: &Path) -> Outcome<Vec<(&'static str, String)>> {
    let file = folder.join("bench.sqlite");
    let mut found = vec![("SQLite", format!("sqlite:{}", file.display()))];
    if let Ok(server) = std::env::var("SCRUTINEER_TEST_POSTGRES") {
        found.push(("PostgreSQL", new_database(&server).await?));
    }
    Ok(found)
}

/// The product on this database.
pub async fn open(database: String, folder: &Path, clock: Arc<dyn Clock>) -> Outcome<App> {
    let config = Config {
        database,
        directory: folder.to_owned(),
        ..Config::default()
    };
    let db = Db::open(&config.database).await?;
    Ok(App::with(
        config,
        db,
        clock,
        Arc::new(SystemChance),
        Arc::new(Kept::default()),
    )
    .await?)
}

/// What the program holds in memory, in MB; the most it held is counted from now. Linux only, elsewhere 0.
pub fn rest_memory() -> u64 {
    // 5 resets the peak of the resident set (proc(5), clear_refs).
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    megabytes("VmRSS:")
}

/// The most the program has held in memory since [`rest_memory`], in MB; 0 where that cannot be known.
pub fn peak_memory() -> u64 {
    megabytes("VmHWM:")
}

fn megabytes(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let told = status.lines().find_map(|told| told.strip_prefix(line));
    let kilobytes = told.and_then(|told| told.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

/// A new database on the server, with its address.
async fn new_database(server: &str) -> Outcome<String> {
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
