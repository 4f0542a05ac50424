//! Student's t distribution.

use super::beta;

/// The t with P(-t < T < t) = `level` at so many degrees of freedom (1 or more): `w = t^2 / (degrees + t^2)` follows
/// Beta(1/2, degrees/2).
pub(crate) fn two_sided(level: f64, degrees: u64) -> f64 {
    let degrees = degrees as f64;
    let w = beta::quantile(level, 0.5, degrees / 2.0);
    (degrees * w / (1.0 - w)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: qt(.975, c(1, 2, 10, 197, 199, 1e6)).
    #[test]
    fn quantiles() {
        for (degrees, expected) in [
            (1, 12.706_204_736),
            (2, 4.302_652_730),
            (10, 2.228_138_852),
            (197, 1.972_079_034),
            (199, 1.971_956_544),
            (1_000_000, 1.959_966_355),
        ] {
            let found = two_sided(0.95, degrees);
            assert!((found / expected - 1.0).abs() < 1e-8, "{degrees}: {found}");
        }
    }
}
