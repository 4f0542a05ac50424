//! What makes a whole file unreadable. Nothing of such a file is loaded.

use std::fmt;

use super::source::{Encoding, Format, WorkbookFault};

/// Where a row stands, as people find it: `line 5` of a text, `row 5` of a sheet, `record 5` of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// What the file is.
    pub format: Format,
    /// The row's number, from 1.
    pub number: u64,
}

impl At {
    /// The first line of a text.
    pub const TOP: Self = Self {
        format: Format::Text,
        number: 1,
    };
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.format.row(), self.number)
    }
}

/// One plain sentence: what, where, and what to do. Holds headings and places, never the content of a cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// No bytes, or only blank lines.
    #[error("the file is empty; choose the file with its headings and rows")]
    Empty,
    /// A heading line and nothing below it.
    #[error("the file has a heading line but no rows below it; check that the extract was not cut short")]
    HeadingsOnly,
    /// Something without rows, by its first bytes.
    #[error(
        "the file is {looks_like}, which has no rows that can be read; save the extract as CSV, XLSX or ODS and choose \
         that file"
    )]
    NotRead {
        /// What the first bytes say it is.
        looks_like: &'static str,
    },
    /// A workbook at fault.
    #[error(transparent)]
    Workbook(#[from] WorkbookFault),
    /// Not a list of records in JSON.
    #[error("line {line} of the JSON: {says}")]
    Json {
        /// Line of the file.
        line: usize,
        /// What is wrong.
        says: &'static str,
    },
    /// JSON larger than may be held in memory.
    #[error("the file is more JSON than can be read at once; send it as CSV")]
    JsonTooLarge,
    /// Bytes that the encoding does not have.
    #[error("the file holds bytes that are not {}; choose its encoding, or save it as \"CSV UTF-8\"", .encoding.words())]
    NotEncoded {
        /// The encoding by which it was read.
        encoding: Encoding,
    },
    /// The kind has no such profile.
    #[error("there is no profile {profile} for records of kind {kind}; choose one of {known}")]
    NoProfile {
        /// Id of the kind.
        kind: String,
        /// The profile asked for.
        profile: String,
        /// Ids of the profiles there are.
        known: String,
    },
    /// No heading of the profile stands on the first line.
    #[error("{at} holds none of the headings of {profile}; the first heading should be {first}")]
    NoHeadings {
        /// The row of the headings.
        at: At,
        /// Title of the profile.
        profile: String,
        /// The first heading expected.
        first: String,
    },
    /// Headings missing, unknown or repeated.
    #[error("{at}: {says}; correct the headings or choose another profile")]
    Columns {
        /// The row of the headings.
        at: At,
        /// Each heading that is wrong, and how.
        says: String,
    },
    /// The headings are no longer those of the layout it is read by.
    #[error(
        "{at}: {says}; if the force has changed its extract, choose Other headings and map its columns anew"
    )]
    LayoutChanged {
        /// Where the headings stand.
        at: At,
        /// Each heading that is new, missing or repeated.
        says: String,
    },
    /// Bytes that are not UTF-8.
    #[error(
        "line {line}, column {column}: byte {byte:#04x} at place {place} of the cell is not UTF-8; \
         save the file as \"CSV UTF-8\""
    )]
    NotUtf8 {
        /// Line on which the row begins.
        line: u64,
        /// Heading of the cell, or its number.
        column: String,
        /// Place within the cell, counting bytes from 1.
        place: usize,
        /// The byte itself.
        byte: u8,
    },
    /// The file ends inside a quoted cell.
    #[error("line {line}: a quoted cell begins here and is never closed; add the closing quotation mark")]
    UnclosedQuote {
        /// Line on which the cell begins.
        line: u64,
    },
    /// A quoted cell goes on after its closing mark, so rows may have been swallowed.
    #[error(
        "line {line}: a quoted cell begins here, and text follows its closing quotation mark on line {closes}; \
         double the quotation marks inside the cell, or close it where it should end"
    )]
    TextAfterQuote {
        /// Line on which the cell begins.
        line: u64,
        /// Line of the closing mark.
        closes: u64,
    },
    /// Larger than allowed, by what is claimed or by what came.
    #[error(
        "the file is larger than {limit} bytes, the most allowed; split it by month and upload each part"
    )]
    TooLarge {
        /// Most bytes allowed.
        limit: u64,
    },
    /// The source of the bytes failed, as when an upload is cut off.
    #[error("the file stopped coming after line {line}; send it again")]
    CutOff {
        /// Last line begun.
        line: u64,
    },
}

impl FileFault {
    /// What went wrong with the bytes after this line: a fault that a reader carries, or that they stopped coming.
    pub(super) fn of_io(error: std::io::Error, line: u64) -> Self {
        error.downcast().unwrap_or(Self::CutOff { line })
    }

    /// The same fault of the headings, told where they stand.
    pub(super) fn with_headings_at(mut self, place: At) -> Self {
        if let Self::NoHeadings { at, .. } | Self::Columns { at, .. } | Self::LayoutChanged { at, .. } =
            &mut self
        {
            *at = place;
        }
        self
    }
}
