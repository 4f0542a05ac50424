//! When the numbers are too small for a ratio to be given.

use super::Counts;

/// A ratio needs this many with the outcome in either group.
pub const FEWEST_EVENTS: u64 = 5;
/// And a base of this many in either group.
pub const SMALLEST_BASE: u64 = 20;

/// No ratio: the counts are shown instead, subject to the protection of small numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} of {} against {} of {}: no ratio is given where fewer than {FEWEST_EVENTS} had the outcome or fewer than \
     {SMALLEST_BASE} could have had it; give the counts, or put three years together",
    group.events(), group.base(), reference.events(), reference.base()
)]
pub struct SmallNumbers {
    /// The group.
    pub group: Counts,
    /// What it was to be compared with.
    pub reference: Counts,
}

/// Refuses a ratio when either group has fewer than [`FEWEST_EVENTS`] with the outcome or a base below
/// [`SMALLEST_BASE`] (methods 4.4): such a ratio swings with a single case, and says who the few were.
///
/// # Errors
/// Numbers too small; the sentence holds the counts.
pub fn enough(group: Counts, reference: Counts) -> Result<(), SmallNumbers> {
    let small = |counts: Counts| counts.events() < FEWEST_EVENTS || counts.base() < SMALLEST_BASE;
    if small(group) || small(reference) {
        Err(SmallNumbers { group, reference })
    } else {
        Ok(())
    }
}
