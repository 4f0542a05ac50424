//! `scrutineer draw`: commit to a frame and a plan, draw, prove and check. No database.

mod beacon;
mod commit;
mod frame;
mod prove;
mod rivest;
mod run;
mod verify;

use clap::{Args, Subcommand};
use std::io::Write;

/// Draw cases so that anyone can check it (sdraw/1).
#[derive(Debug, Args)]
pub struct DrawCommand {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Commit to a frame and a plan, before any seed exists.
    Commit(commit::CommitArgs),
    /// Draw with the seed sources of the plan.
    Run(run::RunArgs),
    /// Check a published draw: commitment, seed, order, withdrawals.
    Verify(verify::VerifyArgs),
    /// Prove that one record was in the committed frame, without showing another.
    Prove(prove::ProveArgs),
    /// Check such a proof against the published commitment.
    CheckProof(prove::CheckProofArgs),
    /// Repeat a draw of an older audit: Rivest's sampler of 2011, which drew places in a list.
    #[command(name = "rivest-2011")]
    Rivest2011(rivest::RivestArgs),
}

/// Runs `scrutineer draw`.
///
/// # Errors
/// A file that cannot be read or used, sources other than the plan's, a plan the frame cannot meet, a round that is not
/// the beacon's, a published draw or a proof that does not hold: one sentence each.
pub fn run(command: &DrawCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    match &command.step {
        Step::Commit(args) => commit::run(args, out),
        Step::Run(args) => run::run(args, out),
        Step::Verify(args) => verify::run(args, out),
        Step::Prove(args) => prove::prove(args, out),
        Step::CheckProof(args) => prove::check(args, out),
        Step::Rivest2011(args) => rivest::run(args, out),
    }
}

#[cfg(test)]
mod tests;
