use jiff::civil::date;

use super::{
    acts,
    model::{DUE_DAYS, Item, Kind, Response, Stage, Step, due_on},
    store,
};
use crate::{
    access::Role,
    body::{fixtures::PanelWorld, model::PanelKind},
    on_both, params,
    platform::{
        clock::Moment,
        ids::{BodyId, CaseId, FeedbackId, FindingId, PanelId, PersonId},
        refusal::Refusal,
    },
    testing::House,
};

fn item(stage: Stage) -> Item {
    let id = uuid::Uuid::nil();
    Item {
        id: FeedbackId(id),
        body: BodyId(id),
        panel: PanelId(id),
        finding: FindingId(id),
        kind: Kind::Praise,
        message: String::new(),
        stage,
        response: None,
        owner: None,
        due_on: date(2024, 4, 4),
        created_at: Moment::default(),
    }
}

#[test]
fn there_is_one_order_of_steps() {
    let steps = [
        Step::Allocate(PersonId(uuid::Uuid::nil())),
        Step::SendToSupervisor,
        Step::Deliver,
        Step::Respond(Response::Accepted),
        Step::Close,
    ];
    for (place, stage) in Stage::ALL.iter().enumerate() {
        for (number, step) in steps.iter().enumerate() {
            let taken = item(*stage).take(*step);
            match Stage::ALL.get(place + 1) {
                Some(next) if number == place => assert_eq!(taken.unwrap().stage, *next),
                _ => assert!(taken.is_err(), "{stage:?} {step:?}"),
            }
        }
        assert_eq!(item(*stage).next().is_none(), *stage == Stage::Closed);
    }
}

#[test]
fn an_item_is_overdue_after_its_day_until_it_is_closed() {
    assert_eq!((due_on(date(2024, 3, 7)), DUE_DAYS), (date(2024, 4, 4), 28));
    assert!(!item(Stage::Recorded).overdue(date(2024, 4, 4)));
    assert!(item(Stage::Responded).overdue(date(2024, 4, 5)));
    assert!(!item(Stage::Closed).overdue(date(2024, 4, 5)));
}

async fn finding(house: &House, world: &PanelWorld) -> FindingId {
    let draw = house.drawn(world, 2, 1).await;
    let meeting = house.found(world, &draw).await;
    let mut tx = house.app.db.read("test.findings").await.unwrap();
    let found = crate::finding::store::of_meeting(&mut tx, meeting.id)
        .await
        .unwrap();
    found[0].id
}

const MESSAGE: &str = "The rationale in the record was clear and complete";

