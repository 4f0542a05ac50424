//! What a panel may observe about a case, how serious it is, and where it goes.

use jiff::civil::Date;
use serde::Deserialize;

use super::{PackError, check_unique, read};

/// Whether a theme is praise or concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// Something to put right.
    Concern,
    /// Something done well: praise travels the same way as concern.
    Praise,
    /// The member says which.
    Either,
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

/// A theme such as `V1`, views not sought or not recorded.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// What is stored.
    pub code: String,
    /// Code of the family it is listed under.
    pub family: String,
    /// Praise, concern, or either.
    pub polarity: Polarity,
    /// What is shown.
    pub label: String,
}

/// The themes, with their families, severities, destinations and kinds of learning.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observations {
    /// Id of the pack.
    pub id: String,
    /// Version of the pack.
    pub version: u32,
    /// When the newest source was written.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// Where the themes were seen.
    pub citation: String,
    /// Headings under which themes are listed, in order.
    #[serde(rename = "family")]
    pub families: Vec<Coded>,
    /// Themes in the order they are shown.
    #[serde(rename = "theme")]
    pub themes: Vec<Theme>,
    /// How serious an observation is, mildest first.
    #[serde(rename = "severity")]
    pub severities: Vec<Coded>,
    /// Who an observation is for.
    #[serde(rename = "destination")]
    pub destinations: Vec<Coded>,
    /// What is asked of them.
    pub learning: Vec<Coded>,
}

impl Observations {
    pub(super) fn read(pack: &str, text: &str) -> Result<Self, PackError> {
        let all: Self = read(pack, text)?;
        check_unique(pack, "theme", all.themes.iter().map(|theme| theme.code.as_str()))?;
        for (list, coded) in [
            ("family", &all.families),
            ("severity", &all.severities),
            ("destination", &all.destinations),
            ("learning", &all.learning),
        ] {
            check_unique(pack, list, coded.iter().map(|item| item.code.as_str()))?;
        }
        for theme in &all.themes {
            if !all.families.iter().any(|family| family.code == theme.family) {
                let says = format!("the family {} is not listed; add a [[family]]", theme.family);
                return Err(PackError::new(pack, format!("theme {}", theme.code), says));
            }
        }
        Ok(all)
    }

    /// The theme with this code.
    pub fn theme(&self, code: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.code == code)
    }

    /// The themes of one family, in order.
    pub fn themes_of<'a>(&'a self, family: &'a str) -> impl Iterator<Item = &'a Theme> {
        self.themes.iter().filter(move |theme| theme.family == family)
    }

    /// The destination with this code.
    pub fn destination(&self, code: &str) -> Option<&Coded> {
        self.destinations
            .iter()
            .find(|destination| destination.code == code)
    }
}
