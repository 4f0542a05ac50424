//! `/reading/offline/{pack}`: what became of the classes that came back, and the ones that wait for the member.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    platform::{
        app::App,
        frame::Frame,
        ids::{CaseId, OfflineId},
        page,
        refusal::Answer,
    },
    review::{
        acts::{self, Returned},
        model::View,
        offline::model::mark,
        pages::case::{Answers, answers_of},
    },
};

struct Row {
    title: String,
    outcome: &'static str,
}

/// A class that waits: what the file says and what is here, question by question.
struct Waiting {
    case: CaseId,
    title: String,
    rows: Vec<(&'static str, String, String)>,
    /// Nothing has been written here.
    blank: bool,
    papers_changed: bool,
    stands: String,
}

#[derive(Template)]
#[template(path = "review/pages/brought.html")]
struct Brought {
    frame: Frame,
    pack: OfflineId,
    made: String,
    waiting: Vec<Waiting>,
    rows: Vec<Row>,
}

async fn waiting(app: &App, pack: OfflineId, one: &Returned) -> Answer<Option<Waiting>> {
    let Some(brought) = &one.case.brought else {
        return Ok(None);
    };
    let scale = acts::scale_of_case(app, one.case.case).await?;
    let in_words = |view: &View| -> Answers { answers_of(app, &scale, view) };
    let (file, here) = (in_words(brought), in_words(&one.here));
    let rows = file.rows.into_iter().zip(here.rows);
    Ok(Some(Waiting {
        case: one.case.case,
        title: one.title.clone(),
        rows: rows
            .map(|((question, file), (_, here))| (question, file, here))
            .collect(),
        blank: one.here == View::default(),
        papers_changed: one.papers_changed,
        stands: hex::encode(mark(pack, &one.here)),
    }))
}

/// What came back.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(pack): At<OfflineId>) -> Answer<Response> {
    let back = acts::brought_back(&app, &actor, pack).await?;
    let mut all = Vec::new();
    for one in &back.cases {
        all.extend(waiting(&app, pack, one).await?);
    }
    let settled = back.cases.iter().filter(|one| one.case.brought.is_none());
    page::show(&Brought {
        frame: actor.frame("/reading").marked(actor.marking.title()),
        pack,
        made: back.pack.made_at.words(),
        waiting: all,
        rows: settled
            .map(|one| Row {
                title: one.title.clone(),
                outcome: one
                    .case
                    .outcome
                    .map_or("Nothing has come back", |outcome| outcome.title()),
            })
            .collect(),
    })
}

/// Decides about one.
///
/// # Errors
/// As every page.
pub async fn decide(
    State(app): State<App>,
    actor: Actor,
    At((pack, case)): At<(OfflineId, CaseId)>,
    Posted(form): Posted,
) -> Answer<Response> {
    let take = form.value("take") == "file";
    acts::decide(&app, &actor, (pack, case), take, form.value("stands")).await?;
    page::see_other(&format!("/reading/offline/{pack}"))
}
