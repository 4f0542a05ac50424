//! The attacker of several releases, against every population that they leave possible.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::suppression::attack::{
    As, AttackError, FORMAT, Findings, Handed, Nested, Published, PublishedCell, Sum, attack,
};
use std::collections::BTreeMap;

/// Areas, offences and ages of the made-up populations: two values each.
const AREAS: [&str; 2] = ["north", "south"];
const OFFENCES: [&str; 2] = ["damage", "theft"];
const AGES: [&str; 2] = ["adult", "child"];

/// Cases by area, offence and age.
type Population = [u64; 8];

/// The cases of an area, an offence and an age; where one of them is not said, of all of them.
fn count(population: &Population, wanted: [Option<usize>; 3]) -> u64 {
    let fits = |at: usize| {
        let values = [at >> 2, at >> 1 & 1, at & 1];
        wanted
            .iter()
            .zip(values)
            .all(|(wanted, value)| wanted.is_none_or(|wanted| wanted == value))
    };
    (0..8).filter(|&at| fits(at)).map(|at| population[at]).sum()
}

/// A table of two kinds, perhaps of one age only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    Offence,
    OffenceOfAdults,
    Age,
}

impl Frame {
    fn kinds(self) -> (&'static str, &'static str) {
        match self {
            Self::Age => ("area", "age"),
            _ => ("area", "offence"),
        }
    }

    fn age(self) -> Option<usize> {
        match self {
            Self::OffenceOfAdults => Some(0),
            _ => None,
        }
    }

    fn columns(self) -> [&'static str; 2] {
        if self == Self::Age { AGES } else { OFFENCES }
    }

    /// What a cell counts; the third row and column are totals.
    fn wanted(self, row: usize, column: usize) -> [Option<usize>; 3] {
        let (row, column) = ((row < 2).then_some(row), (column < 2).then_some(column));
        match self {
            Self::Age => [row, None, column],
            _ => [row, column, self.age()],
        }
    }
}

/// A frame with what it hides: a bit for each cell.
#[derive(Debug, Clone, Copy)]
struct Draft {
    frame: Frame,
    hides: u16,
    zeros_hidden: bool,
}

impl Draft {
    fn hides(&self, population: &Population, row: usize, column: usize) -> bool {
        let zero = count(population, self.frame.wanted(row, column)) == 0;
        self.hides >> (row * 3 + column) & 1 == 1 && (self.zeros_hidden || !zero)
    }

    fn publish(&self, population: &Population) -> Published {
        let label = |labels: [&str; 2], at: usize| labels.get(at).map_or("Total", |label| *label).to_owned();
        let mut table = Vec::new();
        for (row, column) in (0..9).map(|at| (at / 3, at % 3)) {
            let hidden = self.hides(population, row, column);
            table.push(PublishedCell {
                row: label(AREAS, row),
                col: label(self.frame.columns(), column),
                how: if hidden { As::Hidden } else { As::Shown },
                count: (!hidden).then(|| count(population, self.frame.wanted(row, column))),
            });
        }
        let age = self
            .frame
            .age()
            .map(|age| ("age".to_owned(), AGES[age].to_owned()));
        Published {
            format: FORMAT.to_owned(),
            population: None,
            threshold: 3,
            zeros_hidden: self.zeros_hidden,
            rows: vec![self.frame.kinds().0.to_owned()],
            cols: self.frame.kinds().1.to_owned(),
            total: "Total".to_owned(),
            within: age.into_iter().collect(),
            sums: Vec::new(),
            nested: Vec::new(),
            table,
        }
    }

    /// Whether another population would have been published just like this.
    fn same(&self, truth: &Population, other: &Population) -> bool {
        (0..9).map(|at| (at / 3, at % 3)).all(|(row, column)| {
            let wanted = self.frame.wanted(row, column);
            match self.hides(truth, row, column) {
                true => self.zeros_hidden || count(other, wanted) > 0,
                false => count(other, wanted) == count(truth, wanted),
            }
        })
    }
}

