//! The database: SQLite for a small office, PostgreSQL for a national one, the same statements for both.
//!
//! - [`Db::write`] gives the one writer a named transaction; dropped without [`Tx::commit`] it changes nothing.
//! - [`Db::read`] gives a consistent picture that cannot change anything.
//! - Statements are plain text with `$1` placeholders, kept in each stage's `store.rs`.
//!
//! Acts are written one at a time on both databases (decision 0003): what a test on SQLite shows about two people acting
//! at once then holds on PostgreSQL too.

mod bulk;
mod migrate;
#[cfg(test)]
mod tests;
mod value;

use std::str::FromStr;

use sqlx::{
    Connection, PgPool, Postgres, Sqlite, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

pub use bulk::Bulk;
pub use migrate::{MIGRATIONS, Migration};
pub use value::{FromColumn, Row, Value};

/// Parameters of a statement, in order.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$($crate::platform::db::Value::from($value)),*] };
}

/// What can go wrong between the product and its database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A unique rule was broken: the thing is there already.
    #[error("already recorded")]
    Duplicate,
    /// A row does not hold what the product expects; names table or column and id.
    #[error("the database holds something unexpected in {place}: {what}")]
    Inconsistent {
        /// Table, column and id.
        place: String,
        /// What is wrong with it.
        what: String,
    },
    /// The database's address cannot be read or its kind is unknown.
    #[error("{0}")]
    Address(String),
    /// The schema is newer than this program, or a migration was changed after it ran.
    #[error("{0}")]
    Schema(String),
    /// There is no room left where the database is kept.
    #[error("no room is left on the disk of the database")]
    Full,
    /// Everything else the driver reports.
    #[error("database: {0}")]
    Driver(sqlx::Error),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error() {
            Some(inner) if inner.is_unique_violation() => Self::Duplicate,
            Some(inner) if inner.code().is_some_and(|code| FULL.contains(&code.as_ref())) => Self::Full,
            _ => Self::Driver(error),
        }
    }
}

impl DbError {
    /// A row that cannot be read back; `place` names table and id.
    pub fn inconsistent(place: impl Into<String>, what: impl std::fmt::Display) -> Self {
        Self::Inconsistent {
            place: place.into(),
            what: what.to_string(),
        }
    }
}

/// The database of one installation. Cheap to clone.
#[derive(Clone)]
pub enum Db {
    /// An embedded file: one writing connection, several reading ones.
    Sqlite {
        /// The one writer.
        writer: SqlitePool,
        /// The readers.
        reader: SqlitePool,
    },
    /// A PostgreSQL 15+ server.
    Postgres(PgPool),
}

/// The number of the advisory lock that makes PostgreSQL take writers one at a time.
const ONE_WRITER: i64 = 0x5c27_71ee;

/// What SQLite (`SQLITE_FULL`) and PostgreSQL (`disk_full`) say when the disk is full.
const FULL: [&str; 2] = ["13", "53100"];

/// How long is waited for the writer where it is not needed: longer than an ordinary act takes.
const A_BLINK: std::time::Duration = std::time::Duration::from_millis(100);

/// A negative size is in KiB. SQLite's own 2 MB do not hold the indexes of a large load, which then writes and reads them
/// again and again.
const WRITER_CACHE: &str = "-48000";

impl Db {
    /// Opens the database at `sqlite:PATH` (made when absent) or `postgres://...` and brings its schema up to date.
    ///
    /// # Errors
    /// An address of another kind, a file that cannot be opened, a server that does not answer, a newer schema.
    pub async fn open(address: &str) -> Result<Self, DbError> {
        let db = Self::connect(address).await?;
        migrate::run(&db).await?;
        Ok(db)
    }

