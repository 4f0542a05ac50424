//! `scrutineer sheet`: the program as it runs itself once more to take a workbook apart. A workbook on standard input
//! becomes CSV on standard output and one line of JSON on standard error.

use std::io::Write;

use anyhow::Context;
use clap::Args;

use super::limits::LimitArguments;
use crate::register::source::workbook::inside;

/// Take a workbook apart within limits.
#[derive(Args)]
pub struct SheetCommand {
    /// The sheet to read; otherwise the only one shown that has something in it.
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    limits: LimitArguments,
}

/// Runs `scrutineer sheet`.
///
/// # Errors
/// When the limits cannot be set or the workbook does not come.
pub fn run(command: &SheetCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut input = std::io::stdin().lock();
    let mut says = std::io::stderr().lock();
    let limits = command.limits.over(inside::LIMITS);
    inside::run(&mut input, command.name.as_deref(), limits, out, &mut says)
        .context("the workbook could not be read")
}