/// Every population of at most so many cases.
fn populations(most: u64) -> Vec<Population> {
    let mut found = vec![[0; 8]];
    for at in 0..8 {
        let longer = |population: &Population| -> Vec<Population> {
            let left = most - population.iter().sum::<u64>();
            (0..=left)
                .map(|count| {
                    let mut longer = *population;
                    longer[at] = count;
                    longer
                })
                .collect()
        };
        found = found.iter().flat_map(longer).collect();
    }
    found
}

fn hand(releases: &[Published]) -> Vec<Handed<'_>> {
    let names = ["one", "two", "three"];
    releases
        .iter()
        .zip(names)
        .map(|(release, name)| Handed { name, release })
        .collect()
}

/// What a range speaks of.
fn wanted(cell: &BTreeMap<String, String>) -> [Option<usize>; 3] {
    let at = |kind: &str, labels: [&str; 2]| {
        cell.get(kind).map(|value| {
            labels.iter().position(|label| label == value).unwrap_or_else(|| {
                assert_eq!(value, "not adult");
                1
            })
        })
    };
    [at("area", AREAS), at("offence", OFFENCES), at("age", AGES)]
}

fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    let draft = |frames: Vec<Frame>| {
        (prop::sample::select(frames), 0_u16..512, any::<bool>()).prop_map(|(frame, hides, zeros_hidden)| {
            Draft {
                frame,
                hides,
                zeros_hidden,
            }
        })
    };
    let all = vec![Frame::Offence, Frame::OffenceOfAdults, Frame::Age];
    prop::collection::vec(draft(all), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200, rng_seed: RngSeed::Fixed(11), failure_persistence: None, max_global_rejects: 10_000, ..Default::default()
    })]

    /// Every range is that of the populations which the releases leave possible: neither wider, which would call a release safe
    /// that is not, nor narrower. The grand total is shown somewhere, or there would be no end of populations.
    #[test]
    fn the_attacker_knows_what_can_be_known(
        truth in prop::array::uniform8(0_u64..3),
        mut drafts in drafts(),
    ) {
        drafts[0].hides &= 0b0_1111_1111;
        prop_assume!(drafts[0].frame.age().is_none() && truth.iter().sum::<u64>() <= 6);
        let releases: Vec<Published> = drafts.iter().map(|draft| draft.publish(&truth)).collect();
        let findings = attack(&hand(&releases)).unwrap();
        prop_assert!(findings.undecided.is_empty());
        let total = truth.iter().sum();
        let possible: Vec<Population> = populations(total)
            .into_iter()
            .filter(|other| other.iter().sum::<u64>() == total)
            .filter(|other| drafts.iter().all(|draft| draft.same(&truth, other)))
            .collect();
        prop_assert!(possible.contains(&truth));
        for range in findings.hidden.iter().chain(&findings.exposed) {
            let counts = possible.iter().map(|population| count(population, wanted(&range.cell)));
            prop_assert_eq!(range.low, counts.clone().min().unwrap(), "{:?} {:?}", range, drafts);
            prop_assert_eq!(range.high, counts.max(), "{:?} {:?}", range, drafts);
        }
        // Whatever is hidden, and every difference, is among the findings if it tells too much.
        for draft in &drafts {
            for (row, column) in (0..9).map(|at| (at / 3, at % 3)) {
                let cell = draft.frame.wanted(row, column);
                let shown = drafts.iter().any(|other| (0..9).any(|at| {
                    other.frame.wanted(at / 3, at % 3) == cell && !other.hides(&truth, at / 3, at % 3)
                }));
                let mut asked = vec![(cell, draft.hides(&truth, row, column) )];
                let whole = [cell[0], cell[1], None];
                let spoken = |wanted| drafts.iter().any(|other| (0..9).any(|at| other.frame.wanted(at / 3, at % 3) == wanted));
                if draft.frame.age().is_some() && spoken(whole) && !shown {
                    asked.push(([cell[0], cell[1], Some(1)], false));
                }
                for (asked, hidden) in asked {
                    let counts: Vec<u64> = possible.iter().map(|population| count(population, asked)).collect();
                    let (low, high) = (*counts.iter().min().unwrap(), *counts.iter().max().unwrap());
                    let told = (low >= 1 && high < 3) || (hidden && low == high);
                    let spoken_shown = drafts.iter().any(|other| (0..9).any(|at| {
                        other.frame.wanted(at / 3, at % 3) == asked && !other.hides(&truth, at / 3, at % 3)
                    }));
                    if told && (hidden || !spoken_shown) {
                        let found = findings.exposed.iter().any(|range| wanted(&range.cell) == asked);
                        prop_assert!(found, "{asked:?} lies from {low} to {high}: {drafts:?} {findings:?}");
                    }
                }
            }
        }
    }
}

