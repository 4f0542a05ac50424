//! `scrutineer paper`: the program as it runs itself once more to take a document apart, or a zip of documents. What was
//! read goes to standard output, and one line of JSON to standard error.

use std::io::Write;

use anyhow::Context;
use clap::Args;

use super::limits::LimitArguments;
use crate::pack::intake::inside;

/// Take a document apart within limits.
#[derive(Args)]
pub struct PaperCommand {
    /// What the file is called.
    #[arg(long, default_value = "")]
    name: String,
    /// The file is a zip of documents: give them out, unread.
    #[arg(long)]
    bundle: bool,
    #[command(flatten)]
    limits: LimitArguments,
}

/// Runs `scrutineer paper`.
///
/// # Errors
/// When the limits cannot be set or the document does not come.
pub fn run(command: &PaperCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut input = std::io::stdin().lock();
    let mut says = std::io::stderr().lock();
    let limits = command.limits.over(inside::LIMITS);
    let name = (!command.bundle).then_some(command.name.as_str());
    inside::run(&mut input, name, limits, out, &mut says).context("the document could not be read")
}
