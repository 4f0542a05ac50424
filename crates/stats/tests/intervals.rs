//! Golden values of intervals. Newcombe 1998, Statistics in Medicine 17:857-872, table I (published; also recomputed
//! with R epitools and statsmodels). The others were computed with R (epitools, qbeta, phyper).

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::interval::{
    CountInterval, Interval, IntervalError, clopper_pearson, finite_population, finite_upper_bound, jeffreys,
    needed_for_half_width, needed_to_claim_none, needed_to_claim_none_of, upper_bound, wilson,
    with_undecided, with_withdrawn, worst_case,
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
fn cases_needed_for_a_half_width() {
    // z = 1.96; n0 = z^2 * .25 / h^2; n = n0 / (1 + (n0 - 1) / N), rounded up; for h of .05, .1 and .15.
    let table = [
        (Some(200), [132, 66, 36]),
        (Some(500), [218, 81, 40]),
        (Some(1000), [278, 88, 41]),
        (Some(5000), [357, 95, 43]),
        (None, [385, 97, 43]),
    ];
    for (population, row) in table {
        for (half_width, n) in [0.05, 0.1, 0.15].into_iter().zip(row) {
            let found = needed_for_half_width(half_width, 0.5, population, 0.95).unwrap();
            assert_eq!(found, n, "{half_width} of {population:?}");
        }
    }
    assert_eq!(needed_for_half_width(0.05, 0.5, Some(3), 0.95), Ok(3));
    assert_eq!(needed_for_half_width(0.5, 1e-9, None, 0.95), Ok(1));
    for half_width in [0.0, -0.1, 0.6, f64::NAN] {
        assert!(matches!(
            needed_for_half_width(half_width, 0.5, None, 0.95),
            Err(IntervalError::HalfWidth(_))
        ));
    }
    assert_eq!(
        needed_for_half_width(0.1, 0.5, Some(0), 0.95),
        Err(IntervalError::NoPopulation)
    );
    assert!(matches!(
        needed_for_half_width(0.1, 1.0, None, 0.95),
        Err(IntervalError::Rate(_))
    ));
}

#[test]
fn cases_needed_to_claim_none_of_a_population() {
    // 5 of 100: C(95, 44) / C(100, 44) is .0522 and C(95, 45) / C(100, 45) is .0473.
    assert_eq!(needed_to_claim_none_of(100, 0.05, 0.95), Ok(45));
    // One of 20 can only be ruled out by 19 of them at 95%: 1/20 is left, which is not above 5%.
    assert_eq!(needed_to_claim_none_of(20, 0.05, 0.95), Ok(19));
    assert_eq!(needed_to_claim_none_of(1, 0.5, 0.95), Ok(1));
    for (rate, n) in [(0.01, 299), (0.02, 149), (0.05, 59), (0.10, 29), (0.20, 14)] {
        assert_eq!(needed_to_claim_none_of(1_000_000_000, rate, 0.95), Ok(n));
        assert!(needed_to_claim_none_of(500, rate, 0.95).unwrap() <= n);
    }
    for (population, rate) in [(60, 0.05), (240, 0.1), (35, 0.2)] {
        // None found in so many: the one-sided bound is below the rate; in one fewer it is not.
        let n = needed_to_claim_none_of(population, rate, 0.95).unwrap();
        let below =
            |n| (finite_upper_bound(0, n, population, 0.95).unwrap() as f64) < rate * population as f64;
        assert!(below(n) && !below(n - 1), "{population} {rate} {n}");
    }
    assert_eq!(
        needed_to_claim_none_of(0, 0.1, 0.95),
        Err(IntervalError::NoPopulation)
    );
}

#[test]
fn what_was_never_decided_is_bounded() {
    let near = |found: Interval, low: f64, high: f64| {
        assert!(
            (found.low - low).abs() < 1e-15 && (found.high - high).abs() < 1e-15,
            "{found:?}"
        );
    };
    near(with_withdrawn(6, 15, 3).unwrap(), 6.0 / 18.0, 9.0 / 18.0);
    near(with_withdrawn(6, 15, 0).unwrap(), 0.4, 0.4);
    let undecided = with_undecided(6, 15, 2).unwrap();
    assert_eq!(
        (undecided.over_reviewed, undecided.over_concluded),
        (0.4, Some(6.0 / 13.0))
    );
    near(undecided.bounds, 6.0 / 15.0, 8.0 / 15.0);
    assert_eq!(with_undecided(0, 4, 4).unwrap().over_concluded, None);
    near(worst_case(6, 15, 2, 3).unwrap(), 6.0 / 18.0, 11.0 / 18.0);
    assert_eq!(
        with_undecided(6, 15, 10).unwrap_err().to_string(),
        "x is 6 and 10 had no conclusion, but only n = 15 were reviewed; n counts them all"
    );
    assert_eq!(with_withdrawn(0, 0, 4), Err(IntervalError::NothingReviewed));
    assert!(with_withdrawn(u64::MAX, u64::MAX, u64::MAX).is_ok());
}

/// The chance that the interval holds the truth, by the distribution itself and not by simulation.
#[test]
fn exact_intervals_cover_what_they_say() {
    let binomial = |n: u64, rate: f64| -> Vec<f64> {
        let ways = |x: u64| choose(n, x) as f64;
        (0..=n)
            .map(|x| ways(x) * rate.powi(x as i32) * (1.0 - rate).powi((n - x) as i32))
            .collect()
    };
    for n in [1, 7, 15, 30] {
        let intervals: Vec<_> = (0..=n).map(|x| clopper_pearson(x, n, 0.95).unwrap()).collect();
        for step in 0..=200 {
            let rate = f64::from(step) / 200.0;
            let held = |x: &Interval| x.low <= rate && rate <= x.high;
            let covered: f64 = (binomial(n, rate).iter().zip(&intervals))
                .filter(|(_, interval)| held(interval))
                .map(|(chance, _)| chance)
                .sum();
            assert!(covered >= 0.95 - 1e-9, "{n} {rate}: {covered}");
        }
    }
    for (n, population) in [(5, 20), (15, 60), (12, 42)] {
        let intervals: Vec<_> = (0..=n)
            .map(|x| finite_population(x, n, population, 0.95).unwrap())
            .collect();
        for count in 0..=population {
            let chance = |x: u64| match x <= count && n - x <= population - count {
                true => {
                    choose(count, x) as f64 * choose(population - count, n - x) as f64
                        / choose(population, n) as f64
                }
                false => 0.0,
            };
            let covered: f64 = (0..=n)
                .filter(|&x| intervals[x as usize].low <= count && count <= intervals[x as usize].high)
                .map(chance)
                .sum();
            assert!(covered >= 0.95 - 1e-9, "{n} of {population}, {count}: {covered}");
        }
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
    fn bounds_rise_with_what_was_found(n in 1_u64..60, more in 0_u64..2000, level in 0.5_f64..0.999) {
        let population = n + more;
        let all: Vec<_> = (0..=n).map(|x| finite_population(x, n, population, level).unwrap()).collect();
        for pair in all.windows(2) {
            prop_assert!(pair[0].low <= pair[1].low && pair[0].high <= pair[1].high);
        }
        for method in [clopper_pearson, wilson, jeffreys] {
            let all: Vec<_> = (0..=n).map(|x| method(x, n, level).unwrap()).collect();
            for pair in all.windows(2) {
                prop_assert!(pair[0].low <= pair[1].low && pair[0].high <= pair[1].high);
            }
        }
        let wider = finite_population(n / 3, n, population, level + (1.0 - level) / 2.0).unwrap();
        prop_assert!(wider.low <= all[(n / 3) as usize].low && all[(n / 3) as usize].high <= wider.high);
    }

    #[test]
    fn a_whole_census_leaves_no_doubt(n in 1_u64..500, part in 0.0_f64..=1.0) {
        let x = (part * n as f64).round() as u64;
        prop_assert_eq!(finite_population(x, n, n, 0.95).unwrap(), CountInterval { low: x, high: x });
    }
}
