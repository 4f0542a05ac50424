//! The coordinator's task list, release and withdrawal.

use super::{check_reason, heard, nothing_left, reference};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    body,
    draw::{
        self,
        model::{Case, Draw, Standing},
    },
    pack::{
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
    let cases = draw::store::cases_of(&mut tx, id).await?;
    let drawn = cases.into_iter().filter(|case| case.standing == Standing::Drawn);
    let tasks = drawn.map(|case| Task {
        pack: packs.remove(&case.id),
        readers: readers.get(&case.id).copied().unwrap_or_default(),
        case,
    });
    Ok(Tasks {
        draw,
        tasks: tasks.collect(),
    })
}

/// Releases every checked pack of a draw, sets when members' reading ends, and tells them that there is something to read;
/// how many were released.
///
/// # Errors
/// An end that has passed, nothing checked, a pack that is not what was prepared, or in which something is left.
pub async fn release(app: &App, actor: &Actor, id: DrawId, closes_at: Moment) -> Answer<usize> {
    let mut act = actor.begin(app, "pack.release").await?;
    let draw = draw::acts::draw_for(&mut act.tx, actor, Action::PackRelease, id).await?;
    if closes_at <= act.now {
        return Err(Refusal::field(
            "closes_on",
            "The end of reading must be in the future",
        ));
    }
    let mut packs = store::of_draw(&mut act.tx, id).await?;
    let mut released = 0;
    for case in draw::store::cases_of(&mut act.tx, id).await? {
        let pack = packs
            .remove(&case.id)
            .filter(|pack| pack.state == PackState::Checked);
        let Some(pack) = pack.filter(|_| case.standing == Standing::Drawn) else {
            continue;
        };
        let pack = pack.release(&reference(&draw, &case), actor.person, act.now)?;
        nothing_left(&mut act, (&draw, &case), &pack).await?;
        store::keep(&mut act.tx, &pack).await?;
        let note = Note::disclosed("case", case.id)
            .with("label", &case.label)
            .with("pack_version", pack.version);
        act.log(note.with("hash", pack.hash.map(hex::encode).unwrap_or_default()))
            .await?;
        released += 1;
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
    tell_readers(&mut act, &draw, closes_at).await?;
    act.commit().await?;
    Ok(released)
}

/// Queues a letter for everybody who can read the panel's papers. It says whose papers and until when: nothing of a case, nor
/// how many there are.
async fn tell_readers(act: &mut Act<'_>, draw: &Draw, closes_at: Moment) -> Answer<()> {
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
            subject: "OFFICIAL: papers are ready to read".to_owned(),
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
    check_reason(reason, "Enter why the pack is withdrawn")?;
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
