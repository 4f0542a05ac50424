//! The draw as people do it, page by page.

use super::*;

/// The draw's page after the coordinator has planned it and, when asked, committed it.
async fn planned(house: &House, world: &PanelWorld, commit: bool) -> String {
    let mut browser = house.browser(&world.coordinator).await;
    let fields = [
        ("from", "2024-01"),
        ("to", "2024-02"),
        ("n_adult", "3"),
        ("reserves_adult", "2"),
        ("n_youth", "2"),
        ("reserves_youth", ""),
        ("sources", "dice"),
        ("round", ""),
    ];
    let answer = browser
        .post(&format!("/panels/{}/draws/new", world.panel.id), &fields)
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    if commit {
        let answer = browser.post(&format!("{}/commit", answer.location), &[]).await;
        assert_eq!(answer.status, 303);
    }
    answer.location
}

on_both!(the_pages_lead_from_a_panel_to_its_cases, async |house: House| {
    let world = world(&house).await;
    let mut browser = house.browser(&world.coordinator).await;
    let new = format!("/panels/{}/draws/new", world.panel.id);
    assert!(
        browser
            .get(&format!("/panels/{}/draws", world.panel.id))
            .await
            .text
            .contains(&new)
    );
    assert!(browser.get(&new).await.text.contains("First month of the period"));
    let bad = browser.get(&format!("{new}?from=2024-1&to=2024-02")).await;
    assert!(
        bad.status == 422 && bad.text.contains("Enter a month as year and month"),
        "{}",
        bad.text
    );
    let sizes = browser.get(&format!("{new}?from=2024-01&to=2024-02")).await;
    assert!(sizes.text.contains("18 and over: 10 records"), "{}", sizes.text);

    let draw = planned(&house, &world, false).await;
    let page = browser.get(&draw).await.text;
    assert!(
        page.contains("Nothing is fixed yet") && !page.contains("/seed"),
        "{page}"
    );
    assert!(
        browser
            .get(&format!("{draw}/commit"))
            .await
            .text
            .contains("3 of 10 records, and 2 in reserve")
    );
    assert_eq!(browser.post(&format!("{draw}/commit"), &[]).await.status, 303);
    let page = browser.get(&draw).await.text;
    for shown in [
        "Commitment",
        "Root of the frame",
        "Hash of the plan",
        "Signed checkpoint",
        "/seed",
    ] {
        assert!(page.contains(shown), "{shown}");
    }

    let mut browser = house.browser(&world.chair).await;
    let seed = format!("{draw}/seed");
    assert!(
        browser
            .get(&seed)
            .await
            .text
            .contains("Commitment, published 7 March 2024")
    );
    let letters = browser.post(&seed, &[("source_0", "718402x3915520487316")]).await;
    assert_eq!(letters.status, 422);
    assert!(letters.text.contains("Character 7 of the dice is not a digit"));
    assert!(
        letters.text.contains("value=\"718402x3915520487316\""),
        "what was typed is kept"
    );
    assert_eq!(browser.post(&seed, &[("source_0", DICE)]).await.status, 303);

    let mut browser = house.browser(&world.members[1]).await;
    let page = browser.get(&draw).await.text;
    for shown in [DICE, "A03", "Y02", "draw.json", "frame.csv"] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!page.contains("A04"), "a reserve is a number until it comes in");
    assert!(!page.contains("/withdraw"), "a member cannot withdraw");
    for case in cases(&house, draw[7..].parse().unwrap()).await {
        assert!(
            !page.contains(&case.record.to_string()),
            "a member sees no record"
        );
    }
    let files = [
        browser.get(&format!("{draw}/draw.json")).await,
        browser.get(&format!("{draw}/frame.csv")).await,
    ];
    assert_eq!(verify(&files[0].text, &files[1].text).failed, None);
    assert!(
        files[0].headers["content-disposition"]
            .to_str()
            .unwrap()
            .contains("attachment")
    );
});

on_both!(
    the_seed_page_does_not_open_before_the_commitment,
    async |house: House| {
        let world = world(&house).await;
        let draw = planned(&house, &world, false).await;
        let mut browser = house.browser(&world.chair).await;
        assert_eq!(browser.get(&format!("{draw}/seed")).await.status, 409);
        let early = browser.post(&format!("{draw}/seed"), &[("source_0", DICE)]).await;
        assert_eq!(early.status, 409);
        assert!(
            early.text.contains("The frame is not committed yet"),
            "{}",
            early.text
        );
        assert_eq!(browser.get(&format!("{draw}/draw.json")).await.status, 409);
        assert!(!house.log().await.contains(&"draw.seed draw".to_owned()));
    }
);

