//! Golden values of models: admissions to Berkeley (Bickel, Hammel and O'Connell 1975; R datasets::UCBAdmissions), Down's
//! syndrome by order of birth (Fleiss 1981, p. 249, as in Fay and Feuer 1997 and R epitools::ageadjust.direct), lip cancer
//! in Scotland (Clayton and Kaldor 1987, Biometrics 43:671-681).

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::disparity::{Area, Band, LogisticError, Pattern, league, logistic, standardised};

/// Admitted and refused women, admitted and refused men, by department A to F.
const BERKELEY: [[u64; 4]; 6] = [
    [89, 19, 512, 313],
    [17, 8, 353, 207],
    [202, 391, 120, 205],
    [131, 244, 138, 279],
    [94, 299, 53, 138],
    [24, 317, 22, 351],
];

fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{found} should be {wanted}");
}

/// Methods 4.2; the counts and populations are those of epitools' example, which recreates table I of Fay and Feuer.
/// Birth orders 2 to 5: the same formula with scipy's chi-square.
#[test]
fn downs_syndrome_by_order_of_birth() {
    let births = [
        [230061.0, 329449.0, 114920.0, 39487.0, 14208.0, 3052.0],
        [72202.0, 326701.0, 208667.0, 83228.0, 28466.0, 5375.0],
        [15050.0, 175702.0, 207081.0, 117300.0, 45026.0, 8660.0],
        [2293.0, 68800.0, 132424.0, 98301.0, 46075.0, 9834.0],
        [327.0, 30666.0, 123419.0, 149919.0, 104088.0, 34392.0],
    ];
    let cases = [
        [107, 141, 60, 40, 39, 25],
        [25, 150, 110, 84, 82, 39],
        [3, 71, 114, 103, 108, 75],
        [1, 26, 64, 89, 137, 96],
        [0, 8, 63, 112, 262, 295],
    ];
    let wanted = [
        (56.3, 92.3, 80.4, 105.8),
        (67.6, 91.2, 82.4, 100.9),
        (83.3, 85.1, 77.2, 94.2),
        (115.5, 92.7, 80.0, 114.7),
        (167.1, 75.5, 67.7, 188.3),
    ];
    for (order, (crude, rate, low, high)) in wanted.into_iter().enumerate() {
        let bands: Vec<_> = (0..6)
            .map(|age| Band {
                events: cases[order][age],
                base: births[order][age],
                standard: births.iter().map(|by_age| by_age[age]).sum::<f64>() / 5.0,
            })
            .collect();
        let found = standardised(&bands, 0.95).unwrap();
        for (value, wanted) in [
            (found.crude, crude),
            (found.rate, rate),
            (found.low, low),
            (found.high, high),
        ] {
            near(value * 1e5, wanted, 0.051);
        }
    }
}

/// With one band the interval is Garwood's exact one of a Poisson count (1936): 0 gives 3.689 above, 10 gives 4.795 to
/// 18.390 (Ulm 1990, American Journal of Epidemiology 131:373-375, from chi-square tables).
#[test]
fn one_band_is_exact() {
    let of = |events| Band {
        events,
        base: 1.0,
        standard: 7.0,
    };
    let none = standardised(&[of(0)], 0.95).unwrap();
    assert_eq!((none.rate, none.low), (0.0, 0.0));
    near(none.high, 3.689, 5.1e-4);
    let ten = standardised(&[of(10)], 0.95).unwrap();
    near(ten.low, 4.795, 5.1e-4);
    near(ten.high, 18.390, 5.1e-4);
}

/// Bases and standards so far apart that squares are lost still answer, with bounds around the rate.
#[test]
fn uneven_bands_answer() {
    let band = |events, base, standard| Band {
        events,
        base,
        standard,
    };
    for bands in [
        vec![band(3, 1e200, 1.0)],
        vec![band(3, 10.0, 1e-200), band(0, 10.0, 1.0)],
        vec![band(9_000_000_000_000_000, 1e16, 1.0)],
        vec![band(2_000_000_000, 1e10, 1.0), band(5, 100.0, 3.0)],
    ] {
        let found = standardised(&bands, 0.95).unwrap();
        assert!(
            found.low <= found.rate && found.rate <= found.high && found.high.is_finite(),
            "{found:?}"
        );
    }
}

