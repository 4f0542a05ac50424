//! The coordinator's task list, release and withdrawal.

use std::collections::{BTreeMap, BTreeSet};

use super::{check_reason, crowding::of_checked, heard, nothing_left, reference};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    body,
    draw::{
        self,
        model::{Case, Draw, Standing},
    },
    pack::{
        cover::Marking,
        crowd::StandsOut,
        model::{Pack, PackState},
        store,
    },
    platform::{
        app::App,
        clock::Moment,
        ids::{CaseId, DrawId},
        jobs,
        mail::Mail,
        refusal::{Answer, Refusal},
    },
};

/// One drawn case and how far its pack is.
#[derive(Debug)]
pub struct Task {
    /// The case.
    pub case: Case,
    /// The newest version of its pack, if there is one.
    pub pack: Option<Pack>,
    /// How many people have opened it.
    pub readers: i64,
    /// Pages opened, times sent and seconds worked by those who prepared it.
    pub work: (i64, i64, i64),
}

/// The packs of a draw.
#[derive(Debug)]
pub struct Tasks {
    /// The draw.
    pub draw: Draw,
    /// One for each case up to be heard, by stratum and place.
    pub tasks: Vec<Task>,
}

impl Tasks {
    /// How many packs are in this state; `None` counts those not started.
    #[must_use]
    pub fn count(&self, state: Option<PackState>) -> usize {
        self.tasks
            .iter()
            .filter(|task| task.pack.as_ref().map(|pack| pack.state) == state)
            .count()
    }
}

/// The packs of a draw and how far they are; not what is in them.
///
/// # Errors
/// A draw that is not theirs.
pub async fn tasks(app: &App, actor: &Actor, id: DrawId) -> Answer<Tasks> {
    let mut tx = app.db.read("pack.tasks").await?;
    let draw = draw::acts::draw_for(&mut tx, actor, Action::PackCheck, id).await?;
    let mut packs = store::of_draw(&mut tx, id).await?;
    let readers = store::readers_of_draw(&mut tx, id).await?;
    let work = store::work_of_draw(&mut tx, id).await?;
    let cases = draw::store::cases_of(&mut tx, id).await?;
    let drawn = cases.into_iter().filter(|case| case.standing == Standing::Drawn);
    let tasks = drawn.map(|case| Task {
        pack: packs.remove(&case.id),
        readers: readers.get(&case.id).copied().unwrap_or_default(),
        work: work.get(&case.id).copied().unwrap_or_default(),
        case,
    });
    Ok(Tasks {
        draw,
        tasks: tasks.collect(),
    })
}

/// How packs are released.
#[derive(Debug, Clone, Default)]
pub struct Releasing {
    /// When members' reading ends.
    pub closes_at: Moment,
    /// Cases to be released although their facts fit too few records; those not named here wait.
    pub all_the_same: BTreeSet<CaseId>,
    /// Why.
    pub why: String,
}

/// Releases the checked packs of a draw, sets when members' reading ends, and tells them that there is something to read;
/// how many were released. A pack whose facts fit too few records is released only when it is named, with a reason.
///
/// # Errors
/// An end that has passed, nothing checked, a pack that is not what was prepared, or in which something is left; no reason.
pub async fn release(app: &App, actor: &Actor, id: DrawId, releasing: &Releasing) -> Answer<usize> {
    let mut act = actor.begin(app, "pack.release").await?;
    let draw = draw::acts::draw_for(&mut act.tx, actor, Action::PackRelease, id).await?;
    let closes_at = releasing.closes_at;
    if closes_at <= act.now {
        return Err(Refusal::field(
            "closes_on",
            "The end of reading must be in the future",
        ));
    }
    let packs = to_release(&mut act, &draw).await?;
    let standing_out = of_checked(app, &mut act.tx, &draw, &packs).await?;
    let named = |case: &CaseId| releasing.all_the_same.contains(case);
    if standing_out.keys().any(named) {
        check_reason("why", &releasing.why, "Enter why they are released all the same")?;
    }
    let (mut released, mut marking) = (0, Marking::Official);
    for (case, pack) in packs {
        let out = standing_out.get(&case);
        if out.is_some() && !named(&case) {
            continue;
        }
        marking = marking.max(pack.cover().marking);
        let why = out.map(|out| (out, releasing.why.trim()));
        let_out(&mut act, actor, &draw, (case, pack), why).await?;
        released += 1;
    }
    if released == 0 && !standing_out.is_empty() {
        return Err(Refusal::field(
            "all_the_same",
            "Tick the cases to release all the same, or send them back to be told less exactly",
        ));
    }
    if released == 0 {
        return Err(Refusal::conflict(
            "no pack of this draw is checked and waiting, so there is nothing to release",
        ));
    }
    draw::store::set_reading_closes(&mut act.tx, id, closes_at).await?;
    let note = Note::altered("draw", id)
        .with("released", released)
        .with("reading_closes_at", closes_at.rfc3339());
    act.log(note).await?;
    tell_readers(&mut act, &draw, (closes_at, marking)).await?;
    act.commit().await?;
    Ok(released)
}

