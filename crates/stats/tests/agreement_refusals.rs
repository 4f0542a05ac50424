//! One interval for a seed, what has no value, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use stats::agreement::{
    Bootstrap, FEWEST_UNITS, MOST_CLASSES, MOST_RATERS, Metric, Ratings, RatingsBuilder, RatingsError,
    Report, Resamples, Undefined, Weights, ac1, ac2, alpha, brennan_prediger, cohen, conger, fleiss,
    observed, percentile_interval, report, scott, weighted_krippendorff,
};

mod ratings;

use ratings::{Row, read};

/// Twenty units by three raters, some split.
fn twenty(metric: Metric) -> Ratings {
    let rows: Vec<Row> = (0..60)
        .map(|at| (at / 3, at % 3, Some(1 + at * at % 7 % 3)))
        .collect();
    read(metric, &rows)
}

fn said(ratings: &Ratings) -> Report {
    report(ratings, None, &mut |_| {})
}

#[test]
fn a_seed_gives_one_interval_everywhere() {
    let data = twenty(Metric::Ordinal);
    let bootstrap = |resamples, seed| {
        let mut done = 0;
        let bootstrap = Some(Bootstrap {
            resamples,
            seed,
            level: 0.95,
        });
        let found = report(&data, bootstrap, &mut |count| done = count).alpha;
        assert_eq!(done, resamples);
        found
    };
    let found = bootstrap(2000, 1);
    assert_eq!(found, bootstrap(2000, 1));
    assert_ne!(found, bootstrap(2000, 2));
    assert!(found.alpha_low < found.alpha && found.alpha < found.alpha_high);
    // The Python package krippendorff 0.9.0, fed with the same units drawn by a SplitMix64 written there,
    // then numpy.quantile: 0.04718390804597694 and 0.2850887423935091.
    let (low, high) = (found.alpha_low.unwrap(), found.alpha_high.unwrap());
    assert!((low - 0.047_183_908_045_976_94).abs() < 1e-14 && (high - 0.285_088_742_393_509_1).abs() < 1e-14);
    // To the last bit what the first machine found: another one must find it too.
    assert_eq!(
        (low.to_bits(), high.to_bits()),
        (4_586_960_738_817_994_304, 4_598_807_322_133_949_644)
    );
    let first: Vec<_> = Resamples::new(&data, 1).take(10).collect();
    assert_eq!(Resamples::new(&data, 1).take(20).collect::<Vec<_>>()[..10], first);
}

#[test]
fn percentiles_lie_between_neighbours() {
    // numpy.quantile([1, 2, 3, 4], [.025, .975]) is 1.075 and 3.925.
    let found = percentile_interval(vec![4.0, 2.0, 1.0, 3.0], 0.95).unwrap();
    assert!((found.low - 1.075).abs() < 1e-12 && (found.high - 3.925).abs() < 1e-12);
    assert_eq!(percentile_interval(Vec::new(), 0.95), None);
}

#[test]
fn few_units_give_counts_alone() {
    let rows: Vec<Row> = (0..27)
        .map(|at| (at / 3, at % 3, Some(1 + at * at % 7 % 3)))
        .collect();
    let few = said(&read(Metric::Ordinal, &rows));
    assert_eq!(few.observed.pairable_units + 1, FEWEST_UNITS);
    assert!(few.observed.pairs == 27 && few.observed.observed.is_some());
    assert!(few.alpha.alpha.is_none() && few.coefficients.iter().all(|named| named.found.is_none()));
    assert_eq!(
        few.notes,
        ["Only 9 units have ratings by two raters: coefficients are given from 10 on."]
    );
    let rows: Vec<Row> = (0..30)
        .map(|at| (at / 3, at % 3, Some(1 + at * at % 7 % 3)))
        .collect();
    let ten = said(&read(Metric::Ordinal, &rows));
    assert_eq!(ten.observed.pairable_units, FEWEST_UNITS);
    assert!(ten.alpha.alpha.is_some() && ten.coefficients.get("ac1").is_some());
}

#[test]
fn nobody_to_compare_with_is_a_sentence() {
    let rows: Vec<Row> = (0..20).map(|unit| (unit, unit % 4, Some(unit % 3))).collect();
    let data = read(Metric::Nominal, &rows);
    assert_eq!(alpha(&data), Err(Undefined::NoPairs));
    assert_eq!(ac1(&data), Err(Undefined::NoPairs));
    let found = said(&data);
    assert_eq!(found.observed.observed, None);
    assert_eq!(
        found.notes,
        ["No unit has ratings by two raters, so there is nothing to compare."]
    );
    let nothing = read(Metric::Ordinal, &[(1, 1, None), (2, 1, None)]);
    assert_eq!(
        (nothing.len(), nothing.units().len(), alpha(&nothing)),
        (0, 2, Err(Undefined::NoPairs))
    );
}

