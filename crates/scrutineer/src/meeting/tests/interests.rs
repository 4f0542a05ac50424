//! Interests that are declared while the panel meets.

use super::{conflict, fields};
use crate::{
    access::Role,
    finding,
    meeting::{acts, fixtures::ready, store},
    on_both,
    platform::refusal::Refusal,
    review,
    testing::House,
};

on_both!(
    whoever_declares_in_the_meeting_has_no_vote,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        house.sealed(&world, &draw).await;
        let meeting = house.open_meeting(&world, &draw).await;
        acts::open_case(&house.app, &world.chair, meeting.id, cases[0])
            .await
            .unwrap();
        let path = format!("/meetings/{}/cases/{}", meeting.id, cases[0]);
        let mut chair = house.browser(&world.chair).await;
        let mut ben = house.browser(&world.members[0]).await;
        assert_eq!(ben.get(&path).await.status, 200);
        assert!(
            !ben.get(&path).await.text.contains("Record an interest"),
            "a member tells the chair"
        );
        assert_eq!(ben.get(&format!("{path}/interest")).await.status, 404);

        let before = chair.get(&path).await;
        assert!(before.text.contains(&format!("{path}/interest")));
        assert!(before.text.contains("5 with a vote") && before.text.contains("4 members sealed a class"));
        let form = chair.get(&format!("{path}/interest")).await;
        assert!(
            form.status == 200 && form.text.contains("Ben Joint, Bench chair"),
            "{}",
            form.text
        );
        let empty = chair.post(&format!("{path}/interest"), &[]).await;
        assert!(empty.status == 422 && empty.text.contains("Choose who has the interest"));
        let person = world.members[0].person.to_string();
        let no_nature = chair
            .post(&format!("{path}/interest"), &[("person", person.as_str())])
            .await;
        assert!(no_nature.status == 422 && no_nature.text.contains("Choose what the interest is"));
        let said = [
            ("person", person.as_str()),
            ("nature", "knows"),
            ("note", "Came up in the discussion"),
        ];
        let recorded = chair.post(&format!("{path}/interest"), &said).await;
        assert_eq!(
            (recorded.status, recorded.location.as_str()),
            (303, path.as_str())
        );

        let after = chair.get(&path).await;
        assert!(after.text.contains("4 with a vote") && after.text.contains("Withdrawn from this case"));
        assert!(
            after.text.contains("4 members sealed a class")
                && after.text.contains("1 of them has declared an interest since"),
            "what was shown stays as it was shown: {}",
            after.text
        );
        for away in ["", "/finding", "/interest"] {
            assert_eq!(ben.get(&format!("{path}{away}")).await.status, 404, "{away}");
        }
        assert_eq!(ben.get(&format!("/cases/{}", cases[0])).await.status, 404);
        let twice = chair.post(&format!("{path}/interest"), &said).await;
        assert!(twice.status == 422, "they no longer take part: {}", twice.status);

        let five = finding::acts::record(
            &house.app,
            &world.chair,
            meeting.id,
            cases[0],
            &finding::fixtures::said("2"),
        )
        .await
        .unwrap_err();
        assert!(
            matches!(five, Refusal::Invalid(ref errors) if errors[0].message.contains("must add up to 4")),
            "{five:?}"
        );
        let four = finding::model::Said {
            votes_for: "4".into(),
            ..finding::fixtures::said("2")
        };
        finding::acts::record(&house.app, &world.chair, meeting.id, cases[0], &four)
            .await
            .unwrap();
        let late = chair
            .post(
                &format!("{path}/interest"),
                &[
                    ("person", &world.members[1].person.to_string()),
                    ("nature", "knows"),
                ],
            )
            .await;
        assert!(
            late.status == 409 && late.text.contains("add the interest to the finding"),
            "{}",
            late.text
        );
        let log = house.log().await;
        assert!(
            log.contains(&"meeting.declare_interest case".to_owned()),
            "{log:?}"
        );
        assert!(
            !log.contains(&"review.take_out review".to_owned()),
            "it was shown already"
        );
    }
);

