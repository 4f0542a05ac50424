//! Small counts stay hidden from anybody who can add up, proved by trying every table that a release leaves possible.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::suppression::{
    Cell, Profile, PublishedTotal, Range, Release, SuppressionError, Total, audit, exposed, protect,
};

fn cells(release: &Release) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Shown(count) => count.to_string(),
        Cell::Hidden => "-".to_owned(),
        Cell::Rounded(count) | Cell::SumOfRounded(count) => format!("~{count}"),
    };
    let total = match release.total {
        PublishedTotal::Exact(total) => total.to_string(),
        PublishedTotal::SumOfRounded(total) => format!("~{total}"),
        PublishedTotal::Hidden => "-".to_owned(),
    };
    format!(
        "{} = {total}",
        release.cells.iter().map(cell).collect::<Vec<_>>().join(" ")
    )
}

fn protected(counts: &[u64], profile: Profile, total: Total) -> String {
    cells(&protect(counts, profile, total).unwrap())
}

#[test]
fn nothing_small_nothing_hidden() {
    assert_eq!(
        protected(&[9, 0, 6, 5], Profile::Default, Total::Public),
        "9 0 6 5 = 20"
    );
    assert_eq!(protected(&[], Profile::Default, Total::Public), " = 0");
    assert_eq!(protected(&[0, 0], Profile::Default, Total::Public), "0 0 = 0");
    assert_eq!(protected(&[40], Profile::Default, Total::Public), "40 = 40");
}

#[test]
fn a_hidden_cell_brings_the_smallest_other_one() {
    assert_eq!(
        protected(&[9, 3, 6, 0], Profile::Default, Total::Public),
        "9 - - 0 = 18"
    );
    assert_eq!(
        protected(&[9, 3, 12, 30], Profile::Youth, Total::Public),
        "- - 12 30 = 54"
    );
    assert_eq!(
        protected(&[1, 1, 9, 8], Profile::Default, Total::Public),
        "- - 9 - = 19"
    );
}

#[test]
fn small_cells_that_protect_each_other_bring_no_other() {
    // 4 + 4: either may be anything from 1 to 7. 3 + 2: each would be 1 to 4, all small.
    assert_eq!(
        protected(&[4, 4, 9], Profile::Default, Total::Public),
        "- - 9 = 17"
    );
    assert_eq!(
        protected(&[3, 2, 9], Profile::Default, Total::Public),
        "- - - = 14"
    );
    assert_eq!(
        protected(&[3, 3, 9], Profile::Default, Total::Public),
        "- - 9 = 15"
    );
}

#[test]
fn the_total_goes_where_no_other_cell_can() {
    assert_eq!(
        protected(&[3, 0, 0], Profile::Default, Total::MayHide),
        "- 0 0 = -"
    );
    assert_eq!(protected(&[3, 2], Profile::Default, Total::MayHide), "- - = -");
    let whole = protect(&[3, 0, 0], Profile::Default, Total::Public).unwrap();
    assert_eq!(cells(&whole), "- - - = 3");
    assert!(whole.zeros_hidden);
    assert_eq!(protected(&[4], Profile::Default, Total::MayHide), "- = -");
    assert_eq!(
        protect(&[4], Profile::Default, Total::Public).unwrap_err(),
        SuppressionError::SingleCount
    );
}

#[test]
fn rounding_brings_its_own_total() {
    assert_eq!(
        protected(&[2, 3, 7, 8, 0], Profile::Round5, Total::MayHide),
        "~0 ~5 ~5 ~10 ~0 = ~20"
    );
    // Four cells of at most 2 that add up to 8 are 2 each: rounding is unpicked, so the list is kept back.
    assert_eq!(
        protected(&[2, 2, 2, 2], Profile::Round5, Total::Public),
        "- - - - = 8"
    );
    assert_eq!(
        protected(&[10, 6, 2], Profile::Round5, Total::Public),
        "~10 ~5 ~0 = 18"
    );
    assert_eq!(protected(&[0, 0], Profile::Round5, Total::Public), "0 0 = 0");
    assert_eq!(protected(&[8], Profile::Round5, Total::Public), "8 = 8");
}

#[test]
fn sums_beyond_64_bits_are_refused() {
    assert_eq!(
        protect(&[u64::MAX - 3, 1], Profile::Round5, Total::MayHide).unwrap_err(),
        SuppressionError::TooLarge
    );
}

