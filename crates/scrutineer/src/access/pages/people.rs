//! `/people`: who holds which role; inviting, ending roles, suspending.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{
        Action, Actor, Marking,
        actor::Posted,
        acts,
        gate::At,
        model::{Grant, Person, PersonState},
    },
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::{GrantId, PersonId},
        page,
        refusal::{Answer, Refusal},
    },
};

struct Line {
    id: PersonId,
    name: String,
    email: String,
    state: &'static str,
    suspended: bool,
    me: bool,
    roles: Vec<(GrantId, &'static str)>,
}

#[derive(Template)]
#[template(path = "access/pages/people.html")]
struct People {
    frame: Frame,
    people: Vec<Line>,
    waiting: Vec<(String, &'static str, String)>,
    may_invite: bool,
    may_manage: bool,
    form: Form,
    markings: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "access/pages/invite.html")]
struct Invite {
    frame: Frame,
    form: Form,
    roles: Vec<Choice>,
}

fn line(actor: &Actor, person: Person, grants: Vec<Grant>) -> Line {
    let state = match person.state {
        PersonState::Invited => "Setting up",
        PersonState::Active => "Active",
        PersonState::Suspended => "Suspended",
    };
    Line {
        id: person.id,
        state,
        suspended: person.state == PersonState::Suspended,
        me: person.id == actor.person,
        roles: grants
            .iter()
            .map(|grant| (grant.id, grant.role.title()))
            .collect(),
        name: person.name,
        email: person.email,
    }
}

/// The list.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor) -> Answer<Response> {
    let mut form = Form::default();
    form.set("marking", actor.marking.as_str());
    page::show(&people_page(&app, &actor, form).await?)
}

async fn people_page(app: &App, actor: &Actor, form: Form) -> Answer<People> {
    let (people, waiting) = acts::people(app, actor).await?;
    let now = app.now();
    let waiting = waiting.into_iter().map(|one| {
        let until = if one.open(now) {
            format!("can be opened until {}", one.expires_at.words())
        } else {
            "has run out".into()
        };
        (one.name, one.role.title(), until)
    });
    let markings = Marking::ALL.iter();
    Ok(People {
        frame: actor.frame("/people").with_form(&form),
        form,
        markings: markings
            .map(|one| Choice::new(one.as_str(), one.title()))
            .collect(),
        people: people
            .into_iter()
            .map(|(person, grants)| line(actor, person, grants))
            .collect(),
        waiting: waiting.collect(),
        may_invite: actor.may(Action::PeopleInvite, actor.facts(actor.body)),
        may_manage: actor.may(Action::PeopleManage, actor.facts(actor.body)),
    })
}

fn invite_page(actor: &Actor, form: Form) -> Invite {
    let roles = acts::invitable(actor)
        .into_iter()
        .map(|role| Choice::new(role.as_str(), role.title()))
        .collect();
    Invite {
        frame: actor.frame("/people").with_form(&form),
        form,
        roles,
    }
}

/// The invitation form.
///
/// # Errors
/// As every page.
pub async fn invite(actor: Actor) -> Answer<Response> {
    page::show(&invite_page(&actor, Form::default()))
}

/// Sends an invitation.
///
/// # Errors
/// As every page.
pub async fn send(State(app): State<App>, actor: Actor, Posted(mut form): Posted) -> Answer<Response> {
    match acts::invite(
        &app,
        &actor,
        form.value("name"),
        form.value("email"),
        form.value("role"),
    )
    .await
    {
        Ok(()) => page::see_other("/people"),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&invite_page(&actor, form))
        }
        Err(other) => Err(other),
    }
}

/// Changes the marking of what the body's people read and take away.
///
/// # Errors
/// As every page.
pub async fn mark(State(app): State<App>, actor: Actor, Posted(mut form): Posted) -> Answer<Response> {
    match acts::mark(&app, &actor, form.value("marking")).await {
        Ok(()) => page::see_other("/people"),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&people_page(&app, &actor, form).await?)
        }
        Err(other) => Err(other),
    }
}

/// Ends a role.
///
/// # Errors
/// As every page.
pub async fn end_role(
    State(app): State<App>,
    actor: Actor,
    At(grant): At<GrantId>,
    posted: Posted,
) -> Answer<Response> {
    drop(posted);
    acts::end_role(&app, &actor, grant).await?;
    page::see_other("/people")
}

/// Suspends an account, or lets it in again.
///
/// # Errors
/// As every page.
pub async fn suspend(
    State(app): State<App>,
    actor: Actor,
    At(person): At<PersonId>,
    Posted(form): Posted,
) -> Answer<Response> {
    acts::suspend(&app, &actor, person, form.value("do") == "suspend").await?;
    page::see_other("/people")
}
