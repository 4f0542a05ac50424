//! Whether rates differ more than chance explains, before a single one is called out.

use super::counted::Counted;
use crate::distribution::empirical::quantile;
use serde::Serialize;

/// The share of rates at either end that are pulled in before their spread is measured.
pub const WINSORISED: f64 = 0.1;

/// The spread of rates about the target, in units of what chance alone brings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Dispersion {
    /// phi: the mean of `z^2` over rows, after the outer tenth at either end was set to its edge. About 1 by
    /// chance.
    pub phi: f64,
    /// What phi must exceed to be more than chance: `(I - 1 + 2 sqrt(2 (I - 1))) / I` for I rows.
    pub threshold: f64,
    /// Whether it does; limits are then wider by the root of phi.
    pub over_dispersed: bool,
}

/// `(rate - target) / sqrt(target (1 - target) / n)`; 0 where the target is 0 or 1 and is met.
pub(super) fn z(row: Counted, target: f64) -> f64 {
    let apart = row.rate() - target;
    if apart == 0.0 {
        return 0.0;
    }
    apart / (target * (1.0 - target) / row.n() as f64).sqrt()
}

/// Spiegelhalter's phi (2005, section 4.2) with its test. One row alone can show no spread.
pub(super) fn dispersion(zs: &[f64]) -> Dispersion {
    let mut sorted = zs.to_vec();
    sorted.sort_by(f64::total_cmp);
    let edges = quantile(&sorted, WINSORISED).zip(quantile(&sorted, 1.0 - WINSORISED));
    let (low, high) = edges.unwrap_or_default();
    let rows = zs.len() as f64;
    // In order of size, so that the order of rows does not touch the last digits.
    let phi = sorted.iter().map(|z| z.clamp(low, high).powi(2)).sum::<f64>() / rows;
    let threshold = (rows - 1.0 + 2.0 * (2.0 * (rows - 1.0)).sqrt()) / rows;
    Dispersion {
        phi,
        threshold,
        over_dispersed: zs.len() > 1 && phi > threshold,
    }
}
