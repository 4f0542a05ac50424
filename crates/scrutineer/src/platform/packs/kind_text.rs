//! Reads a kind of record from its pack: the text as written, then the checks that make it one whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;

use super::crowd_facts::{self, CrowdFact};
use super::derived::{Bands, DerivedText};
use super::kind::{
    Band, ColumnStance, Entry, Field, FieldType, Kind, Profile, Sensitivity, StratumRule, UNKNOWN_STRATUM,
    Vocabulary,
};
use super::listed::listed;
use super::lists::Grouping;
use super::{PackError, SharedVocabularies, check_unique, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindText {
    id: String,
    version: u32,
    dated: Date,
    title: String,
    citation: String,
    reads: ReadsText,
    #[serde(default)]
    browse: BrowseText,
    stratum: StratumText,
    profile: Vec<Profile>,
    field: Vec<FieldText>,
    #[serde(default)]
    crowd: Vec<CrowdFact>,
    #[serde(default)]
    vocabulary: Vec<VocabularyText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadsText {
    reference: Option<String>,
    month: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct BrowseText {
    columns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StratumText {
    field: String,
    unknown: String,
    band: Vec<Band>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VocabularyText {
    id: String,
    #[serde(default)]
    keep_unlisted: bool,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldText {
    pub(super) name: String,
    pub(super) label: String,
    #[serde(default)]
    heading: BTreeMap<String, String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(rename = "type")]
    holds: Option<TypeText>,
    derived: Option<DerivedText>,
    vocabulary: Option<String>,
    longest: Option<usize>,
    lowest: Option<i64>,
    highest: Option<i64>,
    notice_below: Option<i64>,
    form: Option<String>,
    earliest: Option<Date>,
    latest: Option<Date>,
    #[serde(default)]
    not_known: bool,
    pub(super) sensitivity: Sensitivity,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    pub(super) summary: bool,
    #[serde(default)]
    pub(super) browse: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TypeText {
    Text,
    Integer,
    Decimal,
    Date,
    Instant,
    Month,
    Boolean3,
    Code,
    List,
}

impl Kind {
    pub(super) fn read(
        pack: &str,
        text: &str,
        shared: &SharedVocabularies,
        derivable: (&Bands, &[Grouping]),
    ) -> Result<Self, PackError> {
        let text: KindText = read(pack, text)?;
        check_unique(pack, "field", text.field.iter().map(|field| field.name.as_str()))?;
        check_unique(
            pack,
            "profile",
            text.profile.iter().map(|profile| profile.id.as_str()),
        )?;
        check_unique(
            pack,
            "vocabulary",
            text.vocabulary.iter().map(|vocabulary| vocabulary.id.as_str()),
        )?;
        check_unique(
            pack,
            "stratum.band",
            text.stratum.band.iter().map(|band| band.code.as_str()),
        )?;
        check_profiles(pack, &text)?;

        let vocabularies = vocabularies(pack, text.vocabulary, shared)?;
        let mut fields = Vec::with_capacity(text.field.len());
        let mut computed = Vec::new();
        for mut field in text.field {
            match field.derived.take() {
                Some(derived) => computed.push((field, derived)),
                None => fields.push(field.checked(pack, &vocabularies)?),
            }
        }
        let derived = computed
            .into_iter()
            .map(|(field, derived)| field.computed(pack, derived, &fields, derivable))
            .collect::<Result<Vec<_>, _>>()?;
        let listed = listed(&fields, &derived);
        let position = |key: &str, name: &str| {
            let found = fields.iter().position(|field| field.name == name);
            found.ok_or_else(|| PackError::new(pack, key, format!("there is no field {name}")))
        };
        let reference = text
            .reads
            .reference
            .as_deref()
            .map(|name| position("reads.reference", name))
            .transpose()?;
        check_columns(pack, &text.browse.columns, &listed)?;
        let month = position("reads.month", &text.reads.month)?;
        let stratum = position("stratum.field", &text.stratum.field)?;
        check_month(pack, &fields[month])?;
        crowd_facts::check(pack, (&fields, &derived, month), &text.crowd)?;
        check_stratum(pack, &fields[stratum], &text.stratum.band)?;
        Ok(Self {
            id: text.id,
            version: text.version,
            dated: text.dated,
            title: text.title,
            citation: text.citation,
            fields,
            derived,
            crowd: text.crowd,
            reference,
            month,
            stratum: StratumRule {
                field: stratum,
                bands: text.stratum.band,
                unknown: text.stratum.unknown,
            },
            profiles: text.profile,
            listed,
            columns: text.browse.columns,
        })
    }
}

fn vocabularies(
    pack: &str,
    own: Vec<VocabularyText>,
    shared: &SharedVocabularies,
) -> Result<BTreeMap<String, Arc<Vocabulary>>, PackError> {
    let mut all: BTreeMap<String, Arc<Vocabulary>> = shared
        .iter()
        .map(|(name, vocabulary)| ((*name).to_owned(), Arc::clone(vocabulary)))
        .collect();
    for text in own {
        let key = format!("vocabulary {}", text.id);
        check_unique(pack, &key, text.entries.iter().map(|entry| entry.code.as_str()))?;
        let mut vocabulary = Vocabulary::new(&text.id, text.entries);
        vocabulary.keep_unlisted = text.keep_unlisted;
        if all.insert(text.id, Arc::new(vocabulary)).is_some() {
            return Err(PackError::new(
                pack,
                key,
                "the name is taken by a list all kinds use; choose another",
            ));
        }
    }
    Ok(all)
}

impl FieldText {
    fn checked(
        self,
        pack: &str,
        vocabularies: &BTreeMap<String, Arc<Vocabulary>>,
    ) -> Result<Field, PackError> {
        let key = format!("field {}", self.name);
        let fault = |says: &str| PackError::new(pack, &key, says);
        let longest = || {
            self.longest
                .ok_or_else(|| fault("needs longest, the most characters allowed"))
        };
        let lowest = || {
            self.lowest
                .ok_or_else(|| fault("needs lowest, the smallest value accepted"))
        };
        let highest = || {
            self.highest
                .ok_or_else(|| fault("needs highest, the largest value accepted"))
        };
        let vocabulary = match &self.vocabulary {
            None => None,
            Some(name) => {
                let found = vocabularies.get(name).map(Arc::clone);
                Some(found.ok_or_else(|| fault(&format!("there is no vocabulary {name}")))?)
            }
        };
        let holds = self.holds.ok_or_else(|| fault("needs type, or derived"))?;
        let holds = match holds {
            TypeText::Text => FieldType::Text { longest: longest()? },
            TypeText::Integer => FieldType::Integer {
                lowest: lowest()?,
                highest: highest()?,
                notice_below: self.notice_below,
            },
            TypeText::Decimal => FieldType::Decimal {
                lowest: lowest()?,
                highest: highest()?,
            },
            TypeText::Date => FieldType::Date,
            TypeText::Instant => FieldType::Instant,
            TypeText::Month => FieldType::Month,
            TypeText::Boolean3 => FieldType::Boolean3,
            TypeText::Code => FieldType::Code(vocabulary.ok_or_else(|| fault("a code needs a vocabulary"))?),
            TypeText::List => FieldType::List {
                vocabulary,
                longest: self.longest.unwrap_or(1000),
            },
        };
        let days = self.check_type_keys(&holds).map_err(fault)?;
        if self.summary && self.sensitivity > Sensitivity::Panel {
            return Err(fault("is in the members' summary, so it must be open or panel"));
        }
        if self.browse {
            check_browse(&holds, self.sensitivity).map_err(fault)?;
        }
        Ok(Field {
            name: self.name,
            label: self.label,
            headings: self.heading,
            also: self.also,
            holds,
            form: self.form,
            days,
            not_known: self.not_known,
            sensitivity: self.sensitivity,
            required: self.required,
            summary: self.summary,
            browse: self.browse,
        })
    }
}

impl FieldText {
    /// Refuses what another type of field has; gives the first and last day, where they are said.
    fn check_type_keys(&self, holds: &FieldType) -> Result<Option<(Date, Date)>, &'static str> {
        let days = match (self.earliest, self.latest) {
            (None, None) => None,
            (Some(first), Some(last)) if first <= last => Some((first, last)),
            _ => return Err("needs earliest and latest, in this order"),
        };
        if self.not_known && !matches!(holds, FieldType::Boolean3) {
            return Err("is not answered by yes or no, so it has no not_known");
        }
        if self.form.is_some() && !matches!(holds, FieldType::Text { .. }) {
            return Err("is no text, so it has no form");
        }
        if days.is_some() && !matches!(holds, FieldType::Date) {
            return Err("is no date, so it has no earliest and latest");
        }
        Ok(days)
    }
}

fn check_columns(pack: &str, columns: &[String], listed: &[Field]) -> Result<(), PackError> {
    let marked = |name: &&String| listed.iter().any(|field| field.name == **name);
    match columns.iter().find(|name| !marked(name)) {
        Some(name) => {
            let says = format!("{name} is not marked with browse");
            Err(PackError::new(pack, "browse.columns", says))
        }
        None => Ok(()),
    }
}

/// What may stand in lists of the register: nothing that never leaves the force, and of what is restricted no words.
fn check_browse(holds: &FieldType, sensitivity: Sensitivity) -> Result<(), &'static str> {
    let words = matches!(
        holds,
        FieldType::Text { .. } | FieldType::List { vocabulary: None, .. }
    );
    match sensitivity {
        Sensitivity::NeverLeavesForce => Err("never leaves the force, so it cannot be browsed"),
        Sensitivity::Restricted if words => Err("is restricted words, so it cannot be browsed"),
        _ => Ok(()),
    }
}

fn check_profiles(pack: &str, text: &KindText) -> Result<(), PackError> {
    for profile in &text.profile {
        let key = format!("profile {}", profile.id);
        if profile.missing_columns == ColumnStance::Ignore {
            return Err(PackError::new(pack, key, "missing_columns is refuse or blank"));
        }
        if profile.unknown_columns == ColumnStance::Blank {
            return Err(PackError::new(pack, key, "unknown_columns is refuse or ignore"));
        }
        let headings = text
            .field
            .iter()
            .map(|field| field.heading.get(&profile.id).unwrap_or(&field.name).as_str());
        check_unique(pack, &key, headings)?;
    }
    Ok(())
}

fn check_month(pack: &str, field: &Field) -> Result<(), PackError> {
    let dated = matches!(
        field.holds,
        FieldType::Date | FieldType::Instant | FieldType::Month
    );
    if dated && field.required {
        return Ok(());
    }
    Err(PackError::new(
        pack,
        "reads.month",
        "must be a required date, instant or month",
    ))
}

fn check_stratum(pack: &str, field: &Field, bands: &[Band]) -> Result<(), PackError> {
    for band in bands {
        let key = format!("stratum.band {}", band.code);
        if band.code == UNKNOWN_STRATUM {
            return Err(PackError::new(pack, key, "is always there; do not list it"));
        }
        match (&field.holds, field.vocabulary()) {
            (FieldType::Integer { .. }, _) if band.codes.is_empty() => {}
            (FieldType::Code(_), Some(vocabulary)) if !band.codes.is_empty() => {
                if let Some(code) = band.codes.iter().find(|code| vocabulary.label(code).is_none()) {
                    return Err(PackError::new(
                        pack,
                        key,
                        format!("there is no code {code} in the vocabulary"),
                    ));
                }
            }
            _ => {
                return Err(PackError::new(
                    pack,
                    key,
                    "a number needs lowest and highest, a code needs codes",
                ));
            }
        }
    }
    Ok(())
}
