//! Splits CSV (RFC 4180, with a comma, semicolon or tab) into rows, keeping the line on which each row and each quoted cell begins.
//!
//! Written out here, not taken from the `csv` crate, because three things must be told exactly and cheaply: where an
//! unclosed quotation mark was opened, that a cell is too long without holding it, and that text follows a closing
//! mark. On well-formed files it gives the same rows as that crate, which a test checks.

use std::io::{ErrorKind, Read};

use super::fault::FileFault;
use super::row::Row;
use super::source::{heading_ends_within, separator_of};

/// How much of a file is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes in a file.
    pub file_bytes: u64,
    /// Most bytes in one cell; a row with a longer cell is refused, and the reading goes on.
    pub cell_bytes: usize,
}

impl Default for Limits {
    /// 512 MiB a file, about two million rows; 100,000 bytes a cell, about thirty pages of text.
    fn default() -> Self {
        Self {
            file_bytes: 512 << 20,
            cell_bytes: 100_000,
        }
    }
}

impl Limits {
    /// Refuses a claimed length before a byte is read.
    ///
    /// # Errors
    /// [`FileFault::TooLarge`] when `bytes` is more than allowed.
    pub fn check_claimed(self, bytes: u64) -> Result<(), FileFault> {
        if bytes > self.file_bytes {
            return Err(FileFault::TooLarge {
                limit: self.file_bytes,
            });
        }
        Ok(())
    }
}

/// How cells are told apart and rows counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    /// What stands between cells; found out from the heading line where it is not said.
    pub(super) separator: Option<u8>,
    /// Number of the first line or row.
    pub(super) first: u64,
    /// Rows are counted, whatever line ends are inside their cells.
    pub(super) by_row: bool,
}

impl Default for Cut {
    fn default() -> Self {
        Self {
            separator: None,
            first: 1,
            by_row: false,
        }
    }
}

impl Cut {
    /// Of rows that were written here, the first with this number.
    pub(super) fn of_rows(first: u64) -> Self {
        Self {
            separator: Some(b','),
            first,
            by_row: true,
        }
    }
}

/// The longest line that is read at once, in bytes: a file without line feeds must not be searched for one again and again.
const AT_ONCE: usize = 8192;

/// Where the reader stands within a row.
#[derive(Clone, Copy)]
enum Within {
    CellStart,
    Plain,
    Quoted,
    /// A quotation mark inside a quoted cell: its end, or the first of two.
    Mark,
}

/// Reads rows from `input`. Memory in use does not grow with the file.
pub(super) struct Lines<R> {
    input: R,
    buffer: Box<[u8]>,
    at: usize,
    filled: usize,
    line: u64,
    after_return: bool,
    separator: u8,
    by_row: bool,
}

impl<R: Read> Lines<R> {
    /// Reads as far as is needed to know the separator.
    pub(super) fn open(input: R, cut: Cut) -> Result<Self, FileFault> {
        let mut lines = Self {
            input,
            buffer: vec![0; 1 << 16].into_boxed_slice(),
            at: 0,
            filled: 0,
            line: cut.first,
            after_return: false,
            separator: b',',
            by_row: cut.by_row,
        };
        match cut.separator {
            Some(separator) => lines.separator = separator,
            None => lines.find_separator()?,
        }
        Ok(lines)
    }

    /// What stands between cells.
    pub(super) fn separator(&self) -> u8 {
        self.separator
    }

    /// Where the bytes come from.
    pub(super) fn input(&self) -> &R {
        &self.input
    }

    fn find_separator(&mut self) -> Result<(), FileFault> {
        while !heading_ends_within(&self.buffer[..self.filled])
            && self.filled < self.buffer.len()
            && self.fill()?
        {}
        let (separator, said) = separator_of(&self.buffer[..self.filled]);
        self.separator = separator;
        self.at = said;
        self.line += u64::from(said > 0);
        Ok(())
    }

    /// Adds bytes behind those in the buffer, which starts afresh when all were used. False at the end of the file.
    fn fill(&mut self) -> Result<bool, FileFault> {
        if self.at == self.filled {
            (self.at, self.filled) = (0, 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.filled..]) {
                Ok(0) => return Ok(false),
                Ok(read) => {
                    self.filled += read;
                    return Ok(true);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(FileFault::of_io(error, self.line)),
            }
        }
    }

