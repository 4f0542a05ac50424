//! The heading, and which of its columns are needed.

use super::{Cutter, RatesError, listed};
use memchr::memchr_iter;

/// What each column that is needed is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    /// What the cases are split by; may be empty.
    pub by: Vec<String>,
    /// What is compared.
    pub group: String,
    /// What became of them.
    pub outcome: String,
}

impl Roles {
    /// The names in the order by, group, outcome.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.by.iter().chain([&self.group, &self.outcome])
    }
}

/// The names of the columns at the start of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The names, in order.
    pub names: Vec<String>,
    /// Bytes of the file up to the rows.
    pub bytes: usize,
    /// Line ends among them.
    pub lines: u64,
}

impl Names {
    /// Reads the heading from the first bytes of a file, which must hold all of it. A byte order mark is passed over.
    ///
    /// # Errors
    /// No heading, one that is not UTF-8, one whose quotation marks leave it open.
    pub fn read(start: &[u8]) -> Result<Self, RatesError> {
        let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        let mut record = csv::ByteRecord::new();
        // Reading from memory does not fail, and a single record cannot differ in length from others.
        if !matches!(reader.read_byte_record(&mut record), Ok(true)) {
            return Err(RatesError::Empty);
        }
        let read = reader.position().byte() as usize;
        let heading = text.get(..read).unwrap_or(text);
        let mut cutter = Cutter::new();
        cutter.feed(heading);
        if cutter.inside() {
            return Err(RatesError::Unclosed);
        }
        let names = record.iter().map(|name| String::from_utf8(name.to_vec()));
        Ok(Self {
            names: names.collect::<Result<_, _>>().map_err(|_| RatesError::NotUtf8)?,
            bytes: start.len() - text.len() + read,
            lines: memchr_iter(b'\n', heading).count() as u64,
        })
    }
}

/// Where the needed columns are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// How many columns there are.
    pub(super) columns: usize,
    /// Which of them are needed, in the order of [`Roles::names`].
    pub(super) needed: Vec<usize>,
    /// What they are for.
    pub(super) roles: Roles,
}

impl Heading {
    /// Finds the columns among the names of the heading. Names are compared as they are, letter by letter.
    ///
    /// # Errors
    /// A column that is not there, is there twice, or is asked for in two roles.
    pub fn find(names: &[String], roles: Roles) -> Result<Self, RatesError> {
        let mut needed = Vec::new();
        for wanted in roles.names() {
            let mut found = names.iter().enumerate().filter(|(_, name)| *name == wanted);
            let Some((at, _)) = found.next() else {
                return Err(RatesError::NoColumn {
                    column: wanted.clone(),
                    columns: listed(names),
                });
            };
            if found.next().is_some() {
                return Err(RatesError::TwiceInHeading(wanted.clone()));
            }
            if needed.contains(&at) {
                return Err(RatesError::TwiceAsked(wanted.clone()));
            }
            needed.push(at);
        }
        Ok(Self {
            columns: names.len(),
            needed,
            roles,
        })
    }
}
