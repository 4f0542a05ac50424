//! What people do with packs: prepare, check, release, withdraw, read.

mod attaching;
mod certifying;
mod checking;
mod crowding;
mod deciding;
mod erasing;
mod handing;
mod handling;
mod holding;
mod joining;
mod preparing;
mod reading;
mod releasing;

pub use attaching::attach;
pub use certifying::{Certificate, Line, certificate};
pub use checking::{Checking, Verdict, check, to_check};
pub use crowding::standing_out;
pub use deciding::{Addition, Deciding, HIDE, ROLES, UNDO, Workbench, decide, workbench};
pub use erasing::{ERASE_DOCUMENTS, erase_documents};
pub use handing::{Handovers, hand_over, handovers};
pub use handling::{change_rules, rules};
pub use holding::{Bytes, Documents, Looked, bytes_of, confirm, document, documents, remove};
pub use joining::use_documents;
pub use preparing::{CIRCUMSTANCES_LONGEST, Identified, Writing, identified, write};
pub use reading::{Papers, ReadCase, access_ends, copy, may_be_read, papers_of, read, taken_away};
pub use releasing::{Releasing, Task, Tasks, release, tasks, withdraw};

use super::{
    model::{Fault, Pack},
    reader::Reader,
    redaction::{Decision, Source},
    store,
};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    draw::{
        self,
        model::{Case, Draw, Standing},
    },
    platform::{
        app::App,
        db::{DbError, Tx},
        ids::{CaseId, DrawId},
        packs::Kind,
        refusal::{Answer, Refusal},
    },
    register::{self, model::Record},
};

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::conflict(fault.to_string())
    }
}

impl From<redact::Fault> for Refusal {
    fn from(fault: redact::Fault) -> Self {
        match &fault {
            redact::Fault::NoNames | redact::Fault::ShortName { .. } | redact::Fault::Role { .. } => {
                Self::field("names", sentence(&fault.to_string()))
            }
            // Places alone, never words.
            _ => Self::Unavailable(fault.to_string()),
        }
    }
}

/// A case on the desk of somebody who works on its pack: everything, the identified record too.
struct Desk<'a> {
    draw: Draw,
    case: Case,
    record: Record,
    kind: &'a Kind,
    latest: Option<Pack>,
    source: Source,
}

async fn desk<'a>(act: &mut Act<'a>, actor: &Actor, action: Action, id: CaseId) -> Answer<Desk<'a>> {
    let (case, draw) = heard(&mut act.tx, id).await?;
    actor.allow(action, actor.facts(case.body))?;
    let (record, kind) = record_of(act.app, &mut act.tx, &case).await?;
    let latest = store::latest(&mut act.tx, id).await?;
    let source = match &latest {
        Some(pack) => source_of(&mut act.tx, pack).await?,
        None => Source::default(),
    };
    Ok(Desk {
        draw,
        case,
        record,
        kind,
        latest,
        source,
    })
}

/// What was written for a version; of a version from before there was a workbench, its words as they are.
async fn source_of(tx: &mut Tx, pack: &Pack) -> Answer<Source> {
    let source = store::source(tx, pack.case, pack.version).await?;
    Ok(source.unwrap_or_else(|| Source {
        original: pack.circumstances.clone(),
        ..Source::default()
    }))
}

/// The record behind a case, and its kind in the version it was loaded with.
async fn record_of<'a>(app: &'a App, tx: &mut Tx, case: &Case) -> Answer<(Record, &'a Kind)> {
    let missing = |what: &str| DbError::inconsistent(format!("panel_case {}", case.id), what);
    let record = register::store::record(tx, case.record)
        .await?
        .ok_or_else(|| missing("its record is gone"))?;
    let batch = register::store::batch(tx, record.batch)
        .await?
        .ok_or_else(|| missing("its batch is gone"))?;
    let version = u32::try_from(batch.kind_version).unwrap_or_default();
    let kind = app
        .packs
        .kind(&record.kind, version)
        .ok_or_else(|| missing("its kind is not known"))?;
    Ok((record, kind))
}

