//! Who is in the room: members, substitutes, those with an interest, and everybody else.

use super::conflict;
use crate::{
    access::{Actor, Role},
    body::model::PanelKind,
    meeting::{acts, fixtures::ready},
    on_both,
    platform::{ids::CaseId, refusal::Refusal},
    review,
    testing::House,
};

/// Declares an interest as a member does, whatever the reading window says.
async fn declare(house: &House, case: CaseId, person: &Actor) {
    let mut tx = house.app.db.write("test.declare").await.unwrap();
    let now = house.app.now();
    assert!(
        review::store::declare(&mut tx, &review::fixtures::interest(case, person.person), now)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
}

on_both!(only_a_chair_in_the_room_opens_a_case, async |house: House| {
    let (world, draw, cases) = ready(&house).await;
    let meeting = house.open_meeting(&world, &draw).await;
    let other = house.other_body().await;
    let everything = [Role::Chair, Role::Coordinator, Role::Member, Role::ForceLead];
    let abroad = house.person_of("Ola Abroad", &everything, &other).await;
    let elsewhere = house.person("Ezra Chair", &[Role::Chair]).await;
    let path = format!("/meetings/{}/cases/{}", meeting.id, cases[0]);
    for person in [
        &world.coordinator,
        &world.members[0],
        &world.substitute,
        &world.force_lead,
        &world.auditor,
        &world.feedback_owner,
        &world.publisher[0],
        &abroad,
        &elsewhere,
    ] {
        let mut browser = house.browser(person).await;
        assert_eq!(
            browser.post(&format!("{path}/open"), &[]).await.status,
            404,
            "{}",
            person.name
        );
        let sees = [world.coordinator.person, world.members[0].person].contains(&person.person);
        assert_eq!(
            browser.get(&path).await.status,
            if sees { 200 } else { 404 },
            "{}",
            person.name
        );
    }
    for person in [&abroad, &elsewhere] {
        let mut browser = house.browser(person).await;
        for path in ["", "/attendance", "/open", "/close"] {
            let at = format!("/meetings/{}{path}", meeting.id);
            assert!(matches!(browser.get(&at).await.status, 404 | 405), "{at}");
            assert!(matches!(browser.post(&at, &[]).await.status, 404 | 405), "{at}");
        }
        assert!(
            !browser
                .get("/meetings")
                .await
                .text
                .contains(&meeting.id.to_string())
        );
    }
    // A case of another meeting is not in this one.
    let second = house.panel_world(PanelKind::AdultOocr).await;
    let draw = house.drawn(&second, 1, 1).await;
    let foreign = house.heard(&draw).await[0];
    let crossed = acts::open_case(&house.app, &world.chair, meeting.id, foreign)
        .await
        .unwrap_err();
    assert!(matches!(crossed, Refusal::NotFound));
});

on_both!(who_is_away_does_not_see_the_case, async |house: House| {
    let (world, draw, cases) = ready(&house).await;
    let meeting = house.open_meeting(&world, &draw).await;
    let path = format!("/meetings/{}/cases/{}", meeting.id, cases[0]);
    let status = async |person: &Actor| house.browser(person).await.get(&path).await.status;
    assert_eq!(status(&world.members[2]).await, 200);
    let away = [(world.seats[3].id, "absent".to_owned())];
    acts::attend(&house.app, &world.coordinator, meeting.id, &away)
        .await
        .unwrap();
    house.clock.set(house.app.now().plus_minutes(1));
    assert_eq!(status(&world.members[2]).await, 404);
});

on_both!(
    a_substitute_takes_part_in_the_meeting_they_come_to,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        let meeting = house.open_meeting(&world, &draw).await;
        let path = format!("/meetings/{}/cases/{}", meeting.id, cases[0]);
        let mut substitute = house.browser(&world.substitute).await;
        let mut holder = house.browser(&world.members[0]).await;
        assert_eq!(
            (substitute.get(&path).await.status, holder.get(&path).await.status),
            (404, 200)
        );
        let sits = [(
            world.seats[1].id,
            format!("substitute:{}", world.substitute.person),
        )];
        acts::attend(&house.app, &world.coordinator, meeting.id, &sits)
            .await
            .unwrap();
        assert_eq!(
            (substitute.get(&path).await.status, holder.get(&path).await.status),
            (200, 404)
        );
        let mut tx = house.app.db.read("test").await.unwrap();
        let room = acts::room(&mut tx, &meeting, Some(cases[0])).await.unwrap();
        assert_eq!((room.votes(), room.here.len()), (5, 5), "one seat, one vote");
        drop(tx);
        // At the next panel's meeting they are nobody.
        let second = house.panel_world(PanelKind::AdultOocr).await;
        let draw = house.drawn(&second, 1, 1).await;
        let next = house.open_meeting(&second, &draw).await;
        let case = house.heard(&draw).await[0];
        assert_eq!(
            substitute
                .get(&format!("/meetings/{}/cases/{case}", next.id))
                .await
                .status,
            404
        );
        let sits = [(
            second.seats[1].id,
            format!("substitute:{}", world.substitute.person),
        )];
        let refused = acts::attend(&house.app, &second.coordinator, next.id, &sits).await;
        assert!(matches!(refused, Err(Refusal::Invalid(_))));
    }
);

