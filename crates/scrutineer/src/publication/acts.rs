//! Preparing, clearing and publishing a meeting's results.

mod proving;

use sha2::{Digest, Sha256};

pub use proving::for_folder;

use super::{
    content::{Content, sanitise},
    model::{Clearance, Decision, Fault, Publication, State},
    store,
};
use crate::{
    access::{Action, Actor},
    audit::Note,
    meeting::{
        self,
        model::{Meeting, MeetingState},
    },
    platform::{
        app::App,
        db::{DbError, Tx},
        ids::{MeetingId, PublicationId},
        refusal::{Answer, Refusal},
    },
    report,
};

/// The longest text for the public, in characters.
pub const MOST_LEARNING: u32 = 4000;

/// The longest note of a decision, in characters.
pub const MOST_NOTE: u32 = 1000;

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::conflict(fault.to_string())
    }
}

/// A version with what it says, as lists show it.
pub struct Listed {
    /// The version.
    pub publication: Publication,
    /// What it says.
    pub content: Content,
}

/// A version with everything its page shows.
pub struct Opened {
    /// The version.
    pub publication: Publication,
    /// What it says.
    pub content: Content,
    /// The decisions on it, with who took them.
    pub clearances: Vec<(Clearance, String)>,
    /// Whether the reader may decide on it now.
    pub may_decide: bool,
    /// Whether the reader may publish it or take it down.
    pub may_publish: bool,
    /// Whether the reader may prepare another version.
    pub may_prepare: bool,
}

fn content_of(publication: &Publication) -> Answer<Content> {
    let place = format!("publication {}", publication.id);
    if <[u8; 32]>::from(Sha256::digest(&publication.content)) != publication.content_hash {
        return Err(DbError::inconsistent(place, "the content is not what its hash says").into());
    }
    Ok(serde_json::from_str(&publication.content).map_err(|fault| DbError::inconsistent(place, fault))?)
}

/// The closed meeting whose results may be prepared, and the version before.
async fn preparable(tx: &mut Tx, actor: &Actor, id: MeetingId) -> Answer<(Meeting, Option<Publication>)> {
    let meeting = meeting::store::meeting(tx, id).await?.ok_or(Refusal::NotFound)?;
    actor.allow(Action::PublicationPrepare, actor.facts(meeting.body))?;
    if meeting.state != MeetingState::Closed {
        return Err(Refusal::conflict(
            "the meeting is not closed yet; its results can be prepared when it is",
        ));
    }
    let before = store::latest(tx, id).await?;
    if let Some(before) = &before {
        before.may_be_followed()?;
    }
    Ok((meeting, before))
}

async fn sanitised(app: &App, tx: &mut Tx, meeting: &Meeting, learning: &str) -> Answer<Content> {
    let report = report::acts::gather(app, tx, meeting).await?;
    let content = sanitise(&report, learning).map_err(|fault| Refusal::conflict(fault.to_string()))?;
    if !names_a_folder(&content.reference) {
        return Err(Refusal::conflict(
            "the draw's reference cannot name a folder of the public site; rename the panel",
        ));
    }
    Ok(content)
}

/// Letters, digits, hyphens and points within: safe in an address and on every disk.
fn names_a_folder(reference: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.' || byte == b'_';
    !reference.is_empty() && !reference.starts_with('.') && reference.bytes().all(plain)
}

/// What would be published of a meeting, with this text for the public; nothing is kept.
///
/// # Errors
/// [`Refusal::NotFound`] for a meeting that is not there or not theirs; a conflict while it is not closed or a version is
/// on its way.
pub async fn draft(app: &App, actor: &Actor, id: MeetingId, learning: &str) -> Answer<Content> {
    let mut tx = app.db.read("publication.draft").await?;
    let (meeting, _) = preparable(&mut tx, actor, id).await?;
    sanitised(app, &mut tx, &meeting, learning).await
}

