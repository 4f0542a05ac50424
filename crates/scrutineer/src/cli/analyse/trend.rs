//! `scrutineer analyse trend`: one rate from meeting to meeting, with limits of chance.

use super::columns::refuse_overwriting;
use super::counted::read_counted;
use crate::cli::whole_file::whole_csv;
use anyhow::Context;
use clap::Args;
use serde::Serialize;
use stats::trend::{Counted, PChart, PChartPoint, Pooled, RUN, RUNS_FROM, Side, THREE_SIGMA, p_chart, pool};
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct TrendArgs {
    /// A meeting a line, in the order of time: id,x,n (x found so among n reviewed).
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Share of meetings within the limits where only chance is at work; 0.9973 is three standard deviations.
    #[arg(long, default_value_t = THREE_SIGMA)]
    level: f64,
    /// Where to write the meetings with their limits as CSV; it appears whole or not at all.
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
    low: f64,
    high: f64,
    low_count: u64,
    high_count: u64,
    shewhart_low: f64,
    shewhart_high: f64,
    /// Outside the exact limits: above or below.
    flag: Option<Side>,
    /// Part of a run on one side of the centre line.
    run: bool,
}

#[derive(Debug, Serialize)]
struct Answer<'a> {
    meetings: usize,
    rate: f64,
    level: f64,
    run_rule: bool,
    rows: Vec<Row<'a>>,
    pooled: Pooled,
    notes: Vec<String>,
}

/// Runs `scrutineer analyse trend`.
pub(super) fn run(args: &TrendArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    refuse_overwriting(&args.file, args.out.as_deref())?;
    let (ids, meetings) = read_counted(&args.file)?;
    let chart = p_chart(&meetings, args.level)?;
    let pooled = pool(&meetings, 0.95)?;
    let rows = ids.iter().zip(&meetings).zip(&chart.points);
    let answer = Answer {
        meetings: meetings.len(),
        rate: chart.rate,
        level: chart.level,
        run_rule: chart.run_rule,
        rows: rows
            .map(|((id, counted), point)| row(id, *counted, point))
            .collect(),
        pooled,
        notes: notes(&chart, &pooled),
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

fn row<'a>(id: &'a str, counted: Counted, point: &PChartPoint) -> Row<'a> {
    Row {
        id,
        x: counted.x(),
        n: counted.n(),
        rate: point.rate,
        low: point.low,
        high: point.high,
        low_count: point.low_count,
        high_count: point.high_count,
        shewhart_low: point.shewhart_low,
        shewhart_high: point.shewhart_high,
        flag: point.outside,
        run: point.run,
    }
}

fn notes(chart: &PChart, pooled: &Pooled) -> Vec<String> {
    let mut notes = Vec::new();
    if !chart.run_rule {
        notes.push(format!(
            "Runs of {RUN} meetings on one side of the rate are looked for from {RUNS_FROM} meetings on."
        ));
    }
    if !pooled.warranted {
        notes.push(
            "The meetings differ more than chance explains: one rate does not stand for all of them."
                .to_owned(),
        );
    }
    if pooled.p.is_some() && pooled.thin_meetings > 0 {
        notes.push(format!(
            "In {} of {} meetings fewer than 5 were to be expected: whether they differ is tested roughly.",
            pooled.thin_meetings,
            chart.points.len()
        ));
    }
    notes
}

fn tell(answer: &Answer<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let width = answer.rows.iter().map(|row| row.id.chars().count()).max();
    let width = width.unwrap_or_default().max("id".len());
    writeln!(
        out,
        "{:<width$}  {:>9}  {:>9}  {:>6}  {:>15}",
        "id", "x", "n", "rate", "within limits"
    )?;
    for row in &answer.rows {
        let limits = format!("{} to {}", row.low_count, row.high_count);
        let flag = match (row.flag, row.run) {
            (Some(Side::Above), _) => "  above the limits",
            (Some(Side::Below), _) => "  below the limits",
            (None, true) => "  in a run on one side",
            (None, false) => "",
        };
        writeln!(
            out,
            "{:<width$}  {:>9}  {:>9}  {:>5.1}%  {limits:>15}{flag}",
            row.id,
            row.x,
            row.n,
            100.0 * row.rate
        )?;
    }
    let Pooled {
        x,
        n,
        rate,
        low,
        high,
        ..
    } = answer.pooled;
    writeln!(
        out,
        "\nall meetings: {x} of {n}, {:.1}% (95.0% interval {:.1}% to {:.1}%)",
        100.0 * rate,
        100.0 * low,
        100.0 * high
    )?;
    if let Some(p) = answer.pooled.p {
        let (chi_square, degrees) = (answer.pooled.chi_square, answer.pooled.degrees);
        writeln!(
            out,
            "do meetings differ: chi-square {chi_square:.2} with {degrees} degrees of freedom, p = {p:.4}"
        )?;
    }
    for note in &answer.notes {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
