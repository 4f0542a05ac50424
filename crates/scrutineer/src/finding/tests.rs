//! Behaviour of findings: what a form may say, and what both databases keep.

mod saying;

use super::{
    acts,
    fixtures::said,
    model::{Observed, Polarity, Said},
    store,
};
use crate::{
    access::Role,
    body::{
        self,
        acts::NewTerms,
        fixtures::{PanelWorld, QUORUM},
        model::DecisionMode,
    },
    meeting::{self, fixtures::ready, model::Meeting},
    on_both, params,
    platform::{
        form::FieldError,
        ids::{CaseId, FindingId},
        refusal::Refusal,
    },
    review::{self, fixtures::interest},
    testing::House,
};

fn faults(refusal: Refusal) -> Vec<FieldError> {
    match refusal {
        Refusal::Invalid(errors) => errors,
        other => panic!("refused as {other:?}"),
    }
}

fn conflict(refusal: Refusal) -> String {
    match refusal {
        Refusal::Conflict(sentence) => sentence,
        other => panic!("refused as {other:?}"),
    }
}

/// An open meeting with everybody present and the first case opened.
async fn hearing(house: &House) -> (PanelWorld, Meeting, Vec<CaseId>) {
    let (world, draw, cases) = ready(house).await;
    let meeting = house.open_meeting(&world, &draw).await;
    meeting::acts::open_case(&house.app, &world.chair, meeting.id, cases[0])
        .await
        .unwrap();
    (world, meeting, cases)
}

fn form(said: &Said) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = [
        ("class", &said.class),
        ("appropriate", &said.appropriate),
        ("consistent", &said.consistent),
        ("votes_for", &said.votes_for),
        ("votes_against", &said.votes_against),
        ("abstained", &said.abstained),
        ("reasons", &said.reasons),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.clone()))
    .collect();
    for (number, row) in (1..=4).zip(
        said.observations
            .iter()
            .cloned()
            .chain(std::iter::repeat(Observed::default())),
    ) {
        for (name, value) in [
            ("theme", row.theme),
            ("polarity", row.polarity),
            ("severity", row.severity),
            ("destination", row.destination),
            ("note", row.note),
        ] {
            pairs.push((format!("{name}-{number}"), value));
        }
    }
    pairs
}

on_both!(the_chair_records_what_the_panel_found, async |house: House| {
    let (world, meeting, cases) = hearing(&house).await;
    let mut chair = house.browser(&world.chair).await;
    let path = format!("/meetings/{}/cases/{}", meeting.id, cases[0]);
    assert!(chair.get(&path).await.text.contains(&format!("{path}/finding")));
    let page = chair.get(&format!("{path}/finding")).await;
    assert_eq!(page.status, 200);
    assert!(
        page.text.contains("5 people with a vote") && page.text.contains("Observation 4"),
        "{}",
        page.text
    );
    let pairs = form(&said("3"));
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let recorded = chair.post(&format!("{path}/finding"), &pairs).await;
    assert_eq!(recorded.status, 303, "{}", recorded.text);
    let id: FindingId = recorded
        .location
        .strip_prefix("/findings/")
        .unwrap()
        .parse()
        .unwrap();
    let page = chair.get(&recorded.location).await;
    for shown in [
        "3: Inappropriate and inconsistent",
        "5 for, 0 against, 0 abstained",
        "The panel agrees class 3",
        "No rationale, or a thin one",
        "Concern",
        "Minor learning",
        "None recorded yet",
        &format!("/findings/{id}/feedback"),
    ] {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    assert!(!page.text.contains("listed again"));
    let mut tx = house.app.db.read("test").await.unwrap();
    let kept = store::of_case(&mut tx, cases[0]).await.unwrap().unwrap();
    assert_eq!(
        (kept.id, kept.votes_for, kept.decision_mode),
        (id, 5, DecisionMode::Consensus)
    );
    assert!(kept.quorum_words.lines().count() == 4, "{}", kept.quorum_words);
    let observations = store::observations(&mut tx, id).await.unwrap();
    assert_eq!(observations.len(), 1);
    assert_eq!(
        (observations[0].polarity, observations[0].severity.as_str()),
        (Polarity::Negative, "minor_learning")
    );
    assert_eq!(store::of_meeting(&mut tx, meeting.id).await.unwrap(), [kept]);
    drop(tx);
    assert!(
        chair
            .get(&format!("/meetings/{}", meeting.id))
            .await
            .text
            .contains("Finding recorded")
    );
    let again = chair.post(&format!("{path}/finding"), &pairs).await;
    assert_eq!(again.status, 409);
    assert!(again.text.contains("found on this case already"));
    let log = house.log().await;
    assert!(
        log.contains(&"finding.record finding".to_owned())
            && log.contains(&"finding.read finding".to_owned())
    );
});

on_both!(
    a_finding_needs_an_open_meeting_an_open_case_and_a_quorum,
    async |house: House| {
        let (world, meeting, cases) = hearing(&house).await;
        let (app, chair) = (&house.app, &world.chair);
        let closed = acts::record(app, chair, meeting.id, cases[1], &said("2"))
            .await
            .unwrap_err();
        assert!(conflict(closed).contains("opens the sealed classes"));
        // Two are left, and nobody from a victims' service: what was typed stays on the page.
        let away: Vec<_> = [2, 3, 4]
            .map(|seat: usize| (world.seats[seat].id, "apologies".to_owned()))
            .to_vec();
        meeting::acts::attend(app, &world.coordinator, meeting.id, &away)
            .await
            .unwrap();
        let two = Said {
            votes_for: "2".into(),
            ..said("2")
        };
        let refused = faults(
            acts::record(app, chair, meeting.id, cases[0], &two)
                .await
                .unwrap_err(),
        );
        assert!(
            refused[0].message.contains("no quorum") && refused[0].message.contains("2 of at least 3"),
            "{refused:?}"
        );
        let pairs = form(&two);
        let pairs: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let path = format!("/meetings/{}/cases/{}/finding", meeting.id, cases[0]);
        let page = house.browser(chair).await.post(&path, &pairs).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("no quorum") && page.text.contains("The panel agrees class 2"));
        let back = meeting::fixtures::everybody(&world);
        meeting::acts::attend(app, &world.coordinator, meeting.id, &back)
            .await
            .unwrap();
        meeting::acts::close(app, chair, meeting.id).await.unwrap();
        let late = acts::record(app, chair, meeting.id, cases[0], &said("2"))
            .await
            .unwrap_err();
        assert!(conflict(late).contains("closed"));
    }
);

