//! A member opens a released pack.

use jiff::civil::Date;

use super::heard;
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    body,
    draw::{
        self,
        model::{Case, Draw},
    },
    pack::{cover::Cover, model::Pack, papers::Copy, store},
    platform::{
        app::App,
        clock::Moment,
        db::Tx,
        ids::{CaseId, CopyId, DrawId, OpeningId},
        refusal::{Answer, Refusal},
    },
};

/// A case as a member reads it. `case.record` is for the program: no page of a member shows it.
#[derive(Debug)]
pub struct ReadCase {
    /// The draw.
    pub draw: Draw,
    /// The case.
    pub case: Case,
    /// The released pack.
    pub pack: Pack,
    /// What stands on every page of it.
    pub papers: Papers,
    /// When reading ends.
    pub ends: Option<Moment>,
}

/// What every page of a case says of it: its marking, and whose copy it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Papers {
    /// The marking, with how to handle it.
    pub marking: String,
    /// The reader and their copy, where they have one.
    pub copy: Option<String>,
}

/// Opens a released pack; the opening is logged and kept, and with the first one the reader has a copy.
///
/// # Errors
/// [`Refusal::NotFound`] for whoever has no seat on the panel or has declared an interest, for a case that is not up to be
/// heard, for a pack that is not released, and once reading has ended: all look the same.
pub async fn read(app: &App, actor: &Actor, id: CaseId) -> Answer<ReadCase> {
    let mut act = actor.begin(app, "pack.read").await?;
    let (case, draw) = heard(&mut act.tx, id).await?;
    let seated = body::store::is_seated(&mut act.tx, case.panel, actor.person).await?;
    let conflicted = store::declared(&mut act.tx, id, actor.person).await?;
    actor.allow(
        Action::PackRead,
        actor.facts(case.body).seated(seated).conflicted(conflicted),
    )?;
    let pack = store::released(&mut act.tx, id).await?.ok_or(Refusal::NotFound)?;
    let ends = access_ends(&mut act.tx, (&case, &draw)).await?;
    if ends.is_some_and(|ends| ends <= act.now) {
        return Err(Refusal::NotFound);
    }
    let copy = copy(&mut act, actor, &pack).await?;
    let opening = OpeningId::new(app.clock.as_ref(), app.chance.as_ref())?;
    let now = act.now;
    store::add_opening(&mut act.tx, opening, &pack, actor.person, now).await?;
    act.log(
        Note::consulted("case", id)
            .with("label", &case.label)
            .with("pack_version", pack.version)
            .with("copy", copy.number),
    )
    .await?;
    act.commit().await?;
    let papers = Papers {
        marking: pack.cover().words(),
        copy: Some(copy.words(&actor.name, pack.version)),
    };
    Ok(ReadCase {
        draw,
        case,
        pack,
        papers,
        ends,
    })
}

/// The reader's copy of a version: the one they have, or the next.
///
/// # Errors
/// What the database says.
pub async fn copy(act: &mut Act<'_>, actor: &Actor, pack: &Pack) -> Answer<Copy> {
    if let Some(copy) = store::copy_of(&mut act.tx, pack.case, pack.version, actor.person).await? {
        return Ok(copy);
    }
    let copy = Copy {
        id: CopyId::new(act.app.clock.as_ref(), act.app.chance.as_ref())?,
        number: store::next_copy(&mut act.tx, pack.case, pack.version).await?,
        person: actor.person,
        issued_at: act.now,
    };
    store::add_copy(&mut act.tx, pack.case, pack.version, &copy).await?;
    Ok(copy)
}

/// When reading of a case ends, by the rules of its panel.
///
/// # Errors
/// What the database says.
pub async fn access_ends(tx: &mut Tx, (case, draw): (&Case, &Draw)) -> Answer<Option<Moment>> {
    let rules = store::rules(tx, case.panel).await?;
    let met_on = store::met_on(tx, case.id).await?;
    Ok(rules.access_ends(met_on, draw.reading_closes_at))
}

/// What the pages of a case say of it where it is not read itself: in the meeting, in a finding. Whoever asks has been let in
/// already.
///
/// # Errors
/// What the database says.
pub async fn papers_of(app: &App, actor: &Actor, id: CaseId) -> Answer<Papers> {
    let mut tx = app.db.read("pack.papers_of").await?;
    let pack = store::latest(&mut tx, id).await?;
    let copy = match &pack {
        Some(pack) => store::copy_of(&mut tx, id, pack.version, actor.person)
            .await?
            .map(|copy| copy.words(&actor.name, pack.version)),
        None => None,
    };
    let cover = pack.map_or_else(Cover::default, |pack| pack.cover());
    Ok(Papers {
        marking: cover.words(),
        copy,
    })
}

/// How many people have a case in a file that they took away, and until when the last of them can read it. Whoever asks has
/// been let in already.
///
/// # Errors
/// What the database says.
pub async fn taken_away(app: &App, case: CaseId) -> Answer<(i64, Option<Moment>)> {
    let mut tx = app.db.read("pack.taken_away").await?;
    Ok(store::taken_away(&mut tx, case, app.now()).await?)
}

/// When reading of each case of a draw ends.
///
/// # Errors
/// What the database says.
pub async fn draw_ends(tx: &mut Tx, draw: &Draw) -> Answer<Vec<(Case, Option<Moment>)>> {
    let mut all = Vec::new();
    for case in draw::store::cases_of(tx, draw.id).await? {
        let ends = access_ends(tx, (&case, draw)).await?;
        all.push((case, ends));
    }
    Ok(all)
}

/// Whether the papers of a draw can be read at an instant: those of the draw's own meeting, or of a later one that has cases on
/// its agenda again.
///
/// # Errors
/// What the database says.
pub async fn may_be_read(tx: &mut Tx, (draw, again_on): (DrawId, Option<Date>), at: Moment) -> Answer<bool> {
    let draw = draw::store::draw(tx, draw).await?.ok_or(Refusal::NotFound)?;
    let rules = store::rules(tx, draw.panel).await?;
    let met_on = match again_on {
        Some(day) => Some(day),
        None => store::draw_met_on(tx, draw.id).await?,
    };
    let ends = rules.access_ends(met_on, draw.reading_closes_at);
    Ok(ends.is_none_or(|ends| at < ends))
}
