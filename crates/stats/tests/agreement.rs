//! Golden values of agreement. Krippendorff, *Computing Krippendorff's alpha-reliability* (published .743,
//! .815, .849, .797; also recomputed with the Python package krippendorff 0.9.0); Gwet's examples as in the
//! vignette of irrCAC; Fleiss' example as widely reprinted. The numbers are in `data/agreement.json`.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use serde_json::Value;
use stats::agreement::{
    Coefficient, Metric, Ratings, RatingsBuilder, Undefined, Weights, ac1, ac2, alpha, brennan_prediger,
    cohen, conger, fleiss, observed, pairs_of_raters, report, scott, units, weighted_krippendorff,
};

fn golden() -> Value {
    serde_json::from_str(include_str!("data/agreement.json")).unwrap()
}

/// Ratings from rows of (unit, rater, value).
fn ratings<V: AsRef<str>>(metric: Metric, rows: &[(usize, usize, V)]) -> Ratings {
    let mut builder = RatingsBuilder::new(metric, None).unwrap();
    for (line, (unit, rater, value)) in (2..).zip(rows) {
        let (unit, rater) = (format!("U{unit:04}"), format!("R{rater:03}"));
        builder.add(line, &unit, &rater, value.as_ref()).unwrap();
    }
    builder.finish().unwrap()
}

/// Krippendorff's four observers and twelve units.
fn four_by_twelve(metric: Metric) -> Ratings {
    let golden = golden();
    let mut rows = Vec::new();
    for (rater, row) in golden["krippendorff_4x12"]["ratings"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        for (unit, value) in row.as_array().unwrap().iter().enumerate() {
            let value = value.as_i64().map_or_else(String::new, |value| value.to_string());
            rows.push((unit, rater, value));
        }
    }
    ratings(metric, &rows)
}

fn near(found: f64, golden: f64, tolerance: f64) {
    assert!((found - golden).abs() <= tolerance, "{found} should be {golden}");
}

/// A coefficient with its standard error, as `[value, error]` printed to five decimals.
fn matches(found: Result<Coefficient, Undefined>, golden: &Value) {
    let found = found.unwrap();
    near(found.value, golden[0].as_f64().unwrap(), 5.1e-6);
    near(found.standard_error.unwrap(), golden[1].as_f64().unwrap(), 5.1e-6);
}

#[test]
fn krippendorffs_example() {
    let golden = golden();
    let values = &golden["krippendorff_4x12"]["alpha"];
    for metric in [Metric::Nominal, Metric::Ordinal, Metric::Interval, Metric::Ratio] {
        let found = alpha(&four_by_twelve(metric)).unwrap();
        near(found, values[metric.to_string()].as_f64().unwrap(), 1e-9);
    }
}

#[test]
fn gwets_coefficients_of_the_same_data() {
    let golden = golden();
    let same = &golden["gwet_same_data"];
    let data = four_by_twelve(Metric::Nominal);
    let plain = &same["identity"];
    near(
        ac1(&data).unwrap().observed,
        plain["pa"].as_f64().unwrap(),
        5.1e-6,
    );
    matches(ac1(&data), &plain["ac1"]);
    matches(conger(&data), &plain["conger"]);
    matches(fleiss(&data, Weights::Identity), &plain["fleiss"]);
    matches(
        brennan_prediger(&data, Weights::Identity),
        &plain["brennan_prediger"],
    );
    matches(
        weighted_krippendorff(&data, Weights::Identity),
        &plain["krippendorff"],
    );
    for (weights, name) in [
        (Weights::Quadratic, "quadratic"),
        (Weights::Ordinal, "ordinal"),
        (Weights::Linear, "linear"),
    ] {
        matches(ac2(&data, weights), &same[name]["ac2"]);
        matches(weighted_krippendorff(&data, weights), &same[name]["krippendorff"]);
        if let Some(kappa) = same[name].get("fleiss") {
            matches(fleiss(&data, weights), kappa);
        }
    }
}

