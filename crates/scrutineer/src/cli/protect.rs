//! `scrutineer protect`: hides the small counts of a table, and proves that nobody can work them out; makes rows of cases
//! coarser until nobody stands out. No database.

mod audit;
mod cases;
mod labels;
mod read;
mod terms;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde::Serialize;
use stats::suppression::attack::{Beside, CellRange, Handed, Labels, Published, Sum, protect_beside};
use std::io::Write;
use std::path::PathBuf;

use super::whole_file::whole_file;

/// Hide small counts of a table with totals, so that nobody can work them out.
///
/// Counts from 1 to the threshold less 1 are hidden, and as few others as it takes. What a reader of this table and of all
/// earlier releases can still work out is then found exactly; a table that would tell too much is refused with its cells.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    arg_required_else_help = true
)]
pub struct ProtectCommand {
    #[command(subcommand)]
    step: Option<Step>,
    #[command(flatten)]
    table: Option<TableArgs>,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// What somebody who holds these releases can work out.
    Audit(audit::AuditArgs),
    /// Make rows of cases coarser until nobody stands out, and leave out those who still do.
    Cases(cases::CasesArgs),
}

#[derive(Debug, Args)]
struct TableArgs {
    /// A line for each cell: row, column, count. Totals may be left out; those that are there must add up. A cell that is
    /// not there counts 0.
    table: PathBuf,
    /// The column that holds the labels of rows, such as area.
    #[arg(long)]
    rows: String,
    /// The column that holds the labels of columns, such as offence.
    #[arg(long)]
    cols: String,
    /// The column that holds the counts.
    #[arg(long)]
    count: String,
    /// The columns that say what a row lies in, from the innermost outwards, such as force,region.
    #[arg(long, value_name = "COLUMN,..", value_delimiter = ',')]
    nested: Vec<String>,
    /// The label of totals.
    #[arg(long, default_value = "Total")]
    total: String,
    /// The smallest count that may be shown or inferred, in the place of the profile's own.
    #[arg(long)]
    threshold: Option<u64>,
    /// Which practice to follow.
    #[arg(long, value_enum, default_value_t = terms::ProfileName::Default)]
    profile: terms::ProfileName,
    /// Everybody knows the grand total, so that hiding it is no use.
    #[arg(long)]
    total_public: bool,
    /// Whether zeros may be hidden; the legend then says that a hidden count may be 0.
    #[arg(long, value_enum, default_value_t = terms::ZerosName::Shown)]
    zeros: terms::ZerosName,
    /// What hiding a count costs: the cases in it, or their logarithm, which hides fewer cells.
    #[arg(long, value_enum, default_value_t = terms::PriceName::Count)]
    price: terms::PriceName,
    /// Protect also against a person who is the only case of a hidden cell and knows it.
    #[arg(long)]
    insider: bool,
    /// An earlier release of the same cases; may be given several times.
    #[arg(long)]
    previous: Vec<PathBuf>,
    /// Which cases were counted, in your words; releases of different populations are not compared.
    #[arg(long)]
    population: Option<String>,
    /// The part of the population that was counted, such as age=adult; may be given several times.
    #[arg(long, value_parser = labels::part)]
    within: Vec<(String, String)>,
    /// Labels that others add up to, such as offence/violence=assault,threats; without a whole, such as age=adult,child, the
    /// parts are all there are; may be given several times.
    #[arg(long = "sum", value_name = "KIND[/WHOLE]=PART,..", value_parser = labels::sum)]
    sums: Vec<Sum>,
    /// Write the release to this file, for publication and for later `--previous`.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Print in JSON what can be known of every count that is kept back.
    #[arg(long)]
    ranges: bool,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Answer<'a> {
    /// Row and column of each small count.
    primary: Vec<[&'a str; 2]>,
    /// Row and column of each count hidden for the sake of others.
    secondary: Vec<[&'a str; 2]>,
    /// Cases in hidden cells.
    cost: u64,
    audit: Audit<'a>,
    /// Cells that the file did not name.
    counted_as_zero: u64,
    /// What may be published: what is printed can be handed in as a release too.
    #[serde(flatten)]
    release: &'a Published,
}

#[derive(Debug, Serialize)]
struct Audit<'a> {
    ok: bool,
    hidden: usize,
    tightest: Option<&'a CellRange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ranges: Option<&'a [CellRange]>,
}

/// Runs `scrutineer protect`.
///
/// # Errors
/// A table that cannot be read or protected, releases that give counts away, in one sentence.
pub fn run(command: &ProtectCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    match (&command.step, &command.table) {
        (Some(Step::Audit(args)), _) => audit::run(args, out),
        (Some(Step::Cases(args)), _) => cases::run(args, out),
        (None, Some(args)) => protect(args, out),
        (None, None) => bail!("name a table to protect, or one of audit and cases"),
    }
}

fn protect(args: &TableArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let name = args.table.display();
    let terms = args.terms()?;
    let within = labels::limits(&args.within)?;
    let names = [args.rows.as_str(), args.cols.as_str(), args.count.as_str()];
    let counted = read::table(&args.table, names, &args.nested, &args.total)?;
    let labels = Labels {
        rows: [std::slice::from_ref(&args.rows), &args.nested].concat(),
        cols: args.cols.clone(),
        total: args.total.clone(),
        row_labels: counted.rows,
        col_labels: counted.cols,
        population: args.population.clone(),
        within,
        sums: args.sums.clone(),
    };
    let earlier = audit::releases(&args.previous)?;
    let handed: Vec<Handed<'_>> = audit::handed(&earlier);
    let beside = protect_beside(&counted.table, &labels, &terms, &handed)
        .with_context(|| format!("{name}: cannot be published"))?;
    if let Some(path) = &args.out {
        super::analyse::columns::refuse_overwriting(&args.table, Some(path))?;
        write_release(path, &beside.published)?;
    }
    if args.json {
        let mut answer = answer(&labels, &beside, counted.absent);
        answer.audit.ranges = args.ranges.then_some(beside.findings.hidden.as_slice());
        serde_json::to_writer(&mut *out, &answer)?;
        writeln!(out)?;
        return Ok(());
    }
    tell(&labels, (counted.table.columns(), counted.absent), &beside, out)
}

fn write_release(path: &std::path::Path, release: &Published) -> anyhow::Result<()> {
    whole_file(path, |file| {
        serde_json::to_writer_pretty(&mut *file, release)?;
        writeln!(file)?;
        Ok(())
    })
}

fn named<'a>(labels: &'a Labels, cells: &[(usize, usize)]) -> Vec<[&'a str; 2]> {
    let name = |&(row, column): &(usize, usize)| [labels.row(row), labels.col(column)];
    cells.iter().map(name).collect()
}

