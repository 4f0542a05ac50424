//! How often one rule gave each answer, over many records.

use serde::Serialize;

use crate::{check::Answer, pack::Sort};

/// How often one rule gave each answer. The first six together are the number of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Flags: not as the rule says.
    pub breach: u64,
    /// Flags: something that should be there is not.
    pub missing: u64,
    /// Flags: two parts of the record do not agree.
    pub mismatch: u64,
    /// Flags: worth knowing.
    pub info: u64,
    /// The record does not tell.
    pub unknown: u64,
    /// Nothing to look at.
    pub pass: u64,
    /// Records the rule was about, as far as they tell: the base of a rate.
    #[serde(skip)]
    pub applied: u64,
}

impl Count {
    /// Counts one answer.
    pub fn add(&mut self, answer: Answer<'_>) {
        let (place, applied) = match answer {
            Answer::Flag(clause) => match clause.result {
                Sort::Breach => (&mut self.breach, true),
                Sort::Missing => (&mut self.missing, true),
                Sort::Mismatch => (&mut self.mismatch, true),
                Sort::Info => (&mut self.info, true),
            },
            Answer::Unknown => (&mut self.unknown, false),
            Answer::Pass { applied } => (&mut self.pass, applied),
        };
        *place += 1;
        self.applied += u64::from(applied);
    }

    /// Records that were flagged.
    #[must_use]
    pub fn flagged(&self) -> u64 {
        self.breach + self.missing + self.mismatch + self.info
    }
}
