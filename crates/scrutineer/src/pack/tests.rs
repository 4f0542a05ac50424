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
mod deciding;
mod pages;
mod papers;
mod showing;
mod summaries;
mod telling;

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

on_both!(
    a_pack_is_prepared_checked_released_and_read,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let app = &house.app;
        let saved = write(&house, &world.force_lead, cases[0], 0, "A first attempt.", false)
            .await
            .unwrap();
        assert_eq!(
            (saved.version, saved.state, saved.hash),
            (1, PackState::Preparing, None)
        );
        let ready = write(&house, &world.force_lead, cases[0], 1, CIRCUMSTANCES, true)
            .await
            .unwrap();
        assert_eq!((ready.version, ready.state), (1, PackState::Prepared));
        assert!(ready.hash.is_some());
        acts::check(app, &world.coordinator, cases[0], 1, Verdict::Passed)
            .await
            .unwrap();
        assert_eq!(
            crate::pack::fixtures::release(app, &world.coordinator, draw.id, app.now().plus_days(7))
                .await
                .unwrap(),
            1
        );

        for _ in 0..2 {
            let read = acts::read(app, &world.members[0], cases[0]).await.unwrap();
            assert_eq!(
                (read.pack.circumstances.as_str(), read.pack.hash),
                (CIRCUMSTANCES, ready.hash)
            );
        }
        acts::read(app, &world.substitute, cases[0]).await.unwrap();
        let mut tx = app.db.read("test.openings").await.unwrap();
        let rows = tx
            .rows(
                "select person_id from pack_opening where case_id = $1",
                params![cases[0]],
            )
            .await
            .unwrap();
        assert_eq!(rows.len(), 3, "each opening is kept");
        assert_eq!(
            store::readers_of_draw(&mut tx, draw.id).await.unwrap()[&cases[0]],
            2
        );
        drop(tx);
        let log = house.log().await;
        assert_eq!(
            log.iter().filter(|line| *line == "pack.read case").count(),
            3,
            "each opening is logged"
        );
    }
);

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

on_both!(nobody_checks_their_own_work, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let app = &house.app;
    let second = house.person("Fay Lead", &[Role::ForceLead]).await;
    let check =
        async |actor: &Actor, version| acts::check(app, actor, cases[0], version, Verdict::Passed).await;
    write(
        &house,
        &world.force_lead,
        cases[0],
        0,
        "Somebody pushed somebody.",
        false,
    )
    .await
    .unwrap();
    // The second lead says it is ready, but some of the words are the first's.
    write(&house, &second, cases[0], 1, CIRCUMSTANCES, true)
        .await
        .unwrap();
    for writer in [&world.force_lead, &second] {
        assert_eq!(
            conflict(check(writer, 1).await),
            "you wrote this pack, so somebody else must check it"
        );
        assert!(conflict(acts::to_check(app, writer, cases[0]).await).starts_with("you wrote this pack"));
    }
    let sent_back = Verdict::SentBack("The street is named in the second line.");
    assert_eq!(
        wrong_field(acts::check(app, &world.coordinator, cases[0], 1, Verdict::SentBack(" ")).await),
        "reason"
    );
    acts::check(app, &world.coordinator, cases[0], 1, sent_back)
        .await
        .unwrap();
    // The next version begins with the words of the one before, so its writers still cannot check it.
    let next = write(&house, &second, cases[0], 1, CIRCUMSTANCES, true)
        .await
        .unwrap();
    assert_eq!(next.version, 2);
    assert!(conflict(check(&world.force_lead, 2).await).starts_with("you wrote this pack"));
    assert_eq!(wrong_field(check(&world.coordinator, 1).await), "reason");
    check(&world.coordinator, 2).await.unwrap();
    assert!(
        conflict(check(&world.coordinator, 2).await).starts_with("this pack is not waiting to be checked")
    );
});

on_both!(
    only_the_right_people_open_a_pack_and_only_when_it_is_released,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let app = &house.app;
        let member = &world.members[0];
        let read = async |actor: &Actor, case: CaseId| acts::read(app, actor, case).await;
        absent(read(member, cases[0]).await);
        house.prepared(&world, cases[0]).await;
        absent(read(member, cases[0]).await);
        acts::check(app, &world.coordinator, cases[0], 1, Verdict::Passed)
            .await
            .unwrap();
        absent(read(member, cases[0]).await);
        crate::pack::fixtures::release(app, &world.coordinator, draw.id, app.now().plus_days(7))
            .await
            .unwrap();
        read(member, cases[0]).await.unwrap();
        absent(read(member, cases[1]).await);

        let unseated = house.person("Ned Member", &[Role::Member, Role::Chair]).await;
        let body = house.other_body().await;
        let stranger = house
            .person_of("Zed", &[Role::Coordinator, Role::Member, Role::Chair], &body)
            .await;
        for actor in [
            &unseated,
            &stranger,
            &world.auditor,
            &world.force_lead,
            &world.publisher[0],
        ] {
            absent(read(actor, cases[0]).await);
        }
        let mut tx = app.db.write("test.declare").await.unwrap();
        let sql = "insert into declaration (case_id, person_id, nature, note, at) values ($1, $2, 'knows_person', '', 0)";
        for person in [
            world.members[1].person,
            world.chair.person,
            world.coordinator.person,
        ] {
            tx.run(sql, params![cases[0], person]).await.unwrap();
        }
        tx.commit().await.unwrap();
        for conflicted in [&world.members[1], &world.chair, &world.coordinator] {
            absent(read(conflicted, cases[0]).await);
        }
        let mut tx = app.db.read("test.cases").await.unwrap();
        let all = crate::draw::store::cases_of(&mut tx, draw.id).await.unwrap();
        drop(tx);
        let reserve = all
            .iter()
            .find(|case| case.standing == Standing::Reserve)
            .unwrap()
            .id;
        absent(read(member, reserve).await);
        absent(acts::identified(app, &world.force_lead, reserve).await);
        // A case that leaves takes its pack with it.
        crate::draw::acts::withdraw(app, &world.chair, cases[0], "SAFEGUARDING")
            .await
            .unwrap();
        absent(read(member, cases[0]).await);
    }
);

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

