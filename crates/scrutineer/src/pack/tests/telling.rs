//! The letters that tell members of papers to read: to whom they go, once each, and that they hold nothing of a case.

use super::{CIRCUMSTANCES, absent, conflict, world};
use crate::{
    access::{Role, model::PersonState},
    body,
    draw::{self, model::Standing},
    on_both,
    pack::{acts, store},
    platform::mail::Mail,
    testing::House,
};

/// What was sent since the last look.
async fn sent(house: &House, seen: &mut usize) -> Vec<Mail> {
    house.work().await;
    let new = house.mail.all().split_off(*seen);
    *seen += new.len();
    new
}

on_both!(
    members_are_told_once_and_nothing_of_a_case,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let app = &house.app;
        // A substitute is named for two seats, one member is shut out, and one has lost the role.
        let organisation = world.seats[2].organisation.to_string();
        let second = body::acts::NewSeat {
            organisation: &organisation,
            title: "Second seat",
            voting: "no",
            holder: "",
        };
        let seat = body::acts::add_seat(app, &world.coordinator, world.panel.id, second)
            .await
            .unwrap();
        body::acts::add_substitute(
            app,
            &world.coordinator,
            seat.id,
            &world.substitute.person.to_string(),
        )
        .await
        .unwrap();
        let mut tx = app.db.write("test.out").await.unwrap();
        let mut shut = crate::access::store::person_by_id(&mut tx, world.members[0].person)
            .await
            .unwrap()
            .unwrap();
        shut.state = PersonState::Suspended;
        crate::access::store::change_person(&mut tx, &shut).await.unwrap();
        let grant = crate::access::store::grants_of(&mut tx, world.members[1].person)
            .await
            .unwrap()[0]
            .id;
        let now = app.now();
        assert!(
            crate::access::store::end_grant(&mut tx, grant, house.body.id, world.coordinator.person, now)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        house.person("Una Seated", &[Role::Member]).await;

        let mut seen = 0;
        assert_eq!(sent(&house, &mut seen).await, []);
        house.released(&world, &draw).await;
        assert_eq!(
            house.mail.all(),
            [],
            "queued with the release, sent by the worker"
        );
        let letters = sent(&house, &mut seen).await;
        let to: Vec<&str> = letters.iter().map(|mail| mail.to.as_str()).collect();
        assert_eq!(
            to,
            [
                "ada.joint@example.org",
                "dev.joint@example.org",
                "eve.joint@example.org",
                "sam.joint@example.org"
            ]
        );
        let mut tx = app.db.read("test.facts").await.unwrap();
        let mut facts = vec![CIRCUMSTANCES.to_owned(), draw.reference.clone()];
        for case in &cases {
            let pack = store::latest(&mut tx, *case).await.unwrap().unwrap();
            facts.extend(
                pack.summary
                    .into_iter()
                    .flat_map(|shown| [shown.label, shown.value]),
            );
            let case = draw::store::case(&mut tx, *case).await.unwrap().unwrap();
            facts.extend([case.label, case.ref_, case.id.to_string(), case.stratum]);
        }
        drop(tx);
        // A count of cases would be a fact as well: only the date and the address hold digits.
        let closes = "21 March 2024 at 10:00am";
        for mail in &letters {
            assert!(
                mail.text.contains(closes) && mail.text.contains("http://localhost/reading"),
                "{}",
                mail.text
            );
            let rest = mail.text.replace(closes, "");
            assert!(!rest.contains(|c: char| c.is_ascii_digit()), "{rest}");
            for fact in facts.iter().filter(|fact| fact.len() > 3) {
                assert!(
                    !mail.text.contains(fact) && !mail.subject.contains(fact),
                    "{fact}"
                );
            }
        }

        let again = crate::pack::fixtures::release(app, &world.coordinator, draw.id, now.plus_days(20)).await;
        assert!(conflict(again).contains("nothing to release"));
        absent(crate::pack::fixtures::release(app, &world.chair, draw.id, now.plus_days(20)).await);
        assert_eq!(
            sent(&house, &mut seen).await,
            [],
            "nothing was released, nobody is told"
        );
    }
);

on_both!(papers_released_later_are_told_of_again, async |house: House| {
    let (world, draw, cases) = world(&house).await;
    let app = &house.app;
    house.released(&world, &draw).await;
    let mut seen = 0;
    assert_eq!(sent(&house, &mut seen).await.len(), 6);
    acts::withdraw(app, &world.coordinator, cases[0], "A name was left in")
        .await
        .unwrap();
    assert_eq!(sent(&house, &mut seen).await.len(), 0);
    let writing = acts::Writing {
        version: 1,
        circumstances: CIRCUMSTANCES,
        ready: true,
        ..acts::Writing::default()
    };
    acts::write(app, &world.force_lead, cases[0], writing)
        .await
        .unwrap();
    acts::check(app, &world.coordinator, cases[0], 2, acts::Verdict::Passed)
        .await
        .unwrap();
    crate::pack::fixtures::release(app, &world.coordinator, draw.id, app.now().plus_days(7))
        .await
        .unwrap();
    assert_eq!(sent(&house, &mut seen).await.len(), 6);
    assert_eq!(
        house.heard(&draw).await.len(),
        cases.len(),
        "{:?} cases are still to be heard",
        Standing::Drawn
    );
});
