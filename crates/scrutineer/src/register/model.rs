//! What the register keeps: uploads that wait, batches that were loaded, and their records.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{How, Refused, Summary};
use crate::platform::{
    clock::Moment,
    ids::{BatchId, BodyId, PersonId, RecordId, UploadId},
};

/// How many refused rows a preview shows; the CSV file of refusals has them all.
const REFUSALS_SHOWN: usize = 20;

/// One record of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// The batch it came with.
    pub batch: BatchId,
    /// The body it belongs to.
    pub body: BodyId,
    /// Id of its kind, such as `oocr`.
    pub kind: String,
    /// Its month, `YYYY-MM`, by the file's own dates in UTC.
    pub month: String,
    /// Code of its stratum.
    pub stratum: String,
    /// Whether a row alike in every cell was there before it.
    pub duplicate: bool,
    /// Values by field name; blank fields are left out, three-valued ones are always there.
    pub fields: Map<String, Value>,
}

/// One file loaded. `accepted + refused = rows`, always.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// The body it belongs to.
    pub body: BodyId,
    /// Id of the kind of its records.
    pub kind: String,
    /// Version of that kind.
    pub kind_version: i64,
    /// Profile by which its columns were read.
    pub profile: String,
    /// The file's name, without its folder.
    pub file_name: String,
    /// SHA-256 of the file.
    pub source_hash: [u8; 32],
    /// Rows below the heading line.
    pub rows: i64,
    /// Rows kept.
    pub accepted: i64,
    /// Rows refused.
    pub refused: i64,
    /// Rows kept that say what an earlier row of the file or of the register says.
    pub duplicates: i64,
    /// Records of earlier batches of which this one brought a new version.
    pub revised: i64,
    /// What the file came to.
    pub summary: Summary,
    /// Who loaded it; nobody for the command line.
    pub loaded_by: Option<PersonId>,
    /// Their name.
    pub loader: Option<String>,
    /// When.
    pub loaded_at: Moment,
}

/// A file uploaded in the browser.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// The body it belongs to.
    pub body: BodyId,
    /// Id of the kind of its records.
    pub kind: String,
    /// Profile by which its columns were read.
    pub profile: String,
    /// The file's name, without its folder.
    pub file_name: String,
    /// SHA-256 of the file.
    pub source_hash: [u8; 32],
    /// What it would come to.
    pub preview: Preview,
    /// Who uploaded it.
    pub uploaded_by: PersonId,
    /// When.
    pub uploaded_at: Moment,
    /// When its content is erased if nobody has loaded or discarded it.
    pub expires_at: Moment,
    /// Why its content is no longer kept; nothing while it waits.
    pub fate: Option<Fate>,
}

impl Upload {
    /// Whether it waits to be loaded or discarded: its content is kept only so long.
    #[must_use]
    pub fn waiting(&self) -> bool {
        self.fate.is_none()
    }
}

/// Why the content of an upload is no longer kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was loaded into the register.
    Loaded,
    /// Somebody discarded it.
    Discarded,
    /// Nobody did either in time.
    Expired,
}

impl Fate {
    /// Its code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Loaded => "loaded",
            Self::Discarded => "discarded",
            Self::Expired => "expired",
        }
    }
}

/// A code that no fate has.
#[derive(Debug, thiserror::Error)]
#[error("no fate of an upload has this name")]
pub struct NoSuchFate;

impl FromStr for Fate {
    type Err = NoSuchFate;
    fn from_str(text: &str) -> Result<Self, NoSuchFate> {
        [Self::Loaded, Self::Discarded, Self::Expired]
            .into_iter()
            .find(|fate| fate.as_str() == text)
            .ok_or(NoSuchFate)
    }
}

/// What a file would come to if it were loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Counts, mapping and refusals by rule.
    pub summary: Summary,
    /// The first refused rows, in the order of the file.
    pub refused: Vec<RefusedRow>,
    /// How it was read where that was said: it is loaded the same way.
    #[serde(default)]
    pub how: How,
}

/// A refused row as people are shown it: its place and what would be right, never the content of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// Heading of the column; blank for the whole row.
    pub column: String,
    /// Code of the rule it breaks.
    pub rule: String,
    /// What would be right.
    pub message: String,
}

impl Preview {
    /// Keeps a refused row if it is one of the first.
    pub(super) fn note(&mut self, refused: &Refused) {
        if self.refused.len() < REFUSALS_SHOWN {
            self.refused.push(RefusedRow {
                line: refused.line,
                column: refused.column.clone(),
                rule: refused.rule.code().to_owned(),
                message: refused.message.clone(),
            });
        }
    }
}

/// How many records there are of one kind, month and stratum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Id of the kind.
    pub kind: String,
    /// The month, `YYYY-MM`.
    pub month: String,
    /// Code of the stratum.
    pub stratum: String,
    /// How many.
    pub records: i64,
}

/// A record and the new version of it that a later extract brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Line of the later extract.
    pub line: i64,
    /// The reference both have.
    pub reference: Option<String>,
    /// Its fields before.
    pub before: Map<String, Value>,
    /// Its fields now.
    pub after: Map<String, Value>,
    /// Whether a case was drawn by the version before, which that case keeps.
    pub drawn: bool,
}

impl Revision {
    /// The names of the fields that say something else, with what they said and say; blank where they say nothing.
    pub fn changes(&self) -> Vec<Change<'_>> {
        changes(&self.before, &self.after)
    }
}

/// A field that says something else than before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change<'r> {
    /// Its name.
    pub field: &'r str,
    /// What it said; nothing when it was blank.
    pub before: Option<&'r Value>,
    /// What it says.
    pub after: Option<&'r Value>,
}

/// What two versions of a record tell differently, by the names of the fields.
#[must_use]
pub fn changes<'r>(before: &'r Map<String, Value>, after: &'r Map<String, Value>) -> Vec<Change<'r>> {
    let said = |value: Option<&'r Value>| value.filter(|value| !value.is_null());
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |name: &'r String| Change {
        field: name,
        before: said(before.get(name)),
        after: said(after.get(name)),
    };
    let changes = names.into_iter().map(change);
    changes.filter(|change| change.before != change.after).collect()
}

/// A load that somebody took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The file's name.
    pub file_name: String,
    /// Id of the kind of its records.
    pub kind: String,
    /// Rows that had been kept.
    pub accepted: i64,
    /// When it was loaded.
    pub loaded_at: Moment,
    /// Who took it back.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: String,
}

/// What became of a load.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The batch: the new one, or the one this very file came with before.
    pub batch: Batch,
    /// Whether the file had been loaded before, so that nothing was changed.
    pub again: bool,
}

/// A file's name without its folder, without control characters, and short enough for a line.
pub(super) fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(120).collect()
}
