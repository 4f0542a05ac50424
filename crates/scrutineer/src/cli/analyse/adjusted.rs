//! `scrutineer analyse adjusted`: the ratio of a group to the reference group, crude and with like compared with like.

mod answer;
mod compare;
mod model;
mod names;
mod reading;
mod table;
mod tally;
mod told;

use anyhow::{Context, bail};
use clap::Args;
use compare::compare;
use std::io::Write;
use std::path::PathBuf;
use table::write_table;

#[derive(Debug, Args)]
pub(super) struct AdjustedArgs {
    /// One line for each person, or for each kind of people with --count. Blanks around values are taken off.
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// The column that says which group a person belongs to. Blank is not recorded.
    #[arg(long, value_name = "COLUMN")]
    group: String,
    /// The value of that column that the others are compared with.
    #[arg(long, value_name = "VALUE")]
    reference: String,
    /// What counts as having had the outcome; any other value is not having had it, a blank is left out.
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = column_and_value)]
    outcome: (String, String),
    /// The columns within whose values like is compared with like, such as offence,age_band. With more than three a
    /// logistic regression is given as well.
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',', required = true)]
    strata: Vec<String>,
    /// Compare this group only; without it every group is.
    #[arg(long, value_name = "VALUE")]
    compare: Option<String>,
    /// A value of the group column that means not recorded, as a blank does, such as "Not stated". May be given again.
    #[arg(long, value_name = "VALUE")]
    not_recorded: Vec<String>,
    /// A column with how many people a line stands for; without it, one.
    #[arg(long, value_name = "COLUMN")]
    count: Option<String>,
    /// Fit a logistic regression whatever the number of columns.
    #[arg(long)]
    logistic: bool,
    /// Confidence level.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
    /// Give ratios of numbers too small to stand on: fewer than 5 with the outcome, or a base below 20.
    #[arg(long)]
    small_numbers: bool,
    /// Write the counts of every stratum here; the file appears whole or not at all.
    #[arg(long, value_name = "STRATA.csv")]
    out: Option<PathBuf>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

/// Runs `scrutineer analyse adjusted`.
pub(super) fn run(args: &AdjustedArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    if !(args.level > 0.0 && args.level < 1.0) {
        bail!(
            "the level is {}; it must lie between 0 and 1, such as 0.95",
            args.level
        );
    }
    let named = || args.file.display().to_string();
    let tally = reading::read(args).with_context(named)?;
    let answer = compare(args, &tally).with_context(named)?;
    if let Some(path) = &args.out {
        write_table(path, args, &tally)?;
    }
    if args.json {
        serde_json::to_writer(&mut *out, &answer).context("the answer cannot be written")?;
        writeln!(out)?;
        return Ok(());
    }
    told::tell(&answer, out)
}

/// COLUMN=VALUE from the command line.
fn column_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((column, value)) if !column.trim().is_empty() && !value.trim().is_empty() => {
            Ok((column.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("write COLUMN=VALUE, such as disposal=caution".to_owned()),
    }
}

#[cfg(test)]
mod tests;
