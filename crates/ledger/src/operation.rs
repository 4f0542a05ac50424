use std::fmt;
use std::str::FromStr;

use crate::LedgerError;

/// The processing operations that a competent authority must log: Data Protection Act 2018 s.62(1)(a) to (f).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// Something was taken in.
    Collection,
    /// Something was changed.
    Alteration,
    /// Something was read.
    Consultation,
    /// Something was passed on, transfers included.
    Disclosure,
    /// Things were brought together.
    Combination,
    /// Something was removed.
    Erasure,
}

impl Operation {
    /// All six, in the order of the Act.
    pub const ALL: [Operation; 6] = [
        Operation::Collection,
        Operation::Alteration,
        Operation::Consultation,
        Operation::Disclosure,
        Operation::Combination,
        Operation::Erasure,
    ];

    /// The word of the Act, lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Operation::Collection => "collection",
            Operation::Alteration => "alteration",
            Operation::Consultation => "consultation",
            Operation::Disclosure => "disclosure",
            Operation::Combination => "combination",
            Operation::Erasure => "erasure",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Operation {
    type Err = LedgerError;

    fn from_str(word: &str) -> Result<Self, LedgerError> {
        Operation::ALL
            .into_iter()
            .find(|operation| operation.as_str() == word)
            .ok_or_else(|| LedgerError::UnknownOperation(word.to_owned()))
    }
}
