//! What is compared: how many of a group had the outcome.

use super::DisparityError;
use serde::Serialize;

/// The largest count taken, 2^53: up to here a double holds every whole number, and products of two fit exactly.
pub const LARGEST: u64 = 1 << 53;

/// `events` of the `base` had the outcome. The base is the stage that feeds the outcome: for charges those arrested,
/// for arrests those stopped (OJJDP, Disproportionate Minority Contact Technical Assistance Manual: the denominator is
/// the stage just before).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    events: u64,
    base: u64,
}

impl Counts {
    /// `events` of `base`. An empty group is allowed here, for a stratum may hold nobody of it; a ratio refuses it.
    ///
    /// # Errors
    /// More events than base, or a count above [`LARGEST`].
    pub fn new(events: u64, base: u64) -> Result<Self, DisparityError> {
        if base > LARGEST {
            return Err(DisparityError::TooLarge(base));
        }
        if events > base {
            return Err(DisparityError::MoreThanBase { events, base });
        }
        Ok(Self { events, base })
    }

    /// How many had the outcome.
    #[must_use]
    pub fn events(self) -> u64 {
        self.events
    }

    /// How many could have had it.
    #[must_use]
    pub fn base(self) -> u64 {
        self.base
    }

    /// How many did not have it.
    #[must_use]
    pub fn others(self) -> u64 {
        self.base - self.events
    }

    /// Share with the outcome, from 0 to 1; not a number for an empty group.
    #[must_use]
    pub fn rate(self) -> f64 {
        self.events as f64 / self.base as f64
    }

    /// The same group, counted the other way: those who did *not* have the outcome.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            events: self.others(),
            base: self.base,
        }
    }

    /// Both groups together.
    ///
    /// # Errors
    /// A base above [`LARGEST`].
    pub fn with(self, other: Self) -> Result<Self, DisparityError> {
        Self::new(self.events + other.events, self.base + other.base)
    }
}

/// The z of a confidence level, and refusal of what is none.
pub(super) fn normal_at(level: f64) -> Result<f64, DisparityError> {
    if level > 0.0 && level < 1.0 {
        Ok(crate::distribution::normal::two_sided(level))
    } else {
        Err(DisparityError::Level(level))
    }
}

/// Refuses an empty group, by name.
pub(super) fn nobody_missing(group: Counts, reference: Counts) -> Result<(), DisparityError> {
    if group.base == 0 {
        return Err(DisparityError::EmptyGroup("the group"));
    }
    if reference.base == 0 {
        return Err(DisparityError::EmptyGroup("the reference group"));
    }
    Ok(())
}
