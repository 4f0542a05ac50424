//! Recording a finding, reading it, adding a supplement.

use super::{
    model::{Finding, MOST_NOTE, Observation, Rules, Said, Sound, Supplement},
    store,
};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    body,
    draw::{self, model::Case},
    meeting::{
        self,
        acts::{Hearing, hear, scale_of},
        model::Meeting,
    },
    pack,
    platform::{
        app::App,
        db::Tx,
        ids::{CaseId, FeedbackId, FindingId, MeetingId, ObservationId, SupplementId},
        packs::Scale,
        refusal::{Answer, Refusal},
    },
};

/// A case on which a finding can be recorded now.
async fn ready(tx: &mut Tx, actor: &Actor, meeting: MeetingId, case: CaseId) -> Answer<Hearing> {
    let hearing = hear(tx, actor, (meeting, case), Action::FindingRecord).await?;
    hearing
        .meeting
        .must_be_open()
        .map_err(|fault| Refusal::conflict(fault.to_string()))?;
    if hearing.opened.is_none() {
        return Err(Refusal::conflict(
            "the chair opens the sealed classes of this case before a finding is recorded",
        ));
    }
    if hearing.finding.is_some() {
        return Err(Refusal::conflict(
            "the panel has found on this case already; a later fact is added as a supplement",
        ));
    }
    Ok(hearing)
}

/// The case, its meeting and who takes part, for the form.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::Conflict`] when the meeting or the case is not open, or there is a finding.
pub async fn to_record(app: &App, actor: &Actor, meeting: MeetingId, case: CaseId) -> Answer<Hearing> {
    let mut tx = app.db.read("finding.to_record").await?;
    ready(&mut tx, actor, meeting, case).await
}

/// Records the panel's finding on a case, once and for all.
///
/// # Errors
/// As [`to_record`]; [`Refusal::Invalid`] without a quorum for the case, when votes do not add up or do not carry the class,
/// when class and axes do not fit, when something is missing.
pub async fn record(
    app: &App,
    actor: &Actor,
    meeting: MeetingId,
    case: CaseId,
    said: &Said,
) -> Answer<FindingId> {
    let mut act = actor.begin(app, "finding.record").await?;
    let hearing = ready(&mut act.tx, actor, meeting, case).await?;
    let quorum = &hearing.room.quorum;
    if !quorum.met {
        let words = format!(
            "There is no quorum for this case: {}. Record who is here, or stop",
            quorum.words.join("; ")
        );
        return Err(Refusal::field("votes_for", words));
    }
    let rules = Rules {
        scale: scale_of(app, &hearing.terms)?,
        mode: hearing.terms.decision_mode,
        votes: hearing.room.votes(),
        pack: &app.packs.observations,
    };
    let sound = said.check(&rules).map_err(Refusal::Invalid)?;
    let finding = keep(&mut act, actor, &hearing, said, &sound).await?;
    let (votes_for, against, abstained) = sound.votes;
    let note = Note::collected("finding", finding)
        .with("case", case)
        .with("class", &said.class)
        .with(
            "votes",
            format!("{votes_for} for, {against} against, {abstained} abstained"),
        )
        .with("observations", sound.observations.len());
    act.log(note).await?;
    act.commit().await?;
    Ok(finding)
}

async fn keep(
    act: &mut Act<'_>,
    actor: &Actor,
    hearing: &Hearing,
    said: &Said,
    sound: &Sound,
) -> Answer<FindingId> {
    let (clock, chance) = (act.app.clock.as_ref(), act.app.chance.as_ref());
    let (votes_for, votes_against, abstained) = sound.votes;
    let finding = Finding {
        id: FindingId::new(clock, chance)?,
        case: hearing.case.id,
        meeting: hearing.meeting.id,
        scale_id: hearing.terms.scale_id.clone(),
        scale_version: hearing.terms.scale_version,
        class: said.class.clone(),
        appropriate: said.appropriate.clone(),
        consistent: said.consistent.clone(),
        decision_mode: hearing.terms.decision_mode,
        votes_for,
        votes_against,
        abstained,
        reasons: said.reasons.trim().to_owned(),
        quorum_words: hearing.room.quorum.words.join("\n"),
        recorded_by: actor.person,
        recorded_at: act.now,
    };
    store::add(&mut act.tx, &finding).await?;
    for (position, one) in (1..).zip(&sound.observations) {
        let observation = Observation {
            id: ObservationId::new(clock, chance)?,
            finding: finding.id,
            theme: one.theme.clone(),
            polarity: one.polarity,
            severity: one.severity.clone(),
            destination: one.destination.clone(),
            note: one.note.clone(),
        };
        store::add_observation(&mut act.tx, &observation, position).await?;
    }
    Ok(finding.id)
}

