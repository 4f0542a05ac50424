//! Golden values of pooled ratios: admissions to Berkeley (Bickel, Hammel and O'Connell 1975, Science 187:398-404; R
//! datasets::UCBAdmissions), and sparse strata as statsmodels has them.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::disparity::{AdjustmentError, Counts, RatioMethod, Stratum, adjusted, risk_ratio};

/// Admitted and refused women, admitted and refused men, by department A to F.
const BERKELEY: [[u64; 4]; 6] = [
    [89, 19, 512, 313],
    [17, 8, 353, 207],
    [202, 391, 120, 205],
    [131, 244, 138, 279],
    [94, 299, 53, 138],
    [24, 317, 22, 351],
];

fn of(events: u64, base: u64) -> Counts {
    Counts::new(events, base).unwrap()
}

fn stratum([a, b, c, d]: [u64; 4]) -> Stratum {
    Stratum {
        group: of(a, a + b),
        reference: of(c, c + d),
    }
}

fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{found} should be {wanted}");
}

/// Methods 4.2, by R (epitools, mantelhaen.test) and statsmodels (StratifiedTable).
#[test]
fn berkeley_turns_round() {
    let found = adjusted(&BERKELEY.map(stratum), 0.95).unwrap();
    let rounded = |ratio: stats::disparity::Ratio, wanted: (f64, f64, f64)| {
        near(ratio.ratio, wanted.0, 5.1e-5);
        near(ratio.low, wanted.1, 5.1e-5);
        near(ratio.high, wanted.2, 5.1e-5);
    };
    rounded(found.crude, (0.6818, 0.6287, 0.7395));
    rounded(found.risk_ratio, (1.0583, 0.9704, 1.1541));
    rounded(found.odds_ratio, (1.1053, 0.9431, 1.2955));
    near(found.test.statistic, 1.4269, 5.1e-5);
    near(found.test.p, 0.2323, 5.1e-5);
    // statsmodels 0.15: without correction; Breslow-Day with Tarone's correction.
    near(found.test_uncorrected.statistic, 1.524_606_660_443, 1e-9);
    near(found.test_uncorrected.p, 0.216_923_697_056, 1e-9);
    let homogeneity = found.homogeneity.unwrap();
    assert_eq!(homogeneity.freedom, 5);
    near(homogeneity.statistic, 18.825_501_252_052, 1e-9);
    near(homogeneity.p, 0.002_071_401_398, 1e-9);
    // By the formula, in Python.
    let of_rates = found.homogeneity_of_rates.unwrap();
    near(of_rates.statistic, 18.095_892_866_107, 1e-9);
    near(of_rates.p, 0.002_828_594_311, 1e-9);
    assert_eq!((found.strata, found.informative), (6, 6));
}

/// statsmodels 0.15 (StratifiedTable; its ratio of rates has no interval, which is by the formula in Python).
#[test]
fn sparse_strata() {
    let strata = [
        [2, 6, 5, 15],
        [0, 6, 3, 8],
        [9, 3, 4, 5],
        [1, 0, 0, 7],
        [3, 0, 2, 0],
        // A stratum of one group only says nothing but counts towards the crude ratio.
        [4, 5, 0, 0],
    ];
    let found = adjusted(
        &strata[..5].iter().copied().map(stratum).collect::<Vec<_>>(),
        0.95,
    )
    .unwrap();
    for (ratio, wanted) in [
        (
            found.odds_ratio,
            [1.5136080870917574, 0.5275301120947063, 4.342897947972057],
        ),
        (
            found.risk_ratio,
            [1.2323086662915026, 0.7182485926271568, 2.1142883739772813],
        ),
    ] {
        near(ratio.ratio, wanted[0], 1e-12);
        near(ratio.low, wanted[1], 1e-12);
        near(ratio.high, wanted[2], 1e-12);
    }
    near(found.test.p, 0.6137974342769197, 1e-12);
    assert_eq!((found.strata, found.informative), (5, 4));
    let with_one_sided = adjusted(&strata.map(stratum), 0.95).unwrap();
    assert_eq!(with_one_sided.risk_ratio, found.risk_ratio);
    assert_eq!(with_one_sided.homogeneity, found.homogeneity);
    assert_ne!(with_one_sided.crude, found.crude);
    assert_eq!(with_one_sided.strata, 6);
}

#[test]
fn one_stratum_adjusts_nothing() {
    let (group, reference) = (of(36, 40), of(16, 80));
    let found = adjusted(&[Stratum { group, reference }], 0.95).unwrap();
    let katz = risk_ratio(group, reference, RatioMethod::Katz, 0.95).unwrap();
    assert_eq!(found.crude, katz);
    near(found.risk_ratio.ratio, katz.ratio, 1e-14);
    near(found.risk_ratio.low, katz.low, 1e-13);
    near(found.risk_ratio.high, katz.high, 1e-13);
    near(found.odds_ratio.ratio, 36.0, 1e-12);
    assert_eq!((found.homogeneity, found.homogeneity_of_rates), (None, None));
}

