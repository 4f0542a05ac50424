//! From preparing to withdrawing: who may do what, and when.

use super::*;

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
