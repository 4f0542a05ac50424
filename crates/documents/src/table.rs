//! A table as comma-separated values.

use crate::model::Table;

/// The characters that make a spreadsheet read a cell as a formula, or split it (OWASP, "CSV Injection"), with the
/// full-width forms some spreadsheets fold to them.
const FORMULA_STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '＠'];

/// The table's head and rows as comma-separated values: RFC 4180, UTF-8 without a byte order mark, CRLF after every
/// line. The caption is not written: it belongs to the file's name or the page beside it.
///
/// A cell that a spreadsheet could run as a formula (it starts with `=`, `+`, `-`, `@`, a tab or a line break) gets an
/// apostrophe in front, so that it is read as text; a plain number such as `-12.5` is left alone. Programs that read
/// such cells back must take the apostrophe off.
pub fn csv(table: &Table) -> String {
    let mut out = String::new();
    for row in std::iter::once(&table.head).chain(&table.rows) {
        csv_line(&mut out, row);
    }
    out
}

/// Adds one line to a file as [`csv`] writes it: for rows that are too many to be held at once.
pub fn csv_line(out: &mut String, cells: &[String]) {
    for (column, cell) in cells.iter().enumerate() {
        if column > 0 {
            out.push(',');
        }
        push_cell(out, cell);
    }
    out.push_str("\r\n");
}

fn push_cell(out: &mut String, cell: &str) {
    let guard = if cell.starts_with(FORMULA_STARTS) && !is_plain_number(cell) {
        "'"
    } else {
        ""
    };
    if cell.contains([',', '"', '\r', '\n']) {
        out.push('"');
        out.push_str(guard);
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(guard);
        out.push_str(cell);
    }
}

/// A sign, digits, and perhaps a point and more digits: nothing a formula could hide in.
pub(crate) fn is_plain_number(cell: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_column(cells: &[&str]) -> Table {
        Table {
            caption: String::new(),
            head: vec!["head".to_owned()],
            rows: cells.iter().map(|cell| vec![(*cell).to_owned()]).collect(),
            numeric: vec![false],
        }
    }

    /// The cells as a reader of RFC 4180 sees them.
    fn read_back(cells: &[&str]) -> Vec<String> {
        let text = csv(&one_column(cells));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader
            .records()
            .map(|record| record.expect("a record")[0].to_owned())
            .collect()
    }

    #[test]
    fn the_examples_of_rfc_4180_are_written_as_it_says() {
        let table = Table {
            caption: "not written".to_owned(),
            head: vec!["field_name".to_owned(), "other".to_owned()],
            rows: vec![
                vec!["aaa".to_owned(), "b\r\nbb".to_owned()],
                vec!["b\"bb".to_owned(), "c,c".to_owned()],
                vec![String::new(), "ŵ–".to_owned()],
            ],
            numeric: vec![false, false],
        };
        assert_eq!(
            csv(&table),
            "field_name,other\r\naaa,\"b\r\nbb\"\r\n\"b\"\"bb\",\"c,c\"\r\n,ŵ–\r\n"
        );
    }

    #[test]
    fn a_cell_that_could_run_is_made_text() {
        let hostile = [
            "=1+1",
            "+44 20 7946 0000",
            "-1+cmd",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1",
            "-",
            "--1",
            "-1.",
            "=\"a\",b",
        ];
        for (cell, read) in hostile.iter().zip(read_back(&hostile)) {
            assert_eq!(read, format!("'{cell}"));
        }
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        let plain = [
            "-12.5",
            "+3",
            "0",
            "-0.04",
            "1,234",
            "23%",
            "a-b",
            "c",
            "say \"so\"",
            "l’Hôpital",
        ];
        assert_eq!(read_back(&plain), plain);
    }
}
