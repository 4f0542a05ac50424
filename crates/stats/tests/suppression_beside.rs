//! Tables that go out beside others of the same population.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::suppression::attack::{
    As, Beside, BesideError, Handed, Labels, Published, Sum, attack, protect_beside,
};
use stats::suppression::{Profile, Table, Terms, Total, Zeros};
use std::collections::BTreeMap;

fn labels(rows: &[&str], cols: &[&str]) -> Labels {
    Labels {
        rows: vec!["area".to_owned()],
        cols: "offence".to_owned(),
        total: "Total".to_owned(),
        row_labels: rows.iter().map(|&row| (row.to_owned(), 0)).collect(),
        col_labels: cols.iter().map(|&col| col.to_owned()).collect(),
        population: Some("2024".to_owned()),
        within: BTreeMap::new(),
        sums: Vec::new(),
    }
}

fn adults(of: &Labels) -> Labels {
    let parts = vec!["adult".to_owned(), "child".to_owned()];
    Labels {
        within: BTreeMap::from([("age".to_owned(), "adult".to_owned())]),
        sums: vec![Sum {
            of: "age".to_owned(),
            whole: None,
            parts,
        }],
        ..of.clone()
    }
}

fn protect(counts: &[Vec<u64>], labels: &Labels, earlier: &[&Published]) -> Result<Beside, BesideError> {
    let names = ["first", "second"];
    let earlier: Vec<Handed<'_>> = earlier
        .iter()
        .zip(names)
        .map(|(release, name)| Handed { name, release })
        .collect();
    protect_beside(
        &Table::new(counts).unwrap(),
        labels,
        &Terms::of(Profile::Default),
        &earlier,
    )
}

fn shown(published: &Published) -> Vec<String> {
    let cell = |cell: &stats::suppression::attack::PublishedCell| {
        let count = cell
            .count
            .map_or_else(|| "-".to_owned(), |count| count.to_string());
        format!("{} {} {count}", cell.row, cell.col)
    };
    published.table.iter().map(cell).collect()
}

#[test]
fn children_stay_unknown_when_adults_are_out() {
    // 17 of all ages in Hinckley, 16 of them adults: the table of all ages must not show both what is needed for 17 less 16.
    let names = labels(&["Hinckley", "Oadby", "Wigston"], &["theft", "damage", "fraud"]);
    let adult_counts = [vec![16, 20, 30], vec![40, 50, 60], vec![70, 80, 90]];
    let all_counts = [vec![17, 20, 30], vec![40, 50, 60], vec![70, 80, 90]];
    let first = protect(&adult_counts, &adults(&names), &[]).unwrap();
    assert_eq!(first.protected.primary, []);
    let alone = protect(&all_counts, &names, &[]).unwrap();
    assert!(shown(&alone.published).contains(&"Hinckley theft 17".to_owned()));
    let together = [
        Handed {
            name: "adults",
            release: &first.published,
        },
        Handed {
            name: "all",
            release: &alone.published,
        },
    ];
    let words: Vec<String> = attack(&together)
        .unwrap()
        .exposed
        .iter()
        .map(|range| range.words())
        .collect();
    assert!(
        words.contains(&"row Hinckley, column theft; age child is 1".to_owned()),
        "{words:?}"
    );
    // No row and no total of the adults is hidden, so whatever hides the 17 must hide a whole cycle with its totals.
    let beside = protect(&all_counts, &names, &[&first.published]).unwrap();
    assert!(!shown(&beside.published).contains(&"Hinckley theft 17".to_owned()));
    assert!(beside.findings.is_safe());
}

#[test]
fn what_was_kept_back_stays_kept_back() {
    let names = labels(&["Hinckley", "Oadby", "Wigston"], &["theft", "damage", "fraud"]);
    let counts = [vec![3, 20, 30], vec![40, 50, 60], vec![70, 80, 90]];
    let first = protect(&counts, &names, &[]).unwrap();
    let again = protect(&counts, &names, &[&first.published]).unwrap();
    assert_eq!(shown(&again.published), shown(&first.published));
    // The same by another column: the margins are the same counts.
    let ages = Labels {
        cols: "age".to_owned(),
        col_labels: vec!["adult".to_owned(), "child".to_owned()],
        ..names
    };
    let by_age = protect(
        &[vec![50, 3], vec![140, 10], vec![230, 10]],
        &ages,
        &[&first.published],
    )
    .unwrap();
    assert!(by_age.findings.is_safe());
    assert!(by_age.protected.primary.contains(&(0, 1)));
}

