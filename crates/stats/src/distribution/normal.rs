//! The normal distribution.

/// The z with P(-z < Z < z) = `level`, by bisection. Levels so near 1 that a double cannot tell give about 8.
pub(crate) fn two_sided(level: f64) -> f64 {
    let (mut low, mut high) = (0.0, 9.0);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if within(middle) < level {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// P(-z < Z < z), by the series `2 phi(z) (z + z^3/3 + z^5/(3*5) + ...)` (Abramowitz and Stegun 26.2.11), whose terms
/// are all positive.
fn within(z: f64) -> f64 {
    let (mut term, mut sum, mut odd) = (z, z, 1.0);
    while term > sum * 1e-17 {
        odd += 2.0;
        term *= z * z / odd;
        sum += term;
    }
    2.0 * sum * (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
}
