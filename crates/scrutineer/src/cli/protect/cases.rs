//! `scrutineer protect cases`: rows of cases made coarser until nobody stands out.

use crate::cli::analyse::columns::{Columns, refuse_overwriting, whole};
use crate::cli::whole_file::whole_file;
use anyhow::{Context, bail};
use clap::Args;
use serde_json::{Map, Value, json};
use stats::cases::{Anonymity, Demand, Generalised, Ladder, Quasi, VotesShown, generalise, measure, votes};
use std::io::Write;
use std::path::PathBuf;

/// The rows, and what is asked of them.
#[derive(Debug, Args)]
pub(super) struct CasesArgs {
    /// A line for each case.
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// The columns by which a person could be recognised.
    #[arg(long, value_name = "COLUMN,..", value_delimiter = ',', required = true)]
    quasi: Vec<String>,
    /// The column that nobody is to learn about a person, such as the panel's class.
    #[arg(long, value_name = "COLUMN")]
    sensitive: String,
    /// The least number of rows that look alike.
    #[arg(long, default_value_t = 5)]
    k: usize,
    /// The least number of different sensitive values among them.
    #[arg(long, default_value_t = 2)]
    l: usize,
    /// How a column may become coarser: COLUMN=months (month, quarter, half-year, any), COLUMN=group:OTHER (the value, that of
    /// the column OTHER, any), COLUMN=drop (the value, any; this is what a column does that is not named) or COLUMN=keep.
    #[arg(long = "ladder", value_name = "COLUMN=STEPS")]
    ladders: Vec<String>,
    /// The largest part of the rows that may be left out.
    #[arg(long, value_name = "PART", default_value_t = 0.1)]
    most_left_out: f64,
    /// The columns with the votes for, against and, where there is one, of those who abstained: they are told in words where
    /// fewer than eight voted.
    #[arg(long, value_name = "COLUMN,..", value_delimiter = ',')]
    votes: Vec<String>,
    /// Where to write the rows that may be published; the file appears whole or not at all. Only the columns named here are in
    /// it.
    #[arg(long, value_name = "OUT.csv")]
    out: Option<PathBuf>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

/// The columns that were asked for.
struct Rows {
    quasi: Vec<Quasi>,
    sensitive: Vec<String>,
    votes: Vec<String>,
}

/// Runs `scrutineer protect cases`.
///
/// # Errors
/// A file that cannot be read or written, columns that do not fit, rows that cannot be published as asked.
pub(super) fn run(args: &CasesArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    check(args)?;
    let rows = read(args)?;
    let name = args.file.display().to_string();
    let as_is = measure(&rows.quasi, &rows.sensitive).with_context(|| name.clone())?;
    let all = rows.sensitive.len();
    let demand = Demand {
        k: args.k,
        l: args.l,
        most_left_out: (args.most_left_out * all as f64).floor() as usize,
    };
    let found = generalise(&rows.quasi, &rows.sensitive, demand).with_context(|| name)?;
    let header = header(args);
    let lines: Vec<Vec<&str>> = found
        .rows
        .iter()
        .map(|(values, row)| line(&rows, values, *row))
        .collect();
    if let Some(path) = &args.out {
        refuse_overwriting(&args.file, Some(path))?;
        whole_file(path, |file| {
            let mut csv = csv::Writer::from_writer(file);
            csv.write_record(&header)?;
            lines.iter().try_for_each(|line| csv.write_record(line))?;
            csv.flush().map_err(Into::into)
        })?;
    }
    if !args.json {
        return tell(args, &found, all, out);
    }
    let mut answer = answer(args, &found, as_is, all);
    if args.out.is_none() {
        answer["cases"] = lines.iter().map(|line| case(&header, line)).collect();
    }
    writeln!(out, "{answer}")?;
    Ok(())
}

/// Refuses columns and parts that make no sense.
fn check(args: &CasesArgs) -> anyhow::Result<()> {
    if !(0.0..=1.0).contains(&args.most_left_out) {
        bail!(
            "--most-left-out is {}; it must be from 0 to 1, such as 0.1",
            args.most_left_out
        );
    }
    let twice = |(at, column): &(usize, &String)| args.quasi[..*at].contains(column);
    if let Some((_, column)) = args.quasi.iter().enumerate().find(twice) {
        bail!("--quasi names {column} twice; name each column once");
    }
    if args.quasi.contains(&args.sensitive) {
        bail!(
            "--sensitive {} is among the --quasi too; a column is one of them",
            args.sensitive
        );
    }
    let columns = args.votes.len();
    if columns > 0 && !(2..=3).contains(&columns) {
        let s = if columns == 1 { "" } else { "s" };
        bail!(
            "--votes names {columns} column{s}; name those of the votes for and against, and perhaps a third of those who \
             abstained"
        );
    }
    Ok(())
}

fn answer(args: &CasesArgs, found: &Generalised, as_is: Anonymity, all: usize) -> Value {
    let steps: Map<String, Value> = args
        .quasi
        .iter()
        .zip(&found.steps)
        .map(|(column, step)| (column.clone(), json!(step)))
        .collect();
    json!({
        "rows": all,
        "published": found.rows.len(),
        "left_out": found.left_out,
        "k": found.anonymity.k,
        "l": found.anonymity.l,
        "classes": found.anonymity.classes,
        "as_is": as_is,
        "steps": steps,
        "tried": found.tried,
    })
}

/// A published row with the names of its columns.
fn case(header: &[String], line: &[&str]) -> Value {
    let cells = header.iter().zip(line);
    let cells: Map<String, Value> = cells
        .map(|(column, value)| (column.clone(), json!(value)))
        .collect();
    cells.into()
}

fn tell(args: &CasesArgs, found: &Generalised, all: usize, out: &mut dyn Write) -> anyhow::Result<()> {
    let steps: Vec<String> = args
        .quasi
        .iter()
        .zip(&found.steps)
        .map(|(column, step)| format!("{column} as {step}"))
        .collect();
    writeln!(out, "{}", steps.join(", "))?;
    writeln!(
        out,
        "{} of {all} rows may be published, {} are left out; at least {} rows look alike, with at least {} different values of {}",
        found.rows.len(),
        found.left_out,
        found.anonymity.k,
        found.anonymity.l,
        args.sensitive
    )?;
    Ok(())
}

fn header(args: &CasesArgs) -> Vec<String> {
    let votes = (!args.votes.is_empty()).then(|| "votes".to_owned());
    args.quasi
        .iter()
        .cloned()
        .chain([args.sensitive.clone()])
        .chain(votes)
        .collect()
}

fn line<'a>(rows: &'a Rows, values: &'a [String], row: usize) -> Vec<&'a str> {
    let values = values
        .iter()
        .map(String::as_str)
        .chain([rows.sensitive[row].as_str()]);
    values.chain(rows.votes.get(row).map(String::as_str)).collect()
}

fn read(args: &CasesArgs) -> anyhow::Result<Rows> {
    let ladders = ladders(args)?;
    let groups: Vec<Option<&str>> = ladders
        .iter()
        .map(|ladder| ladder.strip_prefix("group:"))
        .collect();
    // The sensitive column first, then votes, then each column with that of its groups.
    let mut wanted: Vec<&str> = vec![&args.sensitive];
    wanted.extend(args.votes.iter().map(String::as_str));
    let first = wanted.len();
    wanted.extend(args.quasi.iter().map(String::as_str));
    wanted.extend(groups.iter().flatten());
    let many = args.quasi.len();
    let mut values = vec![Vec::new(); wanted.len() - first];
    let mut rows = Rows {
        quasi: Vec::new(),
        sensitive: Vec::new(),
        votes: Vec::new(),
    };
    Columns::open(&args.file, &wanted)?.each(|_, cells| {
        rows.sensitive.push(cells[0].to_owned());
        if first > 1 {
            rows.votes.push(told(&cells[1..first], &args.votes)?);
        }
        for (values, cell) in values.iter_mut().zip(&cells[first..]) {
            values.push((*cell).to_owned());
        }
        Ok(())
    })?;
    let mut above = values.split_off(many).into_iter();
    for (column, values) in values.into_iter().enumerate() {
        let ladder = match ladders[column].as_str() {
            "months" => Ladder::Months,
            "keep" => Ladder::Keep,
            "drop" => Ladder::Drop,
            _ => Ladder::Groups(above.next().unwrap_or_default()),
        };
        rows.quasi.push(Quasi {
            name: args.quasi[column].clone(),
            values,
            ladder,
        });
    }
    Ok(rows)
}

/// The steps of each column.
fn ladders(args: &CasesArgs) -> anyhow::Result<Vec<String>> {
    let mut ladders = vec!["drop".to_owned(); args.quasi.len()];
    for given in &args.ladders {
        let Some((column, steps)) = given.split_once('=') else {
            bail!("--ladder {given:?} is not COLUMN=STEPS, such as month=months");
        };
        let Some(place) = args.quasi.iter().position(|one| one == column) else {
            bail!("--ladder {given}: {column} is not among the --quasi");
        };
        if !["months", "drop", "keep"].contains(&steps) && !steps.starts_with("group:") {
            bail!("--ladder {given}: the steps are months, group:OTHER, drop or keep");
        }
        steps.clone_into(&mut ladders[place]);
    }
    Ok(ladders)
}

/// The votes of a case as they may be published.
fn told(cells: &[&str], columns: &[String]) -> anyhow::Result<String> {
    let numbers: Vec<u64> = columns
        .iter()
        .zip(cells)
        .map(|(column, cell)| whole(column, cell))
        .collect::<Result<_, _>>()?;
    let at = |place: usize| numbers.get(place).copied().unwrap_or(0);
    let words = match votes(at(0), at(1), at(2)) {
        None => "none".to_owned(),
        Some(VotesShown::Unanimous) => "unanimous".to_owned(),
        Some(VotesShown::Majority) => "majority".to_owned(),
        Some(VotesShown::Split) => "split".to_owned(),
        Some(VotesShown::Counts {
            in_favour,
            against,
            abstained,
        }) => format!("{in_favour} for, {against} against, {abstained} abstained"),
    };
    Ok(words)
}