#[test]
fn one_class_is_a_sentence() {
    let rows: Vec<Row> = (0..30).map(|at| (at / 2, at % 2, Some(3))).collect();
    let data = read(Metric::Ordinal, &rows);
    for found in [
        ac1(&data),
        fleiss(&data, Weights::Identity),
        conger(&data),
        cohen(&data),
        brennan_prediger(&data, Weights::Identity),
        weighted_krippendorff(&data, Weights::Identity),
    ] {
        assert_eq!(found, Err(Undefined::OneClass("3".to_owned())));
    }
    let found = report(
        &data,
        Some(Bootstrap {
            resamples: 100,
            seed: 1,
            level: 0.95,
        }),
        &mut |_| {},
    );
    assert_eq!(found.observed.observed, Some(1.0));
    assert!(found.alpha.alpha.is_none() && found.alpha.bootstrap == 0);
    assert_eq!(found.notes.len(), 1);
    assert!(
        found.notes[0].starts_with("No value for alpha, Gwet's AC1, ")
            && found.notes[0].ends_with(
                ": all ratings that can be compared are \"3\": with one class in use, chance alone agrees as well."
            ),
        "{:?}",
        found.notes
    );
    // With the whole scale known, chance no longer agrees throughout: Gwet's and Brennan-Prediger's have a
    // value.
    let scale = ["1", "2", "3"].map(str::to_owned);
    let mut builder = RatingsBuilder::new(Metric::Ordinal, Some(&scale)).unwrap();
    for (unit, rater, _) in rows {
        builder
            .add(2, &unit.to_string(), &rater.to_string(), "3.0")
            .unwrap();
    }
    let data = builder.finish().unwrap();
    assert_eq!(ac1(&data).unwrap().value, 1.0);
    assert_eq!(brennan_prediger(&data, Weights::Identity).unwrap().value, 1.0);
    assert!(fleiss(&data, Weights::Identity).is_err());
}

#[test]
fn one_class_among_the_comparable_is_named() {
    let mut rows: Vec<Row> = (2..32).map(|at| (at / 2, at % 2, Some(3))).collect();
    rows.push((0, 0, Some(1)));
    let data = read(Metric::Ordinal, &rows);
    let three = Err(Undefined::OneClass("3".to_owned()));
    assert_eq!(alpha(&data), three.clone().map(|()| 0.0));
    assert_eq!(weighted_krippendorff(&data, Weights::Identity).map(drop), three);
    assert_eq!(fleiss(&data, Weights::Identity).unwrap().observed, 1.0);
}

#[test]
fn too_little_spread_gives_no_interval() {
    // One unit in thirty is split: many resamples miss it.
    let rows: Vec<Row> = (0..60)
        .map(|at| (at / 2, at % 2, Some(1 + u32::from(at == 0))))
        .collect();
    let bootstrap = Some(Bootstrap {
        resamples: 1000,
        seed: 1,
        level: 0.95,
    });
    let found = report(&read(Metric::Nominal, &rows), bootstrap, &mut |_| {});
    // (29/30)^30 = .362 of them.
    assert!(found.alpha.undefined_resamples.abs_diff(362) < 60);
    assert!(found.alpha.alpha.is_some() && found.alpha.alpha_low.is_none());
    assert!(found.notes[0].ends_with("resamples all ratings fell into one class: alpha has no interval."));
}

#[test]
fn a_rater_who_rated_nothing_is_named_and_left_out() {
    let rows: Vec<Row> = (0..60)
        .map(|at| (at / 3, at % 3, (at % 3 < 2).then_some(1 + at * at % 7 % 3)))
        .collect();
    let data = read(Metric::Ordinal, &rows);
    assert_eq!((data.raters().len(), data.silent()), (2, &["2".to_owned()][..]));
    let found = said(&data);
    assert_eq!(found.notes, ["Rater 2 rated nothing and is left out."]);
    let without: Vec<Row> = rows.into_iter().filter(|row| row.1 < 2).collect();
    let data = read(Metric::Ordinal, &without);
    assert_eq!(found.coefficients, said(&data).coefficients);
    assert!(cohen(&data).is_ok() && scott(&data).is_ok());
    assert_eq!(cohen(&twenty(Metric::Nominal)), Err(Undefined::NotTwoRaters(3)));
}

fn refusal(metric: Metric, rows: &[(&str, &str, &str)]) -> String {
    let mut builder = RatingsBuilder::new(metric, None).unwrap();
    let added = (2..)
        .zip(rows)
        .try_for_each(|(line, row)| builder.add(line, row.0, row.1, row.2));
    added.and_then(|()| builder.finish()).unwrap_err().to_string()
}

