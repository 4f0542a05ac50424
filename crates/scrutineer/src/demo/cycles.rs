//! The three cycles of the example.

use std::collections::BTreeMap;

use jiff::{
    ToSpan,
    civil::{Date, date},
};

use super::{Stage, findings, panels::Panels, papers, people::Cast};
use crate::{
    access::Actor,
    draw::{
        self,
        model::{Case, Draw, Standing},
        plan::{Size, Wanted},
    },
    meeting,
    pack::{
        self,
        acts::{Deciding, Releasing, Verdict, Writing},
        model::PackState,
    },
    platform::{clock::Moment, refusal::Answer},
    register::{self, Month, acts::Source, synth},
    review,
};

/// Dice as somebody might roll them; each draw of the example has its own.
const DICE: [&str; 3] = [
    "71840263915520487316",
    "40915528837761029934",
    "66201984375530918827",
];

/// The cycle that is over: read, heard on 7 March 2024, reported and published.
///
/// # Errors
/// What the acts say.
pub async fn finished(stage: &Stage<'_>, cast: &Cast, panels: &Panels) -> Answer<()> {
    stage.at(date(2024, 2, 5), 9, 30);
    extract(
        stage,
        cast,
        "oocr-2023-06-to-2024-01.csv",
        (Month { year: 2023, month: 6 }, 8),
        560,
    )
    .await?;
    let wanted = wanted(("2023-06", "2024-01"), &[("adult", 15, 5), ("youth", 15, 5)]);
    let drawn = draw_cases(stage, cast, panels.oocr.id, &wanted, (date(2024, 2, 12), DICE[0])).await?;
    let cases = cases_of(stage, &drawn, "adult").await?;
    if let Some(case) = cases.get(3) {
        stage.at(date(2024, 2, 13), 11, 0);
        draw::acts::withdraw(stage.app, cast.get("Marcus")?, case.id, "LIVE_INVESTIGATION").await?;
    }
    let cases = cases_of(stage, &drawn, "adult").await?;
    stage.at(date(2024, 2, 19), 10, 0);
    for case in &cases {
        prepare(stage, cast, case, true).await?;
    }
    stage.at(date(2024, 2, 22), 16, 0);
    let closes = Moment::in_london(date(2024, 3, 6), 18, 0);
    release(stage, cast, &drawn, closes).await?;
    stage.at(date(2024, 3, 1), 19, 0);
    let readers = cast.all(&["Daniel", "Tom", "Sofia", "Grace", "Ruth"])?;
    for (position, case) in cases.iter().enumerate() {
        for (seat, reader) in readers.iter().enumerate() {
            seal(stage, reader, case, findings::sealed_class(position, seat)).await?;
        }
    }
    findings::meet(stage, cast, &drawn, &cases).await
}

/// Releases the checked packs of a draw, those that stand out too.
async fn release(stage: &Stage<'_>, cast: &Cast, draw: &Draw, closes_at: Moment) -> Answer<()> {
    let helen = cast.get("Helen")?;
    let out = pack::acts::standing_out(stage.app, helen, draw.id).await?;
    let releasing = Releasing {
        closes_at,
        all_the_same: out.into_keys().collect(),
        why: "Members need these facts to judge the resolution, and have signed that they keep them to themselves.".to_owned(),
    };
    pack::acts::release(stage.app, helen, draw.id, &releasing).await?;
    Ok(())
}

