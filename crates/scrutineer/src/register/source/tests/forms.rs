//! The same data in every form gives the same records.

use super::*;

/// The table with its codes and ages as numbers, as a spreadsheet would hold them.
fn as_values() -> Vec<Vec<Value>> {
    let number = |cell: &str| match cell {
        "8" => Value::Number("8"),
        "16" => Value::Number("1.6E1"),
        "31" => Value::Number("31"),
        text => Value::from(text),
    };
    let mut rows: Vec<Vec<_>> = table()
        .iter()
        .map(|row| row.iter().map(|cell| number(cell)).collect())
        .collect();
    // Blank cells to the right and blank rows below are no part of it.
    rows[1].extend([Value::Blank, Value::Blank]);
    rows.push(vec![Value::Blank; 3]);
    rows
}

fn written_by_a_library() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0_u32..).zip(table()) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell.as_str() {
                "8" | "16" | "31" => sheet.write_number(row, column, cell.parse::<f64>().unwrap()),
                text => sheet.write_string(row, column, text),
            }
            .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn json() -> String {
    let table = table();
    let records: Vec<serde_json::Value> = table[1..]
        .iter()
        .map(|row| {
            let mut record = serde_json::Map::new();
            for (key, cell) in table[0].iter().zip(row) {
                let value = match cell.as_str() {
                    "" => serde_json::Value::Null,
                    "8" | "16" | "31" => cell.parse::<i64>().unwrap().into(),
                    text => text.into(),
                };
                record.insert(key.clone(), value);
            }
            record.into()
        })
        .collect();
    serde_json::to_string_pretty(&records).unwrap()
}

/// Every form of the table, with the words that say what it was found to be.
fn forms() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let comma = separated(&table(), ",", "\n");
    let semicolon = separated(&table(), ";", "\r\n");
    let tab = separated(&table(), "\t", "\r\n");
    vec![
        (
            "semicolon",
            semicolon.clone().into_bytes(),
            "Text with separators (CSV), semicolon, UTF-8",
        ),
        (
            "tab",
            tab.clone().into_bytes(),
            "Text with separators (CSV), tab, UTF-8",
        ),
        (
            "sep=",
            format!("sep=;\r\n{semicolon}").into_bytes(),
            "Text with separators (CSV), semicolon, UTF-8",
        ),
        (
            "mark",
            [b"\xef\xbb\xbf", comma.as_bytes()].concat(),
            "Text with separators (CSV), comma, UTF-8",
        ),
        (
            "UTF-16LE",
            utf16(&format!("\u{feff}{tab}"), u16::to_le_bytes),
            "Text with separators (CSV), tab, UTF-16, low byte first",
        ),
        (
            "UTF-16BE",
            utf16(&format!("\u{feff}{tab}"), u16::to_be_bytes),
            "Text with separators (CSV), tab, UTF-16, high byte first",
        ),
        (
            "no mark",
            utf16(&comma, u16::to_le_bytes),
            "Text with separators (CSV), comma, UTF-16, low byte first",
        ),
        (
            "BE, no mark",
            utf16(&comma, u16::to_be_bytes),
            "Text with separators (CSV), comma, UTF-16, high byte first",
        ),
        (
            "Windows",
            windows_1252(&semicolon),
            "Text with separators (CSV), semicolon, Windows-1252 (Western European)",
        ),
        ("XLSX", Book::of(as_values()).xlsx(), "Excel workbook (XLSX)"),
        (
            "XLSX of a library",
            written_by_a_library(),
            "Excel workbook (XLSX)",
        ),
        ("ODS", Book::of(as_values()).ods(), "OpenDocument workbook (ODS)"),
        ("JSON", json().into_bytes(), "JSON, UTF-8"),
        (
            "JSON in an object",
            format!("{{\"made\": \"today\", \"records\": {}}}", json()).into_bytes(),
            "JSON, UTF-8",
        ),
    ]
}

