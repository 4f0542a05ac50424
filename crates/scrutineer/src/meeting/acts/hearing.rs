//! One case in a meeting: who is in the room for it, opening its sealed classes, what is said.

use jiff::civil::Date;

use super::{interests_in, name_of, room, scale_of, terms_of};
use crate::{
    access::{Action, Actor, Role},
    audit::Note,
    body::{self, model::Terms},
    draw::{
        self,
        model::{Case, Standing},
    },
    meeting::{
        model::{Again, Fault, MOST_DISCUSSION, Meeting, MeetingState, Opened, Room, Spread},
        store,
    },
    pack,
    platform::{
        app::App,
        db::Tx,
        ids::{CaseId, FindingId, MeetingId},
        refusal::{Answer, Refusal},
    },
    review,
};

/// A case in a meeting and everybody in the room for it.
pub struct Hearing {
    /// The meeting.
    pub meeting: Meeting,
    /// The terms it is held under.
    pub terms: Terms,
    /// The case.
    pub case: Case,
    /// How it comes to be on the agenda again; nothing for a case of the meeting's own draw.
    pub again: Option<Again>,
    /// Since when it is open in this meeting, and what was said.
    pub opened: Option<Opened>,
    /// Whether an earlier meeting opened its sealed classes.
    pub opened_before: bool,
    /// What earlier meetings found on it, oldest first.
    pub found_before: Vec<(Date, FindingId)>,
    /// Who takes part, and who has withdrawn from this case.
    pub room: Room,
    /// The panel's finding.
    pub finding: Option<FindingId>,
}

impl Hearing {
    /// What people call the case in this meeting.
    #[must_use]
    pub fn name(&self) -> String {
        name_of(&self.case, self.again.as_ref())
    }
}

/// Loads a case for somebody who may do this and is in the room: the coordinator, or whoever sits in a seat and has no
/// interest in it. To everybody else it looks absent.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::Conflict`] before the meeting opens.
pub async fn hear(
    tx: &mut Tx,
    actor: &Actor,
    (meeting, case): (MeetingId, CaseId),
    action: Action,
) -> Answer<Hearing> {
    let meeting = store::meeting(tx, meeting).await?.ok_or(Refusal::NotFound)?;
    let case = draw::store::case(tx, case).await?.ok_or(Refusal::NotFound)?;
    let again = store::listed_again(tx, meeting.id).await?;
    let again = again
        .into_iter()
        .find(|(one, _)| *one == case.id)
        .map(|(_, again)| again);
    if (case.draw != meeting.draw && again.is_none()) || case.standing != Standing::Drawn {
        return Err(Refusal::NotFound);
    }
    let facts = actor
        .facts(meeting.body)
        .seated(body::store::is_seated(tx, meeting.panel, actor.person).await?)
        .conflicted(pack::store::declared(tx, case.id, actor.person).await?);
    actor.allow(action, facts)?;
    let room = room(tx, &meeting, Some(case.id)).await?;
    if !actor.is(Role::Coordinator) && !room.here.iter().any(|one| one.is(actor.person)) {
        return Err(Refusal::NotFound);
    }
    if meeting.state == MeetingState::Planned {
        return Err(Refusal::conflict(Fault::NotOpen.to_string()));
    }
    let found = store::found_in(tx, meeting.id).await?;
    let opened = store::opened(tx, case.id, meeting.id).await?;
    Ok(Hearing {
        terms: terms_of(tx, &meeting).await?,
        opened_before: again.is_some() && store::opened_before(tx, case.id, &meeting).await?,
        found_before: store::found_before(tx, case.id, &meeting).await?,
        opened,
        again,
        finding: found
            .iter()
            .find(|(one, _)| *one == case.id)
            .map(|(_, finding)| *finding),
        meeting,
        case,
        room,
    })
}

/// A case as those in the room see it. Once its sealed classes are open, looking is logged and the spread comes with it;
/// before, only how many have sealed.
///
/// # Errors
/// As [`hear`].
pub async fn look_at_case(
    app: &App,
    actor: &Actor,
    meeting: MeetingId,
    case: CaseId,
) -> Answer<(Hearing, i64, Option<Spread>)> {
    let mut act = actor.begin(app, "meeting.look_at_case").await?;
    let hearing = hear(&mut act.tx, actor, (meeting, case), Action::FindingRead).await?;
    let sealed = review::store::sealed_count(&mut act.tx, case).await?;
    let spread = if hearing.opened.is_some() || hearing.opened_before {
        let reviews = review::store::sealed_reviews(&mut act.tx, case).await?;
        let interests = interests_in(&mut act.tx, &hearing.meeting, Some(case)).await?;
        Some(Spread::of(&reviews, scale_of(app, &hearing.terms)?, &interests))
    } else {
        None
    };
    act.log(Note::consulted("case", case).with("opened", spread.is_some()))
        .await?;
    act.commit().await?;
    Ok((hearing, sealed, spread))
}

/// Opens a case, and with it its sealed classes, to everybody in the room for it. A quorum is not asked for: it is for a
/// finding.
///
/// # Errors
/// [`Refusal::NotFound`] for anybody but a chair in the room without an interest; [`Refusal::Conflict`] when the meeting is
/// not open or the case is.
pub async fn open_case(app: &App, actor: &Actor, meeting: MeetingId, case: CaseId) -> Answer<()> {
    let mut act = actor.begin(app, "meeting.open_case").await?;
    let hearing = hear(&mut act.tx, actor, (meeting, case), Action::MeetingRun).await?;
    hearing
        .meeting
        .must_be_open()
        .map_err(|fault| Refusal::conflict(fault.to_string()))?;
    if hearing.opened.is_some() {
        return Err(Refusal::conflict("this case is open already"));
    }
    let now = act.now;
    store::open_case(&mut act.tx, case, meeting, actor.person, now).await?;
    let sealed = review::store::sealed_count(&mut act.tx, case).await?;
    act.log(
        Note::disclosed("case", case)
            .with("meeting", meeting)
            .with("sealed", sealed),
    )
    .await?;
    act.commit().await
}

/// Records what was said of an opened case, in place of what was recorded. The chair and the coordinator do it while the
/// meeting is open.
///
/// # Errors
/// [`Refusal::Invalid`] on `discussion`; [`Refusal::Conflict`] when meeting or case is not open.
pub async fn discuss(app: &App, actor: &Actor, meeting: MeetingId, case: CaseId, said: &str) -> Answer<()> {
    let mut act = actor.begin(app, "meeting.discuss").await?;
    let hearing = hear(&mut act.tx, actor, (meeting, case), Action::FindingRecord).await?;
    hearing
        .meeting
        .must_be_open()
        .map_err(|fault| Refusal::conflict(fault.to_string()))?;
    if hearing.opened.is_none() {
        return Err(Refusal::conflict(
            "the chair has not opened this case yet; record the discussion after that",
        ));
    }
    let said = said.trim();
    if said.chars().count() > MOST_DISCUSSION as usize {
        let most = format!("The discussion must be {MOST_DISCUSSION} characters or fewer");
        return Err(Refusal::field("discussion", most));
    }
    store::discuss(&mut act.tx, case, meeting, said).await?;
    act.log(Note::altered("case", case).with("discussion_characters", said.chars().count()))
        .await?;
    act.commit().await
}
