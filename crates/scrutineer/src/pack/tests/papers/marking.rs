//! The marking of a pack, and what a child is spared.

use super::*;

on_both!(a_pack_is_marked_and_a_child_never_less, async |house: House| {
    let (world, draw, _) = world(&house).await;
    let app = &house.app;
    let (adult, child) = adult_and_child(&house, &draw).await;
    let cover = |handling| Cover {
        marking: Marking::Official,
        handling,
        ..Cover::default()
    };
    assert_eq!(
        wrong_field(prepared(&house, &world, child, cover(Handling::Nothing)).await),
        "marking"
    );
    let pack = prepared(&house, &world, adult, cover(Handling::PanelOnly))
        .await
        .unwrap();
    let other = Pack {
        cover: Some(cover(Handling::Nothing)),
        ..pack.clone()
    };
    let hash = |pack: &Pack| crate::pack::model::hash_of("X", pack);
    assert_ne!(hash(&pack), hash(&other), "the marking is part of what is fixed");
    acts::check(app, &world.coordinator, adult, 1, Verdict::Passed)
        .await
        .unwrap();
    acts::release(
        app,
        &world.coordinator,
        draw.id,
        &releasing(&house, &[adult], "They have signed."),
    )
    .await
    .unwrap();
    house.work().await;
    let mail = house.mail.all();
    assert!(
        !mail.is_empty()
            && mail
                .iter()
                .all(|mail| mail.subject == "OFFICIAL: papers are ready to read")
    );
    let mut member = house.browser(&world.members[0]).await;
    for path in ["", "/class", "/interest"] {
        let page = member.get(&format!("/cases/{adult}{path}")).await.text;
        assert!(
            page.matches("OFFICIAL: For members of the panel only").count() == 2
                && page.contains("app-marked--official\"")
                && !page.contains("OFFICIAL-SENSITIVE"),
            "{path} {page}"
        );
    }
});

on_both!(
    a_childs_school_age_and_days_cannot_be_left_in,
    async |house: House| {
        let (world, draw, _) = world(&house).await;
        let (adult, child) = adult_and_child(&house, &draw).await;
        let words = "A 15-year-old pupil of Oldmere High School was seen on 4 May 2023.";
        let begun = async |case: CaseId| {
            write(&house, &world.force_lead, case, 0, words, false)
                .await
                .unwrap();
            super::deciding::source(&house, case).await
        };
        let types = |source: &crate::pack::redaction::Source| -> Vec<&str> {
            source.marks.iter().map(|mark| mark.kind.word()).collect()
        };
        let source = begun(adult).await;
        assert_eq!(
            types(&source),
            ["SCHOOL", "DATE"],
            "an age is no identifier of an adult's case"
        );
        let source = begun(child).await;
        assert_eq!(types(&source), ["AGE", "SCHOOL", "DATE"]);
        for mark in &source.marks {
            let answer = super::deciding::answers((mark.begins, mark.ends), "needed");
            let deciding = acts::Deciding {
                seen: (1, source.edition),
                ..answer
            };
            let refused = acts::decide(&house.app, &world.force_lead, child, deciding).await;
            assert_eq!(
                wrong_field(refused),
                format!("mark-{}-{}", mark.begins, mark.ends)
            );
        }
        let shown = latest(&house, child).await.circumstances;
        assert_eq!(shown, "A [AGE 1] pupil of [SCHOOL 1] was seen on [DATE 1].");
        // What was left in before the record was known to be a child's is no excuse at the release.
        let mut tx = house.app.db.write("test.kept").await.unwrap();
        let sql = "update redaction set decision = 'kept', reason = 'needed' where type = 'SCHOOL' and case_id = $1";
        tx.run(sql, params![child]).await.unwrap();
        tx.commit().await.unwrap();
        let ready = acts::Deciding {
            seen: (1, source.edition),
            ready: true,
            ..acts::Deciding::default()
        };
        assert_eq!(
            wrong_field(acts::decide(&house.app, &world.force_lead, child, ready).await),
            acts::LEFT
        );
    }
);