on_both!(an_interest_can_cost_a_case_its_quorum, async |house: House| {
    let (world, draw, cases) = ready(&house).await;
    let meeting = house.open_meeting(&world, &draw).await;
    acts::open_case(&house.app, &world.chair, meeting.id, cases[0])
        .await
        .unwrap();
    // The only person from a victims' service.
    let only = world.members[2].person.to_string();
    let place = (meeting.id, cases[0]);
    assert!(
        !acts::declare(&house.app, &world.coordinator, place, (&only, "other", ""))
            .await
            .unwrap()
    );
    let four = finding::model::Said {
        votes_for: "4".into(),
        ..finding::fixtures::said("2")
    };
    let refused = finding::acts::record(&house.app, &world.chair, meeting.id, cases[0], &four)
        .await
        .unwrap_err();
    assert!(
        matches!(refused, Refusal::Invalid(ref errors) if errors[0].message.contains("no quorum for this case"))
    );
});

on_both!(
    a_chair_with_an_interest_leaves_the_case_too,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        let meeting = house.open_meeting(&world, &draw).await;
        let path = format!("/meetings/{}/cases/{}", meeting.id, cases[0]);
        let mut chair = house.browser(&world.chair).await;
        let own = world.chair.person.to_string();
        let answer = chair
            .post(
                &format!("{path}/interest"),
                &[("person", own.as_str()), ("nature", "manages")],
            )
            .await;
        assert_eq!(
            (answer.status, answer.location),
            (303, format!("/meetings/{}", meeting.id))
        );
        assert_eq!(chair.get(&path).await.status, 404);
        assert_eq!(chair.post(&format!("{path}/open"), &[]).await.status, 404);
    }
);

on_both!(
    before_the_case_is_opened_the_seal_is_taken_out,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        house.sealed(&world, &draw).await;
        let meeting = house.open_meeting(&world, &draw).await;
        let member = &world.members[0];
        let place = (meeting.id, cases[0]);
        let declare = async |person: &str, nature: &str, note: &str| {
            acts::declare(&house.app, &world.coordinator, place, (person, nature, note)).await
        };
        for outside in [&world.substitute, &world.force_lead, &world.coordinator] {
            let refused = declare(&outside.person.to_string(), "knows", "")
                .await
                .unwrap_err();
            assert_eq!(fields(refused), ["person"], "{}", outside.name);
        }
        let long = "x".repeat(501);
        assert_eq!(
            fields(declare(&member.person.to_string(), "", &long).await.unwrap_err()),
            ["nature", "note"]
        );
        declare(&member.person.to_string(), "knows", "").await.unwrap();
        acts::open_case(&house.app, &world.chair, meeting.id, cases[0])
            .await
            .unwrap();
        let mut tx = house.app.db.read("test").await.unwrap();
        let reviews = review::store::sealed_reviews(&mut tx, cases[0]).await.unwrap();
        assert_eq!(reviews.len(), 3);
        assert!(
            reviews
                .iter()
                .all(|review| review.person != member.person && review.view.class == "2")
        );
        let (size, _) = crate::audit::store::head(&mut tx).await.unwrap();
        let entries = crate::audit::store::entries(&mut tx, 0, size).await.unwrap();
        let opened = entries
            .iter()
            .rfind(|one| one.entry.act == "meeting.open_case")
            .unwrap();
        assert_eq!(
            opened.entry.detail["sealed"], "3",
            "what was taken out is not counted"
        );
        assert!(entries.iter().any(|one| one.entry.act == "review.take_out"));
        assert_eq!(
            store::interests(&mut tx, &meeting).await.unwrap(),
            [(cases[0], member.person)]
        );
    }
);

on_both!(
    an_interest_is_recorded_only_while_the_meeting_is_open,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        let meeting = house.planned(&world, &draw).await;
        let place = (meeting.id, cases[0]);
        let person = world.members[0].person.to_string();
        let said = (person.as_str(), "knows", "");
        let app = &house.app;
        let early = acts::declare(app, &world.coordinator, place, said)
            .await
            .unwrap_err();
        assert!(conflict(early).contains("not open yet"));
        acts::attend(
            app,
            &world.coordinator,
            meeting.id,
            &crate::meeting::fixtures::everybody(&world),
        )
        .await
        .unwrap();
        acts::open(app, &world.chair, meeting.id).await.unwrap();
        let other = house.other_body().await;
        let abroad = house.person_of("Ola Abroad", &Role::ALL, &other).await;
        for who in [&abroad, &world.members[1], &world.force_lead, &world.auditor] {
            let refused = acts::declare(app, who, place, said).await.unwrap_err();
            assert!(matches!(refused, Refusal::NotFound), "{}", who.name);
        }
        acts::close(app, &world.chair, meeting.id).await.unwrap();
        let late = acts::declare(app, &world.coordinator, place, said)
            .await
            .unwrap_err();
        assert!(conflict(late).contains("closed"));
    }
);
