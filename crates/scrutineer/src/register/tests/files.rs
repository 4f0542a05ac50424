//! Whole files at fault: one sentence with the place, and nothing loaded.

use std::io::Read;

use proptest::prelude::*;

use super::*;

fn fault(file: &[u8]) -> String {
    read(kind("stop_search"), "police-uk", file)
        .unwrap_err()
        .to_string()
}

#[test]
fn blank_files_and_files_without_rows() {
    let empty = "the file is empty; choose the file with its headings and rows";
    assert_eq!(fault(b""), empty);
    assert_eq!(fault(b"\xef\xbb\xbf"), empty);
    assert_eq!(fault(b"\r\n\n\r\n"), empty);
    let headings = police_uk_file(&[]);
    assert_eq!(
        fault(headings.as_bytes()),
        "the file has a heading line but no rows below it; check that the extract was not cut short"
    );
}

#[test]
fn headings_wrong_missing_unknown_or_repeated() {
    let good = police_uk_file(&[SEARCH]);
    assert_eq!(
        fault(good.replace("Age range", "age_range").as_bytes()),
        "line 1: the heading Age range is missing, the heading age_range is not known (should it be Age range?); \
         correct the headings or choose another profile"
    );
    assert_eq!(
        fault(good.replace("Gender,", "").as_bytes()),
        "line 1: the heading Gender is missing; correct the headings or choose another profile"
    );
    assert_eq!(
        fault(good.replace("Gender,", "Gender,Notes,").as_bytes()),
        "line 1: the heading Notes is not known; correct the headings or choose another profile"
    );
    assert_eq!(
        fault(good.replace("Gender,", "Gender,Gender,").as_bytes()),
        "line 1: the heading Gender appears twice; correct the headings or choose another profile"
    );
    assert_eq!(
        fault(SEARCH.as_bytes()),
        "line 1 holds none of the headings of The 15-column file of data.police.uk; the first heading should be Type"
    );
}

#[test]
fn a_canonical_file_may_leave_out_what_is_not_required() {
    let oocr = kind("oocr");
    let (summary, _) = read(oocr, "canonical", oocr_file("knife", "True").as_bytes()).unwrap();
    assert_eq!(
        (summary.accepted, summary.mapping.missing.len()),
        (1, oocr.fields.len() - 8)
    );
    let without = oocr_file("knife", "").replace("outcome_dt,", "");
    let says = read(oocr, "canonical", without.as_bytes())
        .unwrap_err()
        .to_string();
    assert_eq!(
        says,
        "line 1: the heading outcome_dt is missing; correct the headings or choose another profile"
    );
}

#[test]
fn profiles_are_named_when_one_is_not_known() {
    let says = read(kind("oocr"), "niche", b"").unwrap_err().to_string();
    assert_eq!(
        says,
        "there is no profile niche for records of kind oocr; choose one of canonical"
    );
}

#[test]
fn a_byte_that_is_not_utf8_is_told_by_line_column_and_place() {
    let mut file = police_uk_file(&[SEARCH, SEARCH, SEARCH]).into_bytes();
    let third = file
        .windows(4)
        .enumerate()
        .filter(|(_, bytes)| bytes == b"Male")
        .nth(2)
        .unwrap()
        .0;
    file[third + 2] = 0x92;
    // A character above ASCII shows before it that the file is UTF-8; without one it would be Windows-1252.
    let accent = file.windows(4).position(|bytes| bytes == b"Male").unwrap();
    file.splice(accent..accent, *b"\xc3\xa9");
    assert_eq!(
        fault(&file),
        "line 4, column Gender: byte 0x92 at place 3 of the cell is not UTF-8; save the file as \"CSV UTF-8\""
    );
    // Two halves of one character in neighbouring cells are each at fault, though together they would be whole.
    let split = police_uk_file(&[SEARCH]).into_bytes();
    let at = split.windows(7).position(|bytes| bytes == b",,,52.7").unwrap();
    let split = [
        b"\xef\xbb\xbf",
        &split[..=at],
        b"\xc3,\xa9,52.7",
        &split[at + 7..],
    ]
    .concat();
    assert!(fault(&split).starts_with("line 2, column Part of a policing operation: byte 0xc3 at place 1"));
}

#[test]
fn a_quote_unclosed_at_line_70000_is_told_where_it_opens() {
    // Rows of one cell are refused at once, so that the test is quick.
    let mut rows = vec!["x"; 80_000];
    let unclosed = SEARCH.replace(",Male,", ",\"Male,");
    rows[70_000 - 2] = &unclosed;
    assert_eq!(
        fault(police_uk_file(&rows).as_bytes()),
        "line 70000: a quoted cell begins here and is never closed; add the closing quotation mark"
    );
    let quoted = SEARCH.replace(",Arrest,", ",\"Arrest\",");
    rows[70_005 - 2] = &quoted;
    assert_eq!(
        fault(police_uk_file(&rows).as_bytes()),
        "line 70000: a quoted cell begins here, and text follows its closing quotation mark on line 70005; \
         double the quotation marks inside the cell, or close it where it should end"
    );
}

