//! One row of a file, its cells told apart but not yet checked.

use sha2::{Digest, Sha256};

use super::lines::Limits;

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
    /// The cell at hand is longer than allowed; what follows of it is passed over.
    passed_over: bool,
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

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.cells = 0;
        self.too_long = None;
        self.passed_over = false;
        self.start = 0;
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        if self.cells >= self.most_cells || self.passed_over {
            return;
        }
        if self.text.len() - self.start + bytes.len() > self.most_bytes {
            self.text.truncate(self.start);
            self.too_long = self.too_long.or(Some(self.cells));
            self.passed_over = true;
            return;
        }
        self.text.extend_from_slice(bytes);
    }

    /// Takes a whole line of plain cells into an empty row. False when it has too many cells or may have one too long: then
    /// the row is left empty, for them to be taken one by one.
    pub(super) fn take_line(&mut self, line: &[u8], separator: u8) -> bool {
        if line.len() > self.most_bytes {
            return false;
        }
        self.text.extend_from_slice(line);
        self.text.push(separator);
        for (at, byte) in self.text.iter_mut().enumerate() {
            if *byte == separator {
                *byte = b'\n';
                self.ends.push(at);
            }
        }
        if self.ends.len() > self.most_cells {
            self.clear();
            return false;
        }
        self.cells = self.ends.len();
        self.start = self.text.len();
        true
    }

    pub(super) fn end_cell(&mut self) {
        if self.cells < self.most_cells {
            self.ends.push(self.text.len());
            self.text.push(b'\n');
            self.start = self.text.len();
        }
        self.cells += 1;
        self.passed_over = false;
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

/// Lengths of cells hashed at a time.
const LENGTHS: usize = 32;

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
        // Handed over in few pieces: each one costs more than its bytes.
        for ends in self.ends.chunks(LENGTHS) {
            let mut lengths = [[0; 4]; LENGTHS];
            for (length, end) in lengths.iter_mut().zip(ends) {
                *length = u32::try_from(*end).unwrap_or(u32::MAX).to_be_bytes();
            }
            hash.update(lengths[..ends.len()].as_flattened());
        }
        hash.update(self.text.as_bytes());
        hash.finalize().into()
    }
}
