//! A first visit: from the link in the mail to a passphrase and one-time codes.

use super::{managing::letter, new_session};
use crate::{
    access::{
        actor::Visitor,
        gate::hash_of,
        model::{Grant, Invitation, Person, PersonState, Stage, passphrase},
        store,
    },
    audit::{Act, Note, Who},
    platform::{
        app::App,
        chance::bytes,
        ids::{GrantId, PersonId},
        jobs,
        refusal::{Answer, Refusal},
    },
};

use super::{
    codes::{open_codes, seal_codes, step_of},
    signing_in::{hash_passphrase, session_body},
};

/// Whether the link can be used now (true), or only be exchanged for a new one (false).
///
/// # Errors
/// [`Refusal::NotFound`] for a link that was never sent or has been used.
pub async fn invitation_open(app: &App, token: &str) -> Answer<bool> {
    let mut tx = app.db.read("access.invitation").await?;
    let invitation = store::invitation_by_token(&mut tx, hash_of(token)).await?;
    let invitation = invitation
        .filter(|one| one.consumed_at.is_none())
        .ok_or(Refusal::NotFound)?;
    Ok(invitation.open(app.now()))
}

/// What using an invitation led to.
pub enum Arrival {
    /// A new account: this session's token leads to setting it up.
    SetUp(String),
    /// An account that is set up has one more role; sign in as always.
    RoleAdded,
}

/// Uses an invitation: the person gets the role, and a new person a session in which to set up the account.
///
/// # Errors
/// [`Refusal::NotFound`] for a link never sent or used before, [`Refusal::Conflict`] for one that has run out.
pub async fn consume(app: &App, token: &str) -> Answer<Arrival> {
    let mut act = Act::begin(app, "people.accept", Who::default()).await?;
    let invitation = store::invitation_by_token(&mut act.tx, hash_of(token))
        .await?
        .ok_or(Refusal::NotFound)?;
    if invitation.consumed_at.is_some() {
        return Err(Refusal::NotFound);
    }
    if !invitation.open(act.now) {
        return Err(Refusal::conflict(
            "this link has run out; open it again and ask for a new one",
        ));
    }
    act.belongs_to(Some(invitation.body));
    let person = person_for(&mut act, &invitation).await?;
    let now = act.now;
    if !store::consume_invitation(&mut act.tx, invitation.id, person.id, now).await? {
        return Err(Refusal::NotFound);
    }
    let held = store::grants_of(&mut act.tx, person.id).await?;
    if !held
        .iter()
        .any(|grant| grant.body == invitation.body && grant.role == invitation.role)
    {
        let grant = Grant {
            id: GrantId::new(app.clock.as_ref(), app.chance.as_ref())?,
            person: person.id,
            body: invitation.body,
            role: invitation.role,
            granted_at: act.now,
        };
        store::add_grant(&mut act.tx, &grant, invitation.invited_by).await?;
    }
    let arrival = if person.state == PersonState::Invited {
        let (session, token) = new_session(app, person.id, Some(invitation.body), Stage::SetUp)?;
        store::add_session(&mut act.tx, &session).await?;
        Arrival::SetUp(token)
    } else {
        Arrival::RoleAdded
    };
    act.log(
        Note::altered("invitation", invitation.id)
            .with("role", invitation.role)
            .with("person", person.id),
    )
    .await?;
    act.commit().await?;
    Ok(arrival)
}

async fn person_for(act: &mut Act<'_>, invitation: &Invitation) -> Answer<Person> {
    if let Some(person) = store::person_by_email(&mut act.tx, &invitation.email).await? {
        // A suspended account looks like a link that was never sent.
        return if person.state == PersonState::Suspended {
            Err(Refusal::NotFound)
        } else {
            Ok(person)
        };
    }
    let person = Person {
        id: PersonId::new(act.app.clock.as_ref(), act.app.chance.as_ref())?,
        email: invitation.email.clone(),
        name: invitation.name.clone(),
        passphrase: None,
        totp_secret: None,
        totp_step: 0,
        state: PersonState::Invited,
    };
    let now = act.now;
    store::add_person(&mut act.tx, &person, now).await?;
    Ok(person)
}