fn release(rows: &str, cols: &str, lines: &[(&str, &str, Option<u64>)]) -> Published {
    Published {
        format: FORMAT.to_owned(),
        population: None,
        threshold: 5,
        zeros_hidden: false,
        rows: vec![rows.to_owned()],
        cols: cols.to_owned(),
        total: "Total".to_owned(),
        within: BTreeMap::new(),
        sums: Vec::new(),
        nested: Vec::new(),
        table: lines
            .iter()
            .map(|&(row, col, count)| PublishedCell {
                row: row.to_owned(),
                col: col.to_owned(),
                how: if count.is_some() { As::Shown } else { As::Hidden },
                count,
            })
            .collect(),
    }
}

fn words(findings: &Findings) -> Vec<String> {
    findings.exposed.iter().map(|range| range.words()).collect()
}

#[test]
fn all_ages_less_adults_are_the_children() {
    // 17 of all ages less 16 adults is 1 child, which neither table shows.
    let all = release(
        "area",
        "offence",
        &[("Hinckley", "theft", Some(17)), ("Oadby", "theft", Some(30))],
    );
    let mut adults = release(
        "area",
        "offence",
        &[("Hinckley", "theft", Some(16)), ("Oadby", "theft", Some(30))],
    );
    adults.within.insert("age".to_owned(), "adult".to_owned());
    let findings = attack(&hand(&[all.clone(), adults.clone()])).unwrap();
    assert_eq!(
        words(&findings),
        ["row Hinckley, column theft; age not adult is 1"]
    );
    // Said in so many words, the difference has its name.
    adults.sums.push(Sum {
        of: "age".to_owned(),
        whole: None,
        parts: vec!["adult".to_owned(), "child".to_owned()],
    });
    let findings = attack(&hand(&[all, adults])).unwrap();
    assert_eq!(words(&findings), ["row Hinckley, column theft; age child is 1"]);
}

#[test]
fn categories_of_one_table_may_be_sums_of_another() {
    let groups = release(
        "area",
        "offence",
        &[("Hinckley", "violence", Some(20)), ("Oadby", "violence", Some(9))],
    );
    let mut finer = release(
        "area",
        "offence",
        &[
            ("Hinckley", "assault", Some(18)),
            ("Hinckley", "threats", None),
            ("Oadby", "assault", Some(9)),
        ],
    );
    let findings = attack(&hand(&[groups.clone(), finer.clone()])).unwrap();
    assert!(
        findings.is_safe(),
        "nobody says that assault and threats are the violence"
    );
    finer.sums.push(Sum {
        of: "offence".to_owned(),
        whole: Some("violence".to_owned()),
        parts: vec!["assault".to_owned(), "threats".to_owned()],
    });
    let findings = attack(&hand(&[groups, finer])).unwrap();
    assert_eq!(words(&findings), ["row Hinckley, column threats is 2"]);
}

#[test]
fn two_hidings_of_one_table_may_undo_each_other() {
    let one = release(
        "area",
        "offence",
        &[
            ("Hinckley", "theft", None),
            ("Hinckley", "damage", None),
            ("Hinckley", "Total", Some(11)),
        ],
    );
    let two = release(
        "area",
        "offence",
        &[
            ("Hinckley", "theft", None),
            ("Hinckley", "damage", Some(8)),
            ("Hinckley", "Total", None),
        ],
    );
    assert!(attack(&hand(std::slice::from_ref(&one))).unwrap().is_safe());
    assert!(attack(&hand(std::slice::from_ref(&two))).unwrap().is_safe());
    let together = attack(&hand(&[one, two])).unwrap();
    assert_eq!(
        words(&together),
        [
            "row Hinckley, column theft is 3",
            "row Hinckley, column damage is 8",
            "row Hinckley, column Total is 11"
        ]
    );
}

