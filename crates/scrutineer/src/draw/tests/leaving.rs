//! Cases that leave, and who comes in.

use super::*;

on_both!(
    a_case_that_leaves_brings_in_the_next_ticket,
    async |house: House| {
        let world = world(&house).await;
        let draw = house.drawn(&world, 3, 1).await;
        let withdraw = async |actor: &Actor, case: CaseId, code: &str| {
            acts::withdraw(&house.app, actor, case, code).await
        };
        let all = cases(&house, draw.id).await;
        let by_label = |label: &str| all.iter().find(|case| case.label == label).unwrap().id;
        assert!(!many_withdrawn(&all));

        assert_eq!(
            wrong_field(withdraw(&world.chair, by_label("A01"), "BORING").await).0,
            "code"
        );
        for actor in [&world.members[0], &world.coordinator, &world.auditor] {
            absent(withdraw(actor, by_label("A01"), "SUB_JUDICE").await);
        }
        let outsider = house.person("Una Chair", &[Role::Chair]).await;
        absent(withdraw(&outsider, by_label("A01"), "SUB_JUDICE").await);
        assert!(
            conflict(withdraw(&world.chair, by_label("A04"), "SUB_JUDICE").await)
                .starts_with("this case is not among")
        );

        let first = withdraw(&world.chair, by_label("A01"), "SUB_JUDICE")
            .await
            .unwrap();
        assert_eq!(first.next.unwrap().label, "A04");
        assert!(
            conflict(withdraw(&world.chair, by_label("A01"), "SUB_JUDICE").await)
                .starts_with("this case is not among")
        );
        // One that came in may leave too; then no reserve is left and the next leaves a gap.
        assert_eq!(
            withdraw(&world.force_lead, by_label("A04"), "SAFEGUARDING")
                .await
                .unwrap()
                .next
                .unwrap()
                .label,
            "A05"
        );
        assert!(
            withdraw(&world.force_lead, by_label("A02"), "LEGAL_HOLD")
                .await
                .unwrap()
                .next
                .is_none()
        );
        let all = cases(&house, draw.id).await;
        let heard: Vec<_> = all
            .iter()
            .filter(|case| case.standing == Standing::Drawn)
            .map(|case| case.label.as_str())
            .collect();
        assert_eq!(heard, ["A03", "A05", "Y01"]);
        assert!(many_withdrawn(&all));
        let (_, draw_json, frame_csv) = acts::published(&house.app, &world.chair, draw.id).await.unwrap();
        assert_eq!(verify(&draw_json, &frame_csv).failed, None);
        assert!(house.log().await.contains(&"draw.withdraw case".to_owned()));
    }
);

on_both!(
    a_case_whose_classes_are_open_cannot_leave,
    async |house: House| {
        let world = world(&house).await;
        let draw = house.drawn(&world, 2, 1).await;
        let case = cases(&house, draw.id).await[0].id;
        let mut tx = house.app.db.write("test.open").await.unwrap();
        let meeting =
            crate::platform::ids::MeetingId::new(house.app.clock.as_ref(), house.app.chance.as_ref())
                .unwrap();
        tx.run(
        "insert into meeting (id, body_id, panel_id, draw_id, terms_id, held_on, starts_at, place, state, created_at) \
         values ($1, $2, $3, $4, $5, '2024-03-20', 0, 'Room 1', 'open', 0)",
        params![meeting, draw.body, draw.panel, draw.id, world.terms.id],
    )
    .await
    .unwrap();
        tx.run(
        "insert into opened_case (case_id, meeting_id, opened_by, opened_at, discussion) values ($1, $2, $3, 0, '')",
        params![case, meeting, world.chair.person],
    )
    .await
    .unwrap();
        tx.commit().await.unwrap();
        let sentence =
            "the classes of this case have been opened in the meeting, so it cannot be withdrawn any more";
        assert_eq!(
            conflict(acts::withdraw(&house.app, &world.chair, case, "SUB_JUDICE").await),
            sentence
        );
        assert_eq!(
            conflict(acts::departure(&house.app, &world.chair, case).await),
            sentence
        );
        // The page offers it for the others and not for this one.
        let mut browser = house.browser(&world.chair).await;
        let page = browser.get(&format!("/draws/{}", draw.id)).await.text;
        let offered = |case| page.contains(&format!("/cases/{case}/withdraw"));
        let others = cases(&house, draw.id).await;
        let others = others
            .iter()
            .filter(|other| other.id != case && other.standing == Standing::Drawn);
        assert!(!offered(case), "{page}");
        assert_eq!(others.filter(|other| offered(other.id)).count(), 2);
    }
);
