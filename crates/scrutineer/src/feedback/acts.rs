//! Recording a message for an officer, and taking it there and back.

use super::{
    model::{
        Event, Item, Kind, MOST_MESSAGE, MOST_NOTE, NextStep, Response, Stage, Step, Subject, Tracked, due_on,
    },
    store,
};
use crate::{
    access::{Action, Actor, Role, model::PersonState},
    audit::{Act, Note},
    body, pack,
    platform::{
        app::App,
        db::Tx,
        ids::{FeedbackEventId, FeedbackId, FindingId, PanelId, PersonId},
        jobs,
        mail::Mail,
        refusal::{Answer, Refusal},
    },
};

/// A finding with the feedback that follows from it.
pub struct OfFinding {
    /// The finding.
    pub subject: Subject,
    /// What is recorded already.
    pub items: Vec<Tracked>,
}

/// An item with its history and who could take it.
pub struct OneItem {
    /// The item.
    pub tracked: Tracked,
    /// Its steps in order, with who took them.
    pub events: Vec<(Event, String)>,
    /// Whether the reader may take the next step.
    pub may_advance: bool,
    /// Whom it could be given to.
    pub owners: Vec<(PersonId, String)>,
}

/// A step as the form gives it.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'a> {
    /// The step the page showed, so that a page left open does not take two.
    pub step: &'a str,
    /// Whom to give it to.
    pub owner: &'a str,
    /// What the officer answered.
    pub response: &'a str,
    /// A note.
    pub note: &'a str,
}

async fn recordable(tx: &mut Tx, actor: &Actor, finding: FindingId) -> Answer<Subject> {
    let subject = store::subject(tx, finding).await?.ok_or(Refusal::NotFound)?;
    let seated = body::store::is_seated(tx, subject.panel, actor.person).await?;
    let conflicted = pack::store::declared(tx, subject.case, actor.person).await?;
    actor.allow(
        Action::FindingRecord,
        actor.facts(subject.body).seated(seated).conflicted(conflicted),
    )?;
    Ok(subject)
}

/// What is recorded for the officer of a finding, for those who may record more.
///
/// # Errors
/// [`Refusal::NotFound`] for a finding that is not there or not theirs.
pub async fn of_finding(app: &App, actor: &Actor, finding: FindingId) -> Answer<OfFinding> {
    let mut act = actor.begin(app, "feedback.read").await?;
    let subject = recordable(&mut act.tx, actor, finding).await?;
    let mut items = store::items(&mut act.tx, subject.body).await?;
    items.retain(|one| one.item.finding == finding);
    act.log(Note::consulted("finding", finding)).await?;
    act.commit().await?;
    Ok(OfFinding { subject, items })
}

/// Records a message for the officer of a finding, and tells the force that something waits.
///
/// # Errors
/// The fields `kind` and `message`; [`Refusal::NotFound`] for a finding that is not there or not theirs.
pub async fn record(
    app: &App,
    actor: &Actor,
    finding: FindingId,
    kind: &str,
    message: &str,
) -> Answer<FeedbackId> {
    let mut act = actor.begin(app, "feedback.record").await?;
    let subject = recordable(&mut act.tx, actor, finding).await?;
    let kind: Kind = kind
        .parse()
        .map_err(|_| Refusal::field("kind", "Choose praise or learning"))?;
    if message.trim().is_empty() {
        return Err(Refusal::field("message", "Enter the message for the officer"));
    }
    if message.chars().count() > MOST_MESSAGE as usize {
        let what = format!("The message must be {MOST_MESSAGE} characters or fewer");
        return Err(Refusal::field("message", what));
    }
    let item = Item {
        id: FeedbackId::new(app.clock.as_ref(), app.chance.as_ref())?,
        body: subject.body,
        panel: subject.panel,
        finding,
        kind,
        message: message.trim().to_owned(),
        stage: Stage::Recorded,
        response: None,
        owner: None,
        due_on: due_on(act.now.london_date()),
        created_at: act.now,
    };
    store::add_item(&mut act.tx, &item).await?;
    add_event(&mut act, &item, actor.person, "").await?;
    let note = Note::collected("feedback", item.id)
        .with("kind", kind.as_str())
        .with("finding", finding);
    act.log(note).await?;
    for (person, email) in force(&mut act, actor, &[Role::ForceLead]).await? {
        if person != actor.person {
            tell(&mut act, email).await?;
        }
    }
    act.commit().await?;
    Ok(item.id)
}

