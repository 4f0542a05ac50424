//! Case rows: published examples, and what every publication must fulfil.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::cases::{Anonymity, CasesError, Demand, Ladder, Quasi, VotesShown, generalise, measure, votes};
use std::collections::{BTreeMap, BTreeSet};

fn quasi(name: &str, values: &[&str], ladder: Ladder) -> Quasi {
    Quasi {
        name: name.to_owned(),
        values: texts(values),
        ladder,
    }
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

/// The twelve patients of Machanavajjhala, Kifer, Gehrke and Venkitasubramaniam, l-Diversity, TKDD 1(1), 2007, figure 1.
const CONDITION: [&str; 12] = [
    "heart", "heart", "viral", "viral", "cancer", "heart", "viral", "viral", "cancer", "cancer", "cancer",
    "cancer",
];

#[test]
fn twelve_patients_that_four_cannot_be_told_apart_and_yet_all_have_cancer() {
    // Figure 2, 4-anonymous: zip code 130** or 1485*, age below 30, 40 or above, or in the thirties.
    let zip = [["130**"; 4], ["1485*"; 4], ["130**"; 4]].concat();
    let age = [["<30"; 4], [">=40"; 4], ["3*"; 4]].concat();
    let columns = [quasi("zip", &zip, Ladder::Keep), quasi("age", &age, Ladder::Keep)];
    let found = measure(&columns, &texts(&CONDITION)).unwrap();
    assert_eq!(
        found,
        Anonymity {
            k: 4,
            l: 1,
            classes: 3
        }
    );
    // Figure 3, 3-diverse: zip code 1305*, 1485* or 1306*.
    let zip = [
        "1305*", "1306*", "1306*", "1305*", "1485*", "1485*", "1485*", "1485*", "1305*", "1305*", "1306*",
        "1306*",
    ];
    let found = measure(&[quasi("zip", &zip, Ladder::Keep)], &texts(&CONDITION)).unwrap();
    assert_eq!(
        found,
        Anonymity {
            k: 4,
            l: 3,
            classes: 3
        }
    );
}

#[test]
fn months_become_quarters_and_half_years() {
    let month = ["2024-01", "2024-02", "2024-03", "2024-03", "2024-04", "2024-06"];
    let class = ["1", "2", "1", "2", "1", "3"];
    let columns = [quasi("month", &month, Ladder::Months)];
    let demand = |k, most_left_out| Demand {
        k,
        l: 2,
        most_left_out,
    };
    let quarters = generalise(&columns, &texts(&class), demand(2, 0)).unwrap();
    assert_eq!(quarters.steps, ["quarter"]);
    let values: Vec<&str> = quarters
        .rows
        .iter()
        .map(|(values, _)| values[0].as_str())
        .collect();
    assert_eq!(
        values,
        ["2024-Q1", "2024-Q1", "2024-Q1", "2024-Q1", "2024-Q2", "2024-Q2"]
    );
    assert_eq!(
        (quarters.anonymity, quarters.tried),
        (
            Anonymity {
                k: 2,
                l: 2,
                classes: 2
            },
            4
        )
    );
    let half = generalise(&columns, &texts(&class), demand(5, 0)).unwrap();
    assert_eq!(
        (half.steps, half.rows[0].0[0].as_str()),
        (vec!["half-year"], "2024-H1")
    );
    // Four rows of a quarter cost 16 and two left out 2 x 6: less than six rows of a half-year, which cost 36.
    let without = generalise(&columns, &texts(&class), demand(4, 2)).unwrap();
    assert_eq!(
        (without.steps, without.left_out, without.loss),
        (vec!["quarter"], 2, 28)
    );
    assert_eq!(
        without.rows.iter().map(|(_, row)| *row).collect::<Vec<_>>(),
        [0, 2, 1, 3]
    );
}

#[test]
fn refusals() {
    let month = quasi("month", &["2024-01", "2024-02"], Ladder::Months);
    let score = texts(&["1", ""]);
    let demand = Demand {
        k: 1,
        l: 1,
        most_left_out: 0,
    };
    let refusal =
        |columns: &[Quasi], score: &[String], demand| generalise(columns, score, demand).unwrap_err();
    assert_eq!(refusal(&[], &score, demand), CasesError::NoQuasi);
    assert_eq!(
        refusal(&[quasi("month", &[], Ladder::Keep)], &[], demand),
        CasesError::Empty
    );
    assert_eq!(
        refusal(std::slice::from_ref(&month), &score[..1], demand),
        CasesError::Length("month".to_owned())
    );
    assert_eq!(
        refusal(std::slice::from_ref(&month), &score, Demand { k: 0, ..demand }),
        CasesError::Demand
    );
    assert_eq!(
        refusal(std::slice::from_ref(&month), &score, Demand { k: 3, ..demand }),
        CasesError::FewRows { rows: 2, k: 3 }
    );
    // A blank value is no value.
    assert_eq!(
        refusal(std::slice::from_ref(&month), &score, Demand { l: 2, ..demand }),
        CasesError::FewValues { values: 1, l: 2 }
    );
    for wrong in ["2024-13", "2024-3", "24-03", "March", "2024-00", ""] {
        let column = quasi("month", &["2024-01", wrong], Ladder::Months);
        let sentence = format!("row 2, column month: {wrong:?} is not a month such as 2024-03");
        assert_eq!(refusal(&[column], &score, demand).to_string(), sentence);
    }
    let groups = Ladder::Groups(texts(&["violence", "theft"]));
    assert_eq!(
        refusal(&[quasi("offence", &["abh", "abh"], groups)], &score, demand).to_string(),
        "row 2, column offence: \"abh\" lies in \"theft\" here and in \"violence\" before; a value lies in one group"
    );
    let many = vec![month; 6];
    assert_eq!(refusal(&many, &score, demand), CasesError::TooManySteps(4096));
    let apart = quasi("area", &["a", "b"], Ladder::Keep);
    assert_eq!(
        refusal(&[apart], &texts(&["1", "2"]), Demand { k: 2, ..demand }),
        CasesError::TooManyLeftOut {
            most: 0,
            best: 2,
            rows: 2
        }
    );
}

#[test]
fn votes_of_few_are_told_in_words() {
    assert_eq!(votes(7, 0, 0), Some(VotesShown::Unanimous));
    assert_eq!(votes(0, 5, 0), Some(VotesShown::Unanimous));
    assert_eq!(votes(4, 3, 0), Some(VotesShown::Majority));
    assert_eq!(votes(3, 3, 1), Some(VotesShown::Split));
    assert_eq!(votes(3, 3, 0), Some(VotesShown::Split));
    assert_eq!(
        votes(5, 3, 0),
        Some(VotesShown::Counts {
            in_favour: 5,
            against: 3,
            abstained: 0
        })
    );
    assert_eq!(votes(0, 0, 0), None);
    assert_eq!(votes(u64::MAX, 1, 0), None);
}

/// k and l by counting.
fn counted(rows: &[(Vec<String>, usize)], score: &[String]) -> (usize, usize) {
    let mut classes: BTreeMap<&Vec<String>, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for (values, row) in rows {
        let class = classes.entry(values).or_default();
        class.0 += 1;
        class
            .1
            .extend(Some(score[*row].as_str()).filter(|value| !value.is_empty()));
    }
    let smallest = classes.values().map(|(size, _)| *size).min().unwrap();
    (
        smallest,
        classes.values().map(|(_, values)| values.len()).min().unwrap(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200, rng_seed: RngSeed::Fixed(13), failure_persistence: None, ..Default::default()
    })]

    #[test]
    fn nobody_stands_out(
        rows in prop::collection::vec((0_usize..12, 0_usize..4, 0_usize..3, 0_usize..4), 4..40),
        k in 2_usize..6,
        l in 1_usize..4,
    ) {
        let month = rows.iter().map(|row| format!("2024-{:02}", row.0 + 1)).collect();
        let offence: Vec<String> = rows.iter().map(|row| ["abh", "gbh", "theft", "fraud"][row.1].to_owned()).collect();
        let group = rows.iter().map(|row| ["violence", "violence", "other", "other"][row.1].to_owned()).collect();
        let area = rows.iter().map(|row| ["north", "south", "east"][row.2].to_owned()).collect();
        let score: Vec<String> = rows.iter().map(|row| ["1", "2", "3", ""][row.3].to_owned()).collect();
        let columns = [
            Quasi { name: "month".to_owned(), values: month, ladder: Ladder::Months },
            Quasi { name: "offence".to_owned(), values: offence.clone(), ladder: Ladder::Groups(group) },
            Quasi { name: "area".to_owned(), values: area, ladder: Ladder::Drop },
        ];
        let demand = Demand { k, l, most_left_out: rows.len() / 3 };
        match generalise(&columns, &score, demand) {
            Ok(found) => {
                let (smallest, fewest) = counted(&found.rows, &score);
                prop_assert!(smallest >= k && fewest >= l);
                prop_assert_eq!((smallest, fewest), (found.anonymity.k, found.anonymity.l));
                prop_assert!(found.left_out <= demand.most_left_out && found.left_out + found.rows.len() == rows.len());
                prop_assert_eq!(found.tried, 24);
                // Nothing is told that is not so.
                for (values, row) in &found.rows {
                    let told = ["abh", "gbh", "theft", "fraud"].contains(&values[1].as_str());
                    prop_assert!(!told || values[1] == offence[*row]);
                }
                // The order in which the rows were given changes nothing.
                let turned: Vec<Quasi> = columns.iter().map(|column| Quasi {
                    values: column.values.iter().rev().cloned().collect(),
                    ladder: match &column.ladder {
                        Ladder::Groups(groups) => Ladder::Groups(groups.iter().rev().cloned().collect()),
                        other => other.clone(),
                    },
                    ..column.clone()
                }).collect();
                let score: Vec<String> = score.iter().rev().cloned().collect();
                let again = generalise(&turned, &score, demand).unwrap();
                let values = |rows: Vec<(Vec<String>, usize)>| rows.into_iter().map(|(values, _)| values).collect::<Vec<_>>();
                prop_assert_eq!((again.loss, values(again.rows)), (found.loss, values(found.rows)));
            }
            Err(CasesError::FewRows { .. } | CasesError::FewValues { .. } | CasesError::TooManyLeftOut { .. }) => {}
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
