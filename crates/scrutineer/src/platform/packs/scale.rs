//! Scales on which panels class a case.
//!
//! Panels print the same integers with different meanings: value 3 is "inappropriate or inconsistent" in London and
//! "inappropriate and inconsistent" in Leicestershire; value 4 ends the case in Dorset and sends it to the next meeting
//! in Cleveland. So each value is placed on two axes, and a class is always stored with its scale's id and version.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{PackError, check_unique, read};

/// First axis: was this resolution appropriate for this case?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Appropriate {
    /// The resolution was appropriate.
    Yes,
    /// It was not.
    No,
    /// The value does not say, or the panel could not tell.
    Undetermined,
}

/// Second axis: was it consistent with policy, guidance and the Code for Crown Prosecutors?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consistent {
    /// Consistent with policy.
    Yes,
    /// Not consistent.
    No,
    /// The value does not say.
    Unknown,
}

/// How a value binds its two axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// What the value says holds on both axes.
    And,
    /// It holds on at least one axis, and the value alone does not tell which.
    Or,
}

/// One value of a scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleValue {
    /// What the panel writes down, such as `3` or `amber`.
    pub code: String,
    /// The panel's own wording.
    pub label: String,
    /// A few words for a table heading.
    pub short: String,
    /// Place on the first axis.
    pub appropriate: Appropriate,
    /// Place on the second axis.
    pub consistent: Consistent,
    /// How the two places are bound.
    pub join: Join,
    /// Whether the value carries observations.
    pub observations: bool,
    /// False where the case comes back to a later meeting.
    pub ends_case: bool,
}

impl ScaleValue {
    /// Whether the value alone fixes its place on both axes. Where it does not, the two axes must be asked for.
    pub fn settles_axes(&self) -> bool {
        self.join == Join::And
    }
}

/// A scale: `id` and `version` are what findings store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Such as `LEIC-4`.
    pub id: String,
    /// Goes up by one when a value changes its meaning.
    pub version: u32,
    /// When the source was written.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// Where the wording was read.
    pub citation: String,
    /// What a reader should know before comparing it with another scale.
    pub note: Option<String>,
    /// Values in the order the panel prints them.
    #[serde(rename = "value")]
    pub values: Vec<ScaleValue>,
}

impl Scale {
    pub(super) fn read(pack: &str, text: &str) -> Result<Self, PackError> {
        let scale: Self = read(pack, text)?;
        check_unique(
            pack,
            "value",
            scale.values.iter().map(|value| value.code.as_str()),
        )?;
        Ok(scale)
    }

    /// The value with this code.
    pub fn value(&self, code: &str) -> Option<&ScaleValue> {
        self.values.iter().find(|value| value.code == code)
    }
}
