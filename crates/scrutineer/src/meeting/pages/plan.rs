//! `/draws/{draw}/meeting/new`: when and where the panel meets on the cases of a draw.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    draw::model::Draw,
    meeting::acts::{self, NewMeeting},
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        ids::DrawId,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "meeting/pages/plan.html")]
struct Plan {
    frame: Frame,
    form: Form,
    draw: DrawId,
    reference: String,
}

fn page_for(actor: &Actor, draw: Draw, form: Form) -> Plan {
    let frame = actor.frame("/meetings").with_form(&form);
    Plan {
        frame,
        form,
        draw: draw.id,
        reference: draw.reference,
    }
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(draw): At<DrawId>) -> Answer<Response> {
    let draw = acts::draw_to_plan(&app, &actor, draw).await?;
    page::show(&page_for(&actor, draw, Form::default()))
}

/// Plans the meeting and goes to it.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(draw): At<DrawId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let held_on = form.date("held_on", "date of the meeting");
    let new = NewMeeting {
        held_on,
        time: form.value("time"),
        place: form.value("place"),
    };
    match acts::plan(&app, &actor, draw, &new).await {
        Ok(meeting) => page::see_other(&format!("/meetings/{}", meeting.id)),
        Err(Refusal::Invalid(errors)) => {
            form.errors.extend(errors);
            let draw = acts::draw_to_plan(&app, &actor, draw).await?;
            page::show_again(&page_for(&actor, draw, form))
        }
        Err(other) => Err(other),
    }
}