    /// Reads the next row that is not a blank line. False at the end of the file.
    pub(super) fn next_row(&mut self, row: &mut Row) -> Result<bool, FileFault> {
        row.clear();
        if self.plain_line(row) {
            return Ok(true);
        }
        let mut within = Within::CellStart;
        let mut quoted_from = 0;
        loop {
            if self.at == self.filled && !self.fill()? {
                return self.at_end(row, within, quoted_from);
            }
            match within {
                Within::CellStart if self.buffer[self.at] == b'"' => {
                    if row.cells == 0 {
                        row.line = self.line;
                    }
                    quoted_from = self.line;
                    self.at += 1;
                    within = Within::Quoted;
                }
                Within::CellStart if row.cells == 0 && self.blank_line() => {}
                Within::CellStart | Within::Plain => {
                    if row.cells == 0 {
                        row.line = self.line;
                    }
                    match self.plain(row) {
                        None => within = Within::Plain,
                        Some(end) if end == self.separator => within = Within::CellStart,
                        Some(_) => return Ok(true),
                    }
                }
                Within::Quoted => within = self.quoted(row),
                Within::Mark => match self.buffer[self.at] {
                    b'"' => {
                        row.push(b"\"");
                        self.at += 1;
                        within = Within::Quoted;
                    }
                    byte if byte == self.separator || matches!(byte, b'\n' | b'\r') => {
                        match self.plain(row) {
                            Some(end) if end == self.separator => within = Within::CellStart,
                            _ => return Ok(true),
                        }
                    }
                    _ => {
                        return Err(FileFault::TextAfterQuote {
                            line: quoted_from,
                            closes: self.line,
                        });
                    }
                },
            }
        }
    }

    /// Reads a whole line without a quotation mark at once, where all of it is in the buffer. False when it is none, and nothing
    /// is read then.
    fn plain_line(&mut self, row: &mut Row) -> bool {
        let rest = &self.buffer[self.at..self.filled.min(self.at + AT_ONCE)];
        let Some(end) = memchr::memchr(b'\n', rest) else {
            return false;
        };
        let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
        if line.is_empty() || memchr::memchr2(b'"', b'\r', line).is_some() {
            return false;
        }
        if !row.take_line(line, self.separator) {
            return false;
        }
        row.line = self.line;
        self.at += end + 1;
        self.line += 1;
        self.after_return = false;
        true
    }

    fn at_end(&self, row: &mut Row, within: Within, quoted_from: u64) -> Result<bool, FileFault> {
        match within {
            Within::Quoted => Err(FileFault::UnclosedQuote { line: quoted_from }),
            Within::CellStart if row.cells == 0 => Ok(false),
            _ => {
                row.end_cell();
                Ok(true)
            }
        }
    }

    /// Passes over one line end where a row would begin.
    fn blank_line(&mut self) -> bool {
        let byte = self.buffer[self.at];
        let line_end = matches!(byte, b'\n' | b'\r');
        if line_end {
            self.end_line(byte);
        }
        line_end
    }

    /// Passes over a line end; the line feed after a carriage return is the same line end.
    fn end_line(&mut self, byte: u8) {
        self.at += 1;
        if byte == b'\r' || !self.after_return {
            self.line += 1;
        }
        self.after_return = byte == b'\r';
    }

    /// Takes bytes up to a separator or line end, and passes over it. `None` when the buffer ends first.
    fn plain(&mut self, row: &mut Row) -> Option<u8> {
        let rest = &self.buffer[self.at..self.filled];
        let separator = self.separator;
        let length = rest
            .iter()
            .position(|byte| *byte == separator || matches!(byte, b'\n' | b'\r'));
        let taken = length.unwrap_or(rest.len());
        row.push(&rest[..taken]);
        self.at += taken;
        self.after_return = false;
        let end = *self.buffer[..self.filled].get(self.at)?;
        row.end_cell();
        if end == separator {
            self.at += 1;
        } else {
            self.end_line(end);
        }
        Some(end)
    }

    /// Takes bytes up to a quotation mark, and passes over it.
    fn quoted(&mut self, row: &mut Row) -> Within {
        let rest = &self.buffer[self.at..self.filled];
        let length = rest.iter().position(|byte| *byte == b'"');
        let taken = length.unwrap_or(rest.len());
        if !self.by_row {
            self.line += rest[..taken].iter().filter(|byte| **byte == b'\n').count() as u64;
        }
        row.push(&rest[..taken]);
        self.at += taken;
        if length.is_none() {
            return Within::Quoted;
        }
        self.at += 1;
        self.after_return = false;
        Within::Mark
    }
}
