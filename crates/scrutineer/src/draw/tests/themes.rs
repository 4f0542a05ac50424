//! Strata drawn in parts by theme, and cases that somebody chose.

use std::io::Cursor;

use super::*;
use crate::{
    audit::Who,
    draw::plan::{Size, Wanted},
    platform::packs::strata::CHOSEN,
    register::acts::{self as register, Source},
};

const HEADINGS: &str = "source_ref_hash,offence_from_dt,offence_title,outcome_code,outcome_dt,disposal_type,\
    suspect_age_offence,suspect_age_disposal,sex,rationale,authoriser_rank,da,knife";

/// Forty adults: the first fifteen domestic abuse, five of these and ten others with a knife.
async fn register_of_themes(house: &House) {
    let rows = (0..40).map(|number| {
        let da = if number < 15 { "Y" } else { "N" };
        let knife = if (10..25).contains(&number) { "Y" } else { "N" };
        format!("r{number},2024-01-02,Common assault,8,2024-01-04,CR,31,31,F,Full remorse and an apology,insp,{da},{knife}\n")
    });
    let source = Source {
        body: house.body.id,
        kind: "oocr".into(),
        profile: "canonical".into(),
        how: Default::default(),
        file_name: "themes.csv".into(),
        input: Box::new(Cursor::new(
            format!("{HEADINGS}\n{}", rows.collect::<String>()).into_bytes(),
        )),
        progress: None,
    };
    let loaded = register::load(&house.app, Who::default(), source).await.unwrap();
    assert_eq!(loaded.batch.refused, 0, "{:?}", loaded.batch.summary.by_rule);
    house.work().await;
}

fn by_theme(themes: &[&str], sizes: &[(&str, u32)]) -> Wanted {
    let size = |planned| Size { planned, reserves: 0 };
    Wanted {
        themes: themes.iter().map(|theme| (*theme).to_owned()).collect(),
        sizes: sizes
            .iter()
            .map(|(code, planned)| ((*code).to_owned(), size(*planned)))
            .collect(),
        ..wanted(0, 0, 0)
    }
}

const PARTS: [(&str, u32); 3] = [("adult/DA", 3), ("adult/Knife", 2), ("adult/others", 4)];

on_both!(a_stratum_is_drawn_in_parts_by_theme, async |house: House| {
    let world = house.panel_world(PanelKind::AdultOocr).await;
    register_of_themes(&house).await;
    let wanted = by_theme(&["DA", "Knife"], &PARTS);
    let draw = committed(&house, &world, &wanted).await;
    let mut tx = house.app.db.read("test").await.unwrap();
    let sizes = store::frame_strata(&mut tx, draw.id).await.unwrap();
    drop(tx);
    let sizes: Vec<_> = sizes.iter().map(|(code, size)| (code.as_str(), *size)).collect();
    assert_eq!(
        sizes,
        [("adult/DA", 15), ("adult/Knife", 10), ("adult/others", 15)]
    );
    dice(&house, &world.coordinator, draw.id, DICE).await.unwrap();
    let drawn = cases(&house, draw.id).await;
    for (code, planned) in PARTS {
        let here = drawn
            .iter()
            .filter(|case| case.stratum == code && case.standing == Standing::Drawn);
        assert_eq!(here.count(), usize::try_from(planned).unwrap(), "{code}");
    }
    let label = house.app.packs.stratum_label("oocr", "adult/DA");
    assert!(label.ends_with(": Domestic abuse"), "{label}");
});

