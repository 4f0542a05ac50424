//! The people of the example, their accounts and what each can do next.

use std::collections::BTreeSet;

use jiff::civil::date;

use super::Stage;
use crate::{
    access::{
        Actor, Marking, Role, acts,
        model::{Body, Grant, Person, PersonState},
        store,
    },
    audit::{Act, Note, Who},
    platform::{
        chance::bytes,
        ids::{BodyId, GrantId, PersonId},
        refusal::Answer,
    },
};

/// The passphrase of every account of the example. It opens nothing else.
pub const PASSPHRASE: &str = "harvest lantern bicycle";

/// One account of the example.
pub struct Account {
    /// Their name.
    pub name: &'static str,
    /// Their address.
    pub email: &'static str,
    /// The role they hold.
    pub role: Role,
    /// What they can do next, for the start page.
    pub next: &'static str,
}

const fn account(name: &'static str, email: &'static str, role: Role, next: &'static str) -> Account {
    Account {
        name,
        email,
        role,
        next,
    }
}

/// Every account.
pub const ACCOUNTS: [Account; 15] = [
    account(
        "Helen Osborne",
        "helen@opcc.westmarch.example",
        Role::Coordinator,
        "check packs of the stop and search panel and release them; plan a draw; prepare results",
    ),
    account(
        "Marcus Hale",
        "marcus@westmarch.example",
        Role::ForceLead,
        "finish the packs of the stop and search panel; answer feedback",
    ),
    account(
        "Daniel Whitcombe",
        "daniel@trust.example",
        Role::Chair,
        "read and class cases; open the next meeting",
    ),
    account(
        "Margaret Ellison",
        "margaret@bench.example",
        Role::Member,
        "read and class cases before the next meeting",
    ),
    account(
        "Tom Achebe",
        "tom@prosecutors.example",
        Role::Member,
        "read and class cases before the next meeting",
    ),
    account(
        "Sofia Lindqvist",
        "sofia@victims.example",
        Role::Member,
        "read and class cases before the next meeting",
    ),
    account(
        "Grace Okafor",
        "grace@youthjustice.example",
        Role::Member,
        "read and class cases before the next meeting",
    ),
    account(
        "Bryn Pritchard",
        "bryn@council.example",
        Role::Member,
        "read and class cases before the next meeting",
    ),
    account(
        "Ruth Calder",
        "ruth@westmarch.example",
        Role::Member,
        "read and class cases before the next meeting",
    ),
    account(
        "Neil Farrow",
        "neil@bench.example",
        Role::Substitute,
        "stand in for the magistrates' seat",
    ),
    account(
        "Joanne Pike",
        "joanne@westmarch.example",
        Role::FeedbackOwner,
        "take feedback of the last meeting to its next stage",
    ),
    account(
        "Leah Stone",
        "leah@opcc.westmarch.example",
        Role::Publisher,
        "clear and publish results",
    ),
    account(
        "Omar Said",
        "omar@opcc.westmarch.example",
        Role::Publisher,
        "clear results that others prepared",
    ),
    account(
        "Ivy Chen",
        "ivy@audit.example",
        Role::Auditor,
        "read the log of acts",
    ),
    account(
        "Priya Nair",
        "priya@opcc.westmarch.example",
        Role::Administrator,
        "invite people; look after panels and seats",
    ),
];

/// Everybody, ready to act.
pub struct Cast {
    people: Vec<Actor>,
}

impl Cast {
    /// The person of that first name.
    ///
    /// # Errors
    /// A name that is not in [`ACCOUNTS`].
    pub fn get(&self, first_name: &str) -> Answer<&Actor> {
        let named = |actor: &&Actor| actor.name.split(' ').next() == Some(first_name);
        self.people
            .iter()
            .find(named)
            .ok_or(crate::platform::refusal::Refusal::NotFound)
    }

    /// Several people by their first names.
    ///
    /// # Errors
    /// As [`Cast::get`].
    pub fn all(&self, first_names: &[&str]) -> Answer<Vec<&Actor>> {
        first_names.iter().map(|name| self.get(name)).collect()
    }
}

/// Makes the body and its accounts.
///
/// # Errors
/// What the database says; a body of that name that is there already.
pub async fn arrive(stage: &Stage<'_>) -> Answer<Cast> {
    let app = stage.app;
    stage.at(date(2024, 1, 8), 9, 0);
    let passphrase = acts::hash_passphrase(app, PASSPHRASE).await?;
    let mut act = Act::begin(app, "body.add", Who::default()).await?;
    let body = Body {
        id: BodyId::new(app.clock.as_ref(), app.chance.as_ref())?,
        name: "Office of the Police and Crime Commissioner for Westmarch".to_owned(),
        short_name: "WM".to_owned(),
        force_name: "Westmarch Police".to_owned(),
        marking: Marking::default(),
    };
    let now = act.now;
    store::add_body(&mut act.tx, &body, now).await?;
    act.log(Note::collected("body", body.id)).await?;
    let mut people = Vec::new();
    for account in &ACCOUNTS {
        let id = PersonId::new(app.clock.as_ref(), app.chance.as_ref())?;
        let secret = bytes::<20>(app.chance.as_ref())?;
        let person = Person {
            id,
            email: account.email.to_owned(),
            name: account.name.to_owned(),
            passphrase: Some(passphrase.clone()),
            totp_secret: Some(acts::seal_codes(app, id, &secret)?),
            totp_step: 0,
            state: PersonState::Active,
        };
        store::add_person(&mut act.tx, &person, now).await?;
        let id = GrantId::new(app.clock.as_ref(), app.chance.as_ref())?;
        let grant = Grant {
            id,
            person: person.id,
            body: body.id,
            role: account.role,
            granted_at: now,
        };
        store::add_grant(&mut act.tx, &grant, None).await?;
        act.log_as(
            "people.add",
            Note::collected("person", person.id).with("role", account.role),
        )
        .await?;
        people.push(actor(&body, &person, account.role));
    }
    act.commit().await?;
    Ok(Cast { people })
}

fn actor(body: &Body, person: &Person, role: Role) -> Actor {
    Actor {
        person: person.id,
        name: person.name.clone(),
        body: body.id,
        body_name: body.name.clone(),
        force_name: body.force_name.clone(),
        marking: body.marking,
        roles: BTreeSet::from([role]),
        csrf: String::new(),
        session: [0; 32],
        demo: true,
    }
}
