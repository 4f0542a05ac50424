//! A pack as it is written: rules with their dates, sources and cases, and the words they share.

mod text;
mod vocabulary;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

pub(crate) use text::{CaseText, ClauseText, Gives, RuleText, SettingValue};
pub use vocabulary::{Class, Coded, JudgedOn, Mark, Sort};

use crate::calendar::WorkingDays;
use crate::condition::Setting;
use crate::fault::{Fault, from_toml};
use crate::fields::{Field, Holds};

/// A change of a pack, as its readers are told.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The version that brought it.
    pub version: u32,
    /// When.
    pub dated: Date,
    /// What is different, and why.
    pub says: String,
}

/// Something rules ask about that the kind of record has no field for: a column that an extract may carry all the
/// same, or a fact that the program works out itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Heading of the column, and the name in conditions.
    pub name: String,
    /// What people call it.
    pub label: String,
    #[serde(rename = "type")]
    holds: text::FactType,
    /// The codes of a code or a list.
    #[serde(default)]
    pub codes: Vec<Coded>,
    /// Not a column: whether another record of the same extract has the same words in this field.
    pub repeats: Option<String>,
    /// Not a column: the program's own record of how a panel worked.
    #[serde(default)]
    pub own: bool,
}

impl Fact {
    /// What it holds, as a field.
    #[must_use]
    pub fn field(&self) -> Field {
        let codes = || self.codes.iter().map(|coded| coded.code.clone()).collect();
        Field {
            name: self.name.clone(),
            label: self.label.clone(),
            holds: match self.holds {
                text::FactType::Text => Holds::Text,
                text::FactType::Integer => Holds::Number,
                text::FactType::Decimal => Holds::Decimal,
                text::FactType::Date => Holds::Date,
                text::FactType::Boolean3 => Holds::Flag,
                text::FactType::Code => Holds::Code(codes()),
                text::FactType::List => Holds::List(Some(codes())),
            },
        }
    }

    /// Whether an extract may carry it as a column.
    #[must_use]
    pub fn is_column(&self) -> bool {
        self.repeats.is_none() && !self.own
    }
}

/// What a rule is about, without its conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outline<'p> {
    /// Its id.
    pub id: &'p str,
    /// Its name.
    pub title: &'p str,
    /// Where it comes from.
    pub class: Class,
    /// In plain words what is looked at, and what that does not say.
    pub explains: &'p str,
    /// Where it is written.
    pub citation: &'p str,
}

/// Rules for one kind of record.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    #[serde(skip)]
    pub(crate) file: String,
    /// Such as `england-wales`.
    pub id: String,
    /// Goes up by one when a rule changes what it flags.
    pub version: u32,
    /// When its sources were last read.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// Where the rules come from, as a whole.
    pub citation: String,
    /// Id of the kind of record.
    pub kind: String,
    /// Why it is not in use, where it is not.
    pub disabled: Option<String>,
    /// What changed with each version, newest first.
    #[serde(rename = "change")]
    pub changes: Vec<Change>,
    /// What rules ask about beyond the fields of the kind.
    #[serde(rename = "fact", default)]
    pub facts: Vec<Fact>,
    /// Days not worked.
    pub working_days: Option<WorkingDays>,
    #[serde(default)]
    pub(crate) dates: text::DateFields,
    #[serde(rename = "setting", default)]
    pub(crate) settings: Vec<text::SettingText>,
    #[serde(rename = "term", default)]
    pub(crate) terms: Vec<text::TermText>,
    #[serde(rename = "order", default)]
    pub(crate) orders: Vec<text::OrderText>,
    #[serde(rename = "rule")]
    pub(crate) rules: Vec<RuleText>,
}

impl Pack {
    /// Reads a pack. `file` is how faults name it.
    ///
    /// # Errors
    /// [`Fault`] when the text is not TOML of this form or contradicts itself. Whether its conditions fit the fields of
    /// its kind is seen when a [`RuleSet`](crate::RuleSet) is built.
    pub fn read(file: &str, text: &str) -> Result<Self, Fault> {
        let mut pack: Self = from_toml(file, text)?;
        file.clone_into(&mut pack.file);
        pack.check()?;
        Ok(pack)
    }

    fn check(&self) -> Result<(), Fault> {
        let fault = |place: &str, says: &str| Err(Fault::new(&self.file, place, says));
        for change in &self.changes {
            if change.version > self.version {
                return fault("change", "tells of a version after the pack's own; raise version");
            }
        }
        if !self.changes.iter().any(|change| change.version == self.version) {
            return fault("change", "none tells of this version; say what changed");
        }
        let names = (self.facts.iter().map(|fact| &fact.name))
            .chain(self.terms.iter().map(|term| &term.name))
            .chain(self.settings.iter().map(|setting| &setting.name));
        self.check_once("fact, term or setting", names)?;
        self.check_once("rule", self.rules.iter().map(|rule| &rule.id))?;
        if let Some(worked) = &self.working_days
            && !worked.holidays.is_sorted()
        {
            return fault("working_days", "the holidays are not in order; sort them");
        }
        self.rules.iter().try_for_each(|rule| rule.check(&self.file))
    }

    fn check_once<'a>(&self, what: &str, names: impl Iterator<Item = &'a String>) -> Result<(), Fault> {
        let mut seen = std::collections::BTreeSet::new();
        for name in names {
            if name.is_empty() || !seen.insert(name) {
                let says = "every name must be given, and given once";
                return Err(Fault::new(&self.file, format!("{what} {name}"), says));
            }
        }
        Ok(())
    }

    /// Its rules in order, as far as people who choose among them need to know.
    pub fn outlines(&self) -> impl Iterator<Item = Outline<'_>> {
        self.rules.iter().map(|rule| Outline {
            id: &rule.id,
            title: &rule.title,
            class: rule.class,
            explains: &rule.explains,
            citation: &rule.citation,
        })
    }

    /// Ids of its rules, in order.
    pub fn rule_ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.id.as_str())
    }

    pub(crate) fn settings(&self) -> BTreeMap<String, Setting> {
        let value = |setting: &text::SettingText| match &setting.value {
            Some(value) => value.setting(),
            None => Setting::Unset,
        };
        self.settings
            .iter()
            .map(|setting| (setting.name.clone(), value(setting)))
            .collect()
    }

    /// The settings with their examples in place: for the cases alone.
    pub(crate) fn example_settings(&self) -> BTreeMap<String, Setting> {
        let mut all = self.settings();
        for setting in &self.settings {
            if let Some(example) = &setting.example {
                all.insert(setting.name.clone(), example.setting());
            }
        }
        all
    }

    pub(crate) fn orders(&self) -> BTreeMap<String, Vec<String>> {
        self.orders
            .iter()
            .map(|order| (order.field.clone(), order.lowest_first.clone()))
            .collect()
    }
}
