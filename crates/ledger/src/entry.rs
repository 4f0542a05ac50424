use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::{LedgerError, Operation};

/// Whole numbers of this size and above are not exact in every JSON reader (RFC 8785 section 3.2.2.3).
const EXACT: u64 = 1 << 53;

/// One act in the log: what was done, to what, by whom, in which role, why and when (DPA 2018 s.62).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Position in the log, from 0 without gaps; below 2^53.
    pub seq: u64,
    /// When: microseconds since 1970-01-01T00:00Z; magnitude below 2^53.
    pub at: i64,
    /// Which of the operations of the Act this was.
    pub operation: Operation,
    /// The act in the field's words, such as `draw.commit`.
    pub act: String,
    /// The kind of thing acted on, such as `draw`.
    pub object_kind: String,
    /// Which one of its kind.
    pub object_id: String,
    /// Who did it, as a UUID; `None` is the system itself.
    pub person: Option<String>,
    /// The role in which they did it.
    pub role: Option<String>,
    /// The body they did it for.
    pub body: Option<String>,
    /// The reason they gave.
    pub why: Option<String>,
    /// Counts, hashes and codes; never the content of a case.
    pub detail: BTreeMap<String, String>,
}

impl Entry {
    /// The one form in which the entry is stored and hashed: RFC 8785 JSON, version 1, every key always present.
    pub fn canonical(&self) -> Vec<u8> {
        format!(
            concat!(
                r#"{{"act":{},"at":{},"body":{},"detail":{},"object_id":{},"object_kind":{},"#,
                r#""operation":{},"person":{},"role":{},"seq":{},"v":1,"why":{}}}"#
            ),
            text(&self.act),
            self.at,
            maybe(self.body.as_deref()),
            object(&self.detail),
            text(&self.object_id),
            text(&self.object_kind),
            text(self.operation.as_str()),
            maybe(self.person.as_deref()),
            maybe(self.role.as_deref()),
            self.seq,
            maybe(self.why.as_deref()),
        )
        .into_bytes()
    }

    /// Reads what [`Entry::canonical`] writes, and nothing else.
    ///
    /// # Errors
    /// [`LedgerError::NotAnEntry`] when the bytes are no version 1 entry or a number reaches 2^53;
    /// [`LedgerError::NotCanonical`] when they are one in any other spelling.
    pub fn parse(bytes: &[u8]) -> Result<Entry, LedgerError> {
        let written: Written = serde_json::from_slice(bytes).map_err(|error| not_an_entry(&error))?;
        if written.v != 1 {
            return Err(LedgerError::NotAnEntry(format!(
                "version {} is not known here",
                written.v
            )));
        }
        if written.seq >= EXACT || written.at.unsigned_abs() >= EXACT {
            return Err(LedgerError::NotAnEntry("a number reaches 2^53".to_owned()));
        }
        let entry = Entry {
            seq: written.seq,
            at: written.at,
            operation: written.operation.parse()?,
            act: written.act,
            object_kind: written.object_kind,
            object_id: written.object_id,
            person: written.person,
            role: written.role,
            body: written.body,
            why: written.why,
            detail: written.detail,
        };
        if entry.canonical() == bytes {
            Ok(entry)
        } else {
            Err(LedgerError::NotCanonical)
        }
    }
}

/// The members of the JSON object as they are read; anything they forgive, the comparison in `parse` does not.
#[derive(Deserialize)]
struct Written {
    v: u64,
    seq: u64,
    at: i64,
    operation: String,
    act: String,
    object_kind: String,
    object_id: String,
    person: Option<String>,
    role: Option<String>,
    body: Option<String>,
    why: Option<String>,
    detail: BTreeMap<String, String>,
}

/// Says where reading stopped; serde's own words could repeat what the entry holds.
fn not_an_entry(error: &serde_json::Error) -> LedgerError {
    LedgerError::NotAnEntry(format!(
        "reading stopped at byte {} of line {}",
        error.column(),
        error.line()
    ))
}

fn text(value: &str) -> String {
    Value::from(value).to_string()
}

fn maybe(value: Option<&str>) -> String {
    value.map_or_else(|| "null".to_owned(), text)
}

/// RFC 8785 section 3.2.3 orders keys by their UTF-16 code units, a `BTreeMap` by their UTF-8 bytes.
fn object(members: &BTreeMap<String, String>) -> String {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
    let members: Vec<_> = members
        .iter()
        .map(|(key, value)| format!("{}:{}", text(key), text(value)))
        .collect();
    format!("{{{}}}", members.join(","))
}