/// The cycle whose packs are with the members now.
///
/// # Errors
/// What the acts say.
pub async fn being_read(stage: &Stage<'_>, cast: &Cast, panels: &Panels, today: Date) -> Answer<()> {
    let first = today.first_of_month().saturating_sub(3.months());
    let last = today.first_of_month().saturating_sub(1.months());
    let begin = today.saturating_sub(14.days());
    stage.at(begin, 9, 30);
    let months = (
        Month {
            year: first.year(),
            month: first.month(),
        },
        3,
    );
    extract(stage, cast, "oocr-last-quarter.csv", months, 300).await?;
    let period = (
        first.strftime("%Y-%m").to_string(),
        last.strftime("%Y-%m").to_string(),
    );
    let wanted = wanted((&period.0, &period.1), &[("adult", 6, 3), ("youth", 4, 2)]);
    let drawn = draw_cases(stage, cast, panels.oocr.id, &wanted, (begin, DICE[1])).await?;
    stage.at(today.saturating_sub(9.days()), 10, 0);
    let mut cases = cases_of(stage, &drawn, "adult").await?;
    cases.extend(cases_of(stage, &drawn, "youth").await?);
    for case in &cases {
        prepare(stage, cast, case, true).await?;
    }
    stage.at(today.saturating_sub(7.days()), 15, 0);
    let closes = Moment::in_london(today.saturating_add(9.days()), 18, 0);
    let helen = cast.get("Helen")?;
    release(stage, cast, &drawn, closes).await?;
    let held_on = today.saturating_add(10.days());
    let plan = meeting::acts::NewMeeting {
        held_on: Some(held_on),
        time: "10:00",
        place: "Council House, Room 3",
    };
    meeting::acts::plan(stage.app, helen, drawn.id, &plan).await?;
    stage.at(today.saturating_sub(2.days()), 20, 0);
    for (case, class) in cases.iter().zip(["2", "1", "3"]) {
        seal(stage, cast.get("Tom")?, case, class).await?;
        seal(stage, cast.get("Sofia")?, case, "2").await?;
    }
    Ok(())
}

/// The stop and search cycle whose packs are being prepared, on real published records.
///
/// # Errors
/// What the acts say.
pub async fn being_prepared(stage: &Stage<'_>, cast: &Cast, panels: &Panels, today: Date) -> Answer<()> {
    const FILES: [(&str, &[u8]); 3] = [
        (
            "2019-12-leicestershire-stop-and-search.csv",
            include_bytes!("../../demo/2019-12-leicestershire-stop-and-search.csv"),
        ),
        (
            "2020-01-leicestershire-stop-and-search.csv",
            include_bytes!("../../demo/2020-01-leicestershire-stop-and-search.csv"),
        ),
        (
            "2020-02-leicestershire-stop-and-search.csv",
            include_bytes!("../../demo/2020-02-leicestershire-stop-and-search.csv"),
        ),
    ];
    let begin = today.saturating_sub(1.days());
    stage.at(begin, 9, 0);
    for (name, bytes) in FILES {
        load(stage, cast, ("stop_search", "police-uk", name), bytes.to_vec()).await?;
    }
    let wanted = wanted(("2019-12", "2020-02"), &[("adult", 8, 4), ("youth", 4, 2)]);
    let drawn = draw_cases(stage, cast, panels.stop_search.id, &wanted, (begin, DICE[2])).await?;
    let cases = cases_of(stage, &drawn, "adult").await?;
    for (position, case) in cases.iter().take(5).enumerate() {
        prepare(stage, cast, case, position < 2).await?;
    }
    let Some(case) = cases.get(5) else { return Ok(()) };
    let writing = Writing {
        circumstances: papers::ACCOUNT,
        names: papers::NAMES,
        ..Writing::default()
    };
    let marcus = cast.get("Marcus")?;
    pack::acts::write(stage.app, marcus, case.id, writing)
        .await
        .map(drop)
}

async fn extract(
    stage: &Stage<'_>,
    cast: &Cast,
    name: &str,
    (first, months): (Month, u8),
    rows: u64,
) -> Answer<()> {
    let Some(kind) = stage.app.packs.newest_kind("oocr") else {
        return Ok(());
    };
    let mut bytes = Vec::new();
    let plan = synth::Plan {
        first,
        months,
        ..synth::Plan::new(rows, u64::from(months))
    };
    let made = synth::write(&mut bytes, kind, &plan);
    made.map_err(|error| crate::platform::refusal::Refusal::Unavailable(error.to_string()))?;
    load(stage, cast, ("oocr", "canonical", name), bytes).await
}

