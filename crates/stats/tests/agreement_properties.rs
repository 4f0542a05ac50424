//! What must hold for all ratings.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::agreement::{
    Bootstrap, Metric, Resamples, Weights, ac1, ac2, alpha, brennan_prediger, conger, fleiss, observed,
    report, weighted_krippendorff,
};

mod ratings;

use ratings::{Row, read};

const METRICS: [Metric; 4] = [Metric::Nominal, Metric::Ordinal, Metric::Interval, Metric::Ratio];

/// Up to 30 units by up to 6 raters on a scale of up to 5, about a quarter missing.
fn matrices() -> impl Strategy<Value = Vec<Row>> {
    (2_u32..30, 2_u32..6, 2_u32..=5).prop_flat_map(|(units, raters, classes)| {
        let cell = prop::option::weighted(0.75, 1..=classes);
        prop::collection::vec(cell, (units * raters) as usize).prop_map(move |cells| {
            (0..)
                .zip(cells)
                .map(|(at, value)| (at / raters, at % raters, value))
                .collect()
        })
    })
}

fn fixed() -> ProptestConfig {
    ProptestConfig {
        cases: 200,
        rng_seed: RngSeed::Fixed(4),
        failure_persistence: None,
        ..Default::default()
    }
}

/// Alpha by its definition: every ordered pair of ratings within a unit, and of all ratings of pairable
/// units.
fn by_definition(metric: Metric, rows: &[Row]) -> Option<f64> {
    let mut units = std::collections::BTreeMap::<u32, Vec<u32>>::new();
    for (unit, _, value) in rows {
        units.entry(*unit).or_default().extend(value);
    }
    units.retain(|_, values| values.len() > 1);
    let all: Vec<u32> = units.values().flatten().copied().collect();
    let count = |value: u32| all.iter().filter(|other| **other == value).count() as f64;
    let squared = |a: u32, b: u32| {
        let (low, high) = (a.min(b), a.max(b));
        let (x, y) = (f64::from(a), f64::from(b));
        match metric {
            Metric::Nominal => f64::from(u8::from(a != b)),
            Metric::Ordinal => {
                let between: f64 = (low..=high).map(count).sum();
                (between - (count(a) + count(b)) / 2.0).powi(2)
            }
            Metric::Interval => (x - y).powi(2),
            Metric::Ratio => ((x - y) / (x + y)).powi(2),
        }
    };
    let pairs = |values: &[u32]| {
        let ordered = values.iter().flat_map(|a| values.iter().map(|b| squared(*a, *b)));
        ordered.sum::<f64>()
    };
    let observed: f64 = units
        .values()
        .map(|values| pairs(values) / (values.len() as f64 - 1.0))
        .sum();
    let expected = pairs(&all);
    (expected > 0.0).then(|| 1.0 - (all.len() as f64 - 1.0) * observed / expected)
}