on_both!(
    flags_make_a_theme_and_small_parts_are_refused,
    async |house: House| {
        let world = house.panel_world(PanelKind::AdultOocr).await;
        register_of_themes(&house).await;
        let found = acts::choices(
            &house.app,
            &world.coordinator,
            world.panel.id,
            ("2024-01", "2024-02"),
            &[],
        )
        .await
        .unwrap();
        let flag = found
            .themes
            .iter()
            .find(|theme| theme.code.starts_with("flag-"))
            .unwrap()
            .code
            .clone();
        let found = acts::choices(
            &house.app,
            &world.coordinator,
            world.panel.id,
            ("2024-01", "2024-02"),
            std::slice::from_ref(&flag),
        )
        .await
        .unwrap();
        let path = format!("/panels/{}/draws/new", world.panel.id);
        let page = house.browser(&world.coordinator).await.get(&path).await;
        let (rule, boxes) = (
            flag.trim_start_matches("flag-"),
            page.text.matches("name=\"themes\""),
        );
        assert_eq!(boxes.count(), found.themes.len(), "each theme once");
        assert!(
            page.text.contains("What the case is about") && page.text.contains(&format!("Flag {rule}, "))
        );
        assert!(page.text.contains("records in all months"), "{}", page.text);
        let ids: Vec<&str> = page
            .text
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let different: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), different.len(), "two elements have one id: {ids:?}");
        let part = format!("adult/{flag}");
        let flagged = found.strata.iter().find(|stratum| stratum.code == part).unwrap();
        assert!(flagged.population > 0, "{:?}", found.strata);
        // No record is under 14, so nothing can be drawn of the theme; of fewer than ten the draw would tell too much.
        let mut tx = house.app.db.write("test").await.unwrap();
        tx.run(
            "update record set superseded_by = id where source_ref in ('r0','r1','r2','r3','r4','r5')",
            vec![],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let wanted = by_theme(&["DA"], &[("adult/DA", 2), ("adult/others", 2)]);
        let refused = acts::draft(&house.app, &world.coordinator, world.panel.id, &wanted).await;
        let (field, sentence) = wrong_field(refused);
        assert_eq!(field, "n_adult/DA");
        assert!(sentence.contains("9 records only"), "{sentence}");
        let unknown = by_theme(&["burglary"], &[("adult/others", 2)]);
        let refused = acts::draft(&house.app, &world.coordinator, world.panel.id, &unknown).await;
        assert_eq!(wrong_field(refused).0, "themes");
    }
);

on_both!(
    a_chosen_case_is_heard_beside_the_drawn_and_not_drawn,
    async |house: House| {
        let world = house.panel_world(PanelKind::AdultOocr).await;
        register_of_themes(&house).await;
        let draft = acts::draft(&house.app, &world.coordinator, world.panel.id, &wanted(5, 0, 1))
            .await
            .unwrap();
        let choose = async |reference: &str, reason: &str| {
            acts::choose(&house.app, &world.coordinator, draft.id, reference, reason).await
        };
        assert_eq!(wrong_field(choose("r7", "").await).0, "reason");
        assert_eq!(
            wrong_field(choose("nobody", "The chair asked").await).0,
            "reference"
        );
        choose("r7", "The chair asked").await.unwrap();
        assert_eq!(wrong_field(choose("r7", "Again").await).0, "reference");
        choose("r8", "The chair asked").await.unwrap();
        acts::unchoose(&house.app, &world.coordinator, draft.id, 2)
            .await
            .unwrap();
        let draw = acts::commit(&house.app, &world.coordinator, draft.id)
            .await
            .unwrap();
        assert_eq!(draw.frame_size, 39, "what is chosen is not drawn from");
        assert!(matches!(
            choose("r9", "Too late").await,
            Err(Refusal::Conflict(_))
        ));
        dice(&house, &world.coordinator, draw.id, DICE).await.unwrap();
        let all = cases(&house, draw.id).await;
        let chosen: Vec<_> = all.iter().filter(|case| case.stratum == CHOSEN).collect();
        assert_eq!(chosen.len(), 1);
        assert_eq!(
            (chosen[0].label.as_str(), chosen[0].standing),
            ("Z01", Standing::Drawn)
        );
        let record = chosen[0].record;
        assert_eq!(all.iter().filter(|case| case.record == record).count(), 1);
        // What is published repeats the draw alone.
        let (_, file, frame) = acts::published(&house.app, &world.coordinator, draw.id)
            .await
            .unwrap();
        assert!(!file.contains(&chosen[0].ref_) && !frame.contains(&chosen[0].ref_));
    }
);
