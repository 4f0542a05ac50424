//! The chain of stages, the four-fifths screen, those not recorded, and many comparisons.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::disparity::{
    Counts, DisparityError, Fraction, RatioMethod, Stage, benjamini_hochberg, holm, impact_ratios,
    missing_bounds, stage_chain,
};

fn of(events: u64, base: u64) -> Counts {
    Counts::new(events, base).unwrap()
}

fn fraction(over: u128, under: u128) -> Fraction {
    Fraction::new(over, under).unwrap()
}

fn stages(counts: &[(&str, u64, u64)]) -> Vec<Stage> {
    let stage = |&(name, group, reference): &(&str, u64, u64)| Stage {
        name: name.to_owned(),
        group,
        reference,
    };
    counts.iter().map(stage).collect()
}

fn chain_of(counts: &[(&str, u64, u64)]) -> Result<Vec<stats::disparity::Link>, DisparityError> {
    stage_chain(&stages(counts), RatioMethod::Koopman, 0.95)
}

/// Methods 4.1: 5 x 17/15 x 2/3 = 34/9, exactly.
#[test]
fn the_ratios_of_the_links_multiply_to_the_ratio_to_the_population() {
    let links = chain_of(&[
        ("population", 10_000, 100_000),
        ("stop", 500, 1_000),
        ("arrest", 85, 150),
        ("out-of-court resolution", 34, 90),
    ])
    .unwrap();
    let ratios: Vec<_> = links.iter().map(|link| link.ratio).collect();
    assert_eq!(ratios, [fraction(5, 1), fraction(17, 15), fraction(2, 3)]);
    assert_eq!(links[2].so_far, fraction(34, 9));
    assert_eq!(links[2].so_far.to_string(), "34/9");
    assert_eq!((links[1].rate, links[1].reference_rate), (0.17, 0.15));
    assert_eq!((links[1].from.as_str(), links[1].to.as_str()), ("stop", "arrest"));
    let interval = links[1].interval.unwrap();
    assert!(interval.low < 17.0 / 15.0 && 17.0 / 15.0 < interval.high);
    // 415 of 500 against 850 of 1,000 were stopped and not arrested.
    assert!((links[1].opposite.unwrap().ratio - 0.83 / 0.85).abs() < 1e-15);
}

/// More stops than people, and numbers too small: the rates and the exact ratio stand, without bounds.
#[test]
fn links_without_bounds() {
    let links = chain_of(&[("population", 100, 1000), ("stop", 150, 300), ("arrest", 4, 30)]).unwrap();
    assert_eq!((links[0].rate, links[0].interval), (1.5, None));
    assert_eq!((links[1].interval, links[0].opposite), (None, None));
    assert_eq!(links[1].so_far, fraction(4 * 1000, 100 * 30));
}

#[test]
fn chains_refused() {
    let why = |counts: &[(&str, u64, u64)]| chain_of(counts).unwrap_err().to_string();
    assert_eq!(
        why(&[("population", 1, 1)]),
        "the chain has 1 stages; it needs two or more, such as population and stop"
    );
    assert_eq!(
        why(&[("population", 9, 9), ("stop", 0, 3), ("arrest", 0, 1)]),
        "the group has a count of 0 at the stage stop, so no ratio can be taken there"
    );
    assert_eq!(
        why(&[("population", 9, 9), ("stop", 3, 0)]),
        "the reference group has a count of 0 at the stage stop, so no ratio can be taken there"
    );
    assert_eq!(
        why(&[("population", 9, 0), ("stop", 3, 0)]),
        "the reference group has a count of 0 at the stage population, so no ratio can be taken there"
    );
    assert!(why(&[("population", u64::MAX, 9), ("stop", 3, 3)]).contains("exactly"));
    let level = stage_chain(&stages(&[("a", 9, 9), ("b", 3, 3)]), RatioMethod::Katz, 7.0);
    assert_eq!(level, Err(DisparityError::Level(7.0)));
}

