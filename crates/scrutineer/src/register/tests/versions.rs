//! The same record in a later extract, and loads taken back, on both databases.

use super::loads::{count, load};
use super::*;
use crate::access::{Actor, Role};
use crate::body::model::PanelKind;
use crate::on_both;
use crate::platform::{ids::BatchId, refusal::Refusal};
use crate::register::model::Batch;
use crate::testing::House;

/// An extract of out-of-court resolutions: reference, offence, age at the resolution.
fn extract(rows: &[(&str, &str, u8)]) -> String {
    let lines = rows
        .iter()
        .map(|(reference, offence, age)| format!("{reference},2024-03-01,{offence},8,2024-03-04,CR,{age}\n"));
    format!("{OOCR_HEADINGS}\n{}", lines.collect::<String>())
}

async fn taken(house: &House, rows: &[(&str, &str, u8)]) -> Batch {
    house.clock.set(house.app.now().plus_minutes(1));
    let batch = load(house, "oocr", extract(rows)).await.unwrap().batch;
    assert_eq!(batch.refused, 0, "{:?}", batch.summary.by_rule);
    batch
}

/// What stands under each reference, as offence and age, in order.
async fn standing(house: &House) -> Vec<String> {
    let mut tx = house.app.db.read("test.standing").await.unwrap();
    let frame = store::frame_records(&mut tx, house.body.id, "oocr", "2024-03", "2024-03")
        .await
        .unwrap();
    let mut told = Vec::new();
    for (id, _) in &frame {
        let fields = store::record(&mut tx, *id).await.unwrap().unwrap().fields;
        let of = |name: &str| fields[name].as_str().unwrap_or_default().to_owned();
        told.push(format!(
            "{} {} {}",
            of("source_ref_hash"),
            of("offence_title"),
            fields["suspect_age_disposal"]
        ));
    }
    let strata = store::strata(&mut tx, house.body.id, "oocr", "2024-03", "2024-03")
        .await
        .unwrap();
    let counted: i64 = strata.iter().map(|(_, records)| records).sum();
    assert_eq!(
        counted,
        i64::try_from(frame.len()).unwrap(),
        "counts kept by month"
    );
    told.sort();
    told
}

async fn lead(house: &House) -> Actor {
    house.person("Lee Lead", &[Role::ForceLead]).await
}

