//! The same extract in every form a force may send it, and every form that cannot be read.

mod books;
mod forms;
mod json;
mod loads;
mod texts;
mod workbooks;

use super::workbook::{Bounds, read as take_apart};
use super::*;
use crate::register::tests::{OOCR_HEADINGS, kind};
use crate::register::{FileFault, Line, Reading, Summary};
use books::{Book, Value};

/// Cells of the small extract that every form holds: an accent, a pound sign and a curly apostrophe, a quotation mark,
/// a comma, a semicolon and a line end.
fn table() -> Vec<Vec<String>> {
    let row = |cells: [&str; 8]| cells.map(str::to_owned).to_vec();
    let mut table = vec![
        OOCR_HEADINGS.split(',').map(str::to_owned).collect::<Vec<_>>(),
        row([
            "r1",
            "2024-03-01",
            "Theft from café",
            "8",
            "2024-03-04",
            "CR",
            "16",
            "Paid £5 back; the victim’s \"no\", once\nmore",
        ]),
        row([
            "007",
            "2024-03-02",
            "Common assault",
            "8",
            "2024-03-05",
            "CR",
            "31",
            "",
        ]),
        row(["r3", "2024-03-03", "Theft", "8", "2024-03-32", "CR", "31", "x"]),
    ];
    table[0].push("rationale".to_owned());
    table
}

fn separated(table: &[Vec<String>], separator: &str, line_end: &str) -> String {
    let quoted = |cell: &String| {
        if cell.contains(['"', '\n', ',', ';', '\t']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(separator) + line_end;
    table.iter().map(line).collect()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn windows_1252(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

/// Reads with what somebody said.
fn read_as<'k>(file: &[u8], how: &How) -> Result<(Summary, Vec<Line<'k>>), FileFault> {
    let kind = kind("oocr");
    let mut reading = Reading::open_as(file, kind, "canonical", how, Limits::default())?;
    let mut lines = Vec::new();
    let summary = Summary::read_through(kind, &mut reading, |line| lines.push(line))?;
    Ok((summary, lines))
}

fn read_oocr<'k>(file: &[u8]) -> (Summary, Vec<Line<'k>>) {
    read_as(file, &How::default()).unwrap()
}

fn fault(file: &[u8]) -> String {
    read_as(file, &How::default()).unwrap_err().to_string()
}
