//! The command line (spec: `docs/reference/commands.md`). Exit 0 done; 1 refused or failed, with one plain sentence on
//! standard error; 2 wrong usage.

pub mod analyse;
pub mod check;
pub mod demo;
pub mod draw;
pub mod import;
pub mod ledger;
pub mod limits;
pub mod open_pack;
pub mod paper;
pub mod product;
pub mod progress;
pub mod protect;
pub mod publish;
pub mod redact;
pub mod reference;
pub mod sheet;
pub mod synth;
pub mod whole_file;

use std::{io::Write, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};

/// Scrutiny panels from the register of records to published, checkable results.
#[derive(Parser)]
#[command(name = "scrutineer", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Open a filled example, ready to sign in.
    Demo(demo::DemoCommand),
    /// Serve the product to browsers.
    Serve(product::Settings),
    /// Bring the database's schema up to date.
    Migrate(product::Settings),
    /// Explain what is wrong with the settings, the folder or the database.
    Doctor(product::Settings),
    /// Accounts: begin a body with its first administrator, list people.
    Account(product::AccountCommand),
    /// The draw by `sdraw/1`: commit, run, verify.
    Draw(draw::DrawCommand),
    /// Methods on numbers, without a database.
    Analyse(analyse::AnalyseCommand),
    /// Look at records by dated rules: flags for the panel, no decisions.
    Check(check::CheckCommand),
    /// Hide small counts of a table, and prove that they stay hidden.
    Protect(Box<protect::ProtectCommand>),
    /// Take what identifies somebody out of a text, and prove that it is gone.
    Redact(redact::RedactCommand),
    /// Open an offline pack: read the cases you took away and class them, without a network.
    OpenPack(open_pack::OpenPackCommand),
    /// Load extracts into the register.
    Import(import::ImportCommand),
    /// Make up records for tests and training, from a seed.
    Synth(synth::SynthCommand),
    /// Write everything published as one folder that anybody can check.
    Publish {
        #[command(flatten)]
        settings: product::Settings,
        #[command(flatten)]
        command: publish::PublishCommand,
    },
    /// The log of acts: is it what it was when it was signed?
    Ledger(ledger::LedgerCommand),
    /// Write the generated reference pages, or check that they are current.
    #[command(hide = true)]
    Reference(reference::ReferenceCommand),
    /// Take a workbook apart within limits: how `import` and `serve` read one.
    #[command(hide = true)]
    Sheet(sheet::SheetCommand),
    /// Take a document apart within limits: how packs are given their documents.
    #[command(hide = true)]
    Paper(paper::PaperCommand),
}

/// The program as clap knows it, for its reference page.
fn command() -> clap::Command {
    Cli::command()
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = std::io::stdout().lock();
    let outcome = match cli.command {
        Command::Demo(command) => demo::run(&command, &mut out),
        Command::Serve(settings) => product::serve(&settings, &mut out),
        Command::Migrate(settings) => product::migrate(&settings, &mut out),
        Command::Doctor(settings) => product::doctor(&settings, &mut out),
        Command::Account(command) => product::account(&command, &mut out),
        Command::Draw(command) => draw::run(&command, &mut out),
        Command::Analyse(command) => analyse::run(&command, &mut out),
        Command::Check(command) => check::run(&command, &mut out),
        Command::Protect(command) => protect::run(&command, &mut out),
        Command::Redact(command) => redact::run(&command, &mut out),
        Command::OpenPack(command) => open_pack::run(&command, &mut out),
        Command::Import(command) => import::run(&command, &mut out),
        Command::Synth(command) => synth::run(&command, &mut out),
        Command::Publish { settings, command } => publish::run(&settings, &command, &mut out),
        Command::Ledger(command) => ledger::run(&command, ledger::database::verify, &mut out),
        Command::Reference(command) => reference::run(&command, &mut out),
        Command::Sheet(command) => sheet::run(&command, &mut out),
        Command::Paper(command) => paper::run(&command, &mut out),
    };
    let outcome = outcome.and_then(|()| out.flush().map_err(Into::into));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(writeln!(std::io::stderr(), "{}", sentence(&error)));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes as one sentence.
fn sentence(error: &anyhow::Error) -> String {
    error
        .chain()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}
