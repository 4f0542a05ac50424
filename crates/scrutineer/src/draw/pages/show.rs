//! `/draws/{draw}`: the commitment, the seed and the cases by label; and the files with which anybody can check them.

use askama::Template;
use axum::{extract::State, response::Response};
use stats::sampling::{Source, SourceValue};

use crate::{
    access::{Action, Actor, Posted, gate::At},
    body::model::Panel,
    draw::{
        acts::{self, Seen},
        model::{Case, Draw, DrawState, Standing, many_withdrawn, ordinal, period_words},
        plan::{self, first_up},
    },
    platform::{
        app::App,
        form::Fact,
        frame::Frame,
        ids::{CaseId, DrawId},
        packs::strata::CHOSEN,
        page,
        refusal::Answer,
    },
};

struct StratumLine {
    label: String,
    records: i64,
    planned: u64,
    heard: usize,
    reserves: usize,
}

struct CaseLine {
    id: CaseId,
    label: String,
    ref_: String,
    standing: String,
    may_leave: bool,
}

#[derive(Template)]
#[template(path = "draw/pages/show.html")]
struct Show {
    frame: Frame,
    draw: Draw,
    panel: Panel,
    facts: Vec<Fact>,
    proof: Vec<Fact>,
    parts: Vec<Fact>,
    strata: Vec<StratumLine>,
    cases: Vec<CaseLine>,
    warnings: Vec<String>,
    /// How many cases somebody chose.
    chosen: usize,
    may_commit: bool,
    waits: bool,
    may_seed: bool,
    may_packs: bool,
    may_progress: bool,
}

impl Show {
    fn is_drawn(&self) -> bool {
        self.draw.state == DrawState::Drawn
    }
}

/// The page.
///
/// # Errors
/// As every page.
pub async fn get(State(app): State<App>, actor: Actor, At(id): At<DrawId>) -> Answer<Response> {
    let seen = acts::look(&app, &actor, id).await?;
    let facts = actor.facts(seen.draw.body).seated(seen.seated);
    let may_withdraw = actor.may(Action::DrawWithdraw, facts);
    let waits = seen.draw.state == DrawState::Committed;
    page::show(&Show {
        frame: actor.frame("/panels"),
        facts: about(&seen),
        proof: proof(&seen),
        parts: parts(&seen),
        strata: strata(&app, &seen),
        cases: lines(&app, &seen, may_withdraw),
        warnings: warnings(&seen),
        chosen: seen.chosen.len(),
        may_commit: matches!(seen.draw.state, DrawState::Draft | DrawState::Committed)
            && actor.may(Action::DrawCommit, facts),
        waits,
        may_seed: waits && actor.may(Action::DrawSeed, facts),
        may_packs: seen.draw.state == DrawState::Drawn && actor.may(Action::PackCheck, facts),
        may_progress: seen.draw.reading_closes_at.is_some() && actor.may(Action::ReviewProgress, facts),
        panel: seen.panel,
        draw: seen.draw,
    })
}

fn about(seen: &Seen) -> Vec<Fact> {
    let draw = &seen.draw;
    let mut facts = vec![
        Fact::new("Panel", &seen.panel.name),
        Fact::new("Period", period_words(&draw.period_from, &draw.period_to)),
        Fact::new("State", draw.state.title()),
    ];
    facts.extend(draw.committed_at.map(|at| Fact::new("Committed", at.words())));
    facts.extend(draw.drawn_at.map(|at| Fact::new("Drawn", at.words())));
    facts.extend(
        draw.reading_closes_at
            .map(|at| Fact::new("Reading ends", at.words())),
    );
    facts
}

/// What was fixed, in the order in which it was.
fn proof(seen: &Seen) -> Vec<Fact> {
    let draw = &seen.draw;
    let Some(commitment) = draw.commitment else {
        return Vec::new();
    };
    let mut facts = vec![
        Fact::new("Commitment", hex::encode(commitment)),
        Fact::new("Seed made from", first_up(&plan::sources_words(&seen.plan))),
    ];
    facts.extend(
        seen.sources
            .iter()
            .map(|source| Fact::new(first_up(&plan::source_words(source.label())), given(source))),
    );
    facts.extend(draw.seed.map(|seed| Fact::new("Seed", hex::encode(seed))));
    facts.extend(signature(seen));
    facts
}

/// What the commitment is made of.
fn parts(seen: &Seen) -> Vec<Fact> {
    let root = seen.draw.root.map(hex::encode).unwrap_or_default();
    vec![
        Fact::new("Records in the frame", seen.draw.frame_size.to_string()),
        Fact::new("Root of the frame", root),
        Fact::new("Hash of the plan", hex::encode(plan::hash(&seen.plan))),
    ]
}

/// Whether the beacon's round was checked, once it is in the seed.
fn signature(seen: &Seen) -> Option<Fact> {
    let in_seed = seen.draw.seed.is_some() && plan::round_of(&seen.plan).is_some();
    let words = match &seen.signature {
        Some(signature) => format!("Checked with the beacon's key: {}", hex::encode(signature)),
        None => "Not checked here: look the round up at the beacon and compare".to_owned(),
    };
    in_seed.then(|| Fact::new("Signature of the round", words))
}