#[test]
fn the_trap_of_two_ordinals() {
    // Gwet's ordinal weights and Krippendorff's ordinal metric are two things with one name.
    let data = four_by_twelve(Metric::Ordinal);
    near(alpha(&data).unwrap(), 0.8154, 5.1e-5);
    near(
        weighted_krippendorff(&data, Weights::Ordinal).unwrap().value,
        0.8336,
        5.1e-5,
    );
    let said = report(&data, None, &mut |_| {});
    near(said.alpha.alpha.unwrap(), 0.8154, 5.1e-5);
    assert_eq!(said.metric, Metric::Ordinal);
    let said = serde_json::to_value(&said).unwrap();
    assert_eq!(said["metric"], "ordinal");
    assert!(
        said.get("ac2_ordinal").is_none(),
        "Gwet's weights are named as his"
    );
    near(said["ac2_gwet_ordinal"].as_f64().unwrap(), 0.89894, 5.1e-6);
}

#[test]
fn nominal_and_interval_alpha_are_weighted_ones() {
    for (metric, weights) in [
        (Metric::Nominal, Weights::Identity),
        (Metric::Interval, Weights::Quadratic),
    ] {
        let data = four_by_twelve(metric);
        let other = weighted_krippendorff(&data, weights).unwrap().value;
        near(alpha(&data).unwrap(), other, 1e-14);
    }
}

#[test]
fn two_abstractors() {
    let golden = golden();
    let example = &golden["cont3x3abstractors"];
    let mut rows = Vec::new();
    for (one, row) in example["table"].as_array().unwrap().iter().enumerate() {
        for (other, count) in row.as_array().unwrap().iter().enumerate() {
            for _ in 0..count.as_u64().unwrap() {
                let unit = rows.len();
                rows.extend([(unit, 0, one.to_string()), (unit, 1, other.to_string())]);
            }
        }
    }
    let data = ratings(Metric::Nominal, &rows);
    let value = |name: &str| example[name].as_f64().unwrap();
    near(cohen(&data).unwrap().value, value("cohen"), 5.1e-8);
    near(scott(&data).unwrap().value, value("scott"), 5.1e-8);
    near(ac1(&data).unwrap().value, value("ac1"), 5.1e-8);
    near(
        brennan_prediger(&data, Weights::Identity).unwrap().value,
        value("bp"),
        5.1e-8,
    );
    near(alpha(&data).unwrap(), value("krippendorff"), 5.1e-8);
    near(observed(&data).observed.unwrap(), value("pa"), 1e-12);
    // irrCAC prints .04322 as the standard error of AC1 from the table, whose divisor is n; ours has n - 1.
    near(
        ac1(&data).unwrap().standard_error.unwrap() * 0.99_f64.sqrt(),
        0.04322,
        5.1e-6,
    );
    let pairs = pairs_of_raters(&data);
    assert_eq!((pairs.len(), pairs[0].both, pairs[0].agreed), (1, 100, 89));
}

#[test]
fn fleiss_own_example() {
    let golden = golden();
    let mut rows = Vec::new();
    for (unit, counts) in golden["fleiss_wikipedia"]["counts"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        let mut rater = 0;
        for (class, count) in counts.as_array().unwrap().iter().enumerate() {
            for _ in 0..count.as_u64().unwrap() {
                rows.push((unit, rater, class.to_string()));
                rater += 1;
            }
        }
    }
    let data = ratings(Metric::Nominal, &rows);
    let found = fleiss(&data, Weights::Identity).unwrap();
    near(
        found.value,
        golden["fleiss_wikipedia"]["kappa"].as_f64().unwrap(),
        1e-9,
    );
}

#[test]
fn counts_of_who_agreed() {
    let data = four_by_twelve(Metric::Ordinal);
    let found = observed(&data);
    // Counted by hand from the table: units 2, 6 and 8 are split; the twelfth has one rating.
    assert_eq!(
        (found.pairable_units, found.unanimous_units, found.split_units),
        (11, 8, 3)
    );
    // Pairs: eight units of four ratings, two of three and one of two; of the 18 pairs of split units 6
    // agree.
    assert_eq!((found.pairs, found.agreeing_pairs), (55, 43));
    near(found.observed.unwrap(), 0.818_181_818, 1e-9);
    let rows: Vec<_> = units(&data)
        .map(|unit| (unit.ratings, unit.agreeing_pairs))
        .collect();
    assert_eq!((rows[0], rows[5], rows[11]), ((3, 3), (4, 0), (1, 0)));
    assert_eq!(pairs_of_raters(&data).len(), 6);
}
