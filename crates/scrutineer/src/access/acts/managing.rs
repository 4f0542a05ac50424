//! What administrators and coordinators do with accounts.

use crate::{
    access::{
        Action, Actor, Marking, Role,
        gate::hash_of,
        model::{Grant, Invitation, Person, PersonState, address},
        store,
    },
    audit::{Act, Note},
    platform::{
        app::App,
        clock::Moment,
        ids::{GrantId, InvitationId, PersonId},
        jobs,
        mail::Mail,
        refusal::{Answer, Refusal},
    },
};

/// Roles a coordinator may invite: the people of the cycle. Only an administrator invites the others.
pub const COORDINATORS_INVITE: [Role; 5] = [
    Role::Chair,
    Role::Member,
    Role::Substitute,
    Role::ForceLead,
    Role::FeedbackOwner,
];

/// The roles the person may invite others to.
#[must_use]
pub fn invitable(actor: &Actor) -> Vec<Role> {
    if actor.is(Role::Administrator) {
        Role::ALL.to_vec()
    } else {
        COORDINATORS_INVITE.to_vec()
    }
}

/// Everybody with a role in the body, and the invitations not used yet.
///
/// # Errors
/// As every act.
pub async fn people(app: &App, actor: &Actor) -> Answer<(Vec<(Person, Vec<Grant>)>, Vec<Invitation>)> {
    actor.allow(Action::PeopleRead, actor.facts(actor.body))?;
    let mut tx = app.db.read("access.people").await?;
    Ok((
        store::people_of(&mut tx, actor.body).await?,
        store::open_invitations(&mut tx, actor.body).await?,
    ))
}

/// Invites somebody by mail to a role in the body.
///
/// # Errors
/// A name or an address that cannot be used, a role the person may not give.
pub async fn invite(app: &App, actor: &Actor, name: &str, email: &str, role: &str) -> Answer<()> {
    actor.allow(Action::PeopleInvite, actor.facts(actor.body))?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Refusal::field(
            "name",
            "Enter the person's name, up to 100 characters",
        ));
    }
    let email = address(email)
        .ok_or_else(|| Refusal::field("email", "Enter an email address like name@example.police.uk"))?;
    let role = role
        .parse::<Role>()
        .ok()
        .filter(|role| invitable(actor).contains(role));
    let role = role.ok_or_else(|| Refusal::field("role", "Choose the role they are invited to"))?;
    let mut act = actor.begin(app, "people.invite").await?;
    let invitation = Invitation {
        id: InvitationId::new(app.clock.as_ref(), app.chance.as_ref())?,
        email,
        name: name.to_owned(),
        body: actor.body,
        role,
        invited_by: Some(actor.person),
        expires_at: act.now.plus_minutes(app.config.invitation_minutes),
        consumed_at: None,
    };
    send_invitation(app, &mut act, &actor.body_name, &invitation).await?;
    act.commit().await
}

/// Keeps an invitation, queues its letter and logs it; the token that opens it.
///
/// # Errors
/// What the database says.
pub async fn send_invitation(
    app: &App,
    act: &mut Act<'_>,
    body_name: &str,
    invitation: &Invitation,
) -> Answer<String> {
    let token = super::token(app)?;
    let now = act.now;
    store::add_invitation(&mut act.tx, invitation, hash_of(&token), now).await?;
    jobs::queue_mail(app, &mut act.tx, &letter(app, body_name, invitation, &token)).await?;
    act.log(Note::collected("invitation", invitation.id).with("role", invitation.role))
        .await?;
    Ok(token)
}

/// The message that carries an invitation. It names no case.
pub(super) fn letter(app: &App, body_name: &str, invitation: &Invitation, token: &str) -> Mail {
    let minutes = app.config.invitation_minutes;
    let text = format!(
        "Dear {},\n\n{body_name} invites you to Scrutineer as {}.\n\nOpen this link within {minutes} minutes to set up \
         your account:\n\n{}/invitation/{token}\n\nThe link works once. If it has run out, open it all the same: the page \
         will offer to send a new one.\n\nIf you did not expect this message, delete it.\n",
        invitation.name,
        invitation.role.title().to_lowercase(),
        app.config.address,
    );
    Mail {
        to: invitation.email.clone(),
        subject: "OFFICIAL: your invitation to Scrutineer".to_owned(),
        text,
    }
}

/// Changes the marking of what the body's people read and take away: in pages, and in the names of files.
///
/// # Errors
/// No marking that is known.
pub async fn mark(app: &App, actor: &Actor, marking: &str) -> Answer<()> {
    actor.allow(Action::PeopleManage, actor.facts(actor.body))?;
    let marking: Marking = marking
        .parse()
        .map_err(|_| Refusal::field("marking", "Choose the marking"))?;
    let mut act = actor.begin(app, "body.mark").await?;
    store::set_marking(&mut act.tx, actor.body, marking).await?;
    act.log(Note::altered("body", actor.body).with("marking", marking.as_str()))
        .await?;
    act.commit().await
}

/// Ends a role somebody holds in the body; the next page they ask for no longer has it.
///
/// # Errors
/// A role that is not there, or the last administrator's own.
pub async fn end_role(app: &App, actor: &Actor, grant: GrantId) -> Answer<()> {
    actor.allow(Action::PeopleManage, actor.facts(actor.body))?;
    let mut act = actor.begin(app, "people.end_role").await?;
    let people = store::people_of(&mut act.tx, actor.body).await?;
    let held = people
        .iter()
        .flat_map(|(_, grants)| grants)
        .find(|held| held.id == grant)
        .ok_or(Refusal::NotFound)?;
    let administrators = people
        .iter()
        .flat_map(|(_, grants)| grants)
        .filter(|held| held.role == Role::Administrator);
    if held.role == Role::Administrator && administrators.count() == 1 {
        return Err(Refusal::conflict(
            "this is the only administrator; give somebody else the role first",
        ));
    }
    let now = act.now;
    if !store::end_grant(&mut act.tx, grant, actor.body, actor.person, now).await? {
        return Err(Refusal::NotFound);
    }
    act.log(Note::altered("person", held.person).with("ended_role", held.role))
        .await?;
    act.commit().await
}

/// Shuts an account out and ends its sessions, or lets it in again.
///
/// # Errors
/// Somebody without a role in the body, or the person themselves.
pub async fn suspend(app: &App, actor: &Actor, person: PersonId, shut_out: bool) -> Answer<()> {
    actor.allow(Action::PeopleManage, actor.facts(actor.body))?;
    if person == actor.person {
        return Err(Refusal::conflict(
            "you cannot suspend your own account; ask another administrator",
        ));
    }
    let mut act = actor.begin(app, "people.suspend").await?;
    let people = store::people_of(&mut act.tx, actor.body).await?;
    let (mut person, _) = people
        .into_iter()
        .find(|(one, _)| one.id == person)
        .ok_or(Refusal::NotFound)?;
    person.state = match (shut_out, person.passphrase.is_some()) {
        (true, _) => PersonState::Suspended,
        (false, true) => PersonState::Active,
        (false, false) => PersonState::Invited,
    };
    store::change_person(&mut act.tx, &person).await?;
    let now: Moment = act.now;
    let ended = store::end_sessions_of(&mut act.tx, person.id, now).await?;
    act.log(
        Note::altered("person", person.id)
            .with("state", person.state.as_str())
            .with("sessions_ended", ended),
    )
    .await?;
    act.commit().await
}
