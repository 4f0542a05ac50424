//! Forward-only migrations, one text for each database under the same name. A migration that has run may never change: its
//! hash is kept and compared.

use sha2::{Digest, Sha256};

use super::{Db, DbError};
use crate::params;

/// One step of the schema.
pub struct Migration {
    /// Its file name without the ending; the number orders it.
    pub name: &'static str,
    /// The statements for SQLite.
    pub sqlite: &'static str,
    /// The statements for PostgreSQL.
    pub postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        /// Every migration, in order.
        pub const MIGRATIONS: &[Migration] = &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }),*];
    };
}

migrations!(
    "01_platform",
    "02_audit",
    "03_access",
    "04_body",
    "05_register",
    "06_draw",
    "07_pack",
    "08_review",
    "09_meeting",
    "10_finding",
    "11_feedback",
    "12_publication",
    "13_indexes",
    "14_layout",
    "15_redaction",
    "16_flags",
    "17_versions",
    "18_browse",
    "19_intake",
    "20_papers",
    "21_chosen",
    "22_changed",
    "23_marking",
    "24_offline",
);

pub(super) async fn run(db: &Db) -> Result<(), DbError> {
    let mut tx = db.write("platform.migrate").await?;
    tx.run(
        "create table if not exists schema_version (position bigint primary key, name text not null, hash text not null)",
        vec![],
    )
    .await?;
    let done = tx
        .rows("select name, hash from schema_version order by position", vec![])
        .await?;
    if done.len() > MIGRATIONS.len() {
        return Err(DbError::Schema(
            "the database was written by a newer version of this program; run that version or restore a backup".into(),
        ));
    }
    for (row, migration) in done.iter().zip(MIGRATIONS) {
        let (name, hash): (String, String) = (row.get("name")?, row.get("hash")?);
        if name != migration.name || hash != hash_of(db, migration) {
            return Err(DbError::Schema(format!(
                "migration {name} is not the one that ran on this database"
            )));
        }
    }
    for (position, migration) in MIGRATIONS.iter().enumerate().skip(done.len()) {
        tx.script(text_for(db, migration)).await?;
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        tx.run(
            "insert into schema_version (position, name, hash) values ($1, $2, $3)",
            params![position, migration.name, hash_of(db, migration)],
        )
        .await?;
    }
    tx.commit().await
}

fn text_for(db: &Db, migration: &Migration) -> &'static str {
    if db.is_postgres() {
        migration.postgres
    } else {
        migration.sqlite
    }
}

fn hash_of(db: &Db, migration: &Migration) -> String {
    hex::encode(Sha256::digest(text_for(db, migration)))
}
