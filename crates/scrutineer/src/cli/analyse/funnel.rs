//! `scrutineer analyse funnel`: rates of unlike size against one, with limits of chance.

use super::columns::refuse_overwriting;
use super::counted::read_counted;
use crate::cli::whole_file::whole_csv;
use anyhow::Context;
use clap::Args;
use serde::Serialize;
use stats::trend::{Counted, Dispersion, FunnelFlag, FunnelPoint, funnel};
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct FunnelArgs {
    /// A panel, force or reviewer a line: id,x,n (x found so among n reviewed).
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// The rate to compare with; without it that of all lines together.
    #[arg(long, value_name = "RATE")]
    target: Option<f64>,
    /// Where to write the lines with their limits as CSV; it appears whole or not at all.
    #[arg(long, value_name = "OUT.csv")]
    out: Option<PathBuf>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    id: &'a str,
    x: u64,
    n: u64,
    rate: f64,
    low_95: f64,
    high_95: f64,
    low_998: f64,
    high_998: f64,
    z: f64,
    flag: Option<FunnelFlag>,
}

#[derive(Debug, Serialize)]
struct Answer<'a> {
    target: f64,
    #[serde(flatten)]
    dispersion: Dispersion,
    rows: Vec<Row<'a>>,
    notes: Vec<String>,
}

/// Runs `scrutineer analyse funnel`.
pub(super) fn run(args: &FunnelArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    refuse_overwriting(&args.file, args.out.as_deref())?;
    let (ids, counted) = read_counted(&args.file)?;
    let found = funnel(&counted, args.target)?;
    let rows = ids.iter().zip(&counted).zip(&found.points);
    let answer = Answer {
        target: found.target,
        dispersion: found.dispersion,
        rows: rows
            .map(|((id, counted), point)| row(id, *counted, point))
            .collect(),
        notes: notes(&found.dispersion, &found.points),
    };
    if let Some(path) = &args.out {
        whole_csv(path, &answer.rows)?;
    }
    if args.json {
        serde_json::to_writer(&mut *out, &answer).context("the answer cannot be written")?;
        return Ok(writeln!(out)?);
    }
    tell(&answer, out)
}

fn row<'a>(id: &'a str, counted: Counted, point: &FunnelPoint) -> Row<'a> {
    Row {
        id,
        x: counted.x(),
        n: counted.n(),
        rate: point.rate,
        low_95: point.low_95,
        high_95: point.high_95,
        low_998: point.low_998,
        high_998: point.high_998,
        z: point.z,
        flag: point.flag,
    }
}

fn notes(dispersion: &Dispersion, points: &[FunnelPoint]) -> Vec<String> {
    let mut notes = vec![
        "By chance alone one rate in 20 lies outside the 95% limits, one in 500 outside the 99.8% limits."
            .to_owned(),
    ];
    if dispersion.over_dispersed {
        notes.push(format!(
            "The rates differ more than chance explains (phi {:.2}, above {:.2}): limits are {:.2} times \
             as wide.",
            dispersion.phi,
            dispersion.threshold,
            dispersion.phi.sqrt()
        ));
    }
    let just_outside = |point: &FunnelPoint| {
        let outer = point.rate > point.high_998 && point.flag != Some(FunnelFlag::Above998);
        outer || point.rate > point.high_95 && point.flag.is_none()
    };
    if points.iter().any(just_outside) {
        notes.push(
            "A rate less than one case above a limit is flagged only where so many, or more, are as rare as that \
             limit says."
                .to_owned(),
        );
    }
    notes
}

fn tell(answer: &Answer<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let width = answer.rows.iter().map(|row| row.id.chars().count()).max();
    let width = width.unwrap_or_default().max("id".len());
    writeln!(
        out,
        "{:<width$}  {:>9}  {:>9}  {:>6}  {:>15}  {:>15}",
        "id", "x", "n", "rate", "95% limits", "99.8% limits"
    )?;
    let limits = |low: f64, high: f64| format!("{:.1}% to {:.1}%", 100.0 * low, 100.0 * high);
    for row in &answer.rows {
        let flag = match row.flag {
            Some(FunnelFlag::Above95) => "  above 95%",
            Some(FunnelFlag::Below95) => "  below 95%",
            Some(FunnelFlag::Above998) => "  above 99.8%",
            Some(FunnelFlag::Below998) => "  below 99.8%",
            None => "",
        };
        writeln!(
            out,
            "{:<width$}  {:>9}  {:>9}  {:>5.1}%  {:>15}  {:>15}{flag}",
            row.id,
            row.x,
            row.n,
            100.0 * row.rate,
            limits(row.low_95, row.high_95),
            limits(row.low_998, row.high_998)
        )?;
    }
    writeln!(out, "\ncompared with {:.1}%", 100.0 * answer.target)?;
    for note in &answer.notes {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