async fn load(
    stage: &Stage<'_>,
    cast: &Cast,
    (kind, profile, name): (&str, &str, &str),
    bytes: Vec<u8>,
) -> Answer<()> {
    let marcus = cast.get("Marcus")?;
    let source = Source {
        body: marcus.body,
        kind: kind.to_owned(),
        profile: profile.to_owned(),
        file_name: name.to_owned(),
        input: Box::new(std::io::Cursor::new(bytes)),
        how: Default::default(),
        progress: None,
    };
    register::acts::load(stage.app, marcus.who(), source)
        .await
        .map(drop)
}

fn wanted((from, to): (&str, &str), sizes: &[(&str, u32, u32)]) -> Wanted {
    let size = |planned, reserves| Size { planned, reserves };
    let sizes: BTreeMap<_, _> = sizes
        .iter()
        .map(|(code, n, r)| ((*code).to_owned(), size(*n, *r)))
        .collect();
    Wanted {
        from: from.to_owned(),
        to: to.to_owned(),
        themes: Vec::new(),
        sizes,
        dice: true,
        round: None,
    }
}

async fn draw_cases(
    stage: &Stage<'_>,
    cast: &Cast,
    panel: crate::platform::ids::PanelId,
    wanted: &Wanted,
    (day, dice): (Date, &str),
) -> Answer<Draw> {
    let helen = cast.get("Helen")?;
    stage.at(day, 10, 0);
    let draft = draw::acts::draft(stage.app, helen, panel, wanted).await?;
    draw::acts::commit(stage.app, helen, draft.id).await?;
    stage.at(day, 14, 0);
    draw::acts::seed(stage.app, helen, draft.id, &[dice.to_owned()]).await
}

async fn cases_of(stage: &Stage<'_>, draw: &Draw, stratum: &str) -> Answer<Vec<Case>> {
    let mut tx = stage.app.db.read("demo.cases").await?;
    let cases = draw::store::cases_of(&mut tx, draw.id).await?;
    Ok(cases
        .into_iter()
        .filter(|case| case.stratum == stratum && case.standing == Standing::Drawn)
        .collect())
}

/// Writes a case's circumstances and hands it over; with `checked`, a second person passes it.
async fn prepare(stage: &Stage<'_>, cast: &Cast, case: &Case, checked: bool) -> Answer<()> {
    let app = stage.app;
    let mut tx = app.db.read("demo.record").await?;
    let record = register::store::record(&mut tx, case.record).await?;
    drop(tx);
    let Some(record) = record else { return Ok(()) };
    let circumstances = if record.kind == "oocr" {
        papers::resolution(&record.fields)
    } else {
        papers::search(&record.fields)
    };
    let writing = Writing {
        version: 0,
        circumstances: &circumstances,
        ready: true,
        ..Writing::default()
    };
    let marcus = cast.get("Marcus")?;
    let mut pack = pack::acts::write(app, marcus, case.id, writing).await?;
    if pack.state == PackState::Preparing {
        let deciding = Deciding {
            seen: (pack.version, 1),
            ready: true,
            ..Deciding::default()
        };
        pack = pack::acts::decide(app, marcus, case.id, deciding).await?;
    }
    if checked {
        pack::acts::check(app, cast.get("Helen")?, case.id, pack.version, Verdict::Passed).await?;
    }
    Ok(())
}

/// A member reads a case, classes it and seals.
async fn seal(stage: &Stage<'_>, reader: &Actor, case: &Case, class: &str) -> Answer<()> {
    review::acts::open(stage.app, reader, case.id).await?;
    review::acts::keep(stage.app, reader, case.id, findings::view(class)).await?;
    review::acts::seal(stage.app, reader, case.id).await
}
