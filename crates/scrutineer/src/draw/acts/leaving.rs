//! A drawn case leaves, with a reason, and the next ticket comes in.

use super::plan_of;
use crate::{
    access::{Action, Actor, Role},
    audit::Note,
    body,
    draw::{
        model::{Case, Draw, Fault, Standing},
        store,
    },
    platform::{
        app::App,
        db::Tx,
        ids::CaseId,
        refusal::{Answer, Refusal},
    },
};

/// What a withdrawal would do.
#[derive(Debug)]
pub struct Departure {
    /// The draw.
    pub draw: Draw,
    /// The case that would leave.
    pub case: Case,
    /// The case that would come in, if a reserve is left.
    pub next: Option<Case>,
    /// The codes the plan allows.
    pub codes: Vec<String>,
}

/// What letting the case leave would do.
///
/// # Errors
/// A case that is not theirs, or that cannot leave.
pub async fn departure(app: &App, actor: &Actor, id: CaseId) -> Answer<Departure> {
    let mut tx = app.db.read("draw.departure").await?;
    let departure = load(&mut tx, actor, id).await?;
    if store::opened(&mut tx, id).await? {
        return Err(Fault::Opened.into());
    }
    if departure.case.standing != Standing::Drawn {
        return Err(Fault::NotHeard.into());
    }
    Ok(departure)
}

async fn load(tx: &mut Tx, actor: &Actor, id: CaseId) -> Answer<Departure> {
    let case = store::case(tx, id).await?.ok_or(Refusal::NotFound)?;
    let seated = body::store::is_seated(tx, case.panel, actor.person).await?;
    actor.allow(Action::DrawWithdraw, actor.facts(case.body).seated(seated))?;
    let draw = store::draw(tx, case.draw).await?.ok_or(Refusal::NotFound)?;
    let codes = plan_of(&draw)?.codes().to_vec();
    let next = store::next_reserve(tx, &case).await?;
    Ok(Departure {
        draw,
        case,
        next,
        codes,
    })
}

/// Lets a drawn case leave with one of the plan's codes; the next ticket of its stratum comes in, if one is left.
///
/// # Errors
/// A code the plan does not allow, a case that is not up to be heard or whose classes have been opened.
pub async fn withdraw(app: &App, actor: &Actor, id: CaseId, code: &str) -> Answer<Departure> {
    let mut act = actor.begin(app, "draw.withdraw").await?;
    let Departure {
        draw,
        case,
        next,
        codes,
    } = load(&mut act.tx, actor, id).await?;
    let opened = store::opened(&mut act.tx, id).await?;
    let role = if actor.is(Role::ForceLead) {
        Role::ForceLead
    } else {
        Role::Chair
    };
    let case = case.withdraw(code, role.title(), opened, act.now)?;
    if !codes.iter().any(|allowed| allowed == code) {
        return Err(Refusal::field("code", "Choose the reason the case leaves"));
    }
    store::change_case(&mut act.tx, &case, actor.person).await?;
    let next = next.map(|reserve| reserve.bring_in(case.id));
    if let Some(reserve) = &next {
        store::change_case(&mut act.tx, reserve, actor.person).await?;
    }
    let came = next.as_ref().map_or("nobody", |reserve| reserve.label.as_str());
    let note = Note::altered("case", case.id)
        .with("code", code)
        .with("label", &case.label);
    act.log(note.with("draw", draw.id).with("brought_in", came))
        .await?;
    act.commit().await?;
    Ok(Departure {
        draw,
        case,
        next,
        codes,
    })
}
