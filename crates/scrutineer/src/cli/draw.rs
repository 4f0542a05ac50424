//! `scrutineer draw`: commit to a frame and a plan, draw, and check a published draw. No database.

mod frame;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use frame::read_frame;
use serde_json::json;
use stats::sampling::{FORMAT, Frame, Plan, Report, Source, commitment, draw, seed, verify};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Draw cases so that anyone can check it (sdraw/1).
#[derive(Debug, Args)]
pub struct DrawCommand {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Commit to a frame and a plan, before any seed exists.
    Commit(CommitArgs),
    /// Draw with the seed sources of the plan.
    Run(RunArgs),
    /// Check a published draw: commitment, seed, order, withdrawals.
    Verify(VerifyArgs),
}

#[derive(Debug, Args)]
struct CommitArgs {
    /// Every record that could be drawn: ref,stratum,size,salt (salt as 32 hex digits; size may be left out and is then 1).
    #[arg(long, value_name = "FRAME.csv")]
    frame: PathBuf,
    /// What will be drawn, such as {"method":"srs","n":{"adult":15},"seed":["dice"]}.
    #[arg(long, value_name = "PLAN.json")]
    plan: PathBuf,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct RunArgs {
    #[command(flatten)]
    committed: CommitArgs,
    /// A seed source, in the plan's order: LABEL=TEXT or LABEL=hex:BYTES. Once for each source.
    #[arg(long = "source", value_name = "LABEL=VALUE", required = true)]
    sources: Vec<String>,
}

#[derive(Debug, Args)]
struct VerifyArgs {
    /// The folder that holds draw.json and frame.csv.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

/// Runs `scrutineer draw`.
///
/// # Errors
/// A file that cannot be read or used, sources other than the plan's, a plan the frame cannot meet, or a published
/// draw that does not hold: one sentence each.
pub fn run(command: &DrawCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    match &command.step {
        Step::Commit(args) => run_commit(args, out),
        Step::Run(args) => run_draw(args, out),
        Step::Verify(args) => run_verify(args, out),
    }
}

fn run_commit(args: &CommitArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let (frame, plan) = read_inputs(args)?;
    let (root, commitment) = (hex::encode(frame.root()), hex::encode(commitment(&frame, &plan)));
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

fn run_draw(args: &RunArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let (frame, plan) = read_inputs(&args.committed)?;
    let sources = args
        .sources
        .iter()
        .map(|given| read_source(given))
        .collect::<Result<Vec<_>, _>>()?;
    plan.check_sources(&sources)?;
    let commitment = commitment(&frame, &plan);
    let seed = seed(&commitment, &sources);
    let drawn = draw(&frame, &plan, &seed)?;
    let (commitment, seed) = (hex::encode(commitment), hex::encode(seed));
    if args.committed.json {
        let answer = json!({"commitment": commitment, "seed": seed, "strata": drawn.strata});
        writeln!(out, "{answer}")?;
        return Ok(());
    }
    writeln!(out, "commitment  {commitment}\nseed        {seed}")?;
    for (name, stratum) in &drawn.strata {
        writeln!(out, "\n{name}: {} of {}", stratum.drawn.len(), stratum.population)?;
        for ref_ in &stratum.drawn {
            writeln!(out, "  {ref_}")?;
        }
        writeln!(
            out,
            "  then, as reserves in this order: {}",
            stratum.reserves.join(", ")
        )?;
    }
    Ok(())
}

fn run_verify(args: &VerifyArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let report = verify_folder(&args.folder);
    let failed = report.failed;
    if args.json {
        let answer = match &failed {
            None => json!({"ok": true, "checks": report.checks}),
            Some(why) => json!({"ok": false, "checks": report.checks, "failed": why}),
        };
        writeln!(out, "{answer}")?;
    } else {
        for check in &report.checks {
            writeln!(out, "holds  {check}")?;
        }
    }
    match failed {
        None => Ok(()),
        Some(why) => bail!("{}: the draw does not hold: {why}", args.folder.display()),
    }
}

fn verify_folder(folder: &Path) -> Report {
    let read = |name: &str| {
        std::fs::read(folder.join(name))
            .map_err(|why| format!("{name}: cannot be read: {why}"))
            .and_then(|bytes| String::from_utf8(bytes).map_err(|_| format!("{name}: it is not UTF-8 text")))
    };
    match read("draw.json").and_then(|draw_json| Ok((draw_json, read("frame.csv")?))) {
        Ok((draw_json, frame_csv)) => verify(&draw_json, &frame_csv),
        Err(why) => Report {
            checks: Vec::new(),
            failed: Some(why),
        },
    }
}

fn read_inputs(args: &CommitArgs) -> anyhow::Result<(Frame, Plan)> {
    let frame = read_frame(&args.frame)?;
    let name = args.plan.display();
    let bytes = std::fs::read(&args.plan).with_context(|| format!("{name}: cannot be read"))?;
    let text = String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{name}: it is not UTF-8 text"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let plan = Plan::parse(text).with_context(|| name.to_string())?;
    plan.check(&frame.strata()).with_context(|| name.to_string())?;
    Ok((frame, plan))
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

#[cfg(test)]
mod tests;
