//! `scrutineer check`: an extract looked at by dated rules. No database, and no decision: flags for the panel.

mod choose;
mod passes;
mod self_test;
mod tell;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use jiff::civil::Date;
use rules::{Choice, RuleSet};

use self::choose::Chosen;
use self::passes::{Extract, Survey};
use super::whole_file::whole_file;
use crate::platform::packs::Packs;
use crate::register::Rejects;

/// Look at the records of an extract by dated rules. What is flagged is for the panel to look at; nothing is decided.
///
/// A rule is judged by the day that matters in each record (offence, resolution or finding), never by today. What a
/// record does not tell is unknown: neither flagged nor passed.
#[derive(Debug, Args)]
pub struct CheckCommand {
    /// The records: CSV, XLSX, ODS or JSON with its headings first. The file is read twice.
    #[arg(value_name = "RECORDS.csv", required_unless_present = "self_test")]
    records: Option<PathBuf>,
    /// The kind of record it holds, such as `oocr`.
    #[arg(long, required_unless_present = "self_test")]
    kind: Option<String>,
    /// The rules: the id of a pack, such as `england-wales`, or a file ending in .toml.
    #[arg(long, value_name = "ID|FILE.toml", required_unless_present = "self_test")]
    pack: Option<String>,
    /// A force's own rules, such as `durham` or a file ending in .toml; or how the columns are named, such as
    /// `canonical`. Once for each.
    #[arg(long = "profile", value_name = "NAME|FILE.toml")]
    profiles: Vec<String>,
    /// Switch on a rule that is off, because it is not verified or no profile adopts it. Once for each.
    #[arg(long = "enable", value_name = "RULE")]
    enabled: Vec<String>,
    /// The day of the panel's finding, for rules judged by it.
    #[arg(long, value_name = "YYYY-MM-DD")]
    found_on: Option<Date>,
    /// Use a pack that is not in force, to see what it would flag.
    #[arg(long)]
    preview: bool,
    /// Also list what is unknown, and for want of which column.
    #[arg(long)]
    unknown: bool,
    /// Write the rows to this CSV file (ref, line, rule, result, why), whole or not at all, and not into the answer.
    #[arg(long, value_name = "OUT.csv")]
    out: Option<PathBuf>,
    /// Check what can be read and write the refused rows here: line, column, rule, message. Without it one refused row
    /// ends the check.
    #[arg(long, value_name = "OUT.csv")]
    rejects: Option<PathBuf>,
    /// Try the cases of the packs instead: every rule, on each side of every day on which something begins or ends.
    #[arg(long)]
    self_test: bool,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

/// Runs `scrutineer check`.
///
/// # Errors
/// A file, pack or profile that cannot be read or used, or a row that is refused without `--rejects`: one sentence.
pub fn run(command: &CheckCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    if command.self_test {
        return self_test::run(command, out);
    }
    let (Some(path), Some(kind), Some(pack)) = (&command.records, &command.kind, &command.pack) else {
        bail!("give RECORDS.csv, --kind and --pack; scrutineer check --help shows how");
    };
    let packs = Packs::built_in()?;
    let chosen = Chosen::of(&packs, kind, pack, command)?;
    let choice = Choice {
        profile: chosen.local.as_ref(),
        enabled: &command.enabled,
        ..Choice::default()
    };
    let set = RuleSet::build(&chosen.pack, &chosen.kind.asked(), choice)?;
    let extract = Extract::new(path, &chosen);
    let checked = check(command, &extract, &set, &chosen, out);
    checked.with_context(|| path.display().to_string())
}

fn check(
    command: &CheckCommand,
    extract: &Extract<'_>,
    set: &RuleSet,
    chosen: &Chosen<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let survey = survey(command.rejects.as_deref(), extract, set)?;
    let mut looking = passes::Looking::new(set, &survey, command.found_on, command.unknown);
    let rows_out = match &command.out {
        Some(path) => {
            let rows = whole(path, |file| looking.write_csv(extract, file))?;
            Some(rows)
        }
        None if command.json => None,
        None => {
            looking.over(extract, &mut |_| Ok(()))?;
            None
        }
    };
    let said = tell::Said {
        chosen,
        set,
        survey: &survey,
        found_on: command.found_on,
        rows_out,
    };
    match (command.json, rows_out) {
        (false, _) => said.as_text(looking.counts(), command.out.as_deref(), out),
        (true, Some(_)) => said.as_json(&mut looking, None, out),
        (true, None) => said.as_json(&mut looking, Some(extract), out),
    }
}

/// The first reading. A refused row ends the check, unless there is a file for the refused ones.
fn survey(rejects: Option<&Path>, extract: &Extract<'_>, set: &RuleSet) -> anyhow::Result<Survey> {
    let Some(path) = rejects else {
        let survey = passes::survey(extract, set, &mut |_| Ok(()))?;
        if let Some(first) = &survey.first_refused {
            let row = survey.format.row();
            let place = match first.column.as_str() {
                "" => format!("{row} {}", first.line),
                column => format!("{row} {}, column {column}", first.line),
            };
            bail!(
                "{place}: {}; {} of {} rows cannot be read: correct them, or check the rest with --rejects OUT.csv",
                first.message,
                survey.refused,
                survey.records + survey.refused
            );
        }
        return Ok(survey);
    };
    whole(path, |file| {
        let says = || format!("cannot write {}", path.display());
        let mut rejects = Rejects::new(file).with_context(says)?;
        let survey = passes::survey(extract, set, &mut |row| rejects.write(row).with_context(says))?;
        rejects.finish().with_context(says)?;
        Ok(survey)
    })
}

/// Writes a file whole or not at all. What went wrong inside is told as it is, not as a fault of the writing.
fn whole<T>(path: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let mut filled = None;
    let written = whole_file(path, |file| match filled.insert(fill(file)) {
        Ok(_) => Ok(()),
        Err(_) => bail!("it is not whole"),
    });
    match filled {
        Some(Err(inside)) => Err(inside),
        Some(Ok(value)) => written.map(|()| value),
        None => written.and_then(|()| bail!("cannot write {}", path.display())),
    }
}

#[cfg(test)]
mod tests;
