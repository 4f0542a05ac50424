//! Where data comes from: publisher, licence and how a file of theirs is recognised.

use jiff::civil::Date;
use serde::Deserialize;

use super::{PackError, read};

/// A source of data.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Such as `police-uk-stop-search`.
    pub id: String,
    /// Version of the pack.
    pub version: u32,
    /// When the source was last read.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Under which licence.
    pub licence: String,
    /// What the licence asks whoever publishes figures from it to say.
    pub attribution: Option<String>,
    /// Where this was read.
    pub citation: String,
    /// Id of the kind of record its files hold; none for what is not loaded into the register.
    pub kind: Option<String>,
    /// The profile by which they are read.
    pub profile: Option<String>,
    /// How the names of its files end.
    pub ends: Option<String>,
    /// Headings by which a file is recognised: it has all of them. Without any, no file is.
    #[serde(default)]
    pub headings: Vec<String>,
}

impl Source {
    pub(super) fn read(pack: &str, text: &str) -> Result<Self, PackError> {
        let source: Self = read(pack, text)?;
        if source.kind.is_some() != source.profile.is_some() {
            return Err(PackError::new(pack, "profile", "kind and profile go together"));
        }
        Ok(source)
    }

    /// Whether a file with these headings is one of theirs.
    #[must_use]
    pub fn has(&self, headings: &[&str]) -> bool {
        !self.headings.is_empty()
            && self
                .headings
                .iter()
                .all(|heading| headings.contains(&heading.as_str()))
    }
}
