//! Golden values of charts, and what must hold for all of them. Montgomery's orange juice cans (*Introduction
//! to Statistical Quality Control*, section on the control chart for fraction nonconforming): 30 samples of
//! 50. Limits of the binomial distribution and tails of chi-square: scipy 1.12 (`binom.ppf`, `binom.cdf`,
//! `chi2.sf`).

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::trend::{
    Counted, FunnelFlag, MOST_REVIEWED, RUN, RUNS_FROM, Side, THREE_SIGMA, TrendError, funnel, p_chart, pool,
};

const CANS: [u64; 30] = [
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9,
    6,
];

fn series(found: &[u64], reviewed: u64) -> Vec<Counted> {
    found
        .iter()
        .map(|x| Counted::new(*x, reviewed).unwrap())
        .collect()
}

fn rows(pairs: &[(u64, u64)]) -> Vec<Counted> {
    pairs.iter().map(|(x, n)| Counted::new(*x, *n).unwrap()).collect()
}

fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{found} should be {wanted}");
}

#[test]
fn montgomerys_cans() {
    let chart = p_chart(&series(&CANS, 50), THREE_SIGMA).unwrap();
    near(chart.rate, 0.2313, 5.1e-5);
    let first = chart.points[0];
    near(first.shewhart_low, 0.0524, 5.1e-5);
    near(first.shewhart_high, 0.4102, 5.1e-5);
    assert_eq!((first.low_count, first.high_count), (4, 21));
    assert_eq!((first.low, first.high), (0.08, 0.42));
    let outside: Vec<usize> = (1..)
        .zip(&chart.points)
        .filter(|(_, point)| point.outside == Some(Side::Above))
        .map(|(number, _)| number)
        .collect();
    // Published: samples 15 and 23 are out of control.
    assert_eq!(outside, [15, 23]);
    assert!(
        chart
            .points
            .iter()
            .all(|point| point.outside != Some(Side::Below))
    );

    let without: Vec<u64> = (1..)
        .zip(CANS)
        .filter(|(at, _)| ![15, 23].contains(at))
        .map(|(_, x)| x)
        .collect();
    let revised = p_chart(&series(&without, 50), THREE_SIGMA).unwrap();
    near(revised.rate, 0.2150, 5.1e-5);
    near(revised.points[0].shewhart_low, 0.0407, 5.1e-5);
    near(revised.points[0].shewhart_high, 0.3893, 5.1e-5);
}

#[test]
fn fifteen_cases_a_meeting() {
    let chart = p_chart(&series(&[3; 5], 15), THREE_SIGMA).unwrap();
    let point = chart.points[0];
    assert_eq!((point.low_count, point.high_count), (0, 8));
    assert!(point.shewhart_low < 0.0, "what the exact limits are for");
}

#[test]
fn a_tie_with_the_tail_is_within() {
    // With half of two, P(X <= 0) is 1/4 and P(X <= 1) is 3/4, exactly the tails of 50%.
    let point = p_chart(&rows(&[(1, 2)]), 0.5).unwrap().points[0];
    assert_eq!((point.low_count, point.high_count), (0, 1));
}

#[test]
fn eight_in_a_row_are_a_signal_from_twelve_meetings() {
    let runs = |found: &[u64]| {
        let chart = p_chart(&series(found, 20), THREE_SIGMA).unwrap();
        assert_eq!(chart.run_rule, found.len() >= RUNS_FROM);
        chart.points.iter().map(|point| point.run).collect::<Vec<_>>()
    };
    let twelve = [5, 5, 5, 5, 5, 5, 5, 5, 1, 1, 1, 1];
    assert_eq!(runs(&twelve)[..], [[true; RUN].as_slice(), &[false; 4]].concat());
    assert_eq!(runs(&twelve[1..]), [false; 11]);
    let seven = [5, 5, 5, 5, 5, 5, 5, 1, 1, 1, 1, 1];
    assert_eq!(runs(&seven), [false; 12]);
    // The fifth lies on the centre line itself, 60 of 240, and parts four and four.
    assert_eq!(runs(&[6, 6, 6, 6, 5, 6, 6, 6, 6, 3, 2, 2]), [false; 12]);
    let below = [8, 8, 8, 1, 1, 1, 1, 1, 1, 1, 1, 8];
    assert_eq!(runs(&below).iter().filter(|run| **run).count(), 8);
    assert_eq!(runs(&[5; 12]), [false; 12]);
}

