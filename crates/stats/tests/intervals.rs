//! Golden values of intervals. Newcombe 1998, Statistics in Medicine 17:857-872, table I (published; also recomputed
//! with R epitools and statsmodels). The others were computed with R (epitools, qbeta, phyper).

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::interval::{
    CountInterval, Interval, IntervalError, clopper_pearson, finite_population, finite_upper_bound, jeffreys,
    needed_to_claim_none, upper_bound, wilson,
};

fn near(interval: Interval, (low, high): (f64, f64), tolerance: f64) {
    let close = (interval.low - low).abs() <= tolerance && (interval.high - high).abs() <= tolerance;
    assert!(close, "{interval:?} should be {low} to {high}");
}

#[test]
fn newcombe_table_one() {
    let cases = [
        (
            81,
            263,
            (0.2553, 0.3662),
            (0.2527, 0.3676),
            Some((0.2545, 0.3656)),
        ),
        (
            15,
            148,
            (0.0624, 0.1605),
            (0.0578, 0.1617),
            Some((0.0604, 0.1576)),
        ),
        (0, 20, (0.0, 0.1611), (0.0, 0.1684), None),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776), Some((0.0037, 0.1501))),
    ];
    for (x, n, score, exact, bayes) in cases {
        near(wilson(x, n, 0.95).unwrap(), score, 5.1e-5);
        near(clopper_pearson(x, n, 0.95).unwrap(), exact, 5.1e-5);
        if let Some(bayes) = bayes {
            near(jeffreys(x, n, 0.95).unwrap(), bayes, 5.1e-5);
        }
    }
}

#[test]
fn six_figures_of_small_samples() {
    let cases = [
        (6, 15, (0.198245, 0.642532), (0.163364, 0.67713)),
        (0, 30, (0.0, 0.113513), (0.0, 0.115703)),
        (6, 30, (0.095051, 0.373057), (0.077136, 0.385667)),
    ];
    for (x, n, score, exact) in cases {
        near(wilson(x, n, 0.95).unwrap(), score, 1e-6);
        near(clopper_pearson(x, n, 0.95).unwrap(), exact, 1e-6);
    }
}

#[test]
fn counts_of_a_finite_population() {
    let cases = [
        (6, 15, 60, 12, 38),
        (6, 15, 240, 41, 160),
        (6, 15, 1000, 165, 675),
        (0, 15, 240, 0, 50),
        (0, 30, 1000, 0, 114),
        (3, 30, 1000, 22, 262),
        (6, 30, 1000, 79, 383),
        (6, 30, 200, 17, 74),
        (1, 10, 50, 1, 20),
    ];
    for (x, n, population, low, high) in cases {
        let found = finite_population(x, n, population, 0.95).unwrap();
        assert_eq!(found, CountInterval { low, high }, "{x} of {n} from {population}");
    }
}

#[test]
fn a_tie_with_the_tail_is_left_out() {
    // With one drawn from 40 and found, P(X >= 1 | K = 1) is 1/40, exactly half of 5%: K = 1 is not above it.
    assert_eq!(
        finite_population(1, 1, 40, 0.95).unwrap(),
        CountInterval { low: 2, high: 40 }
    );
    assert_eq!(
        finite_population(0, 1, 40, 0.95).unwrap(),
        CountInterval { low: 0, high: 38 }
    );
}

#[test]
fn one_sided_upper_bounds() {
    // Percent at 95%, for 0, 1, 2 and 3 found: the shape of the attribute-sampling tables of audit.
    let table = [
        (25, [11.3, 17.6, 23.1, 28.2]),
        (30, [9.5, 14.9, 19.5, 23.9]),
        (60, [4.9, 7.7, 10.1, 12.4]),
    ];
    for (n, row) in table {
        for (x, percent) in (0..).zip(row) {
            let bound = 100.0 * upper_bound(x, n, 0.95).unwrap();
            assert!((bound - percent).abs() <= 0.0501, "{x} of {n}: {bound}");
        }
    }
    assert!((upper_bound(0, 30, 0.95).unwrap() - (1.0 - 0.05_f64.powf(1.0 / 30.0))).abs() < 1e-12);
    for (rate, n) in [(0.01, 299), (0.02, 149), (0.05, 59), (0.10, 29), (0.20, 14)] {
        assert_eq!(needed_to_claim_none(rate, 0.95).unwrap(), n);
    }
}