on_both!(
    an_interest_takes_a_member_out_of_the_room,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        let meeting = house.open_meeting(&world, &draw).await;
        let member = &world.members[1];
        declare(&house, cases[0], member).await;
        let mut browser = house.browser(member).await;
        let path = format!("/meetings/{}/cases/{}", meeting.id, cases[0]);
        assert_eq!(browser.get(&path).await.status, 404);
        assert_eq!(
            browser
                .get(&format!("/meetings/{}/cases/{}", meeting.id, cases[1]))
                .await
                .status,
            200
        );
        let agenda = browser.get(&format!("/meetings/{}", meeting.id)).await;
        assert!(
            agenda.text.contains("You have declared an interest") && !agenda.text.contains(&path),
            "{}",
            agenda.text
        );
        let page = house.browser(&world.chair).await.get(&path).await;
        let withdrawn = page.text.split("Withdrawn from this case").nth(1).unwrap();
        assert!(
            withdrawn.contains("District prosecutor, Crown Prosecution Service")
                && !withdrawn.contains("Cyn Joint")
        );
        assert!(page.text.contains("4 with a vote"));
        let mut tx = house.app.db.read("test").await.unwrap();
        assert_eq!(
            acts::room(&mut tx, &meeting, Some(cases[0]))
                .await
                .unwrap()
                .votes(),
            4
        );
        assert_eq!(
            acts::room(&mut tx, &meeting, Some(cases[1]))
                .await
                .unwrap()
                .votes(),
            5
        );
    }
);

on_both!(
    a_chair_with_an_interest_does_not_run_the_case,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        let meeting = house.open_meeting(&world, &draw).await;
        declare(&house, cases[0], &world.chair).await;
        let mut browser = house.browser(&world.chair).await;
        let path = format!("/meetings/{}/cases/{}", meeting.id, cases[0]);
        assert_eq!(browser.get(&path).await.status, 404);
        for act in ["open", "discussion", "finding"] {
            assert_eq!(
                browser
                    .post(&format!("{path}/{act}"), &[("discussion", "x")])
                    .await
                    .status,
                404,
                "{act}"
            );
        }
        acts::open_case(&house.app, &world.chair, meeting.id, cases[1])
            .await
            .unwrap();
    }
);

on_both!(nothing_is_sealed_once_the_case_is_open, async |house: House| {
    let (world, draw, cases) = ready(&house).await;
    let meeting = house.open_meeting(&world, &draw).await;
    let member = &world.members[0];
    review::acts::keep(&house.app, member, cases[0], review::fixtures::view("2"))
        .await
        .unwrap();
    acts::open_case(&house.app, &world.chair, meeting.id, cases[0])
        .await
        .unwrap();
    let late = review::acts::seal(&house.app, member, cases[0])
        .await
        .unwrap_err();
    assert!(conflict(late).contains("opened"));
});
