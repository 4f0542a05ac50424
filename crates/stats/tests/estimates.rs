//! Estimates of a stratified draw and of one in proportion to size.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::estimate::{
    Estimate, EstimateError, IntervalMethod, Sample, Stratum, Variance, Weighed, stratified, weighed,
};
use stats::interval::clopper_pearson;
use stats::sampling::{FrameBuilder, Inclusion, Plan, draw, seed};

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} should be {expected}"
    );
}

fn rates(strata: &[(u64, u64, u64)]) -> Result<Estimate, EstimateError> {
    let stratum = |&(x, n, population): &(u64, u64, u64)| Stratum {
        name: "a",
        population,
        sample: Sample::rate(x, n),
    };
    stratified(&strata.iter().map(stratum).collect::<Vec<_>>(), 0.95)
}

/// R survey 4.1.1, `apistrat` (schools by type): svyciprop(~I(sch.wide == "Yes"), method = "beta") gives 0.827_948_011_4,
/// standard error 0.024_344_780_11, 0.774_171_328_6 to 0.873_431_592_6. (R weights by 44.21 and so on, rounded.)
#[test]
fn a_stratified_rate_as_survey_has_it() {
    let found = rates(&[(91, 100, 4421), (35, 50, 1018), (26, 50, 755)]).unwrap();
    near(found.estimate, 0.827_948_011, 5e-9);
    near(found.standard_error, 0.024_344_780, 5e-9);
    near(found.low, 0.774_171_329, 5e-9);
    near(found.high, 0.873_431_593, 5e-9);
    assert_eq!(found.interval, IntervalMethod::KornGraubard);
    assert_eq!((found.n, found.degrees), (200, 197));
}

#[test]
fn one_stratum_without_end_is_a_simple_sample() {
    // With no end to the population p (1 - p) / variance is n - 1, so the interval is a little wider than exact.
    let found = rates(&[(6, 15, u64::MAX)]).unwrap();
    near(found.effective_n.unwrap(), 14.0, 1e-9);
    let exact = clopper_pearson(6, 15, 0.95).unwrap();
    assert!(found.low < exact.low && found.high > exact.high && found.high - exact.high < 0.02);
}

#[test]
fn a_census_leaves_no_doubt_and_agreement_does_not_close_the_interval() {
    let census = rates(&[(3, 10, 10), (1, 1, 1)]).unwrap();
    assert_eq!((census.low, census.high), (census.estimate, census.estimate));
    assert_eq!(census.interval, IntervalMethod::Census);
    let none = rates(&[(0, 10, 100), (0, 5, 50)]).unwrap();
    let exact = clopper_pearson(0, 15, 0.95).unwrap();
    assert!(none.low == 0.0 && none.high >= exact.high);
    let split = rates(&[(10, 10, 100), (0, 5, 50)]).unwrap();
    assert!(
        split.standard_error == 0.0 && split.high - split.low > 0.4,
        "{split:?}"
    );
    let all = rates(&[(10, 10, 100), (5, 5, 50)]).unwrap();
    assert!(all.high == 1.0 && all.low < 0.79);
}

#[test]
fn a_mean_has_students_interval() {
    let mut sample = Sample::default();
    for y in [3.0, 5.0, 10.0] {
        sample.add(y);
    }
    let found = stratified(
        &[Stratum {
            name: "a",
            population: 9,
            sample,
        }],
        0.95,
    )
    .unwrap();
    // Mean 6, s^2 = 13; variance (1 - 3/9) * 13 / 3; t(2) = 4.302653.
    near(found.estimate, 6.0, 1e-12);
    near(found.standard_error, (26.0_f64 / 9.0).sqrt(), 1e-12);
    near(found.high, 6.0 + 4.302_652_730 * (26.0_f64 / 9.0).sqrt(), 1e-7);
    assert_eq!(found.interval, IntervalMethod::Student);
}

