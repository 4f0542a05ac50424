//! The chance of a record to be drawn, carried as an exact fraction to the estimates that weight by it.

use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// An inclusion probability above 0 and at most 1, in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Inclusion {
    numerator: u64,
    denominator: u64,
}

/// Why a text is no inclusion probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoInclusion(&'static str);

impl Inclusion {
    /// In the sample for certain.
    pub const CERTAIN: Self = Self {
        numerator: 1,
        denominator: 1,
    };

    /// The fraction in lowest terms. `None` unless it is above 0, at most 1, and fits.
    pub fn new(numerator: u128, denominator: u128) -> Option<Self> {
        if numerator == 0 || numerator > denominator {
            return None;
        }
        let common = common_divisor(numerator, denominator);
        Some(Self {
            numerator: u64::try_from(numerator / common).ok()?,
            denominator: u64::try_from(denominator / common).ok()?,
        })
    }

    /// Above the line, in lowest terms.
    pub fn numerator(self) -> u64 {
        self.numerator
    }

    /// Below the line, in lowest terms.
    pub fn denominator(self) -> u64 {
        self.denominator
    }

    /// The nearest double.
    pub fn value(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// How many records of the frame a drawn one stands for: 1 over the probability.
    pub fn weight(self) -> f64 {
        self.denominator as f64 / self.numerator as f64
    }

    /// Whether every draw takes the record.
    pub fn is_certain(self) -> bool {
        self == Self::CERTAIN
    }
}

fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl fmt::Display for Inclusion {
    /// `3/8`, or `1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_certain() {
            return f.write_str("1");
        }
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl Serialize for Inclusion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Inclusion {
    type Err = NoInclusion;

    /// Reads `3/8`, `0.375` or `1`, exactly.
    fn from_str(text: &str) -> Result<Self, NoInclusion> {
        const FORM: NoInclusion = NoInclusion(
            "an inclusion probability is a fraction such as 3/8 or a decimal such as 0.375, above 0 and at most 1",
        );
        let digits = |part: &str| {
            let plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| part.parse::<u64>().ok()).flatten()
        };
        let (numerator, denominator) = if let Some((above, below)) = text.split_once('/') {
            (digits(above).ok_or(FORM)?, digits(below).ok_or(FORM)?)
        } else {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
            let scale = u32::try_from(fraction.len())
                .ok()
                .and_then(|places| 10_u64.checked_pow(places));
            let scale = scale.ok_or(NoInclusion(
                "an inclusion probability has too many decimals; write it as a fraction such as 3/8",
            ))?;
            let (whole, fraction) = (digits(whole).ok_or(FORM)?, digits(fraction).ok_or(FORM)?);
            let scaled = whole
                .checked_mul(scale)
                .and_then(|whole| whole.checked_add(fraction));
            (scaled.ok_or(FORM)?, scale)
        };
        Self::new(numerator.into(), denominator.into()).ok_or(FORM)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_and_decimals_are_exact() {
        for (text, written) in [
            ("3/8", "3/8"),
            ("0.375", "3/8"),
            ("15/240", "1/16"),
            ("1", "1"),
            ("1.0", "1"),
            ("7/7", "1"),
            ("0.1", "1/10"),
        ] {
            assert_eq!(text.parse::<Inclusion>().unwrap().to_string(), written);
        }
        for text in [
            "", "0", "0/5", "2", "3/2", "1/0", "-1/2", "1e-3", ".5", "1/2/3", "1.", "nan", "+1",
        ] {
            assert!(text.parse::<Inclusion>().is_err(), "{text}");
        }
        let most = Inclusion::new(u128::from(u64::MAX) * 3, u128::from(u64::MAX) * 6).unwrap();
        assert_eq!(most.to_string(), "1/2");
        assert_eq!(Inclusion::new(1, 1 << 64), None);
        assert!((Inclusion::new(1, 8).unwrap().weight() - 8.0).abs() < f64::EPSILON);
    }
}
