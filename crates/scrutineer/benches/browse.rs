//! How long a page of the register takes to filter, with 1,000 and with 1,000,000 records: the 50th and the 99th percentile of
//! each filter, the processor time of this program for one request, and how long it takes to put the records on the shelves that filters read.
//!
//! `cargo bench --bench browse --no-default-features` uses a new SQLite file, and PostgreSQL too when
//! `SCRUTINEER_TEST_POSTGRES` names a server on which a database may be made. Requests go through the whole site, gate,
//! cookies and compression included, one after the other; there is no socket. `BROWSE_RECORDS=1000,50000` asks for other
//! numbers of records.

use std::{collections::BTreeMap, io::Write, sync::Arc, time::Instant};

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt;
use scrutineer::{
    access::Actor,
    browse,
    demo::{Stage, people},
    params,
    platform::{
        app::App,
        chance::bytes,
        clock::{Moment, SetClock},
        db::{Bulk, Value},
        ids::{BatchId, new_uuid_at_place},
    },
    register::{model::Batch, store},
    site,
};
use tower::ServiceExt;

mod house;
mod processor;
mod visitor;

use house::Outcome;
use processor::on_processor;
use visitor::{SESSION, sign_in};

/// Requests of each sort that are timed; a tenth as many warm up.
const REQUESTS: usize = 100;

/// Records in a file, at most.
const IN_A_FILE: usize = 100_000;

/// The rule that flags one record in [`FLAGGED`].
const RULE: &str = "U02";
const FLAGGED: usize = 17;

const FLAGS: Bulk = Bulk {
    table: "flag",
    columns: &["batch_id", "record_id", "rule", "result"],
};

const COUNTS: Bulk = Bulk {
    table: "rule_count",
    columns: &[
        "batch_id",
        "month",
        "rule",
        "pack",
        "pack_version",
        "breach",
        "missing",
        "mismatch",
        "info",
        "unknown",
        "passed",
        "applied",
    ],
};

/// Numbers that look random and are the same every time: a linear congruential generator (Knuth, MMIX).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn one<'c>(&mut self, of: &[&'c str]) -> &'c str {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap_or_default()]
    }
}

/// A record of a resolution as it is kept, with its month and stratum.
fn record(dice: &mut Dice) -> (String, &'static str, String) {
    let month = dice.roll(36);
    let (year, month) = (2021 + month / 12, 1 + month % 12);
    let age = 10 + dice.roll(70);
    let day = 1 + dice.roll(28);
    let mut data = format!(
        "{{\"force_code\":\"WM\",\"offence_from_dt\":\"{year}-{month:02}-{day:02}\",\"ho_class\":\"46\",\
         \"offence_title\":\"Theft from shop\",\"outcome_code\":\"8\",\"outcome_dt\":\"{year}-{month:02}-28\",\
         \"disposal_type\":\"{}\",\"gravity_final\":{},\"suspect_age_offence\":{age},\"suspect_age_disposal\":{age},\
         \"sex\":\"{}\",\"prior_oocr_n\":{},\"victim_type\":\"{}\",\"da\":{},\"knife\":null,\"care_exp\":null,\
         \"rationale\":\"First offence, full remorse, the shop was paid for the goods and wanted no more than that.\"",
        dice.one(&[
            "community_resolution",
            "conditional_caution",
            "youth_caution",
            "pnd"
        ]),
        1 + dice.roll(5),
        dice.one(&["M", "F", "X", "U"]),
        dice.roll(4),
        dice.one(&["person", "child", "business", "state", "none"]),
        dice.one(&["true", "false", "null"]),
    );
    if dice.roll(10_000) == 0 {
        data.push_str(",\"drug_class\":\"A\"");
    }
    if dice.roll(3) > 0 {
        data.push_str(&format!(
            ",\"sde_code\":\"{}\"",
            dice.one(&["W1", "B1", "A2", "NS"])
        ));
    }
    data.push('}');
    let stratum = if age < 18 { "youth" } else { "adult" };
    (format!("{year}-{month:02}"), stratum, data)
}

