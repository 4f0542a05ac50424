//! `scrutineer draw run`: the sample from a committed frame and the seed.

use super::beacon::{BeaconArgs, Checked, with_values};
use super::commit::{Inputs, read_commitment};
use crate::cli::whole_file::whole_file;
use anyhow::{Context, bail};
use clap::Args;
use serde::Serialize;
use stats::sampling::{Drawn, Hash, Source, StratumDraw, commitment, draw_borrowed, seed};
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// A seed source, in the plan's order: LABEL=TEXT or LABEL=hex:BYTES. Once for each source.
    #[arg(long = "source", value_name = "LABEL=VALUE")]
    sources: Vec<String>,
    #[command(flatten)]
    beacon: BeaconArgs,
    /// The commitment as it was published: refused when the frame or the plan give another now.
    #[arg(long, value_name = "HEX", value_parser = read_commitment)]
    commitment: Option<Hash>,
    /// When the commitment was published, such as 2024-03-01T10:00:00Z: a beacon round that came out before, or less than
    /// 10 minutes after, is refused.
    #[arg(long, value_name = "TIME", requires = "chain")]
    committed_at: Option<jiff::Timestamp>,
    /// Also write the drawn cases with their chance of being drawn, to be carried to `analyse estimate`; the file appears
    /// whole or not at all.
    #[arg(long, value_name = "CASES.csv")]
    cases: Option<PathBuf>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    commitment: String,
    seed: String,
    strata: &'a BTreeMap<String, StratumDraw<&'a str>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    beacons: &'a [Checked],
}

pub(super) fn run(args: &RunArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let (frame, plan) = args.inputs.read()?;
    let given = args.sources.iter().map(|given| read_source(given));
    let beacons = args.beacon.check(&plan, args.committed_at)?;
    let sources = with_values(given.collect::<Result<_, _>>()?, &beacons, &plan)?;
    plan.check_sources(&sources)?;
    let commitment = commitment(&frame, &plan);
    if args.commitment.is_some_and(|published| published != commitment) {
        bail!(
            "{}: the frame and the plan give the commitment {}, not the one published: one of them was changed since",
            args.inputs.frame_name(),
            hex::encode(commitment)
        );
    }
    let seed = seed(&commitment, &sources);
    let drawn = draw_borrowed(&frame, &plan, &seed)?;
    if let Some(path) = &args.cases {
        write_cases(path, &drawn)?;
    }
    for warning in beacons.iter().filter_map(Checked::warning) {
        writeln!(std::io::stderr(), "{warning}")?;
    }
    let answer = Answer {
        commitment: hex::encode(commitment),
        seed: hex::encode(seed),
        strata: &drawn.strata,
        beacons: &beacons,
    };
    let mut out = BufWriter::with_capacity(1 << 16, out);
    if args.json {
        serde_json::to_writer(&mut out, &answer).context("the answer cannot be written")?;
        writeln!(out)?;
    } else {
        write_text(&mut out, &answer)?;
    }
    Ok(out.flush()?)
}

fn write_text(out: &mut dyn Write, answer: &Answer<'_>) -> anyhow::Result<()> {
    writeln!(
        out,
        "commitment  {}\nseed        {}",
        answer.commitment, answer.seed
    )?;
    for (name, stratum) in answer.strata {
        writeln!(out, "\n{name}: {} of {}", stratum.drawn.len(), stratum.population)?;
        let nearly = if stratum.inclusion_exact { "" } else { "about " };
        for (ref_, chance) in stratum.drawn.iter().zip(&stratum.inclusion) {
            writeln!(out, "  {ref_}  (chance {nearly}{chance})")?;
        }
        writeln!(
            out,
            "  then, as reserves in this order: {}",
            stratum.reserves.join(", ")
        )?;
    }
    Ok(())
}

/// The cases of the sample: ref, stratum, place in ticket order, chance of being drawn, and records in the stratum.
fn write_cases(path: &Path, drawn: &Drawn<&str>) -> anyhow::Result<()> {
    whole_file(path, |file| {
        let mut csv = csv::Writer::from_writer(file);
        csv.write_record(["ref", "stratum", "place", "pi", "population"])?;
        for (name, stratum) in &drawn.strata {
            let population = stratum.population.to_string();
            for (place, (ref_, chance)) in (1_usize..).zip(stratum.drawn.iter().zip(&stratum.inclusion)) {
                let (place, chance) = (place.to_string(), chance.to_string());
                csv.write_record([*ref_, name, &place, &chance, &population])?;
            }
        }
        Ok(csv.flush()?)
    })
}

fn read_source(given: &str) -> anyhow::Result<Source> {
    let Some((label, value)) = given.split_once('=') else {
        bail!("--source {given:?} has no \"=\"; write LABEL=VALUE, such as dice=71840263915520487316");
    };
    let source = match value.strip_prefix("hex:") {
        Some(digits) => match hex::decode(digits) {
            Ok(bytes) => Source::bytes(label, bytes),
            Err(why) => bail!("--source {label}: what follows hex: is not hex: {}", lower(&why)),
        },
        None => Source::text(label, value),
    };
    source.with_context(|| format!("--source {label}"))
}

/// The library's sentence without its capital.
fn lower(why: &hex::FromHexError) -> String {
    let text = why.to_string();
    text[..1].to_lowercase() + &text[1..]
}
