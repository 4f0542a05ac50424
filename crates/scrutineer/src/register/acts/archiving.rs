//! Loading an archive of monthly files: each file is an act of its own, and what becomes of every member is told.

use std::path::PathBuf;

use tokio::sync::mpsc;

use super::{Source, load};
use crate::{
    audit::Who,
    platform::{
        app::App,
        ids::BodyId,
        packs::Source as Publisher,
        refusal::{Answer, Refusal},
    },
    register::{
        How, Limits,
        archive::{self, Input, Member, Wanted},
        model::Loaded,
    },
};

/// An archive to load.
pub struct Archive {
    /// The body whose register it is for.
    pub body: BodyId,
    /// Where it is.
    pub input: Input,
    /// The force whose files are loaded, as their names write it; all where it is empty.
    pub force: String,
}

/// What became of a member.
pub enum Outcome {
    /// It was loaded, now or before.
    Loaded(Box<Loaded>),
    /// It could not be: why.
    Refused(String),
    /// It is none to load: why.
    Skipped(String),
}

/// A member of an archive and what became of it.
pub struct Told {
    /// Its path within the archive.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// The source whose files an archive is searched for: the one that has names of its own and a kind.
///
/// # Errors
/// Never, while the packs name one.
pub fn of_archives(app: &App) -> Answer<(&Publisher, &str, &str)> {
    let source = app
        .packs
        .sources
        .iter()
        .find(|source| source.ends.is_some() && source.kind.is_some());
    let known = source.and_then(|source| Some((source, source.kind.as_deref()?, source.profile.as_deref()?)));
    known.ok_or_else(|| Refusal::Unavailable("no source of data has archives".into()))
}

/// Loads every file of an archive that is one of stop and search, each in an act of its own: what is loaded stays loaded
/// whatever becomes of the next. The caller has decided that `who` may do this.
///
/// # Errors
/// [`Refusal::Invalid`] on `file` for what is no archive, or none to the end; files before the fault are loaded.
pub async fn load_archive(
    app: &App,
    who: &Who,
    archive: Archive,
    told: &mut (dyn FnMut(Told) + Send),
) -> Answer<()> {
    let (source, kind, profile) = of_archives(app)?;
    let wanted = Wanted::of(source, &app.packs.sources, archive.force.trim())
        .ok_or_else(|| Refusal::Unavailable("the source has no names".into()))?;
    let scratch: PathBuf = app.directory().to_owned();
    let (to, mut from) = mpsc::channel(1);
    let input = archive.input;
    let unpacking = tokio::task::spawn_blocking(move || {
        archive::open(input, &wanted, &scratch, &mut |member| {
            to.blocking_send(member).is_ok()
        })
    });
    while let Some(member) = from.recv().await {
        let (name, outcome) = match member {
            Member::Skipped { name, why } => (name, Outcome::Skipped(why)),
            Member::Refused { name, why } => (name, Outcome::Refused(why)),
            Member::File { name, file } => {
                let outcome = load_member(app, who, (archive.body, kind, profile), (&name, file)).await?;
                (name, outcome)
            }
        };
        told(Told { name, outcome });
    }
    let unpacked = unpacking
        .await
        .map_err(|error| Refusal::Unavailable(error.to_string()))?;
    unpacked.map_err(|fault| Refusal::field("file", fault))
}

async fn load_member(
    app: &App,
    who: &Who,
    (body, kind, profile): (BodyId, &str, &str),
    (name, file): (&str, std::fs::File),
) -> Answer<Outcome> {
    let bytes = file.metadata().map_or(0, |about| about.len());
    if let Err(fault) = Limits::default().check_claimed(bytes) {
        return Ok(Outcome::Refused(fault.to_string()));
    }
    let source = Source {
        body,
        kind: kind.to_owned(),
        profile: profile.to_owned(),
        how: How::default(),
        file_name: name.to_owned(),
        input: Box::new(file),
        progress: None,
    };
    match load(app, who.clone(), source).await {
        Ok(loaded) => Ok(Outcome::Loaded(Box::new(loaded))),
        Err(Refusal::Invalid(errors)) => {
            let errors: Vec<String> = errors.into_iter().map(|error| error.message).collect();
            Ok(Outcome::Refused(errors.join("; ")))
        }
        Err(other) => Err(other),
    }
}
