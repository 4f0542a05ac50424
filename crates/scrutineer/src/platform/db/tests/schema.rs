//! What the two sets of migrations come to: tables, columns, keys, references, checks and indexes.

use std::collections::BTreeSet;

use crate::{
    params,
    platform::db::{Row, Tx},
    testing::House,
};

/// Everything of a schema that can be compared.
#[derive(Debug, Default, PartialEq, Eq)]
struct Schema {
    /// Table, column, class of type, whether null is refused.
    columns: BTreeSet<(String, String, &'static str, bool)>,
    /// Table, `primary` or `unique`, columns.
    keys: BTreeSet<(String, &'static str, String)>,
    /// Table, columns, the table referred to.
    references: BTreeSet<(String, String, String)>,
    /// Table and the words its checks allow.
    checks: BTreeSet<(String, String)>,
    /// Index, table, columns.
    indexes: BTreeSet<(String, String, String)>,
}

fn text(row: &Row, column: &str) -> String {
    row.get::<String>(column).unwrap()
}

/// Types of the same class carry the same values: ids and bytes are blobs in SQLite, yes and no are whole numbers.
fn class(name: &str) -> &'static str {
    match name.to_lowercase().as_str() {
        "integer" | "bigint" | "boolean" => "number",
        "text" => "text",
        "blob" | "bytea" | "uuid" => "bytes",
        other => panic!("a column has the type {other}, which the schema does not use"),
    }
}

fn quoted(sql: &str) -> String {
    let mut words: Vec<&str> = sql.split('\'').skip(1).step_by(2).collect();
    words.sort_unstable();
    words.join(",")
}

async fn of_sqlite(tx: &mut Tx) -> Schema {
    let mut schema = Schema::default();
    let tables = tx
        .rows(
            "select name, sql from sqlite_master where type = 'table' and name not like 'sqlite_%'",
            vec![],
        )
        .await
        .unwrap();
    for table in &tables {
        let name = text(table, "name");
        sqlite_columns(tx, &name, &mut schema).await;
        sqlite_indexes(tx, &name, &mut schema).await;
        let rows = tx.rows(
            "select group_concat(\"from\", ',') as col, \"table\" as other \
             from (select * from pragma_foreign_key_list($1) order by id, seq) group by id",
            params![&name],
        );
        for row in rows.await.unwrap() {
            schema
                .references
                .insert((name.clone(), text(&row, "col"), text(&row, "other")));
        }
        for check in text(table, "sql").split("check (").skip(1) {
            // The clause ends where its own bracket closes.
            let mut depth = 1;
            let end = check.find(|c| {
                depth += match c {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
                depth == 0
            });
            schema
                .checks
                .insert((name.clone(), quoted(&check[..end.unwrap()])));
        }
    }
    schema
}

async fn sqlite_columns(tx: &mut Tx, table: &str, schema: &mut Schema) {
    let sql = "select name, type, \"notnull\" as strict, pk from pragma_table_info($1) order by pk";
    let mut primary = Vec::new();
    for row in tx.rows(sql, params![table]).await.unwrap() {
        let (name, pk, strict) = (
            text(&row, "name"),
            row.get::<i64>("pk").unwrap(),
            row.get::<i64>("strict").unwrap(),
        );
        if pk > 0 {
            primary.push(name.clone());
        }
        schema.columns.insert((
            table.to_owned(),
            name,
            class(&text(&row, "type")),
            pk > 0 || strict == 1,
        ));
    }
    schema
        .keys
        .insert((table.to_owned(), "primary", primary.join(",")));
}

async fn sqlite_indexes(tx: &mut Tx, table: &str, schema: &mut Schema) {
    let list = tx
        .rows(
            "select name, origin, \"unique\" as uni, partial from pragma_index_list($1)",
            params![table],
        )
        .await
        .unwrap();
    for index in list {
        let (name, origin) = (text(&index, "name"), text(&index, "origin"));
        let rows = tx
            .rows(
                "select name from pragma_index_info($1) order by seqno",
                params![&name],
            )
            .await
            .unwrap();
        let columns = rows
            .iter()
            .map(|row| text(row, "name"))
            .collect::<Vec<_>>()
            .join(",");
        match origin.as_str() {
            "u" => drop(schema.keys.insert((table.to_owned(), "unique", columns))),
            "c" => {
                let flag = |column| index.get::<i64>(column).unwrap() == 1;
                let columns = indexed(columns, flag("uni"), flag("partial"));
                schema.indexes.insert((name, table.to_owned(), columns));
            }
            _ => {}
        }
    }
}

/// The columns of an index, with what more it says.
fn indexed(columns: String, unique: bool, partial: bool) -> String {
    let said = |is: bool, word: &'static str| if is { word } else { "" };
    columns + said(unique, " unique") + said(partial, " partial")
}

async fn of_postgres(tx: &mut Tx) -> Schema {
    let mut schema = Schema::default();
    let columns = "select cast(table_name as text) as tab, cast(column_name as text) as col, \
         cast(data_type as text) as type, cast(is_nullable as text) as nullable from information_schema.columns \
         where table_schema = 'public'";
    for row in tx.rows(columns, vec![]).await.unwrap() {
        let strict = text(&row, "nullable") == "NO";
        schema.columns.insert((
            text(&row, "tab"),
            text(&row, "col"),
            class(&text(&row, "type")),
            strict,
        ));
    }
    let constraints = "select cast(t.relname as text) as tab, cast(k.contype as text) as kind, \
         cast(string_agg(a.attname, ',' order by c.place) as text) as cols, cast(f.relname as text) as other \
         from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_namespace n on n.oid = t.relnamespace \
         cross join lateral unnest(k.conkey) with ordinality as c(number, place) \
         join pg_attribute a on a.attrelid = t.oid and a.attnum = c.number left join pg_class f on f.oid = k.confrelid \
         where n.nspname = 'public' and k.contype in ('p', 'u', 'f') group by k.oid, t.relname, k.contype, f.relname";
    for row in tx.rows(constraints, vec![]).await.unwrap() {
        let (table, columns) = (text(&row, "tab"), text(&row, "cols"));
        match text(&row, "kind").as_str() {
            "p" => drop(schema.keys.insert((table, "primary", columns))),
            "u" => drop(schema.keys.insert((table, "unique", columns))),
            _ => drop(schema.references.insert((table, columns, text(&row, "other")))),
        }
    }
    let checks = "select cast(t.relname as text) as tab, pg_get_constraintdef(k.oid) as sql from pg_constraint k \
         join pg_class t on t.oid = k.conrelid join pg_namespace n on n.oid = t.relnamespace \
         where n.nspname = 'public' and k.contype = 'c'";
    for row in tx.rows(checks, vec![]).await.unwrap() {
        schema
            .checks
            .insert((text(&row, "tab"), quoted(&text(&row, "sql"))));
    }
    let indexes = "select cast(indexname as text) as name, cast(tablename as text) as tab, indexdef as sql from pg_indexes \
         where schemaname = 'public' and indexname not like '%\\_pkey' and indexname not like '%\\_key'";
    for row in tx.rows(indexes, vec![]).await.unwrap() {
        let sql = text(&row, "sql");
        let (index, only) = sql.split_once(" WHERE ").unwrap_or((&sql, ""));
        let columns = index.rsplit_once('(').unwrap().1.trim_end_matches(')');
        let unique = index.contains(" UNIQUE ");
        let columns = indexed(columns.replace(' ', ""), unique, !only.is_empty());
        schema
            .indexes
            .insert((text(&row, "name"), text(&row, "tab"), columns));
    }
    schema
}

#[tokio::test]
async fn both_databases_have_the_same_schema() {
    let Some(postgres) = House::on_postgres("both_databases_have_the_same_schema").await else {
        eprintln!("SCRUTINEER_TEST_POSTGRES is not set: not compared with PostgreSQL");
        return;
    };
    let sqlite = House::on_sqlite("both_databases_have_the_same_schema").await;
    let here = of_sqlite(&mut sqlite.app.db.read("test.schema").await.unwrap()).await;
    let there = of_postgres(&mut postgres.app.db.read("test.schema").await.unwrap()).await;
    assert!(
        here.columns.len() > 100 && here.references.len() > 20 && here.checks.len() > 10,
        "too little was read"
    );
    let apart = |name: &str, left: String, right: String| {
        assert!(
            left == right,
            "{name} differ: SQLite alone has {left}; PostgreSQL alone has {right}"
        );
    };
    macro_rules! same {
        ($($part:ident),*) => {$(
            let left: Vec<_> = here.$part.difference(&there.$part).collect();
            let right: Vec<_> = there.$part.difference(&here.$part).collect();
            apart(stringify!($part), format!("{left:?}"), format!("{right:?}"));
        )*};
    }
    same!(columns, keys, references, checks, indexes);
}