on_both!(
    an_interest_counts_neither_as_a_vote_nor_for_the_quorum,
    async |house: House| {
        let (world, meeting, cases) = hearing(&house).await;
        let mut tx = house.app.db.write("test.declare").await.unwrap();
        let now = house.app.now();
        // The only person from a victims' service.
        review::store::declare(&mut tx, &interest(cases[1], world.members[2].person), now)
            .await
            .unwrap();
        review::store::declare(&mut tx, &interest(cases[0], world.members[3].person), now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (app, chair) = (&house.app, &world.chair);
        let five = faults(
            acts::record(app, chair, meeting.id, cases[0], &said("2"))
                .await
                .unwrap_err(),
        );
        assert!(five[0].message.contains("must add up to 4"), "{five:?}");
        let four = Said {
            votes_for: "4".into(),
            ..said("2")
        };
        let finding = acts::record(app, chair, meeting.id, cases[0], &four)
            .await
            .unwrap();
        let mut member = house.browser(&world.members[3]).await;
        assert_eq!(member.get(&format!("/findings/{finding}")).await.status, 404);
        assert!(
            !member
                .get(&format!("/meetings/{}", meeting.id))
                .await
                .text
                .contains(&finding.to_string())
        );
        meeting::acts::open_case(app, chair, meeting.id, cases[1])
            .await
            .unwrap();
        let none = faults(
            acts::record(app, chair, meeting.id, cases[1], &four)
                .await
                .unwrap_err(),
        );
        assert!(none[0].message.contains("no quorum"), "{none:?}");
    }
);

on_both!(a_finding_never_changes, async |house: House| {
    let (world, meeting, cases) = hearing(&house).await;
    let finding = acts::record(&house.app, &world.chair, meeting.id, cases[0], &said("2"))
        .await
        .unwrap();
    acts::supplement(
        &house.app,
        &world.coordinator,
        finding,
        "The officer had asked the CPS",
    )
    .await
    .unwrap();
    for sql in [
        "update finding set class = '1' where id = $1",
        "delete from finding where id = $1",
        "update observation set note = '' where finding_id = $1",
        "delete from observation where finding_id = $1",
        "update supplement set note = '' where finding_id = $1",
        "delete from supplement where finding_id = $1",
    ] {
        let mut tx = house.app.db.write("test.change").await.unwrap();
        assert!(tx.run(sql, params![finding]).await.is_err(), "{sql}");
    }
});

on_both!(later_facts_stand_beside_the_finding, async |house: House| {
    let (world, meeting, cases) = hearing(&house).await;
    let finding = acts::record(&house.app, &world.chair, meeting.id, cases[0], &said("2"))
        .await
        .unwrap();
    let path = format!("/findings/{finding}/supplement");
    for person in [&world.coordinator, &world.force_lead] {
        let mut browser = house.browser(person).await;
        assert_eq!(browser.get(&path).await.status, 200);
        let note = format!("A fact from {}", person.name);
        assert_eq!(browser.post(&path, &[("note", &note)]).await.status, 303);
        assert!(
            browser
                .get(&format!("/findings/{finding}"))
                .await
                .text
                .contains(&note)
        );
    }
    let empty = house
        .browser(&world.coordinator)
        .await
        .post(&path, &[("note", " ")])
        .await;
    assert_eq!(empty.status, 422);
    let long = faults(
        acts::supplement(&house.app, &world.coordinator, finding, &"x".repeat(2001))
            .await
            .unwrap_err(),
    );
    assert_eq!(long[0].field, "note");
    let other = house.other_body().await;
    let abroad = house
        .person_of("Ola Abroad", &[Role::Coordinator, Role::ForceLead], &other)
        .await;
    for person in [
        &world.chair,
        &world.members[0],
        &world.feedback_owner,
        &world.auditor,
        &abroad,
    ] {
        let mut browser = house.browser(person).await;
        assert_eq!(browser.get(&path).await.status, 404, "{}", person.name);
        assert_eq!(
            browser.post(&path, &[("note", "x")]).await.status,
            404,
            "{}",
            person.name
        );
    }
    for (person, status) in [
        (&world.members[0], 200),
        (&world.feedback_owner, 200),
        (&world.auditor, 404),
        (&world.publisher[0], 404),
        (&abroad, 404),
    ] {
        let page = house
            .browser(person)
            .await
            .get(&format!("/findings/{finding}"))
            .await;
        assert_eq!(page.status, status, "{}", person.name);
    }
    let mut tx = house.app.db.read("test").await.unwrap();
    assert_eq!(store::supplements(&mut tx, finding).await.unwrap().len(), 2);
});

on_both!(only_chair_and_coordinator_record, async |house: House| {
    let (world, meeting, cases) = hearing(&house).await;
    let other = house.other_body().await;
    let abroad = house
        .person_of("Ola Abroad", &[Role::Chair, Role::Coordinator], &other)
        .await;
    let path = format!("/meetings/{}/cases/{}/finding", meeting.id, cases[0]);
    for person in [
        &world.members[0],
        &world.substitute,
        &world.force_lead,
        &world.auditor,
        &abroad,
    ] {
        let mut browser = house.browser(person).await;
        assert_eq!(browser.get(&path).await.status, 404, "{}", person.name);
        let refused = acts::record(&house.app, person, meeting.id, cases[0], &said("2"))
            .await
            .unwrap_err();
        assert!(matches!(refused, Refusal::NotFound), "{}", person.name);
    }
    acts::record(&house.app, &world.coordinator, meeting.id, cases[0], &said("2"))
        .await
        .unwrap();
});

on_both!(
    two_people_recording_at_once_make_one_finding,
    async |house: House| {
        let (world, meeting, cases) = hearing(&house).await;
        let (two, three) = (said("2"), said("3"));
        let (one, other) = tokio::join!(
            acts::record(&house.app, &world.chair, meeting.id, cases[0], &two),
            acts::record(&house.app, &world.coordinator, meeting.id, cases[0], &three)
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
        assert!(
            conflict([one, other].into_iter().find_map(Result::err).unwrap())
                .contains("found on this case already")
        );
    }
);

on_both!(
    a_class_that_does_not_end_the_case_says_so,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        let terms = NewTerms {
            scale_id: "CLEV-4".into(),
            decision_mode: "majority".into(),
            quorum: QUORUM.into(),
            effective_from: Some(jiff::civil::date(2024, 3, 1)),
        };
        body::acts::add_terms(&house.app, &world.coordinator, world.panel.id, &terms)
            .await
            .unwrap();
        let meeting = house.open_meeting(&world, &draw).await;
        meeting::acts::open_case(&house.app, &world.chair, meeting.id, cases[0])
            .await
            .unwrap();
        let path = format!("/meetings/{}/cases/{}/finding", meeting.id, cases[0]);
        let mut chair = house.browser(&world.chair).await;
        assert!(
            chair
                .get(&path)
                .await
                .text
                .contains("The case will be listed again")
        );
        let finding = acts::record(&house.app, &world.chair, meeting.id, cases[0], &said("4"))
            .await
            .unwrap();
        assert!(
            chair
                .get(&format!("/findings/{finding}"))
                .await
                .text
                .contains("will be listed again")
        );
    }
);

on_both!(every_case_can_be_found_on, async |house: House| {
    let (world, draw, cases) = ready(&house).await;
    let meeting = house.found(&world, &draw).await;
    let mut tx = house.app.db.read("test").await.unwrap();
    let findings = store::of_meeting(&mut tx, meeting.id).await.unwrap();
    assert_eq!(findings.iter().map(|one| one.case).collect::<Vec<_>>(), cases);
    assert_eq!(
        findings.iter().map(|one| one.class.as_str()).collect::<Vec<_>>(),
        ["1", "3", "2"]
    );
});
