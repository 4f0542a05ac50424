//! Code lists used by more than one kind of record, and the reasons for withdrawing a drawn case.

use jiff::civil::Date;
use serde::Deserialize;

use super::kind::{Entry, Vocabulary};
use super::{PackError, check_unique, read};

/// A reason for which a drawn case may leave.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// What the plan of the draw lists, such as `SUB_JUDICE`.
    pub code: String,
    /// What is shown.
    pub label: String,
    /// When it applies, as a sentence.
    pub meaning: String,
}

/// The reasons for withdrawing a drawn case.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    /// Id of the pack.
    pub id: String,
    /// Version of the pack.
    pub version: u32,
    /// When the list was agreed.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// Where the list comes from.
    pub citation: String,
    /// Reasons in the order shown.
    #[serde(rename = "reason")]
    pub reasons: Vec<Reason>,
}

impl Reasons {
    pub(super) fn read(pack: &str, text: &str) -> Result<Self, PackError> {
        let all: Self = read(pack, text)?;
        check_unique(
            pack,
            "reason",
            all.reasons.iter().map(|reason| reason.code.as_str()),
        )?;
        Ok(all)
    }

    /// The reason with this code.
    pub fn reason(&self, code: &str) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.code == code)
    }
}

/// A way a case may be resolved out of court, and what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disposal {
    /// What records store.
    pub code: String,
    /// What is shown.
    pub label: String,
    /// Other spellings accepted in a file.
    #[serde(default)]
    pub also: Vec<String>,
    /// Youngest age in years at the resolution.
    pub lowest_age: u8,
    /// Oldest age in years, where there is one.
    pub highest_age: Option<u8>,
    /// What admission it needs, in words.
    pub admission: String,
    /// Who may give it, in words.
    pub authority: String,
    /// What follows a breach, in words.
    pub on_breach: String,
    /// Outcome codes it should be recorded under; empty where the tables have none yet.
    pub outcomes: Vec<String>,
    /// False where the statute is not in force.
    pub commenced: bool,
    /// What a reader should know.
    pub note: Option<String>,
}

/// Types of out-of-court resolution.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disposals {
    /// Id of the pack.
    pub id: String,
    /// Version of the pack.
    pub version: u32,
    /// When the law was last read.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// Statutes it rests on.
    pub citation: String,
    /// Disposals in the order shown.
    #[serde(rename = "disposal")]
    pub disposals: Vec<Disposal>,
}

impl Disposals {
    pub(super) fn read(pack: &str, text: &str) -> Result<Self, PackError> {
        let all: Self = read(pack, text)?;
        check_unique(
            pack,
            "disposal",
            all.disposals.iter().map(|disposal| disposal.code.as_str()),
        )?;
        Ok(all)
    }

    pub(super) fn check_outcomes(&self, pack: &str, outcomes: &Outcomes) -> Result<(), PackError> {
        for disposal in &self.disposals {
            for code in &disposal.outcomes {
                if outcomes.outcome(code).is_none() {
                    let says = format!("outcome {code} is not listed in outcomes.toml");
                    return Err(PackError::new(pack, format!("disposal {}", disposal.code), says));
                }
            }
        }
        Ok(())
    }

    pub(super) fn vocabulary(&self) -> Vocabulary {
        let entry = |disposal: &Disposal| Entry {
            code: disposal.code.clone(),
            label: disposal.label.clone(),
            also: disposal.also.clone(),
            not_stated: false,
            group: None,
        };
        Vocabulary::new("disposals", self.disposals.iter().map(entry).collect())
    }

    /// The disposal with this code.
    pub fn disposal(&self, code: &str) -> Option<&Disposal> {
        self.disposals.iter().find(|disposal| disposal.code == code)
    }
}

/// A crime outcome code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Such as `8` or `2a`.
    pub code: String,
    /// Short label; not the official wording.
    pub label: String,
    /// `formal`, `informal`, `diversion`, `charge`, `evidential`, `prevented`, `other` or `unassigned`.
    pub group: String,
    /// The code this one is already counted in: never add the two.
    pub part_of: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
}

/// Home Office crime outcome codes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcomes {
    /// Id of the pack.
    pub id: String,
    /// Version of the pack.
    pub version: u32,
    /// Last day of the period whose tables were read.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// The tables.
    pub citation: String,
    /// Outcomes in numeric order.
    #[serde(rename = "outcome")]
    pub outcomes: Vec<Outcome>,
}

impl Outcomes {
    pub(super) fn read(pack: &str, text: &str) -> Result<Self, PackError> {
        let all: Self = read(pack, text)?;
        check_unique(
            pack,
            "outcome",
            all.outcomes.iter().map(|outcome| outcome.code.as_str()),
        )?;
        Ok(all)
    }

    pub(super) fn vocabulary(&self) -> Vocabulary {
        let entry = |outcome: &Outcome| Entry {
            code: outcome.code.clone(),
            label: outcome.label.clone(),
            also: Vec::new(),
            not_stated: false,
            group: None,
        };
        Vocabulary::new("outcomes", self.outcomes.iter().map(entry).collect())
    }

    /// The outcome with this code.
    pub fn outcome(&self, code: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.code == code)
    }
}
