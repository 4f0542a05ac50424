//! `scrutineer import`: loads extracts into a body's register, each file in one act.

mod archive;

use std::{
    collections::BTreeMap,
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow, bail};
use clap::Args;
use serde::Serialize;

use super::{
    product::{Settings, block_on},
    progress::{Progress as Bar, Unit},
    whole_file::whole_file,
};
use crate::{
    access::{model::Body, store as access},
    audit::Who,
    platform::{app::App, refusal::Refusal},
    register::{
        Detected, Encoding, How, Limits, Separator,
        acts::{self, Progress, Source},
        model::Loaded,
        store,
    },
};

/// Load extracts into the register of a body. The same file twice changes nothing.
#[derive(Args)]
pub struct ImportCommand {
    #[command(flatten)]
    settings: Settings,
    /// The files: CSV, XLSX, ODS or JSON, with their headings first; or an archive of data.police.uk: a folder, zip, tar or
    /// tar.gz of months, of which the files of stop and search are loaded.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The kind of record they hold, such as `stop_search` or `oocr`.
    #[arg(long)]
    kind: String,
    /// The body the records are for: its id, its name or its short name.
    #[arg(long, value_name = "ID|NAME")]
    body: String,
    /// How the columns are named, such as `police-uk` or `canonical`.
    #[arg(long)]
    profile: String,
    /// The encoding of a text, where it is not found out rightly: utf-8, utf-16le, utf-16be or windows-1252.
    #[arg(long)]
    encoding: Option<Encoding>,
    /// What stands between the cells of a text, where it is not found out rightly: comma, semicolon or tab.
    #[arg(long)]
    separator: Option<Separator>,
    /// The sheet of a workbook to read, where several have something in them.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The source they come from, where their headings do not tell: an id of `packs/sources`, such as `mps-custody`.
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Of an archive, load the files of one force only: as their names write it, such as avon-and-somerset.
    #[arg(long, value_name = "NAME")]
    force: Option<String>,
    /// Where to write the refused rows of the file: line, column, rule, message.
    #[arg(long, value_name = "OUT.csv")]
    rejects: Option<PathBuf>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

/// What one file came to, or all of them.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Outcome {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    rows: i64,
    accepted: i64,
    rejected: i64,
    duplicates: i64,
    by_rule: BTreeMap<String, u64>,
    /// Id of the batch; none for several files.
    batch: Option<String>,
    /// Whether nothing was changed, because the file had been loaded before.
    again: bool,
    seconds: f64,
    /// What the file was found to be; none for several files.
    #[serde(skip_serializing_if = "Option::is_none")]
    detected: Option<Detected>,
    /// Why nothing of it was loaded, for a file of an archive.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    passed: Option<Passed>,
    /// Each file, when there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<Outcome>,
}

/// Why nothing of a file of an archive was loaded.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Passed {
    /// It cannot be.
    Refused(String),
    /// It is none to load.
    Skipped(String),
}

/// Runs `scrutineer import`.
///
/// # Errors
/// One sentence naming the file and the line; files before it stay loaded, nothing of it or of those after it is.
pub fn run(command: &ImportCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    if command.rejects.is_some() && command.files.len() > 1 {
        bail!("--rejects takes the refused rows of one file; import the files one at a time");
    }
    block_on(async {
        let app = command.settings.open().await?;
        let body = body(&app, &command.body).await?;
        let mut done = Vec::new();
        for path in &command.files {
            let told = || path.display().to_string();
            if archive::is_archive(path) {
                if command.rejects.is_some() {
                    bail!("--rejects takes the refused rows of one file, not of an archive");
                }
                done.extend(
                    archive::import(&app, &body, command, path)
                        .await
                        .with_context(told)?,
                );
            } else {
                if command.force.is_some() {
                    bail!(
                        "--force chooses among the files of an archive; {} is a file",
                        told()
                    );
                }
                done.push(import(&app, &body, command, path).await.with_context(told)?);
            }
        }
        tell(done, command.json, out)
    })
}

async fn body(app: &App, wanted: &str) -> anyhow::Result<Body> {
    let mut tx = app.db.read("import.body").await?;
    let bodies = access::bodies(&mut tx).await?;
    let is = |body: &&Body| body.id.to_string() == wanted || body.name == wanted || body.short_name == wanted;
    let mut found = bodies.iter().filter(is);
    match (found.next(), found.next()) {
        (Some(body), None) => Ok(body.clone()),
        (Some(_), Some(_)) => bail!("several bodies are called {wanted:?}; give the id of one as --body"),
        (None, _) => bail!("no body has the id or name {wanted:?}; scrutineer account list shows them"),
    }
}