#[test]
fn areas_of_one_table_may_lie_in_the_forces_of_another() {
    let mut areas = release(
        "area",
        "offence",
        &[
            ("Hinckley", "theft", None),
            ("Oadby", "theft", None),
            ("Leicestershire", "theft", None),
        ],
    );
    areas.rows.push("force".to_owned());
    let lies = |row: &str, of: &str, inside: Option<&str>| Nested {
        row: row.to_owned(),
        of: of.to_owned(),
        inside: inside.map(str::to_owned),
    };
    areas.nested = vec![
        lies("Hinckley", "area", Some("Leicestershire")),
        lies("Oadby", "area", Some("Leicestershire")),
        lies("Leicestershire", "force", None),
    ];
    assert!(attack(&hand(&[areas.clone()])).unwrap().is_safe());
    let forces = release("force", "offence", &[("Leicestershire", "theft", Some(4))]);
    let together = attack(&hand(&[areas, forces])).unwrap();
    assert_eq!(
        words(&together),
        [
            "row Hinckley, column theft lies from 1 to 3",
            "row Oadby, column theft lies from 1 to 3",
            "row Leicestershire, column theft is 4"
        ]
    );
}

#[test]
fn refusals() {
    let table = |count| {
        release(
            "area",
            "offence",
            &[("Hinckley", "theft", Some(count)), ("Oadby", "theft", Some(9))],
        )
    };
    let refusal = |releases: &[Published]| attack(&hand(releases)).unwrap_err().to_string();
    assert_eq!(
        refusal(&[table(12), table(13)]),
        "one and two cannot both be true of (area Hinckley, offence theft): they are not of the same population, or one was \
         changed; hand in releases of one population"
    );
    let mut other = table(12);
    other.population = Some("2023".to_owned());
    let mut named = table(12);
    named.population = Some("2024".to_owned());
    assert_eq!(
        refusal(&[other, named]),
        "one is of the population \"2023\" and two of \"2024\"; hand in releases of one population"
    );
    let wrong = release(
        "area",
        "offence",
        &[("Hinckley", "theft", Some(5)), ("Hinckley", "Total", Some(6))],
    );
    assert_eq!(
        refusal(&[wrong]),
        "one: what is shown around (area Hinckley) does not add up; the table was changed, or the releases are not of the \
         same population"
    );
    // Nothing is left over for the third: one case each is too much for what remains.
    let short = release(
        "area",
        "offence",
        &[
            ("Hinckley", "theft", None),
            ("Hinckley", "damage", None),
            ("Hinckley", "Total", Some(1)),
        ],
    );
    assert!(refusal(&[short]).starts_with("one: what is shown around (area Hinckley, offence "));
    let limited = |value: &str| {
        let mut limited = table(9);
        limited.within.insert("age".to_owned(), value.to_owned());
        limited
    };
    assert_eq!(
        refusal(&[limited("adult"), limited("child"), table(40)]),
        "age is limited to adult and child in different releases; say which values age has, with a sum of all its parts"
    );
    let crossed = |rows: &str, cols: &str| release(rows, cols, &[("x", "y", Some(9))]);
    assert_eq!(
        refusal(&[
            crossed("area", "offence"),
            crossed("offence", "age"),
            crossed("age", "area")
        ]),
        "the releases cross age, area, offence in a ring, and what such tables tell together cannot be settled; leave one of \
         them out"
    );
    let mut twice = table(9);
    twice.table.push(twice.table[0].clone());
    assert_eq!(
        refusal(&[twice]),
        "one: the cell of row \"Hinckley\" and column \"theft\" is there twice"
    );
    let mut empty = table(9);
    empty.table.clear();
    assert!(matches!(attack(&hand(&[empty])), Err(AttackError::Release(..))));
}
