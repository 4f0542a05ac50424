//! Components against every choice of counts that fulfils their sums.

use super::component::{Settled, by_flow, by_programme};
use super::recognise::Component;
use super::simplex::Equation;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The most that a count of the made-up components may be.
const MOST: i64 = 3;

/// Sums with the given signs of counts whose truth is known; `sides` says how many counts there are.
fn component(truth: &[i64], signs: &[Vec<i64>]) -> Component {
    let equation = |signs: &Vec<i64>| {
        let terms: Vec<(usize, i64)> = signs
            .iter()
            .take(truth.len())
            .copied()
            .enumerate()
            .filter(|(_, by)| *by != 0)
            .collect();
        let total = terms
            .iter()
            .map(|&(count, by)| i128::from(by * truth[count]))
            .sum();
        Equation { terms, total }
    };
    Component {
        bounds: vec![(0, Some(MOST)); truth.len()],
        equations: signs
            .iter()
            .map(equation)
            .filter(|equation| !equation.terms.is_empty())
            .collect(),
    }
}

/// The range of each count, by trial of all.
fn by_trial(component: &Component) -> Vec<Settled> {
    let counts = component.bounds.len();
    let mut ranges = vec![None; counts];
    for number in 0..4_i64.pow(counts as u32) {
        let choice: Vec<i64> = (0..counts)
            .map(|count| number / 4_i64.pow(count as u32) % 4)
            .collect();
        let of = |equation: &Equation| -> i128 {
            equation
                .terms
                .iter()
                .map(|&(count, by)| i128::from(by * choice[count]))
                .sum()
        };
        if component
            .equations
            .iter()
            .all(|equation| of(equation) == equation.total)
        {
            for (range, count) in ranges.iter_mut().zip(choice) {
                let (low, high): (i64, Option<i64>) = range.unwrap_or((count, Some(count)));
                *range = Some((low.min(count), high.max(Some(count))));
            }
        }
    }
    ranges
}

fn signs() -> impl Strategy<Value = Vec<Vec<i64>>> {
    let sign = prop::sample::select(vec![-1_i64, 0, 0, 1, 1]);
    prop::collection::vec(prop::collection::vec(sign, 6), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400, rng_seed: RngSeed::Fixed(12), failure_persistence: None, ..Default::default()
    })]

    #[test]
    fn linear_programmes_know_what_can_be_known(truth in prop::collection::vec(0_i64..=MOST, 2..7), signs in signs()) {
        let component = component(&truth, &signs);
        let expected = by_trial(&component);
        let found = by_programme(&component).unwrap();
        for (found, expected) in found.iter().zip(&expected) {
            // Nothing is claimed rather than something wrong.
            prop_assert!(found.is_none() || found == expected, "{:?} {:?}", component.equations, expected);
        }
        prop_assert!(found.iter().all(Option::is_some));
        prop_assert_eq!(&component.solve().unwrap(), &expected, "{:?}", component.equations);
    }

    #[test]
    fn flows_know_what_can_be_known(truth in prop::collection::vec(0_i64..=MOST, 3..7), signs in signs()) {
        // Each count in at most two sums, so that many of these are networks.
        let mut times = [0; 6];
        let mut signs = signs;
        for (count, by) in signs.iter_mut().flat_map(|line| line.iter_mut().enumerate()) {
            times[count] += usize::from(*by != 0);
            if times[count] > 2 {
                *by = 0;
            }
        }
        let component = component(&truth, &signs);
        if let Some(found) = by_flow(&component) {
            prop_assert_eq!(found.unwrap(), by_trial(&component), "{:?}", component.equations);
        }
    }
}

#[test]
fn counts_that_no_sum_allows() {
    let mut impossible = component(&[1, 1, 1], &[vec![1, 1, 1]]);
    impossible.equations[0].total = 10;
    assert_eq!(impossible.solve(), None);
    assert_eq!(by_programme(&impossible), None);
    // No network, and no whole numbers: two of three counts add up to 1 each way, which only halves fulfil.
    let mut halves = component(&[1, 0, 0], &[vec![1, 1, 0], vec![0, 1, 1], vec![1, 0, 1]]);
    halves
        .equations
        .iter_mut()
        .for_each(|equation| equation.total = 1);
    assert_eq!(by_programme(&halves), None);
}
