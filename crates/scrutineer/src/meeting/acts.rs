//! Looking at meetings. Planning is in [`planning`], running in [`running`], one case in [`hearing`].

mod hearing;
mod interests;
mod listing;
mod planning;
mod running;

pub use hearing::{Hearing, discuss, hear, look_at_case, open_case};
pub use interests::{declare, to_declare};
pub use planning::{NewMeeting, attend, attending, draw_to_plan, plan};
pub use running::{close, open};

use super::{
    model::{Again, FeedbackLine, Heard, Meeting, Room, Sitting},
    store,
};
use crate::{
    access::{Action, Actor},
    body::{
        self,
        model::{Panel, Terms, Verdict},
    },
    draw::{
        self,
        model::{Case, Draw, DrawState, Standing},
    },
    pack,
    platform::{
        app::App,
        db::Tx,
        ids::{CaseId, FindingId, MeetingId, PersonId},
        packs::Scale,
        refusal::{Answer, Refusal},
    },
};

/// Loads a meeting for somebody who may do this in it; anything else looks absent.
async fn load(tx: &mut Tx, actor: &Actor, meeting: MeetingId, action: Action) -> Answer<Meeting> {
    let meeting = store::meeting(tx, meeting).await?.ok_or(Refusal::NotFound)?;
    let seated = body::store::is_seated(tx, meeting.panel, actor.person).await?;
    actor.allow(action, actor.facts(meeting.body).seated(seated))?;
    Ok(meeting)
}

/// The terms of reference a meeting is held under.
///
/// # Errors
/// What the database says.
pub async fn terms_of(tx: &mut Tx, meeting: &Meeting) -> Answer<Terms> {
    body::store::terms_by_id(tx, meeting.terms)
        .await?
        .ok_or(Refusal::NotFound)
}

/// The scale a meeting classes on.
///
/// # Errors
/// [`Refusal::Unavailable`] when no pack holds it.
pub fn scale_of<'a>(app: &'a App, terms: &Terms) -> Answer<&'a Scale> {
    scale_named(app, &terms.scale_id, terms.scale_version)
}

fn scale_named<'a>(app: &'a App, id: &str, version: i64) -> Answer<&'a Scale> {
    let number = u32::try_from(version).unwrap_or_default();
    let scale = app.packs.scale(id, number);
    scale.ok_or_else(|| Refusal::Unavailable(format!("no pack holds the scale {id} version {version}")))
}

/// Those who sit in a meeting; with a case, without those who have declared an interest in it.
///
/// # Errors
/// What the database says.
pub async fn room(tx: &mut Tx, meeting: &Meeting, case: Option<CaseId>) -> Answer<Room> {
    let interests = interests_in(tx, meeting, case).await?;
    let sittings = store::sittings(tx, meeting.id).await?;
    Ok(Room::of(
        sittings,
        &interests,
        &terms_of(tx, meeting).await?.quorum,
    ))
}

/// Everybody who has declared an interest in one case of the agenda; nobody without a case.
async fn interests_in(tx: &mut Tx, meeting: &Meeting, case: Option<CaseId>) -> Answer<Vec<PersonId>> {
    let all = store::interests(tx, meeting).await?;
    Ok(all
        .into_iter()
        .filter_map(|(one, person)| (Some(one) == case).then_some(person))
        .collect())
}

/// Whether those who sit in a meeting are a quorum, and why.
///
/// # Errors
/// What the database says.
pub async fn quorum(tx: &mut Tx, meeting: &Meeting) -> Answer<Verdict> {
    Ok(room(tx, meeting, None).await?.quorum)
}

/// The meetings of one panel, and the draws that have none yet.
pub struct Listed {
    /// The panel.
    pub panel: Panel,
    /// Its meetings, latest first, each with its draw's reference.
    pub meetings: Vec<(Meeting, String)>,
    /// Drawn, without a meeting, and for this person to plan.
    pub to_plan: Vec<Draw>,
}

/// The meetings of the panels whose meetings the person may see, by panel.
///
/// # Errors
/// As every act.
pub async fn meetings(app: &App, actor: &Actor) -> Answer<Vec<Listed>> {
    let mut tx = app.db.read("meeting.list").await?;
    let mut listed = Vec::new();
    for panel in body::store::panels_of(&mut tx, actor.body).await? {
        let seated = body::store::is_seated(&mut tx, panel.id, actor.person).await?;
        let facts = actor.facts(panel.body).seated(seated);
        if !actor.may(Action::MeetingRead, facts) {
            continue;
        }
        let draws = draw::store::draws_of(&mut tx, panel.id).await?;
        let reference = |meeting: &Meeting| {
            let draw = draws.iter().find(|draw| draw.id == meeting.draw);
            draw.map(|draw| draw.reference.clone()).unwrap_or_default()
        };
        let meetings = store::meetings_of(&mut tx, panel.id).await?;
        let meetings: Vec<(Meeting, String)> = meetings
            .into_iter()
            .map(|one| (one.clone(), reference(&one)))
            .collect();
        let mut to_plan = draws;
        to_plan.retain(|draw| {
            draw.state == DrawState::Drawn && !meetings.iter().any(|(meeting, _)| meeting.draw == draw.id)
        });
        if !actor.may(Action::MeetingPlan, facts) {
            to_plan.clear();
        }
        listed.push(Listed {
            panel,
            meetings,
            to_plan,
        });
    }
    Ok(listed)
}

