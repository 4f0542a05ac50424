//! The documents of a whole draw handed over at once: all that can be matched and read is kept in one act, or nothing is.

use std::collections::BTreeMap;

use intake::{Entry, Paper};

use super::attaching::{Taken, add, known, read, same, take};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    draw::{
        self,
        model::{Case, Draw, Standing},
    },
    pack::{
        document::{DocumentState, Known, MOST, matched},
        handover::{Fate, Handover, Went, entries},
        store,
    },
    platform::{
        app::App,
        ids::{CaseId, DrawId, HandoverId},
        refusal::{Answer, Refusal},
    },
};

/// A draw with everything handed over for it.
#[derive(Debug)]
pub struct Handovers {
    /// The draw.
    pub draw: Draw,
    /// The handovers, the newest first.
    pub all: Vec<Handover>,
}

async fn draw_for(act: &mut Act<'_>, actor: &Actor, id: DrawId) -> Answer<Draw> {
    let draw = draw::store::draw(&mut act.tx, id)
        .await?
        .ok_or(Refusal::NotFound)?;
    actor.allow(Action::PackPrepare, actor.facts(draw.body))?;
    Ok(draw)
}

/// What was handed over for a draw. Looking at it is logged: names of files may be somebody's.
///
/// # Errors
/// A draw that is not theirs.
pub async fn handovers(app: &App, actor: &Actor, id: DrawId) -> Answer<Handovers> {
    let mut act = actor.begin(app, "pack.documents").await?;
    let draw = draw_for(&mut act, actor, id).await?;
    let all = store::handovers(&mut act.tx, id).await?;
    act.log(Note::consulted("draw", id).with("what", "documents handed over"))
        .await?;
    act.commit().await?;
    Ok(Handovers { draw, all })
}

/// One document of a handover, as far as it came.
enum Part {
    /// It goes nowhere.
    Not(Went),
    /// It goes to this case.
    Goes(Went, CaseId, Box<Taken>),
}

/// Takes a handover apart, reads each document by itself, and keeps all that belong to a case of the draw.
///
/// # Errors
/// A file that is no handover, or a draw that is not theirs: nothing is kept.
pub async fn hand_over(
    app: &App,
    actor: &Actor,
    id: DrawId,
    (name, content): (&str, Vec<u8>),
) -> Answer<HandoverId> {
    let (cases, known) = cases_of(app, actor, id).await?;
    let unpacking = tokio::task::spawn_blocking(move || entries(&content));
    let found = unpacking
        .await
        .map_err(|_| Refusal::Unavailable("a handover could not be taken apart".to_owned()))?;
    let found = found.map_err(|sentence| Refusal::field("file", capital(&sentence)))?;
    let mut parts = Vec::with_capacity(found.len());
    let mut failed = None;
    for entry in found {
        match part(app, (&cases, &known), entry, &parts).await {
            Ok(part) => parts.push(part),
            Err(refusal) => {
                failed = Some(refusal);
                break;
            }
        }
    }
    let kept = match failed {
        Some(refusal) => Err(refusal),
        None => keep(app, actor, id, name, &parts).await,
    };
    if kept.is_err() {
        for part in &parts {
            if let Part::Goes(_, _, taken) = part {
                taken.undo(app).await;
            }
        }
    }
    kept
}

fn capital(sentence: &str) -> String {
    let (first, rest) = sentence.split_at_checked(1).unwrap_or_default();
    format!("{}{rest}", first.to_uppercase())
}

type Attached = BTreeMap<CaseId, Vec<crate::pack::document::Document>>;

/// The cases up to be heard by what they are called, and what each has already.
async fn cases_of(app: &App, actor: &Actor, id: DrawId) -> Answer<(Vec<Known>, Attached)> {
    let mut act = actor.begin(app, "pack.hand_over").await?;
    let draw = draw_for(&mut act, actor, id).await?;
    let cases: Vec<Case> = draw::store::cases_of(&mut act.tx, id).await?;
    let (mut called, mut attached) = (Vec::new(), Attached::new());
    for case in cases.iter().filter(|case| case.standing == Standing::Drawn) {
        called.push(known(&mut act, &draw, case).await?);
        attached.insert(case.id, store::documents(&mut act.tx, case.id).await?);
    }
    Ok((called, attached))
}

