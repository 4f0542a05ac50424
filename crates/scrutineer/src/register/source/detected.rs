//! What a file was found to be, as people are told it.

use serde::{Deserialize, Serialize};

use super::{Encoding, Separator};

/// The form of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Lines of text with a separator: CSV.
    #[default]
    #[serde(rename = "csv")]
    Text,
    /// A workbook of Excel and others (Office Open XML).
    Xlsx,
    /// A workbook of LibreOffice and others (OpenDocument).
    Ods,
    /// A list of records in JSON.
    Json,
}

impl Format {
    /// What people are told.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "Text with separators (CSV)",
            Self::Xlsx => "Excel workbook (XLSX)",
            Self::Ods => "OpenDocument workbook (ODS)",
            Self::Json => "JSON",
        }
    }

    /// What one row is called, and counted as.
    pub fn row(self) -> &'static str {
        match self {
            Self::Text => "line",
            Self::Xlsx | Self::Ods => "row",
            Self::Json => "record",
        }
    }

    /// The same at the head of a column.
    pub fn row_heading(self) -> &'static str {
        match self {
            Self::Text => "Line",
            Self::Xlsx | Self::Ods => "Row",
            Self::Json => "Record",
        }
    }
}

/// What a file was found to be, or was said to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detected {
    /// Its form.
    pub format: Format,
    /// How its text is written; none for workbooks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// What stands between its cells; only for text with separators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<Separator>,
    /// The sheet that was read; only for workbooks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// What people should know of it, each one sentence without a full stop.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Detected {
    pub(super) fn of(format: Format) -> Self {
        Self {
            format,
            ..Self::default()
        }
    }

    /// The form and how it is written, for one line of a page.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = self.format.words().to_owned();
        let parts = [
            self.separator.map(Separator::words),
            self.encoding.map(Encoding::words),
        ];
        for part in parts.into_iter().flatten() {
            words.push_str(", ");
            words.push_str(&lower_first(part));
        }
        words
    }
}

/// `Comma` in the middle of a sentence; `UTF-8` and `Windows-1252` stay as they are.
fn lower_first(words: &str) -> String {
    match words {
        "Comma" | "Semicolon" | "Tab" => words.to_lowercase(),
        other => other.to_owned(),
    }
}
