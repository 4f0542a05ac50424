//! Values in and out of either database. Every value carries its type, so that an absent value is bound with the right one.

use sqlx::{
    Postgres, Row as _, SqlSafeStr, Sqlite, Type,
    postgres::{PgArguments, PgRow},
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};
use uuid::Uuid;

use super::DbError;
use crate::platform::clock::Moment;

/// A value to bind to a placeholder; `None` is SQL's null of that type.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A whole number.
    Int(Option<i64>),
    /// Text.
    Text(Option<String>),
    /// Bytes: hashes, salts, sealed secrets.
    Bytes(Option<Vec<u8>>),
    /// An id.
    Uuid(Option<Uuid>),
    /// Yes or no.
    Bool(Option<bool>),
}

macro_rules! from {
    ($($type:ty => $variant:ident, $value:ident => $convert:expr);* $(;)?) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self { Self::$variant(Some($convert)) }
        }
        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self { Self::$variant(value.map(|$value| $convert)) }
        }
    )*};
}

from! {
    i64 => Int, v => v;
    Moment => Int, v => v.0;
    &str => Text, v => v.to_owned();
    String => Text, v => v;
    &String => Text, v => v.clone();
    Vec<u8> => Bytes, v => v;
    &[u8] => Bytes, v => v.to_vec();
    [u8; 32] => Bytes, v => v.to_vec();
    [u8; 16] => Bytes, v => v.to_vec();
    Uuid => Uuid, v => v;
    bool => Bool, v => v;
}

pub(super) fn bind_sqlite(
    sql: impl SqlSafeStr,
    params: Vec<Value>,
) -> Query<'static, Sqlite, SqliteArguments> {
    params
        .into_iter()
        .fold(sqlx::query(sql), |query, value| match value {
            Value::Int(v) => query.bind(v),
            Value::Text(v) => query.bind(v),
            Value::Bytes(v) => query.bind(v),
            Value::Uuid(v) => query.bind(v),
            Value::Bool(v) => query.bind(v),
        })
}

pub(super) fn bind_postgres(sql: &'static str, params: Vec<Value>) -> Query<'static, Postgres, PgArguments> {
    params
        .into_iter()
        .fold(sqlx::query(sql), |query, value| match value {
            Value::Int(v) => query.bind(v),
            Value::Text(v) => query.bind(v),
            Value::Bytes(v) => query.bind(v),
            Value::Uuid(v) => query.bind(v),
            Value::Bool(v) => query.bind(v),
        })
}

/// A row of either database.
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// The value of a column.
    ///
    /// # Errors
    /// A column that is not there or holds another type; names the column.
    pub fn get<T: FromColumn>(&self, column: &str) -> Result<T, DbError> {
        T::from_column(self, column)
    }

    /// The value of a text column read by `FromStr`; for codes and states.
    ///
    /// # Errors
    /// Text that does not parse; names the column.
    pub fn parse<T: std::str::FromStr>(&self, column: &str) -> Result<T, DbError> {
        let text: String = self.get(column)?;
        text.parse()
            .map_err(|_| DbError::inconsistent(column, format!("{text:?} is not known")))
    }

    fn decode<T>(&self, column: &str) -> Result<T, DbError>
    where
        T: for<'r> sqlx::Decode<'r, Sqlite> + Type<Sqlite>,
        T: for<'r> sqlx::Decode<'r, Postgres> + Type<Postgres>,
    {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
        .map_err(|error| DbError::inconsistent(column, error))
    }
}

/// A type that can be read from a column of either database.
pub trait FromColumn: Sized {
    /// Reads the column.
    ///
    /// # Errors
    /// A column that is not there or holds another type.
    fn from_column(row: &Row, column: &str) -> Result<Self, DbError>;
}

macro_rules! columns {
    ($($type:ty),*) => {$(
        impl FromColumn for $type {
            fn from_column(row: &Row, column: &str) -> Result<Self, DbError> { row.decode(column) }
        }
        impl FromColumn for Option<$type> {
            fn from_column(row: &Row, column: &str) -> Result<Self, DbError> { row.decode(column) }
        }
    )*};
}

columns!(i64, String, Vec<u8>, Uuid, bool);

impl FromColumn for Moment {
    fn from_column(row: &Row, column: &str) -> Result<Self, DbError> {
        row.decode(column).map(Moment)
    }
}

impl FromColumn for Option<Moment> {
    fn from_column(row: &Row, column: &str) -> Result<Self, DbError> {
        row.decode::<Option<i64>>(column).map(|at| at.map(Moment))
    }
}

impl FromColumn for [u8; 32] {
    fn from_column(row: &Row, column: &str) -> Result<Self, DbError> {
        let bytes: Vec<u8> = row.decode(column)?;
        bytes
            .try_into()
            .map_err(|_| DbError::inconsistent(column, "a hash must have 32 bytes"))
    }
}

impl FromColumn for Option<[u8; 32]> {
    fn from_column(row: &Row, column: &str) -> Result<Self, DbError> {
        let bytes: Option<Vec<u8>> = row.decode(column)?;
        let fault = || DbError::inconsistent(column, "a hash must have 32 bytes");
        bytes
            .map(|bytes| bytes.try_into().map_err(|_| fault()))
            .transpose()
    }
}