#[test]
fn spiegelhalters_limits() {
    let limits = |x, n, target| funnel(&rows(&[(x, n)]), Some(target)).unwrap().points[0];
    let small = limits(3, 15, 0.2);
    near(small.high_95, 0.389, 5.1e-4);
    near(small.high_998, 0.529, 5.1e-4);
    assert_eq!((small.low_95, small.low_998), (0.0, 0.0));
    let large = limits(12, 60, 0.2);
    near(large.low_95, 0.0948, 5.1e-5);
    near(large.high_95, 0.2976, 5.1e-5);
    near(large.low_998, 0.0497, 5.1e-5);
    near(large.high_998, 0.3641, 5.1e-5);
    near(large.high_998, 0.364_105_554_332_007_3, 1e-12);
    near(limits(96, 240, 0.4).low_95, 0.336_288_162_274_676_8, 1e-12);
    // Five of five against .9 is nothing: no limit below 1 may be drawn there.
    let all = limits(5, 5, 0.9);
    assert_eq!((all.high_95, all.flag), (1.0, None));
    near(all.low_95, 0.445_102_880_658_436_2, 1e-12);
    // A thousand million, where one case no longer shows.
    near(
        limits(500_000_000, 1_000_000_000, 0.5).high_95,
        0.500_030_99,
        2e-9,
    );
}

#[test]
fn flags_say_which_limit() {
    let flag = |x| funnel(&rows(&[(x, 60)]), Some(0.2)).unwrap().points[0].flag;
    // P(X <= 5) = .0121 and P(X <= 2) = .00019; P(X >= 19) = .0221 and P(X >= 23) = .00081.
    assert_eq!(flag(2), Some(FunnelFlag::Below998));
    assert_eq!(flag(5), Some(FunnelFlag::Below95));
    assert_eq!(flag(6), None);
    assert_eq!(flag(18), None);
    assert_eq!(flag(19), Some(FunnelFlag::Above95));
    assert_eq!(flag(22), Some(FunnelFlag::Above95));
    assert_eq!(flag(23), Some(FunnelFlag::Above998));
    let six = funnel(&rows(&[(6, 15)]), Some(0.2)).unwrap().points[0];
    assert!(six.rate > six.high_95 && six.flag.is_none(), "P(X >= 6) is .061");
}

const UNLIKE: [(u64, u64); 12] = [
    (6, 15),
    (3, 15),
    (0, 15),
    (9, 15),
    (2, 15),
    (12, 60),
    (30, 60),
    (8, 60),
    (14, 60),
    (20, 60),
    (5, 30),
    (11, 30),
];

#[test]
fn over_dispersion_widens_the_funnel() {
    // numpy and scipy, from the formulae of Spiegelhalter 2005.
    let found = funnel(&rows(&UNLIKE), None).unwrap();
    near(found.target, 0.275_862_068_965_517_24, 1e-15);
    near(found.dispersion.phi, 2.815_223_965_172_583, 1e-12);
    near(found.dispersion.threshold, 1.698_402_626_637_238_5, 1e-12);
    assert!(found.dispersion.over_dispersed);
    let sixty = found.points[6];
    near(sixty.low_95, 0.077_040_269_487_599_29, 1e-12);
    near(sixty.high_95, 0.456_766_843_097_488_94, 1e-12);
    near(sixty.high_998, 0.577_188_790_807_411_4, 1e-12);
    assert_eq!(sixty.low_998, 0.0);
    assert_eq!(
        sixty.flag,
        Some(FunnelFlag::Above95),
        "within the outer limit only because that is wider"
    );
    assert_eq!(funnel(&rows(&UNLIKE), Some(found.target)).unwrap(), found);
    let alike = funnel(&series(&[3, 2, 4, 3, 3, 2, 4, 3, 1, 5], 15), None).unwrap();
    assert!(!alike.dispersion.over_dispersed);
    let alone = funnel(&rows(&[(9, 15)]), Some(0.2)).unwrap();
    assert!(!alone.dispersion.over_dispersed && alone.dispersion.phi > 1.0);
}