#[test]
fn nonsense_is_refused() {
    assert_eq!(
        clopper_pearson(0, 0, 0.95).unwrap_err(),
        IntervalError::NothingReviewed
    );
    assert_eq!(
        wilson(4, 3, 0.95).unwrap_err(),
        IntervalError::MoreThanReviewed { x: 4, n: 3 }
    );
    assert_eq!(
        finite_population(1, 3, 2, 0.95).unwrap_err().to_string(),
        "the population is 2 but n = 3 were reviewed from it; it must be n or more"
    );
    for level in [0.0, 1.0, -0.5, 95.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(jeffreys(1, 3, level), Err(IntervalError::Level(_))));
    }
    assert!(matches!(
        needed_to_claim_none(0.0, 0.95),
        Err(IntervalError::Rate(_))
    ));
}

#[test]
fn very_large_and_very_small_are_bounded() {
    let all = finite_population(u64::MAX, u64::MAX, u64::MAX, 0.95).unwrap();
    assert_eq!(
        all,
        CountInterval {
            low: u64::MAX,
            high: u64::MAX
        }
    );
    let one = finite_population(0, 1, u64::MAX, 0.95).unwrap();
    assert!(one.low == 0 && one.high < u64::MAX);
    near(
        clopper_pearson(500_000, 1_000_000, 0.95).unwrap(),
        (0.499_019_6, 0.500_980_4),
        1e-6,
    );
}

/// C(n, k) for small n.
fn choose(n: u64, k: u64) -> u128 {
    (0..k).fold(1, |product, i| product * u128::from(n - i) / u128::from(i + 1))
}

/// The interval by its definition, every count tried, in whole numbers: both tails times 40 above C(N, n).
fn by_definition(x: u64, n: u64, population: u64) -> CountInterval {
    let ways = |found: u64, count: u64| {
        if found > count || n - found > population - count {
            return 0;
        }
        choose(count, found) * choose(population - count, n - found)
    };
    let all = choose(population, n);
    let kept: Vec<u64> = (x..=population - (n - x))
        .filter(|&count| {
            let at_most: u128 = (0..=x).map(|found| ways(found, count)).sum();
            let at_least: u128 = (x..=n).map(|found| ways(found, count)).sum();
            40 * at_most > all && 40 * at_least > all
        })
        .collect();
    assert_eq!(kept.last().unwrap() - kept[0] + 1, kept.len() as u64);
    CountInterval {
        low: kept[0],
        high: *kept.last().unwrap(),
    }
}

#[test]
fn every_small_population_agrees_with_the_definition() {
    for population in 1..=42 {
        for n in 1..=population.min(12) {
            for x in 0..=n {
                let found = finite_population(x, n, population, 0.95).unwrap();
                assert_eq!(
                    found,
                    by_definition(x, n, population),
                    "{x} of {n} from {population}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256, rng_seed: RngSeed::Fixed(2), failure_persistence: None, ..Default::default()
    })]

    #[test]
    fn intervals_hold_the_estimate_and_mirror(n in 1_u64..2000, part in 0.0_f64..=1.0, level in 0.5_f64..0.999) {
        let x = (part * n as f64).round() as u64;
        let rate = x as f64 / n as f64;
        for method in [clopper_pearson, wilson, jeffreys] {
            let (found, other) = (method(x, n, level).unwrap(), method(n - x, n, level).unwrap());
            prop_assert!(0.0 <= found.low && found.low <= rate && rate <= found.high && found.high <= 1.0);
            prop_assert!((found.low - (1.0 - other.high)).abs() < 1e-9);
        }
        let counts = finite_population(x, n, 3 * n, level).unwrap();
        let mirror = finite_population(n - x, n, 3 * n, level).unwrap();
        prop_assert_eq!(counts.low, 3 * n - mirror.high);
        prop_assert!(counts.low <= 3 * x && 3 * x <= counts.high);
        prop_assert!(finite_upper_bound(x, n, 3 * n, level).unwrap() <= counts.high);
    }

    #[test]
    fn a_whole_census_leaves_no_doubt(n in 1_u64..500, part in 0.0_f64..=1.0) {
        let x = (part * n as f64).round() as u64;
        prop_assert_eq!(finite_population(x, n, n, 0.95).unwrap(), CountInterval { low: x, high: x });
    }
}
