//! Which column of a file feeds which field, decided once from the heading line.

use crate::platform::packs::{ColumnStance, Kind, Profile};

use super::fault::{At, FileFault};
use super::rejects::says_why;

/// One column of a file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MappedColumn {
    /// Heading as the file has it.
    pub heading: String,
    /// Name of the field it feeds; `None` when the profile passes over unknown columns.
    pub field: Option<String>,
}

/// The columns of a file and the fields it leaves blank.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mapping {
    /// Columns in the order of the file.
    pub columns: Vec<MappedColumn>,
    /// Names of fields no column feeds.
    pub missing: Vec<String>,
}

impl Mapping {
    /// Maps headings to the fields of a kind. Headings are compared exactly, blanks at either end aside.
    ///
    /// # Errors
    /// [`FileFault::NoHeadings`] when no heading is known, as in a file without a heading line; [`FileFault::Columns`]
    /// naming every heading that is missing, unknown or repeated and that the profile refuses.
    pub fn of_headings(kind: &Kind, profile: &Profile, headings: &[&str]) -> Result<Self, FileFault> {
        let mut says = Vec::new();
        let mut columns: Vec<MappedColumn> = Vec::with_capacity(headings.len());
        let mut unknown = Vec::new();
        for heading in headings.iter().map(|heading| heading.trim()) {
            let field = kind
                .fields
                .iter()
                .find(|field| field.heading(&profile.id) == heading);
            if columns.iter().any(|column| column.heading == heading) && field.is_some() {
                says.push(format!("the heading {heading} appears twice"));
            }
            if field.is_none() && profile.unknown_columns == ColumnStance::Refuse && !says_why(heading) {
                unknown.push(heading);
            }
            let field = field.map(|field| field.name.clone());
            columns.push(MappedColumn {
                heading: heading.to_owned(),
                field,
            });
        }
        if columns.iter().all(|column| column.field.is_none()) {
            let first = kind
                .fields
                .first()
                .map_or("", |field| field.heading(&profile.id))
                .to_owned();
            return Err(FileFault::NoHeadings {
                at: At::TOP,
                profile: profile.title.clone(),
                first,
            });
        }
        let fed = |name: &str| columns.iter().any(|column| column.field.as_deref() == Some(name));
        let missing: Vec<_> = kind.fields.iter().filter(|field| !fed(&field.name)).collect();
        for field in &missing {
            if field.required || profile.missing_columns == ColumnStance::Refuse {
                says.push(format!("the heading {} is missing", field.heading(&profile.id)));
            }
        }
        for heading in unknown {
            let alike = missing
                .iter()
                .map(|field| field.heading(&profile.id))
                .find(|known| alike(known, heading));
            let hint = alike.map_or(String::new(), |known| format!(" (should it be {known}?)"));
            says.push(format!("the heading {} is not known{hint}", shown(heading)));
        }
        if !says.is_empty() {
            return Err(FileFault::Columns {
                at: At::TOP,
                says: says.join(", "),
            });
        }
        Ok(Self::of_columns(kind, columns))
    }

    /// The columns, with the fields that none of them feeds.
    pub(super) fn of_columns(kind: &Kind, columns: Vec<MappedColumn>) -> Self {
        let fed = |name: &str| columns.iter().any(|column| column.field.as_deref() == Some(name));
        let missing = kind.fields.iter().filter(|field| !fed(&field.name));
        let missing = missing.map(|field| field.name.clone()).collect();
        Self { columns, missing }
    }
}

/// Alike but for capitals, blanks and punctuation.
pub(super) fn alike(known: &str, heading: &str) -> bool {
    let plain = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    plain(known) == plain(heading)
}

/// A heading short enough for a sentence.
pub(super) fn shown(heading: &str) -> String {
    match heading.char_indices().nth(60) {
        _ if heading.is_empty() => "(blank)".to_owned(),
        Some((end, _)) => format!("{}...", &heading[..end]),
        None => heading.to_owned(),
    }
}
