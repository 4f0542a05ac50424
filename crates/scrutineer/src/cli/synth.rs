//! `scrutineer synth`: records made up from a seed, for tests, training and demonstration. No database.

use std::io::Write;
use std::path::PathBuf;

use anyhow::anyhow;
use clap::{Args, Subcommand};

use super::whole_file::whole_file;
use crate::platform::packs::Packs;
use crate::register::Month;
use crate::register::synth::{Plan, write};

/// Make up records from a seed: the same bytes on every machine.
#[derive(Debug, Args)]
pub struct SynthCommand {
    #[command(subcommand)]
    kind: SynthKind,
}

#[derive(Debug, Subcommand)]
enum SynthKind {
    /// Out-of-court resolutions in canonical columns. Nobody in it exists, and no share in it was measured.
    Oocr(OocrArgs),
}

#[derive(Debug, Args)]
struct OocrArgs {
    /// How many rows.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    rows: u64,
    /// Any number; another seed gives other rows.
    #[arg(long)]
    seed: u64,
    /// Where to write the CSV file; it appears whole or not at all.
    #[arg(long, value_name = "FILE.csv")]
    out: PathBuf,
    /// First month of the resolutions.
    #[arg(long, value_name = "YYYY-MM", default_value = "2024-01")]
    from: Month,
    /// How many months they spread over.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=120))]
    months: u8,
    /// Rows in a thousand spoilt so that an import refuses them: impossible dates, ages out of range, unknown codes,
    /// blanks where a value is required, too few cells.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1000))]
    faults: u16,
}

/// Runs `scrutineer synth`.
///
/// # Errors
/// One sentence when the file cannot be written; nothing is left of it then.
pub fn run(command: &SynthCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    let SynthKind::Oocr(args) = &command.kind;
    let packs = Packs::built_in()?;
    let kind = packs
        .newest_kind("oocr")
        .ok_or_else(|| anyhow!("there is no kind of record oocr"))?;
    let plan = Plan {
        rows: args.rows,
        seed: args.seed,
        faults_per_thousand: args.faults,
        first: args.from,
        months: args.months,
    };
    whole_file(&args.out, |file| write(file, kind, &plan).map_err(Into::into))?;
    writeln!(out, "{} rows written to {}", plan.rows, args.out.display())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        command: SynthCommand,
    }

    fn command(words: &[&str]) -> Result<SynthCommand, clap::Error> {
        let words = ["synth", "oocr"].iter().chain(words);
        <Line as clap::Parser>::try_parse_from(words).map(|line| line.command)
    }

    #[test]
    fn a_file_is_written_and_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("extract.csv");
        let name = path.to_str().unwrap();
        let command = command(&["--rows", "20", "--seed", "5", "--out", name]).unwrap();
        let mut out = Vec::new();
        run(&command, &mut out).unwrap();
        assert_eq!(
            std::fs::read_to_string(&path)
                .unwrap()
                .lines()
                .next()
                .unwrap()
                .split(',')
                .count(),
            70
        );
        assert!(String::from_utf8(out).unwrap().starts_with("20 rows written to "));
    }

    #[test]
    fn numbers_and_months_out_of_range_are_wrong_usage() {
        let seeded = |more: &[&str]| command(&[&["--seed", "1", "--out", "x.csv"], more].concat());
        assert!(seeded(&["--rows", "10", "--from", "2023-11"]).is_ok());
        for wrong in [
            &["--rows", "0"][..],
            &["--rows", "-3"],
            &["--rows", "10", "--from", "2023-13"],
            &["--rows", "10", "--from", "November"],
            &["--rows", "10", "--months", "0"],
            &["--rows", "10", "--faults", "1001"],
        ] {
            assert!(seeded(wrong).is_err(), "{wrong:?}");
        }
    }
}