/// The source named, if one was.
fn source_of(app: &App, command: &ImportCommand) -> anyhow::Result<Option<String>> {
    let Some(id) = &command.source else {
        return Ok(None);
    };
    if app.packs.source(id).is_none() {
        let known: Vec<&str> = app
            .packs
            .sources
            .iter()
            .map(|source| source.id.as_str())
            .collect();
        bail!("there is no source {id:?}; choose one of {}", known.join(", "));
    }
    Ok(Some(id.clone()))
}

async fn import(app: &App, body: &Body, command: &ImportCommand, path: &Path) -> anyhow::Result<Outcome> {
    let file = File::open(path).context("cannot be read")?;
    let about = file.metadata().context("cannot be read")?;
    Limits::default().check_claimed(about.len())?;
    let began = app.now();
    let source = Source {
        body: body.id,
        kind: command.kind.clone(),
        profile: command.profile.clone(),
        how: How {
            encoding: command.encoding,
            separator: command.separator,
            sheet: command.sheet.clone(),
            source: source_of(app, command)?,
        },
        file_name: path.to_string_lossy().into_owned(),
        input: Box::new(file),
        progress: progress(),
    };
    let who = Who {
        body: Some(body.id),
        ..Who::default()
    };
    let loaded = acts::load(app, who, source).await.map_err(sentence)?;
    if let Some(rejects) = &command.rejects {
        let mut tx = app.db.read("import.rejects").await?;
        let refused = store::refused(&mut tx, loaded.batch.id).await?;
        let bytes = acts::rejects_file(&refused)?;
        whole_file(rejects, |file| file.write_all(&bytes).map_err(Into::into))?;
    }
    let seconds = (app.now().0 - began.0) as f64 / 1e6;
    Ok(outcome(loaded, path, seconds))
}

/// What was wrong, as one sentence.
fn sentence(refusal: Refusal) -> anyhow::Error {
    match refusal {
        Refusal::Invalid(errors) => {
            anyhow!(
                errors
                    .into_iter()
                    .map(|error| error.message)
                    .collect::<Vec<_>>()
                    .join("; ")
            )
        }
        other => other.into(),
    }
}

/// Rows so far, on a terminal only; the line is cleared when the loading lets go of it.
fn progress() -> Option<Progress> {
    let mut bar = Bar::on_terminal(Unit::Rows, None);
    Some(Box::new(move |rows| {
        bar.show(rows);
        true
    }))
}

fn outcome(loaded: Loaded, path: &Path, seconds: f64) -> Outcome {
    let Loaded { batch, again } = loaded;
    Outcome {
        file: Some(path.display().to_string()),
        rows: batch.rows,
        accepted: batch.accepted,
        rejected: batch.refused,
        duplicates: batch.duplicates,
        by_rule: batch
            .summary
            .by_rule
            .into_iter()
            .map(|(rule, count)| (rule, count.count))
            .collect(),
        batch: Some(batch.id.to_string()),
        again,
        seconds,
        detected: Some(batch.summary.detected),
        passed: None,
        files: Vec::new(),
    }
}

/// One file as it is; several as their sum with each of them.
fn in_all(mut done: Vec<Outcome>) -> Outcome {
    if done.len() == 1 {
        let mut one = done.pop().unwrap_or_default();
        one.file = None;
        return one;
    }
    let mut all = Outcome {
        again: done.iter().all(|one| one.again),
        ..Outcome::default()
    };
    for one in &done {
        all.rows += one.rows;
        all.accepted += one.accepted;
        all.rejected += one.rejected;
        all.duplicates += one.duplicates;
        all.seconds += one.seconds;
        for (rule, count) in &one.by_rule {
            *all.by_rule.entry(rule.clone()).or_default() += count;
        }
    }
    all.files = done;
    all
}

fn tell(done: Vec<Outcome>, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, &in_all(done)).context("the answer cannot be written")?;
        writeln!(out)?;
        return Ok(());
    }
    for one in done {
        let note = if one.again {
            "; it was loaded before, nothing has changed"
        } else {
            ""
        };
        let Outcome {
            rows,
            accepted,
            rejected,
            duplicates,
            ..
        } = one;
        let file = one.file.unwrap_or_default();
        match &one.passed {
            Some(Passed::Refused(why)) => {
                writeln!(out, "{file}: refused: {why}")?;
                continue;
            }
            Some(Passed::Skipped(why)) => {
                writeln!(out, "{file}: skipped: {why}")?;
                continue;
            }
            None => {}
        }
        writeln!(
            out,
            "{file}: {rows} rows, {accepted} kept, {rejected} refused, {duplicates} flagged as repeats{note}"
        )?;
        if let Some(detected) = &one.detected {
            writeln!(out, "  read as {}", detected.words())?;
            for note in &detected.notes {
                writeln!(out, "  note: {note}")?;
            }
        }
        for (rule, count) in &one.by_rule {
            writeln!(out, "  {rule}: {count}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
