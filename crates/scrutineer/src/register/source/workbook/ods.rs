//! Workbooks of LibreOffice and others: all sheets are held, for repeated cells are written once.

use std::io::{Cursor, Write};

use calamine::{Data, DataRef, Ods, OdsError, Range, Reader};

use super::WorkbookFault;
use super::cells::{name, no_value, text};
use super::choice::{choose, hidden};
use super::sheet::SheetOut;
use super::told::Told;
use super::xlsx::told_formulas;

type Book<'f> = Ods<Cursor<&'f [u8]>>;

pub(super) fn read(file: &[u8], wanted: Option<&str>, out: &mut dyn Write) -> Result<Told, WorkbookFault> {
    let mut book: Book<'_> = Ods::new(Cursor::new(file)).map_err(fault)?;
    let sheets = book.sheets_metadata().to_vec();
    let sheet = choose(&sheets, wanted, |name| {
        Ok(!book.worksheet_range(name).map_err(fault)?.is_empty())
    })?;
    let formulas = book.worksheet_formula(&sheet).map_err(fault)?;
    let cells = book.worksheet_range(&sheet).map_err(fault)?;
    drop(book);
    rows(&sheet, &cells, &formulas, out)?;
    let mut notes = Vec::new();
    let written = || {
        formulas
            .used_cells()
            .filter(|(_, _, formula)| !formula.is_empty())
    };
    if written().count() > 0 {
        notes.push(told_formulas(written().count()));
    }
    if written().any(|(_, _, formula)| formula.contains("'file:") || formula.contains("'http")) {
        notes.push("some formulas refer to other workbooks, which were not opened".to_owned());
    }
    notes.extend(hidden(&sheets, &sheet));
    Ok(Told {
        sheet,
        notes,
        ..Told::default()
    })
}

fn rows(
    sheet: &str,
    cells: &Range<Data>,
    formulas: &Range<String>,
    out: &mut dyn Write,
) -> Result<(), WorkbookFault> {
    let mut rows = SheetOut::new(sheet, out);
    let (top, left) = cells.start().unwrap_or_default();
    for (row, column, value) in cells.used_cells() {
        let row = top + u32::try_from(row).map_err(|_| WorkbookFault::Damaged)?;
        let column = left + u32::try_from(column).map_err(|_| WorkbookFault::Damaged)?;
        let failed = match value {
            Data::String(text) if is_error(text) => formulas
                .get_value((row, column))
                .is_some_and(|formula| !formula.is_empty())
                .then(|| no_value(&name(row, column), text)),
            _ => None,
        };
        let text = failed.unwrap_or_else(|| text(&by_reference(value), || name(row, column)));
        rows.put(row, column, text)?;
    }
    rows.end()
}

/// An error as LibreOffice writes it in the place of a formula's value.
fn is_error(text: &str) -> bool {
    let names = ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"];
    names.contains(&text)
        || text
            .strip_prefix("Err:")
            .is_some_and(|code| code.parse::<u16>().is_ok())
}

fn by_reference(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(serial) => DataRef::DateTime(*serial),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn fault(error: OdsError) -> WorkbookFault {
    match error {
        OdsError::Password => WorkbookFault::Password,
        OdsError::CellLimitExceeded { .. } => WorkbookFault::Memory,
        _ => WorkbookFault::Damaged,
    }
}
