//! Exact fractions.

use std::cmp::Ordering;

/// A fraction in lowest terms with a positive denominator. Every operation tells when it no longer fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rational {
    above: i128,
    below: i128,
}

impl Rational {
    pub(super) const ZERO: Self = Self::whole(0);
    pub(super) const ONE: Self = Self::whole(1);

    pub(super) const fn whole(number: i128) -> Self {
        Self {
            above: number,
            below: 1,
        }
    }

    fn new(above: i128, below: i128) -> Option<Self> {
        let common = common(above.unsigned_abs(), below.unsigned_abs());
        let common = i128::try_from(common).ok().filter(|common| *common > 0)?;
        let sign = below.signum();
        Some(Self {
            above: (above / common).checked_mul(sign)?,
            below: (below / common).checked_mul(sign)?,
        })
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        if self.below == 1 && other.below == 1 {
            return self.above.checked_add(other.above).map(Self::whole);
        }
        let above = self
            .above
            .checked_mul(other.below)?
            .checked_add(other.above.checked_mul(self.below)?)?;
        Self::new(above, self.below.checked_mul(other.below)?)
    }

    pub(super) fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negative()?)
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        if self.below == 1 && other.below == 1 {
            return self.above.checked_mul(other.above).map(Self::whole);
        }
        Self::new(
            self.above.checked_mul(other.above)?,
            self.below.checked_mul(other.below)?,
        )
    }

    /// The quotient; nothing where the divisor is 0.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        if other.above == 0 {
            return None;
        }
        Self::new(
            self.above.checked_mul(other.below)?,
            self.below.checked_mul(other.above)?,
        )
    }

    pub(super) fn negative(self) -> Option<Self> {
        Some(Self {
            above: self.above.checked_neg()?,
            ..self
        })
    }

    pub(super) fn sign(self) -> i128 {
        self.above.signum()
    }

    pub(super) fn is_zero(self) -> bool {
        self.above == 0
    }

    /// The order of two fractions.
    pub(super) fn order(self, other: Self) -> Option<Ordering> {
        Some(self.minus(other)?.above.cmp(&0))
    }

    /// The whole number at or below.
    pub(super) fn floor(self) -> i128 {
        self.above.div_euclid(self.below)
    }

    /// The number, where it is whole.
    pub(super) fn as_whole(self) -> Option<i128> {
        (self.below == 1).then_some(self.above)
    }
}

fn common(mut one: u128, mut other: u128) -> u128 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}
