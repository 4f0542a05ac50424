use serde_json::Value;

use super::{
    acts::{self, Verdict, Writing},
    fixtures::CIRCUMSTANCES,
    model::{Pack, PackState},
    store, summary,
};
use crate::{
    access::{Actor, Role},
    body::{fixtures::PanelWorld, model::PanelKind},
    draw::model::{Draw, Standing},
    on_both, params,
    platform::{
        ids::CaseId,
        packs::{Packs, Sensitivity},
        refusal::Refusal,
    },
    testing::House,
};

mod attaching;
mod cycle;
mod deciding;
mod fields;
mod pages;
mod papers;
mod showing;
mod summaries;
mod telling;
mod turning;

async fn world(house: &House) -> (PanelWorld, Draw, Vec<CaseId>) {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let draw = house.drawn(&world, 2, 1).await;
    let cases = house.heard(&draw).await;
    (world, draw, cases)
}

fn conflict<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> String {
    match answer {
        Err(Refusal::Conflict(sentence)) => sentence,
        other => panic!("not a conflict: {other:?}"),
    }
}

fn wrong_field<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> String {
    match answer {
        Err(Refusal::Invalid(errors)) => errors[0].field.clone(),
        other => panic!("not a wrong field: {other:?}"),
    }
}

fn absent<T: std::fmt::Debug>(answer: Result<T, Refusal>) {
    assert!(matches!(answer, Err(Refusal::NotFound)), "{answer:?}");
}

async fn write(
    house: &House,
    actor: &Actor,
    case: CaseId,
    version: i64,
    words: &str,
    ready: bool,
) -> Result<Pack, Refusal> {
    acts::write(
        &house.app,
        actor,
        case,
        Writing {
            version,
            circumstances: words,
            ready,
            ..Writing::default()
        },
    )
    .await
}

async fn latest(house: &House, case: CaseId) -> Pack {
    let mut tx = house.app.db.read("test.latest").await.unwrap();
    store::latest(&mut tx, case).await.unwrap().unwrap()
}

/// Fills every field of every record: what members may not see begins with CANARY, what they may with SHOWN.
pub(super) async fn plant(house: &House, draw: &Draw) {
    let packs = Packs::built_in().unwrap();
    let fields = packs.newest_kind("oocr").unwrap().fields.iter().map(|field| {
        let open = matches!(field.sensitivity, Sensitivity::Open | Sensitivity::Panel);
        let start = if open && field.summary {
            "SHOWN".to_owned()
        } else {
            format!("CANARY-{:?}", field.sensitivity)
        };
        (
            field.name.clone(),
            Value::String(format!("{start}-{}", field.name)),
        )
    });
    let data = Value::Object(fields.collect()).to_string();
    let mut tx = house.app.db.write("test.plant").await.unwrap();
    tx.run(
        "update record set data = $2 where body_id = $1",
        params![draw.body, data],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}
