//! The data dictionary: every table and column of the schema, read from the migrations for SQLite. A test keeps those for
//! PostgreSQL in step.

use std::fmt::Write as _;

use crate::platform::db::MIGRATIONS;

/// A table as a migration makes it.
#[derive(Debug, Default)]
struct Table {
    name: String,
    meaning: String,
    columns: Vec<Column>,
    /// What holds for several columns together, such as `unique (body_id, name)`.
    rules: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
struct Column {
    name: String,
    kind: &'static str,
    empty: bool,
    notes: Vec<String>,
}

/// The page.
#[must_use]
pub fn page() -> String {
    let mut text = String::from(
        "# Data dictionary\n\nGenerated from the migrations. Instants are microseconds since 1970 in UTC and end in `_at`; \
         civil dates are text (`2024-03-07`) and end in `_on` or `_from`; ids are UUIDv7. Types are those of SQLite: a \
         `number` that says yes or no is a boolean in PostgreSQL, `bytes` that hold an id are a uuid.\n",
    );
    for migration in MIGRATIONS {
        for table in tables(migration.sqlite) {
            write_table(&mut text, &table);
        }
    }
    text
}

fn write_table(text: &mut String, table: &Table) {
    let _ = write!(text, "\n## {}\n\n", table.name);
    if !table.meaning.is_empty() {
        let _ = write!(text, "{}\n\n", table.meaning);
    }
    text.push_str("| Column | Type | May be empty | Notes |\n|---|---|---|---|\n");
    for column in &table.columns {
        let empty = if column.empty { "yes" } else { "no" };
        let _ = writeln!(
            text,
            "| `{}` | {} | {empty} | {} |",
            column.name,
            column.kind,
            column.notes.join("; ")
        );
    }
    if !table.rules.is_empty() {
        let _ = write!(text, "\nTogether: {}.\n", table.rules.join("; "));
    }
}

/// The tables of one migration. A comment before a table says what it is, one at the end of a line what a column is.
fn tables(sql: &str) -> Vec<Table> {
    let mut found = Vec::new();
    let mut open: Option<Table> = None;
    let mut comment = String::new();
    for line in sql.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("--") {
            if !comment.is_empty() {
                comment.push(' ');
            }
            comment.push_str(words.trim());
        } else if let ["create", "table", name, "("] = line.split_whitespace().collect::<Vec<_>>().as_slice()
        {
            let meaning = std::mem::take(&mut comment);
            open = Some(Table {
                name: (*name).to_owned(),
                meaning,
                ..Table::default()
            });
        } else if line.starts_with(')') {
            found.extend(open.take());
            comment.clear();
        } else if let Some(table) = &mut open {
            read_line(table, line);
        } else {
            comment.clear();
        }
    }
    found
}

fn read_line(table: &mut Table, line: &str) {
    let (line, said) = line
        .split_once("--")
        .map_or((line, ""), |(line, said)| (line.trim(), said.trim()));
    let line = line.trim_end_matches(',');
    if ["unique (", "primary key (", "check (", "foreign key ("]
        .iter()
        .any(|start| line.starts_with(start))
    {
        table.rules.push(format!("`{line}`"));
        return;
    }
    let mut words = line.split_whitespace();
    let (Some(name), Some(kind)) = (words.next(), words.next()) else {
        return;
    };
    let mut notes: Vec<String> = (!said.is_empty()).then(|| said.to_owned()).into_iter().collect();
    if let Some(other) = line
        .split("references ")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next())
    {
        notes.push(format!("refers to `{other}`"));
    }
    if line.contains(" primary key") {
        notes.push("primary key".to_owned());
    } else if line.contains(" unique") {
        notes.push("unique".to_owned());
    }
    let allowed: Vec<String> = line
        .split('\'')
        .skip(1)
        .step_by(2)
        .map(|word| format!("`{word}`"))
        .collect();
    if !allowed.is_empty() {
        notes.push(format!("one of {}", allowed.join(", ")));
    }
    let kind = match kind {
        "integer" => "number",
        "blob" => "bytes",
        _ => "text",
    };
    let empty = !line.contains("not null") && !line.contains("primary key");
    table.columns.push(Column {
        name: name.to_owned(),
        kind,
        empty,
        notes,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_with_its_notes() {
        let sql = "-- A seat.\ncreate table seat (\n  id blob primary key,\n  state text not null check (state in ('a','b')),\n  \
                   holder_id blob references person (id), -- who holds it\n  unique (id, state)\n) strict;\n\
                   create index seat_state on seat (state);\n";
        let tables = tables(sql);
        let [seat] = tables.as_slice() else {
            panic!("{tables:?}")
        };
        assert_eq!((seat.name.as_str(), seat.meaning.as_str()), ("seat", "A seat."));
        assert_eq!(seat.rules, ["`unique (id, state)`"]);
        let holder = Column {
            name: "holder_id".to_owned(),
            kind: "bytes",
            empty: true,
            notes: vec!["who holds it".to_owned(), "refers to `person`".to_owned()],
        };
        assert_eq!(seat.columns[2], holder);
        assert_eq!(seat.columns[1].notes, ["one of `a`, `b`"]);
        assert!(!seat.columns[0].empty && !seat.columns[1].empty);
    }

    #[test]
    fn every_table_has_a_meaning_and_columns() {
        let all: Vec<Table> = MIGRATIONS
            .iter()
            .flat_map(|migration| tables(migration.sqlite))
            .collect();
        let made: usize = MIGRATIONS
            .iter()
            .map(|one| one.sqlite.matches("create table ").count())
            .sum();
        assert_eq!(all.len(), made);
        for table in all {
            assert!(
                !table.meaning.is_empty(),
                "{} needs a comment in its migration that says what it is",
                table.name
            );
            assert!(!table.columns.is_empty(), "{}", table.name);
        }
    }
}
