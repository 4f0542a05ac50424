//! A coordinator sets a panel up in the browser; others see of it what is theirs.

use crate::{access::Role, body::PanelKind, on_both, testing::House};

/// The id at the end of the link to the panel.
fn panel_in(text: &str) -> String {
    text.split("href=\"/panels/")
        .nth(2)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

on_both!(a_panel_is_set_up_in_the_browser, async |house: House| {
    let cora = house.person("Cora", &[Role::Coordinator]).await;
    let ada = house.person("Ada", &[Role::Chair]).await;
    let mut browser = house.browser(&cora).await;
    let added = browser
        .post(
            "/organisations",
            &[("name", "Youth <Trust>"), ("sector", "community")],
        )
        .await;
    assert_eq!(added.location, "/organisations");
    let listed = browser.get("/organisations").await.text;
    assert!(listed.contains("Youth &#60;Trust&#62;") && !listed.contains("Youth <Trust>"));
    let fields = [
        ("kind", "youth_oocr"),
        ("name", "Youth panel"),
        ("code", "wm-oocr-y"),
    ];
    let made = browser.post("/panels/new", &fields).await;
    assert!(
        made.status == 303 && made.location.ends_with("/terms"),
        "{}",
        made.location
    );
    let panel = made
        .location
        .trim_start_matches("/panels/")
        .trim_end_matches("/terms")
        .to_owned();
    let page = browser.get("/panels").await.text;
    assert!(page.contains("WM-OOCR-Y") && page.contains("Not agreed yet"));
    assert_eq!(panel_in(&page), panel);
    let form = browser.get(&made.location).await.text;
    assert!(form.contains("This becomes version 1") && form.contains("LEIC-4"));
    let terms = [
        ("scale", "LEIC-4"),
        ("decision_mode", "consensus"),
        ("quorum", "at least 3; one of magistrates"),
        ("effective_from-day", "1"),
        ("effective_from-month", "4"),
        ("effective_from-year", "2024"),
    ];
    let refused = browser.post(&made.location, &terms).await;
    assert_eq!(refused.status, 422);
    for words in [
        "There is a problem",
        "which is no sector",
        "at least 3; one of magistrates",
        "value=\"2024\"",
    ] {
        assert!(refused.text.contains(words), "{words}");
    }
    let terms: Vec<_> = terms
        .iter()
        .map(|(name, value)| {
            (
                *name,
                if *name == "quorum" {
                    "one community"
                } else {
                    *value
                },
            )
        })
        .collect();
    assert_eq!(
        browser.post(&made.location, &terms).await.location,
        format!("/panels/{panel}")
    );
    let seats = format!("/panels/{panel}/seats/new");
    let form = browser.get(&seats).await.text;
    let organisation = form
        .split("<option value=\"")
        .nth(2)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let holder = ada.person.to_string();
    let seat = [
        ("organisation", organisation.as_str()),
        ("title", "Chair"),
        ("voting", "yes"),
        ("holder", &holder),
    ];
    assert_eq!(
        browser.post(&seats, &seat).await.location,
        format!("/panels/{panel}")
    );
    let page = browser.get(&format!("/panels/{panel}")).await.text;
    for words in [
        "Version 1 is agreed and takes effect on 1 April 2024",
        "one community",
        "Ada",
        "Add a seat",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let seen = house.browser(&ada).await.get(&format!("/panels/{panel}")).await;
    assert!(
        seen.status == 200 && !seen.text.contains("Add a seat"),
        "the chair looks and changes nothing"
    );
});

on_both!(
    substitutes_and_holders_are_named_in_the_browser,
    async |house: House| {
        let world = house.panel_world(PanelKind::AdultOocr).await;
        let mut browser = house.browser(&world.coordinator).await;
        let seat = world.seats[0].id;
        let (holder, substitutes) = (
            format!("/seats/{seat}/holder"),
            format!("/seats/{seat}/substitutes"),
        );
        let person = world.substitute.person.to_string();
        assert!(
            browser
                .get(&substitutes)
                .await
                .text
                .contains("Nobody is named yet")
        );
        assert_eq!(
            browser.post(&substitutes, &[("person", &person)]).await.location,
            substitutes
        );
        let twice = browser.post(&substitutes, &[("person", &person)]).await;
        assert!(twice.status == 422 && twice.text.contains("named for this seat already"));
        assert_eq!(
            browser
                .post(&format!("{substitutes}/{person}/end"), &[])
                .await
                .location,
            substitutes
        );
        assert_eq!(
            browser
                .post(&format!("{substitutes}/{person}/end"), &[])
                .await
                .status,
            404
        );
        let taken = browser
            .post(&holder, &[("holder", &world.members[0].person.to_string())])
            .await;
        assert!(taken.status == 422 && taken.text.contains("hold a seat on this panel already"));
        let panel = format!("/panels/{}", world.panel.id);
        assert_eq!(browser.post(&holder, &[("holder", "")]).await.location, panel);
        assert!(browser.get(&panel).await.text.contains("Empty"));
        assert_eq!(
            browser.post(&format!("/seats/{seat}/end"), &[]).await.location,
            panel
        );
        assert_eq!(browser.get(&holder).await.status, 404);
    }
);