#[test]
fn pooling_says_when_it_is_not_warranted() {
    let cans = pool(&series(&CANS, 50), 0.95).unwrap();
    assert_eq!(
        (cans.x, cans.n, cans.degrees, cans.thin_meetings),
        (347, 1500, 29, 0)
    );
    near(cans.low, 0.210_202_844_589_707_34, 1e-10);
    near(cans.high, 0.253_520_913_022_154_47, 1e-10);
    near(cans.chi_square, 85.409_319_379_841_08, 1e-10);
    near(cans.p.unwrap(), 1.821_095_135_981_936_6e-7, 1e-16);
    assert!(!cans.warranted);
    let alike = pool(&series(&[3, 2, 4, 3, 3], 15), 0.95).unwrap();
    assert!(alike.warranted && alike.p.unwrap() > 0.5 && alike.thin_meetings == 5);
    let one = pool(&rows(&[(3, 15)]), 0.95).unwrap();
    assert_eq!((one.p, one.warranted, one.degrees), (None, true, 0));
    let none = pool(&series(&[0; 4], 15), 0.95).unwrap();
    assert_eq!(
        (none.p, none.warranted, none.low, none.chi_square),
        (None, true, 0.0, 0.0)
    );
}

#[test]
fn tails_of_chi_square() {
    // Two rows whose chi-square can be worked out: x = a of n each about a half gives 2 (2a - n)^2 / (2n).
    let p = |a: u64, n: u64| {
        let found = pool(&rows(&[(a, n), (n - a, n)]), 0.95).unwrap();
        (found.chi_square, found.p.unwrap())
    };
    let (chi_square, tail) = p(60, 100);
    near(chi_square, 8.0, 1e-12);
    near(tail, 0.004_677_734_981_047_266, 1e-14);
    let (chi_square, tail) = p(51, 100);
    near(chi_square, 0.08, 1e-12);
    near(tail, 0.777_297_410_789_521_5, 1e-13);
    let (_, tail) = p(100, 100);
    assert!(tail > 0.0 && tail < 1e-40);
}

#[test]
fn nonsense_is_refused() {
    assert_eq!(Counted::new(0, 0), Err(TrendError::NothingReviewed));
    assert_eq!(
        Counted::new(4, 3),
        Err(TrendError::MoreThanReviewed { x: 4, n: 3 })
    );
    let beyond = MOST_REVIEWED + 1;
    assert_eq!(Counted::new(1, beyond), Err(TrendError::TooManyReviewed(beyond)));
    assert_eq!(p_chart(&[], THREE_SIGMA), Err(TrendError::NoRows));
    assert_eq!(funnel(&[], None), Err(TrendError::NoRows));
    assert_eq!(pool(&[], 0.95), Err(TrendError::NoRows));
    for level in [0.0, 1.0, 95.0, f64::NAN] {
        assert!(matches!(
            p_chart(&rows(&[(1, 2)]), level),
            Err(TrendError::Level(_))
        ));
        assert!(matches!(pool(&rows(&[(1, 2)]), level), Err(TrendError::Level(_))));
        assert!(matches!(
            funnel(&rows(&[(1, 2)]), Some(level)),
            Err(TrendError::Target(_))
        ));
    }
}

#[test]
fn none_and_all_have_no_width() {
    for x in [0, 15] {
        let all = series(&[x; 12], 15);
        let chart = p_chart(&all, THREE_SIGMA).unwrap();
        let point = chart.points[0];
        assert_eq!((point.low_count, point.high_count, point.outside), (x, x, None));
        let found = funnel(&all, None).unwrap();
        assert!(
            found
                .points
                .iter()
                .all(|point| point.flag.is_none() && point.z == 0.0)
        );
        assert!(!found.dispersion.over_dispersed && found.dispersion.phi == 0.0);
    }
}

