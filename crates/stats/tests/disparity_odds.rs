//! Golden values of odds ratios. "40 digits": each method's own equation solved by halving with 40-digit arithmetic
//! (mpmath) from whole-number binomials. R's `fisher.test` and statsmodels agree where they are named.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::disparity::{Counts, DisparityError, OddsMethod, fisher_p, mid_p, odds_ratio};

fn of(events: u64, base: u64) -> Counts {
    Counts::new(events, base).unwrap()
}

fn same(found: f64, wanted: f64, tolerance: f64) {
    let close = found == wanted || ((found - wanted) / wanted).abs() <= tolerance;
    assert!(close, "{found} should be {wanted}");
}

/// Methods 4.1, by R (epitools) and statsmodels (logit; score without correction).
#[test]
fn thirty_six_of_forty_against_sixteen_of_eighty() {
    for (method, low, high) in [
        (OddsMethod::Woolf, 11.18, 115.91),
        (OddsMethod::Score, 11.53, 110.92),
    ] {
        let found = odds_ratio(of(36, 40), of(16, 80), method, 0.95).unwrap();
        same(found.ratio, 36.0, 1e-14);
        assert!((found.low - low).abs() < 0.0051, "{method:?}: {found:?}");
        assert!((found.high - high).abs() < 0.0051, "{method:?}: {found:?}");
    }
}

/// R's `fisher.test` prints 34.49 (10.36 to 152.80) for this table. It seeks the inverse of anything above 1 to within
/// .Machine$double.eps^0.25, about 1.2e-4, and that is how near it comes: 40 digits and scipy 1.17 (`odds_ratio`) say
/// 34.50 (10.36 to 152.96).
#[test]
fn fisher_as_r_has_it() {
    let found = odds_ratio(of(36, 40), of(16, 80), OddsMethod::Fisher, 0.95).unwrap();
    for (ours, of_r) in [(found.ratio, 34.49), (found.low, 10.36), (found.high, 152.80)] {
        assert!(
            (1.0 / ours - 1.0 / of_r).abs() < 1.3e-4,
            "{ours} should be near {of_r}"
        );
    }
    same(found.high, 152.95908208885987, 1e-9);
}

/// 40 digits: score bounds; Fisher's estimate and bounds; the median-unbiased estimate and mid-p bounds; and scipy's
/// two-sided p of Fisher's test.
#[test]
fn all_methods_to_many_figures() {
    const NONE: f64 = f64::INFINITY;
    #[rustfmt::skip]
    let cases = [
        ((36, 40, 16, 80), (11.53365094525477, 110.91861909576217), (34.50473702947453, 10.359941019852346, 152.95908208885933), (33.54419188147658, 11.418776839347702, 128.335063136775), 7.566803984745181e-14),
        ((0, 20, 5, 30), (0.0, 1.0405398447875058), (0.0, 0.0, 1.5533406552253926), (0.0, 0.0, 1.153291468468766), 0.07457663916630482),
        ((5, 30, 0, 20), (0.9610396036340303, NONE), (NONE, 0.6437737895007314, NONE), (NONE, 0.8670834973987172, NONE), 0.07457663916630482),
        ((30, 30, 18, 20), (0.8049437441592373, NONE), (NONE, 0.28613508371129387, NONE), (NONE, 0.44004035785477696, NONE), 0.15510204081632653),
        ((1, 20, 1, 40), (0.2034338197362193, 20.72957351781273), (2.0261449005179113, 0.02485329945769076, 165.17980499463943), (2.0261449005179113, 0.0500925247201741, 81.95360846408678), 1.0),
        ((19, 20, 39, 40), (0.04824025921906735, 4.915603518120248), (0.49354811679282456, 0.006054008842258005, 40.23610634484806), (0.49354811679282456, 0.012202025252350101, 19.963058472021142), 1.0),
        ((120, 1500, 900, 21000), (1.5934520339045837, 2.366875899296561), (1.941954762508679, 1.5792882884853714, 2.3714086029505337), (1.9440952139467684, 1.5874972463991075, 2.360619293048451), 1.0282501025251989e-09),
        ((7, 65, 250, 4100), (0.8559785566993525, 4.038251089647159), (1.85826041712664, 0.7081009431043057, 4.135365686232222), (1.895212534588439, 0.7747380060126761, 3.931576163223955), 0.1188394699622999),
    ];
    for ((x1, n1, x2, n2), score, fisher, middle, p) in cases {
        let (group, reference) = (of(x1, n1), of(x2, n2));
        let by = |method| odds_ratio(group, reference, method, 0.95).unwrap();
        let found = by(OddsMethod::Score);
        same(found.low, score.0, 1e-11);
        same(found.high, score.1, 1e-11);
        for (method, (ratio, low, high)) in [(OddsMethod::Fisher, fisher), (OddsMethod::MidP, middle)] {
            let found = by(method);
            same(found.ratio, ratio, 1e-11);
            same(found.low, low, 1e-11);
            same(found.high, high, 1e-11);
        }
        same(fisher_p(group, reference).unwrap(), p, 1e-10);
    }
}

