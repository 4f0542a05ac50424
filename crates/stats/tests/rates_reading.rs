//! Reading a CSV: it is read as the `csv` crate reads it, on random rows and random bytes, however it is cut.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::rates::{Counter, Cutter, Fault, Grid, Heading, RatesError, Roles};
use std::collections::BTreeMap;

fn fixed() -> ProptestConfig {
    ProptestConfig {
        cases: 512,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..Default::default()
    }
}

fn roles(by: &[&str]) -> Roles {
    Roles {
        by: by.iter().map(|name| (*name).to_owned()).collect(),
        group: "group".into(),
        outcome: "outcome".into(),
    }
}

fn heading(columns: &str, by: &[&str]) -> Heading {
    let names: Vec<_> = columns.split(',').map(str::to_owned).collect();
    Heading::find(&names, roles(by)).unwrap()
}

/// Counts rows handed over in one block.
fn counted(heading: &Heading, rows: &[u8]) -> Result<Counter, Fault> {
    let mut counter = Counter::new(heading);
    counter.count(0, rows)?;
    Ok(counter)
}

/// Counts above 0 by the values of by, group and outcome.
type Counts = BTreeMap<(Vec<String>, String, String), u64>;

fn counts(grid: &Grid) -> Counts {
    let reference = grid.groups.first().unwrap();
    let rows = grid.rows(reference).unwrap().filter(|row| row.d > 0);
    rows.map(|row| ((row.by.to_vec(), row.group.into(), row.outcome.into()), row.d))
        .collect()
}

/// What the `csv` crate reads of columns `other,by,group,by2,outcome`: the counts, and how many rows are ragged.
fn read_by_csv(rows: &[u8]) -> (Counts, u64) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(rows);
    let (mut counts, mut ragged) = (Counts::new(), 0);
    for row in reader.records().map(Result::unwrap) {
        if row.len() == 5 {
            let by = vec![row[1].to_owned(), row[3].to_owned()];
            *counts.entry((by, row[2].into(), row[4].into())).or_default() += 1;
        } else {
            ragged += 1;
        }
    }
    (counts, ragged)
}

const COLUMNS: &str = "other,by,group,by2,outcome";
const BY: [&str; 2] = ["by", "by2"];

/// Bytes in any order, most of them such as matter to a CSV.
fn any_bytes() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => Just(","),
        3 => Just("\n"),
        1 => Just("\r"),
        1 => Just("\r\n"),
        2 => Just("\""),
        2 => Just("a"),
        1 => Just("b"),
        1 => Just("é"),
        1 => Just(" "),
        1 => Just("a value of more than thirty-two bytes, with a comma"),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

/// Rows of five fields most of the time, quoted where they need it or without need, ended in each of the three ways.
fn whole_rows() -> impl Strategy<Value = String> {
    let text = prop::sample::select(vec![
        "",
        "a",
        "b",
        "A value",
        "of, more",
        "line\nend",
        "car\rriage",
        "say \"so\"",
        "\"",
        "é",
        "12345678",
        "123456789",
        "exactly thirty-two bytes of text",
        "exactly thirty-two bytes of texts",
        "exactly thirty-two bytes of text!",
    ]);
    let field = (text, any::<bool>()).prop_map(|(text, quote)| {
        if quote || text.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    });
    let row = prop_oneof![
        9 => prop::collection::vec(field.clone(), 5),
        1 => prop::collection::vec(field, 1..8),
    ];
    let end = prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]);
    let rows = prop::collection::vec((row, end), 0..60);
    rows.prop_map(|rows| rows.iter().map(|(row, end)| row.join(",") + end).collect())
}

/// Rows without quotation marks and carriage returns, which take the fast way.
fn plain_rows() -> impl Strategy<Value = String> {
    let field = prop::sample::select(vec![
        "",
        "a",
        "b",
        "A value",
        "é",
        "a field to fill up a chunk",
        "1234567",
    ]);
    let row = prop_oneof![
        9 => prop::collection::vec(field.clone(), 5),
        1 => prop::collection::vec(field, 0..8),
    ];
    let rows = prop::collection::vec(row, 0..60);
    let text = rows.prop_map(|rows| rows.iter().map(|row| row.join(",") + "\n").collect::<String>());
    (text, any::<bool>()).prop_map(|(text, ended)| if ended { text } else { text.trim_end().to_owned() })
}

