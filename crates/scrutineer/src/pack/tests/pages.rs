//! Packs as people make them, page by page.

use super::*;

const LOOKED: [&str; 7] = [
    "names",
    "addresses",
    "births",
    "vehicles",
    "collars",
    "phones",
    "schools",
];

on_both!(
    the_pages_lead_from_the_task_list_to_members,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        plant(&house, &draw).await;
        let packs = format!("/draws/{}/packs", draw.id);
        let pack = format!("/cases/{}/pack", cases[0]);
        let mut lead = house.browser(&world.force_lead).await;
        let list = lead.get(&packs).await.text;
        assert!(
            list.contains("3 cases: 3 not started.") && list.contains(&pack),
            "{list}"
        );
        let form = lead.get(&pack).await.text;
        for shown in [
            "OFFICIAL-SENSITIVE",
            "CANARY-Restricted-rationale",
            "Never leaves the force",
            "SHOWN-offence_title",
        ] {
            assert!(form.contains(shown), "{shown}");
        }
        let ready = lead
            .post(&pack, &[("version", "0"), ("circumstances", ""), ("do", "ready")])
            .await;
        assert!(
            ready.status == 422 && ready.text.contains("Enter what happened"),
            "{}",
            ready.text
        );
        let saved = lead
            .post(
                &pack,
                &[
                    ("version", "0"),
                    ("circumstances", "One.\n\nTwo."),
                    ("do", "save"),
                ],
            )
            .await;
        assert_eq!((saved.status, saved.location), (303, format!("{pack}/redact")));
        let preview = lead.get(&pack).await.text;
        assert!(preview.contains("<p class=\"govuk-body\">Two.</p>"), "{preview}");
        let ready = lead
            .post(
                &pack,
                &[
                    ("version", "1"),
                    ("circumstances", "One.\n\nTwo."),
                    ("do", "ready"),
                ],
            )
            .await;
        assert_eq!((ready.status, ready.location.as_str()), (303, packs.as_str()));
        assert!(
            lead.get(&packs)
                .await
                .text
                .contains("somebody else must check it")
        );
        assert_eq!(lead.get(&format!("{pack}/check")).await.status, 409);

        let mut desk = house.browser(&world.coordinator).await;
        let check = desk.get(&format!("{pack}/check")).await.text;
        assert!(
            check.contains("SHOWN-offence_title") && check.contains("Two.") && !check.contains("CANARY"),
            "{check}"
        );
        let some: Vec<_> = LOOKED[1..]
            .iter()
            .map(|one| ("looked", *one))
            .chain([("version", "1"), ("do", "checked")])
            .collect();
        let missed = desk.post(&format!("{pack}/check"), &some).await;
        assert!(
            missed.status == 422 && missed.text.contains("Tick each one"),
            "{}",
            missed.text
        );
        let back = desk
            .post(
                &format!("{pack}/check"),
                &[("version", "1"), ("reason", ""), ("do", "returned")],
            )
            .await;
        assert!(back.status == 422 && back.text.contains("Enter what must be changed"));
        let all: Vec<_> = LOOKED
            .iter()
            .map(|one| ("looked", *one))
            .chain([("version", "1"), ("do", "checked")])
            .collect();
        assert_eq!(desk.post(&format!("{pack}/check"), &all).await.status, 303);

        let release = format!("{packs}/release");
        let page = desk.get(&release).await.text;
        assert!(
            page.contains("1 pack is checked") && page.contains("2 more are not ready"),
            "{page}"
        );
        let day = [
            ("closes_on-day", "20"),
            ("closes_on-month", "3"),
            ("closes_on-year", "2024"),
        ];
        let bad = desk
            .post(&release, &[&day[..], &[("closes_time", "noon")]].concat())
            .await;
        assert!(
            bad.status == 422 && bad.text.contains("like 17:00"),
            "{}",
            bad.text
        );
        let past = [
            ("closes_on-day", "1"),
            ("closes_on-month", "3"),
            ("closes_on-year", "2024"),
            ("closes_time", "17:00"),
        ];
        assert!(
            desk.post(&release, &past)
                .await
                .text
                .contains("must be in the future")
        );
        let case = cases[0].to_string();
        let mut whole = [&day[..], &[("closes_time", "17:00")]].concat();
        let out = desk.post(&release, &whole).await;
        assert!(
            out.status == 422 && out.text.contains("Tick the cases to release all the same"),
            "{}",
            out.text
        );
        whole.push(("all_the_same", &case));
        let out = desk.post(&release, &whole).await;
        assert!(
            out.text.contains("Enter why they are released all the same"),
            "{}",
            out.text
        );
        whole.push(("why", "Members need the facts."));
        assert_eq!(desk.post(&release, &whole).await.status, 303);
        let list = desk.get(&packs).await.text;
        assert!(
            list.contains("Reading ends on 20 March 2024 at 5:00pm") && list.contains("Opened by 0 people"),
            "{list}"
        );
        acts::read(&house.app, &world.members[0], cases[0]).await.unwrap();
        let withdraw = desk.get(&format!("{pack}/withdraw")).await.text;
        assert!(withdraw.contains("1 person has opened it"), "{withdraw}");
        assert_eq!(
            desk.post(&format!("{pack}/withdraw"), &[("reason", "")])
                .await
                .status,
            422
        );
        assert_eq!(
            desk.post(&format!("{pack}/withdraw"), &[("reason", "A name was left in.")])
                .await
                .status,
            303
        );
        let again = lead.get(&pack).await.text;
        assert!(
            again.contains("Reason given: A name was left in.") && again.contains("Version 1: withdrawn"),
            "{again}"
        );
    }
);

