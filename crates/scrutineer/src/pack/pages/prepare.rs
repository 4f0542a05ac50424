//! `/cases/{case}/pack`: the identified record, the circumstances, and what members would see. Every look is logged.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    access::{Actor, Posted, gate::At},
    draw::model::{Case, Draw},
    pack::{
        acts::{self, Identified, Writing},
        cover::{Cover, Handling, IDENTIFIED, Marking},
        crowd::{self, StandsOut},
        model::{Pack, PackState},
        summary::Group,
    },
    platform::{
        app::App,
        form::{Choice, Form},
        frame::Frame,
        ids::CaseId,
        packs::CrowdFact,
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
    facts: Vec<Question>,
    stands_out: Option<StandsOut>,
    /// What a later extract says differently, by the labels of the fields.
    changed: Vec<String>,
    markings: Vec<Choice>,
    handlings: Vec<Choice>,
}

/// How exactly a fact is told.
struct Question {
    name: String,
    label: String,
    hint: String,
    choices: Vec<Choice>,
}

/// The facts that can be told less exactly, each with how many records look alike then.
fn questions(facts: &[CrowdFact], stands_out: Option<&StandsOut>) -> Vec<Question> {
    let question = |fact: &CrowdFact| {
        let steps = crowd::steps(fact);
        let choice = |(name, words): &(&'static str, &'static str)| {
            let mut alone = stands_out.iter().flat_map(|out| &out.alone);
            let fits = alone.find(|mend| mend.fact == fact.fact && mend.step == *name);
            let words = match fits {
                Some(mend) if mend.records == 1 => format!("{words} (1 record)"),
                Some(mend) => format!("{words} ({} records)", mend.records),
                None => (*words).to_owned(),
            };
            Choice::new(*name, words)
        };
        let as_it_is = std::iter::once(Choice::new("", "As it is"));
        (!steps.is_empty()).then(|| Question {
            name: format!("wider-{}", fact.fact),
            label: fact.label.clone(),
            hint: String::new(),
            choices: as_it_is.chain(steps.iter().map(choice)).collect(),
        })
    };
    facts.iter().filter_map(question).collect()
}

/// The cover that a form asks for.
fn cover(form: &Form) -> Cover {
    let step = |name: &String| {
        let fact = name.strip_prefix("wider-")?;
        let step = form.value(name);
        (!step.is_empty()).then(|| (fact.to_owned(), step.to_owned()))
    };
    Cover {
        marking: form
            .value("marking")
            .parse()
            .unwrap_or(Marking::OfficialSensitive),
        handling: form.value("handling").parse().unwrap_or(Handling::Nothing),
        wider: form.values.keys().filter_map(step).collect(),
    }
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
        facts,
        stands_out,
        changed,
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
        let cover = shown.cover();
        form.set("marking", cover.marking.as_str());
        form.set("handling", cover.handling.as_str());
        for (fact, step) in &cover.wider {
            form.set(format!("wider-{fact}"), step);
        }
        form
    });
    let mut page = Prepare {
        frame: actor.frame("/panels").with_form(&form).marked(IDENTIFIED.title()),
        draw,
        case,
        record,
        version,
        state,
        reason,
        pack: shown.clone(),
        form,
        facts: questions(&facts, stands_out.as_ref()),
        stands_out,
        changed,
        markings: Marking::ALL
            .iter()
            .map(|one| Choice::new(one.as_str(), one.title()))
            .collect(),
        handlings: Handling::ALL
            .iter()
            .map(|one| Choice::new(one.as_str(), one.title()))
            .collect(),
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
        cover: cover(&form),
        ready,
    };
    match acts::write(&app, &actor, case, writing).await {
        Ok(pack) if pack.state == PackState::Prepared => {
            let draw = acts::draw_of(&app, &actor, case).await?;
            page::see_other(&format!("/draws/{draw}/packs"))
        }
        Ok(_) => page::see_other(&format!("/cases/{case}/pack/redact")),
        Err(Refusal::Invalid(errors)) => {
            // What is left is left in the words that were typed.
            form.errors = errors;
            for error in form.errors.iter_mut().filter(|error| error.field == acts::LEFT) {
                error.field = "circumstances".to_owned();
            }
            page::show_again(&page_of(&app, &actor, case, Some(form)).await?)
        }
        Err(other) => Err(other),
    }
}