/// P(X = x) by its definition.
fn probability(x: u64, n: u64, p: f64) -> f64 {
    let choose = (0..x).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64);
    choose * p.powi(x as i32) * (1.0 - p).powi((n - x) as i32)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200, rng_seed: RngSeed::Fixed(5), failure_persistence: None, ..Default::default()
    })]

    #[test]
    fn chart_limits_are_the_narrowest(n in 1_u64..80, part in 0.0_f64..=1.0, level in 0.5_f64..0.9999) {
        let x = (part * n as f64).round() as u64;
        let meetings = rows(&[(x, n)]);
        let point = p_chart(&meetings, level).unwrap().points[0];
        let p = x as f64 / n as f64;
        let sum = |from: u64, to: u64| (from..to).map(|x| probability(x, n, p)).sum::<f64>();
        let tail = (1.0 - level) / 2.0;
        prop_assert!(sum(0, point.low_count) < tail + 1e-12);
        prop_assert!(sum(0, point.low_count + 1) > tail - 1e-12);
        prop_assert!(sum(point.high_count + 1, n + 1) < tail + 1e-12);
        prop_assert!(sum(point.high_count, n + 1) > tail - 1e-12);
    }

    #[test]
    fn chart_counts_rise_with_n(n in 1_u64..3000, target in 0.001_f64..0.999) {
        // A chart whose rate is held by one very large row.
        let heavy = Counted::new((target * 1e9) as u64, MOST_REVIEWED).unwrap();
        let small = [heavy, Counted::new(0, n).unwrap(), Counted::new(0, n + 1).unwrap()];
        let points = p_chart(&small, THREE_SIGMA).unwrap().points;
        prop_assert!(points[1].low_count <= points[2].low_count);
        prop_assert!(points[1].high_count <= points[2].high_count);
        prop_assert!(points[2].high_count <= points[1].high_count + 1);
    }

    #[test]
    fn a_funnel_narrows(n in 1_u64..2000, target in 0.01_f64..0.99) {
        let limits = |n| funnel(&rows(&[(0, n)]), Some(target)).unwrap().points[0];
        let (one, four) = (limits(n), limits(4 * n));
        prop_assert!(one.low_998 <= one.low_95 && one.low_95 <= target && target <= one.high_998);
        prop_assert!(one.high_95 <= one.high_998);
        prop_assert!(four.low_95 >= one.low_95 && four.low_998 >= one.low_998);
        prop_assert!(four.high_95 <= one.high_95 && four.high_998 <= one.high_998);
    }

    #[test]
    fn flags_are_as_rare_as_they_say(n in 1_u64..150, target in 0.01_f64..0.99) {
        let (mut inner, mut outer) = (0.0, 0.0);
        for x in 0..=n {
            let flag = funnel(&rows(&[(x, n)]), Some(target)).unwrap().points[0].flag;
            let chance = probability(x, n, target);
            inner += if flag.is_some() { chance } else { 0.0 };
            let rare = matches!(flag, Some(FunnelFlag::Above998 | FunnelFlag::Below998));
            outer += if rare { chance } else { 0.0 };
        }
        prop_assert!(inner <= 0.05 + 1e-12 && outer <= 0.002 + 1e-12, "{inner} {outer}");
    }

    #[test]
    fn order_leaves_no_trace(pairs in prop::collection::vec((0_u64..=9, 9_u64..40), 1..30)) {
        let mut turned = pairs.clone();
        turned.reverse();
        let (one, other) = (funnel(&rows(&pairs), None).unwrap(), funnel(&rows(&turned), None).unwrap());
        prop_assert!((one.dispersion.phi - other.dispersion.phi).abs() < 1e-12);
        prop_assert_eq!(one.points[0], *other.points.last().unwrap());
        let (one, other) = (pool(&rows(&pairs), 0.9).unwrap(), pool(&rows(&turned), 0.9).unwrap());
        prop_assert!((one.chi_square - other.chi_square).abs() < 1e-9);
    }
}

#[test]
fn exact_limits_cover_what_they_say() {
    // Meetings of 15 with a true rate of .2, simulated: a share of at least .9973 lies within the limits of
    // that rate.
    let heavy = Counted::new(200_000_000, MOST_REVIEWED).unwrap();
    let limits = p_chart(&[heavy, Counted::new(3, 15).unwrap()], THREE_SIGMA)
        .unwrap()
        .points[1];
    let mut state = 11_u64;
    let mut drawn = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let meetings = 200_000;
    let (mut within, mut within_shewhart) = (0, 0);
    for _ in 0..meetings {
        let x = (0..15).filter(|_| drawn() < 0.2).count() as u64;
        within += u32::from((limits.low_count..=limits.high_count).contains(&x));
        let rate = x as f64 / 15.0;
        within_shewhart += u32::from((limits.shewhart_low..=limits.shewhart_high).contains(&rate));
    }
    // P(X <= 8) = .999215, so about 157 of 200,000 outside; Shewhart's upper limit of .51 lets P(X <= 7) =
    // .9958 through.
    let share = f64::from(within) / f64::from(meetings);
    near(share, 0.999_215, 3e-4);
    let shewhart = f64::from(within_shewhart) / f64::from(meetings);
    near(shewhart, 0.995_76, 7e-4);
    assert!(share >= THREE_SIGMA && shewhart < THREE_SIGMA);
}