async fn add_event(act: &mut Act<'_>, item: &Item, by: PersonId, note: &str) -> Answer<()> {
    let event = Event {
        id: FeedbackEventId::new(act.app.clock.as_ref(), act.app.chance.as_ref())?,
        item: item.id,
        stage: item.stage,
        note: note.trim().to_owned(),
        by,
        at: act.now,
    };
    store::add_event(&mut act.tx, &event).await?;
    Ok(())
}

/// The active people of the actor's body in these roles: id and address.
async fn force(act: &mut Act<'_>, actor: &Actor, roles: &[Role]) -> Answer<Vec<(PersonId, String)>> {
    let people = crate::access::store::people_of(&mut act.tx, actor.body).await?;
    let holds =
        |grants: &[crate::access::model::Grant]| grants.iter().any(|grant| roles.contains(&grant.role));
    let active = people
        .into_iter()
        .filter(|(person, grants)| person.state == PersonState::Active && holds(grants));
    Ok(active.map(|(person, _)| (person.id, person.email)).collect())
}

/// Says that feedback waits: neither of which case nor what.
async fn tell(act: &mut Act<'_>, to: String) -> Answer<()> {
    let text = format!(
        "Feedback from a scrutiny panel is waiting for you.\n\nSign in to read it: {}/feedback\n",
        act.app.config.address
    );
    let mail = Mail {
        to,
        subject: "OFFICIAL: there is feedback waiting".to_owned(),
        text,
    };
    let app = act.app;
    jobs::queue_mail(app, &mut act.tx, &mail).await
}

/// The items the reader may see, before any filter: those of the panels they may follow.
///
/// # Errors
/// [`Refusal::NotFound`] for somebody who may follow none.
pub async fn tracker(app: &App, actor: &Actor) -> Answer<(Vec<Tracked>, Vec<(PanelId, String)>)> {
    let mut tx = app.db.read("feedback.tracker").await?;
    let mut panels = Vec::new();
    for panel in body::store::panels_of(&mut tx, actor.body).await? {
        let seated = body::store::is_seated(&mut tx, panel.id, actor.person).await?;
        if actor.may(Action::FeedbackRead, actor.facts(panel.body).seated(seated)) {
            panels.push((panel.id, panel.name));
        }
    }
    let mut items = store::items(&mut tx, actor.body).await?;
    items.retain(|one| panels.iter().any(|(panel, _)| *panel == one.item.panel));
    Ok((items, panels))
}

/// One item: its message and its steps. Reading the message is logged.
///
/// # Errors
/// [`Refusal::NotFound`] for an item that is not there or not theirs to follow.
pub async fn item(app: &App, actor: &Actor, id: FeedbackId) -> Answer<OneItem> {
    let mut act = actor.begin(app, "feedback.read").await?;
    let (tracked, seated) = readable(&mut act.tx, actor, id).await?;
    let may_advance = actor.may(
        Action::FeedbackAdvance,
        actor.facts(tracked.item.body).seated(seated),
    );
    let events = store::events(&mut act.tx, id).await?;
    let owners = owners(&mut act, actor).await?;
    act.log(Note::consulted("feedback", id)).await?;
    act.commit().await?;
    Ok(OneItem {
        tracked,
        events,
        may_advance,
        owners,
    })
}

async fn readable(tx: &mut Tx, actor: &Actor, id: FeedbackId) -> Answer<(Tracked, bool)> {
    let tracked = store::item(tx, id).await?.ok_or(Refusal::NotFound)?;
    let seated = body::store::is_seated(tx, tracked.item.panel, actor.person).await?;
    actor.allow(
        Action::FeedbackRead,
        actor.facts(tracked.item.body).seated(seated),
    )?;
    Ok((tracked, seated))
}

