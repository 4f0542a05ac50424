//! The real files of data.police.uk in `demo/`.

use sha2::{Digest, Sha256};

use super::*;

struct Published {
    bytes: &'static [u8],
    month: &'static str,
    rows: u64,
    duplicates: u64,
    youth: u64,
    unknown: u64,
}

/// Rows and rows alike were counted apart from this program, by Python's csv module and by lines of bytes; ages by
/// column `Age range` (10-17, and blank).
const FILES: [Published; 3] = [
    Published {
        bytes: include_bytes!("../../../demo/2019-12-leicestershire-stop-and-search.csv"),
        month: "2019-12",
        rows: 106,
        duplicates: 2,
        youth: 26,
        unknown: 1,
    },
    Published {
        bytes: include_bytes!("../../../demo/2020-01-leicestershire-stop-and-search.csv"),
        month: "2020-01",
        rows: 336,
        duplicates: 10,
        youth: 42,
        unknown: 23,
    },
    Published {
        bytes: include_bytes!("../../../demo/2020-02-leicestershire-stop-and-search.csv"),
        month: "2020-02",
        rows: 259,
        duplicates: 6,
        youth: 56,
        unknown: 12,
    },
];

#[test]
fn every_published_row_is_kept_and_repeats_are_flagged() {
    let kind = kind("stop_search");
    for file in &FILES {
        let (summary, lines) = read(kind, "police-uk", file.bytes).unwrap();
        assert_eq!(
            (summary.rows, summary.accepted, summary.refused),
            (file.rows, file.rows, 0)
        );
        assert_eq!(summary.duplicates, file.duplicates);
        assert_eq!(summary.months, [(file.month.to_owned(), file.rows)].into());
        assert_eq!(
            (summary.strata["youth"], summary.strata["unknown"]),
            (file.youth, file.unknown)
        );
        assert!(summary.notices.is_empty(), "{:?}", summary.notices);
        for line in &lines {
            let Line::Accepted(record) = line else {
                panic!("refused")
            };
            if let Some(first) = record.duplicate_of_line {
                let same = |other: &&Line<'_>| matches!(other, Line::Accepted(other) if other.line == first);
                let Some(Line::Accepted(other)) = lines.iter().find(same) else {
                    panic!("no line {first}")
                };
                assert_eq!((other.row_hash, &other.fields), (record.row_hash, &record.fields));
            }
        }
    }
}

/// Hash of 2019-12 from the publisher's copy, listed in `demo/README.md`.
#[test]
fn the_source_hash_is_that_of_the_bytes() {
    let kind = kind("stop_search");
    let mut reading = Reading::open(FILES[0].bytes, kind, "police-uk", Limits::default()).unwrap();
    assert!(reading.by_ref().all(|line| line.is_ok()));
    let expected = "82339c53d3ae271f607e78d8cde433e3b15ecc42fd252c5c7839345dd630563f";
    assert_eq!(hex::encode(reading.source_hash()), expected);
    assert_eq!(hex::encode(Sha256::digest(FILES[0].bytes)), expected);
    assert_eq!(reading.bytes(), FILES[0].bytes.len() as u64);
}

/// The first row of the January file, read by eye.
#[test]
fn a_row_becomes_codes_and_three_valued_booleans() {
    let kind = kind("stop_search");
    let (_, lines) = read(kind, "police-uk", FILES[1].bytes).unwrap();
    let Line::Accepted(first) = &lines[0] else {
        panic!("refused")
    };
    let expected = r#"{"search_type":"person","date":"2020-01-01T01:05:00Z","in_operation":null,"latitude":52.773458,"longitude":-1.206332,"gender":"male","age_range":"18-24","self_defined_ethnicity":"W1","officer_ethnicity":"white","legislation":"mda_23","object":"drugs","outcome":"no_further_action","outcome_linked":null,"more_than_outer_clothing":false}"#;
    assert_eq!(first.fields, expected);
    assert_eq!(
        (first.line, first.stratum, first.source_ref.as_deref()),
        (2, "adult", None)
    );
}

#[test]
fn line_ends_and_quotes_do_not_change_a_row() {
    let kind = kind("stop_search");
    let crlf = FILES[0].bytes.to_vec();
    let text = String::from_utf8(crlf.clone()).unwrap();
    let lf = text.replace("\r\n", "\n");
    let cr = text.replace("\r\n", "\r");
    let quoted: String = lf
        .lines()
        .map(|line| {
            line.split(',')
                .map(|cell| format!("\"{cell}\""))
                .collect::<Vec<_>>()
                .join(",")
                + "\n"
        })
        .collect();
    let marked = format!("\u{feff}{text}");
    let unended = text.trim_end().to_owned();
    let blank_lines = text.replace("\r\n", "\r\n\r\n");
    let (_, expected) = read(kind, "police-uk", &crlf).unwrap();
    for same in [lf, cr, quoted, marked, unended] {
        assert_eq!(read(kind, "police-uk", same.as_bytes()).unwrap().1, expected);
    }
    assert_eq!(
        read(kind, "police-uk", blank_lines.as_bytes()).unwrap().0.rows,
        106
    );
}