async fn fill(app: &App, clock: &SetClock, actor: &Actor, records: usize) -> Outcome<()> {
    let mut dice = Dice(7);
    let mut left = records;
    while left > 0 {
        let size = left.min(IN_A_FILE);
        left -= size;
        clock.set(app.now().plus_minutes(1));
        file(app, actor, size, &mut dice).await?;
    }
    Ok(())
}

fn batch(app: &App, actor: &Actor, size: usize) -> Outcome<Batch> {
    let chance = app.chance.as_ref();
    let whole = i64::try_from(size)?;
    Ok(Batch {
        id: BatchId::new(app.clock.as_ref(), chance)?,
        body: actor.body,
        kind: "oocr".into(),
        kind_version: 1,
        profile: "canonical".into(),
        file_name: "bench.csv".into(),
        source_hash: bytes::<32>(chance)?,
        rows: whole,
        accepted: whole,
        refused: 0,
        duplicates: 0,
        revised: 0,
        summary: Default::default(),
        loaded_by: None,
        loader: None,
        loaded_at: app.now(),
    })
}

async fn file(app: &App, actor: &Actor, size: usize, dice: &mut Dice) -> Outcome<()> {
    let chance = app.chance.as_ref();
    let batch = batch(app, actor, size)?;
    let mut tx = app.db.write("bench.fill").await?;
    store::begin_batch(&mut tx, &batch).await?;
    let (mut rows, mut flags) = (Vec::new(), Vec::new());
    let mut months: BTreeMap<String, i64> = BTreeMap::new();
    for line in 0..size {
        let (month, stratum, data) = record(dice);
        let id = new_uuid_at_place(batch.loaded_at, line as u64 + 2, chance)?;
        if line % FLAGGED == 0 {
            flags.push(params![batch.id, id, RULE, "info"]);
            *months.entry(month.clone()).or_default() += 1;
        }
        let reference = format!("{:016x}", dice.roll(u64::MAX));
        let hash = bytes::<32>(chance)?;
        rows.push(params![
            id,
            batch.id,
            batch.body,
            "oocr",
            line as i64 + 2,
            reference,
            month,
            stratum,
            hash,
            line % 50 == 0,
            data
        ]);
        if rows.len() == 5_000 {
            store::add_records(&mut tx, std::mem::take(&mut rows)).await?;
        }
    }
    store::add_records(&mut tx, rows).await?;
    FLAGS.insert(&mut tx, flags).await?;
    let count = |(month, flagged): (String, i64)| -> Vec<Value> {
        params![
            batch.id,
            month,
            RULE,
            "england-wales",
            1_i64,
            0_i64,
            0_i64,
            0_i64,
            flagged,
            0_i64,
            0_i64,
            flagged
        ]
    };
    COUNTS
        .insert(&mut tx, months.into_iter().map(count).collect())
        .await?;
    store::complete_batch(&mut tx, &batch).await?;
    tx.commit().await?;
    Ok(())
}

async fn open(router: &Router, path: &str) -> Outcome<String> {
    let request = Request::get(path)
        .header(header::HOST, "localhost")
        .header(header::COOKIE, format!("session={SESSION}"));
    let response = router.clone().oneshot(request.body(Body::empty())?).await?;
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await?.to_bytes();
    if status == 200 {
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    } else {
        Err(format!("{path} answered {status}").into())
    }
}

