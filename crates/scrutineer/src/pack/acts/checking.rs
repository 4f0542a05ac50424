//! A second person looks at exactly what members will see.

use super::{check_reason, crowding::stands_out, heard, nothing_left, record_of, reference, source_of};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    draw::model::{Case, Draw},
    pack::{
        crowd::StandsOut,
        model::{Fault, Pack, PackState},
        reader::Reader,
        redaction::{Source, stretch},
        store,
    },
    platform::{
        app::App,
        ids::CaseId,
        refusal::{Answer, Refusal},
    },
};

/// A pack to be checked.
#[derive(Debug)]
pub struct Checking {
    /// The draw.
    pub draw: Draw,
    /// The case.
    pub case: Case,
    /// What members will see.
    pub pack: Pack,
    /// What is hidden, and what was left in and why.
    pub source: Source,
    /// Capitalised words that members will read and that nobody explained.
    pub queue: Vec<String>,
    /// Whether what is shown fits too few records.
    pub stands_out: Option<StandsOut>,
}

/// What the checker says.
#[derive(Debug, Clone, Copy)]
pub enum Verdict<'a> {
    /// Nobody can be recognised.
    Passed,
    /// It must be changed, and why.
    SentBack(&'a str),
}

/// The pack as members will see it, for somebody who did not write it. Reading it is logged.
///
/// # Errors
/// A case that is not theirs, a pack that does not wait, their own work.
pub async fn to_check(app: &App, actor: &Actor, id: CaseId) -> Answer<Checking> {
    let mut act = actor.begin(app, "pack.look_over").await?;
    let mut checking = load(&mut act, actor, id).await?;
    let (record, kind) = record_of(app, &mut act.tx, &checking.case).await?;
    let reader = Reader::new(kind, &record.fields, &checking.source.names)?;
    let shown = &checking.pack.circumstances;
    let words = reader.find(shown).queue.into_iter();
    checking.queue = words.map(|word| stretch(shown, word.start, word.end)).collect();
    let note = Note::consulted("case", id).with("label", &checking.case.label);
    act.log(note.with("pack_version", checking.pack.version)).await?;
    act.commit().await?;
    let mut tx = app.db.read("pack.stands_out").await?;
    let pack = Some(&checking.pack);
    checking.stands_out = stands_out((app, &mut tx), (&record, kind), &checking.case, pack).await?;
    Ok(checking)
}

async fn load(act: &mut Act<'_>, actor: &Actor, id: CaseId) -> Answer<Checking> {
    let (case, draw) = heard(&mut act.tx, id).await?;
    let conflicted = store::declared(&mut act.tx, id, actor.person).await?;
    let facts = actor.facts(case.body).conflicted(conflicted);
    actor.allow(Action::PackCheck, facts)?;
    let pack = store::latest(&mut act.tx, id).await?.ok_or(Refusal::NotFound)?;
    // They know of the pack, for they wrote it: say why instead of looking absent.
    if !actor.may(Action::PackCheck, facts.own_work(pack.written_by(actor.person))) {
        return Err(Fault::OwnWork.into());
    }
    if pack.state != PackState::Prepared {
        return Err(Fault::NotPrepared.into());
    }
    let source = source_of(&mut act.tx, &pack).await?;
    Ok(Checking {
        draw,
        case,
        pack,
        source,
        queue: Vec::new(),
        stands_out: None,
    })
}

/// Passes a pack or sends it back. `version` is the one the checker looked at.
///
/// # Errors
/// As [`to_check`]; something that is left in what would be shown; sending back without a reason.
pub async fn check(app: &App, actor: &Actor, id: CaseId, version: i64, verdict: Verdict<'_>) -> Answer<Pack> {
    let name = if matches!(verdict, Verdict::Passed) {
        "pack.check"
    } else {
        "pack.return"
    };
    let mut act = actor.begin(app, name).await?;
    let Checking { draw, case, pack, .. } = load(&mut act, actor, id).await?;
    if pack.version != version {
        return Err(Refusal::field(
            "reason",
            "There is a newer version of this pack than the one you looked at. It is shown above: check that one",
        ));
    }
    let pack = match verdict {
        Verdict::Passed => {
            let pack = pack.check(&reference(&draw, &case), actor.person, act.now)?;
            nothing_left(&mut act, (&draw, &case), &pack).await?;
            pack
        }
        Verdict::SentBack(reason) => {
            check_reason("reason", reason, "Enter what must be changed")?;
            pack.send_back(reason.trim(), actor.person, act.now)?
        }
    };
    store::keep(&mut act.tx, &pack).await?;
    let note = Note::altered("case", id)
        .with("label", &case.label)
        .with("pack_version", pack.version);
    act.log(note.with("hash", pack.hash.map(hex::encode).unwrap_or_default()))
        .await?;
    act.commit().await?;
    Ok(pack)
}
