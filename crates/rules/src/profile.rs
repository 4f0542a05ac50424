//! A force's own: what it adopted and when, what it switched on or off, and the values it set.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::calendar::Window;
use crate::condition::Setting;
use crate::fault::{Fault, from_toml};
use crate::pack::{CaseText, Change, Class, Pack, RuleText, SettingValue};

/// A force's own use of a pack.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    #[serde(skip)]
    pub(crate) file: String,
    /// Such as `leicestershire`.
    pub id: String,
    /// Id of the pack it is about.
    pub pack: String,
    /// Goes up by one with each change.
    pub version: u32,
    /// When its sources were last read.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// Where the force's policy was read.
    pub citation: String,
    /// What changed with each version, newest first.
    #[serde(rename = "change")]
    pub changes: Vec<Change>,
    #[serde(default)]
    settings: BTreeMap<String, SettingValue>,
    #[serde(rename = "adopt", default)]
    pub(crate) adopted: Vec<Adopted>,
    #[serde(rename = "switch_on", default)]
    pub(crate) on: Vec<Switched>,
    #[serde(rename = "switch_off", default)]
    pub(crate) off: Vec<Switched>,
    /// Rules of the force alone.
    #[serde(rename = "rule", default)]
    pub(crate) rules: Vec<RuleText>,
}

/// A rule the force took up as its own policy.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Adopted {
    pub(crate) rule: String,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    /// Where that is written.
    #[serde(rename = "citation")]
    pub(crate) _citation: String,
    #[serde(default)]
    pub(crate) cases: Vec<CaseText>,
}

impl Adopted {
    pub(crate) fn window(&self) -> Window {
        Window {
            from: self.from,
            until: self.until,
        }
    }
}

/// A rule switched on or off, and why.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Switched {
    pub(crate) rule: String,
    pub(crate) why: String,
}

impl Profile {
    /// Reads a profile. `file` is how faults name it.
    ///
    /// # Errors
    /// [`Fault`] when the text is not TOML of this form or contradicts itself.
    pub fn read(file: &str, text: &str) -> Result<Self, Fault> {
        let mut profile: Self = from_toml(file, text)?;
        file.clone_into(&mut profile.file);
        let fault = |place: String, says: &str| Err(Fault::new(file, place, says));
        if !profile
            .changes
            .iter()
            .any(|change| change.version == profile.version)
        {
            return fault(
                "change".to_owned(),
                "none tells of this version; say what changed",
            );
        }
        for rule in &profile.rules {
            rule.check(file)?;
            if rule.class != Class::Local {
                return fault(
                    format!("rule {}", rule.id),
                    "a force's own rule is of class local",
                );
            }
        }
        Ok(profile)
    }

    /// Checks that what it names is in the pack, and gives the pack's settings with its own in place.
    pub(crate) fn settings(
        &self,
        pack: &Pack,
        mut all: BTreeMap<String, Setting>,
    ) -> Result<BTreeMap<String, Setting>, Fault> {
        let fault = |place: String, says: String| Err(Fault::new(&self.file, place, says));
        if self.pack != pack.id {
            let says = format!(
                "the profile is for {}, not for {}; choose another",
                self.pack, pack.id
            );
            return fault("pack".to_owned(), says);
        }
        let named = (self.adopted.iter().map(|adopted| &adopted.rule))
            .chain(self.on.iter().chain(&self.off).map(|switched| &switched.rule));
        for id in named {
            if !pack.rules.iter().any(|rule| rule.id == *id) {
                return fault(
                    format!("rule {id}"),
                    format!("the pack {} has no such rule", pack.id),
                );
            }
        }
        for rule in &self.rules {
            if pack.rules.iter().any(|known| known.id == rule.id) {
                let says = "the pack has a rule of this id; choose another".to_owned();
                return fault(format!("rule {}", rule.id), says);
            }
        }
        for (name, value) in &self.settings {
            let value = value.setting();
            let says = match all.get(name) {
                None => "the pack has no such setting; correct the name or leave it out",
                Some(Setting::Number(_)) if !matches!(value, Setting::Number(_)) => "give it a whole number",
                Some(Setting::Codes(_)) if !matches!(value, Setting::Codes(_)) => {
                    "give it a code, or several as a list"
                }
                Some(Setting::Day(_)) if !matches!(value, Setting::Day(_)) => {
                    "give it a day, as in 2024-03-31"
                }
                Some(_) => {
                    all.insert(name.clone(), value);
                    continue;
                }
            };
            return fault(format!("setting {name}"), says.to_owned());
        }
        Ok(all)
    }
}