/// EEOC, Questions and Answers on the Uniform Guidelines, 44 FR 11996 (1979): rates of 60, 45, 48 and 51% give .75, .80
/// and .85 of the best; .80 is not below four fifths.
#[test]
fn four_fifths() {
    let found = impact_ratios(&[of(60, 100), of(45, 100), of(48, 100), of(51, 100)]).unwrap();
    let seen: Vec<_> = found
        .iter()
        .map(|one| (one.ratio.to_string(), one.below_four_fifths))
        .collect();
    let wanted = [("1", false), ("3/4", true), ("4/5", false), ("17/20", false)];
    assert_eq!(seen, wanted.map(|(ratio, below)| (ratio.to_owned(), below)));
    // One person in nine thousand million million makes it fall below.
    let largest = stats::disparity::LARGEST;
    let nearly = impact_ratios(&[of(largest, largest), of(largest / 5 * 4, largest)]).unwrap();
    assert!(nearly[1].below_four_fifths);
    assert_eq!(impact_ratios(&[of(1, 2)]), Err(DisparityError::FewGroups(1)));
    assert_eq!(
        impact_ratios(&[of(0, 2), of(0, 3)]),
        Err(DisparityError::NoEvents)
    );
    assert_eq!(
        impact_ratios(&[of(1, 2), of(0, 0)]),
        Err(DisparityError::EmptyGroup("one of the groups"))
    );
}

#[test]
fn missing_by_hand() {
    // 30 of 100 against 50 of 300, 40 not recorded, of whom 10 had the outcome.
    let found = missing_bounds(of(30, 100), of(50, 300), of(0, 160), of(10, 40)).unwrap();
    assert_eq!(found.known, Some(fraction(9, 5)));
    assert_eq!(found.rate, Some(0.25));
    assert_eq!(found.share, 40.0 / 600.0);
    // All 10 to the group, the 30 others to the reference: 40/110 over 50/330. The other way: 30/130 over 60/310.
    assert_eq!(found.most, Some(fraction(40 * 330, 110 * 50)));
    assert_eq!(found.least, fraction(30 * 310, 130 * 60));
    assert!(!found.depends_on_who && !found.banner);
}

#[test]
fn missing_that_decides() {
    let found = missing_bounds(of(30, 100), of(50, 200), of(0, 0), of(30, 90)).unwrap();
    assert!(found.least < Fraction::ONE && found.most.unwrap() > Fraction::ONE);
    assert!(found.depends_on_who && found.banner);
    // Exactly 15 in 100 is not over 15.
    assert!(
        !missing_bounds(of(30, 40), of(30, 45), of(0, 0), of(0, 15))
            .unwrap()
            .banner
    );
    assert!(
        missing_bounds(of(30, 40), of(30, 44), of(0, 0), of(0, 15))
            .unwrap()
            .banner
    );
    let none = missing_bounds(of(30, 40), of(30, 45), of(0, 0), of(0, 0)).unwrap();
    assert_eq!((none.rate, none.share), (None, 0.0));
    assert_eq!((Some(none.least), none.most), (none.known, none.known));
    let unbounded = missing_bounds(of(3, 40), of(0, 45), of(0, 0), of(1, 9)).unwrap();
    assert_eq!((unbounded.known, unbounded.most), (None, None));
    assert!(unbounded.least > Fraction::ONE && !unbounded.depends_on_who);
    let nobody = missing_bounds(of(0, 40), of(0, 45), of(0, 0), of(0, 9));
    assert_eq!(nobody, Err(DisparityError::NoEvents));
    let empty = missing_bounds(of(0, 0), of(0, 45), of(0, 0), of(0, 9));
    assert_eq!(empty, Err(DisparityError::EmptyGroup("the group")));
}

