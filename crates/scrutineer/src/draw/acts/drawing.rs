//! The seed, and the cases that follow from it.

use std::collections::BTreeMap;

use stats::sampling::{Drawn, Frame, Plan, Source, commitment, draw as draw_cases, seed as seed_of};

use super::{draw_for, plan_of, showing};
use crate::{
    access::{Action, Actor},
    audit::Note,
    draw::{
        beacon::{Beacon, Given},
        model::{Case, Chosen, Draw, Standing, letters},
        plan, store,
    },
    platform::{
        app::App,
        clock::Moment,
        form::FieldError,
        ids::{CaseId, DrawId, RecordId},
        packs::strata::CHOSEN,
        refusal::{Answer, Refusal},
    },
};

/// Takes what the seed's sources gave, in the plan's order, and draws the cases.
///
/// # Errors
/// A frame not committed, a seed entered before, a round not published yet, a source that cannot be read (fields
/// `source_0`, `source_1`), a frame that is no longer the one committed to.
pub async fn seed(app: &App, actor: &Actor, id: DrawId, typed: &[String]) -> Answer<Draw> {
    let mut act = actor.begin(app, "draw.seed").await?;
    let committed = draw_for(&mut act.tx, actor, Action::DrawSeed, id).await?;
    committed.must_await_seed()?;
    let plan = plan_of(&committed)?;
    let beacon = Beacon::of(app)?;
    round_is_known(&beacon, &plan, act.now)?;
    let given = read_sources(&beacon, &plan, typed)?;
    let sources: Vec<Source> = given.iter().map(|given| given.source.clone()).collect();
    let changed =
        || Refusal::conflict("the frame kept here is not the one committed to; tell the administrator");
    let frame = Frame::new(store::frame_of(&mut act.tx, id).await?).map_err(|_| changed())?;
    let commitment = commitment(&frame, &plan);
    if committed.commitment != Some(commitment) {
        return Err(changed());
    }
    let seed = seed_of(&commitment, &sources);
    let drawn = draw_cases(&frame, &plan, &seed).map_err(|_| changed())?;
    let behind = store::records_behind(&mut act.tx, id).await?;
    let draw = committed.drawn(seed, act.now)?;
    let mut cases = cases(app, &draw, &drawn, &behind)?;
    for chosen in store::chosen(&mut act.tx, id).await? {
        cases.push(chosen_case(app, &draw, chosen)?);
    }
    store::take_seed(&mut act.tx, &draw, actor.person).await?;
    store::add_sources(&mut act.tx, id, &given).await?;
    store::add_cases(&mut act.tx, &cases).await?;
    let reserves = cases
        .iter()
        .filter(|case| case.standing == Standing::Reserve)
        .count();
    let note = Note::altered("draw", id)
        .with("reference", &draw.reference)
        .with("seed", hex::encode(seed));
    let note = with_beacon(note, &plan, &given);
    act.log(
        note.with("cases", cases.len() - reserves)
            .with("reserves", reserves),
    )
    .await?;
    showing::seed(&mut act, &draw).await?;
    act.checkpoint().await?;
    act.commit().await?;
    Ok(draw)
}

/// Says of a round whether its signature was checked, and what it is: anybody can then check it again.
fn with_beacon(note: Note, plan: &Plan, given: &[Given]) -> Note {
    if plan::round_of(plan).is_none() {
        return note;
    }
    match given.iter().find_map(|given| given.signature.as_ref()) {
        Some(signature) => note
            .with("beacon", "signature checked")
            .with("signature", hex::encode(signature)),
        None => note.with("beacon", "not checked"),
    }
}

fn round_is_known(beacon: &Beacon, plan: &Plan, now: Moment) -> Answer<()> {
    match plan::round_of(plan) {
        Some(round) if beacon.round_at(round) > now => {
            let at = beacon.round_at(round).words();
            Err(Refusal::conflict(format!(
                "round {round} of the beacon is published on {at}; enter the seed after that"
            )))
        }
        _ => Ok(()),
    }
}

fn read_sources(beacon: &Beacon, plan: &Plan, typed: &[String]) -> Answer<Vec<Given>> {
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    for (position, label) in plan.sources().iter().enumerate() {
        match beacon.source(label, typed.get(position).map_or("", String::as_str)) {
            Ok(source) => sources.push(source),
            Err(message) => errors.push(FieldError {
                field: format!("source_{position}"),
                message,
            }),
        }
    }
    if errors.is_empty() {
        Ok(sources)
    } else {
        Err(Refusal::Invalid(errors))
    }
}

/// The case of a record that somebody chose: in a stratum of its own, with the letter `Z`, which a stratum has only when all
/// others are taken.
fn chosen_case(app: &App, draw: &Draw, chosen: Chosen) -> Answer<Case> {
    Ok(Case {
        id: CaseId::new(app.clock.as_ref(), app.chance.as_ref())?,
        draw: draw.id,
        panel: draw.panel,
        body: draw.body,
        record: chosen.record,
        ref_: chosen.ref_,
        label: format!("Z{:02}", chosen.place),
        stratum: CHOSEN.to_owned(),
        place: chosen.place,
        standing: Standing::Drawn,
        brought_in_for: None,
        withdrawal_code: None,
        withdrawn_as: None,
        withdrawn_at: None,
    })
}

fn cases(app: &App, draw: &Draw, drawn: &Drawn, behind: &BTreeMap<String, RecordId>) -> Answer<Vec<Case>> {
    let strata: Vec<String> = drawn.strata.keys().cloned().collect();
    let mut cases = Vec::new();
    for ((stratum, list), letter) in drawn.strata.iter().zip(letters(&strata)) {
        let width = (list.drawn.len() + list.reserves.len()).to_string().len().max(2);
        let refs = list.drawn.iter().map(|ref_| (ref_, Standing::Drawn));
        let refs = refs.chain(list.reserves.iter().map(|ref_| (ref_, Standing::Reserve)));
        for ((ref_, standing), place) in refs.zip(1_i64..) {
            let missing = || Refusal::Unavailable(format!("frame_record {} {ref_} has no record", draw.id));
            cases.push(Case {
                id: CaseId::new(app.clock.as_ref(), app.chance.as_ref())?,
                draw: draw.id,
                panel: draw.panel,
                body: draw.body,
                record: *behind.get(ref_).ok_or_else(missing)?,
                ref_: ref_.clone(),
                label: format!("{letter}{place:0width$}"),
                stratum: stratum.clone(),
                place,
                standing,
                brought_in_for: None,
                withdrawal_code: None,
                withdrawn_as: None,
                withdrawn_at: None,
            });
        }
    }
    Ok(cases)
}
