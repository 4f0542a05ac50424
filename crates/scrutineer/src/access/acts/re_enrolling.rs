//! Setting up an account anew, after a phone or the key that seals everybody's codes was lost. The roles stay; passphrase,
//! codes and sessions end, and a letter leads through the set-up as on a first visit.

use super::send_invitation;
use crate::{
    access::{
        model::{Invitation, Person, PersonState},
        store,
    },
    audit::{Act, Note, Who},
    platform::{
        app::App,
        ids::InvitationId,
        refusal::{Answer, Refusal},
    },
};

/// Has one person set up their account again; the token that opens their link.
///
/// # Errors
/// [`Refusal::NotFound`] for an address that no account has, or one that is suspended or holds no role.
pub async fn re_enrol(app: &App, email: &str) -> Answer<String> {
    let mut act = Act::begin(app, "people.re_enrol", Who::default()).await?;
    let person = store::person_by_email(&mut act.tx, email)
        .await?
        .filter(|person| person.state != PersonState::Suspended)
        .ok_or(Refusal::NotFound)?;
    let token = begin_again(&mut act, person).await?.ok_or(Refusal::NotFound)?;
    act.commit().await?;
    Ok(token)
}

/// Has everybody set up their account again, sealed with the key that `app` was opened with; how many letters went out.
/// Suspended accounts lose passphrase and codes too, but get no letter.
///
/// # Errors
/// What the database says.
pub async fn re_enrol_everybody(app: &App) -> Answer<usize> {
    let mut act = Act::begin(app, "people.re_enrol", Who::default()).await?;
    let now = act.now;
    app.vault.adopt(&mut act.tx, now).await?;
    act.log(Note::altered("codes_key", "installation").because("everybody sets up their codes again"))
        .await?;
    let mut letters = 0;
    for person in store::everybody(&mut act.tx).await? {
        letters += usize::from(begin_again(&mut act, person).await?.is_some());
    }
    act.commit().await?;
    Ok(letters)
}

/// Ends what the person signs in with and sends the letter; the token of its link, or nothing for somebody who holds no role
/// or is suspended.
async fn begin_again(act: &mut Act<'_>, mut person: Person) -> Answer<Option<String>> {
    let suspended = person.state == PersonState::Suspended;
    person.passphrase = None;
    person.totp_secret = None;
    person.totp_step = 0;
    if !suspended {
        person.state = PersonState::Invited;
    }
    store::change_person(&mut act.tx, &person).await?;
    let now = act.now;
    let ended = store::end_sessions_of(&mut act.tx, person.id, now).await?;
    let held = store::grants_of(&mut act.tx, person.id).await?;
    act.belongs_to(held.first().map(|grant| grant.body));
    act.log(
        Note::altered("person", person.id)
            .with("state", person.state.as_str())
            .with("sessions_ended", ended),
    )
    .await?;
    let Some(grant) = held.first().filter(|_| !suspended) else {
        return Ok(None);
    };
    let body = store::body(&mut act.tx, grant.body)
        .await?
        .ok_or(Refusal::NotFound)?;
    let app = act.app;
    let invitation = Invitation {
        id: InvitationId::new(app.clock.as_ref(), app.chance.as_ref())?,
        email: person.email,
        name: person.name,
        body: grant.body,
        role: grant.role,
        invited_by: None,
        expires_at: now.plus_minutes(app.config.invitation_minutes),
        consumed_at: None,
    };
    send_invitation(app, act, &body.name, &invitation).await.map(Some)
}
