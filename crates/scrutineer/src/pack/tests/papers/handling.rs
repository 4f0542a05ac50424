//! How a panel handles its papers, and the work they cost.

use super::*;

on_both!(the_rules_of_papers_are_the_coordinators, async |house: House| {
    let (world, _, _) = world(&house).await;
    let path = format!("/panels/{}/papers", world.panel.id);
    let mut desk = house.browser(&world.coordinator).await;
    let page = desk.get(&path).await.text;
    assert!(
        page.contains(r#"value="14""#) && page.contains("section 39"),
        "{page}"
    );
    let sent = |days, least, child| {
        [
            ("access_days", days),
            ("least", least),
            ("least_children", child),
            ("offline", "no"),
            ("offline_days", "7"),
        ]
    };
    for (bad, says) in [
        (sent("91", "5", "10"), "Enter a whole number from 0 to 90"),
        (sent("7", "2", "10"), "Enter a whole number from 3 to 100"),
        (sent("7", "12", "10"), "no fewer records for a child"),
    ] {
        let page = desk.post(&path, &bad).await;
        assert!(page.status == 422 && page.text.contains(says), "{}", page.text);
        assert!(
            page.text.contains(&format!(r#"value="{}""#, bad[1].1)),
            "what was typed is kept"
        );
    }
    assert_eq!(desk.post(&path, &sent("7", "8", "12")).await.status, 303);
    let mut tx = house.app.db.read("test.rules").await.unwrap();
    let rules = store::rules(&mut tx, world.panel.id).await.unwrap();
    drop(tx);
    let expected = Rules {
        access_days: 7,
        least: 8,
        least_children: 12,
        offline: false,
        offline_days: 7,
    };
    assert_eq!(rules, expected);
    assert!(house.log().await.contains(&"panel.papers panel".to_owned()));
    for stranger in [&world.members[0], &world.force_lead, &world.chair] {
        assert!(!stranger.may(Action::PackRelease, stranger.facts(world.panel.body)));
        assert_eq!(house.browser(stranger).await.get(&path).await.status, 404);
    }
});

on_both!(
    the_work_of_preparing_is_counted_and_nobody_ranked,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let mut lead = house.browser(&world.force_lead).await;
        let path = format!("/cases/{}/pack", cases[0]);
        lead.get(&path).await;
        house.clock.set(house.app.now().plus_minutes(4));
        lead.post(
            &path,
            &[("circumstances", CIRCUMSTANCES), ("version", "0"), ("do", "save")],
        )
        .await;
        // A pause of ten minutes is no work.
        house.clock.set(house.app.now().plus_minutes(10));
        lead.get(&path).await;
        let mut tx = house.app.db.read("test.work").await.unwrap();
        let work = store::work_of_draw(&mut tx, draw.id).await.unwrap();
        drop(tx);
        assert_eq!(work[&cases[0]], (2, 1, 240));
        let packs = format!("/draws/{}/packs", draw.id);
        let desk = house.browser(&world.coordinator).await.get(&packs).await.text;
        assert!(
            desk.contains("Preparing took 4 minutes a case on average, with 2 pages opened and 1 sent."),
            "{desk}"
        );
        assert!(!desk.contains(&world.force_lead.name), "{desk}");
        assert!(!lead.get(&packs).await.text.contains("Preparing took"));
    }
);
