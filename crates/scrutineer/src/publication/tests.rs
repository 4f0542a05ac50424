mod folder;
mod planted;

use sha2::{Digest, Sha256};
use stats::suppression::{Profile, Total, audit, protect};

use super::{
    acts,
    content::{Content, sanitise},
    model::{Clearance, Decision, Fault, Publication, State},
    words::{document, figures},
};
use crate::{
    access::{Actor, Role},
    body::{fixtures::PanelWorld, model::PanelKind},
    meeting, on_both,
    platform::{
        clock::Moment,
        ids::{BodyId, MeetingId, PersonId, PublicationId},
        refusal::Refusal,
    },
    report::fixtures::{leicestershire, stratum},
    testing::House,
};

const LEARNING: &str = "Records should say why an out-of-court resolution was chosen.";

fn person(number: u128) -> PersonId {
    PersonId(uuid::Uuid::from_u128(number))
}

fn prepared() -> Publication {
    let id = uuid::Uuid::nil();
    Publication {
        id: PublicationId(id),
        body: BodyId(id),
        meeting: MeetingId(id),
        version: 1,
        state: State::Prepared,
        content: String::new(),
        content_hash: Sha256::digest("").into(),
        prepared_by: person(1),
        prepared_at: Moment::default(),
        published_at: None,
    }
}

fn clearance(number: u128) -> Clearance {
    Clearance {
        person: person(number),
        decision: Decision::Cleared,
        note: String::new(),
        at: Moment::default(),
    }
}

#[test]
fn two_others_clear_and_neither_twice() {
    let clear = |given: &[Clearance], by| prepared().decide(given, person(by), Decision::Cleared);
    assert_eq!(clear(&[], 1), Err(Fault::OwnWork));
    assert_eq!(clear(&[], 2).unwrap().state, State::Prepared);
    assert_eq!(clear(&[clearance(2)], 2), Err(Fault::Twice));
    assert_eq!(clear(&[clearance(2)], 3).unwrap().state, State::Cleared);
    let refused = prepared()
        .decide(&[clearance(2)], person(3), Decision::Refused)
        .unwrap();
    assert_eq!(refused.state, State::Returned);
    assert_eq!(
        refused.decide(&[], person(4), Decision::Cleared),
        Err(Fault::NotWaiting)
    );
}

#[test]
fn only_what_is_cleared_is_published_and_only_that_is_withdrawn() {
    for state in [
        State::Prepared,
        State::Cleared,
        State::Published,
        State::Returned,
        State::Withdrawn,
    ] {
        let one = Publication { state, ..prepared() };
        assert_eq!(
            one.clone().publish(Moment::default()).is_ok(),
            state == State::Cleared,
            "{state:?}"
        );
        assert_eq!(
            one.clone().withdraw().is_ok(),
            state == State::Published,
            "{state:?}"
        );
        assert_eq!(
            one.may_be_followed().is_ok(),
            matches!(state, State::Returned | State::Withdrawn),
            "{state:?}"
        );
    }
}

fn counts(content: &Content, stratum: usize) -> Vec<Option<u64>> {
    content.strata[stratum]
        .classes
        .rows
        .iter()
        .map(|row| row.count)
        .collect()
}

#[test]
fn a_small_count_is_hidden_with_another_so_that_it_cannot_be_worked_out() {
    let content = sanitise(&leicestershire(), LEARNING).unwrap();
    // 1, 8, 6, 0 of 15, all known: 1 is below 5; 6, the smallest other, goes with it, else 15 - 8 - 6 - 0 gives it away.
    assert_eq!(counts(&content, 0), [None, Some(8), None, Some(0)]);
    let release = protect(&[1, 8, 6, 0], Profile::Default, Total::Public).unwrap();
    assert!(audit(&release).iter().all(|range| range.high != Some(range.low)));
    // 9 unanimous and 6 by majority: nothing to hide. Themes below 5 are named without their count.
    let decided: Vec<_> = content
        .decisions
        .rows
        .iter()
        .map(|row| (row.code.as_str(), row.count))
        .collect();
    assert_eq!(
        decided,
        [("unanimous", Some(9)), ("majority", Some(6)), ("chair", Some(0))]
    );
    let themes: Vec<_> = content
        .themes
        .iter()
        .map(|theme| (theme.label.as_str(), theme.count))
        .collect();
    assert_eq!(
        themes,
        [("Rationale not full", Some(7)), ("Victim kept informed", None)]
    );
    let words = format!("{:?}", document(&content));
    assert!(
        words.contains("fewer than 5") && words.contains("[c]") && words.contains("8 of 15 (53.3%)"),
        "{words}"
    );
    document(&content).check().unwrap();
}

