//! `scrutineer analyse rates`: rates of outcomes by group, with intervals and ratios, from a CSV of any length.

mod feed;
mod told;

use crate::cli::progress::{Progress, Unit};
use crate::cli::whole_file::whole_file;
use anyhow::{Context, bail};
use clap::Args;
use feed::Counted;
use stats::rates::{Counter, Grid, Roles};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct RatesArgs {
    /// The cases, one a line, in UTF-8 with the headings on the first line; - reads standard input.
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Columns to split the cases by, such as force or force,month.
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',')]
    by: Vec<String>,
    /// The column of the groups to compare, such as ethnicity.
    #[arg(long, value_name = "COLUMN")]
    group: String,
    /// The column of what became of the cases, such as disposal.
    #[arg(long, value_name = "COLUMN")]
    outcome: String,
    /// The group that the others are compared with, as the file writes it.
    #[arg(long, value_name = "VALUE")]
    reference: String,
    /// Where to write the rates; the file appears whole or not at all. Without it they go to standard output.
    #[arg(long, value_name = "OUT.csv")]
    out: Option<PathBuf>,
    /// Print one JSON object and nothing else; it holds the rates as well when there is no --out.
    #[arg(long)]
    json: bool,
}

/// Runs `scrutineer analyse rates`.
pub(super) fn run(args: &RatesArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    refuse_overwriting(args)?;
    let roles = Roles {
        by: args.by.clone(),
        group: args.group.clone(),
        outcome: args.outcome.clone(),
    };
    let name = args.file.display();
    let (grid, rejected_lines) = count(&args.file, &roles).with_context(|| name.to_string())?;
    // A reference that does not occur is refused before anything is written.
    grid.rows(&args.reference)
        .map(drop)
        .with_context(|| name.to_string())?;
    let told = told::Told::new(&grid, &args.reference, rejected_lines);
    told.warn(&name.to_string(), &mut io::stderr().lock())?;
    match (&args.out, args.json) {
        (Some(path), json) => {
            whole_file(path, |file| told::write_csv(&grid, &args.reference, file))?;
            if json {
                told.write_json(None, out)
            } else {
                Ok(writeln!(
                    out,
                    "{}; written to {}",
                    told.sentence(),
                    path.display()
                )?)
            }
        }
        (None, true) => told.write_json(Some(&grid), out),
        (None, false) => {
            told::write_csv(&grid, &args.reference, out)?;
            Ok(writeln!(io::stderr(), "{name}: {}", told.sentence())?)
        }
    }
}

/// Counts the file: the grid, and the lines of the first rows that were left out.
fn count(path: &Path, roles: &Roles) -> anyhow::Result<(Grid, Vec<u64>)> {
    let (input, length) = open(path)?;
    let mut progress = Progress::on_terminal(Unit::Bytes, length);
    let counted = feed::count(input, roles.clone(), &mut progress)?;
    drop(progress);
    let Counted { counters, first_line } = counted;
    let grid = Grid::merge(roles, &counters)?;
    Ok((grid, Counter::named(&counters, first_line)))
}

/// The input, and its length where that is known.
fn open(path: &Path) -> anyhow::Result<(Box<dyn Read + Send>, Option<u64>)> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin()), None));
    }
    let file = File::open(path).context("cannot be read")?;
    let about = file.metadata().context("cannot be read")?;
    if about.is_dir() {
        bail!("is a folder; give a CSV file");
    }
    let length = about.is_file().then_some(about.len());
    Ok((Box::new(file), length))
}

/// The cases are not to be replaced by their rates.
fn refuse_overwriting(args: &RatesArgs) -> anyhow::Result<()> {
    let Some(out) = &args.out else { return Ok(()) };
    if let (Ok(from), Ok(to)) = (args.file.canonicalize(), out.canonicalize())
        && from == to
    {
        bail!(
            "--out {}: this is the file of the cases; name another",
            out.display()
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests;
