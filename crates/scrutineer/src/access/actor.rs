//! The person behind a request, and the forms they post.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Request},
    http::request::Parts,
    response::Response,
};
use subtle::ConstantTimeEq;

use super::{Action, Facts, Marking, Role, model::Stage, navigation, policy};
use crate::{
    audit::{Act, Who},
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        ids::{BodyId, PersonId},
        page,
        refusal::{Answer, Refusal},
        request,
    },
};

/// A signed-in person acting for a body.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The body they act for.
    pub body: BodyId,
    /// The body's name.
    pub body_name: String,
    /// The force the body holds to account.
    pub force_name: String,
    /// The marking the body has set for what its people read and take away.
    pub marking: Marking,
    /// The roles they hold there, at this very moment.
    pub roles: BTreeSet<Role>,
    /// The token their forms carry.
    pub csrf: String,
    /// SHA-256 of their session's token.
    pub session: [u8; 32],
    /// Whether this is the demonstration.
    pub demo: bool,
}

impl Actor {
    /// Who they are, for the log.
    #[must_use]
    pub fn who(&self) -> Who {
        let roles: Vec<&str> = self.roles.iter().map(|role| role.as_str()).collect();
        Who {
            person: Some(self.person),
            role: Some(roles.join(",")),
            body: Some(self.body),
        }
    }

    /// Begins an act of theirs; `name` is its word in the log.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin<'a>(&self, app: &'a App, name: &'static str) -> Answer<Act<'a>> {
        Act::begin(app, name, self.who()).await
    }

    /// The facts about them and a thing of `body`, least favourable first.
    #[must_use]
    pub fn facts(&self, body: BodyId) -> Facts {
        Facts::of_body(body == self.body)
    }

    /// Whether they may do this.
    #[must_use]
    pub fn may(&self, action: Action, facts: Facts) -> bool {
        policy::permits(&self.roles, action, facts)
    }

    /// Refuses, as if the thing were absent, what they may not do.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn allow(&self, action: Action, facts: Facts) -> Answer<()> {
        policy::require(&self.roles, action, facts)
    }

    /// Whether they hold the role.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// A file of the body's for them to keep, its name beginning with the body's marking.
    #[must_use]
    pub fn file(&self, name: &str, kind: &'static str, body: impl Into<Body>) -> Response {
        page::file(Some(self.marking.title()), name, kind, body)
    }

    /// The frame of a page for them; `current` is the path of the navigation entry to mark.
    #[must_use]
    pub fn frame(&self, current: &str) -> Frame {
        Frame {
            body_name: self.body_name.clone(),
            person: Some(self.name.clone()),
            nav: navigation::of(&self.roles, current),
            csrf: self.csrf.clone(),
            demo: self.demo,
            ..Frame::public("")
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Actor {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or(Refusal::NotFound)
    }
}

/// A session that is not, or not yet, fully signed in.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Whose session.
    pub person: PersonId,
    /// How far it has come.
    pub stage: Stage,
    /// SHA-256 of its token.
    pub token_hash: [u8; 32],
    /// The token its forms carry.
    pub csrf: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or(Refusal::NotFound)
    }
}

/// A form posted by a person with a session; its token has been checked.
pub struct Posted(pub Form);

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Refusal;
    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let token = token_of(&request)?;
        let form = request::read_form(request).await?;
        check_token(&form, &token)?;
        Ok(Self(form))
    }
}

/// A form with one file, posted by a person with a session; its token has been checked.
pub struct PostedFile(pub request::FileForm);

impl FromRequest<App> for PostedFile {
    type Rejection = Refusal;
    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let token = token_of(&request)?;
        let posted = request::read_file_form(request, app.config.upload_bytes).await?;
        check_token(&posted.form, &token)?;
        Ok(Self(posted))
    }
}

/// A form posted by anybody: sign-in and invitations, which have no session yet.
pub struct PublicPost(pub Form);

impl<S: Send + Sync> FromRequest<S> for PublicPost {
    type Rejection = Refusal;
    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        request::read_form(request).await.map(Self)
    }
}

fn token_of(request: &Request) -> Result<String, Refusal> {
    let extensions = request.extensions();
    let actor = extensions.get::<Actor>().map(|actor| actor.csrf.clone());
    actor
        .or_else(|| extensions.get::<Visitor>().map(|visitor| visitor.csrf.clone()))
        .ok_or(Refusal::NotFound)
}

fn check_token(form: &Form, token: &str) -> Result<(), Refusal> {
    if bool::from(form.value("csrf").as_bytes().ct_eq(token.as_bytes())) {
        Ok(())
    } else {
        Err(Refusal::conflict(
            "this form is too old to be sent; go back, reload the page and fill it in again",
        ))
    }
}
