//! Archives of data.police.uk: a folder, zip, tar or tar.gz of months is loaded file by file.

use std::{fs::File, path::Path};

use anyhow::{Context, bail};

use super::{ImportCommand, Outcome, Passed, outcome, sentence};
use crate::{
    access::model::Body,
    audit::Who,
    platform::app::App,
    register::{
        acts::{self, Archive},
        archive::Input,
    },
};

/// Whether a path is an archive: a folder, or a file whose name says so.
pub(super) fn is_archive(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    path.is_dir()
        || [".zip", ".tar", ".tar.gz", ".tgz"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// Loads an archive; what became of each of its files.
pub(super) async fn import(
    app: &App,
    body: &Body,
    command: &ImportCommand,
    path: &Path,
) -> anyhow::Result<Vec<Outcome>> {
    let (source, holds, read_as) = acts::of_archives(app)?;
    if (command.kind.as_str(), command.profile.as_str()) != (holds, read_as) {
        bail!(
            "is an archive, of which files of {} are loaded: give --kind {holds} --profile {read_as}",
            source.title
        );
    }
    let input = if path.is_dir() {
        Input::Folder(path.to_owned())
    } else {
        Input::File(File::open(path).context("cannot be read")?)
    };
    let who = Who {
        body: Some(body.id),
        ..Who::default()
    };
    let archive = Archive {
        body: body.id,
        input,
        force: command.force.clone().unwrap_or_default(),
    };
    let mut done = Vec::new();
    let mut began = app.now();
    let mut told = |one: acts::Told| {
        let name = path.join(&one.name);
        let seconds = (app.now().0 - began.0) as f64 / 1e6;
        began = app.now();
        done.push(match one.outcome {
            acts::Outcome::Loaded(loaded) => outcome(*loaded, &name, seconds),
            acts::Outcome::Refused(why) => passed(&name, Passed::Refused(why)),
            acts::Outcome::Skipped(why) => passed(&name, Passed::Skipped(why)),
        });
    };
    acts::load_archive(app, &who, archive, &mut told)
        .await
        .map_err(sentence)?;
    Ok(done)
}

fn passed(name: &Path, passed: Passed) -> Outcome {
    Outcome {
        file: Some(name.display().to_string()),
        passed: Some(passed),
        ..Outcome::default()
    }
}