/// Alike in all that is kept; a refused row for the same reason, wherever it stands.
fn assert_alike(name: &str, ours: &[Line<'_>], theirs: &[Line<'_>]) {
    assert_eq!(ours.len(), theirs.len(), "{name}");
    for (ours, theirs) in ours.iter().zip(theirs) {
        match (ours, theirs) {
            (Line::Accepted(ours), Line::Accepted(theirs)) => {
                assert_eq!(ours.fields, theirs.fields, "{name}");
                assert_eq!(ours.row_hash, theirs.row_hash, "{name}");
                assert_eq!(
                    (ours.month, ours.stratum),
                    (theirs.month, theirs.stratum),
                    "{name}"
                );
                assert_eq!(ours.source_ref, theirs.source_ref, "{name}");
            }
            (Line::Refused(ours), Line::Refused(theirs)) => {
                assert_eq!((&ours.column, ours.rule), (&theirs.column, theirs.rule), "{name}");
            }
            _ => panic!("{name}: one is kept and one refused"),
        }
    }
}

#[test]
fn the_same_data_in_every_form_gives_the_same_records() {
    let (summary, expected) = read_oocr(separated(&table(), ",", "\n").as_bytes());
    assert_eq!((summary.accepted, summary.refused), (2, 1));
    let Line::Accepted(first) = &expected[0] else {
        panic!("the first is kept")
    };
    assert!(first.fields.contains("café") && first.fields.contains("£5 back; the victim’s"));
    for (name, file, words) in forms() {
        let (summary, lines) = read_oocr(&file);
        assert_eq!(summary.detected.words(), words, "{name}");
        assert_alike(name, &lines, &expected);
    }
}

#[test]
fn places_are_those_of_the_file() {
    let last = |file: &[u8]| {
        let (_, lines) = read_oocr(file);
        match lines.last() {
            Some(Line::Refused(refused)) => refused.line,
            other => panic!("{other:?}"),
        }
    };
    // A line end inside a cell makes another line of a text, but not another row of a sheet.
    assert_eq!(last(separated(&table(), ",", "\n").as_bytes()), 5);
    assert_eq!(
        last(format!("sep=;\n{}", separated(&table(), ";", "\n")).as_bytes()),
        6
    );
    assert_eq!(last(&Book::of(as_values()).xlsx()), 4);
    assert_eq!(last(&Book::of(as_values()).ods()), 4);
    assert_eq!(last(json().as_bytes()), 3);
    let lead = Book {
        lead: 2,
        ..Book::of(as_values())
    };
    assert_eq!((last(&lead.xlsx()), last(&lead.ods())), (6, 6));
}

#[test]
fn faults_of_the_headings_name_their_row() {
    let mut rows = as_values();
    rows[0][1] = Value::from("offence from");
    let book = Book {
        lead: 3,
        ..Book::of(rows)
    };
    assert!(fault(&book.xlsx()).starts_with("row 4: the heading offence_from_dt is missing"));
    let says = fault(json().replace("offence_from_dt", "offence from").as_bytes());
    assert!(
        says.starts_with("record 1: the heading offence_from_dt is missing"),
        "{says}"
    );
    let short = separated(&table(), ",", "\n").replace(",CR,31,\n", ",CR,31\n");
    let (summary, _) = read_oocr(short.as_bytes());
    assert_eq!(
        summary.by_rule["columns"].first[0].message,
        "the line has 7 cells and the headings 8; make them the same"
    );
}

#[test]
fn the_hash_is_that_of_the_file_as_it_came() {
    use sha2::{Digest, Sha256};
    for file in [
        utf16(&separated(&table(), "\t", "\n"), u16::to_be_bytes),
        windows_1252(&separated(&table(), ";", "\n")),
        Book::of(as_values()).xlsx(),
        json().into_bytes(),
    ] {
        let kind = kind("oocr");
        let mut reading = Reading::open(&file[..], kind, "canonical", Limits::default()).unwrap();
        while reading.next().is_some() {}
        assert_eq!(reading.source_hash(), <[u8; 32]>::from(Sha256::digest(&file)));
        assert_eq!(reading.bytes(), file.len() as u64);
    }
}