/// Sends a new link to the address of an invitation that has run out.
///
/// # Errors
/// [`Refusal::NotFound`] for a link never sent or used before.
pub async fn renew(app: &App, token: &str) -> Answer<()> {
    let mut act = Act::begin(app, "people.renew_invitation", Who::default()).await?;
    let invitation = store::invitation_by_token(&mut act.tx, hash_of(token))
        .await?
        .ok_or(Refusal::NotFound)?;
    if invitation.consumed_at.is_some() {
        return Err(Refusal::NotFound);
    }
    let body = store::body(&mut act.tx, invitation.body)
        .await?
        .ok_or(Refusal::NotFound)?;
    act.belongs_to(Some(invitation.body));
    let token = super::token(app)?;
    let expires_at = act.now.plus_minutes(app.config.invitation_minutes);
    store::renew_invitation(&mut act.tx, invitation.id, hash_of(&token), expires_at).await?;
    jobs::queue_mail(app, &mut act.tx, &letter(app, &body.name, &invitation, &token)).await?;
    act.log(Note::altered("invitation", invitation.id).with("renewed", "yes"))
        .await?;
    act.commit().await
}

/// The secret to show while setting up codes, made once, and the address it belongs to.
///
/// # Errors
/// [`Refusal::NotFound`] for a session that is not setting up.
pub async fn set_up_secret(app: &App, visitor: &Visitor) -> Answer<(Vec<u8>, Person)> {
    let mut person = arriving(app, visitor).await?;
    if let Some(secret) = open_codes(app, &person)? {
        return Ok((secret, person));
    }
    let secret = bytes::<20>(app.chance.as_ref())?.to_vec();
    person.totp_secret = Some(seal_codes(app, person.id, &secret)?);
    let who = Who {
        person: Some(person.id),
        ..Who::default()
    };
    let mut act = Act::begin(app, "people.prepare_codes", who).await?;
    store::change_person(&mut act.tx, &person).await?;
    act.log(Note::altered("person", person.id)).await?;
    act.commit().await?;
    Ok((secret, person))
}

async fn arriving(app: &App, visitor: &Visitor) -> Answer<Person> {
    let mut tx = app.db.read("access.arriving").await?;
    let person = store::person_by_id(&mut tx, visitor.person).await?;
    person
        .filter(|person| visitor.stage == Stage::SetUp && person.state == PersonState::Invited)
        .ok_or(Refusal::NotFound)
}

/// Finishes an account: keeps the passphrase, proves the codes work, and signs in. The token of the new session.
///
/// # Errors
/// [`Refusal::Invalid`] on `passphrase` or `code`.
pub async fn set_up(app: &App, visitor: &Visitor, chosen: &str, code: &str) -> Answer<String> {
    let mut person = arriving(app, visitor).await?;
    passphrase(chosen, &person.name, &person.email)
        .map_err(|sentence| Refusal::field("passphrase", sentence))?;
    let wrong = || {
        Refusal::field(
            "code",
            "The code is not right. Enter the 6 digits your app shows now",
        )
    };
    let secret = open_codes(app, &person)?.ok_or(Refusal::NotFound)?;
    let step = step_of(app, &secret, code)?.ok_or_else(wrong)?;
    person.passphrase = Some(hash_passphrase(app, chosen).await?);
    person.totp_step = step;
    person.state = PersonState::Active;
    let who = Who {
        person: Some(person.id),
        ..Who::default()
    };
    let mut act = Act::begin(app, "people.set_up", who).await?;
    store::change_person(&mut act.tx, &person).await?;
    let now = act.now;
    store::end_session(&mut act.tx, visitor.token_hash, now).await?;
    let body = session_body(&mut act.tx, person.id).await?;
    act.belongs_to(body);
    let (session, token) = new_session(app, person.id, body, Stage::Full)?;
    store::add_session(&mut act.tx, &session).await?;
    act.log(Note::altered("person", person.id).with("state", "active"))
        .await?;
    act.commit().await?;
    Ok(token)
}
