//! Workbooks through the program itself: it runs itself once more to take one apart, within limits.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const PROGRAM: &str = env!("CARGO_BIN_EXE_scrutineer");
const HEADINGS: [&str; 7] = [
    "source_ref_hash",
    "offence_from_dt",
    "offence_title",
    "outcome_code",
    "outcome_dt",
    "disposal_type",
    "suspect_age_disposal",
];

/// A workbook as Excel would write it: days as serial numbers, a formula, texts in a table of their own.
fn extract(rows: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for row in 1..=rows {
        sheet.write_string(row, 0, format!("r{row}")).unwrap();
        sheet.write_number_with_format(row, 1, 45352.0, &day).unwrap();
        sheet.write_string(row, 2, "Theft from café").unwrap();
        sheet
            .write_formula(row, 3, Formula::new("4+4").set_result("8"))
            .unwrap();
        sheet.write_number_with_format(row, 4, 45355.0, &day).unwrap();
        sheet.write_string(row, 5, "CR").unwrap();
        sheet.write_number(row, 6, 16.0).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// The same workbook with one part changed.
fn with_part(book: &[u8], part: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..from.len() {
        let mut bytes = Vec::new();
        let mut entry = from.by_index(number).unwrap();
        let name = entry.name().unwrap().into_owned();
        entry.read_to_end(&mut bytes).unwrap();
        to.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        to.write_all(&if name == part { change(bytes) } else { bytes })
            .unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// Runs `scrutineer sheet` on the bytes of a workbook.
fn sheet(book: &[u8]) -> Output {
    let mut child = Command::new(PROGRAM)
        .arg("sheet")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end before it has taken everything.
    drop(child.stdin.take().unwrap().write_all(book));
    child.wait_with_output().unwrap()
}

/// A folder with settings and a body.
fn office() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().display();
    let settings = format!("database = \"sqlite:{at}/office.sqlite\"\ndirectory = \"{at}/files\"\n");
    std::fs::write(folder.path().join("settings.toml"), settings).unwrap();
    run(folder.path(), &["migrate"]).unwrap();
    run(
        folder.path(),
        &[
            "account",
            "invite",
            "--body",
            "Westmarch",
            "--name",
            "Ada",
            "--email",
            "ada@example.org",
        ],
    )
    .unwrap();
    folder
}

fn run(folder: &Path, words: &[&str]) -> Result<String, String> {
    let output = Command::new(PROGRAM)
        .args(words)
        .env("SCRUTINEER_CONFIG", folder.join("settings.toml"))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    if output.status.success() {
        Ok(text(output.stdout))
    } else {
        Err(text(output.stderr))
    }
}

fn import(office: &tempfile::TempDir, book: &[u8]) -> Result<serde_json::Value, String> {
    let file = office.path().join("march.csv");
    std::fs::write(&file, book).unwrap();
    let file = file.display().to_string();
    let words = [
        "import",
        "--kind",
        "oocr",
        "--profile",
        "canonical",
        "--body",
        "Westmarch",
        "--json",
        &file,
    ];
    run(office.path(), &words).map(|text| serde_json::from_str(&text).unwrap())
}

#[test]
fn a_workbook_is_imported_by_another_process() {
    let office = office();
    let book = extract(500);
    let came = import(&office, &book).unwrap();
    assert_eq!((&came["rows"], &came["accepted"]), (&500.into(), &500.into()));
    assert_eq!(
        came["detected"],
        serde_json::json!({
            "format": "xlsx",
            "sheet": "Sheet1",
            "notes": ["500 cells hold formulas: their values as last saved were read"],
        })
    );
    // The same file again is known by its own bytes.
    assert_eq!(import(&office, &book).unwrap()["again"], true);
}

#[test]
fn a_workbook_at_fault_is_one_sentence_and_nothing_is_loaded() {
    let office = office();
    let good = extract(3);
    let cut_off = import(&office, &good[..good.len() / 2]).unwrap_err();
    assert!(
        cut_off
            .ends_with("the workbook is damaged or was cut off; open it, save it again and send that file\n"),
        "{cut_off}"
    );
    // Rows come before the place where this one is damaged: they are thrown away.
    let late = with_part(&extract(60_000), "xl/worksheets/sheet1.xml", |mut xml| {
        xml.truncate(xml.len() - 5_000);
        xml
    });
    assert!(
        import(&office, &late)
            .unwrap_err()
            .contains("the workbook is damaged")
    );
    assert_eq!(import(&office, &good).unwrap()["accepted"], 3);
}

#[test]
fn memory_is_limited_and_running_out_of_it_costs_only_that_file() {
    // A table of texts that says it has four billion: room for them is asked for at once.
    let greedy = with_part(&extract(3), "xl/sharedStrings.xml", |xml| {
        let text = String::from_utf8(xml).unwrap();
        let at = text.find("uniqueCount=\"").unwrap();
        text.replace(&text[at..at + 14], "uniqueCount=\"4000000000")
            .into_bytes()
    });
    let output = sheet(&greedy);
    assert!(!output.status.success() && output.stdout.is_empty());
    let office = office();
    let says = import(&office, &greedy).unwrap_err();
    assert!(
        says.ends_with(
            "the workbook needs more memory than is allowed; save it as \"CSV UTF-8\" and send that file\n"
        ),
        "{says}"
    );
    assert_eq!(import(&office, &extract(3)).unwrap()["accepted"], 3);
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_unpacked() {
    let bomb = with_part(&extract(3), "xl/sharedStrings.xml", |_| vec![b' '; 400 << 20]);
    assert!(bomb.len() < 1 << 20, "it is small as it comes");
    let output = sheet(&bomb);
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "{\"fault\":\"unpacks\"}\n"
    );
    assert!(output.stdout.is_empty());
}

#[test]
fn whatever_is_done_to_a_workbook_the_process_ends_with_a_word() {
    let good = extract(20);
    let parts = [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
    ];
    // A generator of our own, so that a failure can be repeated.
    let mut state = 20_240_304_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for turn in 0..80 {
        let mut places: Vec<_> = (0..1 + turn % 7)
            .map(|_| (next(1 << 20), next(256) as u8))
            .collect();
        places.sort_unstable();
        let harm = |mut bytes: Vec<u8>| {
            for (place, byte) in &places {
                let place = place % bytes.len();
                bytes[place] = *byte;
            }
            bytes
        };
        let harmed = match parts.get(turn % 5) {
            Some(part) => with_part(&good, part, harm),
            None => harm(good.clone()),
        };
        let output = sheet(&harmed);
        let said: serde_json::Value = serde_json::from_slice(&output.stderr)
            .unwrap_or_else(|_| panic!("turn {turn}: {}", String::from_utf8_lossy(&output.stderr)));
        assert!(
            said["told"].is_object() || !said["fault"].is_null(),
            "turn {turn}: {said}"
        );
    }
}

#[test]
fn the_other_process_says_rows_and_then_what_it_found() {
    let output = sheet(&extract(1));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        format!(
            "{}\nr1,2024-03-01,Theft from café,8,2024-03-04,CR,16\n",
            HEADINGS.join(",")
        )
    );
    let said: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(said["told"]["sheet"], "Sheet1");
}