#[test]
fn standardisation_refused() {
    let band = |base, standard| Band {
        events: 1,
        base,
        standard,
    };
    let why = |bands: &[Band]| standardised(bands, 0.95).unwrap_err().to_string();
    let base = "band 2 has a base that is not a number above 0; put it together with its neighbour";
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(why(&[band(1.0, 1.0), band(bad, 1.0)]), base);
    }
    let standard = "band 1 has a standard population that is not a number of 0 or more";
    assert_eq!(why(&[band(1.0, -1.0)]), standard);
    assert_eq!(why(&[band(1.0, f64::NAN)]), standard);
    let none = "the standard population is empty; give its people by band";
    assert_eq!(why(&[band(1.0, 0.0)]), none);
    assert_eq!(why(&[]), none);
    assert!(standardised(&[band(1.0, 1.0)], 0.0).is_err());
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// Methods 4.2: the log odds of women's admission, alone and beside the department. statsmodels 0.15 (GLM, binomial).
#[test]
fn berkeley_by_logistic_regression() {
    let mut patterns = Vec::new();
    for (department, [a, b, c, d]) in BERKELEY.into_iter().enumerate() {
        let level = (department > 0).then_some((department, 1.0));
        let covariates = |woman: Option<(usize, f64)>| woman.into_iter().chain(level).collect();
        for (events, base, woman) in [(a, a + b, Some((0, 1.0))), (c, c + d, None)] {
            patterns.push(Pattern {
                covariates: covariates(woman),
                events,
                base,
            });
        }
    }
    let fit = logistic(&names(&["woman", "B", "C", "D", "E", "F"]), &patterns).unwrap();
    near(fit.coefficients[0].estimate, 0.0999, 5.1e-5);
    near(fit.coefficients[0].error, 0.0808, 5.1e-5);
    near(fit.intercept.estimate, 0.5820514, 1e-7);
    near(fit.coefficients[5].estimate, -3.30648006, 1e-8);
    near(fit.coefficients[5].error, 0.16998181, 1e-8);
    near(fit.deviance, 20.20427532724133, 1e-9);
    for pattern in &mut patterns {
        pattern.covariates.retain(|&(at, _)| at == 0);
    }
    let crude = logistic(&names(&["woman"]), &patterns).unwrap();
    near(crude.coefficients[0].estimate, -0.6104, 5.1e-5);
    near(crude.coefficients[0].error, 0.06389305, 1e-8);
    near(crude.deviance, 783.6070060240437, 1e-8);
    // With the group alone the odds ratio is that of the table, with Woolf's interval.
    let odds = crude.coefficients[0].odds_ratio(0.95);
    near(odds.ratio, 557.0 * 1493.0 / (1278.0 * 1198.0), 1e-12);
}

/// Two categories and two numbers, made up. statsmodels 0.15 (GLM, binomial, tol 1e-14).
#[test]
fn covariates_that_are_numbers() {
    let rows = [
        (0, 1, 0.82, 0.33, 11, 25),
        (1, 0, 0.45, -0.54, 6, 11),
        (0, 0, 0.36, 0.29, 10, 26),
        (1, 1, -0.74, -0.16, 9, 17),
        (0, 0, 0.6, 0.04, 5, 13),
        (0, 1, -0.26, 0.01, 1, 8),
        (0, 0, 1.29, 1.01, 11, 23),
        (1, 0, -0.17, -0.42, 11, 22),
        (1, 0, 0.22, 2.12, 8, 14),
        (1, 0, 2.04, 0.65, 19, 23),
        (0, 0, -0.51, -1.65, 3, 12),
        (0, 0, -1.23, -0.68, 1, 20),
        (1, 0, -0.94, -0.1, 10, 21),
        (1, 1, -0.51, 0.59, 12, 23),
    ];
    let patterns = rows.map(|(one, two, three, four, events, base)| Pattern {
        covariates: vec![(0, f64::from(one)), (1, f64::from(two)), (2, three), (3, four)],
        events,
        base,
    });
    let fit = logistic(&names(&["a", "b", "c", "d"]), &patterns).unwrap();
    near(fit.intercept.estimate, -0.9981672419908237, 1e-10);
    for (found, (estimate, error, p)) in fit.coefficients.iter().zip([
        (1.2476519136337267, 0.29398335788046615, 2.1961516962960286e-5),
        (0.16235675423813234, 0.2963777224945063, 0.5838268338635619),
        (0.6790828873224675, 0.19925656709230077, 0.0006542103023649521),
        (0.02289951644481152, 0.21211854637868183, 0.9140304206046048),
    ]) {
        near(found.estimate, estimate, 1e-10);
        near(found.error, error, 1e-10);
        near(found.p, p, 1e-10);
    }
    near(fit.deviance, 4.437546956821432, 1e-10);
}

