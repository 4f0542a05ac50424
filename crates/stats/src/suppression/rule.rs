//! Which counts are too small to publish.

use super::SuppressionError;

/// The published practice that a table follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Hides 1 to 4.
    Default,
    /// Hides 1 to 9: children, and free choices that single a person out.
    Youth,
    /// Shows every count as the nearest multiple of 5.
    Round5,
}

impl Profile {
    /// The smallest count that may be shown or inferred.
    pub fn threshold(self) -> u64 {
        match self {
            Self::Default | Self::Round5 => 5,
            Self::Youth => 10,
        }
    }
}

/// What a rounded count may differ from the true one: the nearest multiple of 5 is at most 2 away.
pub(super) const ROUNDING: u64 = 2;

/// The largest threshold that rounding to 5 serves: a count shown as 5 is 3 to 7, so that it may be 7.
const LARGEST_ROUNDED: u64 = 7;

/// The largest threshold that is taken; far below the numbers that stand for no limit.
const LARGEST: u64 = 1_000_000;

/// A profile with its threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    threshold: u64,
    rounds: bool,
}

impl Rule {
    /// The rule of `profile`, with `threshold` in the place of its own where one is given.
    ///
    /// # Errors
    /// A threshold below 2, which hides nothing, or above a million; one above 7 with rounding to 5.
    pub fn new(profile: Profile, threshold: Option<u64>) -> Result<Self, SuppressionError> {
        let rounds = profile == Profile::Round5;
        let threshold = threshold.unwrap_or(profile.threshold());
        if !(2..=LARGEST).contains(&threshold) {
            return Err(SuppressionError::Threshold(threshold));
        }
        if rounds && threshold > LARGEST_ROUNDED {
            return Err(SuppressionError::RoundedThreshold(threshold));
        }
        Ok(Self { threshold, rounds })
    }

    /// The smallest count that may be shown or inferred.
    pub fn threshold(self) -> u64 {
        self.threshold
    }

    /// Whether counts are rounded instead of hidden.
    pub fn rounds(self) -> bool {
        self.rounds
    }

    /// Whether a count is too small to be shown: from 1 to the threshold less 1.
    pub fn is_small(self, count: u64) -> bool {
        (1..self.threshold).contains(&count)
    }
}

impl From<Profile> for Rule {
    fn from(profile: Profile) -> Self {
        Self {
            threshold: profile.threshold(),
            rounds: profile == Profile::Round5,
        }
    }
}

/// Whether a reader who knows that a hidden count lies from `low` to `high` knows too much: one number, or numbers that
/// are all from 1 to the threshold less 1.
pub(super) fn gives_away(low: u64, high: Option<u64>, threshold: u64) -> bool {
    high.is_some_and(|high| low == high || (low >= 1 && high < threshold))
}