/// R survey 4.1.1, `apistrat`: svymean(~api00) is 662.287363159, standard error 9.408_940_802_78 (662.29 and 9.4089 in its
/// vignette). Each stratum stands here as two values with its mean and variance.
#[test]
fn a_stratified_mean_as_survey_has_it() {
    let schools = [
        (4421, 100, 674.43, 15_687.419_29),
        (1018, 50, 636.60, 13_824.857_14),
        (755, 50, 625.82, 11_947.089_39),
    ];
    let stratum = |(population, n, mean, variance): (u64, u32, f64, f64)| {
        let from = (variance * f64::from(n - 1) / f64::from(n)).sqrt();
        let mut sample = Sample::default();
        for at in 0..n {
            sample.add(if at % 2 == 0 { mean + from } else { mean - from });
        }
        Stratum {
            name: "schools",
            population,
            sample,
        }
    };
    let found = stratified(&schools.map(stratum), 0.95).unwrap();
    near(found.estimate, 662.287_363, 5e-6);
    near(found.standard_error, 9.408_941, 5e-6);
    near(found.low, 643.732_188, 5e-5);
    near(found.high, 680.842_538, 5e-5);
}

#[test]
fn strata_that_cannot_be_used_are_refused() {
    let refusal = |strata: &[(u64, u64, u64)]| rates(strata).unwrap_err().to_string();
    assert_eq!(refusal(&[]), "there are no cases to estimate from");
    assert_eq!(
        refusal(&[(0, 0, 5)]),
        "stratum a has no reviewed case, so nothing can be said of it; leave it out of the question, or review one"
    );
    assert_eq!(
        refusal(&[(1, 6, 5)]),
        "stratum a has 5 records but 6 were reviewed from it; its population must be 6 or more"
    );
    assert_eq!(
        refusal(&[(1, 1, 5)]),
        "stratum a has one reviewed case, from which no error can be worked out; join it with the stratum most like it"
    );
    let mut sample = Sample::default();
    for y in [1.0, f64::NAN] {
        sample.add(y);
    }
    let bad = Stratum {
        name: "b",
        population: 5,
        sample,
    };
    assert_eq!(
        stratified(&[bad], 0.95).unwrap_err(),
        EstimateError::NotANumber("b".into())
    );
    let good = Stratum {
        name: "b",
        population: 5,
        sample: Sample::rate(1, 3),
    };
    assert!(stratified(&[good], 95.0).is_err());
}

fn case(y: f64, chance: &str) -> Weighed<'_> {
    Weighed {
        stratum: "a",
        y,
        inclusion: chance.parse().unwrap(),
    }
}

#[test]
fn horvitz_thompson_and_hajek() {
    // Checked by hand: 2 + 10 = 12, and 12 / (2 + 4 + 10) = .75.
    let cases = [case(1.0, "1/2"), case(0.0, "1/4"), case(1.0, "0.1")];
    let found = weighed(&cases, Variance::WithReplacement, 0.95).unwrap();
    assert_eq!(
        (found.total, found.ratio.estimate, found.stands_for),
        (12.0, 0.75, 16.0)
    );
    // z = 2, 0, 10, mean 4: 3/2 * (4 + 16 + 36) = 84.
    near(found.total_standard_error, 84.0_f64.sqrt(), 1e-12);
    // (y - .75) / 16 / p = 1/32, -6/32, 5/32: 3/2 * 62 / 1024.
    near(found.ratio.standard_error, (93.0_f64 / 1024.0).sqrt(), 1e-12);
    let hartley_rao = weighed(&cases, Variance::HartleyRao, 0.95).unwrap();
    let chances = [0.5, 0.25, 0.1];
    let pairs = [(0, 1), (0, 2), (1, 2)];
    let z: [f64; 3] = [2.0, 0.0, 10.0];
    let by_pairs =
        |(i, j): (usize, usize)| (1.0 - chances[i] - chances[j] + 0.85 / 3.0) * (z[i] - z[j]).powi(2) / 2.0;
    let expected: f64 = pairs.into_iter().map(by_pairs).sum();
    near(hartley_rao.total_standard_error, expected.sqrt(), 1e-12);
    assert!(hartley_rao.total_standard_error < found.total_standard_error);
}

