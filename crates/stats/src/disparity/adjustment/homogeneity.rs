//! Whether one figure stands for all strata.

use super::{Cells, Test};
use crate::distribution::{chi_square, noncentral_hypergeometric::expected};

/// Breslow and Day's test that all strata share the odds ratio `odds`: sum (a - A)^2/V, where A is the count expected
/// with the stratum's margins and `odds` and 1/V = 1/A + 1/B + 1/C + 1/D, less Tarone's (sum (a - A))^2 / sum V because
/// the Mantel-Haenszel estimate is not quite the likeliest.
pub(super) fn of_odds(strata: &[Cells], odds: f64) -> Option<Test> {
    let (mut statistic, mut apart, mut variance) = (0.0, 0.0, 0.0);
    for s in strata {
        let (n1, n2, events, others) = (s.group(), s.reference(), s.events(), s.b + s.d);
        let at = expected(odds, n1, n2, events);
        let cells = [
            at,
            expected(1.0 / odds, n1, n2, others),
            expected(1.0 / odds, n2, n1, events),
            expected(odds, n2, n1, others),
        ];
        let spread = 1.0 / cells.iter().map(|cell| 1.0 / cell).sum::<f64>();
        statistic += (s.a - at) * (s.a - at) / spread;
        apart += s.a - at;
        variance += spread;
    }
    let statistic = statistic - apart * apart / variance;
    test(statistic, strata.len())
}

/// Cochran's Q: sum w (ln RR - mean)^2 with w the inverse of Katz's variance. A stratum with nobody having the outcome
/// in one of the groups has no logarithm and is left out.
pub(super) fn of_rates(strata: &[Cells]) -> Option<Test> {
    let logs: Vec<(f64, f64)> = strata
        .iter()
        .filter(|s| s.a > 0.0 && s.c > 0.0 && s.b + s.d > 0.0)
        .map(|s| {
            let log = (s.a / s.group() / (s.c / s.reference())).ln();
            (log, 1.0 / (s.b / (s.a * s.group()) + s.d / (s.c * s.reference())))
        })
        .collect();
    let weight: f64 = logs.iter().map(|(_, weight)| weight).sum();
    let mean = logs.iter().map(|(log, weight)| log * weight).sum::<f64>() / weight;
    let statistic = logs
        .iter()
        .map(|(log, weight)| weight * (log - mean).powi(2))
        .sum();
    test(statistic, logs.len())
}

fn test(statistic: f64, strata: usize) -> Option<Test> {
    let freedom = strata.checked_sub(1).filter(|&freedom| freedom > 0)?;
    Some(Test {
        statistic: statistic.max(0.0),
        freedom,
        p: chi_square::above(statistic, freedom as f64),
    })
}
