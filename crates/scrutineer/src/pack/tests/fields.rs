//! What of a record members see, and what nobody but the force does.

use super::*;

on_both!(what_is_not_for_members_is_never_shown, async |house: House| {
    let (world, draw, cases) = world(&house).await;
    plant(&house, &draw).await;
    let seen = acts::identified(&house.app, &world.force_lead, cases[0])
        .await
        .unwrap();
    let whole = format!("{:?}", seen.record);
    assert!(
        whole.contains("CANARY-Restricted-rationale") && whole.contains("CANARY-NeverLeavesForce-oic_hash")
    );
    house.released(&world, &draw).await;
    let checked = latest(&house, cases[0]).await;
    let read = acts::read(&house.app, &world.members[0], cases[0]).await.unwrap();
    for shown in [
        format!("{:?}", checked.summary),
        format!("{:?} {:?}", read.pack.summary, read.pack.circumstances),
    ] {
        assert!(
            shown.contains("SHOWN-offence_title") && !shown.contains("CANARY"),
            "{shown}"
        );
    }
});

#[test]
fn a_field_marked_for_the_summary_by_mistake_still_does_not_leave() {
    let mut packs = Packs::built_in().unwrap();
    let kind = packs.kinds.iter_mut().find(|kind| kind.id == "oocr").unwrap();
    for field in &mut kind.fields {
        field.summary = true;
    }
    let fields = serde_json::json!({"rationale": "CANARY", "oic_hash": "CANARY", "offence_title": "Theft"});
    let shown = summary::shown(kind, fields.as_object().unwrap(), &Default::default());
    assert!(
        shown.iter().any(|fact| fact.value == "Theft") && shown.iter().all(|fact| fact.value != "CANARY")
    );
}

#[test]
fn values_are_in_words_and_the_unknown_stays_unknown() {
    let packs = Packs::built_in().unwrap();
    let kind = packs.newest_kind("oocr").unwrap();
    let fields = serde_json::json!({
        "offence_from_dt": "2024-01-07", "mode_of_trial": "either", "knife": true, "weapon": false, "sexual": null,
        "hate": ["race", "religion"], "suspect_age_disposal": 31, "condition_amount": "40.50",
    });
    let shown = summary::shown(kind, fields.as_object().unwrap(), &Default::default());
    let value = |label: &str| {
        shown
            .iter()
            .find(|fact| fact.label == label)
            .unwrap()
            .value
            .as_str()
    };
    assert_eq!(value("Date of the offence"), "January 2024");
    assert_eq!(value("Mode of trial"), "Either way");
    assert_eq!(
        (value("Knife involved"), value("Other weapon involved")),
        ("Yes", "No")
    );
    assert_eq!(
        (value("Sexual offence"), value("Domestic abuse"), value("Victim")),
        ("", "", "")
    );
    assert_eq!(value("Hate crime strands"), "Race, Religion");
    assert_eq!(
        (
            value("Age band at the resolution"),
            value("Amount to pay (pounds)")
        ),
        ("25 to 34", "40.50")
    );
    // What is blank is named, every field of it and once; what the record itself says is not known keeps its line.
    let facts = summary::facts(&shown);
    let last = facts.last().unwrap();
    assert_eq!(last.key, "Not known or not recorded");
    let blank: Vec<&str> = last.value.split("; ").collect();
    assert!(
        ["Sexual offence", "Domestic abuse", "Victim"]
            .iter()
            .all(|name| blank.contains(name))
    );
    assert!(!blank.contains(&"Other weapon involved"));
    assert_eq!(facts.len() - 1 + blank.len(), shown.len());
    let said = serde_json::json!({"sex": "U"});
    let said = summary::facts(&summary::shown(
        kind,
        said.as_object().unwrap(),
        &Default::default(),
    ));
    assert!(said.iter().any(|fact| fact.value == "Not known"), "{said:?}");
    let search = packs.newest_kind("stop_search").unwrap();
    assert!(!summary::groups(search, &serde_json::Map::new()).is_empty());
}

on_both!(only_the_force_sees_the_identified_record, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let body = house.other_body().await;
    let stranger = house.person_of("Zed", &[Role::ForceLead], &body).await;
    for actor in [
        &world.coordinator,
        &world.chair,
        &world.members[0],
        &world.auditor,
        &stranger,
    ] {
        absent(acts::identified(&house.app, actor, cases[0]).await);
        absent(write(&house, actor, cases[0], 0, CIRCUMSTANCES, true).await);
    }
    let before = house.log().await.len();
    acts::identified(&house.app, &world.force_lead, cases[0])
        .await
        .unwrap();
    assert_eq!(house.log().await[before..], ["pack.identify case".to_owned()]);
});
