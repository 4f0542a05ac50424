//! Ethnicity codes and the groups they collapse to.

use jiff::civil::Date;
use serde::Deserialize;

use super::kind::{Entry, Vocabulary};
use super::theme::Coded;
use super::{PackError, check_unique, read};

/// The group of the codes that say that nobody knows or said.
const NOT_STATED: &str = "not_stated";

/// Whether a code was read in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Read in a source.
    Verified,
    /// Written from general knowledge: check before relying on it.
    ToVerify,
}

/// An ethnicity code and the group it collapses to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EthnicityCode {
    /// Such as `W1` or `IC3`.
    pub code: String,
    /// What is shown; also accepted in a file.
    pub label: String,
    /// Code of one of the 5+1 groups.
    pub group: String,
    /// Whether it was read in a source.
    pub status: Status,
    /// What a reader should know.
    pub note: Option<String>,
}

/// Ethnicity: what the person said, what the officer saw, and the groups. The one never fills gaps in the other.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ethnicity {
    /// Id of the pack.
    pub id: String,
    /// Version of the mapping to groups: print it beside any figure that uses them.
    pub version: u32,
    /// When the newest source was written.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// Where the codes come from.
    pub citation: String,
    /// The 5+1 groups.
    #[serde(rename = "group")]
    pub groups: Vec<Coded>,
    /// Self-defined codes, 18+1 with `NS` for not stated.
    pub self_defined: Vec<EthnicityCode>,
    /// Codes the officer records.
    pub observed: Vec<EthnicityCode>,
}

impl Ethnicity {
    pub(super) fn read(pack: &str, text: &str) -> Result<Self, PackError> {
        let all: Self = read(pack, text)?;
        check_unique(pack, "group", all.groups.iter().map(|group| group.code.as_str()))?;
        for (list, codes) in [("self_defined", &all.self_defined), ("observed", &all.observed)] {
            check_unique(pack, list, codes.iter().map(|code| code.code.as_str()))?;
            for code in codes {
                if !all.groups.iter().any(|group| group.code == code.group) {
                    let says = format!("the group {} is not listed; add a [[group]]", code.group);
                    return Err(PackError::new(pack, format!("{list} {}", code.code), says));
                }
            }
        }
        Ok(all)
    }

    pub(super) fn self_defined_vocabulary(&self) -> Vocabulary {
        Vocabulary::new("ethnicity.self_defined", self.entries(&self.self_defined))
    }

    pub(super) fn observed_vocabulary(&self) -> Vocabulary {
        Vocabulary::new("ethnicity.observed", self.entries(&self.observed))
    }

    pub(super) fn group_vocabulary(&self) -> Vocabulary {
        let entry = |group: &Coded| Entry {
            code: group.code.clone(),
            label: group.label.clone(),
            also: Vec::new(),
            not_stated: group.code == NOT_STATED,
            group: Some(group.label.clone()),
        };
        Vocabulary::new("ethnicity.groups", self.groups.iter().map(entry).collect())
    }

    /// The 5+1 group of a self-defined or observed code.
    pub fn group_of(&self, code: &str) -> Option<&str> {
        let mut codes = self.self_defined.iter().chain(&self.observed);
        codes
            .find(|listed| listed.code == code)
            .map(|listed| listed.group.as_str())
    }

    fn entries(&self, codes: &[EthnicityCode]) -> Vec<Entry> {
        let label = |group: &str| {
            let found = self.groups.iter().find(|known| known.code == group);
            found.map(|group| group.label.clone())
        };
        let entry = |code: &EthnicityCode| Entry {
            code: code.code.clone(),
            label: code.label.clone(),
            also: Vec::new(),
            not_stated: code.group == NOT_STATED,
            group: label(&code.group),
        };
        codes.iter().map(entry).collect()
    }
}
