//! `cargo bench -p documents`: how long a document takes to write as PDF, and how large it is.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::time::Instant;

#[path = "../tests/written/samples.rs"]
mod samples;

fn main() {
    for (name, document) in [
        ("meeting report", samples::meeting_report()),
        ("annual report", samples::annual_report()),
    ] {
        for run in ["first", "again"] {
            let start = Instant::now();
            let size = documents::pdf(&document).map(|bytes| bytes.len());
            let spent = start.elapsed().as_millis();
            match size {
                Ok(size) => println!("{name}, {run}: {spent} ms, {} kB", size / 1000),
                Err(fault) => println!("{name}: {fault}"),
            }
        }
    }
}
