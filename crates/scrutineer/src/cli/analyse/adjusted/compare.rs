//! Crude, pooled and modelled, with those not recorded as bounds.

use super::AdjustedArgs;
use super::answer::{Answer, Compared, Opposite};
use super::model::model;
use super::reading::few;
use super::tally::Tally;
use anyhow::{Context, bail};
use stats::disparity::{
    Adjusted, Counts, MissingBounds, Ratio, Stratum, adjusted, benjamini_hochberg, enough, missing_bounds,
    wording,
};

/// With more groups than this, one must be chosen: nobody reads so many comparisons.
const MOST_GROUPS: usize = 1_000;
/// Columns of strata that Mantel and Haenszel can hold; with more, a model is given as well.
const MOST_COLUMNS: usize = 3;

/// Compares each group asked for with the reference group.
///
/// # Errors
/// A reference group or group that is not there; for a single comparison, numbers too small or that allow no ratio.
pub(super) fn compare(args: &AdjustedArgs, tally: &Tally) -> anyhow::Result<Answer> {
    let reference = find(tally, &args.reference, args)?;
    let mut wanted: Vec<u32> = match &args.compare {
        Some(name) => vec![find(tally, name, args)?],
        None => (0..tally.groups.len() as u32)
            .filter(|&group| group != reference)
            .collect(),
    };
    if wanted.contains(&reference) {
        bail!(
            "--compare and --reference are the same group, {}",
            args.reference.trim()
        );
    }
    if wanted.len() > MOST_GROUPS {
        let there = wanted.len();
        bail!("{} holds {there} groups; choose one with --compare", args.group);
    }
    wanted.sort_by_key(|&group| tally.groups.name(group));
    let mut warnings = Vec::new();
    let mut groups = Vec::new();
    for group in wanted {
        groups.push(one(args, tally, (group, reference), &mut warnings)?);
    }
    match &groups[..] {
        [] => bail!(
            "{} holds no group but {}, so there is nothing to compare",
            args.group,
            args.reference
        ),
        [only] if only.mh_rr.is_none() && only.logistic.is_none() => {
            bail!(
                "{}: {}",
                only.group,
                only.withheld.as_deref().unwrap_or("no ratio")
            )
        }
        _ => {}
    }
    flag(&mut groups, &mut warnings)?;
    warnings.push(wording::ADJUSTS_BIAS_AWAY.to_owned());
    Ok(Answer {
        only: (groups.len() == 1).then(|| groups[0].clone()),
        groups,
        reference: args.reference.trim().to_owned(),
        outcome: format!("{}={}", args.outcome.0, args.outcome.1),
        strata_columns: args.strata.clone(),
        level: args.level,
        rows: tally.rows,
        blank_outcome: tally.blank_outcome,
        blank_strata: tally.blank_strata,
        not_recorded: tally.not_recorded.base,
        warnings,
    })
}

fn find(tally: &Tally, name: &str, args: &AdjustedArgs) -> anyhow::Result<u32> {
    tally.groups.find(name.trim()).with_context(|| {
        let there = few(tally.groups.all());
        format!(
            "no line that can be counted has {} = {}; there are {there}",
            args.group,
            name.trim()
        )
    })
}

/// One group, with what keeps it from being given.
fn one(
    args: &AdjustedArgs,
    tally: &Tally,
    (group, reference): (u32, u32),
    warnings: &mut Vec<String>,
) -> anyhow::Result<Compared> {
    let total = |group: u32| tally.totals[group as usize].counts();
    let (own, other) = (total(group)?, total(reference)?);
    let strata = tally.strata_of(group, reference)?;
    let mut compared = Compared {
        group: tally.groups.name(group).to_owned(),
        events: own.events(),
        base: own.base(),
        ref_events: other.events(),
        ref_base: other.base(),
        strata: strata.len(),
        homogeneity_test: "breslow-day-tarone",
        ..Compared::default()
    };
    if !args.small_numbers
        && let Err(why) = enough(own, other)
    {
        compared.withheld = Some(format!("{why}; --small-numbers gives it all the same"));
        return Ok(compared);
    }
    compared.missing = missing(tally, (group, reference), (own, other))?;
    let only: Vec<_> = strata.iter().map(|(_, stratum)| *stratum).collect();
    match adjusted(&only, args.level) {
        Ok(found) => {
            fill(&mut compared, &found);
            match opposite(args, (own, other), &only) {
                Ok(found) => compared.opposite = Some(found),
                Err(why) => warnings.push(format!(
                    "{}: the ratio of not having the outcome is left out: {why}.",
                    compared.group
                )),
            }
        }
        Err(why) => compared.withheld = Some(why.to_string()),
    }
    if args.logistic || args.strata.len() > MOST_COLUMNS {
        match model(tally, &args.strata, &strata, args.level) {
            Ok(found) => {
                if found.left_out > 0 {
                    warnings.push(format!(
                        "{}: {} people are left out of the logistic regression, because everybody or nobody with one of \
                         their values had the outcome; the odds ratio is the same as with them.",
                        compared.group, found.left_out
                    ));
                }
                compared.logistic = Some(found);
            }
            Err(why) => warnings.push(format!("{}: no logistic regression: {why}.", compared.group)),
        }
    }
    Ok(compared)
}