#[test]
fn bad_ratings_are_refused() {
    assert_eq!(
        refusal(
            Metric::Ordinal,
            &[("a", "r", "1"), ("b", "r", "2"), (" a", "r ", "")]
        ),
        "lines 2 and 4 rate the same unit by the same rater; give each rating once"
    );
    // What looks the same is the same: e with an acute accent, composed and not.
    assert!(
        refusal(Metric::Nominal, &[("\u{e9}", "r", "1"), ("e\u{301}", "r", "1")])
            .starts_with("lines 2 and 3 ")
    );
    assert_eq!(
        refusal(Metric::Interval, &[("a", "r", "good")]),
        "the value \"good\" is not a number, which the interval metric needs; correct it or choose the \
         nominal or the ordinal metric"
    );
    for word in ["NaN", "inf", "-infinity", "1,5", "0x10", "1e999"] {
        let said = refusal(Metric::Ordinal, &[("a", "r", word)]);
        assert!(
            said.contains("is not a number, which the ordinal metric needs"),
            "{said}"
        );
    }
    assert_eq!(
        refusal(Metric::Nominal, &[("a", "r", "nan")]),
        "the value \"nan\" is no class; leave the field blank where there is no rating"
    );
    assert!(refusal(Metric::Ratio, &[("a", "r", "-1")]).starts_with("the value -1 is negative"));
    assert!(refusal(Metric::Nominal, &[(" ", "r", "1")]).starts_with("the unit is blank"));
    assert!(refusal(Metric::Nominal, &[("a", "\u{a0}", "1")]).starts_with("the rater is blank"));
}

#[test]
fn too_much_is_refused() {
    let mut builder = RatingsBuilder::new(Metric::Interval, None).unwrap();
    let mut add = |at: usize| builder.add(2, &at.to_string(), "r", &format!("{at}.5"));
    assert!((0..MOST_CLASSES).all(|at| add(at).is_ok()));
    assert_eq!(add(MOST_CLASSES), Err(RatingsError::TooManyClasses));
    let mut builder = RatingsBuilder::new(Metric::Nominal, None).unwrap();
    let mut add = |at: usize| builder.add(2, "u", &at.to_string(), "1");
    assert!((0..MOST_RATERS).all(|at| add(at).is_ok()));
    assert_eq!(add(MOST_RATERS), Err(RatingsError::TooManyRaters));
}

#[test]
fn a_scale_of_words_has_the_order_given() {
    let scale = ["poor", "fair", "good"].map(str::to_owned);
    let words = |metric, scale: Option<&[String]>| {
        let mut builder = RatingsBuilder::new(metric, scale).unwrap();
        for at in 0..60_u32 {
            let word = ["poor", "fair", "good"][(at * at % 7 % 3) as usize];
            builder
                .add(2, &(at / 3).to_string(), &(at % 3).to_string(), word)
                .unwrap();
        }
        builder.finish().unwrap()
    };
    let given = words(Metric::Ordinal, Some(&scale));
    assert_eq!(alpha(&given), alpha(&twenty(Metric::Ordinal)));
    assert_eq!(
        ac2(&given, Weights::Quadratic),
        ac2(&twenty(Metric::Ordinal), Weights::Quadratic)
    );
    // Beside a word, "1" and "1.0" are two words; without it they are one number.
    let alike = |third: &str| {
        let mut builder = RatingsBuilder::new(Metric::Nominal, None).unwrap();
        for (rater, value) in ["1", "1.0", third].iter().enumerate() {
            builder.add(2, "u", &rater.to_string(), value).unwrap();
        }
        observed(&builder.finish().unwrap()).agreeing_pairs
    };
    assert_eq!((alike("one"), alike("2"), alike("01")), (0, 1, 3));
    let free = words(Metric::Nominal, None);
    assert_eq!(free.scale().labels(), ["fair", "good", "poor"]);
    assert_eq!(ac2(&free, Weights::Linear), Err(Undefined::NoOrder));
    assert!(said(&free).notes[0].starts_with("No value for Gwet's AC2 (quadratic weights), "));

    let refused = |metric, classes: &[&str]| {
        let classes: Vec<String> = classes.iter().map(ToString::to_string).collect();
        RatingsBuilder::new(metric, Some(&classes)).unwrap_err()
    };
    assert_eq!(refused(Metric::Ordinal, &["good"]), RatingsError::ShortScale);
    assert_eq!(refused(Metric::Ordinal, &["good", " "]), RatingsError::ShortScale);
    assert_eq!(
        refused(Metric::Nominal, &["a", "b", "a"]),
        RatingsError::ClassTwice("a".to_owned())
    );
    assert_eq!(
        refused(Metric::Nominal, &["1", "1.0"]),
        RatingsError::ClassTwice("1.0".to_owned())
    );
    assert!(matches!(
        refused(Metric::Interval, &["good", "bad"]),
        RatingsError::NotANumber { .. }
    ));
    let mut builder = RatingsBuilder::new(Metric::Ordinal, Some(&scale)).unwrap();
    assert_eq!(
        builder.add(2, "u", "r", "fine").unwrap_err().to_string(),
        "the value \"fine\" is not among the classes that were given; correct it or give all classes"
    );
}
