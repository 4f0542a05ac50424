//! Reading FILE.csv line by line. A refusal names the line or the column.

use super::AdjustedArgs;
use super::tally::{Counting, People, Tally};
use anyhow::{Context, bail};
use csv::{ByteRecord, ErrorKind, Reader};
use std::fs::File;
use std::io::{IsTerminal, Write, stderr};

/// How often progress is shown.
const ROWS_PER_SIGN: u64 = 100_000;

/// Where the columns are.
struct Columns<'a> {
    args: &'a AdjustedArgs,
    group: usize,
    outcome: usize,
    strata: Vec<usize>,
    count: Option<usize>,
}

/// Counts the file by stratum, group and outcome.
pub(super) fn read(args: &AdjustedArgs) -> anyhow::Result<Tally> {
    let file = File::open(&args.file).context("cannot be read")?;
    if file.metadata().context("cannot be read")?.is_dir() {
        bail!("is a folder; give a CSV file");
    }
    let mut reader = Reader::from_reader(file);
    let header = reader.byte_headers().map_err(|why| sentence(&why))?.clone();
    let columns = Columns::find(args, &header)?;
    let mut counting = Counting::with_columns(columns.strata.len());
    let mut seen = Seen::default();
    let done = columns.count(&mut reader, &mut counting, &mut seen);
    if stderr().is_terminal() {
        drop(write!(stderr(), "\r\x1b[K"));
    }
    done?;
    columns.check(counting.rows, &seen)?;
    counting.finish()
}

/// What has been met so far, to tell a column of blanks from one of other values.
#[derive(Default)]
struct Seen {
    group: bool,
    outcome: bool,
    had_outcome: bool,
    strata: Vec<bool>,
}

impl<'a> Columns<'a> {
    fn find(args: &'a AdjustedArgs, header: &ByteRecord) -> anyhow::Result<Self> {
        let names: Vec<String> = header
            .iter()
            .map(|name| {
                String::from_utf8_lossy(name.trim_ascii())
                    .trim_start_matches('\u{feff}')
                    .to_owned()
            })
            .collect();
        if names.iter().all(String::is_empty) {
            bail!("the file is empty; it needs a header and a line for each person");
        }
        let place = |wanted: &str| {
            let mut places = names
                .iter()
                .enumerate()
                .filter(|(_, name)| *name == wanted.trim());
            match (places.next(), places.next()) {
                (Some((at, _)), None) => Ok(at),
                (Some(_), Some(_)) => {
                    bail!("the column {wanted} is there twice; give each column its own name")
                }
                (None, _) => bail!("there is no column {wanted}; the columns are {}", few(&names)),
            }
        };
        Ok(Self {
            args,
            group: place(&args.group)?,
            outcome: place(&args.outcome.0)?,
            strata: args
                .strata
                .iter()
                .map(|name| place(name))
                .collect::<Result<_, _>>()?,
            count: args.count.as_deref().map(place).transpose()?,
        })
    }

    /// Every line under the header; shows on a terminal how far it has come.
    fn count(
        &self,
        reader: &mut Reader<File>,
        counting: &mut Counting,
        seen: &mut Seen,
    ) -> anyhow::Result<()> {
        let (mut row, mut at) = (ByteRecord::new(), Vec::new());
        let sign = stderr().is_terminal();
        while reader.read_byte_record(&mut row).map_err(|why| sentence(&why))? {
            counting.rows += 1;
            let line = row.position().map_or(0, csv::Position::line);
            self.count_row(&row, counting, seen, &mut at)
                .with_context(|| format!("line {line}"))?;
            if sign && counting.rows.is_multiple_of(ROWS_PER_SIGN) {
                drop(write!(stderr(), "\r{} rows", counting.rows));
            }
        }
        Ok(())
    }

    fn count_row(
        &self,
        row: &ByteRecord,
        counting: &mut Counting,
        seen: &mut Seen,
        at: &mut Vec<u32>,
    ) -> anyhow::Result<()> {
        let value = |column: usize| row.get(column).unwrap_or_default().trim_ascii();
        let count = self.count.map_or(Ok(1), |column| self.people(value(column)))?;
        let (outcome, group) = (value(self.outcome), value(self.group));
        let had_outcome = outcome == self.args.outcome.1.as_bytes();
        seen.outcome |= !outcome.is_empty();
        seen.had_outcome |= had_outcome;
        seen.group |= !group.is_empty();
        seen.strata.resize(self.strata.len(), false);
        let mut blank = false;
        for (seen, &column) in seen.strata.iter_mut().zip(&self.strata) {
            *seen |= !value(column).is_empty();
            blank |= value(column).is_empty();
        }
        if std::str::from_utf8(outcome).is_err() {
            bail!(
                "the column {} is not UTF-8 text; save the file as UTF-8",
                self.args.outcome.0
            );
        }
        if outcome.is_empty() {
            counting.blank_outcome = counting.blank_outcome.saturating_add(count);
            return Ok(());
        }
        if blank {
            counting.blank_strata = counting.blank_strata.saturating_add(count);
            return Ok(());
        }
        let is_group = |not: &String| not.trim().as_bytes() == group;
        let people = People {
            events: if had_outcome { count } else { 0 },
            base: count,
        };
        if group.is_empty() || self.args.not_recorded.iter().any(is_group) {
            return counting.add_not_recorded(people);
        }
        at.clear();
        for ((names, &column), name) in counting
            .levels
            .iter_mut()
            .zip(&self.strata)
            .zip(&self.args.strata)
        {
            at.push(names.number(value(column), name)?);
        }
        at.push(counting.groups.number(group, &self.args.group)?);
        counting.add(at, people)
    }

    fn people(&self, value: &[u8]) -> anyhow::Result<u64> {
        let text = String::from_utf8_lossy(value);
        let column = self.args.count.as_deref().unwrap_or_default();
        text.parse()
            .ok()
            .with_context(|| format!("{column} is {text:?}; it must be a whole number of people, 0 or more"))
    }

    /// Refuses a file that says nothing, by column.
    fn check(&self, rows: u64, seen: &Seen) -> anyhow::Result<()> {
        let args = self.args;
        if rows == 0 {
            bail!("there is no line under the header");
        }
        let all_blank = |column: &str| format!("the column {column} is blank in every line");
        if !seen.outcome {
            bail!(all_blank(&args.outcome.0));
        }
        if !seen.group {
            bail!(all_blank(&args.group));
        }
        for (seen, column) in seen.strata.iter().zip(&args.strata) {
            if !seen {
                bail!(all_blank(column));
            }
        }
        if !seen.had_outcome {
            bail!("no line has {} = {}", args.outcome.0, args.outcome.1);
        }
        Ok(())
    }
}

/// The first few names, for a refusal.
pub(super) fn few(names: &[String]) -> String {
    const FEW: usize = 20;
    let more = if names.len() > FEW { " and more" } else { "" };
    format!("{}{more}", names[..names.len().min(FEW)].join(", "))
}

/// What is wrong with the file, as one sentence with its line.
fn sentence(why: &csv::Error) -> anyhow::Error {
    match why.kind() {
        ErrorKind::UnequalLengths {
            pos,
            expected_len,
            len,
        } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            anyhow::anyhow!("line {line}: {len} fields where the header has {expected_len}")
        }
        ErrorKind::Io(why) => anyhow::anyhow!("cannot be read: {why}"),
        _ => anyhow::anyhow!("cannot be read as CSV: {why}"),
    }
}