on_both!(a_later_extract_brings_new_versions, async |house: House| {
    taken(
        &house,
        &[("a", "Theft", 20), ("b", "Theft", 30), ("c", "Theft", 40)],
    )
    .await;
    let later = taken(
        &house,
        &[("a", "Theft", 20), ("b", "Burglary", 31), ("d", "Theft", 50)],
    )
    .await;
    assert_eq!((later.accepted, later.duplicates, later.revised), (3, 1, 1));
    assert_eq!(
        standing(&house).await,
        ["a Theft 20", "b Burglary 31", "c Theft 40", "d Theft 50"]
    );
    assert_eq!(
        count(&house, "select count(*) as n from record").await,
        6,
        "nothing is lost"
    );
    let mut tx = house.app.db.read("test").await.unwrap();
    let revisions = store::revisions(&mut tx, &later, 0, 10).await.unwrap();
    assert_eq!(revisions.len(), 1);
    let kept = store::changed(&mut tx, later.id).await.unwrap();
    assert_eq!(
        kept.as_deref(),
        Some(r#"{"offence_title":1,"suspect_age_disposal":1}"#)
    );
    let changes = revisions[0].changes();
    let told: Vec<_> = changes.iter().map(|change| change.field).collect();
    assert_eq!(told, ["offence_title", "suspect_age_disposal"]);
    assert_eq!(changes[1].before.unwrap(), 30);
    assert_eq!(changes[1].after.unwrap(), 31);
});

on_both!(two_records_under_one_reference_both_stay, async |house: House| {
    taken(&house, &[("a", "Theft", 20), ("a", "Theft", 30)]).await;
    assert_eq!(standing(&house).await, ["a Theft 20", "a Theft 30"]);
    // One of them changed, the other did not: the one takes the place of the one.
    let later = taken(&house, &[("a", "Theft", 20), ("a", "Theft", 31)]).await;
    assert_eq!((later.duplicates, later.revised), (1, 1));
    assert_eq!(standing(&house).await, ["a Theft 20", "a Theft 31"]);
    // A third person under the reference stands beside them.
    taken(
        &house,
        &[("a", "Theft", 20), ("a", "Theft", 31), ("a", "Theft", 60)],
    )
    .await;
    assert_eq!(standing(&house).await, ["a Theft 20", "a Theft 31", "a Theft 60"]);
});

on_both!(
    a_row_repeated_under_its_reference_stands_once,
    async |house: House| {
        let batch = taken(
            &house,
            &[("a", "Theft", 20), ("a", "Theft", 20), ("b", "Theft", 30)],
        )
        .await;
        assert_eq!((batch.accepted, batch.duplicates), (3, 1));
        assert_eq!(standing(&house).await, ["a Theft 20", "b Theft 30"]);
    }
);

on_both!(records_of_another_body_are_not_versions, async |house: House| {
    taken(&house, &[("a", "Theft", 20)]).await;
    let other = house.other_body().await;
    let mut theirs = super::loads::source(&house, "oocr", "x.csv", extract(&[("a", "Fraud", 21)]));
    theirs.body = other.id;
    let loaded = acts::load(&house.app, crate::audit::Who::default(), theirs)
        .await
        .unwrap();
    assert_eq!(loaded.batch.revised, 0);
    assert_eq!(standing(&house).await, ["a Theft 20"]);
});

async fn undo(house: &House, actor: &Actor, batch: BatchId) {
    acts::undo(&house.app, actor, batch, "The wrong months")
        .await
        .unwrap();
}

on_both!(
    a_load_taken_back_leaves_what_was_there_before,
    async |house: House| {
        let lead = lead(&house).await;
        let first = taken(&house, &[("a", "Theft", 20), ("b", "Theft", 30)]).await;
        let second = taken(&house, &[("a", "Fraud", 20), ("c", "Theft", 40)]).await;
        house.work().await;
        undo(&house, &lead, second.id).await;
        assert_eq!(standing(&house).await, ["a Theft 20", "b Theft 30"]);
        assert_eq!(count(&house, "select count(*) as n from record").await, 2);
        assert_eq!(count(&house, "select count(*) as n from undone_batch").await, 1);
        assert!(house.log().await.contains(&"register.undo batch".to_owned()));
        // The file can be loaded again, and comes to the same.
        let again = taken(&house, &[("a", "Fraud", 20), ("c", "Theft", 40)]).await;
        assert_eq!(again.revised, 1);
        assert_eq!(standing(&house).await, ["a Fraud 20", "b Theft 30", "c Theft 40"]);
        // The first of several: what replaced its records goes on to stand.
        undo(&house, &lead, first.id).await;
        assert_eq!(standing(&house).await, ["a Fraud 20", "c Theft 40"]);
    }
);

/// In how many new versions of a batch the offence and the age are others: as was counted, and as a count now says.
async fn changed(house: &House, lead: &Actor, batch: &Batch) -> [i64; 2] {
    let kept = acts::compared(&house.app, lead, batch.id, 0)
        .await
        .unwrap()
        .by_field;
    let mut tx = house.app.db.write("test.changed").await.unwrap();
    tx.run("update batch set changed = null", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    let counted = acts::compared(&house.app, lead, batch.id, 0)
        .await
        .unwrap()
        .by_field;
    assert_eq!(kept, counted);
    ["offence_title", "suspect_age_disposal"].map(|field| kept.get(field).copied().unwrap_or_default())
}

on_both!(a_load_in_the_middle_can_be_taken_back, async |house: House| {
    let lead = lead(&house).await;
    taken(&house, &[("a", "Theft", 20), ("b", "Theft", 30)]).await;
    let middle = taken(&house, &[("a", "Fraud", 21), ("b", "Arson", 31)]).await;
    // Version three of a, and b as the middle has it.
    let last = taken(&house, &[("a", "Rape", 22), ("b", "Arson", 31)]).await;
    assert_eq!((last.duplicates, last.revised), (1, 1));
    assert_eq!(changed(&house, &lead, &last).await, [1, 1]);
    undo(&house, &lead, middle.id).await;
    assert_eq!(
        changed(&house, &lead, &last).await,
        [2, 2],
        "both are versions of the first"
    );
    assert_eq!(standing(&house).await, ["a Rape 22", "b Arson 31"]);
    undo(&house, &lead, last.id).await;
    assert_eq!(standing(&house).await, ["a Theft 20", "b Theft 30"]);
});

on_both!(a_load_that_was_drawn_from_stays, async |house: House| {
    let world = house.panel_world(PanelKind::AdultOocr).await;
    house.drawn(&world, 2, 0).await;
    let mut tx = house.app.db.read("test").await.unwrap();
    let batch = store::batches_of(&mut tx, house.body.id).await.unwrap().remove(0);
    drop(tx);
    let before = count(&house, "select count(*) as n from record").await;
    let refusal = acts::undo(&house.app, &lead(&house).await, batch.id, "x")
        .await
        .unwrap_err();
    assert!(matches!(refusal, Refusal::Conflict(_)), "{refusal:?}");
    assert_eq!(count(&house, "select count(*) as n from record").await, before);
});

on_both!(
    a_load_is_taken_back_with_a_reason_and_by_those_who_may,
    async |house: House| {
        let batch = taken(&house, &[("a", "Theft", 20)]).await;
        let refusal = acts::undo(&house.app, &lead(&house).await, batch.id, " ")
            .await
            .unwrap_err();
        assert!(matches!(refusal, Refusal::Invalid(_)), "{refusal:?}");
        let auditor = house.person("Ann Auditor", &[Role::Auditor]).await;
        let other = house.other_body().await;
        let stranger = house.person_of("Sam Stranger", &[Role::ForceLead], &other).await;
        for actor in [auditor, stranger] {
            let refusal = acts::undo(&house.app, &actor, batch.id, "x").await.unwrap_err();
            assert!(
                matches!(refusal, Refusal::NotFound | Refusal::Forbidden),
                "{refusal:?}"
            );
        }
        assert_eq!(standing(&house).await, ["a Theft 20"]);
    }
);

on_both!(
    changes_are_counted_for_all_and_shown_to_few,
    async |house: House| {
        taken(&house, &[("a-77", "Theft", 20)]).await;
        let later = taken(&house, &[("a-77", "Burglary", 20)]).await;
        let lead = lead(&house).await;
        let coordinator = house.person("Cora Coordinator", &[Role::Coordinator]).await;
        let path = format!("/register/batches/{}/changes", later.id);
        let shown = house.browser(&lead).await.get(&path).await;
        assert!(
            shown.text.contains("a-77") && shown.text.contains("Burglary"),
            "{}",
            shown.text
        );
        let counted = house.browser(&coordinator).await.get(&path).await;
        assert!(
            counted.text.contains("Offence") && !counted.text.contains("a-77"),
            "{}",
            counted.text
        );
        assert!(!counted.text.contains("Burglary"));
        let read = house
            .log()
            .await
            .iter()
            .filter(|entry| *entry == "register.compare batch")
            .count();
        assert_eq!(read, 1, "who reads the records is logged");
    }
);

on_both!(what_has_changed_since_a_version_is_told, async |house: House| {
    taken(&house, &[("a", "Theft", 20)]).await;
    let mut tx = house.app.db.read("test").await.unwrap();
    let frame = store::frame_records(&mut tx, house.body.id, "oocr", "2024-03", "2024-03")
        .await
        .unwrap();
    drop(tx);
    let first = frame[0].0;
    taken(&house, &[("a", "Fraud", 20)]).await;
    taken(&house, &[("a", "Fraud", 21)]).await;
    let mut tx = house.app.db.read("test").await.unwrap();
    let changed = acts::changed_since(&mut tx, first).await.unwrap();
    assert_eq!(
        changed,
        ["offence_title", "suspect_age_disposal"],
        "over both versions"
    );
    let frame = store::frame_records(&mut tx, house.body.id, "oocr", "2024-03", "2024-03")
        .await
        .unwrap();
    assert!(acts::changed_since(&mut tx, frame[0].0).await.unwrap().is_empty());
});