on_both!(
    a_pack_without_words_or_from_an_old_page_is_refused,
    async |house: House| {
        let (world, _, cases) = world(&house).await;
        let lead = &world.force_lead;
        assert_eq!(
            wrong_field(write(&house, lead, cases[0], 0, " \n ", true).await),
            "circumstances"
        );
        let long = "x".repeat(acts::CIRCUMSTANCES_LONGEST + 1);
        assert_eq!(
            wrong_field(write(&house, lead, cases[0], 0, &long, false).await),
            "circumstances"
        );
        write(&house, lead, cases[0], 0, "Words.", false).await.unwrap();
        assert!(
            wrong_field(write(&house, lead, cases[0], 0, "Other words.", false).await) == "circumstances"
        );
        write(&house, lead, cases[0], 1, CIRCUMSTANCES, true)
            .await
            .unwrap();
        assert!(
            conflict(write(&house, lead, cases[0], 1, "Late words.", false).await)
                .starts_with("this pack is no longer")
        );
        assert_eq!(latest(&house, cases[0]).await.circumstances, CIRCUMSTANCES);
    }
);

on_both!(
    release_takes_what_is_checked_and_nothing_that_was_changed,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let app = &house.app;
        let release = async |minutes| {
            crate::pack::fixtures::release(app, &world.coordinator, draw.id, app.now().plus_minutes(minutes))
                .await
        };
        assert!(conflict(release(60).await).starts_with("no pack of this draw is checked"));
        for case in &cases[..2] {
            house.prepared(&world, *case).await;
            acts::check(app, &world.coordinator, *case, 1, Verdict::Passed)
                .await
                .unwrap();
        }
        assert_eq!(wrong_field(release(-1).await), "closes_on");
        absent(crate::pack::fixtures::release(app, &world.force_lead, draw.id, app.now().plus_days(1)).await);
        let words = async |text: &str| {
            let mut tx = app.db.write("test.tamper").await.unwrap();
            let sql = "update pack set circumstances = $2 where case_id = $1";
            tx.run(sql, params![cases[0], text]).await.unwrap();
            tx.commit().await.unwrap();
        };
        words("Somebody else's words, put in behind the checker's back.").await;
        assert!(conflict(release(60).await).starts_with("what this pack shows is not what was prepared"));
        words(CIRCUMSTANCES).await;
        assert_eq!(release(60).await.unwrap(), 2);
        let tasks = acts::tasks(app, &world.coordinator, draw.id).await.unwrap();
        assert_eq!(
            (tasks.count(Some(PackState::Released)), tasks.count(None)),
            (2, 1)
        );
        assert!(tasks.draw.reading_closes_at.is_some());
        // The last one follows later.
        house.prepared(&world, cases[2]).await;
        acts::check(app, &world.coordinator, cases[2], 1, Verdict::Passed)
            .await
            .unwrap();
        assert_eq!(release(90).await.unwrap(), 1);
    }
);

on_both!(
    a_withdrawn_pack_is_closed_until_its_next_version_is_released,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let app = &house.app;
        house.released(&world, &draw).await;
        acts::read(app, &world.members[0], cases[0]).await.unwrap();
        assert_eq!(
            wrong_field(acts::withdraw(app, &world.coordinator, cases[0], "").await),
            "reason"
        );
        absent(acts::withdraw(app, &world.force_lead, cases[0], "A name").await);
        acts::withdraw(app, &world.coordinator, cases[0], "A name was left in.")
            .await
            .unwrap();
        absent(acts::read(app, &world.members[0], cases[0]).await);
        assert!(
            conflict(acts::withdraw(app, &world.coordinator, cases[0], "Again").await)
                .contains("nothing to withdraw")
        );
        let next = write(&house, &world.force_lead, cases[0], 1, "Without the name.", true)
            .await
            .unwrap();
        assert_eq!((next.version, next.released_at, next.reason), (2, None, None));
        absent(acts::read(app, &world.members[0], cases[0]).await);
        acts::check(app, &world.coordinator, cases[0], 2, Verdict::Passed)
            .await
            .unwrap();
        crate::pack::fixtures::release(app, &world.coordinator, draw.id, app.now().plus_days(3))
            .await
            .unwrap();
        let read = acts::read(app, &world.members[0], cases[0]).await.unwrap();
        assert_eq!(
            (read.pack.version, read.pack.circumstances.as_str()),
            (2, "Without the name.")
        );
    }
);
