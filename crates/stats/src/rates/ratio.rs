//! The ratio of two rates with Katz's interval, where there is one.

use crate::disparity::katz;

/// A ratio, and its interval where there is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ratio {
    pub(super) ratio: f64,
    pub(super) interval: Option<(f64, f64)>,
}

/// `(d/n) / (d0/n0)` with the interval of Katz, Baptista, Azen and Pike (1978): `ratio * exp(-+ z * s)`,
/// `s^2 = 1/d - 1/n + 1/d0 - 1/n0`. No ratio without cases on both sides and an outcome in the reference; no interval
/// without an outcome on both sides. Where everybody on both sides had the outcome the interval has no width.
pub(super) fn ratio((d, n): (u64, u64), (d0, n0): (u64, u64), z: f64) -> Option<Ratio> {
    if n == 0 || n0 == 0 || d0 == 0 {
        return None;
    }
    let [d, n, d0, n0] = [d, n, d0, n0].map(|count| count as f64);
    let ratio = (d / n) / (d0 / n0);
    let interval = (d > 0.0).then(|| katz::around(ratio, [(d, n), (d0, n0)], z));
    Some(Ratio { ratio, interval })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::normal::two_sided;

    #[test]
    fn katz_on_the_table_of_36_of_40_and_16_of_80() {
        // Computed with R epitools 0.5: riskratio.wald, 4.5 (2.8686 to 7.0593).
        let found = ratio((36, 40), (16, 80), two_sided(0.95)).unwrap();
        let (low, high) = found.interval.unwrap();
        assert!((found.ratio - 4.5).abs() < 1e-12);
        assert!(
            (low - 2.8686).abs() < 5e-5 && (high - 7.0593).abs() < 5e-5,
            "{low} {high}"
        );
    }

    #[test]
    fn what_is_undefined_is_left_out() {
        for (one, other) in [((0, 0), (1, 2)), ((1, 2), (0, 2)), ((1, 2), (0, 0))] {
            assert_eq!(ratio(one, other, 1.96), None);
        }
        let none_found = ratio((0, 5), (1, 2), 1.96).unwrap();
        assert_eq!((none_found.ratio, none_found.interval), (0.0, None));
        let all_found = ratio((5, 5), (3, 3), 1.96).unwrap();
        assert_eq!(all_found.interval, Some((1.0, 1.0)));
    }
}
