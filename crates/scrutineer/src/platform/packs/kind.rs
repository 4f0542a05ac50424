//! A kind of record: its fields, their vocabularies, the files it is read from, and how it falls into strata.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;

use super::crowd_facts::CrowdFact;
use super::derived::Derived;

/// The stratum of a record whose deciding field is blank. Always there, never drawn from without saying so.
pub const UNKNOWN_STRATUM: &str = "unknown";

/// The key of a record under which the names of fields stand that were answered as not known. No field begins with a hyphen.
pub const NOT_KNOWN: &str = "-not-known";

/// Who may see a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Already public, or could be.
    Open,
    /// Panel members reading the case.
    Panel,
    /// Those who prepare the case.
    Restricted,
    /// The force alone: never in a pack, a report or a publication.
    NeverLeavesForce,
}

/// What a cell must hold. Blank cells are allowed in every field that is not required.
#[derive(Clone, Debug)]
pub enum FieldType {
    /// Words, at most `longest` characters.
    Text {
        /// Most characters allowed.
        longest: usize,
    },
    /// A whole number from `lowest` to `highest`, both allowed.
    Integer {
        /// Smallest value accepted.
        lowest: i64,
        /// Largest value accepted.
        highest: i64,
        /// Values below this are accepted with a notice, because they are for people to see.
        notice_below: Option<i64>,
    },
    /// A decimal number from `lowest` to `highest`; its digits are kept as written.
    Decimal {
        /// Smallest value accepted.
        lowest: i64,
        /// Largest value accepted.
        highest: i64,
    },
    /// A civil date, `YYYY-MM-DD`.
    Date,
    /// An instant with its offset, kept in UTC.
    Instant,
    /// A month, `YYYY-MM`.
    Month,
    /// True, false, or not known; a blank cell is not known, never false.
    Boolean3,
    /// One value of a vocabulary, kept as its code.
    Code(Arc<Vocabulary>),
    /// Several values separated by semicolons.
    List {
        /// The values allowed, where they are listed.
        vocabulary: Option<Arc<Vocabulary>>,
        /// Most characters allowed in the whole cell.
        longest: usize,
    },
}

/// One field of a kind of record.
#[derive(Clone, Debug)]
pub struct Field {
    /// Key under which the value is kept.
    pub name: String,
    /// Plain English for people.
    pub label: String,
    /// Heading by profile, where it is not the name itself.
    pub headings: BTreeMap<String, String>,
    /// Other headings that forces give it; they suggest a mapping and never decide one.
    pub also: Vec<String>,
    /// What a cell must hold.
    pub holds: FieldType,
    /// Of a text: how it is written, such as `C00000000`. A nought stands for any digit, all else for itself.
    pub form: Option<String>,
    /// Of a date: the first day and the last that are accepted.
    pub days: Option<(Date, Date)>,
    /// Of a question answered by yes or no: whether an answer of not known is kept apart from a blank, under [`NOT_KNOWN`].
    pub not_known: bool,
    /// Who may see it.
    pub sensitivity: Sensitivity,
    /// Whether a blank cell refuses the row.
    pub required: bool,
    /// Whether members see it in the summary of a case.
    pub summary: bool,
    /// Whether it is shown in lists of the register and may be filtered by, as far as its sensitivity allows the reader.
    pub browse: bool,
}

impl Field {
    /// The heading of this field in a profile's files.
    pub fn heading(&self, profile: &str) -> &str {
        self.headings.get(profile).unwrap_or(&self.name)
    }

    /// The vocabulary of a code or a list.
    pub fn vocabulary(&self) -> Option<&Vocabulary> {
        match &self.holds {
            FieldType::Code(vocabulary) => Some(vocabulary),
            FieldType::List { vocabulary, .. } => vocabulary.as_deref(),
            _ => None,
        }
    }
}

/// What a profile does about a column that is missing or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnStance {
    /// The file is refused.
    Refuse,
    /// Missing only: every record is blank in that field, unless the field is required.
    Blank,
    /// Unknown only: the column is not read, and the preview says so.
    Ignore,
}

/// A file layout from which records of a kind are read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Such as `police-uk`.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What to do when a column of the kind is not in the file.
    pub missing_columns: ColumnStance,
    /// What to do with a column the kind does not know.
    pub unknown_columns: ColumnStance,
}

/// One value of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What is stored.
    pub code: String,
    /// What is shown; also accepted in a file.
    pub label: String,
    /// Other spellings accepted in a file.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether it says that nobody knows or said: told apart from a blank where completeness is counted.
    #[serde(default)]
    pub not_stated: bool,
    /// The wider group that it lies in, as it is shown when the value would point to one person.
    #[serde(default)]
    pub group: Option<String>,
}

/// A list of values, found by code, label or other spelling, exactly as written.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Name by which fields refer to it.
    pub id: String,
    /// Values in the order shown.
    pub entries: Vec<Entry>,
    /// Whether an unlisted value is kept as written, with a notice, instead of refused.
    pub keep_unlisted: bool,
    index: Spellings,
}