#[test]
fn the_audit_finds_what_a_careless_release_gives_away() {
    let hidden = |cells: Vec<Cell>, total| Release {
        cells,
        total,
        zeros_hidden: false,
    };
    let alone = hidden(vec![Cell::Shown(16), Cell::Hidden], PublishedTotal::Exact(17));
    assert_eq!(
        exposed(&alone, Profile::Default),
        [Range {
            cell: 1,
            low: 1,
            high: Some(1)
        }]
    );
    let small = hidden(
        vec![Cell::Hidden, Cell::Hidden, Cell::Shown(9)],
        PublishedTotal::Exact(13),
    );
    assert_eq!(exposed(&small, Profile::Default).len(), 2);
    assert_eq!(
        audit(&small)[0],
        Range {
            cell: 0,
            low: 1,
            high: Some(3)
        }
    );
    let free = hidden(vec![Cell::Hidden], PublishedTotal::Hidden);
    assert_eq!(
        audit(&free),
        [Range {
            cell: 0,
            low: 1,
            high: None
        }]
    );
    assert!(exposed(&free, Profile::Default).is_empty());
}

/// Every list of counts, each at most `most`, that a reader of the release must think possible, by trial of them all.
fn possible(release: &Release, most: u64) -> Vec<Vec<u64>> {
    let within = |list: &Vec<u64>| !matches!(release.total, PublishedTotal::Exact(total) if list.iter().sum::<u64>() > total);
    let mut lists: Vec<Vec<u64>> = vec![vec![]];
    for cell in &release.cells {
        let fits = |count: &u64| match cell {
            Cell::Shown(shown) => count == shown,
            Cell::Hidden => release.zeros_hidden || *count > 0,
            Cell::Rounded(rounded) => count.abs_diff(*rounded) <= 2,
            Cell::SumOfRounded(_) => unreachable!("a list rounds its counts"),
        };
        let values: Vec<u64> = (0..=most).filter(fits).collect();
        let longer = |list: &Vec<u64>| -> Vec<Vec<u64>> {
            values
                .iter()
                .map(|&count| [list.as_slice(), &[count]].concat())
                .filter(within)
                .collect()
        };
        lists = lists.iter().flat_map(longer).collect();
    }
    lists.retain(|list| match release.total {
        PublishedTotal::Exact(total) => list.iter().sum::<u64>() == total,
        _ => true,
    });
    lists
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400, rng_seed: RngSeed::Fixed(3), failure_persistence: None, ..Default::default()
    })]

    #[test]
    fn no_reader_can_narrow_a_hidden_cell(
        counts in prop::collection::vec(0_u64..14, 1..5),
        profile in prop::sample::select(vec![Profile::Default, Profile::Youth, Profile::Round5]),
        total in prop::sample::select(vec![Total::MayHide, Total::Public]),
    ) {
        let sum: u64 = counts.iter().sum();
        let Ok(release) = protect(&counts, profile, total) else {
            prop_assert!(counts.len() == 1 && total == Total::Public && sum < profile.threshold());
            return Ok(());
        };
        // What is not bounded by a total is tried up to well beyond the threshold and every rounding.
        let most = match release.total {
            PublishedTotal::Exact(total) => total,
            _ => 2 * profile.threshold() + 6,
        };
        if sum == 0 || (counts.len() == 1 && total == Total::Public) {
            prop_assert!(release.cells.iter().all(|cell| matches!(cell, Cell::Shown(_))));
        }
        let lists = possible(&release, most);
        prop_assert!(lists.contains(&counts), "the truth is possible");
        let ranges = audit(&release);
        let hidden = release.cells.iter().filter(|cell| !matches!(cell, Cell::Shown(_))).count();
        prop_assert_eq!(ranges.len(), hidden);
        for range in ranges {
            let mut values: Vec<u64> = lists.iter().map(|list| list[range.cell]).collect();
            values.sort_unstable();
            values.dedup();
            prop_assert!(values.len() > 1, "{} gives cell {} away", cells(&release), range.cell);
            let all_small = values.iter().all(|value| (1..profile.threshold()).contains(value));
            prop_assert!(!all_small, "{} shows that cell {} is small", cells(&release), range.cell);
            prop_assert_eq!(values[0], range.low);
            prop_assert_eq!(*values.last().unwrap(), range.high.unwrap_or(most).min(most));
            prop_assert_eq!(values.len() as u64, values.last().unwrap() - values[0] + 1, "no gaps");
        }
        // Hiding is no reason to hide all: shown cells are true, and every small one is hidden.
        for (cell, count) in release.cells.iter().zip(&counts) {
            if let Cell::Shown(shown) = cell {
                prop_assert!(shown == count && !(1..profile.threshold()).contains(shown));
            }
        }
    }
}
