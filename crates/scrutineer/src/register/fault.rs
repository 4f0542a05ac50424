//! What makes a whole file unreadable. Nothing of such a file is loaded.

/// One plain sentence: what, where, and what to do. Holds headings and places, never the content of a cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// No bytes, or only blank lines.
    #[error("the file is empty; choose the CSV file with its heading line and rows")]
    Empty,
    /// A heading line and nothing below it.
    #[error("the file has a heading line but no rows below it; check that the extract was not cut short")]
    HeadingsOnly,
    /// Not a CSV file in UTF-8, by its first bytes.
    #[error(
        "the file is {looks_like}, not CSV; save it as \"CSV UTF-8 (comma delimited)\" and choose that file"
    )]
    NotCsv {
        /// What the first bytes say it is.
        looks_like: &'static str,
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
    #[error("line 1 holds none of the headings of {profile}; the first heading should be {first}")]
    NoHeadings {
        /// Title of the profile.
        profile: String,
        /// The first heading expected.
        first: String,
    },
    /// Headings missing, unknown or repeated.
    #[error("line 1: {says}; correct the headings or choose another profile")]
    Columns {
        /// Each heading that is wrong, and how.
        says: String,
    },
    /// The headings are no longer those of the layout it is read by.
    #[error(
        "line 1: {says}; if the force has changed its extract, choose Other headings and map its columns anew"
    )]
    LayoutChanged {
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