#[test]
fn models_refused() {
    let pattern = |covariates: &[usize], events, base| Pattern {
        covariates: covariates.iter().map(|&at| (at, 1.0)).collect(),
        events,
        base,
    };
    let why = |of: &[&str], patterns: &[Pattern]| logistic(&names(of), patterns).unwrap_err();
    let twice = [pattern(&[0, 1], 4, 9), pattern(&[], 3, 9), pattern(&[0, 1], 5, 7)];
    assert_eq!(
        why(&["Black", "IC3"], &twice).to_string(),
        "IC3 follows from the columns before it, so their effects cannot be told apart; leave one of them out"
    );
    let never = [pattern(&[1], 4, 9), pattern(&[], 3, 9)];
    assert_eq!(
        why(&["Black", "x"], &never),
        LogisticError::Dependent("Black".to_owned())
    );
    let all = [
        pattern(&[0], 4, 9),
        pattern(&[], 3, 9),
        pattern(&[0, 1], 5, 5),
        pattern(&[1], 6, 6),
    ];
    assert_eq!(
        why(&["Black", "drugs"], &all).to_string(),
        "everybody or nobody with drugs had the outcome, so its effect has no estimate; put it together with another \
         value or leave it out"
    );
    let complete = [pattern(&[0], 9, 9), pattern(&[], 0, 9)];
    assert_eq!(
        why(&["Black"], &complete),
        LogisticError::Separated("Black".to_owned())
    );
    for none_or_all in [0, 9] {
        let same = [pattern(&[0], none_or_all, 9), pattern(&[], none_or_all, 9)];
        assert!(matches!(why(&["Black"], &same), LogisticError::Separated(_)));
    }
    assert_eq!(
        why(&["Black"], &[]).to_string(),
        "there is nobody to fit a model to"
    );
    assert_eq!(why(&["Black"], &[pattern(&[0], 0, 0)]), LogisticError::Nobody);
    for bad in [pattern(&[1], 1, 2), pattern(&[0], 3, 2), pattern(&[0, 0], 1, 2)] {
        assert_eq!(
            why(&["Black"], &[pattern(&[0], 1, 2), bad]),
            LogisticError::BadPattern(2)
        );
    }
    let many: Vec<String> = (0..=1000).map(|at| at.to_string()).collect();
    assert_eq!(logistic(&many, &[]), Err(LogisticError::TooMany(1001)));
}

/// Observed and expected lip cancer in 56 districts of Scotland.
#[rustfmt::skip]
const LIP: [(u64, f64); 56] = [
    (9, 1.4), (39, 8.7), (11, 3.0), (9, 2.5), (15, 4.3), (8, 2.4), (26, 8.1), (7, 2.3), (6, 2.0), (20, 6.6),
    (13, 4.4), (5, 1.8), (3, 1.1), (8, 3.3), (17, 7.8), (9, 4.6), (2, 1.1), (7, 4.2), (9, 5.5), (7, 4.4),
    (16, 10.5), (31, 22.7), (11, 8.8), (7, 5.6), (19, 15.5), (15, 12.5), (7, 6.0), (10, 9.0), (16, 14.4),
    (11, 10.2), (5, 4.8), (3, 2.9), (7, 7.0), (8, 8.5), (11, 12.3), (9, 10.1), (11, 12.7), (8, 9.4),
    (6, 7.2), (4, 5.3), (10, 18.8), (8, 15.8), (2, 4.3), (6, 14.6), (19, 50.7), (3, 8.2), (2, 5.6),
    (3, 9.3), (28, 88.7), (6, 19.6), (1, 3.4), (1, 3.6), (1, 5.7), (1, 7.0), (0, 4.2), (0, 1.8),
];

