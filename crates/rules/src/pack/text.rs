//! The parts of a pack as its file has them.

use jiff::civil::Date;
use serde::Deserialize;

use super::{Class, JudgedOn, Mark, Sort};
use crate::calendar::Window;
use crate::condition::Setting;
use crate::fault::Fault;

/// What a fact holds, in the words of `packs/kinds`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FactType {
    Text,
    Integer,
    Decimal,
    Date,
    Boolean3,
    Code,
    List,
}

/// Which fields hold the days by which rules are judged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DateFields {
    pub(crate) offence: Option<String>,
    pub(crate) disposal: Option<String>,
}

/// A value that a force may set otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingText {
    pub(crate) name: String,
    /// What it is, for those who set it.
    #[serde(rename = "means")]
    pub(crate) _means: String,
    pub(crate) value: Option<SettingValue>,
    /// What the cases use, where there is no value that fits every force or the value would flag nothing.
    pub(crate) example: Option<SettingValue>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum SettingValue {
    Number(i64),
    Code(String),
    Codes(Vec<String>),
}

impl SettingValue {
    pub(crate) fn setting(&self) -> Setting {
        match self {
            Self::Number(number) => Setting::Number(*number),
            Self::Code(code) => match code.parse() {
                Ok(day) => Setting::Day(day),
                Err(_) => Setting::Codes(vec![code.clone()]),
            },
            Self::Codes(codes) => Setting::Codes(codes.clone()),
        }
    }
}

/// A condition with a name of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermText {
    pub(crate) name: String,
    pub(crate) when: String,
}

/// Codes that have an order, such as ranks. Codes left out can be compared with none.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrderText {
    pub(crate) field: String,
    pub(crate) lowest_first: Vec<String>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleText {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) class: Class,
    pub(crate) mark: Mark,
    pub(crate) judged_on: JudgedOn,
    /// First day on which the law or guidance applied.
    pub(crate) from: Option<Date>,
    /// Last day.
    pub(crate) until: Option<Date>,
    /// The fields its conditions read: checked against them.
    pub(crate) needs: Vec<String>,
    pub(crate) citation: String,
    /// In plain words: what is looked at, why, and what it does not say.
    pub(crate) explains: String,
    /// Which records it is about; all, where left out.
    pub(crate) applies: Option<String>,
    /// What is flagged; none where the rule is there to say that nothing is.
    #[serde(rename = "flag", default)]
    pub(crate) flags: Vec<ClauseText>,
    /// What every case has, unless it says otherwise.
    #[serde(default)]
    pub(crate) base: toml::Table,
    #[serde(default)]
    pub(crate) cases: Vec<CaseText>,
}

/// One thing that a rule flags. The first whose condition holds is the answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClauseText {
    pub(crate) when: String,
    pub(crate) result: Sort,
    pub(crate) says: String,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    /// Where it differs from the rule's own.
    pub(crate) mark: Option<Mark>,
}

/// A record, and what the rule must answer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseText {
    /// Why this case is here, where it needs saying.
    #[serde(rename = "says", default)]
    pub(crate) _says: String,
    pub(crate) given: toml::Table,
    /// Day of the finding.
    pub(crate) finding: Option<Date>,
    pub(crate) gives: Gives,
}

/// What a rule answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Gives {
    Breach,
    Missing,
    Mismatch,
    Info,
    Unknown,
    Pass,
}

impl RuleText {
    pub(crate) fn window(&self) -> Window {
        Window {
            from: self.from,
            until: self.until,
        }
    }

    /// What can be seen without knowing the fields.
    pub(crate) fn check(&self, file: &str) -> Result<(), Fault> {
        let fault = |says: &str| Err(Fault::new(file, format!("rule {}", self.id), says));
        if self.id.is_empty() || !self.id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return fault("an id is letters and digits, such as U02");
        }
        if [&self.title, &self.citation, &self.explains]
            .iter()
            .any(|text| text.trim().is_empty())
        {
            return fault("title, citation and explains must say something");
        }
        for window in self.flags.iter().map(ClauseText::window).chain([self.window()]) {
            if let (Some(from), Some(until)) = (window.from, window.until)
                && from > until
            {
                return fault("from lies after until; exchange them");
            }
        }
        Ok(())
    }
}

impl ClauseText {
    pub(crate) fn window(&self) -> Window {
        Window {
            from: self.from,
            until: self.until,
        }
    }
}
