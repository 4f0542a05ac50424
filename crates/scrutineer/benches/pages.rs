//! What a page costs the server: processor time a request, with a member who has 1,000 cases to read.
//!
//! `cargo bench --bench pages --no-default-features` uses a new SQLite file, and PostgreSQL too when
//! `SCRUTINEER_TEST_POSTGRES` names a server on which a database may be made; of PostgreSQL only this side is counted.
//! Requests go through the whole site, gate, cookies and compression included, one after the other; there is no socket.

use std::{collections::BTreeMap, io::Write, sync::Arc, time::Instant};

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt;
use scrutineer::{
    access::Actor,
    body::{
        acts::{self as bodies, NewSeat, NewTerms},
        model::PanelKind,
    },
    demo::{
        Stage,
        people::{self, Cast},
    },
    draw::{
        self,
        model::Standing,
        plan::{Size, Wanted},
    },
    pack::acts::{self as packs, Verdict, Writing},
    platform::{
        app::App,
        clock::{Moment, SetClock},
        ids::CaseId,
    },
    register::{self, Month, acts::Source, synth},
    site,
};
use tower::ServiceExt;

mod house;
mod processor;
mod visitor;

use house::Outcome;
use processor::on_processor;
use visitor::{SESSION, sign_in};

const CASES: u32 = 1_000;

/// Requests of each sort that are counted; as many again warm up.
const REQUESTS: usize = 200;

/// A panel of one member with [`CASES`] released packs.
async fn world(app: &App, clock: &SetClock) -> Outcome<(Actor, Vec<CaseId>)> {
    let cast = people::arrive(&Stage { app, clock }).await?;
    // Making the example's people sets the clock to their day.
    clock.set(Moment::in_london(jiff::civil::date(2024, 4, 8), 10, 0));
    let (helen, marcus, tom) = (cast.get("Helen")?, cast.get("Marcus")?, cast.get("Tom")?);
    let panel = panel(app, &cast, tom).await?;
    extract(app, marcus).await?;
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
    let draft = draw::acts::draft(app, helen, panel, &wanted).await?;
    draw::acts::commit(app, helen, draft.id).await?;
    let drawn = draw::acts::seed(app, helen, draft.id, &["71840263915520487316".to_owned()]).await?;
    let mut tx = app.db.read("bench.cases").await?;
    let cases = draw::store::cases_of(&mut tx, drawn.id).await?;
    drop(tx);
    let heard = cases.iter().filter(|case| case.standing == Standing::Drawn);
    let heard: Vec<CaseId> = heard.map(|case| case.id).collect();
    for case in &heard {
        let writing = Writing {
            version: 0,
            circumstances: "Two people argued outside a shop; one pushed the other, who was not hurt.",
            ready: true,
            ..Writing::default()
        };
        let pack = packs::write(app, marcus, *case, writing).await?;
        packs::check(app, helen, *case, pack.version, Verdict::Passed).await?;
    }
    let out = packs::standing_out(app, helen, drawn.id).await?;
    let releasing = packs::Releasing {
        closes_at: app.now().plus_days(14),
        all_the_same: out.into_keys().collect(),
        why: "The records are invented.".to_owned(),
    };
    packs::release(app, helen, drawn.id, &releasing).await?;
    Ok((tom.clone(), heard))
}

async fn panel(app: &App, cast: &Cast, member: &Actor) -> Outcome<scrutineer::platform::ids::PanelId> {
    let helen = cast.get("Helen")?;
    let kind = PanelKind::AdultOocr.as_str();
    let panel = bodies::add_panel(app, helen, "BENCH", "Panel of the benchmark", kind).await?;
    let terms = NewTerms {
        scale_id: "LEIC-4".to_owned(),
        decision_mode: "consensus".to_owned(),
        quorum: "at least 1".to_owned(),
        effective_from: Some(jiff::civil::date(2024, 1, 9)),
    };
    bodies::add_terms(app, helen, panel.id, &terms).await?;
    let organisation = bodies::add_organisation(app, helen, "Crown Prosecution Service", "cps").await?;
    let seat = NewSeat {
        organisation: &organisation.id.to_string(),
        title: "District prosecutor",
        voting: "yes",
        holder: &member.person.to_string(),
    };
    bodies::add_seat(app, helen, panel.id, seat).await?;
    Ok(panel.id)
}