/// A case on the agenda. What anybody thinks of it is not here.
pub struct Item {
    /// The case.
    pub case: Case,
    /// How far it has come.
    pub heard: Heard,
    /// The panel's finding.
    pub finding: Option<FindingId>,
    /// Whether the person asking has declared an interest in it.
    pub interest: bool,
    /// Whether members can read its papers.
    pub released: bool,
    /// How it comes to be on an agenda again; nothing for a case of the meeting's own draw.
    pub again: Option<Again>,
}

impl Item {
    /// What people call the case in this meeting: by its label alone, or with its own draw's reference where it comes from an
    /// earlier one.
    #[must_use]
    pub fn name(&self) -> String {
        name_of(&self.case, self.again.as_ref())
    }
}

fn name_of(case: &Case, again: Option<&Again>) -> String {
    match again {
        Some(again) => format!("{}/{}", again.reference, case.label),
        None => case.label.clone(),
    }
}

/// A meeting with its agenda and who sits in it.
pub struct Whole {
    /// The meeting.
    pub meeting: Meeting,
    /// The panel.
    pub panel: Panel,
    /// The terms it is held under.
    pub terms: Terms,
    /// The draw.
    pub draw: Draw,
    /// Every seat.
    pub sittings: Vec<Sitting>,
    /// Those who are here.
    pub room: Room,
    /// The cases: those listed again first, then those of the draw by stratum and place.
    pub items: Vec<Item>,
    /// Where the feedback of earlier findings stands: as of now, or as of when the meeting was closed. Without that on cases
    /// in which the person asking has an interest.
    pub feedback: Vec<FeedbackLine>,
    /// Whether the person asking has a seat on the panel.
    pub seated: bool,
}

/// A meeting as somebody who may see it sees it.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn look(app: &App, actor: &Actor, meeting: MeetingId) -> Answer<Whole> {
    let mut tx = app.db.read("meeting.look").await?;
    let meeting = load(&mut tx, actor, meeting, Action::MeetingRead).await?;
    let panel = body::store::panel(&mut tx, meeting.panel)
        .await?
        .ok_or(Refusal::NotFound)?;
    let draw = draw::store::draw(&mut tx, meeting.draw)
        .await?
        .ok_or(Refusal::NotFound)?;
    Ok(Whole {
        terms: terms_of(&mut tx, &meeting).await?,
        sittings: store::sittings(&mut tx, meeting.id).await?,
        room: room(&mut tx, &meeting, None).await?,
        items: items(&mut tx, actor, &meeting).await?,
        feedback: feedback(app, &mut tx, actor, &meeting).await?,
        seated: body::store::is_seated(&mut tx, meeting.panel, actor.person).await?,
        meeting,
        panel,
        draw,
    })
}

/// The cases on a meeting's agenda that are up to be heard: those listed again, then those of its draw.
async fn agenda(tx: &mut Tx, meeting: &Meeting) -> Answer<Vec<(Case, Option<Again>)>> {
    let mut cases = Vec::new();
    for (id, again) in store::listed_again(tx, meeting.id).await? {
        let case = draw::store::case(tx, id).await?.ok_or(Refusal::NotFound)?;
        cases.push((case, Some(again)));
    }
    let own = draw::store::cases_of(tx, meeting.draw).await?;
    let drawn = own.into_iter().filter(|case| case.standing == Standing::Drawn);
    cases.extend(drawn.map(|case| (case, None)));
    Ok(cases)
}

async fn items(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Answer<Vec<Item>> {
    let opened = store::opened_in(tx, meeting.id).await?;
    let found = store::found_in(tx, meeting.id).await?;
    let interests = store::interests(tx, meeting).await?;
    let released = pack::store::released_of_panel(tx, meeting.panel).await?;
    let item = |(case, again): (Case, Option<Again>)| {
        let finding = found
            .iter()
            .find(|(one, _)| *one == case.id)
            .map(|(_, finding)| *finding);
        let heard = match finding {
            Some(_) => Heard::Found,
            None if opened.contains(&case.id) => Heard::Opened,
            None => Heard::NotHeard,
        };
        Item {
            interest: interests.contains(&(case.id, actor.person)),
            released: released.contains(&case.id),
            case,
            heard,
            finding,
            again,
        }
    };
    Ok(agenda(tx, meeting).await?.into_iter().map(item).collect())
}

async fn feedback(app: &App, tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Answer<Vec<FeedbackLine>> {
    let at = meeting.closed_at.unwrap_or_else(|| app.now());
    let last_met = store::last_closed(tx, meeting).await?;
    let mut lines = Vec::new();
    for line in store::feedback_at(tx, meeting, at).await? {
        if line.on_agenda(last_met) && !pack::store::declared(tx, line.case, actor.person).await? {
            lines.push(line);
        }
    }
    Ok(lines)
}