/// Every spelling with the place of its value, by length and then in order: a list is short, and most of what is looked for is
/// found among a few spellings of its length.
#[derive(Clone, Debug, Default)]
struct Spellings {
    by_length: Vec<Vec<(String, usize)>>,
}

impl Spellings {
    fn of(places: BTreeMap<String, usize>) -> Self {
        let longest = places.keys().map(String::len).max().unwrap_or_default();
        let mut by_length = vec![Vec::new(); longest + 1];
        for (spelling, place) in places {
            by_length[spelling.len()].push((spelling, place));
        }
        Self { by_length }
    }

    fn place(&self, written: &str) -> Option<usize> {
        let alike = self.by_length.get(written.len())?;
        let at = alike.binary_search_by(|(spelling, _)| spelling.as_str().cmp(written));
        at.ok().and_then(|at| alike.get(at)).map(|(_, place)| *place)
    }
}

impl Vocabulary {
    pub(super) fn new(id: &str, entries: Vec<Entry>) -> Self {
        let mut index = BTreeMap::new();
        for (position, entry) in entries.iter().enumerate() {
            for spelling in [&entry.code, &entry.label].into_iter().chain(&entry.also) {
                index.insert(spelling.clone(), position);
            }
        }
        Self {
            id: id.to_owned(),
            entries,
            keep_unlisted: false,
            index: Spellings::of(index),
        }
    }

    /// The value written this way in a file: its code, its label or another accepted spelling.
    pub fn find(&self, written: &str) -> Option<&Entry> {
        self.index
            .place(written)
            .and_then(|place| self.entries.get(place))
    }

    /// The words for a stored code; `None` for a value kept unlisted.
    pub fn label(&self, code: &str) -> Option<&str> {
        self.find(code).map(|entry| entry.label.as_str())
    }
}

/// One stratum: a range of whole numbers, or a list of codes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// What is stored, such as `youth`.
    pub code: String,
    /// What is shown.
    pub label: String,
    /// Smallest number of the band.
    pub lowest: Option<i64>,
    /// Largest number of the band.
    pub highest: Option<i64>,
    /// Codes of the band.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Whether it is a band of children, who are shown less exactly.
    #[serde(default)]
    pub child: bool,
}

/// How records fall into strata: the value of one field decides, and a blank is [`UNKNOWN_STRATUM`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StratumRule {
    /// Position in [`Kind::fields`] of the deciding field.
    pub field: usize,
    /// Strata in the order shown.
    pub bands: Vec<Band>,
    /// What [`UNKNOWN_STRATUM`] is called.
    pub unknown: String,
}

impl StratumRule {
    /// The stratum of a whole number.
    pub fn of_number(&self, number: i64) -> &str {
        let holds = |band: &&Band| {
            band.codes.is_empty()
                && band.lowest.is_none_or(|lowest| lowest <= number)
                && band.highest.is_none_or(|highest| number <= highest)
        };
        self.bands
            .iter()
            .find(holds)
            .map_or(UNKNOWN_STRATUM, |band| &band.code)
    }

    /// The stratum of a code.
    pub fn of_code(&self, code: &str) -> &str {
        let holds = |band: &&Band| band.codes.iter().any(|listed| listed == code);
        self.bands
            .iter()
            .find(holds)
            .map_or(UNKNOWN_STRATUM, |band| &band.code)
    }
}

/// A kind of record. `id` and `version` are stored with every batch.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Such as `oocr`.
    pub id: String,
    /// Goes up by one when a field changes its meaning.
    pub version: u32,
    /// When the source was written.
    pub dated: Date,
    /// Name for people.
    pub title: String,
    /// Where the fields come from.
    pub citation: String,
    /// Fields in the order shown and written.
    pub fields: Vec<Field>,
    /// Facts computed from them, in the order of the pack: in no file, and kept nowhere.
    pub derived: Vec<Derived>,
    /// The facts that together may point to one person, those first that lose least when they are told less exactly.
    pub crowd: Vec<CrowdFact>,
    /// Position in `fields` of the record's own reference, where it has one.
    pub reference: Option<usize>,
    /// Position in `fields` of the date whose UTC month is the record's period.
    pub month: usize,
    /// How records fall into strata.
    pub stratum: StratumRule,
    /// File layouts it is read from.
    pub profiles: Vec<Profile>,
    /// What lists of records may show: the fields marked for it, and bands and groups derived from fields.
    pub listed: Vec<Field>,
    /// Names of the fields a list of records shows unless others are chosen.
    pub columns: Vec<String>,
}

impl Kind {
    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The profile with this id.
    pub fn profile(&self, id: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.id == id)
    }

    /// Code and label of every stratum, the unknown one last.
    pub fn strata(&self) -> impl Iterator<Item = (&str, &str)> {
        let bands = self
            .stratum
            .bands
            .iter()
            .map(|band| (band.code.as_str(), band.label.as_str()));
        bands.chain([(UNKNOWN_STRATUM, self.stratum.unknown.as_str())])
    }

    /// What a stratum is called; one that the kind does not have goes by its code.
    pub fn stratum_label<'a>(&'a self, code: &'a str) -> &'a str {
        let known = self.strata().find(|(known, _)| *known == code);
        known.map_or(code, |(_, label)| label)
    }
}