fn fill(compared: &mut Compared, found: &Adjusted) {
    let ratio = |ratio: Ratio| (Some(ratio.ratio), Some(ratio.low), Some(ratio.high));
    (compared.crude_rr, compared.crude_low, compared.crude_high) = ratio(found.crude);
    (compared.mh_rr, compared.low, compared.high) = ratio(found.risk_ratio);
    (compared.mh_or, compared.or_low, compared.or_high) = ratio(found.odds_ratio);
    compared.informative_strata = Some(found.informative);
    compared.homogeneity_p = found.homogeneity.map(|test| test.p);
    compared.homogeneity = found.homogeneity;
    compared.homogeneity_of_rates = found.homogeneity_of_rates;
    compared.cmh = Some(found.test);
    compared.cmh_uncorrected = Some(found.test_uncorrected);
}

/// The ratios of not having the outcome, where their own numbers are large enough.
fn opposite(
    args: &AdjustedArgs,
    (own, other): (Counts, Counts),
    strata: &[Stratum],
) -> anyhow::Result<Opposite> {
    if !args.small_numbers {
        enough(own.reversed(), other.reversed())?;
    }
    let reversed = |stratum: &Stratum| Stratum {
        group: stratum.group.reversed(),
        reference: stratum.reference.reversed(),
    };
    let reversed: Vec<_> = strata.iter().map(reversed).collect();
    let found = adjusted(&reversed, args.level)?;
    Ok(Opposite {
        crude: found.crude,
        adjusted: found.risk_ratio,
    })
}

/// The bounds over those not recorded; none when nobody recorded or not had the outcome.
fn missing(
    tally: &Tally,
    (group, reference): (u32, u32),
    (own, other): (Counts, Counts),
) -> anyhow::Result<Option<MissingBounds>> {
    let rest = tally.others([group, reference])?.counts()?;
    Ok(missing_bounds(own, other, rest, tally.not_recorded.counts()?).ok())
}

/// Adjusts the p values over all groups and says what must be said.
fn flag(groups: &mut [Compared], warnings: &mut Vec<String>) -> anyhow::Result<()> {
    let p: Vec<f64> = groups
        .iter()
        .filter_map(|group| group.cmh.map(|test| test.p))
        .collect();
    let mut adjusted = benjamini_hochberg(&p)?.into_iter();
    for group in groups.iter_mut() {
        if group.cmh.is_some() {
            group.p_adjusted = adjusted.next();
        }
    }
    if groups
        .iter()
        .any(|group| group.p_adjusted.is_some_and(|p| p <= 0.05))
    {
        warnings.push(wording::NOT_ITSELF_DISCRIMINATION.to_owned());
    }
    let bounds = || {
        groups
            .iter()
            .filter_map(|group| Some((&group.group, group.missing?)))
    };
    if bounds().any(|(_, bounds)| bounds.banner) {
        warnings.push(wording::MANY_NOT_RECORDED.to_owned());
    }
    for (group, _) in bounds().filter(|(_, bounds)| bounds.depends_on_who) {
        warnings.push(format!("{group}: {}", wording::DEPENDS_ON_WHO));
    }
    for group in groups
        .iter()
        .filter(|group| group.homogeneity_p.is_some_and(|p| p <= 0.05))
    {
        warnings.push(format!(
            "{}: the odds ratio differs between strata, so one figure for all of them hides something.",
            group.group
        ));
    }
    Ok(())
}