/// R survey 4.1.1: svydesign(id = ~1, fpc = ~p, pps = HR(), variance = "YG") and svydesign(id = ~1, probs = ~p), svytotal, svymean and
/// svyciprop(method = "beta"). (survey leaves a pair out whose chances add up to exactly 1; there is none here.)
#[test]
fn unequal_chances_as_survey_has_them() {
    let y = [1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0];
    let p = ["0.5", "0.25", "0.1", "0.3", "0.4", "0.2", "0.15", "0.55"];
    let cases: Vec<_> = y.iter().zip(p).map(|(&y, p)| case(y, p)).collect();
    let two: Vec<_> = cases[..3].to_vec();
    let by = |cases: &[Weighed<'_>], variance| weighed(cases, variance, 0.95).unwrap();
    let expected = [
        (
            Variance::HartleyRao,
            8.869_489_271,
            0.186_369_916_2,
            0.216_010_744_6,
            0.931_800_308_6,
        ),
        (
            Variance::WithReplacement,
            9.685_375_916,
            0.205_669_437_9,
            0.180_601_091_9,
            0.948_741_039_7,
        ),
    ];
    for (variance, of_total, of_mean, low, high) in expected {
        let found = by(&cases, variance);
        near(found.total, 22.151_515_15, 1e-8);
        near(found.total_standard_error, of_total, 1e-8);
        near(found.ratio.estimate, 0.627_198_627_2, 1e-10);
        near(found.ratio.standard_error, of_mean, 1e-9);
        near(found.ratio.low, low, 1e-8);
        near(found.ratio.high, high, 1e-8);
    }
    near(
        by(&two, Variance::HartleyRao).total_standard_error,
        8.342_661_446,
        1e-8,
    );
    near(
        by(&two, Variance::HartleyRao).ratio.standard_error,
        0.270_632_938_7,
        1e-9,
    );
    let strata: Vec<_> = cases
        .iter()
        .enumerate()
        .map(|(at, case)| Weighed {
            stratum: if at < 4 { "a" } else { "b" },
            ..*case
        })
        .collect();
    let found = by(&strata, Variance::WithReplacement);
    near(found.total_standard_error, 9.866_929_116, 1e-8);
    near(found.ratio.standard_error, 0.209_407_288_6, 1e-9);
    near(found.ratio.low, 0.161_918_044_8, 1e-8);
    near(found.ratio.high, 0.956_971_328_3, 1e-8);
}

#[test]
fn equal_chances_give_the_simple_sample() {
    let y = [1.0, 0.0, 0.0, 1.0, 1.0];
    let cases: Vec<_> = y.iter().map(|&y| case(y, "5/40")).collect();
    let found = weighed(&cases, Variance::HartleyRao, 0.95).unwrap();
    let simple = rates(&[(3, 5, 40)]).unwrap();
    near(found.ratio.estimate, simple.estimate, 1e-12);
    near(found.ratio.standard_error, simple.standard_error, 1e-12);
    near(found.total_standard_error, 40.0 * simple.standard_error, 1e-9);
    near(found.ratio.low, simple.low, 1e-9);
}

#[test]
fn certainties_add_nothing_to_the_error() {
    let some = [case(1.0, "1/2"), case(0.0, "1/4"), case(1.0, "1/10")];
    let more: Vec<_> = some
        .iter()
        .copied()
        .chain([case(1.0, "1"), case(1.0, "1")])
        .collect();
    let (some, more) = (
        weighed(&some, Variance::HartleyRao, 0.95).unwrap(),
        weighed(&more, Variance::HartleyRao, 0.95).unwrap(),
    );
    assert_eq!(more.total, some.total + 2.0);
    near(more.total_standard_error, some.total_standard_error, 1e-12);
    let only = weighed(&[case(1.0, "1"), case(0.0, "1")], Variance::HartleyRao, 0.95).unwrap();
    assert_eq!((only.ratio.low, only.ratio.high), (0.5, 0.5));
    assert_eq!(
        weighed(&[case(1.0, "1/2")], Variance::HartleyRao, 0.95),
        Err(EstimateError::LoneCase("a".into()))
    );
    assert_eq!(
        weighed(&[], Variance::HartleyRao, 0.95),
        Err(EstimateError::NoCases)
    );
    assert_eq!(
        weighed(&[case(f64::INFINITY, "1/2")], Variance::HartleyRao, 0.95),
        Err(EstimateError::NotANumber("a".into()))
    );
}

/// A systematic draw made 4,000 times: the total is right on average, Hartley and Rao's error is about what it should be,
/// and the one with replacement is not too small.
#[test]
fn a_draw_in_proportion_to_size_estimates_its_frame() {
    let sizes: Vec<u32> = (0..30_u32).map(|at| 1 + at * at % 17).collect();
    let y = |at: usize| f64::from(sizes[at]) + [0.0, 3.0, -1.0, 1.5][at % 4];
    let mut builder = FrameBuilder::new();
    for (at, &size) in sizes.iter().enumerate() {
        builder.add(&format!("{at:02}"), "a", size, [0; 16]).unwrap();
    }
    let frame = builder.finish().unwrap();
    let plan = Plan::parse(r#"{"method":"systematic","n":{"a":6},"seed":["dice"]}"#).unwrap();
    let runs = 4_000;
    let (mut totals, mut hartley_rao, mut replaced) = (Vec::new(), 0.0, 0.0);
    for run in 0..runs {
        let mut commitment = [0; 32];
        commitment[..4].copy_from_slice(&(run as u32).to_be_bytes());
        let drawn = draw(&frame, &plan, &seed(&commitment, &[])).unwrap();
        let stratum = &drawn.strata["a"];
        let cases: Vec<Weighed<'_>> = (stratum.drawn.iter().zip(&stratum.inclusion))
            .map(|(ref_, &inclusion)| Weighed {
                stratum: "a",
                y: y(ref_.parse().unwrap()),
                inclusion,
            })
            .collect();
        let found = weighed(&cases, Variance::HartleyRao, 0.95).unwrap();
        totals.push(found.total);
        hartley_rao += found.total_standard_error.powi(2) / f64::from(runs);
        let found = weighed(&cases, Variance::WithReplacement, 0.95).unwrap();
        replaced += found.total_standard_error.powi(2) / f64::from(runs);
    }
    let mean = totals.iter().sum::<f64>() / f64::from(runs);
    let variance = totals.iter().map(|total| (total - mean).powi(2)).sum::<f64>() / f64::from(runs - 1);
    let truth: f64 = (0..30).map(y).sum();
    assert!(
        (mean - truth).abs() < 4.0 * (variance / f64::from(runs)).sqrt(),
        "{mean} of {truth}"
    );
    assert!(
        (hartley_rao / variance - 1.0).abs() < 0.1,
        "{hartley_rao} of {variance}"
    );
    assert!(replaced > variance, "{replaced} of {variance}");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256, rng_seed: RngSeed::Fixed(6), failure_persistence: None, ..Default::default()
    })]

    #[test]
    fn rates_hold_their_estimate_and_mirror(
        strata in prop::collection::vec((2_u64..60, 0.0_f64..=1.0, 1_u64..400), 1..5),
    ) {
        let counts: Vec<_> = strata
            .iter()
            .map(|&(n, part, more)| ((part * n as f64).round() as u64, n, n + more))
            .collect();
        let found = rates(&counts).unwrap();
        prop_assert!(0.0 <= found.low && found.low <= found.estimate && found.estimate <= found.high && found.high <= 1.0);
        let others: Vec<_> = counts.iter().map(|&(x, n, population)| (n - x, n, population)).collect();
        let mirror = rates(&others).unwrap();
        prop_assert!((found.low - (1.0 - mirror.high)).abs() < 1e-9);
        prop_assert!((found.standard_error - mirror.standard_error).abs() < 1e-12);
    }

    #[test]
    fn samples_taken_in_one_at_a_time_are_those_counted(x in 0_u64..50, more in 0_u64..50) {
        let mut sample = Sample::default();
        for at in 0..x + more {
            sample.add(if at % (more + 1) < more && at >= x { 0.0 } else { f64::from(u8::from(at < x)) });
        }
        let counted = Sample::rate(x, x + more);
        prop_assert!(sample.is_rate());
        prop_assert!((sample.mean() - counted.mean()).abs() < 1e-12);
        let of = |sample| stratified(&[Stratum { name: "a", population: 1_000, sample }], 0.95);
        if x + more > 1 {
            let (one, other) = (of(sample).unwrap(), of(counted).unwrap());
            prop_assert!((one.standard_error - other.standard_error).abs() < 1e-12);
        }
    }

    #[test]
    fn weighing_the_same_everywhere_changes_no_rate(ys in prop::collection::vec(any::<bool>(), 2..40), below in 2_u64..99) {
        let inclusion = Inclusion::new(1, below.into()).unwrap();
        let cases: Vec<_> = ys.iter().map(|&y| Weighed { stratum: "a", y: f64::from(u8::from(y)), inclusion }).collect();
        let found = weighed(&cases, Variance::WithReplacement, 0.95).unwrap();
        let x = ys.iter().filter(|y| **y).count() as f64;
        prop_assert!((found.ratio.estimate - x / ys.len() as f64).abs() < 1e-12);
        prop_assert!((found.total - x * below as f64).abs() < 1e-9);
    }
}
