//! `/meetings`: the meetings of the person's panels, and the draws that wait for one.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::Actor,
    meeting::{acts, model::MeetingState},
    platform::{
        app::App,
        frame::Frame,
        ids::{DrawId, MeetingId},
        page,
        refusal::Answer,
    },
};

struct Line {
    id: MeetingId,
    when: String,
    place: String,
    reference: String,
    state: &'static str,
    colour: &'static str,
}

struct PanelPart {
    name: String,
    lines: Vec<Line>,
    to_plan: Vec<(DrawId, String)>,
}

#[derive(Template)]
#[template(path = "meeting/pages/list.html")]
struct List {
    frame: Frame,
    panels: Vec<PanelPart>,
}

/// The colour of a state's tag.
pub(super) fn colour(state: MeetingState) -> &'static str {
    match state {
        MeetingState::Planned => "blue",
        MeetingState::Open => "green",
        MeetingState::Closed => "grey",
    }
}

/// The page.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor) -> Answer<Response> {
    let listed = acts::meetings(&app, &actor).await?;
    let part = |one: acts::Listed| PanelPart {
        name: one.panel.name,
        lines: one
            .meetings
            .into_iter()
            .map(|(meeting, reference)| Line {
                id: meeting.id,
                when: meeting.starts_at.words(),
                place: meeting.place,
                reference,
                state: meeting.state.title(),
                colour: colour(meeting.state),
            })
            .collect(),
        to_plan: one
            .to_plan
            .into_iter()
            .map(|draw| (draw.id, draw.reference))
            .collect(),
    };
    page::show(&List {
        frame: actor.frame("/meetings"),
        panels: listed.into_iter().map(part).collect(),
    })
}
