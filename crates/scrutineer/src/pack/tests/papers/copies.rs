//! Numbered copies, the end of reading, and the certificate.

use super::*;

on_both!(each_reader_has_a_copy_of_their_own, async |house: House| {
    let (world, draw, cases) = world(&house).await;
    house.released(&world, &draw).await;
    let words = |number: i64, name: &str| format!("Copy {number} of version 1, for {name}");
    for _ in 0..2 {
        for (number, reader) in [(1, &world.members[0]), (2, &world.members[1])] {
            let mut browser = house.browser(reader).await;
            let page = browser.get(&format!("/cases/{}", cases[0])).await.text;
            let words = words(number, &reader.name);
            assert!(
                page.contains(&format!(r#"<p class="app-reader">{words}</p>"#)),
                "{page}"
            );
            assert!(
                page.contains(&format!(r#"aria-hidden="true" data-reader="{words}""#)),
                "{page}"
            );
            assert!(page.contains("You can read these papers until"), "{page}");
        }
    }
    // A case of its own counts its own copies, and the coordinator's look is a copy like any other.
    let read = acts::read(&house.app, &world.coordinator, cases[1])
        .await
        .unwrap();
    assert_eq!(read.papers.copy.unwrap(), words(1, &world.coordinator.name));
    let certificate = acts::certificate(&house.app, &world.coordinator, draw.id)
        .await
        .unwrap();
    let lines: Vec<_> = certificate
        .lines
        .iter()
        .map(|line| (line.issued.copy.number, line.issued.openings))
        .collect();
    assert_eq!(lines, [(1, 2), (2, 2), (1, 1)]);
    assert!(!certificate.complete());
    absent(acts::certificate(&house.app, &world.members[0], draw.id).await);
});

on_both!(
    reading_ends_after_the_meeting_and_the_certificate_says_so,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let app = &house.app;
        house.released(&world, &draw).await;
        house.planned(&world, &draw).await;
        let member = &world.members[0];
        acts::read(app, member, cases[0]).await.unwrap();
        acts::read(app, member, cases[1]).await.unwrap();
        // Taken back: gone with the next request.
        acts::withdraw(app, &world.coordinator, cases[1], "A name was left in.")
            .await
            .unwrap();
        absent(acts::read(app, member, cases[1]).await);
        // The meeting is on 28 March; fourteen days later is the last day.
        let last = Moment::in_london(date(2024, 4, 11), 23, 59);
        house.clock.set(last);
        acts::read(app, member, cases[0]).await.unwrap();
        let before = acts::certificate(app, &world.coordinator, draw.id).await.unwrap();
        assert!(!before.complete());
        house.clock.set(last.plus_minutes(1));
        absent(acts::read(app, member, cases[0]).await);
        absent(acts::read(app, &world.coordinator, cases[0]).await);
        let list = crate::review::acts::reading(app, member, 1).await.unwrap();
        assert!(list.piles.is_empty());
        let mut desk = house.browser(&world.coordinator).await;
        let page = desk
            .get(&format!("/draws/{}/packs/certificate", draw.id))
            .await
            .text;
        assert!(
            page.contains("Certificate of destruction") && page.contains("Cannot be opened"),
            "{page}"
        );
        assert!(
            page.contains(&member.name) && page.contains("2 times, last on 11 April 2024 at 11:59pm"),
            "{page}"
        );
        let hash = latest(&house, cases[0]).await.hash.unwrap();
        assert!(
            page.contains(&hex::encode(hash)) && page.contains("12 April 2024"),
            "{page}"
        );
        // A longer time holds at once.
        let rules = Rules {
            access_days: 15,
            ..Rules::default()
        };
        acts::change_rules(app, &world.coordinator, world.panel.id, &rules)
            .await
            .unwrap();
        acts::read(app, member, cases[0]).await.unwrap();
    }
);
