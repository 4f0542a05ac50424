//! What `analyse rates` says: the table, the summary, and what was left out.

use anyhow::Context;
use serde::{Serialize, Serializer};
use stats::rates::{Grid, Row};
use std::io::Write;

/// Over this share of cases without a group, the rates of the others say little.
const MUCH_MISSING: f64 = 0.15;

/// The summary. Further keys may be added.
#[derive(Debug, Serialize)]
pub(super) struct Told<'a> {
    /// Rows below the heading, those left out included.
    rows_in: u64,
    /// Rows of the table.
    rows_out: usize,
    /// Rows left out, since they have fewer or more cells than the heading.
    rejected: u64,
    /// The lines of the first ten of them.
    rejected_lines: Vec<u64>,
    /// Rows whose group is blank.
    blank_group: u64,
    reference: &'a str,
    #[serde(skip)]
    group: &'a str,
}

/// The summary with the table.
#[derive(Serialize)]
struct Full<'a> {
    #[serde(flatten)]
    told: &'a Told<'a>,
    #[serde(serialize_with = "each_row")]
    rows: (&'a Grid, &'a str),
}

/// A row of the table. Its keys are the same whatever the columns are called.
#[derive(Serialize)]
struct JsonRow<'a> {
    by: &'a [String],
    group: &'a str,
    outcome: &'a str,
    d: u64,
    n: u64,
    rate: Option<f64>,
    lo: Option<f64>,
    hi: Option<f64>,
    rr: Option<f64>,
    rr_lo: Option<f64>,
    rr_hi: Option<f64>,
}

impl<'a> Told<'a> {
    pub(super) fn new(grid: &'a Grid, reference: &'a str, rejected_lines: Vec<u64>) -> Self {
        Self {
            rows_in: grid.counted + grid.rejected,
            rows_out: grid.size(),
            rejected: grid.rejected,
            rejected_lines,
            blank_group: grid.blank_group(),
            reference,
            group: &grid.roles.group,
        }
    }

    /// The summary as a sentence.
    pub(super) fn sentence(&self) -> String {
        format!(
            "{} rows read, {} left out, {} rows of rates",
            self.rows_in, self.rejected, self.rows_out
        )
    }

    /// Says what a reader of the rates must know: what was left out, what was not recorded.
    pub(super) fn warn(&self, file: &str, to: &mut dyn Write) -> anyhow::Result<()> {
        if self.rejected > 0 {
            let lines: Vec<_> = self.rejected_lines.iter().map(u64::to_string).collect();
            let more = self.rejected - lines.len() as u64;
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            writeln!(
                to,
                "{file}: {} left out, with fewer or more cells than the heading: line {}{more}",
                many(self.rejected),
                lines.join(", ")
            )?;
        }
        if self.blank_group > 0 {
            let share = self.blank_group as f64 / (self.rows_in - self.rejected) as f64;
            let caution = if share > MUCH_MISSING {
                "; with so many missing, what is said of the others depends on who is not recorded"
            } else {
                ""
            };
            writeln!(
                to,
                "{file}: {} without {}, {:.1}%: they are a group of their own with an empty name{caution}",
                many(self.blank_group),
                self.group,
                100.0 * share
            )?;
        }
        Ok(())
    }

    /// One JSON object, with the table where a grid is given.
    pub(super) fn write_json(&self, grid: Option<&Grid>, out: &mut dyn Write) -> anyhow::Result<()> {
        let written = match grid {
            None => serde_json::to_writer(&mut *out, self),
            Some(grid) => serde_json::to_writer(
                &mut *out,
                &Full {
                    told: self,
                    rows: (grid, self.reference),
                },
            ),
        };
        written.context("the answer cannot be written")?;
        Ok(writeln!(out)?)
    }
}

fn many(rows: u64) -> String {
    if rows == 1 {
        "1 row".to_owned()
    } else {
        format!("{rows} rows")
    }
}

/// Writes the table as CSV. Numbers are the shortest that read back as the same double, the same on every machine.
pub(super) fn write_csv(grid: &Grid, reference: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let figures = ["d", "n", "rate", "lo", "hi", "rr", "rr_lo", "rr_hi"];
    let heading = grid.roles.names().map(String::as_str).chain(figures);
    table.write_record(heading)?;
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    for row in grid.rows(reference)?.map(JsonRow::from) {
        for name in row.by {
            table.write_field(name)?;
        }
        table.write_field(row.group)?;
        table.write_field(row.outcome)?;
        table.write_field(row.d.to_string())?;
        table.write_field(row.n.to_string())?;
        for figure in [row.rate, row.lo, row.hi, row.rr, row.rr_lo, row.rr_hi] {
            table.write_field(number(figure))?;
        }
        table.write_record(None::<&[u8]>)?;
    }
    Ok(table.flush()?)
}

fn each_row<S: Serializer>(&(grid, reference): &(&Grid, &str), to: S) -> Result<S::Ok, S::Error> {
    let rows = grid.rows(reference).map_err(serde::ser::Error::custom)?;
    to.collect_seq(rows.map(JsonRow::from))
}

impl<'a> From<Row<'a>> for JsonRow<'a> {
    fn from(row: Row<'a>) -> Self {
        Self {
            by: row.by,
            group: row.group,
            outcome: row.outcome,
            d: row.d,
            n: row.n,
            rate: row.rate,
            lo: row.interval.map(|interval| interval.low),
            hi: row.interval.map(|interval| interval.high),
            rr: row.ratio,
            rr_lo: row.ratio_interval.map(|interval| interval.low),
            rr_hi: row.ratio_interval.map(|interval| interval.high),
        }
    }
}
