//! Which records are in for certain when the chance is in proportion to size.

use super::Inclusion;
use super::ticket::Holder;

/// The records of a stratum, those in for certain set apart.
#[derive(Debug)]
pub(super) struct Shares<'a> {
    /// In for certain, in ticket order.
    pub(super) certain: Vec<Holder<'a>>,
    /// The others, in ticket order.
    pub(super) others: Vec<Holder<'a>>,
    /// How many of the others are to be drawn.
    pub(super) left: u64,
    /// What the sizes of the others add up to.
    pub(super) total: u64,
}

impl<'a> Shares<'a> {
    /// Sets apart every record whose share of what is left is one draw or more (`left * size >= total`), takes it out of
    /// both, and looks at the rest again until there is none. `holders` come in ticket order; their sizes add up to at
    /// most 2^64 - 1, which the frame has seen to; `n` is at most their number.
    pub(super) fn of(holders: Vec<Holder<'a>>, n: usize) -> Self {
        let total = holders.iter().map(|holder| u64::from(holder.size)).sum();
        let mut shares = Self {
            certain: Vec::new(),
            others: holders,
            left: n as u64,
            total,
        };
        while shares.left > 0 {
            let (left, total) = (u128::from(shares.left), u128::from(shares.total));
            let is_certain = |holder: &Holder<'_>| left * u128::from(holder.size) >= total;
            let (certain, others): (Vec<_>, Vec<_>) = shares.others.into_iter().partition(is_certain);
            shares.others = others;
            if certain.is_empty() {
                break;
            }
            shares.left -= certain.len() as u64;
            shares.total -= certain.iter().map(|holder| u64::from(holder.size)).sum::<u64>();
            shares.certain.extend(certain);
        }
        shares.certain.sort_unstable();
        shares
    }

    /// The chance of one of the others: `left * size / total`. 0 of 0 is nobody's.
    pub(super) fn chance(&self, holder: &Holder<'_>) -> Option<Inclusion> {
        Inclusion::new(
            u128::from(self.left) * u128::from(holder.size),
            u128::from(self.total),
        )
    }
}