on_both!(a_message_goes_to_the_officer_and_back, async |house: House| {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let finding = finding(&house, &world).await;
    let mut chair = house.browser(&world.chair).await;
    let page = format!("/findings/{finding}/feedback");
    assert!(chair.get(&page).await.text.contains("None recorded yet"));
    let answer = chair
        .post(&page, &[("kind", "praise"), ("message", MESSAGE)])
        .await;
    assert_eq!((answer.status, answer.location.as_str()), (303, page.as_str()));

    let mut lead = house.browser(&world.force_lead).await;
    let tracker = lead.get("/feedback").await;
    assert!(tracker.text.contains("Recorded at the panel") && !tracker.text.contains(MESSAGE));
    let mut tx = house.app.db.read("test.item").await.unwrap();
    let id = store::items(&mut tx, house.body.id).await.unwrap()[0].item.id;
    drop(tx);
    let path = format!("/feedback/{id}");
    let shown = lead.get(&path).await;
    assert!(shown.text.contains(MESSAGE) && shown.text.contains("Allocate to somebody in the force"));

    let owner = world.feedback_owner.person.to_string();
    for fields in [
        vec![("step", "allocate"), ("owner", owner.as_str())],
        vec![("step", "send_to_supervisor")],
        vec![("step", "deliver"), ("note", "In person")],
        vec![
            ("step", "respond"),
            ("response", "disputed"),
            ("note", "There was a second log"),
        ],
        vec![("step", "close")],
    ] {
        let answer = lead.post(&path, &fields).await;
        assert_eq!(answer.status, 303, "{fields:?} {}", answer.text);
        // The form sent again, as by a second click, changes nothing.
        assert_eq!(lead.post(&path, &fields).await.status, 409, "{fields:?}");
    }
    let mut tx = house.app.db.read("test.item").await.unwrap();
    let tracked = store::item(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(
        (tracked.item.stage, tracked.item.response),
        (Stage::Closed, Some(Response::Disputed))
    );
    assert_eq!(
        tracked.owner_name.as_deref(),
        Some(world.feedback_owner.name.as_str())
    );
    let events = store::events(&mut tx, id).await.unwrap();
    let stages: Vec<Stage> = events.iter().map(|(event, _)| event.stage).collect();
    assert_eq!(stages, Stage::ALL);
    assert_eq!(
        (events[3].0.note.as_str(), events[3].1.as_str()),
        ("In person", world.force_lead.name.as_str())
    );
    drop(tx);
    let ended = lead.get(&path).await;
    assert!(ended.text.contains("add a later fact to it") && !ended.text.contains("Next step"));
    let log = house.log().await;
    assert!(
        log.contains(&"feedback.record feedback".to_owned())
            && log.contains(&"feedback.read feedback".to_owned())
    );
    assert_eq!(
        log.iter()
            .filter(|one| *one == "feedback.advance feedback")
            .count(),
        5
    );
});

on_both!(
    mail_says_that_feedback_waits_and_not_what,
    async |house: House| {
        let world = house.panel_world(PanelKind::JointOocr).await;
        let finding = finding(&house, &world).await;
        house.work().await;
        let before = house.mail.all().len();
        let id = acts::record(&house.app, &world.chair, finding, "learning", MESSAGE)
            .await
            .unwrap();
        let owner = world.feedback_owner.person.to_string();
        let taken = acts::Taken {
            step: "allocate",
            owner: &owner,
            response: "",
            note: "Smith has it",
        };
        acts::advance(&house.app, &world.force_lead, id, taken)
            .await
            .unwrap();
        house.work().await;
        let sent = house.mail.all().split_off(before);
        let to: Vec<&str> = sent.iter().map(|mail| mail.to.as_str()).collect();
        assert_eq!(to, ["frank.joint@example.org", "finn.joint@example.org"]);
        for mail in &sent {
            assert!(mail.text.contains("is waiting for you"), "{}", mail.text);
            for secret in [MESSAGE, "Smith", "WM-JOINT", "A0", "learning"] {
                assert!(
                    !mail.text.contains(secret) && !mail.subject.contains(secret),
                    "{secret}"
                );
            }
        }
    }
);

on_both!(a_message_and_a_step_need_their_answers, async |house: House| {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let finding = finding(&house, &world).await;
    let mut chair = house.browser(&world.chair).await;
    let page = format!("/findings/{finding}/feedback");
    let wrong = chair.post(&page, &[("message", MESSAGE)]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("Choose praise or learning") && wrong.text.contains(MESSAGE));
    let wrong = chair.post(&page, &[("kind", "praise"), ("message", " ")]).await;
    assert!(wrong.text.contains("Enter the message for the officer"));
    let long = "x".repeat(2001);
    assert_eq!(
        chair
            .post(&page, &[("kind", "praise"), ("message", long.as_str())])
            .await
            .status,
        422
    );

    let id = acts::record(&house.app, &world.chair, finding, "praise", MESSAGE)
        .await
        .unwrap();
    let path = format!("/feedback/{id}");
    let mut lead = house.browser(&world.force_lead).await;
    let member = world.members[0].person.to_string();
    let wrong = lead
        .post(&path, &[("step", "allocate"), ("owner", member.as_str())])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("Choose who takes it in the force"));
    assert_eq!(lead.post(&path, &[("step", "close")]).await.status, 409);
    assert_eq!(lead.post(&path, &[]).await.status, 409);
    let step = async |step: &str, response: &str, note: &str| {
        let owner = world.force_lead.person.to_string();
        let taken = acts::Taken {
            step,
            owner: &owner,
            response,
            note,
        };
        acts::advance(&house.app, &world.force_lead, id, taken).await
    };
    let field = |answer: Result<(), Refusal>| match answer {
        Err(Refusal::Invalid(errors)) => errors[0].field.clone(),
        other => panic!("{other:?}"),
    };
    step("allocate", "", "").await.unwrap();
    step("send_to_supervisor", "", "").await.unwrap();
    assert_eq!(field(step("deliver", "", " ").await), "note");
    step("deliver", "", "In writing").await.unwrap();
    assert_eq!(field(step("respond", "", "").await), "response");
    assert_eq!(field(step("respond", "disputed", "").await), "note");
    assert_eq!(field(step("respond", "clarified", "").await), "note");
    step("respond", "accepted", "").await.unwrap();
    assert_eq!(field(step("close", "", &"x".repeat(1001)).await), "note");
});