/// Keeps a version that is being written with the text made anew, and logs how much was decided, not about what. With
/// `ready` it is looked through once more and handed to the checker.
async fn keep(
    act: &mut Act<'_>,
    actor: &Actor,
    (desk, reader): (&Desk<'_>, &Reader<'_>),
    (pack, source): (Pack, &Source),
    ready: bool,
) -> Answer<Pack> {
    let mut anew = source.anew()?;
    let summary = reader.summary(source, &pack.cover().wider, &mut anew.tokens)?;
    let mut pack = pack.write(&anew.text, summary, actor.person)?;
    if ready {
        let title = reference(&desk.draw, &desk.case);
        if let Some(left) = reader.left(&title, &pack, source)? {
            return Err(Refusal::field(LEFT, sentence(&left.to_string())));
        }
        pack = pack.prepare(&title, actor.person, act.now)?;
    }
    store::keep(&mut act.tx, &pack).await?;
    store::note_work(&mut act.tx, pack.case, true, act.now).await?;
    store::keep_source(&mut act.tx, pack.case, pack.version, source).await?;
    let mut note = Note::altered("case", pack.case)
        .with("label", &desk.case.label)
        .with("pack_version", pack.version);
    for decision in Decision::ALL {
        note = note.with(decision.as_str(), source.count(*decision));
    }
    if let Some(hash) = pack.hash {
        note = note.with("hash", hex::encode(hash));
    }
    if ready {
        act.log_as("pack.prepare", note).await?;
    } else {
        act.log(note).await?;
    }
    Ok(pack)
}

/// The field of a refusal that is about the words as a whole.
pub const LEFT: &str = "left";

/// A fault as a sentence of its own.
fn sentence(fault: &str) -> String {
    let (first, rest) = fault.split_at_checked(1).unwrap_or_default();
    format!("{}{rest}", first.to_uppercase())
}

/// Refuses a pack that is not its source made anew, or in which anything is left.
async fn nothing_left(act: &mut Act<'_>, (draw, case): (&Draw, &Case), pack: &Pack) -> Answer<()> {
    let source = source_of(&mut act.tx, pack).await?;
    if source.anew()?.text != pack.circumstances {
        return Err(Fault::Changed.into());
    }
    let (record, kind) = record_of(act.app, &mut act.tx, case).await?;
    let reader = Reader::new(kind, &record.fields, &source.names)?;
    match reader.left(&reference(draw, case), pack, &source)? {
        Some(left) => Err(Refusal::conflict(format!("case {}: {left}", case.label))),
        None => Ok(()),
    }
}

/// Words as they are kept: without spaces around them, lines ended one way; not too many, and none that hide others.
fn text(field: &str, words: &str, longest: usize) -> Answer<String> {
    let words = words.trim().replace("\r\n", "\n");
    if words.chars().count() > longest {
        let message = format!("Shorten the text to {longest} characters or fewer");
        return Err(Refusal::field(field, message));
    }
    let hiding = |sign: char| matches!(sign, '\0' | '\u{202d}' | '\u{202e}');
    if words.contains(hiding) {
        return Err(Refusal::field(
            field,
            "Type the text anew: it holds signs that are not seen and turn the writing round",
        ));
    }
    Ok(words)
}

/// A reason that is kept with the pack.
const REASON_LONGEST: usize = 1000;

/// A case that is up to be heard, with its draw. A reserve or a case that has left has no pack to show.
async fn heard(tx: &mut Tx, id: CaseId) -> Answer<(Case, Draw)> {
    let case = draw::store::case(tx, id)
        .await?
        .filter(|case| case.standing == Standing::Drawn);
    let case = case.ok_or(Refusal::NotFound)?;
    let draw = draw::store::draw(tx, case.draw).await?.ok_or(Refusal::NotFound)?;
    Ok((case, draw))
}

/// The draw of a case up to be heard, for whoever works on packs: where a page leads back to.
///
/// # Errors
/// A case that is not theirs.
pub async fn draw_of(app: &App, actor: &Actor, id: CaseId) -> Answer<DrawId> {
    let mut tx = app.db.read("pack.draw_of").await?;
    let (case, _) = heard(&mut tx, id).await?;
    actor.allow(Action::PackCheck, actor.facts(case.body))?;
    Ok(case.draw)
}

/// What people call a case, such as `WM-OOCR-2024-03/A07`.
#[must_use]
pub fn reference(draw: &Draw, case: &Case) -> String {
    format!("{}/{}", draw.reference, case.label)
}

fn check_reason(field: &str, reason: &str, message: &str) -> Answer<()> {
    match reason.trim().chars().count() {
        0 => Err(Refusal::field(field, message)),
        length if length > REASON_LONGEST => Err(Refusal::field(
            field,
            format!("Shorten the reason to {REASON_LONGEST} characters or fewer"),
        )),
        _ => Ok(()),
    }
}