/// The newest version of a meeting's results, if there is one.
///
/// # Errors
/// [`Refusal::NotFound`] for a meeting that is not there or not theirs.
pub async fn latest(app: &App, actor: &Actor, id: MeetingId) -> Answer<Option<PublicationId>> {
    let mut tx = app.db.read("publication.latest").await?;
    let meeting = meeting::store::meeting(&mut tx, id)
        .await?
        .ok_or(Refusal::NotFound)?;
    actor.allow(Action::PublicationRead, actor.facts(meeting.body))?;
    Ok(store::latest(&mut tx, id).await?.map(|one| one.id))
}

/// Prepares the next version of a meeting's results.
///
/// # Errors
/// The field `learning`; else as [`draft`].
pub async fn prepare(app: &App, actor: &Actor, id: MeetingId, learning: &str) -> Answer<PublicationId> {
    let mut act = actor.begin(app, "publication.prepare").await?;
    let (meeting, before) = preparable(&mut act.tx, actor, id).await?;
    if learning.trim().is_empty() {
        return Err(Refusal::field(
            "learning",
            "Enter what is to be learned, in words for the public",
        ));
    }
    if learning.chars().count() > MOST_LEARNING as usize {
        let what = format!("What is to be learned must be {MOST_LEARNING} characters or fewer");
        return Err(Refusal::field("learning", what));
    }
    let content = sanitised(app, &mut act.tx, &meeting, learning).await?;
    let text = serde_json::to_string(&content).map_err(|fault| Refusal::Unavailable(fault.to_string()))?;
    let publication = Publication {
        id: PublicationId::new(app.clock.as_ref(), app.chance.as_ref())?,
        body: meeting.body,
        meeting: id,
        version: before.map_or(1, |before| before.version + 1),
        state: State::Prepared,
        content_hash: Sha256::digest(&text).into(),
        content: text,
        prepared_by: actor.person,
        prepared_at: act.now,
        published_at: None,
    };
    store::add(&mut act.tx, &publication).await?;
    let note = Note::collected("publication", publication.id)
        .with("version", publication.version)
        .with("content_sha256", hex::encode(publication.content_hash));
    act.log(note).await?;
    act.commit().await?;
    Ok(publication.id)
}

/// Every version of the actor's body, newest first.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not see publications.
pub async fn list(app: &App, actor: &Actor) -> Answer<Vec<Listed>> {
    actor.allow(Action::PublicationRead, actor.facts(actor.body))?;
    let mut tx = app.db.read("publication.list").await?;
    let all = store::of_body(&mut tx, actor.body).await?.into_iter();
    all.map(|publication| {
        Ok(Listed {
            content: content_of(&publication)?,
            publication,
        })
    })
    .collect()
}

/// One version with its decisions.
///
/// # Errors
/// [`Refusal::NotFound`] for a version that is not there or not theirs to see.
pub async fn open(app: &App, actor: &Actor, id: PublicationId) -> Answer<Opened> {
    let mut tx = app.db.read("publication.open").await?;
    let publication = readable(&mut tx, actor, id).await?;
    let clearances = store::clearances(&mut tx, id).await?;
    let facts = actor.facts(publication.body);
    let own = publication.prepared_by == actor.person;
    let decided = clearances.iter().any(|(one, _)| one.person == actor.person);
    let waits = publication.state == State::Prepared;
    Ok(Opened {
        content: content_of(&publication)?,
        may_decide: waits && !decided && actor.may(Action::PublicationClear, facts.own_work(own)),
        may_publish: actor.may(Action::PublicationPublish, facts),
        may_prepare: publication.may_be_followed().is_ok() && actor.may(Action::PublicationPrepare, facts),
        publication,
        clearances,
    })
}

async fn readable(tx: &mut Tx, actor: &Actor, id: PublicationId) -> Answer<Publication> {
    let publication = store::publication(tx, id).await?.ok_or(Refusal::NotFound)?;
    actor.allow(Action::PublicationRead, actor.facts(publication.body))?;
    Ok(publication)
}

