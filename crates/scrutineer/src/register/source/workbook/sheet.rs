//! The rows of one sheet as CSV in UTF-8: one line a row, so that a row keeps its number.

use std::io::Write;

use super::WorkbookFault;

/// The most rows of a sheet: no program writes more.
const MOST_ROWS: u32 = 1_048_576;
/// The most columns, as many as there may be headings.
const MOST_COLUMNS: usize = 1000;

/// Takes cells in their order and writes rows. Blank rows at the end, and blank cells to the right of the headings, are
/// left out.
pub(super) struct SheetOut<'o> {
    out: &'o mut dyn Write,
    name: String,
    /// The row being filled, from nought.
    row: u32,
    cells: Vec<String>,
    /// Rows written so far, blank ones with them.
    written: u32,
    /// Columns of the headings.
    width: Option<usize>,
    line: Vec<u8>,
}

impl<'o> SheetOut<'o> {
    pub(super) fn new(name: &str, out: &'o mut dyn Write) -> Self {
        Self {
            out,
            name: name.to_owned(),
            row: 0,
            cells: Vec::new(),
            written: 0,
            width: None,
            line: Vec::new(),
        }
    }

    /// Takes a cell that holds something; `row` and `column` count from nought.
    pub(super) fn put(&mut self, row: u32, column: u32, text: String) -> Result<(), WorkbookFault> {
        if text.is_empty() {
            return Ok(());
        }
        if row != self.row {
            self.end_row()?;
            if row < self.row || row >= MOST_ROWS {
                return Err(WorkbookFault::Damaged);
            }
            self.row = row;
        }
        let column = column as usize;
        if column >= MOST_COLUMNS {
            return Err(WorkbookFault::Wide {
                sheet: self.name.clone(),
                most: MOST_COLUMNS,
            });
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = text;
        }
        Ok(())
    }

    /// Writes what is still held.
    pub(super) fn end(mut self) -> Result<(), WorkbookFault> {
        self.end_row()
    }

    fn end_row(&mut self) -> Result<(), WorkbookFault> {
        if self.cells.is_empty() {
            return Ok(());
        }
        let width = *self.width.get_or_insert(self.cells.len());
        self.line.clear();
        for _ in self.written..self.row {
            self.line.push(b'\n');
        }
        for place in 0..width.max(self.cells.len()) {
            if place > 0 {
                self.line.push(b',');
            }
            write_cell(&mut self.line, self.cells.get(place).map_or("", String::as_str));
        }
        self.line.push(b'\n');
        self.cells.clear();
        self.written = self.row + 1;
        self.out.write_all(&self.line).map_err(|_| WorkbookFault::Stopped)
    }
}

fn write_cell(line: &mut Vec<u8>, cell: &str) {
    if !cell
        .bytes()
        .any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
    {
        line.extend_from_slice(cell.as_bytes());
        return;
    }
    line.push(b'"');
    for (number, part) in cell.split('"').enumerate() {
        if number > 0 {
            line.extend_from_slice(b"\"\"");
        }
        line.extend_from_slice(part.as_bytes());
    }
    line.push(b'"');
}
