//! The documents of many cases handed over at once: a table of references and texts, or a zip of documents whose folders or
//! names hold the references.

use intake::{Entry, Fault};
use serde::{Deserialize, Serialize};

use crate::platform::{
    clock::Moment,
    ids::{CaseId, DrawId, HandoverId, PersonId},
};

/// One handover, and what came of each document.
#[derive(Debug, Clone)]
pub struct Handover {
    /// Its id.
    pub id: HandoverId,
    /// The draw.
    pub draw: DrawId,
    /// The file's name.
    pub name: String,
    /// What went where.
    pub went: Vec<Went>,
    /// Who handed it over.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

impl Handover {
    /// How many came to this.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        self.went.iter().filter(|went| went.fate == fate).count()
    }
}

/// What came of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Went {
    /// Its place in what was handed over.
    pub path: String,
    /// The label of the case it went to.
    pub label: Option<String>,
    /// The case.
    pub case: Option<CaseId>,
    /// What came of it.
    pub fate: Fate,
    /// One sentence more, or empty.
    pub why: String,
}

/// What can come of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Its text was read and waits for the preparer.
    Attached,
    /// Its text must be typed or confirmed.
    Held,
    /// The case has the same document already.
    Known,
    /// No case, or more than one, has its reference.
    Unmatched,
    /// It cannot be read.
    Refused,
}

impl Fate {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Attached => "Attached",
            Self::Held => "Attached, waits for its text",
            Self::Known => "Attached before",
            Self::Unmatched => "Not matched",
            Self::Refused => "Refused",
        }
    }
}

/// Most lines of a table.
const LINES: usize = 2000;

/// Takes a handover apart; none of its documents is read. Slow: call it where waiting does no harm.
///
/// # Errors
/// One sentence for the whole.
pub fn entries(file: &[u8]) -> Result<Vec<Entry>, String> {
    if file.starts_with(b"PK\x03\x04") {
        return super::intake::unpack(file).map_err(|fault| fault.to_string());
    }
    if file.is_empty() {
        return Err(Fault::Empty.to_string());
    }
    lines(file)
}

/// The lines of a table of references and texts.
fn lines(file: &[u8]) -> Result<Vec<Entry>, String> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let text = std::str::from_utf8(file).map_err(|_| {
        "the file is neither a zip nor a table in UTF-8; save it as \"CSV UTF-8\" or send a zip".to_owned()
    })?;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| NO_TABLE.to_owned())?.clone();
    let column = |name: &str| {
        headings
            .iter()
            .position(|heading| heading.trim().eq_ignore_ascii_case(name))
    };
    let (Some(reference), Some(words)) = (column("reference"), column("text")) else {
        return Err(NO_TABLE.to_owned());
    };
    let mut entries = Vec::new();
    for (place, line) in reader.records().enumerate() {
        let row = place + 2;
        let line = line.map_err(|_| {
            format!("row {row} of the table cannot be read; look for a quotation mark that is not closed")
        })?;
        if place >= LINES {
            return Err(format!("the table has more than {LINES} rows; send it in parts"));
        }
        let cell = |column: usize| line.get(column).unwrap_or_default().trim();
        if line.len() > headings.len() {
            return Err(format!(
                "row {row} of the table has more cells than headings; put texts with commas in quotation marks"
            ));
        }
        entries.push(Entry {
            path: cell(reference).to_owned(),
            bytes: cell(words).as_bytes().to_vec(),
        });
    }
    if entries.is_empty() {
        return Err("the table has headings and no rows; add a row for each case".to_owned());
    }
    Ok(entries)
}

const NO_TABLE: &str =
    "the file is neither a zip nor a table with the headings reference and text; add them and send it again";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_by_its_headings() {
        let found =
            entries(b"\xef\xbb\xbfText,Other,Reference\n\"He left, then\nshe left\",x,A01\n,,A02\n").unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|entry| (entry.path.as_str(), entry.bytes.as_slice()))
            .collect();
        assert_eq!(found, [("A01", &b"He left, then\nshe left"[..]), ("A02", b"")]);
    }

    #[test]
    fn what_is_no_handover_is_refused_in_a_sentence() {
        for (bad, words) in [
            (&b""[..], "empty"),
            (b"a,b\n1,2\n", "headings reference and text"),
            (b"reference,text\n", "no rows"),
            (b"reference,text\nA01,one,two\n", "row 2"),
            (b"\xff\xfe\x00", "UTF-8"),
            (b"PK\x03\x04", "damaged"),
        ] {
            let said = entries(bad).unwrap_err();
            assert!(said.contains(words), "{said}");
        }
    }
}
