//! Turns a file of any of the kinds that forces send into the rows that [`Reading`](super::Reading) reads.
//!
//! What a file is, its bytes say and not its name. Text passes through as it comes; a workbook is taken apart in a
//! process of its own, with limits on what that process may use; JSON is held in memory. All three come out as text
//! in UTF-8, so that everything behind this room knows one form. The hash is always that of the bytes as they came.
//!
//! ```text
//! bytes -> Hashed -> Looks -+-> text:     Decoding ----------------------+-> Lines
//!                           +-> workbook: another process, or a fault ---+
//!                           +-> JSON:     records -----------------------+
//! ```
//!
//! What a cell cannot give as text (an error of a formula, a list within a record) comes out with [`NO_VALUE`] before a
//! sentence, and refuses its row there.

mod coding;
mod decoding;
mod detected;
mod hashed;
mod how;
mod looks;
mod records;
mod separator;
#[cfg(test)]
mod tests;
pub mod workbook;

use std::io::{Cursor, Read};

pub use coding::{Encoding, Separator};
pub use detected::{Detected, Format};
pub use how::How;
pub use workbook::WorkbookFault;

use super::fault::FileFault;
use super::lines::{Cut, Limits};
use decoding::Decoding;
use hashed::Hashed;
use looks::Looks;
pub(super) use separator::{heading_ends_within, separator_of};

/// Stands before the sentence that says why a cell has no value. No file can write it: it is taken off every text.
pub(super) const NO_VALUE: char = '\u{1a}';

/// A file as text in UTF-8, whatever it was.
pub(super) struct Source<R> {
    body: Body<R>,
    detected: Detected,
}

enum Body<R> {
    Text(Decoding<Hashed<R>>),
    Sheet(workbook::Rows, Came),
    Records(Cursor<Vec<u8>>, Came),
}

/// What is known of bytes that have all come.
struct Came {
    hash: [u8; 32],
    bytes: u64,
}

impl<R: Read> Source<R> {
    /// Looks at the first bytes and decides how to read the rest. `how` overrules what they say.
    pub(super) fn open(input: R, how: &How, limits: Limits) -> Result<Self, FileFault> {
        let mut hashed = Hashed::new(input, limits);
        match Looks::of(hashed.peek()) {
            Looks::Unreadable(looks_like) => Err(FileFault::NotRead { looks_like }),
            Looks::OldWorkbook => Err(workbook::old(&mut hashed)),
            Looks::Workbook => {
                let rows = workbook::open(&mut hashed, how.sheet.as_deref())?;
                Ok(Self {
                    detected: Detected::of(Format::Xlsx),
                    body: Body::Sheet(rows, hashed.came()),
                })
            }
            Looks::Text { json, encoding, mark } => {
                let mut decoding = Decoding::new(hashed, how.encoding.or(encoding), mark);
                if json && how.separator.is_none() {
                    let (rows, notes) = records::rows(&mut decoding)?;
                    return Ok(Self {
                        detected: Detected {
                            encoding: Some(decoding.encoding()),
                            notes,
                            ..Detected::of(Format::Json)
                        },
                        body: Body::Records(Cursor::new(rows), decoding.input().came()),
                    });
                }
                let separator = how.separator;
                Ok(Self {
                    body: Body::Text(decoding),
                    detected: Detected {
                        separator,
                        ..Detected::of(Format::Text)
                    },
                })
            }
        }
    }

    /// How [`Lines`](super::lines::Lines) tells cells and counts rows.
    pub(super) fn cut(&self) -> Cut {
        match self.body {
            Body::Text(_) => Cut {
                separator: self.detected.separator.map(Separator::byte),
                ..Cut::default()
            },
            Body::Sheet(..) => Cut::of_rows(1),
            // The headings are made up of the records' keys: the first record is the first row.
            Body::Records(..) => Cut::of_rows(0),
        }
    }

    /// Whether cells may begin with [`NO_VALUE`].
    pub(super) fn may_lack_values(&self) -> bool {
        !matches!(self.body, Body::Text(_))
    }

    /// What the file was found to be: all of it once the last row has been read.
    pub(super) fn detected(&self) -> Detected {
        let mut detected = self.detected.clone();
        match &self.body {
            Body::Text(text) => {
                detected.encoding = Some(text.encoding());
                detected.notes.extend(text.note());
            }
            Body::Sheet(rows, _) => rows.tell(&mut detected),
            Body::Records(..) => {}
        }
        detected
    }

    /// SHA-256 of every byte that came so far.
    pub(super) fn hash(&self) -> [u8; 32] {
        match &self.body {
            Body::Text(text) => text.input().hash(),
            Body::Sheet(_, came) | Body::Records(_, came) => came.hash,
        }
    }

    /// Bytes that came so far.
    pub(super) fn bytes(&self) -> u64 {
        match &self.body {
            Body::Text(text) => text.input().bytes(),
            Body::Sheet(_, came) | Body::Records(_, came) => came.bytes,
        }
    }

    /// What a row is called.
    pub(super) fn format(&self) -> Format {
        self.detected.format
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match &mut self.body {
            Body::Text(text) => text.read(buffer),
            Body::Sheet(rows, _) => rows.read(buffer),
            Body::Records(rows, _) => rows.read(buffer),
        }
    }
}