#[test]
fn children_are_protected_up_to_nine() {
    let mut report = leicestershire();
    report.strata[1] = stratum("youth", "Under 18", 60, 15, [9, 6, 0, 0]);
    let content = sanitise(&report, LEARNING).unwrap();
    assert_eq!(content.strata[1].classes.threshold, 10);
    assert!(
        counts(&content, 1)
            .iter()
            .flatten()
            .all(|count| *count == 0 || *count >= 10),
        "{:?}",
        content.strata[1]
    );
    // What counts all cases together counts children too.
    assert_eq!((content.decisions.threshold, content.themes_threshold), (10, 10));
    assert!(content.themes.iter().all(|theme| theme.count.is_none()));
}

#[test]
fn content_says_planned_and_heard_and_names_nobody() {
    let content = sanitise(&leicestershire(), LEARNING).unwrap();
    let text = serde_json::to_string(&content).unwrap();
    assert_eq!(serde_json::from_str::<Content>(&text).unwrap(), content);
    let youth = &content.strata[1];
    assert_eq!((youth.planned, youth.heard, youth.classes.rows.len()), (15, 0, 0));
    for secret in ["CR-0001", "A01", "Headquarters", "votes"] {
        assert!(!text.contains(secret), "{secret}");
    }
    let sheet = documents::csv(&figures(&[&content]));
    assert!(sheet.contains(",youth,60,15,0,,,\r\n"), "{sheet}");
    assert!(
        sheet.contains(",adult,240,15,15,1,Appropriate and consistent,[c]\r\n"),
        "{sheet}"
    );
}

/// A closed meeting of a joint panel.
async fn closed(house: &House, world: &PanelWorld) -> MeetingId {
    let draw = house.drawn(world, 6, 2).await;
    let meeting = house.found(world, &draw).await;
    meeting::acts::close(&house.app, &world.chair, meeting.id)
        .await
        .unwrap();
    meeting.id
}

async fn cleared(house: &House, world: &PanelWorld, meeting: MeetingId) -> PublicationId {
    let id = acts::prepare(&house.app, &world.coordinator, meeting, LEARNING)
        .await
        .unwrap();
    for by in &world.publisher {
        acts::decide(&house.app, by, id, "cleared", "").await.unwrap();
    }
    id
}

fn conflict<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> String {
    match answer {
        Err(Refusal::Conflict(sentence)) => sentence,
        other => panic!("{other:?}"),
    }
}

on_both!(
    results_are_prepared_cleared_by_two_and_published,
    async |house: House| {
        let world = house.panel_world(PanelKind::JointOocr).await;
        let meeting = closed(&house, &world).await;
        let mut coordinator = house.browser(&world.coordinator).await;
        let form = format!("/meetings/{meeting}/publication");
        let asked = coordinator.get(&form).await;
        assert!(
            asked.text.contains("Anybody can read this text"),
            "{}",
            asked.text
        );
        let wrong = coordinator.post(&form, &[("learning", " ")]).await;
        assert_eq!(wrong.status, 422);
        let answer = coordinator.post(&form, &[("learning", LEARNING)]).await;
        assert_eq!(answer.status, 303);
        let page = answer.location;
        assert_eq!(coordinator.get(&form).await.location, page);

        let mut visitor = house.visitor();
        assert!(
            visitor
                .get("/results")
                .await
                .text
                .contains("No results have been published yet")
        );
        assert_eq!(visitor.get("/results/WM-JOINT-2024-02").await.status, 404);
        let mut one = house.browser(&world.publisher[0]).await;
        let mut two = house.browser(&world.publisher[1]).await;
        let clear = format!("{page}/clear");
        assert_eq!(one.post(&clear, &[]).await.status, 422);
        assert_eq!(one.post(&format!("{page}/publish"), &[]).await.status, 409);
        assert_eq!(one.post(&clear, &[("decision", "cleared")]).await.status, 303);
        assert_eq!(one.post(&clear, &[("decision", "cleared")]).await.status, 409);
        // One clearance is not enough.
        assert_eq!(one.post(&format!("{page}/publish"), &[]).await.status, 409);
        assert_eq!(two.post(&clear, &[("decision", "cleared")]).await.status, 303);
        let preview = two.get(&page).await.text;
        assert_eq!(two.post(&format!("{page}/publish"), &[]).await.status, 303);

        let list = visitor.get("/results").await;
        assert!(list.text.contains("/results/WM-JOINT-2024-02"));
        let shown = visitor.get("/results/WM-JOINT-2024-02").await;
        assert_eq!(shown.status, 200);
        // The preview was exactly what the public now sees.
        let start = shown.text.find("<h2").unwrap();
        let end = shown.text.find("</main>").unwrap();
        assert!(preview.contains(&shown.text[start..end]), "{preview}");
        assert!(
            house
                .log()
                .await
                .contains(&"publication.release publication".to_owned())
        );

        assert_eq!(one.post(&format!("{page}/withdraw"), &[]).await.status, 303);
        assert_eq!(visitor.get("/results/WM-JOINT-2024-02").await.status, 404);
        assert_eq!(coordinator.get(&form).await.status, 200);
    }
);

