//! The rules of the field as data: kinds of record, scales, themes, reasons and code lists, read from `packs/` at the
//! top of the repository and built into the program.
//!
//! A pack is named by its id and version, says where its wording comes from, and never changes meaning under the same
//! version: a panel that agreed to a scale must find the same scale years later.

mod codes;
mod crowd_facts;
mod derived;
mod ethnicity;
mod kind;
mod kind_text;
mod listed;
mod lists;
mod redaction_packs;
mod rule_packs;
mod scale;
mod source;
pub mod strata;
#[cfg(test)]
mod tests;
mod theme;
mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;

pub use codes::{Disposal, Disposals, Outcome, Outcomes, Reason, Reasons};
pub use crowd_facts::{CrowdFact, Steps};
pub use derived::{Bands, By, Derived, quarter, quarter_words};
pub use ethnicity::{Ethnicity, EthnicityCode, Status};
pub use kind::{
    Band, ColumnStance, Entry, Field, FieldType, Kind, NOT_KNOWN, Profile, Sensitivity, StratumRule,
    UNKNOWN_STRATUM, Vocabulary,
};
pub use lists::{Force, Forces, Grouping, OffenceClass, OffenceClasses};
pub use redaction_packs::redaction_packs;
pub use rule_packs::RulePacks;
pub use scale::{Appropriate, Consistent, Join, Scale, ScaleValue};
pub use source::Source;
pub use theme::{Coded, Observations, Polarity, Theme};

/// What is wrong with a pack, as a sentence that names the pack and the key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("pack {pack}, {key}: {says}")]
pub struct PackError {
    /// Path of the pack under `packs/`.
    pub pack: String,
    /// The key, or the line where no key could be read.
    pub key: String,
    /// What is wrong and what would be right.
    pub says: String,
}

impl PackError {
    fn new(pack: &str, key: impl Into<String>, says: impl Into<String>) -> Self {
        Self {
            pack: pack.to_owned(),
            key: key.into(),
            says: says.into(),
        }
    }
}

/// Every pack the program knows. Cheap to share behind an `Arc`; nothing in it changes while the program runs.
#[derive(Clone, Debug)]
pub struct Packs {
    /// Kinds of record a register may hold.
    pub kinds: Vec<Kind>,
    /// Scales on which panels class a case.
    pub scales: Vec<Scale>,
    /// What a panel may observe, and where it goes.
    pub observations: Observations,
    /// Why a drawn case may be withdrawn.
    pub withdrawal: Reasons,
    /// Types of out-of-court resolution.
    pub disposals: Disposals,
    /// Home Office crime outcome codes.
    pub outcomes: Outcomes,
    /// Where data comes from.
    pub sources: Vec<Source>,
    /// Ethnicity codes and their groups.
    pub ethnicity: Ethnicity,
    /// Bands of ages.
    pub ages: Bands,
    /// Police forces.
    pub forces: Forces,
    /// Offence classes and their groups.
    pub offence_classes: OffenceClasses,
    /// What the codes of a list are grouped into.
    pub groupings: Vec<Grouping>,
}

/// The vocabularies a kind may name without listing them itself.
type SharedVocabularies = BTreeMap<&'static str, Arc<Vocabulary>>;

macro_rules! pack_text {
    ($path:literal) => {
        ($path, include_str!(concat!("../../../../../packs/", $path)))
    };
}
use pack_text;

const KINDS: [(&str, &str); 6] = [
    pack_text!("kinds/stop_search.toml"),
    pack_text!("kinds/oocr.toml"),
    pack_text!("kinds/use_of_force.toml"),
    pack_text!("kinds/strip_search.toml"),
    pack_text!("kinds/custody_record.toml"),
    pack_text!("kinds/case_file.toml"),
];
const SCALES: [(&str, &str); 5] = [
    pack_text!("scales/lon-4.toml"),
    pack_text!("scales/leic-4.toml"),
    pack_text!("scales/clev-4.toml"),
    pack_text!("scales/dor-4.toml"),
    pack_text!("scales/dc-rag.toml"),
];
const OBSERVATIONS: (&str, &str) = pack_text!("themes/observations-1.toml");
const WITHDRAWAL: (&str, &str) = pack_text!("reasons/withdrawal.toml");
const DISPOSALS: (&str, &str) = pack_text!("disposals.toml");
const OUTCOMES: (&str, &str) = pack_text!("outcomes.toml");
const ETHNICITY: (&str, &str) = pack_text!("ethnicity.toml");
const SOURCES: [(&str, &str); 7] = [
    pack_text!("sources/police-uk-stop-search.toml"),
    pack_text!("sources/own-extract.toml"),
    pack_text!("sources/police-uk-street.toml"),
    pack_text!("sources/police-uk-outcomes.toml"),
    pack_text!("sources/census-2021-ethnicity.toml"),
    pack_text!("sources/mps-stop-search.toml"),
    pack_text!("sources/mps-custody.toml"),
];
const AGES: (&str, &str) = pack_text!("ages.toml");
const FORCES: (&str, &str) = pack_text!("forces.toml");
const OFFENCE_CLASSES: (&str, &str) = pack_text!("offence_classes.toml");