async fn extract(app: &App, by: &Actor) -> Outcome<()> {
    let kind = app.packs.newest_kind("oocr").ok_or("no such kind")?;
    let plan = synth::Plan {
        first: Month { year: 2024, month: 1 },
        months: 3,
        ..synth::Plan::new(4 * u64::from(CASES), 1)
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

async fn send(router: &Router, mut request: Request<Body>, asked: u16) -> Outcome<usize> {
    let headers = request.headers_mut();
    headers.insert(header::HOST, "localhost".parse()?);
    headers.insert(header::COOKIE, format!("session={SESSION}").parse()?);
    headers.insert(header::ACCEPT_ENCODING, "gzip".parse()?);
    let path = request.uri().path().to_owned();
    let response = router.clone().oneshot(request).await?;
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await?.to_bytes();
    if status == asked {
        Ok(bytes.len())
    } else {
        Err(format!("{path} answered {status}, not {asked}").into())
    }
}

fn page(path: &str) -> Outcome<Request<Body>> {
    Ok(Request::get(path).body(Body::empty())?)
}

fn form(path: &str, fields: &str) -> Outcome<Request<Body>> {
    let request = Request::post(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    Ok(request.body(Body::from(format!("{fields}&csrf=token")))?)
}

/// Prints what one request costs, on average over [`REQUESTS`] after as many that warm up.
macro_rules! cost {
    ($out:expr, $what:expr, |$number:ident| $request:expr) => {{
        let mut size = 0;
        let mut before = (on_processor(), Instant::now());
        for $number in 0..2 * REQUESTS {
            if $number == REQUESTS {
                before = (on_processor(), Instant::now());
            }
            size = $request;
        }
        let each = |total: f64| total / REQUESTS as f64;
        let wall = each(before.1.elapsed().as_secs_f64() * 1e3);
        let busy = before.0.zip(on_processor()).map(|(from, to)| each(to - from));
        let busy = busy.map_or("not told".to_owned(), |busy| format!("{busy:.2} ms"));
        let kilobytes = size as f64 / 1e3;
        writeln!(
            $out,
            "{:<44} {busy:>9} processor, {wall:>6.2} ms wall, {kilobytes:>6.1} kB",
            $what
        )?;
    }};
}

async fn time(name: &str, database: String, out: &mut impl Write) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let clock = Arc::new(SetClock::at(Moment::in_london(
        jiff::civil::date(2024, 4, 8),
        10,
        0,
    )));
    let app = house::open(database, folder.path(), clock.clone()).await?;
    let (member, cases) = world(&app, &clock).await?;
    clock.set(Moment::in_london(jiff::civil::date(2024, 4, 8), 18, 0));
    sign_in(&app, &member).await?;
    let router = site::map(app.clone()).finish();
    let answers = "appropriate=yes&consistent=yes&class=1&reasons=The+outcome+fits+the+offence&themes=R1";
    cost!(out, format!("{name}: list of {} cases", cases.len()), |_number| {
        send(&router, page("/reading")?, 200).await?
    });
    cost!(out, format!("{name}: open a case"), |number| {
        send(&router, page(&format!("/cases/{}", cases[number]))?, 200).await?
    });
    cost!(
        out,
        format!("{name}: submit a class with its reasons"),
        |number| {
            send(
                &router,
                form(&format!("/cases/{}/class", cases[number]), answers)?,
                303,
            )
            .await?
        }
    );
    cost!(out, format!("{name}: seal it"), |number| {
        send(
            &router,
            form(&format!("/cases/{}/seal", cases[number]), "x=")?,
            303,
        )
        .await?
    });
    app.db.close().await;
    Ok(())
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut out = std::io::stdout();
    let folder = tempfile::tempdir()?;
    for (name, database) in house::databases(folder.path()).await? {
        time(name, database, &mut out).await?;
    }
    Ok(())
}