/// Fisher's tea tasting, 3 of 4 against 1 of 4 (The Design of Experiments, 1935): p = 34/70; R: 0.4857. Its mid-p, by
/// hand: 2 (1/70 + 16/140) = 18/70.
#[test]
fn tea_tasting() {
    same(fisher_p(of(3, 4), of(1, 4)).unwrap(), 34.0 / 70.0, 1e-14);
    same(mid_p(of(3, 4), of(1, 4)).unwrap(), 18.0 / 70.0, 1e-14);
    let found = odds_ratio(of(3, 4), of(1, 4), OddsMethod::Fisher, 0.95).unwrap();
    // R: fisher.test(matrix(c(3, 1, 1, 3), 2)): 6.408309, 0.2117329 to 621.9337505, as near as R seeks.
    assert!((found.ratio - 6.408_309).abs() < 1e-3 * 6.4, "{found:?}");
    assert!((found.low - 0.211_732_9).abs() < 1.3e-4, "{found:?}");
    assert!(
        (1.0 / found.high - 1.0 / 621.933_750_5).abs() < 1.3e-4,
        "{found:?}"
    );
}

#[test]
fn refusals() {
    let why = |group, reference, method| {
        odds_ratio(group, reference, method, 0.95)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        why(of(0, 9), of(0, 7), OddsMethod::Score),
        "nobody in both groups had the outcome, so there is no odds ratio"
    );
    assert_eq!(
        why(of(9, 9), of(7, 7), OddsMethod::Fisher),
        "everybody in both groups had the outcome, so there is no odds ratio"
    );
    assert_eq!(
        why(of(0, 9), of(3, 7), OddsMethod::Woolf),
        "woolf cannot be used: one of the four counts is 0; use score"
    );
    assert_eq!(
        why(of(1, 20_000_000_000), of(3, 7), OddsMethod::MidP),
        "20000000007 people are too many for the exact method; use score, which is as good at such numbers"
    );
    assert_eq!(
        odds_ratio(of(0, 0), of(3, 7), OddsMethod::Score, 0.95),
        Err(DisparityError::EmptyGroup("the group"))
    );
    assert_eq!(
        odds_ratio(of(1, 3), of(3, 7), OddsMethod::Score, 2.0),
        Err(DisparityError::Level(2.0))
    );
}

/// At a thousand million people the exact interval still answers, and agrees with the score interval to what such
/// numbers leave between them.
#[test]
fn exact_at_large_counts() {
    let (group, reference) = (of(3_000_000, 10_000_000), of(250_000_000, 1_000_000_000));
    let fisher = odds_ratio(group, reference, OddsMethod::Fisher, 0.95).unwrap();
    let score = odds_ratio(group, reference, OddsMethod::Score, 0.95).unwrap();
    same(fisher.ratio, score.ratio, 1e-8);
    same(fisher.low, score.low, 1e-6);
    same(fisher.high, score.high, 1e-6);
}

