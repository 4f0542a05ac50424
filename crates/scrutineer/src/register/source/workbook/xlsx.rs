//! Workbooks of Excel and others: a sheet is read cell by cell, and only its table of texts is held.

use std::io::{Cursor, Write};

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::WorkbookFault;
use super::cells::{name, text};
use super::choice::{choose, hidden};
use super::sheet::SheetOut;
use super::told::Told;

type Book<'f> = Xlsx<Cursor<&'f [u8]>>;

pub(super) fn read(file: &[u8], wanted: Option<&str>, out: &mut dyn Write) -> Result<Told, WorkbookFault> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(file)).map_err(fault)?;
    let sheets = book.sheets_metadata().to_vec();
    let sheet = choose(&sheets, wanted, |name| filled(&mut book, name))?;
    let mut notes = Vec::new();
    let formulas = rows(&mut book, &sheet, out)?;
    if formulas > 0 {
        notes.push(told_formulas(formulas));
    }
    let merged = book.merge_cells_by_sheet_name(&sheet).map_err(fault)?;
    if let Some(first) = merged.first() {
        notes.push(format!(
            "{} merged, the first at {}: their value was read in their first cell only",
            if merged.len() == 1 {
                "1 group of cells is".to_owned()
            } else {
                format!("{} groups of cells are", merged.len())
            },
            name(first.start.0, first.start.1)
        ));
    }
    notes.extend(hidden(&sheets, &sheet));
    if book.has_1904_epoch() {
        notes.push("the workbook counts its days from 1904".to_owned());
    }
    Ok(Told {
        sheet,
        notes,
        ..Told::default()
    })
}

/// The note about formulas.
pub(super) fn told_formulas(formulas: usize) -> String {
    if formulas == 1 {
        "1 cell holds a formula: its value as last saved was read".to_owned()
    } else {
        format!("{formulas} cells hold formulas: their values as last saved were read")
    }
}

/// Whether a sheet has any cell that is not blank.
fn filled(book: &mut Book<'_>, name: &str) -> Result<bool, WorkbookFault> {
    let mut cells = match book.worksheet_cells_reader(name) {
        Err(XlsxError::NotAWorksheet(_)) => return Ok(false),
        other => other.map_err(fault)?,
    };
    while let Some(cell) = cells.next_cell().map_err(fault)? {
        if !matches!(cell.get_value(), DataRef::Empty) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Writes the rows of a sheet; how many cells hold a formula.
fn rows(book: &mut Book<'_>, sheet: &str, out: &mut dyn Write) -> Result<usize, WorkbookFault> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(fault)?;
    let mut rows = SheetOut::new(sheet, out);
    let mut formulas = 0;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(fault)? {
        let (row, column) = cell.pos;
        formulas += usize::from(cell.formula.is_some());
        rows.put(row, column, text(&cell.value, || name(row, column)))?;
    }
    rows.end()?;
    Ok(formulas)
}

fn fault(error: XlsxError) -> WorkbookFault {
    match error {
        XlsxError::Password => WorkbookFault::Password,
        _ => WorkbookFault::Damaged,
    }
}
