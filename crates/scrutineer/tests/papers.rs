//! Documents through the program itself: it runs itself once more to take one apart, within limits.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "../../intake/tests/corpus/mod.rs"]
mod corpus;

use std::io::Write;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use corpus::Expect;

const PROGRAM: &str = env!("CARGO_BIN_EXE_scrutineer");

fn start(arguments: &[&str]) -> Child {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).env_clear();
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn paper(file: &[u8], arguments: &[&str]) -> Output {
    let mut child = start(&[&["paper"], arguments].concat());
    let mut to = child.stdin.take().unwrap();
    let file = file.to_vec();
    // It may stop reading before the end.
    let handing = std::thread::spawn(move || drop(to.write_all(&file)));
    let output = child.wait_with_output().unwrap();
    handing.join().unwrap();
    output
}

/// What it said: `"read"` or a fault.
fn said(output: &Output) -> serde_json::Value {
    let all = String::from_utf8_lossy(&output.stderr);
    all.lines()
        .last()
        .and_then(|line| serde_json::from_str(line).ok())
        .unwrap_or_default()
}

#[test]
fn every_file_of_the_corpus_ends_in_time_and_with_its_verdict() {
    let samples = corpus::all();
    let before = std::fs::read_dir("/").unwrap().count();
    std::thread::scope(|scope| {
        for half in 0..2 {
            let mine = samples
                .iter()
                .enumerate()
                .filter(move |(place, _)| place % 2 == half);
            scope.spawn(move || {
                for (place, sample) in mine {
                    let begun = Instant::now();
                    // Whoever takes longer is ended without a word. By the clock, a machine may have other work.
                    let output = paper(&sample.bytes, &["--name=a", "--processor-seconds=5"]);
                    let took = begun.elapsed();
                    assert!(
                        took < Duration::from_secs(60),
                        "{place} {} took {took:?}",
                        sample.name
                    );
                    let said = said(&output);
                    match sample.expect {
                        Expect::Refused(_) => assert!(said.get("fault").is_some(), "{place} {said}"),
                        Expect::Any => assert!(
                            said == "read" || said.get("fault").is_some(),
                            "{place} {output:?}"
                        ),
                        _ => assert!(said == "read", "{place} {} {said}", sample.name),
                    }
                }
            });
        }
    });
    // It runs in the root folder, where a careless reader would write.
    assert_eq!(std::fs::read_dir("/").unwrap().count(), before);
}

#[test]
fn a_document_comes_out_as_one_line_and_its_picture() {
    let output = paper(
        &corpus::docx(&corpus::paragraph(&["Mared", " Testwell"]), &[]),
        &["--name=a.docx"],
    );
    let paper: intake::Paper = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(paper.text, "Mared Testwell");
    let output = paper_of_picture();
    let end = output.stdout.iter().position(|byte| *byte == b'\n').unwrap();
    assert!(output.stdout[end + 1..].starts_with(b"\x89PNG"));
}

fn paper_of_picture() -> Output {
    paper(&corpus::jpeg("GPS"), &["--name=a.jpg"])
}

#[test]
fn time_on_a_processor_is_bounded() {
    // 190 MB of white space in a style sheet takes longer than a second whatever the machine; 0 seconds stop any reading.
    let begun = Instant::now();
    let output = paper(
        &vec![b'a'; 40 << 20],
        &["--processor-seconds=0", "--wall-seconds=30"],
    );
    assert!(!output.status.success());
    assert_eq!(
        std::os::unix::process::ExitStatusExt::signal(&output.status),
        Some(9),
        "{output:?}"
    );
    assert!(begun.elapsed() < Duration::from_secs(20));
}

#[test]
fn time_by_the_clock_is_bounded() {
    let mut child = start(&["paper", "--wall-seconds=1"]);
    // Nothing is ever sent, and the pipe stays open.
    let held = child.stdin.take();
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(3));
    drop(held);
    let mut child = start(&["sheet", "--wall-seconds=1"]);
    let held = child.stdin.take();
    assert_eq!(
        child.wait().unwrap().code(),
        Some(3),
        "a workbook is read within the same limits"
    );
    drop(held);
}

#[test]
fn memory_is_bounded() {
    // Enough to begin with; the text is held several times over.
    let file = vec![b'a'; 45 << 20];
    let output = paper(&file, &["--memory=200000000"]);
    assert!(!output.status.success(), "{output:?}");
    assert!(output.stdout.is_empty() && said(&output).is_null(), "{output:?}");
    let output = paper(&file, &[]);
    assert!(
        said(&output).get("fault").is_some(),
        "with more memory it is read, and is too long"
    );
}

#[test]
fn a_bundle_is_given_out_unread() {
    let bundle = corpus::zipped(&[
        ("A01/MG5.txt", b"He left."),
        ("A02/MG11.txt", b"She stayed."),
        ("__MACOSX/a", b"x"),
    ]);
    let output = paper(&bundle, &["--bundle"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        text,
        "{\"path\":\"A01/MG5.txt\",\"bytes\":8}\nHe left.{\"path\":\"A02/MG11.txt\",\"bytes\":11}\nShe stayed."
    );
}