/// How often 95% intervals hold an odds ratio of 3, added up over every table of 25 against 30 with its probability.
/// Fisher's may never fall below the level; mid-p's keeps near it.
#[test]
fn coverage_over_all_tables() {
    let binomial = |n: i32, p: f64| {
        let choose = |x: i32| (0..x).fold(1.0, |product, k| product * f64::from(n - k) / f64::from(k + 1));
        (0..=n)
            .map(move |x| choose(x) * p.powi(x) * (1.0 - p).powi(n - x))
            .collect::<Vec<_>>()
    };
    // Odds 3/4 against 1/4.
    let (own, other) = (binomial(25, 3.0 / 7.0), binomial(30, 0.2));
    for (method, least, most) in [
        (OddsMethod::Fisher, 0.95, 0.985),
        (OddsMethod::MidP, 0.945, 0.965),
        (OddsMethod::Score, 0.935, 0.965),
    ] {
        let mut covered = 0.0;
        for (x1, chance1) in own.iter().enumerate() {
            for (x2, chance2) in other.iter().enumerate() {
                if let Ok(found) = odds_ratio(of(x1 as u64, 25), of(x2 as u64, 30), method, 0.95)
                    && found.low <= 3.0
                    && 3.0 <= found.high
                {
                    covered += chance1 * chance2;
                }
            }
        }
        assert!((least..most).contains(&covered), "{method:?}: {covered}");
    }
}

fn counts() -> impl Strategy<Value = Counts> {
    (1_u64..400).prop_flat_map(|base| (0..=base).prop_map(move |events| of(events, base)))
}

fn methods() -> impl Strategy<Value = OddsMethod> {
    prop_oneof![
        Just(OddsMethod::Score),
        Just(OddsMethod::Woolf),
        Just(OddsMethod::Fisher),
        Just(OddsMethod::MidP)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(42), cases: 300, ..ProptestConfig::default() })]

    /// Swapping the groups inverts an odds ratio, and so does counting those without the outcome.
    #[test]
    fn the_inverse_either_way(group in counts(), reference in counts(), method in methods()) {
        let there = odds_ratio(group, reference, method, 0.95);
        for back in [
            odds_ratio(reference, group, method, 0.95),
            odds_ratio(group.reversed(), reference.reversed(), method, 0.95),
        ] {
            prop_assert_eq!(there.is_ok(), back.is_ok());
            if let (Ok(there), Ok(back)) = (&there, &back) {
                for (one, other) in [(there.ratio, back.ratio), (there.low, back.high), (there.high, back.low)] {
                    let product = one * other;
                    prop_assert!(product.is_nan() || (product - 1.0).abs() < 1e-9, "{one} and {other}");
                }
            }
        }
    }

    #[test]
    fn wider_at_a_higher_level(
        group in counts(), reference in counts(), method in methods(), level in 0.01..0.98_f64,
    ) {
        let narrow = odds_ratio(group, reference, method, level);
        let wide = odds_ratio(group, reference, method, level + 0.019);
        if let (Ok(narrow), Ok(wide)) = (narrow, wide) {
            prop_assert!(0.0 <= wide.low && wide.low <= narrow.low && narrow.low <= narrow.ratio);
            prop_assert!(narrow.ratio <= narrow.high && narrow.high <= wide.high);
        }
    }

    /// Fisher's interval never covers less than mid-p's.
    #[test]
    fn fisher_holds_mid_p(group in counts(), reference in counts()) {
        let fisher = odds_ratio(group, reference, OddsMethod::Fisher, 0.95);
        let middle = odds_ratio(group, reference, OddsMethod::MidP, 0.95);
        if let (Ok(fisher), Ok(middle)) = (fisher, middle) {
            prop_assert!(fisher.low <= middle.low * (1.0 + 1e-9));
            prop_assert!(middle.high <= fisher.high * (1.0 + 1e-9));
        }
    }
}
