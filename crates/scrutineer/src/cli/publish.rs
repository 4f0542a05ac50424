//! `scrutineer publish`: everything published, as one folder that anybody can check.
//!
//! The folder is written beside its place under another name and moved there at the end: it is there whole or not at all. The
//! log's entry for it names `manifest.json` by its hash, and the folder carries the log up to that entry.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use ledger::{PUBLISH, PublishedLog};
use sha2::{Digest, Sha256};

use super::product::{Settings, block_on};
use crate::{
    audit::{self, Act, Note, Who},
    platform::app::App,
    publication::{acts, folder},
};

/// Where to publish.
#[derive(Debug, Args)]
pub struct PublishCommand {
    /// The folder to write; it must be new or empty.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Writes the folder.
///
/// # Errors
/// One sentence: a folder that is not empty or cannot be written, nothing published, a draw that does not come out again.
pub fn run(settings: &Settings, command: &PublishCommand, out: &mut dyn Write) -> Result<()> {
    block_on(async {
        let app = settings.open().await?;
        let many = publish(&app, &command.out).await?;
        let meetings = if many == 1 {
            "1 meeting".to_owned()
        } else {
            format!("{many} meetings")
        };
        writeln!(
            out,
            "published the results of {meetings} in {}",
            command.out.display()
        )?;
        Ok(())
    })
}

/// Writes everything published into `place`; the number of meetings.
///
/// # Errors
/// As [`run`].
pub async fn publish(app: &App, place: &Path) -> Result<usize> {
    refuse_filled(place)?;
    let mut act = Act::begin(app, PUBLISH, Who::default()).await?;
    let meetings = acts::for_folder(&mut act).await?;
    if meetings.is_empty() {
        bail!("no results are published yet; publish those of a meeting first");
    }
    let mut files = folder::build(&meetings).map_err(|fault| anyhow!(fault))?;
    let manifest = folder::manifest(&files).map_err(|fault| anyhow!(fault))?;
    let hash = hex::encode(Sha256::digest(&manifest));
    files.insert("manifest.json".to_owned(), manifest);
    let note = Note::disclosed("published_folder", &hash)
        .with("manifest_sha256", &hash)
        .with("meetings", meetings.len());
    let seq = act.log(note).await?;
    act.checkpoint().await?;
    add_log(app, &mut act, seq, &mut files).await?;
    let beside = beside(place, &hash)?;
    let written = write(&beside, &files);
    let done = match written {
        Ok(()) => act.commit().await.map_err(Into::into),
        Err(fault) => Err(fault),
    };
    if let Err(fault) = done {
        drop(fs::remove_dir_all(&beside));
        return Err(fault);
    }
    fs::rename(&beside, place).with_context(|| {
        format!(
            "the folder is complete but could not be moved from {} to {}",
            beside.display(),
            place.display()
        )
    })?;
    Ok(meetings.len())
}

fn refuse_filled(place: &Path) -> Result<()> {
    match fs::read_dir(place).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => bail!("{} is not empty; name a new or an empty folder", place.display()),
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(_) => bail!(
            "{} is not a folder that can be read; name a new or an empty one",
            place.display()
        ),
    }
}

/// A name beside the place, on the same disk, so that moving it there is one step.
fn beside(place: &Path, hash: &str) -> Result<PathBuf> {
    let name = place
        .file_name()
        .ok_or_else(|| anyhow!("{} names no folder", place.display()))?;
    let short = hash.get(..12).unwrap_or(hash);
    Ok(place.with_file_name(format!(".{}.{short}.unfinished", name.to_string_lossy())))
}

async fn add_log(app: &App, act: &mut Act<'_>, seq: u64, files: &mut folder::Files) -> Result<()> {
    let leaves = audit::store::leaves(&mut act.tx).await?;
    let entries = audit::store::entries(&mut act.tx, seq, 1).await?;
    let logged = entries
        .first()
        .ok_or_else(|| anyhow!("the log does not hold the entry just written"))?;
    let log = PublishedLog::new(&leaves, &logged.entry, &app.config.origin, &app.signer);
    for (name, content) in [
        ("leaves.txt", log.leaves.into_bytes()),
        ("checkpoint.txt", log.checkpoint.into_bytes()),
        ("key.txt", log.key.into_bytes()),
        ("entry.json", log.entry),
    ] {
        files.insert(format!("log/{name}"), content);
    }
    Ok(())
}

fn write(folder: &Path, files: &folder::Files) -> Result<()> {
    for (name, content) in files {
        let path = folder.join(name);
        let within = path.parent().unwrap_or(folder);
        fs::create_dir_all(within).with_context(|| format!("{} cannot be made", within.display()))?;
        let mut file =
            fs::File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?;
        file.write_all(content)
            .and_then(|()| file.sync_all())
            .with_context(|| path.display().to_string())?;
    }
    Ok(())
}