/// Matches and reads one document.
async fn part(
    app: &App,
    (cases, attached): (&[Known], &Attached),
    entry: Entry,
    before: &[Part],
) -> Answer<Part> {
    let mut went = Went {
        path: shown(&entry.path),
        label: None,
        case: None,
        fate: Fate::Unmatched,
        why: String::new(),
    };
    let case = match matched(&entry.path, cases) {
        Ok(case) => case,
        Err(why) => {
            went.why = why.to_owned();
            return Ok(Part::Not(went));
        }
    };
    (went.label, went.case) = (Some(case.label.clone()), Some(case.case));
    let known = attached.get(&case.case).map_or(&[][..], Vec::as_slice);
    if let Some(same) = same(known, &entry.bytes) {
        (went.fate, went.why) = (Fate::Known, format!("it is document {}", same.place));
        return Ok(Part::Not(went));
    }
    let coming = before
        .iter()
        .filter(|part| matches!(part, Part::Goes(_, to, _) if *to == case.case));
    if known.len() + coming.count() >= MOST {
        (went.fate, went.why) = (Fate::Refused, format!("a case can have {MOST} documents"));
        return Ok(Part::Not(went));
    }
    match read(&entry.bytes, &entry.path).await {
        Ok(paper) => {
            let (fate, why) = fate_of(&paper);
            (went.fate, went.why) = (fate, why);
            let taken = take(app, &entry.bytes, &entry.path, "", paper).await?;
            Ok(Part::Goes(went, case.case, Box::new(taken)))
        }
        Err(fault) => {
            (went.fate, went.why) = (Fate::Refused, fault.to_string());
            Ok(Part::Not(went))
        }
    }
}

fn fate_of(paper: &Paper) -> (Fate, String) {
    let (state, _) = crate::pack::document::state_of(paper);
    let left: Vec<String> = paper.dropped.iter().map(intake::Dropped::words).collect();
    let why = if left.is_empty() {
        String::new()
    } else {
        format!("left out: {}", left.join(", "))
    };
    match state {
        DocumentState::Held => (Fate::Held, why),
        _ => (Fate::Attached, why),
    }
}

/// A path as it can be shown, folder by folder.
fn shown(path: &str) -> String {
    let steps: Vec<String> = path.split('/').map(intake::plain_name).collect();
    steps.join("/")
}

async fn keep(app: &App, actor: &Actor, id: DrawId, name: &str, parts: &[Part]) -> Answer<HandoverId> {
    let mut act = actor.begin(app, "pack.hand_over").await?;
    let draw = draw_for(&mut act, actor, id).await?;
    let mut went = Vec::with_capacity(parts.len());
    for part in parts {
        let line = match part {
            Part::Not(line) => line,
            Part::Goes(line, to, taken) => {
                let case = draw::store::case(&mut act.tx, *to)
                    .await?
                    .ok_or(Refusal::NotFound)?;
                add(&mut act, actor, &case, taken).await?;
                line
            }
        };
        went.push(line.clone());
    }
    let handover = Handover {
        id: HandoverId::new(app.clock.as_ref(), app.chance.as_ref())?,
        draw: draw.id,
        name: intake::plain_name(name),
        went,
        by: actor.person,
        at: act.now,
    };
    store::add_handover(&mut act.tx, &handover).await?;
    let mut note = Note::collected("draw", draw.id).with("handover", handover.id);
    for (word, fate) in [
        ("attached", Fate::Attached),
        ("held", Fate::Held),
        ("known", Fate::Known),
        ("unmatched", Fate::Unmatched),
        ("refused", Fate::Refused),
    ] {
        note = note.with(word, handover.count(fate));
    }
    act.log(note).await?;
    act.commit().await?;
    Ok(handover.id)
}
