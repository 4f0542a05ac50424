//! Exact fractions: ratios of counts that multiply and compare without rounding.

use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// A fraction in lowest terms, above or equal to 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    over: u128,
    under: u128,
}

impl Fraction {
    /// 1, the ratio of equals.
    pub const ONE: Self = Self { over: 1, under: 1 };

    /// `over / under` in lowest terms; none when `under` is 0.
    #[must_use]
    pub fn new(over: u128, under: u128) -> Option<Self> {
        if under == 0 {
            return None;
        }
        let shared = shared_factor(over, under);
        Some(Self {
            over: over / shared,
            under: under / shared,
        })
    }

    /// The number above the line.
    #[must_use]
    pub fn over(self) -> u128 {
        self.over
    }

    /// The number below the line.
    #[must_use]
    pub fn under(self) -> u128 {
        self.under
    }

    /// The product, exactly; none when it does not fit into 128 bits above or below the line. Shared factors are taken
    /// out first, so a product whose lowest terms fit is always found.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let (one, two) = (
            shared_factor(self.over, other.under),
            shared_factor(other.over, self.under),
        );
        Some(Self {
            over: (self.over / one).checked_mul(other.over / two)?,
            under: (self.under / two).checked_mul(other.under / one)?,
        })
    }

    /// The nearest double.
    #[must_use]
    pub fn value(self) -> f64 {
        self.over as f64 / self.under as f64
    }
}

impl Ord for Fraction {
    /// Exactly, by comparing the whole parts and then the remainders the other way up.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut one, mut two) = (*self, *other);
        let mut flipped = false;
        loop {
            let order = (one.over / one.under).cmp(&(two.over / two.under));
            let (left, right) = (one.over % one.under, two.over % two.under);
            let settled = match (order, left, right) {
                (Ordering::Equal, 0, 0) => Some(Ordering::Equal),
                (Ordering::Equal, 0, _) => Some(Ordering::Less),
                (Ordering::Equal, _, 0) => Some(Ordering::Greater),
                (Ordering::Equal, ..) => None,
                (unequal, ..) => Some(unequal),
            };
            if let Some(order) = settled {
                return if flipped { order.reverse() } else { order };
            }
            one = Self {
                over: one.under,
                under: left,
            };
            two = Self {
                over: two.under,
                under: right,
            };
            flipped = !flipped;
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.under == 1 {
            write!(f, "{}", self.over)
        } else {
            write!(f, "{}/{}", self.over, self.under)
        }
    }
}

impl Serialize for Fraction {
    /// As text, such as "17/15": a JSON number would round it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The greatest common divisor, 1 for two noughts.
fn shared_factor(mut one: u128, mut two: u128) -> u128 {
    while two != 0 {
        (one, two) = (two, one % two);
    }
    one.max(1)
}
