//! The chi-square distribution: a gamma variable of half its degrees of freedom, doubled.

use super::gamma;

/// P(X > x) with `freedom` degrees of freedom. For one degree this is the two-sided p of a z whose square is x.
pub(crate) fn above(x: f64, freedom: f64) -> f64 {
    gamma::above(0.5 * freedom, 0.5 * x)
}

/// The point below which a chi-square variable lies with `probability`.
pub(crate) fn quantile(probability: f64, freedom: f64) -> f64 {
    2.0 * gamma::quantile(probability, 0.5 * freedom)
}
