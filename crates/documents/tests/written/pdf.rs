//! The bytes of a PDF, looked at as they stand and, where it is installed, through poppler's `pdfinfo` and `pdftotext`.

use std::process::Command;

use documents::{DocumentError, Section, pdf};

use crate::samples::{annual_report, meeting_report};

fn count(bytes: &[u8], word: &str) -> usize {
    bytes
        .windows(word.len())
        .filter(|window| *window == word.as_bytes())
        .count()
}

/// What a program of poppler-utils says about the bytes, or `None` (said aloud) where it is not installed.
fn poppler(program: &str, options: &[&str], bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("document.pdf");
    std::fs::write(&path, bytes).expect("a file");
    let Ok(output) = Command::new(program).arg(&path).args(options).output() else {
        println!("skipped: {program} (poppler-utils) is not installed");
        return None;
    };
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

#[test]
fn a_report_is_tagged_titled_and_carries_its_fonts() {
    let bytes = pdf(&meeting_report()).expect("a PDF");
    assert!(bytes.starts_with(b"%PDF-1.7"));
    // ISO 14289-1, 7.1, 7.2 and 7.18: tagged, a title shown in the window, a language, and the standard's own mark.
    for mark in [
        "/MarkInfo",
        "/StructTreeRoot",
        "/DisplayDocTitle true",
        "/Lang(en-GB)",
        "pdfuaid:part",
        "/Outlines",
    ] {
        assert!(count(&bytes, mark) > 0, "{mark}");
    }
    assert!(
        count(
            &bytes,
            "/Title(Out-of-court resolutions scrutiny panel: report of the meeting)"
        ) > 0
    );
    // One title, four sections, one chart; every section and the chart is a bookmark.
    assert_eq!(
        ["/S/H1", "/S/H2", "/S/H3", "/S/Figure"].map(|tag| count(&bytes, tag)),
        [1, 4, 1, 1]
    );
    // 5 facts, 4 classes, 5 bars and 60 cases name their row; 4 + 2 + 4 cells name their column.
    assert_eq!(
        ["/Scope/Row", "/Scope/Column", "/S/Caption"].map(|tag| count(&bytes, tag)),
        [74, 10, 3]
    );
    assert_eq!(count(&bytes, "/Alt(Bar chart: Cases found appropriate"), 1);
    assert!(count(&bytes, "/FontFile2") >= 2);
    assert_eq!(count(&bytes, "/FontFile2"), count(&bytes, "/Type/FontDescriptor"));
    assert_eq!(count(&bytes, "/JavaScript") + count(&bytes, "/EmbeddedFile"), 0);
    let Some(facts) = poppler("pdfinfo", &[], &bytes) else {
        return;
    };
    for fact in [
        "Tagged:          yes",
        "JavaScript:      no",
        "(A4)",
        "Commissioner for Glan Dŵr",
    ] {
        assert!(facts.contains(fact), "{fact} in {facts}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_and_no_clock_is_read() {
    let first = pdf(&meeting_report()).expect("a PDF");
    assert!(first == pdf(&meeting_report()).expect("a PDF"), "two runs differ");
    assert_eq!(
        count(&first, "CreationDate") + count(&first, "CreateDate") + count(&first, "ModDate"),
        0
    );
}

#[test]
fn a_year_is_numbered_and_marked_on_every_page() {
    let bytes = pdf(&annual_report()).expect("a PDF");
    assert!(bytes.len() < 2_000_000, "{} bytes", bytes.len());
    let Some(text) = poppler("pdftotext", &["-layout", "-"], &bytes) else {
        return;
    };
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() >= 33, "{} pages", pages.len());
    for (number, page) in (1..).zip(&pages) {
        assert!(
            page.contains(&format!("Page {number} of {}", pages.len())),
            "page {number}: {page}"
        );
        assert!(page.contains("GD-AR-2026"), "page {number}");
        assert!(page.matches("OFFICIAL").count() >= 2, "page {number}");
    }
    assert!(
        pages[0].contains("Contents") && pages[0].contains("Glan Dŵr"),
        "{}",
        pages[0]
    );
}

#[test]
fn commands_in_the_text_are_read_back_as_text() {
    let words = "#panic(\"no\") *b* _i_ $x^2$ \\ #import \"/etc/passwd\" <a> @b // no comment /* nor this */";
    let mut document = meeting_report();
    document.sections = vec![Section {
        heading: words.to_owned(),
        blocks: vec![documents::Block::List(vec![format!("item {words}")])],
    }];
    let bytes = pdf(&document).expect("a PDF");
    let Some(text) = poppler("pdftotext", &["-raw", "-"], &bytes) else {
        return;
    };
    let text = text.replace('\n', " ");
    assert_eq!(text.matches(words).count(), 2, "{text}");
}

#[test]
fn a_document_that_cannot_be_read_aloud_is_refused() {
    let mut document = meeting_report();
    document.sections[1].heading = "  ".to_owned();
    assert_eq!(pdf(&document), Err(DocumentError::NoHeading(2)));
    document.title = String::new();
    assert_eq!(pdf(&document), Err(DocumentError::NoTitle));
}
