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
