//! `scrutineer analyse`: the methods for numbers and files in hand. No database.

mod proportion;

use clap::{Args, Subcommand};
use std::io::Write;

/// Work out rates and their intervals.
#[derive(Debug, Args)]
pub struct AnalyseCommand {
    #[command(subcommand)]
    method: Method,
}

#[derive(Debug, Subcommand)]
enum Method {
    /// The interval of a proportion: x found among n reviewed.
    Proportion(proportion::ProportionArgs),
}

/// Runs `scrutineer analyse`.
///
/// # Errors
/// Numbers that allow no answer, in one sentence.
pub fn run(command: &AnalyseCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    match &command.method {
        Method::Proportion(args) => proportion::run(args, out),
    }
}

#[cfg(test)]
mod tests;