on_both!(
    a_draw_larger_than_its_stratum_is_refused_on_the_form,
    async |house: House| {
        let world = world(&house).await;
        let mut browser = house.browser(&world.coordinator).await;
        let new = format!("/panels/{}/draws/new", world.panel.id);
        let period = [("from", "2024-01"), ("to", "2024-02"), ("sources", "dice")];
        let send = async |browser: &mut crate::testing::Browser, extra: &[(&str, &str)]| {
            browser.post(&new, &[&period[..], extra].concat()).await
        };
        let large = send(&mut browser, &[("n_adult", "11")]).await;
        assert_eq!(large.status, 422);
        assert!(
            large
                .text
                .contains("18 and over: 10 records, so 11 cannot be drawn"),
            "{}",
            large.text
        );
        let word = send(&mut browser, &[("n_adult", "three")]).await;
        assert!(word.status == 422 && word.text.contains("Enter a whole number of cases, or 0"));
        let round = send(
            &mut browser,
            &[("n_adult", "1"), ("sources", "beacon"), ("round", "soon")],
        )
        .await;
        assert!(round.status == 422 && round.text.contains("Enter the number of the beacon round"));
    }
);

on_both!(a_second_frame_is_said_on_both_pages, async |house: House| {
    let world = world(&house).await;
    let first = planned(&house, &world, true).await;
    let draft = planned(&house, &world, false).await;
    let mut browser = house.browser(&world.coordinator).await;
    let warned = browser.get(&format!("{draft}/commit")).await.text;
    assert!(
        warned.contains("This will be the second frame committed for January 2024 to February 2024"),
        "{warned}"
    );
    browser.post(&format!("{draft}/commit"), &[]).await;
    let mut browser = house.browser(&world.members[0]).await;
    let page = browser.get(&first).await.text;
    assert!(
        page.contains("This is the first frame committed for January 2024 to February 2024"),
        "{page}"
    );
    assert!(page.contains("WM-JOINT-2024-02-2 (7 March 2024"));
    let page = browser.get(&draft).await.text;
    assert!(
        page.contains("This is the second frame committed for January 2024 to February 2024"),
        "{page}"
    );
});

on_both!(a_case_leaves_by_its_page, async |house: House| {
    let world = world(&house).await;
    let draw = house.drawn(&world, 2, 1).await;
    let all = cases(&house, draw.id).await;
    let path = |label: &str| {
        format!(
            "/cases/{}/withdraw",
            all.iter().find(|case| case.label == label).unwrap().id
        )
    };
    let mut browser = house.browser(&world.force_lead).await;
    let form = browser.get(&path("A01")).await.text;
    assert!(
        form.contains("Case A03, the next of its group in the order of the draw, comes in"),
        "{form}"
    );
    assert!(form.contains("Before a court"));
    let blank = browser.post(&path("A01"), &[]).await;
    assert!(blank.status == 422 && blank.text.contains("Choose the reason the case leaves"));
    let left = browser.post(&path("A01"), &[("code", "SUB_JUDICE")]).await;
    assert_eq!(
        (left.status, left.location.as_str()),
        (303, format!("/draws/{}", draw.id).as_str())
    );
    browser.post(&path("A02"), &[("code", "SUB_JUDICE")]).await;
    assert!(
        browser
            .get(&path("A03"))
            .await
            .text
            .contains("No reserve is left in this group")
    );
    let page = browser.get(&left.location).await.text;
    assert!(
        page.contains("Withdrawn by the force lead on 7 March 2024 at 10:00am: Before a court; A03 came in"),
        "{page}"
    );
    assert!(page.contains("Brought in for A01"));
    assert!(page.contains("2 cases were withdrawn, more than a tenth of those drawn"));
});

on_both!(a_forged_id_leads_nowhere, async |house: House| {
    let world = world(&house).await;
    let draw = house.drawn(&world, 1, 1).await;
    let case = cases(&house, draw.id).await[0].id;
    let body = house.other_body().await;
    let roles = [Role::Coordinator, Role::Chair, Role::ForceLead];
    let insider = house.person("Ida", &[Role::Coordinator, Role::ForceLead]).await;
    let stranger = house.person_of("Zed", &roles, &body).await;
    let nowhere = DrawId::new(house.app.clock.as_ref(), house.app.chance.as_ref())
        .unwrap()
        .to_string();
    let panel = world.panel.id.to_string();
    let paths = |panel: &str, draw: &str, case: &str| {
        let draws =
            ["", "/draw.json", "/frame.csv", "/commit", "/seed"].map(|end| format!("/draws/{draw}{end}"));
        let others = [
            format!("/panels/{panel}/draws"),
            format!("/panels/{panel}/draws/new"),
            format!("/cases/{case}/withdraw"),
        ];
        [&draws[..], &others[..]].concat()
    };
    let mut browser = house.browser(&insider).await;
    for id in [nowhere.as_str(), "x", "00000000-0000-0000-0000-000000000000"] {
        for path in paths(id, id, id) {
            assert_eq!(browser.get(&path).await.status, 404, "{path}");
        }
        for end in ["commit", "abandon", "seed"] {
            assert_eq!(
                browser.post(&format!("/draws/{id}/{end}"), &[]).await.status,
                404,
                "{end}"
            );
        }
    }
    let mut browser = house.browser(&stranger).await;
    for path in paths(&panel, &draw.id.to_string(), &case.to_string()) {
        assert_eq!(browser.get(&path).await.status, 404, "{path}");
    }
    let withdraw = browser
        .post(&format!("/cases/{case}/withdraw"), &[("code", "SUB_JUDICE")])
        .await;
    assert_eq!(withdraw.status, 404);
});
