//! `scrutineer draw verify`: a published draw, checked from its two files.

use super::beacon::{BeaconArgs, Checked};
use anyhow::{Context, bail};
use clap::Args;
use serde_json::json;
use stats::sampling::{PublishedSeed, Report, published_seed, verify};
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The folder that holds draw.json and frame.csv.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    beacon: BeaconArgs,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &VerifyArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let report = check(args);
    let failed = report.failed;
    if args.json {
        let mut answer =
            json!({"ok": failed.is_none(), "checks": report.checks, "warnings": report.warnings});
        if let Some(why) = &failed {
            answer["failed"] = json!(why);
        }
        writeln!(out, "{answer}")?;
    } else {
        for check in &report.checks {
            writeln!(out, "holds  {check}")?;
        }
        for warning in &report.warnings {
            writeln!(out, "note   {warning}")?;
        }
    }
    match failed {
        None => Ok(()),
        Some(why) => bail!("{}: the draw does not hold: {why}", args.folder.display()),
    }
}

fn check(args: &VerifyArgs) -> Report {
    let read = |name: &str| {
        std::fs::read(args.folder.join(name))
            .map_err(|why| format!("{name}: cannot be read: {why}"))
            .and_then(|bytes| String::from_utf8(bytes).map_err(|_| format!("{name}: it is not UTF-8 text")))
    };
    let files = read("draw.json").and_then(|draw_json| Ok((draw_json, read("frame.csv")?)));
    let (draw_json, frame_csv) = match files {
        Ok(files) => files,
        Err(why) => return failure(why),
    };
    let mut report = verify(&draw_json, &frame_csv);
    if report.failed.is_none() {
        match check_beacon(args, &draw_json) {
            Ok(found) => {
                report
                    .checks
                    .extend(found.iter().any(|round| round.checked).then_some("beacon"));
                report.warnings.extend(found.iter().filter_map(Checked::warning));
            }
            Err(why) => report.failed = Some(format!("{why:#}")),
        }
    }
    report
}

fn failure(why: String) -> Report {
    Report {
        checks: Vec::new(),
        failed: Some(why),
        warnings: Vec::new(),
    }
}

/// Whether the rounds were unknown when the frame was committed, and have the value that entered the seed.
fn check_beacon(args: &VerifyArgs, draw_json: &str) -> anyhow::Result<Vec<Checked>> {
    let PublishedSeed {
        plan,
        sources,
        committed_at,
        ..
    } = published_seed(draw_json).map_err(anyhow::Error::msg)?;
    let committed = committed_at.parse().context("draw.json: committed_at")?;
    let found = args.beacon.check(&plan, Some(committed))?;
    for round in &found {
        let given = sources.iter().find(|source| source.label() == round.label());
        if round
            .value()
            .zip(given)
            .is_some_and(|(value, given)| given.as_bytes() != value)
        {
            bail!(
                "draw.json: the value of {} is not the one the beacon signed",
                round.label()
            );
        }
    }
    Ok(found)
}