impl Packs {
    /// Reads every pack built into the program.
    ///
    /// # Errors
    /// [`PackError`] for the first pack that cannot be read or contradicts itself. The tests read every pack, so a
    /// released program does not fail here.
    pub fn built_in() -> Result<Self, PackError> {
        let disposals = Disposals::read(DISPOSALS.0, DISPOSALS.1)?;
        let outcomes = Outcomes::read(OUTCOMES.0, OUTCOMES.1)?;
        let ethnicity = Ethnicity::read(ETHNICITY.0, ETHNICITY.1)?;
        disposals.check_outcomes(DISPOSALS.0, &outcomes)?;
        let ages = Bands::read(AGES.0, AGES.1)?;
        let forces = Forces::read(FORCES.0, FORCES.1)?;
        let offence_classes = OffenceClasses::read(OFFENCE_CLASSES.0, OFFENCE_CLASSES.1)?;
        let groupings = Grouping::all(&ethnicity, &offence_classes);
        let scales = SCALES
            .iter()
            .map(|(pack, text)| Scale::read(pack, text))
            .collect::<Result<_, _>>()?;
        let sources = SOURCES
            .iter()
            .map(|(pack, text)| Source::read(pack, text))
            .collect::<Result<_, _>>()?;
        let mut packs = Self {
            sources,
            kinds: Vec::new(),
            scales,
            observations: Observations::read(OBSERVATIONS.0, OBSERVATIONS.1)?,
            withdrawal: Reasons::read(WITHDRAWAL.0, WITHDRAWAL.1)?,
            disposals,
            outcomes,
            ethnicity,
            ages,
            forces,
            offence_classes,
            groupings,
        };
        packs.kinds = KINDS
            .iter()
            .map(|(pack, text)| packs.other_kind(pack, text))
            .collect::<Result<_, _>>()?;
        Ok(packs)
    }

    /// The vocabularies that any kind may name.
    fn shared(&self) -> SharedVocabularies {
        [
            ("disposals", self.disposals.vocabulary()),
            ("outcomes", self.outcomes.vocabulary()),
            ("ethnicity.self_defined", self.ethnicity.self_defined_vocabulary()),
            ("ethnicity.observed", self.ethnicity.observed_vocabulary()),
            ("ethnicity.groups", self.ethnicity.group_vocabulary()),
            ("forces", self.forces.vocabulary()),
            ("offence_classes", self.offence_classes.vocabulary()),
        ]
        .map(|(name, vocabulary)| (name, Arc::new(vocabulary)))
        .into()
    }

    /// A kind that is not built in, read with the lists of those that are.
    ///
    /// # Errors
    /// [`PackError`] when it cannot be read or contradicts itself.
    pub fn other_kind(&self, pack: &str, text: &str) -> Result<Kind, PackError> {
        Kind::read(pack, text, &self.shared(), (&self.ages, &self.groupings))
    }

    /// The source of data with this id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The kind of record with this id and version.
    pub fn kind(&self, id: &str, version: u32) -> Option<&Kind> {
        self.kinds
            .iter()
            .find(|kind| kind.id == id && kind.version == version)
    }

    /// The newest version of a kind of record: what a new upload is read with.
    pub fn newest_kind(&self, id: &str) -> Option<&Kind> {
        self.kinds
            .iter()
            .filter(|kind| kind.id == id)
            .max_by_key(|kind| kind.version)
    }

    /// The scale with this id and version: what a panel's terms of reference name.
    pub fn scale(&self, id: &str, version: u32) -> Option<&Scale> {
        self.scales
            .iter()
            .find(|scale| scale.id == id && scale.version == version)
    }

    /// The newest version of a scale: what new terms of reference take.
    pub fn newest_scale(&self, id: &str) -> Option<&Scale> {
        self.scales
            .iter()
            .filter(|scale| scale.id == id)
            .max_by_key(|scale| scale.version)
    }
}

/// Reads one pack's text.
fn read<T: DeserializeOwned>(pack: &str, text: &str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.as_bytes()[..start]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        PackError::new(pack, format!("line {line}"), error.message())
    })
}

/// Refuses a code that appears twice in one list of a pack.
fn check_unique<'a>(
    pack: &str,
    list: &str,
    codes: impl IntoIterator<Item = &'a str>,
) -> Result<(), PackError> {
    let mut seen = std::collections::BTreeSet::new();
    for code in codes {
        if code.is_empty() {
            return Err(PackError::new(pack, list, "a code is empty; give it one"));
        }
        if !seen.insert(code) {
            return Err(PackError::new(
                pack,
                list,
                format!("the code {code} appears twice; remove one"),
            ));
        }
    }
    Ok(())
}
