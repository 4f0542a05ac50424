//! How fast an extract is read and checked, in rows a second on one core, without the database.
//!
//! `cargo bench --bench reading --no-default-features` prints one line for each kind.

use std::io::Write;
use std::time::Instant;

use scrutineer::platform::packs::{Kind, Packs};
use scrutineer::register::{Limits, Reading, Summary, synth};

mod extracts;

use extracts::searches;

fn time(kind: &Kind, profile: &str, file: &[u8]) -> Result<String, Box<dyn std::error::Error>> {
    let started = Instant::now();
    let mut reading = Reading::open(file, kind, profile, Limits::default())?;
    let mut json_bytes = 0;
    let summary = Summary::read_through(kind, &mut reading, |line| {
        if let scrutineer::register::Line::Accepted(record) = line {
            json_bytes += record.fields.len();
        }
    })?;
    let seconds = started.elapsed().as_secs_f64();
    Ok(format!(
        "{:<12} {:>9} rows {:>6.1} MB in, {:>6.1} MB out, {:>9.0} rows/s, accepted {}, alike {}",
        kind.id,
        summary.rows,
        file.len() as f64 / 1e6,
        json_bytes as f64 / 1e6,
        summary.rows as f64 / seconds,
        summary.accepted,
        summary.duplicates,
    ))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let packs = Packs::built_in()?;
    let kind = |id| packs.newest_kind(id).ok_or("no such kind");
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{}",
        time(kind("stop_search")?, "police-uk", &searches(1_000_000, 0))?
    )?;
    let mut file = Vec::new();
    synth::write(&mut file, kind("oocr")?, &synth::Plan::new(100_000, 1))?;
    writeln!(out, "{}", time(kind("oocr")?, "canonical", &file)?)?;
    Ok(())
}
