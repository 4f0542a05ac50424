//! Why a document cannot be read.

use serde::{Deserialize, Serialize};

/// One plain sentence each: what, and what to do. None holds a word of the document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// No bytes.
    #[error("the file is empty; choose the document again")]
    Empty,
    /// More bytes than may be.
    #[error("the file is larger than {most} MB; split it, or make its pictures smaller, and send that")]
    Large {
        /// Megabytes.
        most: u64,
    },
    /// No words and no picture.
    #[error("the document has no words in it; open it to see whether it is the right one")]
    Blank,
    /// More words than may be.
    #[error("the document has more than {most} characters of text; send only the pages that the panel needs")]
    Long {
        /// Characters.
        most: usize,
    },
    /// Cut off, or not what it says it is.
    #[error("the document is damaged or was cut off; open it, save it again and send that file")]
    Damaged,
    /// Encrypted.
    #[error("the document is protected by a password; save it without one and send that file")]
    Password,
    /// A binary document of Word before 2007.
    #[error(
        "the file is an old Office document (DOC, XLS or PPT); save it as DOCX or PDF and send that file"
    )]
    Old,
    /// A workbook or slides.
    #[error("the file is a {what}; save what the panel needs of it as PDF and send that file")]
    Other {
        /// What it is.
        what: String,
    },
    /// A zip of something else.
    #[error(
        "the file is a zip file but no document; unpack it and send each document, or use the page for a whole draw"
    )]
    Zip,
    /// An archive within.
    #[error("the file holds another archive inside it; unpack that and send the documents themselves")]
    Nested,
    /// Nothing known.
    #[error("the file is none that can be read here; send text, DOCX, ODT, PDF, EML, PNG or JPEG")]
    Unknown,
    /// Control characters in what would be text.
    #[error(
        "the file is not text: it holds signs that no text has; send text, DOCX, ODT, PDF, EML, PNG or JPEG"
    )]
    NotText,
    /// A web page, RTF or the like.
    #[error("the file is {what}; open it, save it as PDF or DOCX and send that file")]
    Markup {
        /// What it is.
        what: String,
    },
    /// Larger than may be, unpacked.
    #[error("the document unpacks to far more than it should; print it to PDF and send that file")]
    Unpacks,
    /// Too many parts.
    #[error("the file has more than {most} parts; send the documents in smaller lots")]
    Parts {
        /// Parts.
        most: usize,
    },
    /// Names that lead out of the package.
    #[error("the file holds names that lead to places outside it, as no document has; it was not opened")]
    Outside,
    /// A link where a file should be.
    #[error("the file holds links to other files in place of documents; send the documents themselves")]
    Link,
    /// A document type declaration.
    #[error(
        "the document defines signs of its own (a DOCTYPE), as no word processor writes; print it to PDF and send that file"
    )]
    Doctype,
    /// An entity nobody knows.
    #[error("the document uses a sign that it does not define; open it, save it again and send that file")]
    Entity,
    /// Elements in elements in elements.
    #[error(
        "the document is nested deeper than any word processor writes; print it to PDF and send that file"
    )]
    Deep,
    /// Pages.
    #[error("the document has more than {most} pages; send only the pages that the panel needs")]
    Pages {
        /// Pages.
        most: usize,
    },
    /// A picture that is no photograph or page.
    #[error("the picture is {width} by {height} points, which is no page and no photograph; send another")]
    Edge {
        /// Points across.
        width: u32,
        /// Points down.
        height: u32,
    },
    /// The EICAR test string.
    #[error("the file is what scanners for malware are tried out with; it was not kept")]
    Malware,
    /// More memory than may be.
    #[error("the document needs more memory than is allowed; print it to PDF and send that file")]
    Memory,
    /// More time than may be.
    #[error(
        "the document takes too long to read; print it to PDF, or send only the pages that the panel needs"
    )]
    Time,
    /// All readers are at work.
    #[error("many documents are being read at this moment; send this one again in a minute")]
    Busy,
    /// The program could not be run once more.
    #[error("documents cannot be read here at the moment; tell the administrator of your office")]
    Stopped,
}