on_both!(what_is_typed_is_shown_as_text, async |house: House| {
    let (world, _, cases) = world(&house).await;
    let words = "<script>alert(1)</script> & more";
    super::write(&house, &world.force_lead, cases[0], 0, words, true)
        .await
        .unwrap();
    let mut desk = house.browser(&world.coordinator).await;
    let page = desk.get(&format!("/cases/{}/pack/check", cases[0])).await.text;
    assert!(
        !page.contains("<script>alert") && page.contains("alert(1)"),
        "{page}"
    );
});

on_both!(packs_of_others_look_absent, async |house: House| {
    let (world, draw, cases) = world(&house).await;
    house.prepared(&world, cases[0]).await;
    let body = house.other_body().await;
    let roles = [Role::Coordinator, Role::ForceLead, Role::Chair];
    let stranger = house.person_of("Zed", &roles, &body).await;
    let paths = |draw: &str, case: &str| {
        [
            format!("/draws/{draw}/packs"),
            format!("/draws/{draw}/packs/release"),
            format!("/cases/{case}/pack"),
            format!("/cases/{case}/pack/check"),
            format!("/cases/{case}/pack/withdraw"),
        ]
    };
    for actor in [&stranger, &world.members[0], &world.chair, &world.auditor] {
        let mut browser = house.browser(actor).await;
        for path in paths(&draw.id.to_string(), &cases[0].to_string()) {
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
            if !path.ends_with("/packs") {
                let sent = browser
                    .post(&path, &[("do", "checked"), ("version", "1"), ("reason", "x")])
                    .await;
                assert_eq!(sent.status, 404, "{path}");
            }
        }
    }
    assert_eq!(latest(&house, cases[0]).await.state, PackState::Prepared);
    let insider = house.person("Ida", &[Role::Coordinator, Role::ForceLead]).await;
    let mut browser = house.browser(&insider).await;
    for id in ["x", "00000000-0000-0000-0000-000000000000"] {
        for path in paths(id, id) {
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
        }
    }
});

on_both!(
    a_member_s_page_holds_nothing_kept_from_members,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        plant(&house, &draw).await;
        house.prepared(&world, cases[0]).await;
        let path = format!("/cases/{}", cases[0]);
        let mut member = house.browser(&world.members[0]).await;
        assert_eq!(member.get(&path).await.status, 404, "not released");
        acts::check(&house.app, &world.coordinator, cases[0], 1, Verdict::Passed)
            .await
            .unwrap();
        let closes_at = house.app.now().plus_days(7);
        crate::pack::fixtures::release(&house.app, &world.coordinator, draw.id, closes_at)
            .await
            .unwrap();
        let page = member.get(&path).await;
        assert_eq!(page.status, 200);
        assert!(
            page.text.contains("SHOWN-offence_title") && page.text.contains(CIRCUMSTANCES),
            "{}",
            page.text
        );
        assert!(!page.text.contains("CANARY"), "{}", page.text);
        let mut tx = house.app.db.read("test.case").await.unwrap();
        let case = crate::draw::store::case(&mut tx, cases[0])
            .await
            .unwrap()
            .unwrap();
        drop(tx);
        assert!(
            !page.text.contains(&case.record.to_string()),
            "a member sees no record"
        );
        let mut tx = house.app.db.write("test.declare").await.unwrap();
        let sql = "insert into declaration (case_id, person_id, nature, note, at) values ($1, $2, 'knows_person', '', 0)";
        tx.run(sql, params![cases[0], world.members[0].person])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let again = member.get(&path).await.text;
        assert!(
            !again.contains("SHOWN-") && !again.contains(CIRCUMSTANCES),
            "an interest takes the case away"
        );
    }
);
