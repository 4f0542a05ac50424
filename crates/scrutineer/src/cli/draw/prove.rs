//! `scrutineer draw prove` and `draw check-proof`: one record in the committed frame.

use super::commit::{Inputs, read_commitment, read_text};
use crate::cli::whole_file::whole_file;
use anyhow::{Context, bail};
use clap::Args;
use serde_json::json;
use stats::sampling::{Hash, Proof, Proven, published_seed};
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct ProveArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// The record.
    #[arg(long = "ref", value_name = "REF")]
    ref_: String,
    /// Write the proof to this file; it appears whole or not at all. It holds the record's salt, so give it only to whom the
    /// record may be shown.
    #[arg(long, value_name = "PROOF.json")]
    out: Option<PathBuf>,
    /// Print the proof as one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckProofArgs {
    /// The proof, as `draw prove` made it.
    #[arg(value_name = "PROOF.json")]
    proof: PathBuf,
    /// The commitment as it was published.
    #[arg(long, value_name = "HEX", value_parser = read_commitment)]
    commitment: Option<Hash>,
    /// The folder of the published draw, whose draw.json states the commitment.
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with = "commitment",
        required_unless_present = "commitment"
    )]
    published: Option<PathBuf>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

pub(super) fn prove(args: &ProveArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let (frame, plan) = args.inputs.read()?;
    let Some(proof) = Proof::of(&frame, &plan, &args.ref_) else {
        bail!("{}: there is no ref {}", args.inputs.frame_name(), args.ref_);
    };
    if let Some(path) = &args.out {
        whole_file(path, |file| {
            serde_json::to_writer_pretty(&mut *file, &proof)?;
            Ok(writeln!(file)?)
        })?;
    }
    if args.json {
        serde_json::to_writer(&mut *out, &proof).context("the answer cannot be written")?;
        writeln!(out)?;
        return Ok(());
    }
    write_proven(out, &proof.follow()?)?;
    if args.out.is_none() {
        writeln!(out, "nothing is written without --out PROOF.json or --json")?;
    }
    Ok(())
}

pub(super) fn check(args: &CheckProofArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let name = args.proof.display();
    let commitment = match (&args.commitment, &args.published) {
        (Some(commitment), _) => *commitment,
        (None, Some(folder)) => {
            let file = folder.join("draw.json");
            let seed = published_seed(&read_text(&file)?).map_err(anyhow::Error::msg);
            seed.with_context(|| file.display().to_string())?.commitment
        }
        (None, None) => bail!("give --commitment or --published"),
    };
    let proof = Proof::parse(&read_text(&args.proof)?).with_context(|| name.to_string())?;
    let found = proof.check(&commitment);
    if args.json {
        let answer = match &found {
            Ok(proven) => json!({
                "ok": true, "ref": proven.record.ref_(), "stratum": proven.record.stratum(),
                "size": proven.record.size(), "n": proven.n, "root": hex::encode(proven.root),
                "commitment": hex::encode(proven.commitment),
            }),
            Err(why) => json!({"ok": false, "failed": why.to_string()}),
        };
        writeln!(out, "{answer}")?;
    }
    let proven = found.with_context(|| name.to_string())?;
    if !args.json {
        write_proven(out, &proven)?;
        writeln!(
            out,
            "holds: this record was in the frame behind the published commitment"
        )?;
    }
    Ok(())
}

fn write_proven(out: &mut dyn Write, proven: &Proven) -> anyhow::Result<()> {
    let record = &proven.record;
    writeln!(
        out,
        "record      {} (stratum {}, size {})\nframe       {} records\nroot        {}\ncommitment  {}",
        record.ref_(),
        record.stratum(),
        record.size(),
        proven.n,
        hex::encode(proven.root),
        hex::encode(proven.commitment)
    )?;
    Ok(())
}
