//! The chain of stages: population, stop, arrest, outcome. At each link a rate is taken of those whom the stage before
//! fed in, and compared; the ratios of the links multiply *exactly* to the ratio of the last stage to the population
//! (methods 4.1; the denominator is the stage just before, as OJJDP has it and Uhrig 2016 for the Ministry of Justice).

use super::DisparityError;
use super::counts::{Counts, normal_at};
use super::exact::Fraction;
use super::ratio::{Ratio, RatioMethod, risk_ratio};
use super::small_numbers::enough;
use serde::Serialize;

/// How many of each group reached a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// What the field calls it, such as "arrest".
    pub name: String,
    /// Of the group.
    pub group: u64,
    /// Of the reference group.
    pub reference: u64,
}

/// From one stage to the next.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// The feeding stage.
    pub from: String,
    /// The stage it feeds.
    pub to: String,
    /// Rate of the group: reached the stage per one at the feeding stage. Above 1 where people are counted once in the
    /// one and each time in the other.
    pub rate: f64,
    /// Rate of the reference group.
    pub reference_rate: f64,
    /// The ratio of the rates, exactly.
    pub ratio: Fraction,
    /// The ratio of the stage to the *first* stage: the product of all links so far.
    pub so_far: Fraction,
    /// Bounds of the ratio; none where the numbers are too small for it, or where more reached the stage than could have.
    pub interval: Option<Ratio>,
    /// The ratio of *not* reaching the stage, with its bounds; none on the same grounds.
    pub opposite: Option<Ratio>,
}

/// The links in order. The last one's `so_far` is the ratio to the population.
///
/// # Errors
/// Fewer than two stages; a count above [`LARGEST`](super::LARGEST); nobody of a group at a stage that feeds another,
/// or nobody of the reference group at any; a level that is not between 0 and 1.
pub fn stage_chain(stages: &[Stage], method: RatioMethod, level: f64) -> Result<Vec<Link>, DisparityError> {
    if stages.len() < 2 {
        return Err(DisparityError::ShortChain(stages.len()));
    }
    let mut so_far = Fraction::ONE;
    stages
        .windows(2)
        .map(|pair| {
            let link = link(&pair[0], &pair[1], so_far, (method, level))?;
            so_far = link.so_far;
            Ok(link)
        })
        .collect()
}

fn link(
    from: &Stage,
    to: &Stage,
    before: Fraction,
    (method, level): (RatioMethod, f64),
) -> Result<Link, DisparityError> {
    for count in [from.group, from.reference, to.group, to.reference] {
        Counts::new(0, count)?;
    }
    for (whom, count, stage) in [
        ("the group", from.group, from),
        ("the reference group", from.reference, from),
        ("the reference group", to.reference, to),
    ] {
        if count == 0 {
            let stage = stage.name.clone();
            return Err(DisparityError::NobodyAtStage { whom, stage });
        }
    }
    let over = u128::from(to.group) * u128::from(from.reference);
    let under = u128::from(from.group) * u128::from(to.reference);
    let too_large = DisparityError::TooLarge(to.group);
    let ratio = Fraction::new(over, under).ok_or_else(|| too_large.clone())?;
    let (interval, opposite) = bounds(from, to, method, level)?;
    Ok(Link {
        from: from.name.clone(),
        to: to.name.clone(),
        rate: to.group as f64 / from.group as f64,
        reference_rate: to.reference as f64 / from.reference as f64,
        ratio,
        // What telescopes fits: after each link it is (stage of group / population) / (the same of the reference).
        so_far: before.times(ratio).ok_or(too_large)?,
        interval,
        opposite,
    })
}

/// The ratios of reaching and of not reaching the stage, each where its numbers allow it.
fn bounds(
    from: &Stage,
    to: &Stage,
    method: RatioMethod,
    level: f64,
) -> Result<(Option<Ratio>, Option<Ratio>), DisparityError> {
    normal_at(level)?;
    let counts = (
        Counts::new(to.group, from.group),
        Counts::new(to.reference, from.reference),
    );
    let (Ok(group), Ok(reference)) = counts else {
        return Ok((None, None));
    };
    let one_way = |group, reference| match enough(group, reference) {
        Ok(()) => risk_ratio(group, reference, method, level).map(Some),
        Err(_) => Ok(None),
    };
    Ok((
        one_way(group, reference)?,
        one_way(group.reversed(), reference.reversed())?,
    ))
}