/// Loads a finding for somebody who may do this to it; anything else looks absent.
async fn load(
    tx: &mut Tx,
    actor: &Actor,
    finding: FindingId,
    action: Action,
) -> Answer<(Finding, Meeting, Case)> {
    let finding = store::finding(tx, finding).await?.ok_or(Refusal::NotFound)?;
    let meeting = meeting::store::meeting(tx, finding.meeting)
        .await?
        .ok_or(Refusal::NotFound)?;
    let case = draw::store::case(tx, finding.case)
        .await?
        .ok_or(Refusal::NotFound)?;
    let facts = actor
        .facts(meeting.body)
        .seated(body::store::is_seated(tx, meeting.panel, actor.person).await?)
        .conflicted(pack::store::declared(tx, finding.case, actor.person).await?);
    actor.allow(action, facts)?;
    Ok((finding, meeting, case))
}

/// A finding with everything beside it.
pub struct Whole {
    /// The finding.
    pub finding: Finding,
    /// The meeting.
    pub meeting: Meeting,
    /// The case.
    pub case: Case,
    /// The scale it was made on.
    pub scale: Scale,
    /// What was observed.
    pub observations: Vec<Observation>,
    /// What became known later.
    pub supplements: Vec<Supplement>,
    /// The messages for officers, each with its stage.
    pub feedback: Vec<(FeedbackId, String)>,
    /// Whether the person asking has a seat on the panel.
    pub seated: bool,
}

/// Reads a finding; reading it is logged.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn read(app: &App, actor: &Actor, finding: FindingId) -> Answer<Whole> {
    let mut act = actor.begin(app, "finding.read").await?;
    let (finding, meeting, case) = load(&mut act.tx, actor, finding, Action::FindingRead).await?;
    let terms = meeting::acts::terms_of(&mut act.tx, &meeting).await?;
    let whole = Whole {
        scale: scale_of(app, &terms)?.clone(),
        observations: store::observations(&mut act.tx, finding.id).await?,
        supplements: store::supplements(&mut act.tx, finding.id).await?,
        feedback: store::feedback_on(&mut act.tx, finding.id).await?,
        seated: body::store::is_seated(&mut act.tx, meeting.panel, actor.person).await?,
        finding,
        meeting,
        case,
    };
    act.log(Note::consulted("finding", whole.finding.id).with("case", whole.case.id))
        .await?;
    act.commit().await?;
    Ok(whole)
}

/// The label of the case of a finding to which the person may add a supplement.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn to_supplement(app: &App, actor: &Actor, finding: FindingId) -> Answer<String> {
    let mut tx = app.db.read("finding.to_supplement").await?;
    let (_, _, case) = load(&mut tx, actor, finding, Action::FindingSupplement).await?;
    Ok(case.label)
}

/// Adds a later fact beside a finding; the finding stays as it is.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::Invalid`] on `note`.
pub async fn supplement(app: &App, actor: &Actor, finding: FindingId, note: &str) -> Answer<()> {
    let mut act = actor.begin(app, "finding.supplement").await?;
    let (finding, _, case) = load(&mut act.tx, actor, finding, Action::FindingSupplement).await?;
    let note = note.trim();
    if note.is_empty() {
        return Err(Refusal::field("note", "Enter what has become known"));
    }
    if note.chars().count() > MOST_NOTE as usize {
        return Err(Refusal::field(
            "note",
            format!("What has become known must be {MOST_NOTE} characters or fewer"),
        ));
    }
    let supplement = Supplement {
        id: SupplementId::new(app.clock.as_ref(), app.chance.as_ref())?,
        finding: finding.id,
        note: note.to_owned(),
        added_by: actor.person,
        added_at: act.now,
    };
    store::add_supplement(&mut act.tx, &supplement).await?;
    act.log(
        Note::altered("finding", finding.id)
            .with("case", case.id)
            .with("supplement", supplement.id),
    )
    .await?;
    act.commit().await
}
