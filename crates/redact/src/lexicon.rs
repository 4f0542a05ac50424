//! The packs of `packs/redaction`: words and patterns as data, described in `packs/README.md`.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::fault::Fault;
use crate::quick::{WordMap, WordSet};

/// A pack: what it is called in messages, and its text.
pub type Text<'t> = (&'t str, &'t str);

/// What every pack says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Id of the pack.
    pub id: String,
    /// Version of the pack.
    pub version: u32,
    /// When it was last changed, as written.
    pub dated: String,
}

/// Whether a pattern was read in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Read in a source.
    Verified,
    /// From general knowledge: not verified.
    ToVerify,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Refers {
    Crime,
    Custody,
}

/// How some forces write a reference.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// The rule's name in answers.
    pub rule: String,
    pub(crate) kind: Refers,
    /// Codes of the forces that use it; none where any may.
    pub force: Vec<String>,
    /// The form in words, with an example.
    pub says: String,
    /// A regular expression, without regard to case.
    pub pattern: String,
    /// Counts only after a label, unless the force is known to use it.
    pub needs_label: bool,
    /// Whether it was read in a source.
    pub mark: Mark,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct References {
    id: String,
    version: u32,
    dated: String,
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "citation")]
    _citation: String,
    pub(crate) crime_labels: Vec<String>,
    pub(crate) custody_labels: Vec<String>,
    pub(crate) fronts: Vec<String>,
    #[serde(rename = "pattern")]
    pub(crate) patterns: Vec<Pattern>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    id: String,
    version: u32,
    dated: String,
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "citation")]
    _citation: String,
    pub(crate) labels: Vec<String>,
    pub(crate) ranks: Vec<String>,
    pub(crate) titles: WordSet,
    pub(crate) particles: WordSet,
    pub(crate) streets: WordSet,
    pub(crate) bare_streets: WordSet,
    pub(crate) plain_streets: WordSet,
    pub(crate) street_fronts: WordSet,
    pub(crate) units: WordSet,
    pub(crate) homes: WordSet,
    pub(crate) schools: WordSet,
    pub(crate) school_fronts: Vec<String>,
    pub(crate) workplaces: WordSet,
    pub(crate) employers: Vec<String>,
    pub(crate) generic: WordSet,
    pub(crate) social: Vec<String>,
    pub(crate) months: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nicknames {
    id: String,
    version: u32,
    dated: String,
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "citation")]
    _citation: String,
    groups: Vec<Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Capitals {
    id: String,
    version: u32,
    dated: String,
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "citation")]
    _citation: String,
    calendar: Vec<String>,
    forces: Vec<String>,
    law: Vec<String>,
    abbreviations: Vec<String>,
    starters: Vec<String>,
    also_words: Vec<String>,
}

/// The texts of the four packs.
#[derive(Clone, Copy, Debug)]
pub struct Packs<'t> {
    /// Crime and custody references by force.
    pub references: Text<'t>,
    /// Words beside identifiers.
    pub words: Text<'t>,
    /// Short and pet forms of given names.
    pub nicknames: Text<'t>,
    /// Words that explain their capital.
    pub capitals: Text<'t>,
}

/// The packs, read.
#[derive(Clone, Debug)]
pub struct Lexicon {
    pub(crate) references: References,
    pub(crate) words: Words,
    /// Other forms of a given name.
    pub(crate) nicknames: WordMap<Vec<String>>,
    /// Words that explain their capital.
    pub(crate) explained: WordSet,
    /// Words that are also names.
    pub(crate) also_words: WordSet,
    /// What each pack says about itself.
    pub about: Vec<About>,
}

impl Lexicon {
    /// Reads the packs.
    ///
    /// # Errors
    /// [`Fault::Pack`] for the first that cannot be read.
    pub fn read(packs: Packs<'_>) -> Result<Self, Fault> {
        let references: References = from_toml(packs.references)?;
        let words: Words = from_toml(packs.words)?;
        let nicknames: Nicknames = from_toml(packs.nicknames)?;
        let capitals: Capitals = from_toml(packs.capitals)?;
        let about = |id: &str, version, dated: &str| About {
            id: id.to_owned(),
            version,
            dated: dated.to_owned(),
        };
        let about = vec![
            about(&references.id, references.version, &references.dated),
            about(&words.id, words.version, &words.dated),
            about(&nicknames.id, nicknames.version, &nicknames.dated),
            about(&capitals.id, capitals.version, &capitals.dated),
        ];
        let explained = [
            capitals.calendar,
            capitals.forces,
            capitals.law,
            capitals.abbreviations,
            capitals.starters,
        ];
        Ok(Self {
            references,
            words,
            nicknames: grouped(&nicknames.groups),
            explained: explained.into_iter().flatten().collect(),
            also_words: capitals.also_words.into_iter().collect(),
            about,
        })
    }

    /// The patterns of references, in the pack's order.
    #[must_use]
    pub fn patterns(&self) -> &[Pattern] {
        &self.references.patterns
    }

    /// Codes of the forces that a pattern names, in order.
    #[must_use]
    pub fn forces(&self) -> Vec<&str> {
        let all = self.patterns().iter().flat_map(|pattern| &pattern.force);
        all.map(String::as_str)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// A word that is a word of the language, or explains its capital.
    pub(crate) fn is_word(&self, lower: &str) -> bool {
        self.explained.contains(lower) || self.also_words.contains(lower)
    }
}

fn grouped(groups: &[Vec<String>]) -> WordMap<Vec<String>> {
    let mut forms: WordMap<Vec<String>> = WordMap::default();
    for group in groups {
        for name in group {
            let others = group.iter().filter(|other| *other != name).cloned();
            forms.entry(name.clone()).or_default().extend(others);
        }
    }
    forms
}

fn from_toml<T: DeserializeOwned>((file, text): Text<'_>) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        let before = text.as_bytes().get(..start).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault::Pack {
            file: file.to_owned(),
            place: format!("line {line}"),
            says: error.message().to_owned(),
        }
    })
}
