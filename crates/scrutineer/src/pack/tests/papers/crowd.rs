//! Who could it be? Cases that too few records look like.

use super::*;

on_both!(
    a_case_that_stands_out_is_released_by_name_with_a_reason,
    async |house: House| {
        let (world, draw, _) = world(&house).await;
        let app = &house.app;
        let (adult, child) = adult_and_child(&house, &draw).await;
        checked(&house, &world, adult).await;
        checked(&house, &world, child).await;
        // In each of two months there are four records of each stratum, alike in every fact.
        let out = acts::standing_out(app, &world.coordinator, draw.id)
            .await
            .unwrap();
        assert_eq!((out[&adult].records, out[&adult].least), (4, 5));
        assert_eq!((out[&child].records, out[&child].least), (4, 10));
        assert_eq!(
            out[&adult].mend.as_deref(),
            Some("Month of the offence told as January to March 2024")
        );
        assert_eq!(
            (&out[&child].mend, out[&child].together.len()),
            (&None, 0),
            "eight children in all"
        );
        assert!(
            out[&adult].words().contains("only 3 other records"),
            "{}",
            out[&adult].words()
        );
        absent(acts::standing_out(app, &world.force_lead, draw.id).await);

        let release = async |named: &[CaseId], why: &str| {
            acts::release(app, &world.coordinator, draw.id, &releasing(&house, named, why)).await
        };
        assert_eq!(wrong_field(release(&[], "").await), "all_the_same");
        assert_eq!(wrong_field(release(&[adult], " ").await), "why");
        assert_eq!(release(&[adult], "Members have signed.").await.unwrap(), 1);
        assert_eq!(latest(&house, adult).await.state, PackState::Released);
        assert_eq!(
            latest(&house, child).await.state,
            PackState::Checked,
            "not named, so it waits"
        );
        let mut tx = app.db.read("test.crowd").await.unwrap();
        let kept = store::crowds_of_draw(&mut tx, draw.id).await.unwrap();
        assert_eq!(kept, [(adult, 1, "Members have signed.".to_owned())]);
        let log = crate::audit::store::entries(&mut tx, 0, 100_000).await.unwrap();
        let log = format!("{log:?}");
        assert!(
            log.contains("crowd_least") && !log.contains("Members have signed"),
            "{log}"
        );
        drop(tx);

        // More records of the same sort, and the child stands out no more.
        house.records("oocr", &["2024-01", "2024-02"], 8).await;
        assert!(
            acts::standing_out(app, &world.coordinator, draw.id)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(release(&[], "").await.unwrap(), 1);
    }
);

on_both!(
    a_crowd_is_the_same_on_the_shelves_of_the_register_and_off_them,
    async |house: House| {
        let (world, draw, _) = world(&house).await;
        let (adult, _) = adult_and_child(&house, &draw).await;
        let alike = async || {
            let found = acts::identified(&house.app, &world.force_lead, adult)
                .await
                .unwrap();
            found.stands_out.map(|out| out.records)
        };
        assert_eq!(
            alike().await,
            Some(4),
            "before the duty has put anything on the shelves"
        );
        house.work().await;
        assert_eq!(alike().await, Some(4), "all on the shelves");
        // One adult more, and one child, in a file that is not on the shelves yet.
        house.records("oocr", &["2024-01"], 2).await;
        assert_eq!(alike().await, None, "five are enough");
        house.work().await;
        assert_eq!(alike().await, None);
    }
);

on_both!(what_is_told_less_exactly_is_shown_so, async |house: House| {
    let (world, draw, _) = world(&house).await;
    let app = &house.app;
    let (adult, _) = adult_and_child(&house, &draw).await;
    let before = acts::identified(app, &world.force_lead, adult).await.unwrap();
    assert_eq!(before.stands_out.unwrap().records, 4);
    let mut cover = Cover {
        wider: wider("month", "quarter"),
        ..Cover::default()
    };
    // A step that the kind does not know is not kept.
    cover.wider.insert("offence".to_owned(), "any".to_owned());
    cover.wider.insert("sex".to_owned(), "any".to_owned());
    let pack = prepared(&house, &world, adult, cover).await.unwrap();
    let value = |label: &str| {
        pack.summary
            .iter()
            .find(|fact| fact.label == label)
            .unwrap()
            .value
            .clone()
    };
    assert_eq!(value("Date of the offence"), "January to March 2024");
    assert_eq!(value("Date of the resolution"), "January to March 2024");
    assert_eq!(
        value("Days from the offence to the resolution"),
        crate::pack::crowd::LEFT_OUT
    );
    assert_eq!(value("Sex"), crate::pack::crowd::LEFT_OUT);
    assert_eq!(value("Offence"), "Common assault");
    assert_eq!(value("Age band at the resolution"), "25 to 34");
    let checking = acts::to_check(app, &world.coordinator, adult).await.unwrap();
    assert_eq!(checking.stands_out, None, "eight records share the quarter");
    let told = format!("{:?}", checking.pack.cover().wider);
    assert_eq!(told, r#"{"month": "quarter", "sex": "any"}"#);
});

on_both!(
    the_preparer_sees_how_many_share_what_is_shown,
    async |house: House| {
        let (world, draw, _) = world(&house).await;
        let (adult, _) = adult_and_child(&house, &draw).await;
        let mut lead = house.browser(&world.force_lead).await;
        let path = format!("/cases/{adult}/pack");
        let page = lead.get(&path).await.text;
        assert!(
            page.contains("fit only 3 other records of the register")
                && page.contains("This would be enough: Month of the offence told as January to March 2024.")
                && page.contains("As its quarter (8 records)"),
            "{page}"
        );
        let sent = [
            ("circumstances", CIRCUMSTANCES),
            ("version", "0"),
            ("wider-month", "quarter"),
            ("marking", "official"),
            ("handling", "do_not_copy"),
            ("do", "save"),
        ];
        assert_eq!(lead.post(&path, &sent).await.status, 303);
        let page = lead.get(&path).await.text;
        assert!(
            page.contains("Enough records of the register share the facts"),
            "{page}"
        );
        assert!(page.contains(r#"value="quarter" selected"#), "{page}");
        assert_eq!(
            latest(&house, adult).await.cover().words(),
            "OFFICIAL: Do not copy, photograph or forward"
        );
    }
);
