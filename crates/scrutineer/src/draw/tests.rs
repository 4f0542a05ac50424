use stats::sampling::verify;

use super::{
    acts,
    fixtures::{DICE, wanted},
    model::{Case, Draw, DrawState, Standing, letters, many_withdrawn},
    plan::{self, Wanted},
    store,
};
use crate::{
    access::{Actor, Role},
    body::{
        fixtures::PanelWorld,
        model::{Panel, PanelKind},
    },
    on_both, params,
    platform::{
        clock::Moment,
        ids::{BodyId, CaseId, DrawId, PanelId},
        refusal::Refusal,
    },
    testing::House,
};

mod beacons;
mod leaving;
mod pages;
mod planning;
mod themes;

/// A joint panel and ten records in each stratum of January and February 2024.
async fn world(house: &House) -> PanelWorld {
    let world = house.panel_world(PanelKind::JointOocr).await;
    house.records("oocr", &["2024-01", "2024-02"], 5).await;
    world
}

async fn committed(house: &House, world: &PanelWorld, wanted: &Wanted) -> Draw {
    let draft = acts::draft(&house.app, &world.coordinator, world.panel.id, wanted)
        .await
        .unwrap();
    acts::commit(&house.app, &world.coordinator, draft.id)
        .await
        .unwrap()
}

async fn dice(house: &House, actor: &Actor, draw: DrawId, digits: &str) -> Result<Draw, Refusal> {
    acts::seed(&house.app, actor, draw, &[digits.to_owned()]).await
}

async fn cases(house: &House, draw: DrawId) -> Vec<Case> {
    let mut tx = house.app.db.read("test.cases").await.unwrap();
    store::cases_of(&mut tx, draw).await.unwrap()
}

fn conflict<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> String {
    match answer {
        Err(Refusal::Conflict(sentence)) => sentence,
        other => panic!("not a conflict: {other:?}"),
    }
}

fn wrong_field<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> (String, String) {
    match answer {
        Err(Refusal::Invalid(mut errors)) => {
            let first = errors.remove(0);
            (first.field, first.message)
        }
        other => panic!("not a wrong field: {other:?}"),
    }
}

fn absent<T: std::fmt::Debug>(answer: Result<T, Refusal>) {
    assert!(matches!(answer, Err(Refusal::NotFound)), "{answer:?}");
}

