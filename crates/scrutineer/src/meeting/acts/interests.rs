//! An interest that somebody in the room declares while the panel meets: often the discussion is what tells them.

use super::hear;
use crate::{
    access::{Action, Actor},
    meeting::acts::Hearing,
    platform::{
        app::App,
        db::Tx,
        ids::{CaseId, MeetingId, PersonId},
        refusal::{Answer, Refusal},
    },
    review::{self, model::Interest},
};

/// A case of an open meeting in which an interest can still be recorded.
async fn ready(tx: &mut Tx, actor: &Actor, meeting: MeetingId, case: CaseId) -> Answer<Hearing> {
    let hearing = hear(tx, actor, (meeting, case), Action::FindingRecord).await?;
    hearing
        .meeting
        .must_be_open()
        .map_err(|fault| Refusal::conflict(fault.to_string()))?;
    if hearing.finding.is_some() {
        return Err(Refusal::conflict(
            "the panel has found on this case already; add the interest to the finding as a later fact",
        ));
    }
    Ok(hearing)
}

/// The case and who takes part in it, for the form.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::Conflict`] when the meeting is not open or there is a finding.
pub async fn to_declare(app: &App, actor: &Actor, meeting: MeetingId, case: CaseId) -> Answer<Hearing> {
    let mut tx = app.db.read("meeting.to_declare").await?;
    ready(&mut tx, actor, meeting, case).await
}

/// Records that somebody who takes part has an interest in the case: they leave for it, have no vote on it and do not count
/// towards its quorum. Before the chair has opened the case, what they sealed is taken out; afterwards the spread stays as it
/// was shown, for what is missing from it would tell whose it was. Whether it was the recorder's own.
///
/// # Errors
/// As [`to_declare`]; [`Refusal::Invalid`] on `person`, `nature` or `note`.
pub async fn declare(
    app: &App,
    actor: &Actor,
    (meeting, case): (MeetingId, CaseId),
    (person, nature, note): (&str, &str, &str),
) -> Answer<bool> {
    let mut act = actor.begin(app, "meeting.declare_interest").await?;
    let hearing = ready(&mut act.tx, actor, meeting, case).await?;
    let person = person
        .parse()
        .ok()
        .filter(|person: &PersonId| hearing.room.here.iter().any(|one| one.is(*person)));
    let person = person.ok_or_else(|| Refusal::field("person", "Choose who has the interest"))?;
    let interest = Interest {
        case,
        person,
        nature,
        note: note.trim(),
        recorded_by: Some(actor.person),
    };
    let opened = hearing.opened.is_some() || hearing.opened_before;
    review::acts::take_away(&mut act, &interest, opened).await?;
    act.commit().await?;
    Ok(person == actor.person)
}