#[test]
fn more_bytes_than_allowed_are_refused_by_claim_and_by_count() {
    let two_gigabytes = 2 << 30;
    let says =
        "the file is larger than 536870912 bytes, the most allowed; split it by month and upload each part";
    assert_eq!(
        Limits::default()
            .check_claimed(two_gigabytes)
            .unwrap_err()
            .to_string(),
        says
    );
    assert!(Limits::default().check_claimed(512 << 20).is_ok());

    let kind = kind("stop_search");
    let limits = Limits {
        file_bytes: 100_000,
        ..Limits::default()
    };
    let endless = police_uk_file(&[]).into_bytes();
    let endless = endless.chain(std::io::repeat(b'\n'));
    let mut reading = Reading::open(endless, kind, "police-uk", limits).unwrap();
    assert_eq!(reading.next(), Some(Err(FileFault::TooLarge { limit: 100_000 })));
    assert_eq!(reading.next(), None);
}

/// An upload cut off half way, as the network tells it.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
    }
}

#[test]
fn an_upload_cut_off_half_way_is_a_fault() {
    let kind = kind("stop_search");
    let file = police_uk_file(&[SEARCH, SEARCH]).into_bytes();
    let half = file[..file.len() - 20].chain(Broken);
    let last = Reading::open(half, kind, "police-uk", Limits::default())
        .unwrap()
        .last()
        .unwrap();
    assert_eq!(
        last.unwrap_err().to_string(),
        "the file stopped coming after line 3; send it again"
    );
}

/// Gives one byte at a time, so that every boundary falls inside something.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let take = self.0.len().min(1);
        buffer[..take].copy_from_slice(&self.0[..take]);
        self.0 = &self.0[take..];
        Ok(take)
    }
}

#[test]
fn each_cell_that_is_too_long_is_passed_over_whole() {
    let limits = Limits {
        cell_bytes: 3,
        ..Limits::default()
    };
    let comma = super::super::lines::Cut {
        separator: Some(b','),
        ..Default::default()
    };
    for input in ["long1,long2,abc\n", "\"long1\",\"long2\",abc\n"] {
        let mut lines = super::super::lines::Lines::open(Drip(input.as_bytes()), comma).unwrap();
        let mut row = super::super::row::Row::new(3, limits);
        assert!(lines.next_row(&mut row).unwrap());
        assert_eq!((row.too_long, row.cells), (Some(0), 3));
        assert_eq!([row.cell(0), row.cell(1), row.cell(2)], [&b""[..], b"", b"abc"]);
    }
}

/// A row's line, number of cells and cells.
type Told = (u64, usize, Vec<u8>);

proptest! {
    /// The same rows as the `csv` crate, from well-formed files, in whatever pieces the bytes arrive.
    #[test]
    fn rows_are_those_of_the_csv_crate(
        rows in prop::collection::vec(prop::collection::vec("[a,\"\r\n é]{0,6}", 3), 1..6),
        crlf in any::<bool>(),
    ) {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().terminator(terminator).quote_style(csv::QuoteStyle::Always)
            .from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let file = writer.into_inner().unwrap();
        let comma = super::super::lines::Cut { separator: Some(b','), ..Default::default() };
        let mut lines = super::super::lines::Lines::open(Drip(&file), comma).unwrap();
        let mut row = super::super::row::Row::new(10, Limits::default());
        let mut ours = Vec::new();
        while lines.next_row(&mut row).unwrap() {
            let cells = row.utf8().unwrap();
            ours.push((0..row.cells).map(|index| cells.get(index).to_owned()).collect::<Vec<_>>());
        }
        prop_assert_eq!(ours, rows);
    }

    /// Lines read at once are the rows that reading them byte by byte gives, on the same lines and with the same faults.
    #[test]
    fn whole_lines_and_pieces_give_the_same_rows(text in "[a;\"\r\n é]{0,80}", most_cells in 1usize..4) {
        fn rows(input: impl Read, most_cells: usize) -> Vec<Result<Told, FileFault>> {
            let cut = super::super::lines::Cut { separator: Some(b';'), ..Default::default() };
            let mut lines = super::super::lines::Lines::open(input, cut).unwrap();
            let limits = Limits { cell_bytes: 9, ..Limits::default() };
            let mut row = super::super::row::Row::new(most_cells, limits);
            let mut rows = Vec::new();
            loop {
                match lines.next_row(&mut row) {
                    Ok(false) => return rows,
                    Ok(true) => {
                        let cells = (0..row.cells).flat_map(|at| [row.cell(at), b"|"].concat());
                        rows.push(Ok((row.line, row.cells, cells.collect())));
                    }
                    Err(fault) => {
                        rows.push(Err(fault));
                        return rows;
                    }
                }
            }
        }
        prop_assert_eq!(rows(text.as_bytes(), most_cells), rows(Drip(text.as_bytes()), most_cells));
    }

    /// No bytes whatever bring the reading down, and a + r = n as far as it gets.
    #[test]
    fn no_bytes_bring_the_reading_down(tail in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut file = police_uk_file(&[SEARCH]).into_bytes();
        file.extend(tail);
        let _ = read(kind("stop_search"), "police-uk", &file);
    }
}