on_both!(
    a_draw_is_committed_before_its_seed_and_drawn_from_it,
    async |house: House| {
        let world = world(&house).await;
        let draft = acts::draft(&house.app, &world.coordinator, world.panel.id, &wanted(3, 2, 2))
            .await
            .unwrap();
        assert_eq!(draft.reference, "WM-JOINT-2024-02");
        let early = conflict(dice(&house, &world.chair, draft.id, DICE).await);
        assert_eq!(
            early,
            "the frame is not committed yet; a seed counts only when the commitment was published before it"
        );

        let draw = acts::commit(&house.app, &world.coordinator, draft.id)
            .await
            .unwrap();
        assert_eq!((draw.state, draw.frame_size), (DrawState::Committed, 20));
        assert!(
            draw.checkpoint.as_ref().unwrap().contains("\n\u{2014} "),
            "a signed note"
        );
        assert!(cases(&house, draw.id).await.is_empty());

        let drawn = dice(&house, &world.chair, draw.id, DICE).await.unwrap();
        assert_eq!(
            (drawn.state, drawn.commitment),
            (DrawState::Drawn, draw.commitment)
        );
        let labels = |standing| async move {
            let all = cases(&house, draw.id)
                .await
                .into_iter()
                .filter(|case| case.standing == standing);
            all.map(|case| case.label).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(labels(Standing::Drawn).await, "A01 A02 A03 Y01 Y02");
    }
);

on_both!(
    a_draw_larger_than_its_stratum_is_refused_by_name,
    async |house: House| {
        let world = world(&house).await;
        let draft =
            async |wanted: Wanted| acts::draft(&house.app, &world.coordinator, world.panel.id, &wanted).await;
        let (field, message) = wrong_field(draft(wanted(11, 2, 0)).await);
        assert_eq!(field, "n_adult");
        assert_eq!(
            message,
            "18 and over: 10 records, so 11 cannot be drawn; enter 10 or fewer"
        );
        let (field, message) = wrong_field(draft(wanted(2, 9, 2)).await);
        assert_eq!(field, "reserves_youth");
        assert_eq!(
            message,
            "Under 18: 1 record besides the 9 drawn, so 1 can be in reserve at most"
        );
        assert_eq!(wrong_field(draft(wanted(0, 0, 0)).await).0, "n_adult");
        let backwards = Wanted {
            from: "2024-03".into(),
            ..wanted(1, 1, 0)
        };
        assert_eq!(wrong_field(draft(backwards).await).0, "to");
        let no_month = Wanted {
            to: "2024-13".into(),
            ..wanted(1, 1, 0)
        };
        assert_eq!(wrong_field(draft(no_month).await).0, "to");
        let no_source = Wanted {
            dice: false,
            ..wanted(1, 1, 0)
        };
        assert_eq!(wrong_field(draft(no_source).await).0, "sources");
    }
);

on_both!(
    a_frame_does_not_change_after_its_commitment,
    async |house: House| {
        let world = world(&house).await;
        let draw = committed(&house, &world, &wanted(3, 2, 2)).await;
        let sentence = "this draw is committed: its frame and plan cannot change any more";
        assert_eq!(
            conflict(acts::commit(&house.app, &world.coordinator, draw.id).await),
            sentence
        );
        // Records that come later stay out of the frame.
        house.records("oocr", &["2024-01"], 6).await;
        let seen = acts::look(&house.app, &world.coordinator, draw.id).await.unwrap();
        assert_eq!(seen.populations["adult"], 10);
        assert_eq!(seen.draw.commitment, draw.commitment);
        let drawn = dice(&house, &world.chair, draw.id, DICE).await.unwrap();
        assert_eq!(drawn.plan, draw.plan);
        assert_eq!(
            conflict(acts::commit(&house.app, &world.coordinator, draw.id).await),
            sentence
        );
        let again = conflict(dice(&house, &world.chair, draw.id, "99999999999999999999").await);
        assert_eq!(again, "this draw has its seed; it cannot be drawn again");
        let given_up = conflict(acts::abandon(&house.app, &world.coordinator, draw.id).await);
        assert_eq!(given_up, "this draw has its seed; it cannot be drawn again");
    }
);

on_both!(
    a_frame_changed_behind_the_product_s_back_is_not_drawn_from,
    async |house: House| {
        let world = world(&house).await;
        let draw = committed(&house, &world, &wanted(3, 2, 2)).await;
        let mut tx = house.app.db.write("test.tamper").await.unwrap();
        let sql =
            "delete from frame_record where ref = (select min(ref) from frame_record where draw_id = $1)";
        tx.run(sql, params![draw.id]).await.unwrap();
        tx.commit().await.unwrap();
        let sentence = conflict(dice(&house, &world.chair, draw.id, DICE).await);
        assert!(
            sentence.starts_with("the frame kept here is not the one committed to"),
            "{sentence}"
        );
    }
);

on_both!(
    a_register_that_changed_since_the_draft_is_not_committed_to,
    async |house: House| {
        let world = house.panel_world(PanelKind::JointOocr).await;
        let draft =
            async |wanted: Wanted| acts::draft(&house.app, &world.coordinator, world.panel.id, &wanted).await;
        assert_eq!(
            wrong_field(draft(wanted(3, 2, 0)).await).0,
            "n_adult",
            "nothing can be drawn from an empty register"
        );
        house.records("oocr", &["2024-02"], 5).await;
        let mut tx = house.app.db.write("test.fewer").await.unwrap();
        for sql in [
            "delete from record where stratum = 'youth'",
            "delete from batch_month where stratum = 'youth'",
        ] {
            tx.run(sql, vec![]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let draft = draft(wanted(3, 2, 0)).await.unwrap();
        house.records("oocr", &["2024-01"], 5).await;
        let sentence = conflict(acts::commit(&house.app, &world.coordinator, draft.id).await);
        assert_eq!(
            sentence,
            "Under 18: there were no records and now there are some: the register has changed since the draft; abandon it and make a new one"
        );
    }
);

on_both!(
    a_second_commitment_is_said_in_the_log_and_on_both_draws,
    async |house: House| {
        let world = world(&house).await;
        let first = committed(&house, &world, &wanted(3, 2, 2)).await;
        let overlapping = Wanted {
            from: "2024-02".into(),
            to: "2024-04".into(),
            ..wanted(2, 2, 0)
        };
        let second = committed(&house, &world, &overlapping).await;
        let apart = Wanted {
            from: "2024-05".into(),
            to: "2024-05".into(),
            ..wanted(1, 1, 0)
        };
        house.records("oocr", &["2024-05"], 2).await;
        let third = committed(&house, &world, &apart).await;
        let references = async |draw: &Draw| {
            let seen = acts::look(&house.app, &world.coordinator, draw.id).await.unwrap();
            seen.frames
                .into_iter()
                .map(|frame| frame.reference)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            references(&first).await,
            [first.reference.clone(), second.reference.clone()]
        );
        assert_eq!(
            references(&second).await,
            [first.reference.clone(), second.reference.clone()]
        );
        assert_eq!(references(&third).await, std::slice::from_ref(&third.reference));
        let mut tx = house.app.db.read("test.log").await.unwrap();
        let entries = crate::audit::store::entries(&mut tx, 0, 1000).await.unwrap();
        let whys: Vec<_> = entries
            .into_iter()
            .filter(|one| one.entry.act == "draw.commit")
            .map(|one| one.entry.why)
            .collect();
        let said = "this is the second frame committed for February 2024 to April 2024".to_owned();
        assert_eq!(whys, [None, Some(said), None]);
        drop(tx);
        // The same period again takes a reference of its own, and giving a commitment up does not hide it.
        acts::abandon(&house.app, &world.coordinator, first.id)
            .await
            .unwrap();
        let again = committed(&house, &world, &wanted(3, 2, 2)).await;
        assert_eq!(again.reference, "WM-JOINT-2024-02-2");
        assert_eq!(references(&again).await.len(), 3);
        assert_eq!(
            conflict(dice(&house, &world.chair, first.id, DICE).await),
            "this draw was abandoned; make a new one"
        );
    }
);

on_both!(
    a_beacon_round_must_be_unknown_at_the_commitment_and_known_at_the_seed,
    async |house: House| {
        let world = world(&house).await;
        let now = house.app.now();
        let with_round = |round| Wanted {
            round: Some(round),
            ..wanted(3, 2, 2)
        };
        let draft = async |round| {
            acts::draft(&house.app, &world.coordinator, world.panel.id, &with_round(round)).await
        };
        assert_eq!(
            wrong_field(draft(plan::round_after(now.plus_minutes(5))).await).0,
            "round"
        );
        let round = plan::round_after(now.plus_minutes(30));
        let late = draft(round).await.unwrap();
        let draw = committed(&house, &world, &with_round(round)).await;
        house.clock.set(now.plus_minutes(25));
        assert!(
            conflict(acts::commit(&house.app, &world.coordinator, late.id).await)
                .contains("at least 10 minutes after")
        );
        let value = "8f".repeat(32);
        let seed = async |typed: [&str; 2]| {
            acts::seed(&house.app, &world.chair, draw.id, &typed.map(str::to_owned)).await
        };
        assert!(conflict(seed([DICE, &value]).await).contains("enter the seed after that"));
        house.clock.set(now.plus_minutes(31));
        assert_eq!(
            wrong_field(seed([&value, DICE]).await).0,
            "source_0",
            "sources come in the plan's order"
        );
        assert_eq!(wrong_field(seed([DICE, "8f8f"]).await).0, "source_1");
        let drawn = seed([DICE, &value]).await.unwrap();
        let (_, draw_json, frame_csv) = acts::published(&house.app, &world.auditor, drawn.id)
            .await
            .unwrap();
        assert_eq!(verify(&draw_json, &frame_csv).failed, None);
        assert!(draw_json.contains(&format!("drand-quicknet/{round}")));
    }
);

on_both!(the_published_files_give_the_same_cases, async |house: House| {
    let world = world(&house).await;
    let draw = committed(&house, &world, &wanted(4, 3, 2)).await;
    assert!(conflict(acts::published(&house.app, &world.auditor, draw.id).await).contains("no seed yet"));
    dice(&house, &world.coordinator, draw.id, DICE).await.unwrap();
    let first = &cases(&house, draw.id).await[0];
    acts::withdraw(&house.app, &world.force_lead, first.id, "LEGAL_HOLD")
        .await
        .unwrap();
    let (_, draw_json, frame_csv) = acts::published(&house.app, &world.auditor, draw.id)
        .await
        .unwrap();
    let report = verify(&draw_json, &frame_csv);
    assert_eq!(report.failed, None);
    assert!(
        report.checks.contains(&"leaves"),
        "every salt is disclosed: {:?}",
        report.checks
    );
    let published: serde_json::Value = serde_json::from_str(&draw_json).unwrap();
    for stratum in ["adult", "youth"] {
        let heard = cases(&house, draw.id)
            .await
            .into_iter()
            .filter(|case| case.standing == Standing::Drawn);
        let heard: Vec<_> = heard
            .filter(|case| case.stratum == stratum)
            .map(|case| case.ref_)
            .collect();
        assert_eq!(published["heard"][stratum], serde_json::json!(heard));
    }
    assert_eq!(published["withdrawals"][0]["authorised_by"], "Force lead");
    assert!(
        first.ref_.starts_with("CR-") && first.ref_.len() == 11,
        "{}",
        first.ref_
    );
    // Neither file leads back to a record or a person.
    for file in [draw_json, frame_csv] {
        assert!(
            !file.contains(&first.record.to_string()) && !file.contains(&world.force_lead.person.to_string())
        );
    }
});

on_both!(nothing_of_a_draw_crosses_to_another_body, async |house: House| {
    let world = world(&house).await;
    let draw = house.drawn(&world, 2, 1).await;
    let case = cases(&house, draw.id).await[0].id;
    let body = house.other_body().await;
    let stranger = house
        .person_of(
            "Zed",
            &[Role::Coordinator, Role::Chair, Role::ForceLead, Role::Auditor],
            &body,
        )
        .await;
    let app = &house.app;
    absent(acts::look(app, &stranger, draw.id).await);
    absent(acts::list(app, &stranger, world.panel.id).await);
    absent(acts::published(app, &stranger, draw.id).await);
    absent(acts::choices(app, &stranger, world.panel.id, ("", ""), &[]).await);
    absent(acts::draft(app, &stranger, world.panel.id, &wanted(1, 1, 0)).await);
    absent(acts::commit(app, &stranger, draw.id).await);
    absent(acts::abandon(app, &stranger, draw.id).await);
    absent(dice(&house, &stranger, draw.id, DICE).await);
    absent(acts::withdraw(app, &stranger, case, "SUB_JUDICE").await);
    absent(acts::departure(app, &stranger, case).await);
});

on_both!(only_those_of_the_cycle_commit_and_draw, async |house: House| {
    let world = world(&house).await;
    let app = &house.app;
    for actor in [&world.chair, &world.members[0], &world.force_lead, &world.auditor] {
        absent(acts::draft(app, actor, world.panel.id, &wanted(1, 1, 0)).await);
    }
    let draw = committed(&house, &world, &wanted(1, 1, 0)).await;
    for actor in [&world.members[0], &world.force_lead, &world.auditor] {
        absent(dice(&house, actor, draw.id, DICE).await);
    }
    let unseated = house.person("Ned Member", &[Role::Member]).await;
    absent(acts::look(app, &unseated, draw.id).await);
    acts::look(app, &world.substitute, draw.id).await.unwrap();
});

on_both!(
    a_panel_without_terms_of_reference_draws_nothing,
    async |house: House| {
        let coordinator = house.person("Cora", &[Role::Coordinator]).await;
        let panel =
            crate::body::acts::add_panel(&house.app, &coordinator, "WM-NEW", "New panel", "joint_oocr");
        let panel = panel.await.unwrap();
        house.records("oocr", &["2024-01"], 5).await;
        let draft = acts::draft(&house.app, &coordinator, panel.id, &wanted(1, 1, 0)).await;
        assert!(conflict(draft).starts_with("this panel has no terms of reference yet"));
    }
);