/// The blocks that a reader makes which gets the text in pieces.
fn blocks(text: &[u8], pieces: &[usize]) -> Vec<Vec<u8>> {
    let (mut cutter, mut blocks, mut open, mut rest) = (Cutter::new(), Vec::new(), Vec::new(), text);
    for piece in pieces.iter().cycle() {
        let (piece, after) = rest.split_at(rest.len().min(*piece));
        if piece.is_empty() {
            break;
        }
        match cutter.feed(piece) {
            None => open.extend(piece),
            Some(cut) => {
                open.extend(&piece[..cut]);
                blocks.push(std::mem::replace(&mut open, piece[cut..].to_vec()));
            }
        }
        rest = after;
    }
    blocks.push(open);
    blocks
}

fn check_reading(text: &str, pieces: &[usize]) -> Result<(), TestCaseError> {
    let heading = heading(COLUMNS, &BY);
    // If a quoted field is left open, a row added at the end is swallowed by it.
    let (counts_with, _) = read_by_csv(format!("{text}\nZ,Z,Z,Z,Z").as_bytes());
    let key = (vec!["Z".to_owned(), "Z".into()], "Z".into(), "Z".into());
    let open = !counts_with.contains_key(&key);
    let whole = match counted(&heading, text.as_bytes()) {
        Err(fault) => {
            prop_assert_eq!(fault.error, RatesError::Unclosed);
            prop_assert!(open);
            return Ok(());
        }
        Ok(counter) => [counter],
    };
    prop_assert!(!open);
    let (counts_of_csv, ragged) = read_by_csv(text.as_bytes());
    let whole_grid = Grid::merge(&roles(&BY), &whole);
    match &whole_grid {
        Ok(grid) => {
            prop_assert_eq!(counts(grid), counts_of_csv);
            prop_assert_eq!(grid.rejected, ragged);
        }
        Err(RatesError::NoRows) => prop_assert!(counts_of_csv.is_empty() && ragged == 0),
        Err(RatesError::AllRejected) => prop_assert!(counts_of_csv.is_empty() && ragged > 0),
        Err(RatesError::Blank(_)) => prop_assert!(!counts_of_csv.is_empty()),
        Err(other) => return Err(TestCaseError::fail(other.to_string())),
    }
    // Cut anywhere and counted by two workers in turn, it is the same grid and the same lines.
    let mut workers = [Counter::new(&heading), Counter::new(&heading)];
    for (number, block) in blocks(text.as_bytes(), pieces).iter().enumerate() {
        workers[number % 2].count(number as u64, block).unwrap();
    }
    prop_assert_eq!(Grid::merge(&roles(&BY), &workers), whole_grid);
    prop_assert_eq!(Counter::named(&workers, 2), Counter::named(&whole, 2));
    Ok(())
}

proptest! {
    #![proptest_config(fixed())]

    #[test]
    fn any_bytes_are_read_as_the_csv_crate_reads_them(
        text in any_bytes(), pieces in prop::collection::vec(1_usize..40, 1..6),
    ) {
        check_reading(&text, &pieces)?;
    }

    #[test]
    fn rows_are_read_as_the_csv_crate_reads_them(
        text in whole_rows(), pieces in prop::collection::vec(1_usize..200, 1..6),
    ) {
        check_reading(&text, &pieces)?;
    }

    #[test]
    fn rows_without_marks_are_read_as_the_csv_crate_reads_them(
        text in plain_rows(), pieces in prop::collection::vec(1_usize..200, 1..6),
    ) {
        check_reading(&text, &pieces)?;
    }

    #[test]
    fn the_order_of_the_rows_leaves_no_trace(mut rows in prop::collection::vec("[a-d],[x-z],[01]", 1..50)) {
        let heading = heading("by,group,outcome", &["by"]);
        let grid = |rows: &[String]| {
            let counter = counted(&heading, rows.join("\n").as_bytes()).unwrap();
            Grid::merge(&roles(&["by"]), &[counter]).unwrap()
        };
        let forwards = grid(&rows);
        rows.reverse();
        prop_assert_eq!(grid(&rows), forwards);
    }
}
