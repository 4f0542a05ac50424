//! How votes are told.

use serde::Serialize;

/// With fewer voters than this, numbers would tell how people voted who are known to have been there.
pub const FEW_VOTERS: u64 = 8;

/// Votes as they may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VotesShown {
    /// All voted alike.
    Unanimous,
    /// More than half voted alike.
    Majority,
    /// No more than half voted alike.
    Split,
    /// Eight or more voted: the numbers.
    Counts {
        /// For.
        in_favour: u64,
        /// Against.
        against: u64,
        /// Neither.
        abstained: u64,
    },
}

/// Votes as they may be published: in words where fewer than eight voted. Nothing where nobody did, or where the numbers do
/// not add up to something that can be held.
pub fn votes(in_favour: u64, against: u64, abstained: u64) -> Option<VotesShown> {
    let all = in_favour.checked_add(against)?.checked_add(abstained)?;
    let most = in_favour.max(against).max(abstained);
    match all {
        0 => None,
        FEW_VOTERS.. => Some(VotesShown::Counts {
            in_favour,
            against,
            abstained,
        }),
        _ if most == all => Some(VotesShown::Unanimous),
        _ if 2 * most > all => Some(VotesShown::Majority),
        _ => Some(VotesShown::Split),
    }
}
