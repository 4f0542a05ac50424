//! Who could it be, the cover, the copies, and what becomes of them.

use jiff::civil::date;

use super::*;
use crate::{
    access::Action,
    pack::{
        acts::Releasing,
        cover::{Cover, Handling, Marking, Wider},
        papers::Rules,
    },
    platform::clock::Moment,
};

/// The first adult case and the first child's.
async fn adult_and_child(house: &House, draw: &Draw) -> (CaseId, CaseId) {
    let mut tx = house.app.db.read("test.strata").await.unwrap();
    let cases = crate::draw::store::cases_of(&mut tx, draw.id).await.unwrap();
    let first = |stratum: &str| {
        let mut drawn = cases.iter().filter(|case| case.standing == Standing::Drawn);
        drawn.find(|case| case.stratum == stratum).unwrap().id
    };
    (first("adult"), first("youth"))
}

fn wider(fact: &str, step: &str) -> Wider {
    Wider::from([(fact.to_owned(), step.to_owned())])
}

async fn prepared(house: &House, world: &PanelWorld, case: CaseId, cover: Cover) -> Result<Pack, Refusal> {
    let writing = Writing {
        circumstances: CIRCUMSTANCES,
        cover,
        ready: true,
        ..Writing::default()
    };
    acts::write(&house.app, &world.force_lead, case, writing).await
}

async fn checked(house: &House, world: &PanelWorld, case: CaseId) {
    prepared(house, world, case, Cover::default()).await.unwrap();
    acts::check(&house.app, &world.coordinator, case, 1, Verdict::Passed)
        .await
        .unwrap();
}

fn releasing(house: &House, named: &[CaseId], why: &str) -> Releasing {
    Releasing {
        closes_at: house.app.now().plus_days(7),
        all_the_same: named.iter().copied().collect(),
        why: why.to_owned(),
    }
}

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
    what_was_typed_is_kept_when_something_is_left,
    async |house: House| {
        let (world, draw, cases) = world(&house).await;
        let mut lead = house.browser(&world.force_lead).await;
        let words = "It was reported as 43QX 1234521. Jon Blogworth had pushed her.";
        let (pack, bench) = (
            format!("/cases/{}/pack", cases[0]),
            format!("/cases/{}/pack/redact", cases[0]),
        );
        super::showing::recorded(&house, &draw, "").await;
        lead.post(
            &pack,
            &[("circumstances", words), ("version", "0"), ("do", "save")],
        )
        .await;
        let source = super::deciding::source(&house, cases[0]).await;
        super::showing::recorded(&house, &draw, "43-QX-1234521").await;
        // The reference is found by then, so only a stale page can lose choices: the answer keeps them.
        let stale = [
            ("version", "1"),
            ("edition", "0"),
            ("add_sentence", "2"),
            ("add_words", "Jon Blogworth"),
            ("add_kind", "PERSON"),
            ("do", "ready"),
        ];
        let page = lead.post(&bench, &stale).await;
        assert_eq!(page.status, 422);
        assert!(
            page.text.contains("have changed since you opened this page")
                && page.text.contains(r#"value="Jon Blogworth""#)
                && page.text.contains(r#"value="2""#),
            "{}",
            page.text
        );
        assert_eq!(
            super::deciding::source(&house, cases[0]).await,
            source,
            "nothing was changed"
        );
        let page = lead
            .post(
                &pack,
                &[
                    ("circumstances", "Other words."),
                    ("version", "0"),
                    ("do", "ready"),
                ],
            )
            .await;
        assert!(
            page.status == 422 && page.text.contains("Other words.") && page.text.contains("newer version")
        );
    }
);

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
