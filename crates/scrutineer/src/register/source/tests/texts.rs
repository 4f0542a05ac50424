//! Encodings and separators.

use super::*;

/// Gives one byte at a time, so that every boundary falls inside something.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let take = self.0.len().min(1).min(buffer.len());
        buffer[..take].copy_from_slice(&self.0[..take]);
        self.0 = &self.0[take..];
        Ok(take)
    }
}

fn text(file: &[u8], how: Option<Encoding>) -> Result<String, FileFault> {
    let how = How {
        encoding: how,
        ..How::default()
    };
    let mut whole = Vec::new();
    for drip in [false, true] {
        let mut read = Vec::new();
        let outcome = if drip {
            Source::open(Drip(file), &how, Limits::default())?.read_to_end(&mut read)
        } else {
            Source::open(file, &how, Limits::default())?.read_to_end(&mut read)
        };
        outcome.map_err(|error| FileFault::of_io(error, 1))?;
        assert!(whole.is_empty() || whole == read, "pieces make no difference");
        whole = read;
    }
    Ok(String::from_utf8_lossy(&whole).into_owned())
}

#[test]
fn the_first_byte_above_ascii_decides_wherever_it_stands() {
    for before in [0, 1, 3, 65_533, 65_534, 65_535, 65_536, 200_000] {
        let ascii = "a".repeat(before);
        let latin = [ascii.as_bytes(), b"caf\xe9 \x96 \xa35"].concat();
        assert_eq!(
            text(&latin, None).unwrap(),
            format!("{ascii}café – £5"),
            "{before}"
        );
        let utf8 = format!("{ascii}café – £5 𝔘");
        assert_eq!(text(utf8.as_bytes(), None).unwrap(), utf8, "{before}");
    }
    // At the very end, half a character is no character of UTF-8.
    assert_eq!(text(b"plain\xc3", None).unwrap(), "plainÃ");
}

#[test]
fn what_somebody_said_goes_before_what_the_bytes_say() {
    let latin = b"caf\xe9";
    assert_eq!(text(latin, Some(Encoding::Windows1252)).unwrap(), "café");
    assert_eq!(
        text("café".as_bytes(), Some(Encoding::Windows1252)).unwrap(),
        "cafÃ©"
    );
    let long = "é".repeat(100_000);
    assert_eq!(
        text(&utf16(&long, u16::to_be_bytes), Some(Encoding::Utf16Be)).unwrap(),
        long
    );
    let strict = How {
        encoding: Some(Encoding::Utf8),
        ..How::default()
    };
    let file = windows_1252(&separated(&table(), ",", "\n"));
    assert_eq!(
        read_as(&file, &strict).unwrap_err().to_string(),
        "line 2, column offence_title: byte 0xe9 at place 15 of the cell is not UTF-8; save the file as \"CSV UTF-8\""
    );
    let tab = How {
        separator: Some(Separator::Tab),
        ..How::default()
    };
    let says = read_as(separated(&table(), ",", "\n").as_bytes(), &tab)
        .unwrap_err()
        .to_string();
    assert!(says.starts_with("line 1 holds none of the headings"), "{says}");
}

#[test]
fn a_guess_is_told() {
    let (summary, _) = read_oocr(&windows_1252(&separated(&table(), ",", "\n")));
    assert!(summary.detected.notes[0].contains("was read as Windows-1252; look at names"));
    let (summary, _) = read_oocr(separated(&table(), ",", "\n").as_bytes());
    assert_eq!(summary.detected.notes, [""; 0]);
}

#[test]
fn utf16_that_ends_in_the_middle_of_a_character_is_a_fault() {
    let mut file = utf16(
        &format!("\u{feff}{}", separated(&table(), "\t", "\n")),
        u16::to_le_bytes,
    );
    file.pop();
    assert_eq!(
        fault(&file),
        "the file holds bytes that are not UTF-16, low byte first; choose its encoding, or save it as \"CSV UTF-8\""
    );
    let lone = [b"\xff\xfea\x00".as_slice(), b"\x00\xd8", b"b\x00"].concat();
    assert!(matches!(text(&lone, None), Err(FileFault::NotEncoded { .. })));
}

#[test]
fn the_heading_line_tells_the_separator() {
    for (heading, separator, over) in [
        ("a,b,c\n", b',', 0),
        ("a;b;c\n1,5;2,5;3,5\n", b';', 0),
        ("a\tb, c\td\n", b'\t', 0),
        ("one\n", b',', 0),
        ("", b',', 0),
        ("\"x,y,z\";\"b\nstill; the, heading,\";c\r\n1,2,3,4,5", b';', 0),
        ("\r\n\r\na;b\n", b';', 0),
        ("sep=\t\r\na,b,c\n", b'\t', 7),
        ("sep=;\na,b,c\n", b';', 6),
        ("sep=|\na,b,c\n", b',', 0),
    ] {
        assert_eq!(separator_of(heading.as_bytes()), (separator, over), "{heading:?}");
    }
}

#[test]
fn a_table_of_places_with_headings_over_several_lines_is_read_up_to_its_headings() {
    let file = "Area;\"White: English, Welsh,\r\nScottish\";\"% of\r\nall\"\r\n\"Bath; and\";12,5;3\r\n";
    assert_eq!(
        fault(file.as_bytes()),
        "line 1 holds none of the headings of The columns of the exchange document; the first heading should be \
         source_ref_hash"
            .replace("The columns of the exchange document", &kind("oocr").profiles[0].title)
    );
    let mut lines = crate::register::lines::Lines::open(file.as_bytes(), Cut::default()).unwrap();
    let mut row = crate::register::row::Row::new(9, Limits::default());
    let mut counts = Vec::new();
    while lines.next_row(&mut row).unwrap() {
        counts.push((row.line, row.cells));
    }
    assert_eq!(counts, [(1, 3), (4, 3)]);
}

#[test]
fn what_holds_no_rows_is_told_by_what_it_is() {
    for (bytes, what) in [
        (&b"%PDF-1.7"[..], "a PDF"),
        (b"\x1f\x8b\x08rest", "a compressed file"),
        (b"Rar!\x1a\x07", "a compressed file"),
        (
            b"\n <!DOCTYPE html><table>",
            "a web page, though it may be called a workbook",
        ),
        (b"<table><tr>", "a web page, though it may be called a workbook"),
        (b"\xef\xbb\xbf<?xml version=\"1.0\"?>", "an XML file"),
    ] {
        assert_eq!(
            fault(bytes),
            format!(
                "the file is {what}, which has no rows that can be read; save the extract as CSV, XLSX or ODS and choose \
                 that file"
            )
        );
    }
}
