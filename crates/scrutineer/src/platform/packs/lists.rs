//! National code lists: police forces and offence classes, and what codes are grouped into.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::{
    PackError, check_unique,
    ethnicity::{Ethnicity, Status},
    kind::{Entry, Vocabulary},
    read,
    theme::Coded,
};

/// A police force.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Force {
    /// Code of its police force area (Office for National Statistics), or `BTP`.
    pub code: String,
    /// Its name.
    pub label: String,
    /// The word for it in file names of data.police.uk.
    pub street: String,
    /// Other names seen in extracts.
    pub also: Vec<String>,
    /// What a reader should know.
    pub note: Option<String>,
}

/// The police forces of England and Wales.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forces {
    /// Id of the pack.
    pub id: String,
    /// Version of the pack.
    pub version: u32,
    /// When the list was drawn up.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// Where the codes come from.
    pub citation: String,
    /// The forces.
    #[serde(rename = "force")]
    pub forces: Vec<Force>,
}

impl Forces {
    pub(super) fn read(pack: &str, text: &str) -> Result<Self, PackError> {
        let all: Self = read(pack, text)?;
        check_unique(pack, "force", all.forces.iter().map(|force| force.code.as_str()))?;
        let names = all.forces.iter().flat_map(|force| {
            let also = force.also.iter().map(String::as_str);
            std::iter::once(force.label.as_str()).chain(also)
        });
        check_unique(pack, "name of a force", names)?;
        Ok(all)
    }

    /// A force by its code, name, alias or word in file names; capitals and blanks at either end aside.
    #[must_use]
    pub fn find(&self, written: &str) -> Option<&Force> {
        let written = written.trim().to_lowercase();
        self.forces.iter().find(|force| {
            let also = force.also.iter().map(String::as_str);
            let names = [force.code.as_str(), &force.label, &force.street].into_iter();
            names.chain(also).any(|name| name.to_lowercase() == written)
        })
    }

    /// As a list a field may hold: a force that is not listed is kept as written, for a body may have codes of its own.
    pub(super) fn vocabulary(&self) -> Vocabulary {
        let entry = |force: &Force| Entry {
            code: force.code.clone(),
            label: force.label.clone(),
            also: force.also.clone(),
            not_stated: false,
            group: None,
        };
        let mut list = Vocabulary::new("forces", self.forces.iter().map(entry).collect());
        list.keep_unlisted = true;
        list
    }
}

/// An offence class of recorded crime.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OffenceClass {
    /// Such as `9A`.
    pub code: String,
    /// Short label; not the official wording.
    pub label: String,
    /// Code of its group.
    pub group: String,
    /// Whether it was read in a source.
    #[serde(default = "verified")]
    pub status: Status,
}

fn verified() -> Status {
    Status::Verified
}

/// Offence classes and the groups they are counted in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OffenceClasses {
    /// Id of the pack.
    pub id: String,
    /// Version of the list and of its groups.
    pub version: u32,
    /// Last day of the period whose tables were read.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// The tables.
    pub citation: String,
    /// The groups.
    #[serde(rename = "group")]
    pub groups: Vec<Coded>,
    /// The classes.
    #[serde(rename = "class")]
    pub classes: Vec<OffenceClass>,
}

impl OffenceClasses {
    pub(super) fn read(pack: &str, text: &str) -> Result<Self, PackError> {
        let all: Self = read(pack, text)?;
        check_unique(pack, "group", all.groups.iter().map(|group| group.code.as_str()))?;
        check_unique(pack, "class", all.classes.iter().map(|class| class.code.as_str()))?;
        for class in &all.classes {
            if !all.groups.iter().any(|group| group.code == class.group) {
                let says = format!("the group {} is not listed; add a [[group]]", class.group);
                return Err(PackError::new(pack, format!("class {}", class.code), says));
            }
        }
        Ok(all)
    }

    /// As a list a field may hold: a class that is not listed is kept as written, for classes come and expire.
    pub(super) fn vocabulary(&self) -> Vocabulary {
        let entry = |class: &OffenceClass| Entry {
            code: class.code.clone(),
            label: class.label.clone(),
            also: vec![class.code.to_lowercase()],
            not_stated: false,
            group: None,
        };
        let mut list = Vocabulary::new("offence_classes", self.classes.iter().map(entry).collect());
        list.keep_unlisted = true;
        list
    }
}

/// What the codes of a list are grouped into, such as ethnicities 18+1 into 5+1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Name by which derived facts refer to it: that of the list.
    pub id: String,
    /// Version of the pack it comes from: print it beside any figure that uses the groups.
    pub version: u32,
    /// The groups in the order shown.
    pub groups: Vec<Coded>,
    of: BTreeMap<String, String>,
}

impl Grouping {
    /// The group of a code; nothing for a code that is not listed.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<&str> {
        self.of.get(code).map(String::as_str)
    }

    /// What a group is called.
    #[must_use]
    pub fn label(&self, group: &str) -> Option<&str> {
        let group = self.groups.iter().find(|one| one.code == group)?;
        Some(&group.label)
    }

    pub(super) fn all(ethnicity: &Ethnicity, classes: &OffenceClasses) -> Vec<Self> {
        let ethnic = |id: &str, codes: &[super::ethnicity::EthnicityCode]| Self {
            id: id.to_owned(),
            version: ethnicity.version,
            groups: ethnicity.groups.clone(),
            of: codes
                .iter()
                .map(|code| (code.code.clone(), code.group.clone()))
                .collect(),
        };
        vec![
            ethnic("ethnicity.self_defined", &ethnicity.self_defined),
            ethnic("ethnicity.observed", &ethnicity.observed),
            Self {
                id: "offence_classes".to_owned(),
                version: classes.version,
                groups: classes.groups.clone(),
                of: classes
                    .classes
                    .iter()
                    .map(|class| (class.code.clone(), class.group.clone()))
                    .collect(),
            },
        ]
    }
}
