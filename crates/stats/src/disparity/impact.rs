//! The four-fifths screen: each group's rate against that of the best-treated group. A rule of United States employment
//! law (Uniform Guidelines on Employee Selection Procedures 1978, 29 CFR 1607.4(D); EEOC Questions and Answers 1979)
//! with no standing in the United Kingdom, where sections 19 and 149 of the Equality Act 2010 set no threshold. It is
//! therefore a screen that somebody must ask for, never a finding.

use super::DisparityError;
use super::counts::Counts;
use super::exact::Fraction;
use serde::Serialize;

/// One group beside the best-treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// Its rate over the best rate, exactly: from 0 to 1.
    pub ratio: Fraction,
    /// Whether the ratio is below four fifths. Exactly four fifths is not below.
    pub below_four_fifths: bool,
}

/// The impact ratio of each group, in order. `favourable` counts those who had the outcome that is good for them.
///
/// # Errors
/// Fewer than two groups, an empty group, or nobody with the outcome in any.
pub fn impact_ratios(favourable: &[Counts]) -> Result<Vec<Impact>, DisparityError> {
    if favourable.len() < 2 {
        return Err(DisparityError::FewGroups(favourable.len()));
    }
    let rates = favourable
        .iter()
        .map(|group| Fraction::new(group.events().into(), group.base().into()))
        .collect::<Option<Vec<_>>>()
        .ok_or(DisparityError::EmptyGroup("one of the groups"))?;
    let best = rates.iter().max().copied().unwrap_or(Fraction::ONE);
    let against_best = |rate: &Fraction| {
        let ratio = Fraction::new(rate.over() * best.under(), rate.under() * best.over())?;
        // No count is above 2^53, so five times a product of two stays far below 2^128.
        let below_four_fifths = 5 * ratio.over() < 4 * ratio.under();
        Some(Impact {
            ratio,
            below_four_fifths,
        })
    };
    rates
        .iter()
        .map(against_best)
        .collect::<Option<Vec<_>>>()
        .ok_or(DisparityError::NoEvents)
}