#[test]
fn refusals() {
    let names = labels(&["Hinckley", "Oadby"], &["theft", "damage"]);
    let counts = [vec![3, 20], vec![40, 50]];
    let careless = {
        let mut published = protect(&[vec![13, 20], vec![40, 50]], &names, &[])
            .unwrap()
            .published;
        let cell = published
            .table
            .iter_mut()
            .find(|cell| cell.row == "Hinckley" && cell.col == "theft")
            .unwrap();
        (cell.how, cell.count) = (As::Hidden, None);
        published
    };
    let why = protect(&[vec![13, 20], vec![40, 50]], &names, &[&careless]).unwrap_err();
    assert_eq!(
        why.to_string(),
        "the earlier releases give these counts away already, whatever this table hides: row Hinckley, column theft is 13"
    );
    // The small count was out, under another rule.
    let terms = Terms::of(stats::suppression::Rule::new(Profile::Default, Some(2)).unwrap());
    let table = Table::new(&counts).unwrap();
    let open = protect_beside(&table, &names, &terms, &[]).unwrap().published;
    let why = protect(&counts, &names, &[&open]).unwrap_err();
    assert_eq!(
        why.to_string(),
        "beside the earlier releases this table would give counts away: row Hinckley, column theft is 3"
    );
    let mut other = open;
    other.population = Some("2023".to_owned());
    let why = protect(&counts, &names, &[&other]).unwrap_err();
    assert!(
        why.to_string().starts_with("first is of the population \"2023\""),
        "{why}"
    );
    other.population = None;
    let why = protect(&[vec![3, 20], vec![41, 50]], &names, &[&other]).unwrap_err();
    assert!(why.to_string().contains("cannot both be true"), "{why}");
}

#[test]
fn a_large_table_and_its_attacker() {
    // Made-up counts of 60 areas and 8 offences, of adults and of all ages.
    let mut state = 5_u64;
    let mut below = |limit: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let rows: Vec<String> = (0..60).map(|row| format!("area {row}")).collect();
    let cols: Vec<String> = (0..8).map(|col| format!("offence {col}")).collect();
    let names = labels(
        &rows.iter().map(String::as_str).collect::<Vec<_>>(),
        &cols.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let counts: Vec<Vec<u64>> = (0..60).map(|_| (0..8).map(|_| below(40)).collect()).collect();
    let first = protect(&counts, &names, &[]).unwrap();
    assert!(first.protected.primary.len() > 30);
    assert_eq!(first.findings.hidden.len(), first.protected.ranges.len());
    // The attacker of the file finds what the audit of the table found.
    for (range, found) in first.protected.ranges.iter().zip(&first.findings.hidden) {
        assert_eq!((range.low, range.high), (found.low, found.high));
        assert_eq!(
            (names.row(range.row), names.col(range.column)),
            (found.row.as_str(), found.col.as_str())
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 120, rng_seed: RngSeed::Fixed(14), failure_persistence: None, ..Default::default()
    })]

    /// Whatever goes out is safe beside what is out, or does not go out.
    #[test]
    fn nothing_goes_out_that_gives_something_away(
        all in prop::collection::vec(prop::collection::vec(0_u64..30, 3), 3),
        children in prop::collection::vec(prop::collection::vec(0_u64..6, 3), 3),
        zeros in prop::sample::select(vec![Zeros::Shown, Zeros::MayHide]),
        total in prop::sample::select(vec![Total::MayHide, Total::Public]),
        profile in prop::sample::select(vec![Profile::Default, Profile::Youth, Profile::Round5]),
    ) {
        let names = labels(&["north", "south", "east"], &["theft", "damage", "fraud"]);
        let adult_counts: Vec<Vec<u64>> = all.iter().zip(&children)
            .map(|(all, children)| all.iter().zip(children).map(|(all, child)| all.saturating_sub(*child)).collect()).collect();
        let terms = Terms { zeros, total, ..Terms::of(profile) };
        let mut out: Vec<(String, Published)> = Vec::new();
        for (counts, names) in [(&adult_counts, &adults(&names)), (&all, &names), (&all, &names)] {
            let earlier: Vec<Handed<'_>> = out.iter().map(|(name, release)| Handed { name, release }).collect();
            match protect_beside(&Table::new(counts).unwrap(), names, &terms, &earlier) {
                Ok(beside) => {
                    let mut together = earlier.clone();
                    together.push(Handed { name: "new", release: &beside.published });
                    prop_assert!(attack(&together).unwrap().is_safe());
                    let text = serde_json::to_string(&beside.published).unwrap();
                    prop_assert_eq!(&serde_json::from_str::<Published>(&text).unwrap(), &beside.published);
                    let name = format!("release {}", out.len());
                    out.push((name, beside.published));
                }
                Err(BesideError::Attack(why)) => prop_assert!(false, "{why}"),
                Err(_) => {}
            }
        }
    }
}
