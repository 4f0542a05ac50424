//! `/cases/{case}/pack`: the identified record, the circumstances, and what members would see. Every look is logged.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    draw::model::{Case, Draw},
    pack::{
        acts::{self, Identified, Writing},
        model::{Pack, PackState},
        summary::Group,
    },
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        ids::CaseId,
        page,
        refusal::{Answer, Refusal},
    },
};

#[derive(Template)]
#[template(path = "pack/pages/prepare.html")]
struct Prepare {
    frame: Frame,
    form: Form,
    draw: Draw,
    case: Case,
    record: Vec<Group>,
    version: i64,
    state: Option<PackState>,
    reason: Option<String>,
    /// What members would see, as the words now stand.
    pack: Pack,
}

impl Prepare {
    /// Whether there are words of which something may be hidden.
    fn may_redact(&self) -> bool {
        self.state == Some(PackState::Preparing)
    }

    fn may_write(&self) -> bool {
        matches!(
            self.state,
            None | Some(PackState::Preparing | PackState::Returned | PackState::Withdrawn)
        )
    }
}

async fn page_of(app: &App, actor: &Actor, id: CaseId, form: Option<Form>) -> Answer<Prepare> {
    let Identified {
        draw,
        case,
        record,
        pack,
        source,
        summary,
    } = acts::identified(app, actor, id).await?;
    let (version, state) = (
        pack.as_ref().map_or(0, |pack| pack.version),
        pack.as_ref().map(|pack| pack.state),
    );
    let reason = pack.as_ref().and_then(|pack| pack.reason.clone());
    let mut shown = pack.unwrap_or_else(|| Pack::first(id));
    let form = form.unwrap_or_else(|| {
        let mut form = Form::default();
        form.set("circumstances", &source.original);
        form.set("names", &source.names);
        form
    });
    let mut page = Prepare {
        frame: actor
            .frame("/panels")
            .with_form(&form)
            .marked("OFFICIAL-SENSITIVE"),
        draw,
        case,
        record,
        version,
        state,
        reason,
        pack: shown.clone(),
        form,
    };
    // What was prepared is shown as it was fixed; the facts of what is being written, as they stand.
    if page.may_write() {
        shown.summary = summary;
        page.pack = shown;
    }
    Ok(page)
}

/// The page.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(case): At<CaseId>) -> Answer<Response> {
    page::show(&page_of(&app, &actor, case, None).await?)
}

/// Keeps the words and leads on to what is hidden of them, or hands them to the checker where nothing was found.
///
/// # Errors
/// As every page.
pub async fn post(
    State(app): State<App>,
    actor: Actor,
    At(case): At<CaseId>,
    Posted(mut form): Posted,
) -> Answer<Response> {
    let ready = form.value("do") == "ready";
    let version = form.value("version").parse().unwrap_or(-1);
    let writing = Writing {
        version,
        circumstances: form.value("circumstances"),
        names: form.value("names"),
        ready,
    };
    match acts::write(&app, &actor, case, writing).await {
        Ok(pack) if pack.state == PackState::Prepared => {
            let draw = acts::draw_of(&app, &actor, case).await?;
            page::see_other(&format!("/draws/{draw}/packs"))
        }
        Ok(_) => page::see_other(&format!("/cases/{case}/pack/redact")),
        Err(Refusal::Invalid(errors)) => {
            form.errors = errors;
            page::show_again(&page_of(&app, &actor, case, Some(form)).await?)
        }
        Err(other) => Err(other),
    }
}
