//! The papers of a draw: thirty documents of five pages from a bundle to suggestions, with the memory that takes; and how long
//! it takes to count who a case could be in a register of 100,000 records.
//!
//! `cargo bench --bench papers --no-default-features` uses a new SQLite file, and PostgreSQL too when
//! `SCRUTINEER_TEST_POSTGRES` names a server on which a database may be made. Documents are read in processes of their own,
//! as in the product: this program started again. Memory is what both hold at one moment, looked at each millisecond.

#[path = "../../intake/tests/corpus/mod.rs"]
#[allow(clippy::unwrap_used, reason = "made-up documents, as the tests make them")]
mod corpus;
mod house;
mod memory;

use std::{collections::BTreeMap, io::Write, path::Path, process::ExitCode, sync::Arc, time::Instant};

use corpus::{docx, paragraph};
use house::Outcome;
use scrutineer::{
    access::Actor,
    body::{acts as bodies, model::PanelKind},
    browse,
    demo::{
        Stage,
        people::{self, Cast},
    },
    draw::{
        self,
        model::{Case, Standing},
        plan::{Size, Wanted},
    },
    pack::acts::{self as packs, Verdict, Writing},
    platform::{
        app::App,
        clock::{Moment, SetClock},
        ids::DrawId,
    },
    register::{self, Month, acts::Source, synth},
};

const CASES: u32 = 30;
/// Of the register in which a crowd is counted.
const RECORDS: u64 = 100_000;
/// Of the register into which papers come: few, so that the memory measured is that of the papers.
const FEW_RECORDS: u64 = 5_000;
/// Months of the register; all of them lie within a year of a case of the middle.
const MONTHS: u8 = 24;

/// Five pages of some 500 words, with somebody's number and plate on each.
fn document(number: usize) -> Vec<u8> {
    let story = "The officer went there and spoke to the people who were present about what they had seen. "
        .repeat(30);
    let page = |page: usize| {
        let at = number * 5 + page;
        let told = format!(
            "Jordan Testwell rang 07700 {:06} and drove AB{:02} CDE.",
            900_000 + at,
            10 + at % 20
        );
        paragraph(&[&story]) + &paragraph(&[&told])
    };
    docx(&(0..5).map(page).collect::<String>(), &[])
}

async fn drawn(app: &App, cast: &Cast, records: u64) -> Outcome<(DrawId, Vec<Case>)> {
    let (helen, marcus) = (cast.get("Helen")?, cast.get("Marcus")?);
    let kind = PanelKind::AdultOocr.as_str();
    let panel = bodies::add_panel(app, helen, "BENCH", "Panel of the benchmark", kind).await?;
    let terms = bodies::NewTerms {
        scale_id: "LEIC-4".to_owned(),
        decision_mode: "consensus".to_owned(),
        quorum: "at least 1".to_owned(),
        effective_from: Some(jiff::civil::date(2024, 1, 9)),
    };
    bodies::add_terms(app, helen, panel.id, &terms).await?;
    extract(app, marcus, records).await?;
    let size = Size {
        planned: CASES,
        reserves: 0,
    };
    let wanted = Wanted {
        from: "2024-01".into(),
        to: "2024-03".into(),
        themes: Vec::new(),
        sizes: BTreeMap::from([("adult".to_owned(), size)]),
        dice: true,
        round: None,
    };
    let draft = draw::acts::draft(app, helen, panel.id, &wanted).await?;
    draw::acts::commit(app, helen, draft.id).await?;
    let drawn = draw::acts::seed(app, helen, draft.id, &["71840263915520487316".to_owned()]).await?;
    let mut tx = app.db.read("bench.cases").await?;
    let mut cases = draw::store::cases_of(&mut tx, drawn.id).await?;
    cases.retain(|case| case.standing == Standing::Drawn);
    Ok((drawn.id, cases))
}

async fn extract(app: &App, by: &Actor, records: u64) -> Outcome<()> {
    let kind = app.packs.newest_kind("oocr").ok_or("no such kind")?;
    let plan = synth::Plan {
        first: Month { year: 2023, month: 2 },
        months: MONTHS,
        ..synth::Plan::new(records, 1)
    };
    let mut bytes = Vec::new();
    synth::write(&mut bytes, kind, &plan)?;
    let source = Source {
        body: by.body,
        kind: "oocr".into(),
        profile: "canonical".into(),
        file_name: "bench.csv".into(),
        input: Box::new(std::io::Cursor::new(bytes)),
        how: Default::default(),
        progress: None,
    };
    register::acts::load(app, by.who(), source).await?;
    Ok(())
}

