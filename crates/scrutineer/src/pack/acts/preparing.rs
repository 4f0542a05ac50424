//! The force lead reads the identified record and writes what happened; what identifies somebody is found and hidden.

use super::{Desk, crowding::stands_out, desk, keep, text};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    draw::model::{Case, Draw},
    pack::{
        cover::{Cover, Marking},
        crowd::{self, StandsOut},
        model::{Pack, PackState, Shown},
        parts::Looked,
        reader::Reader,
        redaction::Source,
        store,
        summary::{self, Group},
    },
    platform::{
        app::App,
        ids::CaseId,
        packs::CrowdFact,
        refusal::{Answer, Refusal},
    },
    register,
};

/// Most characters of circumstances.
pub const CIRCUMSTANCES_LONGEST: usize = 100_000;
/// Most characters of the list of names.
const NAMES_LONGEST: usize = 4000;

/// A case with its whole record, for those who prepare it.
#[derive(Debug)]
pub struct Identified {
    /// The draw.
    pub draw: Draw,
    /// The case.
    pub case: Case,
    /// The record, by who may see what.
    pub record: Vec<Group>,
    /// The newest version of the pack, if there is one.
    pub pack: Option<Pack>,
    /// What was written and what is hidden of it; before the first words, what the record says.
    pub source: Source,
    /// The facts members would see.
    pub summary: Vec<Shown>,
    /// The facts that together may point to one person, and how each may be told less exactly.
    pub facts: Vec<CrowdFact>,
    /// Whether what is shown fits too few records.
    pub stands_out: Option<StandsOut>,
    /// The labels of the fields of which a later extract says something else than the record the case was drawn by.
    pub changed: Vec<String>,
}

/// The identified record of a case and its pack. Reading it is logged.
///
/// # Errors
/// A case that is not theirs or not up to be heard.
pub async fn identified(app: &App, actor: &Actor, id: CaseId) -> Answer<Identified> {
    let mut act = actor.begin(app, "pack.identify").await?;
    let Desk {
        draw,
        case,
        record,
        kind,
        latest,
        mut source,
    } = desk(&mut act, actor, Action::PackPrepare, id).await?;
    if latest.is_none() {
        source.original = summary::skeleton(kind, &record.fields);
    }
    let reader = Reader::new(kind, &record.fields, &source.names)?;
    let cover = latest.as_ref().map(Pack::cover).unwrap_or_default();
    let summary = reader.summary(&source, &cover.wider, &mut source.anew()?.tokens)?;
    let changed = register::acts::changed_since(&mut act.tx, case.record).await?;
    store::note_work(&mut act.tx, id, false, act.now).await?;
    act.log(
        Note::consulted("case", id)
            .with("label", &case.label)
            .with("what", "identified record"),
    )
    .await?;
    act.commit().await?;
    // Counted when the act is over: nobody who writes need wait for it.
    let mut tx = app.db.read("pack.stands_out").await?;
    let stands_out = stands_out((app, &mut tx), (&record, kind), &case, latest.as_ref()).await?;
    drop(tx);
    Ok(Identified {
        record: summary::groups(kind, &record.fields),
        summary,
        facts: kind.crowd.clone(),
        stands_out,
        changed: changed.iter().map(|name| kind.label_of(name)).collect(),
        draw,
        case,
        pack: latest,
        source,
    })
}

/// What a preparer sends.
#[derive(Debug, Clone, Default)]
pub struct Writing<'a> {
    /// The version they began from; 0 when there was none.
    pub version: i64,
    /// What happened.
    pub circumstances: &'a str,
    /// The case's own names, one a line.
    pub names: &'a str,
    /// Its marking, and what is told less exactly.
    pub cover: Cover,
    /// Whether it is ready to be checked, unless something in it must be looked at first.
    pub ready: bool,
}

/// Keeps the words with what is found in them hidden; a returned or withdrawn pack goes on in its next version. `ready` fixes
/// what members will see and hands it to the checker, but only where nothing was found and nothing stands in the queue:
/// what a rule found is looked at by a person ([`super::decide`]) before it is handed over.
///
/// # Errors
/// No or too many words, a name that is none, a pack that has moved on since the page was opened.
pub async fn write(app: &App, actor: &Actor, id: CaseId, writing: Writing<'_>) -> Answer<Pack> {
    let mut act = actor.begin(app, "pack.write").await?;
    let desk = desk(&mut act, actor, Action::PackPrepare, id).await?;
    let pack = write_on(&mut act, actor, &desk, writing).await?;
    act.commit().await?;
    Ok(pack)
}

/// As [`write`], within an act that goes on.
pub(super) async fn write_on(
    act: &mut Act<'_>,
    actor: &Actor,
    desk: &Desk<'_>,
    writing: Writing<'_>,
) -> Answer<Pack> {
    let circumstances = text("circumstances", writing.circumstances, CIRCUMSTANCES_LONGEST)?;
    let names = text("names", writing.names, NAMES_LONGEST)?;
    let bare = circumstances == summary::skeleton(desk.kind, &desk.record.fields);
    if writing.ready && (circumstances.is_empty() || bare) {
        return Err(Refusal::field(
            "circumstances",
            "Enter what happened, without anybody's name",
        ));
    }
    if desk.latest.as_ref().map_or(0, |pack| pack.version) != writing.version {
        return Err(Refusal::field(
            "circumstances",
            "Somebody else has begun a newer version since you opened this page. What you typed is kept here; compare it with \
             what members will see now, then save it again",
        ));
    }
    let mut pack = match desk.latest.clone() {
        None => Pack::first(desk.case.id),
        Some(pack) if pack.state == PackState::Preparing => pack,
        Some(pack) => pack.next()?,
    };
    pack.cover = Some(cover(desk, writing.cover)?);
    let reader = Reader::new(desk.kind, &desk.record.fields, &names)?;
    let marks = reader.decide(&circumstances, &desk.source, (actor.person, act.now));
    let seen = marks.is_empty() && reader.find(&circumstances).queue.is_empty();
    let same = desk.source.original == circumstances;
    let source = Source {
        edition: desk.source.edition + 1,
        looked: if same {
            desk.source.looked.clone()
        } else {
            Looked::default()
        },
        original: circumstances,
        names,
        marks,
    };
    keep(
        act,
        actor,
        (desk, &reader),
        (pack, &source),
        writing.ready && seen,
    )
    .await
}

/// The cover as it is kept: only steps that the kind knows, and for a child the stricter marking.
fn cover(desk: &Desk<'_>, cover: Cover) -> Answer<Cover> {
    if cover.marking == Marking::Official && desk.kind.about_child(&desk.record.fields) {
        return Err(Refusal::field(
            "marking",
            "Choose OFFICIAL-SENSITIVE: the record is about a child, or does not say that it is about an adult",
        ));
    }
    Ok(Cover {
        wider: crowd::known(desk.kind, &cover.wider),
        ..cover
    })
}