/// Those in the force to whom an item can be given.
async fn owners(act: &mut Act<'_>, actor: &Actor) -> Answer<Vec<(PersonId, String)>> {
    let able = force(act, actor, &[Role::ForceLead, Role::FeedbackOwner]).await?;
    let people = crate::access::store::people_of(&mut act.tx, actor.body).await?;
    let named = people
        .into_iter()
        .filter(|(person, _)| able.iter().any(|(one, _)| *one == person.id));
    Ok(named.map(|(person, _)| (person.id, person.name)).collect())
}

/// Takes an item to its next stage.
///
/// # Errors
/// The fields `owner`, `response` and `note`; a conflict for a step that is not the next one; [`Refusal::NotFound`] for
/// an item that is not theirs to move.
pub async fn advance(app: &App, actor: &Actor, id: FeedbackId, taken: Taken<'_>) -> Answer<()> {
    let mut act = actor.begin(app, "feedback.advance").await?;
    let (tracked, seated) = readable(&mut act.tx, actor, id).await?;
    actor.allow(
        Action::FeedbackAdvance,
        actor.facts(tracked.item.body).seated(seated),
    )?;
    let step = step(&mut act, actor, taken).await?;
    let item = tracked
        .item
        .take(step)
        .map_err(|fault| Refusal::conflict(fault.to_string()))?;
    check_note(step, taken.note)?;
    store::change_item(&mut act.tx, &item).await?;
    add_event(&mut act, &item, actor.person, taken.note).await?;
    let mut note = Note::altered("feedback", id).with("stage", item.stage.as_str());
    if let Some(response) = item.response {
        note = note.with("response", response.as_str());
    }
    act.log(note).await?;
    if let Step::Allocate(owner) = step {
        let able = force(&mut act, actor, &[Role::ForceLead, Role::FeedbackOwner]).await?;
        for (_, email) in able
            .into_iter()
            .filter(|(person, _)| *person == owner && owner != actor.person)
        {
            tell(&mut act, email).await?;
        }
    }
    act.commit().await
}

async fn step(act: &mut Act<'_>, actor: &Actor, taken: Taken<'_>) -> Answer<Step> {
    let next: NextStep = taken.step.parse().map_err(|_| {
        Refusal::conflict("this form does not say which step it is; reload the page and send it again")
    })?;
    Ok(match next {
        NextStep::Allocate => {
            let able = owners(act, actor).await?;
            let owner = able.iter().find(|(person, _)| person.to_string() == taken.owner);
            let (owner, _) =
                owner.ok_or_else(|| Refusal::field("owner", "Choose who takes it in the force"))?;
            Step::Allocate(*owner)
        }
        NextStep::SendToSupervisor => Step::SendToSupervisor,
        NextStep::Deliver => Step::Deliver,
        NextStep::Respond => {
            let response: Response = taken
                .response
                .parse()
                .map_err(|_| Refusal::field("response", "Choose what the officer answered"))?;
            Step::Respond(response)
        }
        NextStep::Close => Step::Close,
    })
}

/// A delivery says how, a dispute and further facts say what: without a note they tell the panel nothing.
fn check_note(step: Step, note: &str) -> Answer<()> {
    if note.chars().count() > MOST_NOTE as usize {
        return Err(Refusal::field(
            "note",
            format!("The note must be {MOST_NOTE} characters or fewer"),
        ));
    }
    let missing = note.trim().is_empty();
    match step {
        Step::Deliver if missing => Err(Refusal::field(
            "note",
            "Enter how the officer was told, such as in person or in writing",
        )),
        Step::Respond(Response::Disputed) if missing => {
            Err(Refusal::field("note", "Enter what the officer disputes"))
        }
        Step::Respond(Response::Clarified) if missing => {
            Err(Refusal::field("note", "Enter the further facts the officer gave"))
        }
        _ => Ok(()),
    }
}