fn given(source: &Source) -> String {
    match source.value() {
        SourceValue::Text(text) => text.clone(),
        SourceValue::Bytes(bytes) => hex::encode(bytes),
    }
}

fn strata(app: &App, seen: &Seen) -> Vec<StratumLine> {
    let label = |code: &str| app.packs.stratum_label(&seen.panel.record_kind, code);
    let planned = plan::planned(&seen.plan);
    let count = |code: &str, standing| {
        seen.cases
            .iter()
            .filter(|case| case.stratum == code && case.standing == standing)
            .count()
    };
    let line = |code: &String| StratumLine {
        label: label(code),
        records: seen.populations.get(code).copied().unwrap_or_default(),
        planned: planned.get(code).copied().unwrap_or_default(),
        heard: count(code, Standing::Drawn),
        reserves: count(code, Standing::Reserve),
    };
    plan::strata(&seen.plan).into_iter().map(line).collect()
}

/// The cases that were drawn or brought in; a reserve is a number until it comes in.
fn lines(app: &App, seen: &Seen, may_withdraw: bool) -> Vec<CaseLine> {
    let cases = &seen.cases;
    let up = cases.iter().filter(|case| case.standing != Standing::Reserve);
    up.map(|case| CaseLine {
        id: case.id,
        label: case.label.clone(),
        ref_: case.ref_.clone(),
        standing: standing(app, cases, case),
        may_leave: may_withdraw && case.standing == Standing::Drawn && !seen.opened.contains(&case.id),
    })
    .collect()
}

fn standing(app: &App, cases: &[Case], case: &Case) -> String {
    let came_in = match case.brought_in_for {
        Some(left) => {
            let left = cases.iter().find(|other| other.id == left);
            format!("Brought in for {}", left.map_or("", |left| left.label.as_str()))
        }
        None if case.stratum == CHOSEN => "Chosen, not drawn".to_owned(),
        None => "Drawn".to_owned(),
    };
    let (Some(code), Some(at)) = (&case.withdrawal_code, case.withdrawn_at) else {
        return came_in;
    };
    let reason = app.packs.withdrawal.reason(code);
    let reason = reason.map_or(code.as_str(), |reason| reason.label.as_str());
    let role = case.withdrawn_as.as_deref().unwrap_or_default().to_lowercase();
    let next = cases.iter().find(|other| other.brought_in_for == Some(case.id));
    let next = next.map_or("no reserve was left".to_owned(), |next| {
        format!("{} came in", next.label)
    });
    format!(
        "{came_in}. Withdrawn by the {role} on {}: {reason}; {next}",
        at.words()
    )
}

fn warnings(seen: &Seen) -> Vec<String> {
    let draw = &seen.draw;
    let mut warnings = Vec::new();
    let others: Vec<String> = seen
        .frames
        .iter()
        .filter(|other| other.id != draw.id)
        .map(named)
        .collect();
    let others = others.join("; ");
    if !others.is_empty() {
        let period = period_words(&draw.period_from, &draw.period_to);
        let own = seen.frames.iter().position(|frame| frame.id == draw.id);
        warnings.push(match own.map(|place| ordinal(place + 1)) {
            Some(word) => {
                format!("This is the {word} frame committed for {period}. Also committed for it: {others}.")
            }
            None => format!("Already committed for {period}: {others}."),
        });
    }
    if many_withdrawn(&seen.cases) {
        let left = seen
            .cases
            .iter()
            .filter(|case| case.standing == Standing::Withdrawn)
            .count();
        let left = if left == 1 {
            "1 case was".to_owned()
        } else {
            format!("{left} cases were")
        };
        warnings.push(format!(
            "{left} withdrawn, more than a tenth of those drawn. Figures speak only of the cases that could be heard."
        ));
    }
    warnings
}

fn named(draw: &Draw) -> String {
    let when = draw.committed_at.map(|at| at.words()).unwrap_or_default();
    let given_up = if draw.state == DrawState::Abandoned {
        ", abandoned"
    } else {
        ""
    };
    format!("{} ({when}{given_up})", draw.reference)
}

/// `draw.json`.
///
/// # Errors
/// As every page.
pub async fn draw_json(State(app): State<App>, actor: Actor, At(id): At<DrawId>) -> Answer<Response> {
    let (_, file, _) = acts::published(&app, &actor, id).await?;
    Ok(page::file(
        None,
        "draw.json",
        "application/json",
        file.into_bytes(),
    ))
}

/// `frame.csv`.
///
/// # Errors
/// As every page.
pub async fn frame_csv(State(app): State<App>, actor: Actor, At(id): At<DrawId>) -> Answer<Response> {
    let (_, _, file) = acts::published(&app, &actor, id).await?;
    Ok(page::file(
        None,
        "frame.csv",
        "text/csv; charset=utf-8",
        file.into_bytes(),
    ))
}

/// Gives the draw up.
///
/// # Errors
/// As every page.
pub async fn abandon(
    State(app): State<App>,
    actor: Actor,
    At(id): At<DrawId>,
    posted: Posted,
) -> Answer<Response> {
    drop(posted);
    acts::abandon(&app, &actor, id).await?;
    page::see_other(&format!("/draws/{id}"))
}