/// Clears or refuses a version somebody else prepared.
///
/// # Errors
/// The fields `decision` and `note`; a conflict for a version that does not wait or was decided on by the same person;
/// [`Refusal::NotFound`] for one that is not theirs to clear, their own work among them.
pub async fn decide(app: &App, actor: &Actor, id: PublicationId, decision: &str, note: &str) -> Answer<()> {
    let mut act = actor.begin(app, "publication.clear").await?;
    let publication = readable(&mut act.tx, actor, id).await?;
    let own = publication.prepared_by == actor.person;
    actor.allow(
        Action::PublicationClear,
        actor.facts(publication.body).own_work(own),
    )?;
    content_of(&publication)?;
    let decision: Decision = decision
        .parse()
        .map_err(|_| Refusal::field("decision", "Choose whether it can be published"))?;
    if decision == Decision::Refused && note.trim().is_empty() {
        return Err(Refusal::field(
            "note",
            "Enter why it cannot be published, so that it can be put right",
        ));
    }
    if note.chars().count() > MOST_NOTE as usize {
        return Err(Refusal::field(
            "note",
            format!("The note must be {MOST_NOTE} characters or fewer"),
        ));
    }
    let given: Vec<Clearance> = store::clearances(&mut act.tx, id)
        .await?
        .into_iter()
        .map(|(one, _)| one)
        .collect();
    let publication = publication.decide(&given, actor.person, decision)?;
    let one = Clearance {
        person: actor.person,
        decision,
        note: note.trim().to_owned(),
        at: act.now,
    };
    store::add_clearance(&mut act.tx, id, &one).await?;
    store::change(&mut act.tx, &publication, actor.person).await?;
    let note = Note::altered("publication", id)
        .with("decision", decision.as_str())
        .with("state", publication.state.as_str());
    act.log(note).await?;
    act.commit().await
}

/// Puts a cleared version before the public.
///
/// # Errors
/// A conflict for a version that two people have not cleared, or whose reference another body has published under;
/// [`Refusal::NotFound`] for one that is not theirs to publish.
pub async fn publish(app: &App, actor: &Actor, id: PublicationId) -> Answer<()> {
    // Not the word of `ledger::PUBLISH`: that one records a folder, with the hash of its manifest.
    let mut act = actor.begin(app, "publication.release").await?;
    let publication = readable(&mut act.tx, actor, id).await?;
    actor.allow(Action::PublicationPublish, actor.facts(publication.body))?;
    let content = content_of(&publication)?;
    if store::published_as(&mut act.tx, &content.reference)
        .await?
        .is_some()
    {
        return Err(Refusal::conflict(
            "results are published under this reference already",
        ));
    }
    let publication = publication.publish(act.now)?;
    store::change(&mut act.tx, &publication, actor.person).await?;
    let hash = hex::encode(publication.content_hash);
    act.log(Note::disclosed("publication", id).with("content_sha256", hash))
        .await?;
    act.checkpoint().await?;
    act.commit().await
}

/// Takes published results down. What others have copied stays copied; the log says that it was here.
///
/// # Errors
/// A conflict for a version that is not published; [`Refusal::NotFound`] for one that is not theirs to take down.
pub async fn withdraw(app: &App, actor: &Actor, id: PublicationId) -> Answer<()> {
    let mut act = actor.begin(app, "publication.withdraw").await?;
    let publication = readable(&mut act.tx, actor, id).await?;
    actor.allow(Action::PublicationPublish, actor.facts(publication.body))?;
    let publication = publication.withdraw()?;
    store::change(&mut act.tx, &publication, actor.person).await?;
    act.log(Note::altered("publication", id).with("state", publication.state.as_str()))
        .await?;
    act.commit().await
}

/// Everything the public can see, the latest meeting first.
///
/// # Errors
/// What the database says, or content that does not fit its hash.
pub async fn results(app: &App) -> Answer<Vec<Content>> {
    let mut tx = app.db.read("publication.results").await?;
    store::published(&mut tx).await?.iter().map(content_of).collect()
}

/// What the public can see under a reference.
///
/// # Errors
/// [`Refusal::NotFound`] when nothing is published under it.
pub async fn result(app: &App, reference: &str) -> Answer<Content> {
    let mut tx = app.db.read("publication.result").await?;
    let publication = store::published_as(&mut tx, reference)
        .await?
        .ok_or(Refusal::NotFound)?;
    content_of(&publication)
}
