//! The pooled ratios and the test of Cochran, Mantel and Haenszel.

use super::{AdjustmentError, Cells, Test};
use crate::disparity::Ratio;
use crate::distribution::chi_square;

/// R/S with R = sum a n2/N and S = sum c n1/N; the variance of its logarithm is
/// sum((n1 n2 m - a c N)/N^2) / (R S) (Greenland and Robins 1985).
pub(super) fn risk_ratio(strata: &[Cells], z: f64) -> Result<Ratio, AdjustmentError> {
    let sum = |term: fn(&Cells) -> f64| strata.iter().map(term).sum::<f64>();
    let own = sum(|s| s.a * (s.reference() / s.all()));
    let other = sum(|s| s.c * (s.group() / s.all()));
    if own == 0.0 {
        return Err(AdjustmentError::OneSided("nobody of the group had the outcome"));
    }
    if other == 0.0 {
        return Err(AdjustmentError::OneSided(
            "nobody of the reference group had the outcome",
        ));
    }
    // n1 n2 m - a c N, written out so that nothing cancels.
    let spread = sum(|s| (s.a * s.group() * s.d + s.c * s.reference() * s.b) / (s.all() * s.all()));
    Ok(around(own / other, z * (spread / (own * other)).sqrt()))
}

/// R/S with R = sum a d/N and S = sum b c/N; the variance of its logarithm is
/// sum(P R)/(2 R^2) + sum(P S + Q R)/(2 R S) + sum(Q S)/(2 S^2), stratum by stratum with P = (a + d)/N and
/// Q = (b + c)/N (Robins, Breslow and Greenland 1986).
pub(super) fn odds_ratio(strata: &[Cells], z: f64) -> Result<Ratio, AdjustmentError> {
    let (mut own, mut other) = (0.0, 0.0);
    let (mut own_own, mut mixed, mut other_other) = (0.0, 0.0, 0.0);
    for stratum in strata {
        let Cells { a, b, c, d } = *stratum;
        let all = stratum.all();
        let (r, s) = (a * d / all, b * c / all);
        let (p, q) = ((a + d) / all, (b + c) / all);
        own += r;
        other += s;
        own_own += p * r;
        mixed += p * s + q * r;
        other_other += q * s;
    }
    if own == 0.0 || other == 0.0 {
        return Err(AdjustmentError::OneSided(
            "nobody or everybody in one of the groups had the outcome",
        ));
    }
    let variance =
        own_own / (2.0 * own * own) + mixed / (2.0 * own * other) + other_other / (2.0 * other * other);
    Ok(around(own / other, z * variance.sqrt()))
}

fn around(ratio: f64, half: f64) -> Ratio {
    Ratio {
        ratio,
        low: ratio * (-half).exp(),
        high: ratio * half.exp(),
    }
}

/// (|sum(a - E a)| - correction)^2 / sum V, with E a = n1 m/N and V = n1 n2 m (N - m)/(N^2 (N - 1)) in each stratum
/// (Mantel and Haenszel 1959). The correction is one half, or the whole difference where that is less.
pub(super) fn test(strata: &[Cells], corrected: bool) -> Test {
    let (mut apart, mut variance) = (0.0, 0.0);
    for s in strata {
        let (all, events) = (s.all(), s.events());
        apart += (s.a * s.d - s.b * s.c) / all;
        variance += s.group() / all * (s.reference() / all) * events * ((s.b + s.d) / (all - 1.0));
    }
    let apart = apart.abs();
    let apart = if corrected { apart - apart.min(0.5) } else { apart };
    let statistic = if variance > 0.0 {
        apart * apart / variance
    } else {
        0.0
    };
    Test {
        statistic,
        freedom: 1,
        p: chi_square::above(statistic, 1.0),
    }
}