/// From a bundle of documents to what is suggested in each case.
async fn intake(app: &App, by: &Actor, (draw, cases): (DrawId, &[Case])) -> Outcome<String> {
    let documents: Vec<(String, Vec<u8>)> = cases
        .iter()
        .enumerate()
        .map(|(number, case)| (format!("{}/MG11.docx", case.label), document(number)))
        .collect();
    let parts: Vec<(&str, &[u8])> = documents
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let bundle = corpus::zipped(&parts);
    drop(documents);
    let before = memory::rest_memory();
    let watch = memory::Watch::begin();
    let started = Instant::now();
    packs::hand_over(app, by, draw, ("all.zip", bundle)).await?;
    let read = started.elapsed().as_secs_f64();
    let mut marks = 0;
    for case in cases {
        packs::use_documents(app, by, case.id).await?;
        marks += packs::workbench(app, by, case.id).await?.source.marks.len();
    }
    let seconds = started.elapsed().as_secs_f64();
    let peak = watch.end();
    if marks < cases.len() * 10 {
        return Err(format!("{marks} suggestions are too few").into());
    }
    Ok(format!(
        "{} documents of 5 pages: read in {read:.2} s, {marks} suggestions after {seconds:.2} s; {before} MB before, at most \
         {} MB with the processes that read ({} MB the largest of those)",
        cases.len(),
        peak.together,
        peak.child
    ))
}

/// Opens the page of each case, which counts its crowd: the median and the longest, in milliseconds.
async fn opened(app: &App, by: &Actor, cases: &[Case]) -> Outcome<(f64, f64)> {
    let mut took = Vec::new();
    for case in cases {
        let started = Instant::now();
        packs::identified(app, by, case.id).await?;
        took.push(started.elapsed().as_secs_f64() * 1e3);
    }
    took.sort_by(f64::total_cmp);
    let at = |place: usize| took.get(place).copied().unwrap_or_default();
    Ok((at(took.len() / 2), at(took.len().saturating_sub(1))))
}

/// Opens the pages of all cases, when the register has just been loaded and when it is on the shelves, and looks at every checked
/// case before a release.
async fn crowd(app: &App, cast: &Cast, (draw, cases): (DrawId, &[Case])) -> Outcome<String> {
    let (helen, marcus) = (cast.get("Helen")?, cast.get("Marcus")?);
    let loaded = opened(app, marcus, cases).await?;
    browse::acts::shelve_waiting(app).await?;
    let shelved = opened(app, marcus, cases).await?;
    for case in cases {
        let mut tx = app.db.read("bench.pack").await?;
        let version = scrutineer::pack::store::latest(&mut tx, case.id).await?;
        drop(tx);
        let writing = Writing {
            version: version.map_or(0, |pack| pack.version),
            circumstances: "Two people argued outside a shop; one pushed the other, who was not hurt.",
            ready: true,
            ..Writing::default()
        };
        let pack = packs::write(app, marcus, case.id, writing).await?;
        packs::check(app, helen, case.id, pack.version, Verdict::Passed).await?;
    }
    let started = Instant::now();
    let out = packs::standing_out(app, helen, draw).await?;
    let all = started.elapsed().as_secs_f64() * 1e3;
    Ok(format!(
        "who could it be, among {RECORDS} records: a case in {:.0} ms (median) and {:.0} ms (slowest), just loaded {:.0} ms and \
         {:.0} ms; all {} before a release in {all:.0} ms; {} stand out",
        shelved.0,
        shelved.1,
        loaded.0,
        loaded.1,
        cases.len(),
        out.len()
    ))
}

/// An office with a draw of thirty cases out of so many records.
async fn office(database: String, folder: &Path, records: u64) -> Outcome<(App, Cast, DrawId, Vec<Case>)> {
    let start = || Moment::in_london(jiff::civil::date(2024, 4, 8), 10, 0);
    let clock = Arc::new(SetClock::at(start()));
    let app = house::open(database, folder, clock.clone()).await?;
    let cast = people::arrive(&Stage {
        app: &app,
        clock: &clock,
    })
    .await?;
    clock.set(start());
    let (draw, cases) = drawn(&app, &cast, records).await?;
    Ok((app, cast, draw, cases))
}

async fn all() -> Outcome<()> {
    let mut out = std::io::stdout();
    for records in [FEW_RECORDS, RECORDS] {
        let folder = tempfile::tempdir()?;
        for (name, database) in house::databases(folder.path()).await? {
            let home = tempfile::tempdir()?;
            let (app, cast, draw, cases) = office(database, home.path(), records).await?;
            let told = if records == FEW_RECORDS {
                intake(&app, cast.get("Marcus")?, (draw, &cases)).await?
            } else {
                crowd(&app, &cast, (draw, &cases)).await?
            };
            writeln!(out, "{name}: {told}")?;
            app.db.close().await;
        }
    }
    Ok(())
}

/// Started again as the product starts itself, it reads one document.
fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("paper") {
        return scrutineer::cli::main();
    }
    let runtime = tokio::runtime::Runtime::new().map_err(Into::into);
    match runtime.and_then(|runtime| runtime.block_on(all())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            drop(writeln!(std::io::stderr(), "{fault}"));
            ExitCode::FAILURE
        }
    }
}
