//! `/reading/offline`: a member takes their cases away in one encrypted file, and brings their classes back.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Marking, Posted, PostedFile, gate::At},
    platform::{
        app::App,
        form::Form,
        frame::Frame,
        ids::OfflineId,
        page,
        refusal::{Answer, Refusal},
    },
    review::acts::{self, Shelf},
};

struct Line {
    id: OfflineId,
    made: String,
    expires: String,
    stands: bool,
}

#[derive(Template)]
#[template(path = "review/pages/offline.html")]
struct Offline {
    frame: Frame,
    form: Form,
    lines: Vec<Line>,
    may_take: bool,
    switched_off: bool,
}

fn page_of(app: &App, actor: &Actor, shelf: &Shelf, form: Form) -> Offline {
    let lines = shelf.packs.iter().map(|pack| Line {
        id: pack.id,
        made: pack.made_at.words(),
        expires: pack.expires_at.words(),
        stands: pack.stands(app.now()),
    });
    Offline {
        frame: actor.frame("/reading").with_form(&form),
        form,
        lines: lines.collect(),
        may_take: shelf.may_take,
        switched_off: shelf.switched_off,
    }
}

/// What can be taken away, what was, and where classes come back.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor) -> Answer<Response> {
    let shelf = acts::shelf(&app, &actor).await?;
    page::show(&page_of(&app, &actor, &shelf, Form::default()))
}

#[derive(Template)]
#[template(path = "review/pages/offline-made.html")]
struct Made {
    frame: Frame,
    pack: OfflineId,
    passphrase: String,
    cases: usize,
    expires: String,
}

/// Makes a pack and shows its passphrase, this once.
///
/// # Errors
/// As every page.
pub async fn post(State(app): State<App>, actor: Actor, Posted(_): Posted) -> Answer<Response> {
    let made = acts::take_offline(&app, &actor).await?;
    let mut response = page::show(&Made {
        frame: actor.frame("/reading"),
        pack: made.id,
        passphrase: made.passphrase,
        cases: made.cases,
        expires: made.expires_at.words(),
    })?;
    // The page holds a secret: no cache of a browser or on the way keeps it.
    let no_store = axum::http::HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(axum::http::header::CACHE_CONTROL, no_store);
    Ok(response)
}

/// The file of a pack.
///
/// # Errors
/// As every page.
pub async fn file(State(app): State<App>, actor: Actor, At(pack): At<OfflineId>) -> Answer<Response> {
    let (pack, file) = acts::offline_file(&app, &actor, pack).await?;
    let name = format!("cases-to-read-{}.age", pack.made_at.london_date());
    // Papers of several markings may be in it: the strictest covers them all.
    let marking = Marking::OfficialSensitive.title();
    Ok(page::file(
        Some(marking),
        &name,
        "application/age-encryption",
        file,
    ))
}

/// Takes the file of classes and leads to what became of them.
///
/// # Errors
/// As every page.
pub async fn bring_back(
    State(app): State<App>,
    actor: Actor,
    posted: Result<PostedFile, Refusal>,
) -> Answer<Response> {
    let taken = match posted {
        Ok(PostedFile(posted)) if posted.content.is_empty() => {
            Err(Refusal::field("file", "Choose the file of your classes"))
        }
        Ok(PostedFile(posted)) => acts::bring_back(&app, &actor, &posted.content).await,
        Err(refusal) => Err(refusal),
    };
    match taken {
        Ok(pack) => page::see_other(&format!("/reading/offline/{pack}")),
        Err(Refusal::Invalid(errors)) => {
            let form = Form {
                errors,
                ..Form::default()
            };
            let shelf = acts::shelf(&app, &actor).await?;
            page::show_again(&page_of(&app, &actor, &shelf, form))
        }
        Err(other) => Err(other),
    }
}
