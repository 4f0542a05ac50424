//! `scrutineer protect audit`: what somebody who holds all these releases can work out.

use anyhow::{Context, bail};
use clap::Args;
use serde::Serialize;
use stats::suppression::attack::{CellRange, Handed, Published, attack};
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::PathBuf;

/// The releases that an attacker holds.
#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    /// Releases of the same cases, as `protect --out` writes them.
    #[arg(required = true)]
    releases: Vec<PathBuf>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Answer<'a> {
    ok: bool,
    exposed: &'a [CellRange],
    /// Counts of which it cannot be proved that they stay hidden.
    undecided: &'a [CellRange],
    hidden: usize,
    tightest: Option<&'a CellRange>,
}

/// Each release with the name of its file.
pub(super) fn releases(paths: &[PathBuf]) -> anyhow::Result<Vec<(String, Published)>> {
    let read = |path: &PathBuf| {
        let name = path.display().to_string();
        let file = File::open(path).with_context(|| format!("{name}: cannot be read"))?;
        let release = serde_json::from_reader(BufReader::new(file))
            .with_context(|| format!("{name}: this is no release as protect --out writes it"))?;
        Ok((name, release))
    };
    paths.iter().map(read).collect()
}

/// The releases as the attacker takes them.
pub(super) fn handed(releases: &[(String, Published)]) -> Vec<Handed<'_>> {
    releases
        .iter()
        .map(|(name, release)| Handed { name, release })
        .collect()
}

/// Runs `scrutineer protect audit`.
///
/// # Errors
/// Releases that cannot be read or compared, or that together give counts away.
pub(super) fn run(args: &AuditArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let releases = releases(&args.releases)?;
    let findings = attack(&handed(&releases))?;
    if args.json {
        let answer = Answer {
            ok: findings.is_safe(),
            exposed: &findings.exposed,
            undecided: &findings.undecided,
            hidden: findings.hidden.len(),
            tightest: findings.tightest(),
        };
        serde_json::to_writer(&mut *out, &answer)?;
        writeln!(out)?;
    } else if findings.is_safe() {
        writeln!(
            out,
            "no count that is kept back can be worked out; kept back: {}",
            findings.hidden.len()
        )?;
    }
    if findings.is_safe() {
        return Ok(());
    }
    let cells = findings.exposed.iter().chain(&findings.undecided);
    let words: Vec<String> = cells.map(CellRange::words).collect();
    bail!("these releases give counts away: {}", words.join("; "))
}
