//! The chores of the project, run as `cargo xtask COMMAND`: every check there is, and the generated reference pages.
#![allow(
    clippy::print_stdout,
    reason = "a command line tool speaks on standard output"
)]

mod browser;
mod bucket;
mod documents;
mod edges;
mod licences;
mod lint;
mod machine;
mod postgres;
mod python;
mod reference;
mod sizes;
mod suite;
mod summary;
mod test;
mod workshop;

use anyhow::{Result, bail};
use std::process::ExitCode;
use workshop::Workshop;

const USAGE: &str = "\
cargo xtask test [--fast] [--only STEP,STEP]   run every check, or the quick or named ones
cargo xtask edges | sizes | licences           one of the checks that need no build
cargo xtask docs                               write docs/reference again from the product itself";

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("{fault:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Vec<String>) -> Result<ExitCode> {
    let shop = Workshop::open()?;
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["test", options @ ..] => test::run(&shop, &test::Choice::read(options)?),
        [step @ ("edges" | "sizes" | "licences")] => test::run(&shop, &test::Choice::step(step)?),
        ["docs"] => reference::write(&shop).map(|()| ExitCode::SUCCESS),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        _ => bail!("no such command: {}\n{USAGE}", words.join(" ")),
    }
}
