//! Opening and closing a meeting: the chair's acts.

use super::{agenda, listing::hand_on, load};
use crate::{
    access::{Action, Actor},
    audit::Note,
    meeting::{
        model::{Attendance, Meeting, Status},
        store,
    },
    platform::{
        app::App,
        db::Tx,
        ids::MeetingId,
        refusal::{Answer, Refusal},
    },
};

/// Opens a planned meeting. The chair who opens it is present; whoever is recorded otherwise must change that first.
///
/// # Errors
/// [`Refusal::NotFound`] for anybody but a chair of the panel; [`Refusal::Conflict`] when it is open or closed.
pub async fn open(app: &App, actor: &Actor, meeting: MeetingId) -> Answer<()> {
    let mut act = actor.begin(app, "meeting.open").await?;
    let meeting = load(&mut act.tx, actor, meeting, Action::MeetingRun).await?;
    let now = act.now;
    let meeting = meeting
        .open(now)
        .map_err(|fault| Refusal::conflict(fault.to_string()))?;
    hand_on(&mut act, meeting.panel).await?;
    store::expect_seats(&mut act.tx, &meeting, now).await?;
    take_the_chair(&mut act.tx, actor, &meeting).await?;
    if !store::open(&mut act.tx, &meeting, actor.person).await? {
        return Err(Refusal::conflict("the meeting is open already"));
    }
    act.log(Note::altered("meeting", meeting.id).with("state", "open"))
        .await?;
    act.commit().await
}

async fn take_the_chair(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Answer<()> {
    let sittings = store::sittings(tx, meeting.id).await?;
    if sittings.iter().any(|one| one.is(actor.person)) {
        return Ok(());
    }
    let seats = crate::body::store::seats(tx, meeting.panel).await?;
    let own = seats.iter().find(|seat| {
        seat.holder
            .as_ref()
            .is_some_and(|(person, _)| *person == actor.person)
    });
    let waiting = sittings.iter().find(|one| {
        own.is_some_and(|seat| seat.id == one.attendance.seat) && one.attendance.status == Status::Expected
    });
    let Some(sitting) = waiting else {
        return Err(Refusal::conflict(
            "you are not recorded as present; record the attendance, then open the meeting",
        ));
    };
    let present = Attendance {
        seat: sitting.attendance.seat,
        status: Status::Present,
        person: Some(actor.person),
    };
    let at = meeting.opened_at.unwrap_or_default();
    Ok(store::record(tx, meeting.id, &present, actor.person, at).await?)
}

/// Closes an open meeting and signs the log as it then stands. Cases that were not finished go on the agenda of the panel's
/// next meeting, when there is one.
///
/// # Errors
/// [`Refusal::NotFound`] for anybody but a chair of the panel; [`Refusal::Conflict`] when it is not open.
pub async fn close(app: &App, actor: &Actor, meeting: MeetingId) -> Answer<()> {
    let mut act = actor.begin(app, "meeting.close").await?;
    let meeting = load(&mut act.tx, actor, meeting, Action::MeetingRun).await?;
    let now = act.now;
    let meeting = meeting
        .close(now)
        .map_err(|fault| Refusal::conflict(fault.to_string()))?;
    if !store::close(&mut act.tx, &meeting, actor.person).await? {
        return Err(Refusal::conflict("the meeting is closed already"));
    }
    let cases = agenda(&mut act.tx, &meeting).await?.len();
    let found = store::found_in(&mut act.tx, meeting.id).await?.len();
    let note = Note::altered("meeting", meeting.id)
        .with("state", "closed")
        .with("cases", cases);
    act.log(note.with("findings", found)).await?;
    hand_on(&mut act, meeting.panel).await?;
    act.checkpoint().await?;
    act.commit().await
}