on_both!(feedback_is_absent_to_others, async |house: House| {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let finding = finding(&house, &world).await;
    let id = acts::record(&house.app, &world.chair, finding, "praise", MESSAGE)
        .await
        .unwrap();
    let other = house.other_body().await;
    let strangers = [
        world.members[0].clone(),
        world.auditor.clone(),
        house.person("Carl Chair", &[Role::Chair]).await,
        house
            .person_of(
                "Olga Other",
                &[Role::Coordinator, Role::ForceLead, Role::FeedbackOwner],
                &other,
            )
            .await,
    ];
    for stranger in &strangers {
        let mut browser = house.browser(stranger).await;
        for path in [format!("/feedback/{id}"), format!("/findings/{finding}/feedback")] {
            assert_eq!(browser.get(&path).await.status, 404, "{} {path}", stranger.name);
        }
        let fields = [("kind", "praise"), ("message", "x")];
        assert_eq!(
            browser
                .post(&format!("/findings/{finding}/feedback"), &fields)
                .await
                .status,
            404,
            "{}",
            stranger.name
        );
        assert_eq!(
            browser
                .post(&format!("/feedback/{id}"), &[("step", "close")])
                .await
                .status,
            404,
            "{}",
            stranger.name
        );
    }
    // The chair follows the item but does not move it.
    let mut chair = house.browser(&world.chair).await;
    assert_eq!(chair.get(&format!("/feedback/{id}")).await.status, 200);
    assert_eq!(
        chair
            .post(&format!("/feedback/{id}"), &[("step", "allocate")])
            .await
            .status,
        404
    );
    // An unknown id looks the same.
    assert_eq!(chair.get(&format!("/feedback/{finding}")).await.status, 404);
});

on_both!(
    an_interest_in_the_case_keeps_the_chair_from_writing,
    async |house: House| {
        let world = house.panel_world(PanelKind::JointOocr).await;
        let finding = finding(&house, &world).await;
        let mut tx = house.app.db.write("test.interest").await.unwrap();
        let case: CaseId = store::subject(&mut tx, finding).await.unwrap().unwrap().case;
        tx.run(
            "insert into declaration (case_id, person_id, nature, note, at) values ($1, $2, 'knows', '', 0)",
            params![case, world.chair.person],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let answer = acts::record(&house.app, &world.chair, finding, "praise", MESSAGE).await;
        assert!(matches!(answer, Err(Refusal::NotFound)));
    }
);

on_both!(
    the_tracker_narrows_by_panel_stage_and_due_date,
    async |house: House| {
        let world = house.panel_world(PanelKind::JointOocr).await;
        let finding = finding(&house, &world).await;
        acts::record(&house.app, &world.chair, finding, "praise", MESSAGE)
            .await
            .unwrap();
        let mut lead = house.browser(&world.force_lead).await;
        let here = |text: &str| text.contains("href=\"/feedback/0");
        for (query, shown) in [
            (format!("?panel={}", world.panel.id), true),
            ("?panel=&stage=recorded".to_owned(), true),
            ("?stage=closed".to_owned(), false),
            ("?overdue=yes".to_owned(), false),
            (format!("?panel={finding}"), false),
        ] {
            let page = lead.get(&format!("/feedback{query}")).await;
            assert_eq!((page.status, here(&page.text)), (200, shown), "{query}");
        }
        house.clock.set(house.app.now().plus_days(DUE_DAYS + 1));
        let mut lead = house.browser(&world.force_lead).await;
        let late = lead.get("/feedback?overdue=yes").await;
        assert!(here(&late.text) && late.text.contains("Overdue"));
    }
);