#[test]
fn adjustment_refused() {
    let why = |strata: &[[u64; 4]]| {
        let strata: Vec<_> = strata.iter().copied().map(stratum).collect();
        adjusted(&strata, 0.95).unwrap_err().to_string()
    };
    assert_eq!(why(&[]), "there is no stratum; give at least one");
    assert_eq!(
        why(&[[5, 5, 0, 0], [0, 0, 5, 5]]),
        "no stratum holds people of both groups, so like cannot be compared with like; use fewer strata"
    );
    assert_eq!(
        why(&[[5, 5, 0, 0], [0, 5, 5, 5]]),
        "within the strata that hold both groups, nobody of the group had the outcome, so there is no adjusted ratio; \
         use fewer strata"
    );
    assert!(why(&[[0, 0, 5, 5], [5, 5, 0, 5]]).contains("nobody of the reference group"));
    assert!(why(&[[5, 0, 5, 5]]).contains("nobody or everybody in one of the groups"));
    assert!(why(&[[0, 0, 5, 5]]).contains("the group is empty"));
    let largest = stats::disparity::LARGEST;
    assert!(why(&[[largest, 0, 5, 5], [1, 0, 5, 5]]).contains("exactly"));
    assert_eq!(
        adjusted(&[stratum([5, 5, 5, 5])], 1.0).unwrap_err().to_string(),
        "the level is 1; it must lie between 0 and 1, such as 0.95"
    );
    assert_eq!(adjusted(&[], 0.95), Err(AdjustmentError::NoStrata));
}

/// How often the 95% interval of the pooled ratio holds the truth, in 1,000 made-up sets of four strata with their own
/// rates and a common ratio of 1.4; the numbers of chance come from a fixed seed.
#[test]
fn coverage_of_the_pooled_ratio() {
    let mut state = 20_240_611_u64;
    // SplitMix64 (Steele, Lea and Flood 2014).
    let mut uniform = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut events = |base: u64, rate: f64| (0..base).filter(|_| uniform() < rate).count() as u64;
    let sets = 1_000;
    let covered = (0..sets).filter(|_| {
        let strata: Vec<_> = [(60, 150, 0.1), (40, 40, 0.3), (90, 30, 0.2), (25, 200, 0.5)]
            .into_iter()
            .map(|(own, other, rate)| Stratum {
                group: of(events(own, 1.4 * rate), own),
                reference: of(events(other, rate), other),
            })
            .collect();
        let found = adjusted(&strata, 0.95).unwrap().risk_ratio;
        found.low <= 1.4 && 1.4 <= found.high
    });
    let share = covered.count() as f64 / f64::from(sets);
    assert!((0.93..0.97).contains(&share), "{share}");
}

fn strata() -> impl Strategy<Value = Vec<Stratum>> {
    let counts = || (0_u64..60, 0_u64..60, 0_u64..60, 0_u64..60);
    prop::collection::vec(counts().prop_map(|(a, b, c, d)| stratum([a, b, c, d])), 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(44), cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn swapped_groups_give_the_inverse(strata in strata()) {
        let back: Vec<_> = strata.iter().map(|one| Stratum { group: one.reference, reference: one.group }).collect();
        let (there, back) = (adjusted(&strata, 0.95), adjusted(&back, 0.95));
        prop_assert_eq!(there.is_ok(), back.is_ok());
        if let (Ok(there), Ok(back)) = (there, back) {
            for (one, other) in [(there.risk_ratio, back.risk_ratio), (there.odds_ratio, back.odds_ratio)] {
                prop_assert!((one.ratio * other.ratio - 1.0).abs() < 1e-9);
                prop_assert!((one.low * other.high - 1.0).abs() < 1e-9);
            }
            prop_assert!((there.test.statistic - back.test.statistic).abs() < 1e-9);
            if let (Some(one), Some(other)) = (there.homogeneity, back.homogeneity) {
                prop_assert!((one.statistic - other.statistic).abs() < 1e-6 * (1.0 + one.statistic));
            }
        }
    }

    /// The order of strata means nothing, and the pooled ratio lies among those of the strata.
    #[test]
    fn pooled_among_its_strata(strata in strata()) {
        if let Ok(found) = adjusted(&strata, 0.95) {
            let mut turned = strata.clone();
            turned.reverse();
            let again = adjusted(&turned, 0.95).unwrap();
            prop_assert!((found.risk_ratio.ratio / again.risk_ratio.ratio - 1.0).abs() < 1e-12);
            let each = strata.iter().filter(|one| one.group.base() > 0 && one.reference.base() > 0);
            let ratios: Vec<f64> = each
                .map(|one| one.group.rate() / one.reference.rate())
                .filter(|ratio| !ratio.is_nan())
                .collect();
            let (least, most) = ratios.iter().fold((f64::MAX, 0.0_f64), |(a, b), &r| (a.min(r), b.max(r)));
            prop_assert!(least * (1.0 - 1e-12) <= found.risk_ratio.ratio);
            prop_assert!(found.risk_ratio.ratio <= most * (1.0 + 1e-12));
        }
    }
}
