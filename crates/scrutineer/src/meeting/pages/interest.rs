//! `/meetings/{meeting}/cases/{case}/interest`: an interest that somebody declares while the panel meets.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    meeting::acts::{self, Hearing},
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::{CaseId, MeetingId},
        page,
        refusal::{Answer, Refusal},
    },
    review::model::NATURES_OF_ANOTHER,
};

#[derive(Template)]
#[template(path = "meeting/pages/interest.html")]
struct Page {
    frame: Frame,
    form: Form,
    meeting: MeetingId,
    case: CaseId,
    name: String,
    opened: bool,
    people: Vec<Choice>,
    natures: Vec<Choice>,
}

fn page_for(actor: &Actor, hearing: &Hearing, form: Form) -> Page {
    let person = |one: &crate::meeting::model::Sitting| {
        let id = one.attendance.person?;
        let name = one.name.clone().unwrap_or_default();
        Some(Choice::new(
            id.to_string(),
            format!("{name}, {}, {}", one.title, one.organisation),
        ))
    };
    Page {
        frame: actor.frame("/meetings").with_form(&form),
        form,
        meeting: hearing.meeting.id,
        case: hearing.case.id,
        name: hearing.name(),
        opened: hearing.opened.is_some() || hearing.opened_before,
        people: hearing.room.here.iter().filter_map(person).collect(),
        natures: NATURES_OF_ANOTHER
            .iter()
            .map(|(code, text)| Choice::new(*code, *text))
            .collect(),
    }
}

/// The form.
///
/// # Errors
/// As every page.
pub async fn get(
    State(app): State<App>,
    actor: Actor,
    At((meeting, case)): At<(MeetingId, CaseId)>,
) -> Answer<Response> {
    let hearing = acts::to_declare(&app, &actor, meeting, case).await?;
    page::show(&page_for(&actor, &hearing, Form::default()))
}

/// Records it; on to the case, or to the meeting for whoever has just left the case themselves.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At((meeting, case)): At<(MeetingId, CaseId)>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let said = (form.value("person"), form.value("nature"), form.value("note"));
    match acts::declare(&app, &actor, (meeting, case), said).await {
        Ok(true) => page::see_other(&format!("/meetings/{meeting}")),
        Ok(false) => page::see_other(&format!("/meetings/{meeting}/cases/{case}")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            let hearing = acts::to_declare(&app, &actor, meeting, case).await?;
            page::show_again(&page_for(&actor, &hearing, form))
        }
        Err(other) => Err(other),
    }
}
