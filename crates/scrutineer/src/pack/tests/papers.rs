//! Who could it be, the cover, the copies, and what becomes of them.

use jiff::civil::date;

use super::*;
use crate::{
    access::Action,
    pack::{
        acts::Releasing,
        cover::{Cover, Handling, Marking, Wider},
        papers::Rules,
    },
    platform::clock::Moment,
};

mod copies;
mod crowd;
mod handling;
mod kept;
mod marking;

/// The first adult case and the first child's.
async fn adult_and_child(house: &House, draw: &Draw) -> (CaseId, CaseId) {
    let mut tx = house.app.db.read("test.strata").await.unwrap();
    let cases = crate::draw::store::cases_of(&mut tx, draw.id).await.unwrap();
    let first = |stratum: &str| {
        let mut drawn = cases.iter().filter(|case| case.standing == Standing::Drawn);
        drawn.find(|case| case.stratum == stratum).unwrap().id
    };
    (first("adult"), first("youth"))
}

fn wider(fact: &str, step: &str) -> Wider {
    Wider::from([(fact.to_owned(), step.to_owned())])
}

async fn prepared(house: &House, world: &PanelWorld, case: CaseId, cover: Cover) -> Result<Pack, Refusal> {
    let writing = Writing {
        circumstances: CIRCUMSTANCES,
        cover,
        ready: true,
        ..Writing::default()
    };
    acts::write(&house.app, &world.force_lead, case, writing).await
}

async fn checked(house: &House, world: &PanelWorld, case: CaseId) {
    prepared(house, world, case, Cover::default()).await.unwrap();
    acts::check(&house.app, &world.coordinator, case, 1, Verdict::Passed)
        .await
        .unwrap();
}

fn releasing(house: &House, named: &[CaseId], why: &str) -> Releasing {
    Releasing {
        closes_at: house.app.now().plus_days(7),
        all_the_same: named.iter().copied().collect(),
        why: why.to_owned(),
    }
}
