//! The words in which a rule is described.

use serde::{Deserialize, Serialize};

/// What a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// An Act or an order made under one.
    Statute,
    /// A statutory code, or guidance of the Director of Public Prosecutions.
    Code,
    /// National guidance.
    Guidance,
    /// A force's own policy: in force only where a force adopted it, from the day it did.
    Local,
    /// The record's agreement with itself.
    DataQuality,
    /// How the panel itself worked.
    Process,
}

/// Whether its source was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Read in a source: on.
    Verified,
    /// Written from general knowledge, or read only in part: off until somebody switches it on.
    ToVerify,
    /// Needs no source: it compares the record with itself, or the panel with its own terms. On.
    Own,
}

/// What a flag says: always something for the panel to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// If the record is right, a requirement was not met.
    Breach,
    /// The record does not show what it should show.
    Missing,
    /// Parts of the record do not fit together.
    Mismatch,
    /// Worth knowing.
    Info,
}

impl Sort {
    /// Every sort, gravest first.
    pub const ALL: [Self; 4] = [Self::Breach, Self::Missing, Self::Mismatch, Self::Info];

    /// What is written and counted.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Breach => "breach",
            Self::Missing => "missing",
            Self::Mismatch => "mismatch",
            Self::Info => "info",
        }
    }
}

/// The day by which a rule is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JudgedOn {
    /// The day of the offence.
    Offence,
    /// The day of the resolution.
    Disposal,
    /// The day of the panel's finding.
    Finding,
}

/// A code with the words people read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coded {
    /// What is stored.
    pub code: String,
    /// What is shown.
    pub label: String,
}
