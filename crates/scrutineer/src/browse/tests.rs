//! Behaviour of browsing on both databases.

use std::io::Cursor;

use crate::{
    access::{Actor, Role},
    audit::Who,
    register::{
        How,
        acts::{self as register, Source},
    },
    testing::House,
};

mod completeness;
mod exports;
mod lists;
mod views;

const HEADINGS: &str = "source_ref_hash,offence_from_dt,offence_title,outcome_code,outcome_dt,disposal_type,\
    suspect_age_offence,suspect_age_disposal,sex,sde_code,rationale,care_exp,da,ho_class";

/// A child of nine given a youth caution, which no law allows; two adults alike in every cell but the reference; and April.
const ROWS: [&str; 5] = [
    "ref-1,2024-03-01,Theft from shop,2,2024-03-04,youth_caution,9,9,M,W1,The boy was sorry,true,,46",
    "ref-2,2024-03-01,Theft from shop,8,2024-03-05,CR,31,31,F,NS,Full remorse and an apology,,true,46",
    "ref-3,2024-03-02,Common assault,8,2024-03-05,CR,31,31,F,,Full remorse and an apology,,false,105A",
    "other-4,2024-03-31,Criminal damage,8,2024-04-05,CR,44,44,U,B1,Paid for the goods,false,,58D",
    "other-5,2023-12-31,Criminal damage,8,2024-04-06,CR,18,18,X,,Wrote to the shop,false,true,",
];

async fn load(house: &House, name: &str, rows: &[&str]) {
    load_from(house, name, rows, How::default()).await;
}

async fn load_from(house: &House, name: &str, rows: &[&str], how: How) {
    let source = Source {
        body: house.body.id,
        kind: "oocr".into(),
        profile: "canonical".into(),
        how,
        file_name: name.into(),
        input: Box::new(Cursor::new(
            format!("{HEADINGS}\n{}\n", rows.join("\n")).into_bytes(),
        )),
        progress: None,
    };
    let who = Who {
        body: Some(house.body.id),
        ..Who::default()
    };
    let loaded = register::load(&house.app, who, source).await.unwrap();
    assert_eq!(loaded.batch.refused, 0, "{:?}", loaded.batch.summary.by_rule);
}

/// The rows loaded and on the shelves.
async fn shelved(house: &House) {
    load(house, "march.csv", &ROWS).await;
    house.work().await;
}

async fn coordinator(house: &House) -> Actor {
    house.person("Cleo Coordinator", &[Role::Coordinator]).await
}

async fn lead(house: &House) -> Actor {
    house.person("Lee Lead", &[Role::ForceLead]).await
}

/// The newest entry of the log under this word: its details as JSON.
async fn detail(house: &House, act: &str) -> String {
    let mut tx = house.app.db.read("test.log").await.unwrap();
    let search = crate::audit::store::Search::default();
    let entries = crate::audit::store::find(&mut tx, &search, 100).await.unwrap();
    let logged = entries.into_iter().find(|logged| logged.entry.act == act);
    format!("{:?}", logged.unwrap().entry)
}
