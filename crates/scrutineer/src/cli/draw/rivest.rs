//! `scrutineer draw rivest-2011`: a draw of an older audit, repeated.

use clap::Args;
use serde_json::json;
use stats::sampling::rivest_2011;
use std::io::Write;

#[derive(Debug, Args)]
pub(super) struct RivestArgs {
    /// The seed as it was announced.
    #[arg(long)]
    seed: String,
    /// Places in the list, numbered from 1.
    #[arg(long)]
    population: u64,
    /// How many different places were picked.
    #[arg(long)]
    picks: usize,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &RivestArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let places = rivest_2011(&args.seed, args.population, args.picks)?;
    if args.json {
        writeln!(out, "{}", json!({"algorithm": "rivest-2011", "places": places}))?;
        return Ok(());
    }
    for place in places {
        writeln!(out, "{place}")?;
    }
    Ok(())
}
