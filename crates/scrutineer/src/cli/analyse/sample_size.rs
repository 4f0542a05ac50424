//! `scrutineer analyse sample-size`: how many cases must be reviewed.

use clap::Args;
use serde::Serialize;
use stats::interval::{needed_for_half_width, needed_to_claim_none, needed_to_claim_none_of};
use std::io::Write;

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("aim").required(true))]
pub(super) struct SampleSizeArgs {
    /// Know the rate to so much on either side, such as 0.1 for ten points.
    #[arg(long, value_name = "SHARE", group = "aim")]
    half_width: Option<f64>,
    /// Be able to say, having found none, that the rate is below this, such as 0.05.
    #[arg(long, value_name = "RATE", group = "aim")]
    none_above: Option<f64>,
    /// Cases there are to draw from; without it endlessly many.
    #[arg(long)]
    population: Option<u64>,
    /// The rate expected, with --half-width; 0.5 asks for most.
    #[arg(long, default_value_t = 0.5, conflicts_with = "none_above")]
    rate: f64,
    /// Confidence level.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct SampleSize {
    n: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    half_width: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    none_above: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    population: Option<u64>,
    level: f64,
}

pub(super) fn run(args: &SampleSizeArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let SampleSizeArgs {
        half_width,
        none_above,
        population,
        rate,
        level,
        ..
    } = *args;
    let n = match (half_width, none_above, population) {
        (Some(half_width), ..) => needed_for_half_width(half_width, rate, population, level)?,
        (None, Some(below), Some(population)) => needed_to_claim_none_of(population, below, level)?,
        (None, below, _) => needed_to_claim_none(below.unwrap_or_default(), level)?,
    };
    if args.json {
        let answer = SampleSize {
            n,
            half_width,
            rate: half_width.map(|_| rate),
            none_above,
            population,
            level,
        };
        writeln!(out, "{}", serde_json::to_string(&answer)?)?;
        return Ok(());
    }
    let percent = |part: f64| format!("{:.1}%", 100.0 * part);
    let of = population
        .map(|population| format!(" of {population}"))
        .unwrap_or_default();
    match none_above {
        None => writeln!(
            out,
            "review {n}{of} to know a rate near {} to {} on either side ({})",
            percent(rate),
            percent(half_width.unwrap_or_default()),
            percent(level)
        )?,
        Some(below) => writeln!(
            out,
            "review {n}{of}; if none is found, the rate is below {} ({})",
            percent(below),
            percent(level)
        )?,
    }
    Ok(())
}