proptest! {
    #![proptest_config(fixed())]

    #[test]
    fn alpha_is_its_definition(rows in matrices()) {
        for metric in METRICS {
            match (alpha(&read(metric, &rows)), by_definition(metric, &rows)) {
                (Ok(found), Some(defined)) => prop_assert!((found - defined).abs() < 1e-12),
                (Err(_), None) => {}
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }

    #[test]
    fn order_of_rows_leaves_no_trace(rows in matrices(), turn in any::<prop::sample::Index>()) {
        let mut turned = rows.clone();
        turned.rotate_left(turn.index(rows.len()));
        turned.reverse();
        let bootstrap = Some(Bootstrap { resamples: 20, seed: 5, level: 0.9 });
        for metric in METRICS {
            let (one, other) = (read(metric, &rows), read(metric, &turned));
            // To the last bit, the interval too.
            prop_assert_eq!(report(&one, bootstrap, &mut |_| {}), report(&other, bootstrap, &mut |_| {}));
        }
    }

    #[test]
    fn names_of_raters_and_units_leave_no_trace(rows in matrices()) {
        let rename = |(unit, rater, value): &Row| (99 - unit, 99 - rater, *value);
        let renamed: Vec<Row> = rows.iter().map(rename).collect();
        for metric in METRICS {
            let (one, other) = (read(metric, &rows), read(metric, &renamed));
            prop_assert_eq!(alpha(&one), alpha(&other));
            prop_assert_eq!(ac2(&one, Weights::Quadratic), ac2(&other, Weights::Quadratic));
            prop_assert_eq!(fleiss(&one, Weights::Linear), fleiss(&other, Weights::Linear));
            let resampled = |ratings| Resamples::new(ratings, 3).take(10).collect::<Vec<_>>();
            prop_assert_eq!(resampled(&one), resampled(&other));
            if let (Ok(one), Ok(other)) = (conger(&one), conger(&other)) {
                prop_assert!((one.value - other.value).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn nominal_classes_may_have_any_name(rows in matrices()) {
        let renamed: Vec<Row> = rows
            .iter()
            .map(|(unit, rater, value)| (*unit, *rater, value.map(|value| (value * 3) % 7)))
            .collect();
        let (one, other) = (read(Metric::Nominal, &rows), read(Metric::Nominal, &renamed));
        match (alpha(&one), alpha(&other)) {
            (Ok(one), Ok(other)) => prop_assert!((one - other).abs() < 1e-13),
            (one, other) => prop_assert_eq!(one.is_err(), other.is_err()),
        }
        if let (Ok(one), Ok(other)) = (ac1(&one), ac1(&other)) {
            prop_assert!((one.value - other.value).abs() < 1e-13);
        }
    }

    #[test]
    fn ordinal_alpha_looks_at_order_alone(rows in matrices()) {
        let stretched: Vec<Row> = rows
            .iter()
            .map(|(unit, rater, value)| (*unit, *rater, value.map(|value| value * value * value)))
            .collect();
        prop_assert_eq!(alpha(&read(Metric::Ordinal, &rows)), alpha(&read(Metric::Ordinal, &stretched)));
    }

    #[test]
    fn agreement_throughout_is_one(classes in prop::collection::vec(0_u32..4, 2..20), raters in 2_u32..6) {
        let mut classes = classes;
        classes[0] = 0;
        classes[1] = 3;
        let rows: Vec<Row> = (0..)
            .zip(&classes)
            .flat_map(|(unit, class)| (0..raters).map(move |rater| (unit, rater, Some(*class))))
            .collect();
        for metric in METRICS {
            let data = read(metric, &rows);
            prop_assert_eq!(alpha(&data), Ok(1.0));
            let weighted = [fleiss(&data, Weights::Ordinal), ac2(&data, Weights::Linear)];
            for found in [ac1(&data), conger(&data)].into_iter().chain(weighted) {
                prop_assert_eq!(found.unwrap().value, 1.0);
            }
            let weighted = weighted_krippendorff(&data, Weights::Quadratic).unwrap().value;
            prop_assert!((weighted - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn coefficients_keep_their_bounds(rows in matrices()) {
        let data = read(Metric::Ordinal, &rows);
        if let Ok(found) = ac1(&data) {
            let least = -1.0 / (data.scale().len() as f64 - 1.0);
            prop_assert!(found.value <= 1.0 && found.value >= least - 1e-12, "{found:?} below {least}");
            // AC1 is never below Brennan-Prediger, which supposes all classes as likely.
            let flat = brennan_prediger(&data, Weights::Identity).unwrap().value;
            prop_assert!(found.value >= flat - 1e-12);
            prop_assert!(found.standard_error.is_none_or(|error| error.is_finite() && error >= 0.0));
            prop_assert!((0.0..=1.0).contains(&found.observed));
            prop_assert!((0.0..=0.5 + 1e-12).contains(&found.expected));
        }
        if let Ok(found) = alpha(&data) {
            prop_assert!(found.is_finite() && found <= 1.0 + 1e-12);
        }
    }

    #[test]
    fn pairs_and_units_add_up(rows in matrices()) {
        let data = read(Metric::Nominal, &rows);
        let found = observed(&data);
        prop_assert_eq!(found.unanimous_units + found.split_units, found.pairable_units);
        prop_assert_eq!(found.pairable_units as usize, data.pairable_units());
        let by_pair = stats::agreement::pairs_of_raters(&data);
        prop_assert_eq!(by_pair.iter().map(|pair| pair.both).sum::<u64>(), found.pairs);
        prop_assert_eq!(by_pair.iter().map(|pair| pair.agreed).sum::<u64>(), found.agreeing_pairs);
    }
}