    /// Opens the database without touching its schema.
    ///
    /// # Errors
    /// As [`Db::open`], but for the schema.
    pub async fn connect(address: &str) -> Result<Self, DbError> {
        if address.starts_with("sqlite:") {
            Self::sqlite(address).await
        } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            Self::postgres(address).await
        } else {
            Err(DbError::Address(format!(
                "the database address must start with sqlite: or postgres://, but is {:?}",
                address.split(':').next().unwrap_or_default()
            )))
        }
    }

    async fn sqlite(address: &str) -> Result<Self, DbError> {
        let options = SqliteConnectOptions::from_str(address)
            .map_err(|error| DbError::Address(format!("the database address cannot be read: {error}")))?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(std::time::Duration::from_secs(5));
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone().pragma("cache_size", WRITER_CACHE))
            .await?;
        let reader = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self::Sqlite { writer, reader })
    }

    async fn postgres(address: &str) -> Result<Self, DbError> {
        let options = PgConnectOptions::from_str(address)
            .map_err(|error| DbError::Address(format!("the database address cannot be read: {error}")))?;
        Ok(Self::Postgres(
            PgPoolOptions::new()
                .max_connections(8)
                .connect_with(options)
                .await?,
        ))
    }

    /// Begins the named act; nobody else writes until it is committed or dropped.
    ///
    /// # Errors
    /// When the database does not answer in time.
    pub async fn write(&self, name: &'static str) -> Result<Tx, DbError> {
        tracing::debug!(transaction = name, "begin");
        match self {
            Self::Sqlite { writer, .. } => Ok(Tx::Sqlite(writer.begin_with("begin immediate").await?)),
            Self::Postgres(pool) => {
                let mut tx = Tx::Postgres(pool.begin().await?);
                tx.one("select pg_advisory_xact_lock($1)", vec![Value::from(ONE_WRITER)])
                    .await?;
                Ok(tx)
            }
        }
    }

    /// As [`Db::write`], but only if nobody else is writing for long: for what can as well be written later.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn write_if_free(&self, name: &'static str) -> Result<Option<Tx>, DbError> {
        match self {
            Self::Sqlite { writer, .. } => {
                let begins = writer.begin_with("begin immediate");
                match tokio::time::timeout(A_BLINK, begins).await {
                    Ok(tx) => Ok(Some(Tx::Sqlite(tx?))),
                    Err(_) => Ok(None),
                }
            }
            Self::Postgres(pool) => {
                tracing::debug!(transaction = name, "begin if free");
                let mut tx = Tx::Postgres(pool.begin().await?);
                let sql = "select pg_try_advisory_xact_lock($1) as free";
                let row = tx.one(sql, vec![Value::from(ONE_WRITER)]).await?;
                let free = row.map_or(Ok(false), |row| row.get("free"))?;
                Ok(free.then_some(tx))
            }
        }
    }

    /// Begins a named look at the database: consistent, and unable to change it.
    ///
    /// # Errors
    /// When the database does not answer in time.
    pub async fn read(&self, name: &'static str) -> Result<Tx, DbError> {
        tracing::trace!(transaction = name, "look");
        match self {
            Self::Sqlite { reader, .. } => Ok(Tx::Sqlite(reader.begin().await?)),
            Self::Postgres(pool) => Ok(Tx::Postgres(
                pool.begin_with("begin isolation level repeatable read read only")
                    .await?,
            )),
        }
    }

    /// Whether this is PostgreSQL.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Closes every connection, so that the file can be copied or dropped.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, reader } => {
                reader.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// A table that grows by so much in one transaction that [`Tx::learn`] is of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// The records of the register.
    Record,
}

/// A named transaction. Dropped without [`Tx::commit`] it leaves nothing behind.
pub enum Tx {
    /// On SQLite.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Tx {
    /// Runs a statement; the number of rows it touched.
    ///
    /// # Errors
    /// [`DbError::Duplicate`] for a broken unique rule, else what the driver says.
    pub async fn run(&mut self, sql: &'static str, params: Vec<Value>) -> Result<u64, DbError> {
        Ok(match self {
            Self::Sqlite(tx) => value::bind_sqlite(sql, params)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
            Self::Postgres(tx) => value::bind_postgres(sql, params)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
        })
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn rows(&mut self, sql: &'static str, params: Vec<Value>) -> Result<Vec<Row>, DbError> {
        Ok(match self {
            Self::Sqlite(tx) => value::bind_sqlite(sql, params)
                .fetch_all(&mut **tx)
                .await?
                .into_iter()
                .map(Row::Sqlite)
                .collect(),
            Self::Postgres(tx) => {
                let rows = value::bind_postgres(sql, params).fetch_all(&mut **tx).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn one(&mut self, sql: &'static str, params: Vec<Value>) -> Result<Option<Row>, DbError> {
        Ok(match self {
            Self::Sqlite(tx) => value::bind_sqlite(sql, params)
                .fetch_optional(&mut **tx)
                .await?
                .map(Row::Sqlite),
            Self::Postgres(tx) => value::bind_postgres(sql, params)
                .fetch_optional(&mut **tx)
                .await?
                .map(Row::Postgres),
        })
    }

    /// Asks the server to prepare a statement without running it: the test of every statement on both databases.
    ///
    /// # Errors
    /// What the server has against the statement.
    pub async fn prepare(&mut self, sql: String) -> Result<(), DbError> {
        use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};
        let sql = AssertSqlSafe(sql).into_sql_str();
        match self {
            Self::Sqlite(tx) => drop((**tx).prepare(sql).await?),
            Self::Postgres(tx) => drop((**tx).prepare(sql).await?),
        }
        Ok(())
    }

    /// Has the server look at a table that has grown in this transaction, so that it plans well what follows. SQLite plans
    /// by its indexes alone.
    ///
    /// # Errors
    /// What the server says.
    pub async fn learn(&mut self, table: Table) -> Result<(), DbError> {
        match (self, table) {
            (Self::Sqlite(_), _) => Ok(()),
            (postgres, Table::Record) => postgres.run("analyze record", vec![]).await.map(drop),
        }
    }

    /// Makes everything done in the transaction durable.
    ///
    /// # Errors
    /// What the driver says; then nothing was done.
    pub async fn commit(self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    async fn script(&mut self, sql: &'static str) -> Result<(), DbError> {
        match self {
            Self::Sqlite(tx) => sqlx::raw_sql(sql).execute(&mut **tx).await.map(|_| ())?,
            Self::Postgres(tx) => sqlx::raw_sql(sql).execute(&mut **tx).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Whether the server still answers.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn ping(&mut self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(tx) => (**tx).ping().await?,
            Self::Postgres(tx) => (**tx).ping().await?,
        }
        Ok(())
    }
}