fn answer<'a>(labels: &'a Labels, beside: &'a Beside, counted_as_zero: u64) -> Answer<'a> {
    Answer {
        primary: named(labels, &beside.protected.primary),
        secondary: named(labels, &beside.protected.secondary),
        cost: beside.protected.cost,
        audit: Audit {
            ok: beside.findings.is_safe(),
            hidden: beside.findings.hidden.len(),
            tightest: beside.findings.tightest(),
            ranges: None,
        },
        counted_as_zero,
        release: &beside.published,
    }
}

/// The table as it may be published, a line for each row.
fn tell(
    labels: &Labels,
    (columns, absent): (usize, u64),
    beside: &Beside,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let heads: Vec<&str> = (0..columns).map(|column| labels.col(column)).collect();
    writeln!(out, "{}\t{}", labels.rows.join(", "), heads.join("\t"))?;
    for line in beside.published.table.chunks(columns) {
        let counts: Vec<String> = line
            .iter()
            .map(|cell| cell.count.map_or("~".to_owned(), |count| count.to_string()))
            .collect();
        let row = line.first().map_or("", |cell| cell.row.as_str());
        writeln!(out, "{row}\t{}", counts.join("\t"))?;
    }
    let protected = &beside.protected;
    writeln!(
        out,
        "~ not published: {} small counts and {} others for their sake, {} cases in all",
        protected.primary.len(),
        protected.secondary.len(),
        protected.cost
    )?;
    if absent > 0 {
        writeln!(
            out,
            "cells that the file does not name were counted as 0: {absent}"
        )?;
    }
    match beside.findings.tightest() {
        Some(range) => writeln!(out, "most that can be worked out: {}", range.words())?,
        None => writeln!(out, "nothing bounds what is not published")?,
    }
    Ok(())
}

#[cfg(test)]
mod tests;
