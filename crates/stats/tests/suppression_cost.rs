//! What protection costs, against the cheapest choice there is, by trial of all.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use stats::suppression::{Cell, Profile, Table, TableRelease, Terms};

/// Made-up counts: a fixed linear congruential generator, small counts more often than large ones.
fn counts(state: &mut u64, rows: usize, columns: usize) -> Vec<Vec<u64>> {
    let mut next = |below: u64| {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) % below
    };
    let mut count = || [next(5), next(12), next(40), next(100)][next(4) as usize];
    (0..rows)
        .map(|_| (0..columns).map(|_| count()).collect())
        .collect()
}

/// The fewest cases in hidden cells that keep every reader in the dark, totals shown; nothing where that cannot be.
fn cheapest(table: &Table, terms: &Terms) -> Option<u64> {
    let places: Vec<(usize, usize)> = (0..table.rows() - 1)
        .flat_map(|row| (0..table.columns() - 1).map(move |column| (row, column)))
        .collect();
    let shown: Vec<Vec<Cell>> = (0..table.rows())
        .map(|row| {
            (0..table.columns())
                .map(|column| Cell::Shown(table.count(row, column)))
                .collect()
        })
        .collect();
    let small = |&(row, column): &(usize, usize)| terms.rule.is_small(table.count(row, column));
    let free: Vec<(usize, usize)> = places
        .iter()
        .copied()
        .filter(|place| !small(place) && table.count(place.0, place.1) > 0)
        .collect();
    let mut best = None;
    for choice in 0..1_u32 << free.len() {
        let chosen = free
            .iter()
            .enumerate()
            .filter(|(at, _)| choice >> at & 1 == 1)
            .map(|(_, place)| *place);
        let hidden: Vec<(usize, usize)> = places.iter().copied().filter(small).chain(chosen).collect();
        let cost = hidden.iter().map(|&(row, column)| table.count(row, column)).sum();
        if best.is_some_and(|best| best <= cost) {
            continue;
        }
        let mut cells = shown.clone();
        hidden
            .iter()
            .for_each(|&(row, column)| cells[row][column] = Cell::Hidden);
        if table
            .exposed(
                &TableRelease {
                    cells,
                    zeros_hidden: false,
                },
                terms.rule,
            )
            .unwrap()
            .is_empty()
        {
            best = Some(cost);
        }
    }
    best
}

#[test]
fn hardly_more_is_hidden_than_must_be() {
    let terms = Terms::of(Profile::Default);
    let (mut state, mut compared, mut ours, mut least, mut worst) = (7, 0_u64, 0, 0, 1.0_f64);
    while compared < 120 {
        let table = Table::new(&counts(&mut state, 3, 4)).unwrap();
        let protected = table.protect(&terms).unwrap();
        let totals_shown = protected
            .secondary
            .iter()
            .chain(&protected.primary)
            .all(|&(row, column)| row < 3 && column < 4);
        let Some(best) = cheapest(&table, &terms).filter(|best| totals_shown && *best > 0) else {
            continue;
        };
        assert!(protected.cost >= best, "{table:?}");
        compared += 1;
        ours += protected.cost;
        least += best;
        worst = worst.max(protected.cost as f64 / best as f64);
    }
    let ratio = ours as f64 / least as f64;
    println!(
        "{compared} tables of 3 x 4: {ours} cases hidden, {least} at least, ratio {ratio:.4}, worst {worst:.4}"
    );
    assert!(ratio <= 1.01, "ratio {ratio:.4}, worst {worst:.4}");
}
