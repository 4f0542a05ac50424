//! `/publications/{publication}`: one version, exactly as the public would see it, its clearances and its next step.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    platform::{
        app::App,
        form::{Choice, Fact, Form},
        frame::Frame,
        ids::PublicationId,
        page,
        refusal::{Answer, Refusal},
    },
    publication::{
        acts::{self, Opened},
        model::{CLEARANCES, Decision, State as Stands},
        words::document,
    },
    report::pages::document::Paper,
};

#[derive(Template)]
#[template(path = "publication/pages/one.html")]
struct One {
    frame: Frame,
    form: Form,
    id: PublicationId,
    title: String,
    name: String,
    reference: String,
    facts: Vec<Fact>,
    clearances: Vec<Line>,
    needed: usize,
    decide: bool,
    publish: bool,
    withdraw: bool,
    published: bool,
    again: Option<String>,
    choices: Vec<Choice>,
    paper: Paper,
}

struct Line {
    decision: &'static str,
    by: String,
    at: String,
    note: String,
}

fn one(actor: &Actor, opened: Opened, form: Form) -> One {
    let publication = &opened.publication;
    let mut facts = vec![
        Fact::new("State", publication.state.title()),
        Fact::new("Version", publication.version.to_string()),
        Fact::new("Prepared", publication.prepared_at.words()),
    ];
    facts.extend(
        publication
            .published_at
            .map(|at| Fact::new("Published", at.words())),
    );
    facts.push(Fact::new(
        "SHA-256 of the content",
        hex::encode(publication.content_hash),
    ));
    let line = |(one, by): &(crate::publication::model::Clearance, String)| Line {
        decision: one.decision.title(),
        by: by.clone(),
        at: one.at.words(),
        note: one.note.clone(),
    };
    let document = document(&opened.content);
    One {
        frame: actor.frame("/publications").with_form(&form),
        form,
        id: publication.id,
        title: document.title.clone(),
        name: opened.content.panel_name.clone(),
        reference: opened.content.reference.clone(),
        facts,
        clearances: opened.clearances.iter().map(line).collect(),
        needed: CLEARANCES,
        decide: opened.may_decide,
        publish: opened.may_publish && publication.state == Stands::Cleared,
        withdraw: opened.may_publish && publication.state == Stands::Published,
        published: publication.state == Stands::Published,
        again: opened
            .may_prepare
            .then(|| format!("/meetings/{}/publication", publication.meeting)),
        choices: vec![
            Choice::new(Decision::Cleared.as_str(), "It can be published as it is"),
            Choice::new(Decision::Refused.as_str(), "It cannot be published")
                .hint("It goes back and is prepared again"),
        ],
        paper: Paper::new(document),
    }
}

/// The version.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<PublicationId>) -> Answer<Response> {
    let opened = acts::open(&app, &actor, id).await?;
    page::show(&one(&actor, opened, Form::default()))
}

/// Clears or refuses it.
///
/// # Errors
/// As every page.
pub async fn clear(
    State(app): State<App>,
    actor: Actor,
    At(id): At<PublicationId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    match acts::decide(&app, &actor, id, form.value("decision"), form.value("note")).await {
        Ok(()) => page::see_other(&format!("/publications/{id}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            let opened = acts::open(&app, &actor, id).await?;
            page::show_again(&one(&actor, opened, form))
        }
        Err(other) => Err(other),
    }
}

/// Publishes it.
///
/// # Errors
/// As every page.
pub async fn publish(
    State(app): State<App>,
    actor: Actor,
    At(id): At<PublicationId>,
    posted: Posted,
) -> Answer<Response> {
    drop(posted);
    acts::publish(&app, &actor, id).await?;
    page::see_other(&format!("/publications/{id}"))
}

/// Takes it down.
///
/// # Errors
/// As every page.
pub async fn withdraw(
    State(app): State<App>,
    actor: Actor,
    At(id): At<PublicationId>,
    posted: Posted,
) -> Answer<Response> {
    drop(posted);
    acts::withdraw(&app, &actor, id).await?;
    page::see_other(&format!("/publications/{id}"))
}
