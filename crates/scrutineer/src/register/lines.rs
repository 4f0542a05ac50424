//! Splits a CSV file (RFC 4180) into rows, keeping the line on which each row and each quoted cell begins.
//!
//! Written out here, not taken from the `csv` crate, because three things must be told exactly and cheaply: where an
//! unclosed quotation mark was opened, that a cell is too long without holding it, and that text follows a closing
//! mark. On well-formed files it gives the same rows as that crate, which a test checks.

use std::io::{ErrorKind, Read};

use sha2::{Digest, Sha256};

use super::fault::FileFault;

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

/// One row, reused from row to row. Cells lie one after another, each followed by a newline, so that checking the
/// whole row for UTF-8 checks every cell.
#[derive(Debug, Default)]
pub(super) struct Row {
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Cells in the row, also those past the most that are held.
    pub(super) cells: usize,
    /// Line on which the row begins, from 1.
    pub(super) line: u64,
    /// First cell that is longer than allowed.
    pub(super) too_long: Option<usize>,
    start: usize,
    most_cells: usize,
    most_bytes: usize,
}

impl Row {
    pub(super) fn new(most_cells: usize, limits: Limits) -> Self {
        Self {
            most_cells,
            most_bytes: limits.cell_bytes,
            ..Self::default()
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.cells = 0;
        self.too_long = None;
        self.start = 0;
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.cells >= self.most_cells || self.too_long == Some(self.cells) {
            return;
        }
        if self.text.len() - self.start + bytes.len() > self.most_bytes {
            self.text.truncate(self.start);
            self.too_long = self.too_long.or(Some(self.cells));
            return;
        }
        self.text.extend_from_slice(bytes);
    }

    fn end_cell(&mut self) {
        if self.cells < self.most_cells {
            self.ends.push(self.text.len());
            self.text.push(b'\n');
            self.start = self.text.len();
        }
        self.cells += 1;
    }

    /// Bytes of cell `index`, empty past the last.
    pub(super) fn cell(&self, index: usize) -> &[u8] {
        let start = if index == 0 {
            0
        } else {
            self.ends.get(index - 1).map_or(self.text.len(), |end| end + 1)
        };
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or_default()
    }

    /// The cells held as text, or the cell and the place (both from 0) of the first byte that is not UTF-8.
    pub(super) fn utf8(&self) -> Result<Cells<'_>, (usize, usize)> {
        match std::str::from_utf8(&self.text) {
            Ok(text) => Ok(Cells {
                text,
                ends: &self.ends,
            }),
            Err(error) => {
                let at = error.valid_up_to();
                let cell = self.ends.partition_point(|end| *end < at);
                let start = if cell == 0 { 0 } else { self.ends[cell - 1] + 1 };
                Err((cell, at - start))
            }
        }
    }
}

/// The cells of a row that is UTF-8.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cells<'r> {
    text: &'r str,
    ends: &'r [usize],
}

impl<'r> Cells<'r> {
    /// Cell `index`, empty past the last.
    pub(super) fn get(self, index: usize) -> &'r str {
        let start = if index == 0 {
            0
        } else {
            self.ends.get(index - 1).map_or(self.text.len(), |end| end + 1)
        };
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or_default()
    }

    /// SHA-256 over each cell's length and bytes: two rows are alike when every cell is.
    pub(super) fn hash(self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for end in self.ends {
            hash.update(u32::try_from(*end).unwrap_or(u32::MAX).to_be_bytes());
        }
        hash.update(self.text.as_bytes());
        hash.finalize().into()
    }
}

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
    bytes: u64,
    limits: Limits,
    hash: Sha256,
}

impl<R: Read> Lines<R> {
    /// Reads the first bytes and refuses what is plainly not CSV in UTF-8. A byte order mark is passed over.
    pub(super) fn open(input: R, limits: Limits) -> Result<Self, FileFault> {
        let buffer = vec![0; 1 << 16].into_boxed_slice();
        let hash = Sha256::new();
        let mut lines = Self {
            input,
            buffer,
            at: 0,
            filled: 0,
            line: 1,
            after_return: false,
            bytes: 0,
            limits,
            hash,
        };
        while lines.filled < 4 && lines.fill()? {}
        let looks_like = match &lines.buffer[..lines.filled] {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16 text",
            [b'P', b'K', 3, 4, ..] => "a workbook (XLSX or ODS)",
            [0xd0, 0xcf, 0x11, 0xe0, ..] => "an old workbook (XLS)",
            [b'%', b'P', b'D', b'F', ..] => "a PDF",
            [0xef, 0xbb, 0xbf, ..] => {
                lines.at = 3;
                return Ok(lines);
            }
            _ => return Ok(lines),
        };
        Err(FileFault::NotCsv { looks_like })
    }

    /// SHA-256 of every byte read so far: of the file, once the last row has been read.
    pub(super) fn source_hash(&self) -> [u8; 32] {
        self.hash.clone().finalize().into()
    }

    /// Bytes read so far.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
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
                    self.hash.update(&self.buffer[self.filled..self.filled + read]);
                    self.filled += read;
                    self.bytes += read as u64;
                    self.limits.check_claimed(self.bytes)?;
                    return Ok(true);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Err(FileFault::CutOff { line: self.line }),
            }
        }
    }

    /// Reads the next row that is not a blank line. False at the end of the file.
    pub(super) fn next_row(&mut self, row: &mut Row) -> Result<bool, FileFault> {
        row.clear();
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
                        Some(b',') => within = Within::CellStart,
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
                    b',' | b'\n' | b'\r' => match self.plain(row) {
                        Some(b',') => within = Within::CellStart,
                        _ => return Ok(true),
                    },
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

    /// Takes bytes up to a comma or line end, and passes over it. `None` when the buffer ends first.
    fn plain(&mut self, row: &mut Row) -> Option<u8> {
        let rest = &self.buffer[self.at..self.filled];
        let length = rest.iter().position(|byte| matches!(byte, b',' | b'\n' | b'\r'));
        let taken = length.unwrap_or(rest.len());
        row.push(&rest[..taken]);
        self.at += taken;
        self.after_return = false;
        let end = *self.buffer[..self.filled].get(self.at)?;
        row.end_cell();
        if end == b',' {
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
        self.line += rest[..taken].iter().filter(|byte| **byte == b'\n').count() as u64;
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
