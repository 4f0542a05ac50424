//! Small counts in tables with totals: the exact ranges of hidden cells against every table that a release leaves possible.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::suppression::{
    Cell, Profile, SuppressionError, TableRange, TableRelease, Total, audit_table, protect_table,
};

type Table = Vec<Vec<u64>>;

fn lines(release: &TableRelease) -> Vec<String> {
    let cell = |cell: &Cell| match cell {
        Cell::Shown(count) => count.to_string(),
        _ => "-".to_owned(),
    };
    release
        .cells
        .iter()
        .map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" "))
        .collect()
}

/// The table with its totals.
fn with_totals(counts: &Table) -> Table {
    let mut rows: Table = counts
        .iter()
        .map(|row| [row.as_slice(), &[row.iter().sum()]].concat())
        .collect();
    rows.push(
        (0..rows[0].len())
            .map(|column| rows.iter().map(|row| row[column]).sum())
            .collect(),
    );
    rows
}

#[test]
fn the_investment_table() {
    // The example of Fischetti and Salazar: with 22, 8, 17 and 12 hidden and nothing else known, 22 lies from 5 to 30.
    let counts = vec![vec![20, 50, 10], vec![8, 19, 22], vec![17, 32, 12]];
    let hidden = [(1, 0), (1, 2), (2, 0), (2, 2)];
    let mut cells: Vec<Vec<Cell>> = with_totals(&counts)
        .iter()
        .map(|row| row.iter().copied().map(Cell::Shown).collect())
        .collect();
    for (row, column) in hidden {
        cells[row][column] = Cell::Hidden;
    }
    let release = TableRelease {
        cells,
        zeros_hidden: true,
    };
    let range = |row, column, low, high| TableRange {
        row,
        column,
        low,
        high: Some(high),
    };
    assert_eq!(
        audit_table(&counts, &release).unwrap(),
        [
            range(1, 0, 0, 25),
            range(1, 2, 5, 30),
            range(2, 0, 0, 25),
            range(2, 2, 4, 29)
        ]
    );
}

#[test]
fn a_hidden_count_brings_the_cheapest_cycle() {
    let counts = vec![vec![20, 50, 10], vec![3, 19, 22], vec![17, 32, 12]];
    let release = protect_table(&counts, Profile::Default, Total::Public).unwrap();
    assert_eq!(
        lines(&release),
        ["20 50 10 80", "- 19 - 44", "- 32 - 61", "40 101 44 185"]
    );
    let plain = protect_table(&[vec![5, 6], vec![7, 0]], Profile::Default, Total::Public).unwrap();
    assert_eq!(lines(&plain), ["5 6 11", "7 0 7", "12 6 18"]);
}

#[test]
fn totals_go_where_counts_cannot() {
    let lone = vec![vec![3, 0], vec![0, 0]];
    let release = protect_table(&lone, Profile::Default, Total::MayHide).unwrap();
    assert_eq!(lines(&release), ["- 0 -", "0 0 0", "- 0 -"]);
    let public = protect_table(&lone, Profile::Default, Total::Public).unwrap();
    assert_eq!(lines(&public), ["- - -", "- - -", "- - 3"]);
    assert!(public.zeros_hidden);
}

#[test]
fn refusals() {
    let refusal = |counts: &Table, profile| protect_table(counts, profile, Total::Public).unwrap_err();
    assert_eq!(
        refusal(&vec![vec![1, 2], vec![3]], Profile::Default),
        SuppressionError::Ragged
    );
    assert_eq!(
        refusal(&vec![vec![1, 2]], Profile::Default),
        SuppressionError::List
    );
    assert_eq!(refusal(&vec![], Profile::Default), SuppressionError::List);
    assert_eq!(
        refusal(&vec![vec![1, 2], vec![3, 4]], Profile::Round5),
        SuppressionError::RoundedTable
    );
    let large = vec![vec![u64::MAX, 1], vec![1, 1]];
    assert_eq!(refusal(&large, Profile::Default), SuppressionError::TooLarge);
}

/// Every table that a reader of the release must think possible, with counts of at most `most`.
fn possible(release: &TableRelease, most: u64) -> Vec<Table> {
    let (rows, columns) = (release.cells.len() - 1, release.cells[0].len() - 1);
    let mut found = Vec::new();
    fill(release, most, &mut vec![vec![0; columns]; rows], 0, &mut found);
    found
}

