//! Reading the log, and taking a copy of it.

use std::collections::BTreeMap;

use ledger::{Hash, Operation};

use crate::{
    access::{self, Action, Actor},
    audit::{
        Act, Note,
        store::{self, Logged, Search},
    },
    platform::{
        app::App,
        db::{DbError, Tx},
        form::Form,
        ids::PersonId,
        refusal::Answer,
    },
};

/// Entries on one page.
pub const PAGE: u64 = 50;

/// Entries in one copy, at most.
pub const COPY: u64 = 100_000;

/// What the reader looks for, as typed; what cannot be read as what it should be finds nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The id of a person, or empty.
    pub person: String,
    /// A kind of object, or empty.
    pub kind: String,
    /// The id of an object, or empty.
    pub object: String,
    /// An operation of s.62, or empty.
    pub operation: String,
    /// Entries before this number, or empty for the newest.
    pub before: String,
}

impl Asked {
    /// What the address asks for.
    #[must_use]
    pub fn of(form: &Form) -> Self {
        let text = |name: &str| form.value(name).to_owned();
        Self {
            person: text("person"),
            kind: text("kind"),
            object: text("object"),
            operation: text("operation"),
            before: text("before"),
        }
    }

    /// The search of the actor's own log; nothing when a part of it cannot be read and so nothing can match.
    fn search(&self, actor: &Actor) -> Option<Search> {
        fn read<T: std::str::FromStr>(text: &str) -> Option<Option<T>> {
            if text.is_empty() {
                Some(None)
            } else {
                text.parse().ok().map(Some)
            }
        }
        let word = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Some(Search {
            body: Some(actor.body),
            person: read::<PersonId>(&self.person)?,
            object_kind: word(&self.kind),
            object_id: word(&self.object),
            operation: read::<Operation>(&self.operation)?,
            before: read::<u64>(&self.before)?,
        })
    }

    /// What was asked, for the log itself: codes and ids alone, cut to a sensible length.
    fn note(&self, note: Note) -> Note {
        let parts = [
            ("person", &self.person),
            ("kind", &self.kind),
            ("object", &self.object),
            ("operation", &self.operation),
        ];
        parts
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .fold(note, |note, (key, text)| {
                let plain: String = text
                    .chars()
                    .filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
                    .take(64)
                    .collect();
                note.with(key, plain)
            })
    }
}

/// An entry with the name of who acted.
pub struct Line {
    /// The entry.
    pub logged: Logged,
    /// The name of the person, where the entry names one that is known.
    pub name: Option<String>,
}

/// A part of the log, newest first.
pub struct Read {
    /// The entries.
    pub lines: Vec<Line>,
    /// Entries in the whole log of the installation.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// The newest signed checkpoint.
    pub checkpoint: Option<String>,
    /// The key that checks it.
    pub key: String,
    /// Who may be looked for: everybody with a role in the body.
    pub people: Vec<(PersonId, String)>,
}

/// Reads one page of the log of the actor's body, and says so in the log.
///
/// # Errors
/// As every act.
pub async fn read(app: &App, actor: &Actor, asked: &Asked) -> Answer<Read> {
    actor.allow(Action::LogRead, actor.facts(actor.body))?;
    let mut act = actor.begin(app, "log.read").await?;
    let lines = found(&mut act, actor, asked, PAGE).await?;
    let (size, root) = store::head(&mut act.tx).await?;
    let checkpoint = store::latest_checkpoint(&mut act.tx).await?;
    let people = access::store::people_of(&mut act.tx, actor.body).await?;
    act.log(asked.note(Note::consulted("log", actor.body).with("entries", lines.len())))
        .await?;
    act.commit().await?;
    let key = app.signer.verifier_key().to_string();
    let people = people
        .into_iter()
        .map(|(person, _)| (person.id, person.name))
        .collect();
    Ok(Read {
        lines,
        size,
        root,
        checkpoint,
        key,
        people,
    })
}

/// Takes a copy of what was asked for, up to [`COPY`] entries, and says so in the log.
///
/// # Errors
/// As every act.
pub async fn export(app: &App, actor: &Actor, asked: &Asked) -> Answer<Vec<Line>> {
    actor.allow(Action::LogRead, actor.facts(actor.body))?;
    let mut act = actor.begin(app, "log.export").await?;
    let lines = found(&mut act, actor, asked, COPY).await?;
    act.log(asked.note(Note::disclosed("log", actor.body).with("entries", lines.len())))
        .await?;
    act.commit().await?;
    Ok(lines)
}

async fn found(act: &mut Act<'_>, actor: &Actor, asked: &Asked, most: u64) -> Answer<Vec<Line>> {
    let Some(search) = asked.search(actor) else {
        return Ok(Vec::new());
    };
    let entries = store::find(&mut act.tx, &search, most).await?;
    let mut names = BTreeMap::new();
    let mut lines = Vec::new();
    for logged in entries {
        let name = match logged.entry.person.clone() {
            Some(id) => name_of(&mut act.tx, &mut names, id).await?,
            None => None,
        };
        lines.push(Line { logged, name });
    }
    Ok(lines)
}

async fn name_of(
    tx: &mut Tx,
    names: &mut BTreeMap<String, Option<String>>,
    id: String,
) -> Result<Option<String>, DbError> {
    if let Some(name) = names.get(&id) {
        return Ok(name.clone());
    }
    let name = match id.parse::<PersonId>() {
        Ok(person) => access::store::person_by_id(tx, person)
            .await?
            .map(|person| person.name),
        Err(_) => None,
    };
    names.insert(id, name.clone());
    Ok(name)
}