/// The checked packs of cases that are up to be heard.
async fn to_release(act: &mut Act<'_>, draw: &Draw) -> Answer<BTreeMap<CaseId, Pack>> {
    let mut packs = store::of_draw(&mut act.tx, draw.id).await?;
    let cases = draw::store::cases_of(&mut act.tx, draw.id).await?;
    let drawn = cases.iter().filter(|case| case.standing == Standing::Drawn);
    let drawn: BTreeSet<CaseId> = drawn.map(|case| case.id).collect();
    packs.retain(|case, pack| pack.state == PackState::Checked && drawn.contains(case));
    Ok(packs)
}

/// Opens one pack to members; where it stands out, with the reason.
async fn let_out(
    act: &mut Act<'_>,
    actor: &Actor,
    draw: &Draw,
    (id, pack): (CaseId, Pack),
    why: Option<(&StandsOut, &str)>,
) -> Answer<()> {
    let (case, _) = heard(&mut act.tx, id).await?;
    let pack = pack.release(&reference(draw, &case), actor.person, act.now)?;
    nothing_left(act, (draw, &case), &pack).await?;
    store::keep(&mut act.tx, &pack).await?;
    let mut note = Note::disclosed("case", id)
        .with("label", &case.label)
        .with("pack_version", pack.version)
        .with("marking", pack.cover().marking.as_str())
        .with("hash", pack.hash.map(hex::encode).unwrap_or_default());
    if let Some((out, reason)) = why {
        let by = (actor.person, act.now);
        store::add_crowd(&mut act.tx, (id, pack.version), out, reason, by).await?;
        note = note.with("crowd", out.records).with("crowd_least", out.least);
    }
    act.log(note).await?;
    Ok(())
}

/// Queues a letter for everybody who can read the panel's papers. Its subject begins with the highest marking among them. It says whose papers and until when: nothing of a case, nor
/// how many there are.
async fn tell_readers(act: &mut Act<'_>, draw: &Draw, (closes_at, marking): (Moment, Marking)) -> Answer<()> {
    let panel = body::store::panel(&mut act.tx, draw.panel)
        .await?
        .ok_or(Refusal::NotFound)?;
    let text = format!(
        "Papers of the {} are ready for you to read.\n\nReading ends on {}. Sign in to read them and to seal your \
         classes:\n\n{}/reading\n\nThis message holds nothing of any case. Please do not write about cases by email.\n",
        panel.name,
        closes_at.words(),
        act.app.config.address,
    );
    for (_, to) in body::store::readers(&mut act.tx, draw.panel).await? {
        let mail = Mail {
            to,
            subject: format!("{marking}: papers are ready to read", marking = marking.title()),
            text: text.clone(),
        };
        jobs::queue_mail(act.app, &mut act.tx, &mail).await?;
    }
    Ok(())
}

/// Takes a checked or released pack back; members can no longer open it.
///
/// # Errors
/// No reason, a pack that is not out.
pub async fn withdraw(app: &App, actor: &Actor, id: CaseId, reason: &str) -> Answer<Pack> {
    let mut act = actor.begin(app, "pack.withdraw").await?;
    let (case, _) = heard(&mut act.tx, id).await?;
    actor.allow(Action::PackRelease, actor.facts(case.body))?;
    let pack = store::latest(&mut act.tx, id).await?.ok_or(Refusal::NotFound)?;
    check_reason("reason", reason, "Enter why the pack is withdrawn")?;
    let pack = pack.withdraw(reason.trim(), actor.person, act.now)?;
    store::keep(&mut act.tx, &pack).await?;
    act.log(
        Note::altered("case", id)
            .with("label", &case.label)
            .with("pack_version", pack.version),
    )
    .await?;
    act.commit().await?;
    Ok(pack)
}
