//! Looking at draws. No page of a draw holds the content of a case.

use std::collections::{BTreeMap, BTreeSet};

use stats::sampling::{Frame, Plan, PublishedDraw, Source, publish};

use super::{draw_for, grouping::populations, plan_of};
use crate::{
    access::{Action, Actor},
    body::{self, model::Panel},
    draw::{
        model::{Case, Chosen, Draw, DrawState},
        plan, store,
    },
    platform::{
        app::App,
        db::Tx,
        ids::{CaseId, DrawId, PanelId},
        refusal::{Answer, Refusal},
    },
};

/// A draw as its page shows it.
#[derive(Debug)]
pub struct Seen {
    /// The draw.
    pub draw: Draw,
    /// The panel.
    pub panel: Panel,
    /// Whether the reader sits on it.
    pub seated: bool,
    /// The plan.
    pub plan: Plan,
    /// Records in each stratum: of the frame once it is committed, of the register before.
    pub populations: BTreeMap<String, i64>,
    /// The committed frames that share a month with this one, in order of commitment.
    pub frames: Vec<Draw>,
    /// What the seed was made from; none before the draw.
    pub sources: Vec<Source>,
    /// The signature of the beacon's round among them, if it was checked.
    pub signature: Option<Vec<u8>>,
    /// The cases in every standing, by stratum and place.
    pub cases: Vec<Case>,
    /// Records that somebody chose to be heard beside the drawn cases.
    pub chosen: Vec<Chosen>,
    /// Those of them whose classes have been opened: they cannot leave any more.
    pub opened: BTreeSet<CaseId>,
}

/// The draw.
///
/// # Errors
/// A draw that is not theirs.
pub async fn look(app: &App, actor: &Actor, id: DrawId) -> Answer<Seen> {
    let mut tx = app.db.read("draw.look").await?;
    let draw = draw_for(&mut tx, actor, Action::DrawRead, id).await?;
    let panel = body::store::panel(&mut tx, draw.panel)
        .await?
        .ok_or(Refusal::NotFound)?;
    let populations = if draw.committed_at.is_some() {
        store::frame_strata(&mut tx, id).await?
    } else {
        let months = (draw.period_from.as_str(), draw.period_to.as_str());
        let themes = plan::themes(&plan_of(&draw)?);
        populations(app, &mut tx, &panel, months, &themes).await?
    };
    Ok(Seen {
        seated: body::store::is_seated(&mut tx, draw.panel, actor.person).await?,
        panel,
        plan: plan_of(&draw)?,
        populations,
        frames: store::committed_for(&mut tx, &draw).await?,
        sources: store::sources_of(&mut tx, id).await?,
        signature: store::signature_of(&mut tx, id).await?,
        cases: store::cases_of(&mut tx, id).await?,
        chosen: store::chosen(&mut tx, id).await?,
        opened: store::opened_of(&mut tx, id).await?,
        draw,
    })
}

/// The draws of a panel.
#[derive(Debug)]
pub struct Listed {
    /// The panel.
    pub panel: Panel,
    /// Its draws, newest first.
    pub draws: Vec<Draw>,
}

/// The draws of a panel.
///
/// # Errors
/// A panel that is not theirs.
pub async fn list(app: &App, actor: &Actor, id: PanelId) -> Answer<Listed> {
    let mut tx = app.db.read("draw.list").await?;
    let panel = body::store::panel(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let seated = body::store::is_seated(&mut tx, id, actor.person).await?;
    actor.allow(Action::DrawRead, actor.facts(panel.body).seated(seated))?;
    Ok(Listed {
        draws: store::draws_of(&mut tx, id).await?,
        panel,
    })
}

/// The files by which anybody can check the draw: `draw.json` and `frame.csv`, in this order, every salt disclosed.
///
/// # Errors
/// A draw not drawn yet, a draw that is not theirs.
pub async fn published(app: &App, actor: &Actor, id: DrawId) -> Answer<(Draw, String, String)> {
    let mut tx = app.db.read("draw.published").await?;
    let draw = draw_for(&mut tx, actor, Action::DrawRead, id).await?;
    let (draw_json, frame_csv) = files(&mut tx, &draw).await?;
    Ok((draw, draw_json, frame_csv))
}

/// The files of a draw for whoever publishes it; `published` says who may ask.
///
/// # Errors
/// A draw not drawn yet.
pub async fn files(tx: &mut Tx, draw: &Draw) -> Answer<(String, String)> {
    let (DrawState::Drawn, Some(committed_at)) = (draw.state, draw.committed_at) else {
        return Err(Refusal::conflict(
            "this draw has no seed yet; its files can be had once the cases are drawn",
        ));
    };
    let kept =
        |fault: stats::sampling::SamplingError| Refusal::Unavailable(format!("draw {}: {fault}", draw.id));
    let frame = Frame::new(store::frame_of(tx, draw.id).await?).map_err(kept)?;
    let disclosed: BTreeSet<String> = frame.records().map(|record| record.ref_().to_owned()).collect();
    let published = PublishedDraw {
        reference: &draw.reference,
        frame: &frame,
        plan: &plan_of(draw)?,
        committed_at: &committed_at.rfc3339(),
        sources: &store::sources_of(tx, draw.id).await?,
        withdrawals: &store::withdrawals_of(tx, draw.id).await?,
        disclosed: &disclosed,
    };
    publish(&published).map_err(kept)
}