/// Marshall's estimate and the gamma posterior by the formula with scipy; ranks by 200,000 draws from the posteriors
/// with numpy, of which the 2.5% and 97.5% points are 1 and 14, 1 and 6, 45 and 54, 37 and 56.
#[test]
fn lip_cancer_in_scotland() {
    let areas = LIP.map(|(events, expected)| Area { events, expected });
    let found = league(&areas, 0.95).unwrap();
    for (at, shrunk, low, high, ranks) in [
        (
            0,
            3.872811233634856,
            1.8766624344833431,
            6.5798508046605235,
            (1, 14),
        ),
        (1, 4.046609175801526, 2.894172032108632, 5.389174880374955, (1, 6)),
        (
            48,
            0.3251404593264971,
            0.21815522307646767,
            0.4531339165226124,
            (45, 54),
        ),
        (
            54,
            0.22861166715545977,
            0.010736129222139098,
            0.7687429493786583,
            (37, 56),
        ),
    ] {
        near(found[at].shrunk, shrunk, 1e-12);
        near(found[at].low, low, 1e-11);
        near(found[at].high, high, 1e-11);
        assert_eq!((found[at].rank_low, found[at].rank_high), ranks, "district {at}");
    }
    // The first district has the highest crude rate, and the second, with six times the numbers, the highest shrunk.
    assert!(found[0].crude > found[1].crude && found[0].shrunk < found[1].shrunk);
}

#[test]
fn leagues_without_order() {
    let area = |events, expected| Area { events, expected };
    let alike = league(&[area(10, 10.0), area(11, 10.0), area(9, 10.0)], 0.95).unwrap();
    assert!(
        alike
            .iter()
            .all(|one| one.shrunk == 1.0 && (one.rank_low, one.rank_high) == (1, 3))
    );
    // Garwood's bounds of 30: 20.241 to 42.827.
    near(alike[0].low, 0.674_7, 5.1e-5);
    near(alike[0].high, 1.427_6, 5.1e-5);
    assert_eq!(league(&[area(0, 1.0), area(0, 2.0)], 0.95).unwrap()[0].low, 0.0);
    let why = |areas: &[Area]| league(areas, 0.95).unwrap_err().to_string();
    assert_eq!(
        why(&[area(1, 1.0)]),
        "there are 1 areas; a league needs two or more"
    );
    assert_eq!(
        why(&[area(1, 1.0), area(1, 0.0)]),
        "area 2 has an expected number that is not above 0, or too many events to count exactly"
    );
    assert!(why(&vec![area(1, 1.0); 401]).contains("400 is the most"));
    assert!(league(&[area(1, 1.0), area(1, 1.0)], f64::NAN).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(45), cases: 300, ..ProptestConfig::default() })]

    /// A standard that is the group's own population standardises nothing.
    #[test]
    fn own_standard(cases in prop::collection::vec((0_u64..50, 50.0..5000.0_f64), 1..9)) {
        let bands: Vec<_> = cases.iter().map(|&(events, base)| Band { events, base, standard: base }).collect();
        let found = standardised(&bands, 0.95).unwrap();
        prop_assert!((found.rate - found.crude).abs() <= 1e-12 * found.crude.max(1e-9));
        prop_assert!(found.low <= found.rate && found.rate <= found.high);
        let wider = standardised(&bands, 0.99).unwrap();
        prop_assert!(wider.low <= found.low && found.high <= wider.high);
    }
}