fn fill(release: &TableRelease, most: u64, table: &mut Table, at: usize, found: &mut Vec<Table>) {
    let (rows, columns) = (table.len(), table[0].len());
    if at == rows * columns {
        let fits = |(cell, count): (&Cell, &u64)| match cell {
            Cell::Shown(shown) => shown == count,
            _ => release.zeros_hidden || *count > 0,
        };
        let whole = with_totals(table);
        if release
            .cells
            .iter()
            .flatten()
            .zip(whole.iter().flatten())
            .all(fits)
        {
            found.push(table.clone());
        }
        return;
    }
    let (row, column) = (at / columns, at % columns);
    let values = match release.cells[row][column] {
        Cell::Shown(count) => count..=count,
        _ => u64::from(!release.zeros_hidden)..=most,
    };
    for value in values {
        table[row][column] = value;
        let row_sum: u64 = table[row][..=column].iter().sum();
        let column_sum: u64 = table[..=row].iter().map(|row| row[column]).sum();
        let above = |cell: Cell, sum: u64| matches!(cell, Cell::Shown(total) if sum > total);
        if !above(release.cells[row][columns], row_sum) && !above(release.cells[rows][column], column_sum) {
            fill(release, most, table, at + 1, found);
        }
    }
    table[row][column] = 0;
}

fn tables() -> impl Strategy<Value = Table> {
    let of = |rows, columns, most: u64| prop::collection::vec(prop::collection::vec(0..=most, columns), rows);
    prop_oneof![of(2, 2, 11), of(2, 3, 6), of(3, 3, 6)]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 120, rng_seed: RngSeed::Fixed(4), failure_persistence: None, ..Default::default()
    })]

    #[test]
    fn no_reader_can_narrow_a_hidden_cell(
        counts in tables(),
        total in prop::sample::select(vec![Total::MayHide, Total::Public]),
    ) {
        let threshold = Profile::Default.threshold();
        let release = protect_table(&counts, Profile::Default, total).unwrap();
        let truth = with_totals(&counts);
        let ranges = audit_table(&counts, &release).unwrap();
        let hidden = release.cells.iter().flatten().filter(|cell| **cell == Cell::Hidden).count();
        prop_assert_eq!(ranges.len(), hidden);
        for (cell, count) in release.cells.iter().flatten().zip(truth.iter().flatten()) {
            let public = total == Total::Public && *count == *truth.last().unwrap().last().unwrap();
            prop_assert!(*cell == Cell::Hidden || public || !(1..threshold).contains(count));
        }
        for range in &ranges {
            let given_away = range.high.is_some_and(|high| high == range.low || (range.low > 0 && high < threshold));
            prop_assert!(!given_away, "{:?} {:?}", lines(&release), range);
        }
        // Trying every table takes too long for the few releases that hide nearly all of a large table.
        let inner = release.cells[..counts.len()].iter().flat_map(|row| &row[..counts[0].len()]);
        if inner.filter(|cell| **cell == Cell::Hidden).count() <= 4 {
            let most = if ranges.iter().all(|range| range.high.is_some()) {
                *truth.iter().flatten().max().unwrap()
            } else {
                16
            };
            let possible: Vec<Table> = possible(&release, most).iter().map(with_totals).collect();
            prop_assert!(possible.contains(&truth));
            for range in &ranges {
                let seen = possible.iter().map(|table| table[range.row][range.column]);
                let (low, high) = (seen.clone().min().unwrap(), seen.max().unwrap());
                prop_assert!(high > low && (low == 0 || high >= threshold), "{:?} {:?}", lines(&release), range);
                prop_assert_eq!(low, range.low, "{:?} {:?}", lines(&release), range);
                match range.high {
                    Some(bound) => prop_assert_eq!(high, bound, "{:?} {:?}", lines(&release), range),
                    None => prop_assert!(high >= most),
                }
            }
        }
    }

    #[test]
    fn nothing_is_hidden_in_vain(counts in tables()) {
        let threshold = Profile::Default.threshold();
        let release = protect_table(&counts, Profile::Default, Total::MayHide).unwrap();
        prop_assert!(!release.zeros_hidden);
        for (row, line) in with_totals(&counts).into_iter().enumerate() {
            for (column, count) in line.into_iter().enumerate() {
                if release.cells[row][column] == Cell::Hidden && count >= threshold {
                    let mut open = release.clone();
                    open.cells[row][column] = Cell::Shown(count);
                    let given_away = |range: &TableRange| {
                        range.high.is_some_and(|high| high == range.low || (range.low > 0 && high < threshold))
                    };
                    prop_assert!(audit_table(&counts, &open).unwrap().iter().any(given_away));
                }
            }
        }
    }
}
