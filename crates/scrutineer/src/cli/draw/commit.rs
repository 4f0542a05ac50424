//! `scrutineer draw commit`: what is published before the seed exists.

use super::frame::read_frame;
use anyhow::{Context, anyhow, bail};
use clap::Args;
use serde_json::json;
use stats::sampling::{FORMAT, Frame, Hash, Plan, commitment_to};
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct CommitArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

/// What a commitment is made to.
#[derive(Debug, Args)]
pub(super) struct Inputs {
    /// Every record that could be drawn: ref,stratum,size,salt (salt as 32 hex digits; size may be left out and is then
    /// 1). A ref is published, so it must be a number made by chance for this draw: refs that go with the sizes or give
    /// the stratum away are refused.
    #[arg(long, value_name = "FRAME.csv")]
    frame: PathBuf,
    /// What will be drawn, such as {"method":"srs","n":{"adult":15},"seed":["dice"]}. The method is srs, systematic or
    /// pareto (in proportion to size); cases that somebody picked go into a stratum called targeted, all of which is drawn
    /// and none of which any rate counts.
    #[arg(long, value_name = "PLAN.json")]
    plan: PathBuf,
}

pub(super) fn run(args: &CommitArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let (frame, plan) = args.inputs.read()?;
    if let Some(telling) = frame.telling() {
        bail!("{}: {telling}", args.inputs.frame.display());
    }
    let root = frame.root();
    let commitment = hex::encode(commitment_to(frame.len(), &root, &plan));
    let root = hex::encode(root);
    if args.json {
        let answer = json!({"algorithm": FORMAT, "n": frame.len(), "root": root, "commitment": commitment});
        writeln!(out, "{answer}")?;
    } else {
        writeln!(
            out,
            "records     {}\nroot        {root}\ncommitment  {commitment}",
            frame.len()
        )?;
    }
    Ok(())
}

impl Inputs {
    /// Reads both, and checks that the plan can be drawn from the frame.
    pub(super) fn read(&self) -> anyhow::Result<(Frame, Plan)> {
        let frame = read_frame(&self.frame)?;
        let name = self.plan.display();
        let text = read_text(&self.plan)?;
        let plan = Plan::parse(&text).with_context(|| name.to_string())?;
        plan.check(&frame.strata()).with_context(|| name.to_string())?;
        Ok((frame, plan))
    }

    /// The name of the frame's file, for a refusal.
    pub(super) fn frame_name(&self) -> String {
        self.frame.display().to_string()
    }
}

/// A small file as text; a byte order mark is left out.
pub(super) fn read_text(path: &Path) -> anyhow::Result<String> {
    let name = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("{name}: cannot be read"))?;
    let text = String::from_utf8(bytes).map_err(|_| anyhow!("{name}: it is not UTF-8 text"))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A commitment as published.
pub(super) fn read_commitment(given: &str) -> Result<Hash, String> {
    let mut commitment = [0; 32];
    hex::decode_to_slice(given, &mut commitment).map_err(|_| "a commitment is 64 hex digits".to_owned())?;
    Ok(commitment)
}