on_both!(nobody_clears_what_they_prepared, async |house: House| {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let meeting = closed(&house, &world).await;
    let both = house
        .person("Bo Both", &[Role::Coordinator, Role::Publisher])
        .await;
    let id = acts::prepare(&house.app, &both, meeting, LEARNING).await.unwrap();
    let own = acts::decide(&house.app, &both, id, "cleared", "").await;
    assert!(matches!(own, Err(Refusal::NotFound)), "{own:?}");
    let page = house
        .browser(&both)
        .await
        .get(&format!("/publications/{id}"))
        .await;
    assert!(page.status == 200 && !page.text.contains("Save the decision"));
    // Clearing is for chairs and publishers: another coordinator does not count.
    let other = acts::decide(&house.app, &world.coordinator, id, "cleared", "").await;
    assert!(matches!(other, Err(Refusal::NotFound)));
    acts::decide(&house.app, &world.chair, id, "cleared", "")
        .await
        .unwrap();
    acts::decide(&house.app, &world.publisher[0], id, "cleared", "")
        .await
        .unwrap();
    acts::publish(&house.app, &world.publisher[0], id).await.unwrap();
});

on_both!(a_refusal_says_why_and_sends_it_back, async |house: House| {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let meeting = closed(&house, &world).await;
    let id = acts::prepare(&house.app, &world.coordinator, meeting, LEARNING)
        .await
        .unwrap();
    let bare = acts::decide(&house.app, &world.publisher[0], id, "refused", " ").await;
    assert!(matches!(bare, Err(Refusal::Invalid(errors)) if errors[0].field == "note"));
    acts::decide(&house.app, &world.publisher[0], id, "refused", "It names a shop")
        .await
        .unwrap();
    let after = acts::decide(&house.app, &world.publisher[1], id, "cleared", "").await;
    assert!(conflict(after).contains("not waiting for clearance"));
    conflict(acts::publish(&house.app, &world.publisher[1], id).await);
    let page = house
        .browser(&world.coordinator)
        .await
        .get(&format!("/publications/{id}"))
        .await;
    assert!(page.text.contains("It names a shop") && page.text.contains("Sent back"));
    let next = acts::prepare(
        &house.app,
        &world.coordinator,
        meeting,
        "Records should give reasons.",
    )
    .await
    .unwrap();
    let opened = acts::open(&house.app, &world.coordinator, next).await.unwrap();
    assert_eq!((opened.publication.version, opened.clearances.len()), (2, 0));
});

on_both!(an_open_meeting_has_nothing_to_publish, async |house: House| {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let draw = house.drawn(&world, 2, 1).await;
    let meeting = house.found(&world, &draw).await;
    let early = acts::prepare(&house.app, &world.coordinator, meeting.id, LEARNING).await;
    assert!(conflict(early).contains("not closed yet"));
});

on_both!(publications_are_absent_to_others, async |house: House| {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let meeting = closed(&house, &world).await;
    let id = cleared(&house, &world, meeting).await;
    let other = house.other_body().await;
    let roles = [Role::Coordinator, Role::Publisher, Role::Chair];
    let strangers: [Actor; 3] = [
        world.members[0].clone(),
        world.force_lead.clone(),
        house.person_of("Olga Other", &roles, &other).await,
    ];
    for stranger in &strangers {
        let mut browser = house.browser(stranger).await;
        assert_eq!(
            browser.get(&format!("/publications/{id}")).await.status,
            404,
            "{}",
            stranger.name
        );
        assert_eq!(
            browser
                .get(&format!("/meetings/{meeting}/publication"))
                .await
                .status,
            404,
            "{}",
            stranger.name
        );
        for step in ["clear", "publish", "withdraw"] {
            let answer = browser
                .post(&format!("/publications/{id}/{step}"), &[("decision", "cleared")])
                .await;
            assert_eq!(answer.status, 404, "{} {step}", stranger.name);
        }
    }
    // The auditor looks and changes nothing.
    let mut auditor = house.browser(&world.auditor).await;
    assert_eq!(auditor.get(&format!("/publications/{id}")).await.status, 200);
    assert_eq!(
        auditor
            .post(&format!("/publications/{id}/publish"), &[])
            .await
            .status,
        404
    );
});