/// What is asked for; `LAST` stands for the last page of all records.
const FILTERS: [(&str, &str); 14] = [
    ("all records, first page", ""),
    ("all records, page in the middle", "&page=MIDDLE"),
    ("all records, last page", "&page=LAST"),
    ("one month", "&from=2022-05&to=2022-05"),
    ("a year of one stratum", "&from=2022-01&to=2022-12&stratum=youth"),
    ("one in ten thousand", "&is-drug_class=A"),
    ("nothing", "&is-drug_class=A&is-sex=X&to-suspect_age_disposal=10"),
    (
        "three fields",
        "&is-disposal_type=youth_caution&is-sex=F&is-da=true",
    ),
    ("blanks", "&is-sde_code=-blank"),
    (
        "ages 14 to 17",
        "&from-suspect_age_disposal=14&to-suspect_age_disposal=17",
    ),
    (
        "days of a quarter",
        "&from-offence_from_dt=2022-04&to-offence_from_dt=2022-06",
    ),
    ("flagged by a rule", "&rule=U02"),
    ("repeats of one stratum", "&repeat=yes&stratum=adult"),
    (
        "all records by day, page in the middle",
        "&order=offence_from_dt&page=MIDDLE",
    ),
];

async fn time(router: &Router, name: &str, records: usize, out: &mut impl Write) -> Outcome<()> {
    let last = records.div_ceil(browse::acts::PAGE);
    for (what, filter) in FILTERS {
        let filter = filter
            .replace("LAST", &last.to_string())
            .replace("MIDDLE", &(last / 2).to_string());
        let path = format!("/register/records/list?kind=oocr{filter}");
        let mut times = Vec::with_capacity(REQUESTS);
        let mut found = String::new();
        let mut busy = None;
        for number in 0..REQUESTS + REQUESTS / 10 {
            if number == REQUESTS / 10 {
                busy = on_processor();
            }
            let began = Instant::now();
            let page = open(router, &path).await?;
            if number >= REQUESTS / 10 {
                times.push(began.elapsed().as_secs_f64() * 1e3);
            }
            let said = page
                .split("<strong>")
                .nth(1)
                .and_then(|rest| rest.split('<').next());
            found = said.unwrap_or_default().to_owned();
        }
        let busy = on_processor().zip(busy).map_or(0.0, |(to, from)| to - from);
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        writeln!(
            out,
            "{name}, {records:>9} records, {what:<40} p50 {:>7.1} ms, p99 {:>7.1} ms, processor {:>6.2} ms, \
             {found}",
            at(0.5),
            at(0.99),
            busy / REQUESTS as f64
        )?;
    }
    Ok(())
}

async fn measure(name: &str, database: String, records: usize, out: &mut impl Write) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let day = jiff::civil::date(2024, 4, 8);
    let clock = Arc::new(SetClock::at(Moment::in_london(day, 10, 0)));
    let app = house::open(database, folder.path(), clock.clone()).await?;
    let cast = people::arrive(&Stage {
        app: &app,
        clock: &clock,
    })
    .await?;
    clock.set(Moment::in_london(day, 10, 0));
    let lead = cast.get("Marcus")?.clone();
    fill(&app, &clock, &lead, records).await?;
    let began = Instant::now();
    browse::acts::shelve_waiting(&app).await?;
    let took = began.elapsed().as_secs_f64();
    writeln!(
        out,
        "{name}, {records:>9} records put on the shelves in {took:.2} s, {:.0} a second",
        records as f64 / took
    )?;
    sign_in(&app, &lead).await?;
    time(&site::map(app.clone()).finish(), name, records, out).await?;
    app.db.close().await;
    Ok(())
}

/// Numbers of records: those asked for, or a thousand and a million.
fn sizes() -> Vec<usize> {
    let asked = std::env::var("BROWSE_RECORDS").unwrap_or_default();
    let sizes: Vec<usize> = asked.split(',').filter_map(|size| size.parse().ok()).collect();
    if sizes.is_empty() {
        vec![1_000, 1_000_000]
    } else {
        sizes
    }
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut out = std::io::stdout();
    for records in sizes() {
        let folder = tempfile::tempdir()?;
        for (name, database) in house::databases(folder.path()).await? {
            measure(name, database, records, &mut out).await?;
        }
    }
    Ok(())
}
