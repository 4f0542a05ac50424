//! How often each rule gave each answer.

use rules::{Answer, Sort};
use serde::Serialize;

/// How often one rule gave each answer. Together they are the number of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Count {
    pub(super) breach: u64,
    pub(super) missing: u64,
    pub(super) mismatch: u64,
    pub(super) info: u64,
    pub(super) unknown: u64,
    pub(super) pass: u64,
    /// Records the rule was about, as far as they tell: the base of a rate.
    #[serde(skip)]
    pub(super) applied: u64,
}

/// One count a rule, in the order of the rules.
pub(super) type Counts = Vec<Count>;

impl Count {
    pub(super) fn add(&mut self, answer: Answer<'_>) {
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
}