/// Benjamini and Hochberg 1995, section 4.1 (Neuhaus et al. 1992): 15 p values, of which their procedure rejects 4 at 5%
/// and Bonferroni's 3. Adjusted values: R's `p.adjust` and statsmodels.
#[test]
fn fifteen_p_values_of_1995() {
    let p = [
        0.4262, 0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.5719,
        0.6528, 0.7590, 1.0,
    ];
    let adjusted = benjamini_hochberg(&p).unwrap();
    for (found, wanted) in adjusted[1..]
        .iter()
        .zip([0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714])
    {
        assert!((found - wanted).abs() < 5e-9, "{found} should be {wanted}");
    }
    assert!(
        (adjusted[0] - 0.58118182).abs() < 5e-9,
        "the first given is the eleventh in size"
    );
    let flagged = |p: &[f64]| p.iter().filter(|&&p| p <= 0.05).count();
    assert_eq!(flagged(&adjusted), 4);
    let strict = holm(&p).unwrap();
    for (found, wanted) in strict[1..]
        .iter()
        .zip([0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278])
    {
        assert!((found - wanted).abs() < 5e-9, "{found} should be {wanted}");
    }
    assert_eq!(flagged(&strict), 3);
    assert_eq!(flagged(&p.map(|p| p * 15.0)), 3);
    assert!(benjamini_hochberg(&[]).unwrap().is_empty());
    assert_eq!(
        holm(&[0.5, f64::NAN]).unwrap_err().to_string(),
        "the p value at place 2 is NaN; it must lie from 0 to 1"
    );
    assert_eq!(benjamini_hochberg(&[1.5]).unwrap_err().place, 1);
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(43), cases: 300, ..ProptestConfig::default() })]

    /// Whatever the counts, the last link's ratio to the population is the one taken from population and outcome alone.
    #[test]
    fn any_chain_multiplies_exactly(
        counts in prop::collection::vec((1_u64..=1 << 53, 1_u64..=1 << 53), 2..7),
    ) {
        let stages: Vec<_> = counts.iter().enumerate().map(|(at, &(group, reference))| Stage {
            name: format!("stage {at}"),
            group,
            reference,
        }).collect();
        let links = stage_chain(&stages, RatioMethod::Koopman, 0.95).unwrap();
        let (first, last) = (counts[0], counts[counts.len() - 1]);
        let direct = fraction(
            u128::from(last.0) * u128::from(first.1),
            u128::from(first.0) * u128::from(last.1),
        );
        prop_assert_eq!(links[links.len() - 1].so_far, direct);
        let product = links.iter().try_fold(Fraction::ONE, |product, link| product.times(link.ratio));
        prop_assert_eq!(product, Some(direct));
    }

    /// Every way to allot those not recorded to the group, the reference group or neither, tried one by one.
    #[test]
    fn bounds_are_those_of_every_allotment(
        (x1, y1, x2, y2) in (0_u64..8, 0_u64..8, 0_u64..8, 0_u64..8),
        (with, without) in (0_u64..5, 0_u64..5),
    ) {
        prop_assume!(x1 + y1 > 0 && x2 + y2 > 0 && x1 + x2 + with > 0);
        let found = missing_bounds(of(x1, x1 + y1), of(x2, x2 + y2), of(1, 3), of(with, with + without));
        prop_assume!(found.is_ok());
        let found = found.unwrap();
        let mut all = Vec::new();
        for to_group in 0..=with {
            for to_reference in 0..=with - to_group {
                for other_to_group in 0..=without {
                    for other_to_reference in 0..=without - other_to_group {
                        let (a, c) = (x1 + to_group, x2 + to_reference);
                        let (n1, n2) = (a + y1 + other_to_group, c + y2 + other_to_reference);
                        if a + c > 0 {
                            all.push(Fraction::new(u128::from(a * n2), u128::from(n1 * c)));
                        }
                    }
                }
            }
        }
        let finite: Vec<_> = all.iter().copied().flatten().collect();
        prop_assert_eq!(finite.iter().min(), Some(&found.least));
        let most = if all.contains(&None) { None } else { finite.iter().max().copied() };
        prop_assert_eq!(most, found.most);
    }

    #[test]
    fn fractions_compare_as_their_products(one in any::<(u64, u64)>(), two in any::<(u64, u64)>()) {
        prop_assume!(one.1 > 0 && two.1 > 0);
        let (left, right) = (
            fraction(one.0.into(), one.1.into()),
            fraction(two.0.into(), two.1.into()),
        );
        let by_product = (u128::from(one.0) * u128::from(two.1)).cmp(&(u128::from(two.0) * u128::from(one.1)));
        prop_assert_eq!(left.cmp(&right), by_product);
    }

    #[test]
    fn adjusted_values_keep_their_order(p in prop::collection::vec(0.0..=1.0_f64, 1..40)) {
        let (by_rate, strict) = (benjamini_hochberg(&p).unwrap(), holm(&p).unwrap());
        for at in 0..p.len() {
            prop_assert!(p[at] <= by_rate[at] && by_rate[at] <= strict[at] + 1e-15 && strict[at] <= 1.0);
            for other in 0..p.len() {
                if p[at] <= p[other] {
                    prop_assert!(by_rate[at] <= by_rate[other] && strict[at] <= strict[other]);
                }
            }
        }
    }
}
