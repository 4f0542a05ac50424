//! Whose ethnicity is not recorded: what the ratio is on the known, and what it could be at the very least and most if
//! all had been recorded (methods 4.3).

use super::DisparityError;
use super::counts::{Counts, LARGEST, nobody_missing};
use super::exact::Fraction;
use serde::Serialize;

/// Above this share of all people not recorded, a banner stands over every ratio: 15 in 100.
pub const BANNER_PERCENT: u64 = 15;

/// The ratio under every way in which those not recorded may belong to either group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MissingBounds {
    /// Share of all people not recorded, from 0 to 1.
    pub share: f64,
    /// Rate of the outcome among those not recorded, as a group of their own; none when there are none.
    pub rate: Option<f64>,
    /// The ratio on those recorded; none when nobody of the reference group had the outcome.
    pub known: Option<Fraction>,
    /// The least that the ratio can be.
    pub least: Fraction,
    /// The most that it can be; none when it has no bound, because nobody recorded in the reference group had the outcome.
    pub most: Option<Fraction>,
    /// Whether the least is below 1 and the most above: which group is treated worse depends on who is not recorded.
    pub depends_on_who: bool,
    /// Whether more than [`BANNER_PERCENT`] in 100 of all people are not recorded.
    pub banner: bool,
}

/// What the ratio of `group` to `reference` is on the known, and its bounds when each of `missing_base` people, of whom
/// `missing_events` had the outcome, may belong to either group or to another. `others` is everybody recorded in
/// further groups: they count towards the share only.
///
/// A person with the outcome raises the rate of the group they join, one without lowers it, so the ratio is largest
/// when all with the outcome join the group and all without join the reference group, and smallest the other way round.
/// Whole people throughout, and exact.
///
/// # Errors
/// An empty group; nobody with the outcome anywhere; counts above [`LARGEST`]; more missing with the outcome than
/// missing.
pub fn missing_bounds(
    group: Counts,
    reference: Counts,
    others: Counts,
    missing: Counts,
) -> Result<MissingBounds, DisparityError> {
    nobody_missing(group, reference)?;
    let all = group.base() + reference.base() + others.base() + missing.base();
    if all > LARGEST {
        return Err(DisparityError::TooLarge(all));
    }
    let (events, rest) = (missing.events(), missing.others());
    let raised = |counts: Counts| (counts.events() + events, counts.base() + events);
    let lowered = |counts: Counts| (counts.events(), counts.base() + rest);
    let most = ratio(raised(group), lowered(reference));
    let least = ratio(lowered(group), raised(reference)).ok_or(DisparityError::NoEvents)?;
    if most.is_none() && least.over() == 0 && group.events() + events == 0 {
        return Err(DisparityError::NoEvents);
    }
    let above = most.is_none_or(|most| most > Fraction::ONE);
    Ok(MissingBounds {
        share: missing.base() as f64 / all as f64,
        rate: (missing.base() > 0).then(|| missing.rate()),
        known: ratio(
            (group.events(), group.base()),
            (reference.events(), reference.base()),
        ),
        least,
        most,
        depends_on_who: least < Fraction::ONE && above,
        banner: 100 * u128::from(missing.base()) > u128::from(BANNER_PERCENT) * u128::from(all),
    })
}

/// (x1/n1) / (x2/n2).
fn ratio((x1, n1): (u64, u64), (x2, n2): (u64, u64)) -> Option<Fraction> {
    let product = |one: u64, two: u64| u128::from(one) * u128::from(two);
    Fraction::new(product(x1, n2), product(n1, x2))
}
