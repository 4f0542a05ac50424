//! Loading many rows at once: many-row `values` on SQLite, `copy ... from stdin` on PostgreSQL.

use std::fmt::Write;

use sqlx::{AssertSqlSafe, SqlSafeStr};

use super::{DbError, Tx, Value};

/// A table and the columns a load fills, both named in the code and never by a user.
pub struct Bulk {
    /// The table.
    pub table: &'static str,
    /// Its columns, in the order of each row.
    pub columns: &'static [&'static str],
}

/// SQLite takes at most 32,766 placeholders in a statement.
const PLACEHOLDERS: usize = 30_000;

impl Bulk {
    /// Inserts the rows; each must have one value a column.
    ///
    /// # Errors
    /// [`DbError::Duplicate`] for a broken unique rule, else what the driver says.
    pub async fn insert(&self, tx: &mut Tx, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
        if rows.is_empty() {
            return Ok(());
        }
        match tx {
            Tx::Sqlite(tx) => {
                let width = self.columns.len();
                let mut rows = rows.into_iter().peekable();
                while rows.peek().is_some() {
                    let chunk: Vec<Value> = rows
                        .by_ref()
                        .take((PLACEHOLDERS / width).min(500))
                        .flatten()
                        .collect();
                    let sql = AssertSqlSafe(self.values_statement(chunk.len() / width)).into_sql_str();
                    super::value::bind_sqlite(sql, chunk).execute(&mut **tx).await?;
                }
            }
            Tx::Postgres(tx) => {
                let sql = format!("copy {} ({}) from stdin", self.table, self.columns.join(", "));
                let mut copy = tx.copy_in_raw(&sql).await?;
                let mut text = String::with_capacity(1 << 20);
                for row in &rows {
                    write_row(&mut text, row);
                    if text.len() > 1 << 20 {
                        copy.send(text.as_bytes()).await?;
                        text.clear();
                    }
                }
                copy.send(text.as_bytes()).await?;
                copy.finish().await?;
            }
        }
        Ok(())
    }

    fn values_statement(&self, rows: usize) -> String {
        let width = self.columns.len();
        let mut sql = format!("insert into {} ({}) values ", self.table, self.columns.join(", "));
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..width {
                sql.push_str(if column == 0 { "?" } else { ", ?" });
            }
            sql.push(')');
        }
        sql
    }
}

/// One row in PostgreSQL's text form: tabs between, `\N` for null, backslash escapes.
fn write_row(text: &mut String, row: &[Value]) {
    for (index, value) in row.iter().enumerate() {
        if index > 0 {
            text.push('\t');
        }
        match value {
            Value::Int(Some(v)) => drop(write!(text, "{v}")),
            Value::Text(Some(v)) => escape(text, v),
            Value::Bytes(Some(v)) => drop(write!(text, "\\\\x{}", hex::encode(v))),
            Value::Uuid(Some(v)) => drop(write!(text, "{v}")),
            Value::Bool(Some(v)) => text.push(if *v { 't' } else { 'f' }),
            _ => text.push_str("\\N"),
        }
    }
    text.push('\n');
}

fn escape(text: &mut String, value: &str) {
    let mut from = 0;
    for (at, byte) in value.bytes().enumerate() {
        let escaped = match byte {
            b'\\' => "\\\\",
            b'\t' => "\\t",
            b'\n' => "\\n",
            b'\r' => "\\r",
            _ => continue,
        };
        text.push_str(&value[from..at]);
        text.push_str(escaped);
        from = at + 1;
    }
    text.push_str(&value[from..]);
}
