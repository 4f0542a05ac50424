//! Behaviour of review on both databases.

mod offline;

use crate::{
    access::{Actor, Role},
    body::{fixtures::PanelWorld, model::PanelKind},
    draw::{
        self,
        model::{Draw, Standing},
    },
    duties, on_both,
    platform::{
        ids::CaseId,
        jobs,
        packs::{Appropriate, Consistent, Packs},
        refusal::Refusal,
    },
    review::{acts, fixtures::view, model, store},
    testing::House,
};

async fn ready(house: &House) -> (PanelWorld, Draw, Vec<CaseId>) {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let draw = house.drawn(&world, 2, 1).await;
    house.released(&world, &draw).await;
    let mut tx = house.app.db.read("test.cases").await.unwrap();
    let cases = draw::store::cases_of(&mut tx, draw.id).await.unwrap();
    let draw = draw::store::draw(&mut tx, draw.id).await.unwrap().unwrap();
    let cases = cases
        .iter()
        .filter(|case| case.standing == Standing::Drawn)
        .map(|case| case.id)
        .collect();
    (world, draw, cases)
}

fn form(class: &str) -> Vec<(&'static str, String)> {
    let view = view(class);
    vec![
        ("class", view.class),
        ("appropriate", view.appropriate),
        ("consistent", view.consistent),
        ("reasons", view.reasons),
        ("themes", "R1".into()),
        ("then", "check".into()),
    ]
}

async fn send(
    house: &House,
    actor: &Actor,
    path: &str,
    fields: &[(&str, String)],
) -> crate::testing::Answered {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    house.browser(actor).await.post(path, &fields).await
}

on_both!(a_member_reads_classes_checks_and_seals, async |house: House| {
    let (world, _, cases) = ready(&house).await;
    let member = &world.members[0];
    let mut browser = house.browser(member).await;
    jobs::run_due(&house.app, duties::ALL).await.unwrap();
    let list = browser.get("/reading").await;
    assert_eq!(list.text.matches("Not started").count(), 3, "{}", list.text);
    let page = browser.get(&format!("/cases/{}", cases[0])).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Class this case"));
    assert!(
        !page.text.contains("Flags for the panel"),
        "a flag sways who has not sealed"
    );
    let answer = send(&house, member, &format!("/cases/{}/class", cases[0]), &form("2")).await;
    assert_eq!(
        (answer.status, answer.location),
        (303, format!("/cases/{}/seal", cases[0]))
    );
    assert!(browser.get("/reading").await.text.contains("In progress"));
    let check = browser.get(&format!("/cases/{}/seal", cases[0])).await;
    assert!(check.text.contains("Reasons for class 2"));
    let sealed = browser.post(&format!("/cases/{}/seal", cases[0]), &[]).await;
    assert_eq!((sealed.status, sealed.location.as_str()), (303, "/reading"));
    assert!(
        browser
            .get(&format!("/cases/{}", cases[0]))
            .await
            .text
            .contains("What you sealed")
    );
    let page = browser.get(&format!("/cases/{}", cases[0])).await;
    assert!(page.text.contains("Flags for the panel"), "{}", page.text);
    let log = house.log().await;
    assert!(
        log.contains(&"review.seal case".to_owned()) && log.contains(&"pack.read case".to_owned()),
        "{log:?}"
    );
});

on_both!(what_does_not_fit_is_said_field_by_field, async |house: House| {
    let (world, _, cases) = ready(&house).await;
    let member = &world.members[0];
    let path = format!("/cases/{}/class", cases[0]);
    let empty = send(&house, member, &path, &[("then", "check".into())]).await;
    assert_eq!(empty.status, 422);
    for message in [
        "Choose whether the decision was appropriate",
        "Choose a class",
        "Enter your reasons",
    ] {
        assert!(empty.text.contains(message), "{message}");
    }
    let mut odd = form("1");
    odd[1].1 = "no".into();
    let answer = send(&house, member, &path, &odd).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("does not fit your two answers"));
    assert!(
        answer.text.contains("Reasons for class 1"),
        "what was typed is kept"
    );
    let seal = send(&house, member, &format!("/cases/{}/seal", cases[0]), &[]).await;
    assert_eq!(seal.location, path, "an incomplete review leads back to the form");
});

on_both!(
    sealing_twice_and_from_two_tabs_gives_one_seal,
    async |house: House| {
        let (world, _, cases) = ready(&house).await;
        let member = &world.members[0];
        acts::keep(&house.app, member, cases[0], view("2")).await.unwrap();
        let (first, second) = tokio::join!(
            acts::seal(&house.app, member, cases[0]),
            acts::seal(&house.app, member, cases[0])
        );
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
        let said = [first, second].into_iter().find_map(Result::err).unwrap();
        assert!(
            matches!(said, Refusal::Conflict(ref sentence) if sentence.contains("sealed this case already")),
            "{said:?}"
        );
        let late = acts::keep(&house.app, member, cases[0], view("3"))
            .await
            .unwrap_err();
        assert!(matches!(late, Refusal::Conflict(_)));
        let mut tx = house.app.db.read("test").await.unwrap();
        let kept = store::review_of(&mut tx, cases[0], member.person)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(kept.view.class, "2");
    }
);

on_both!(nothing_is_sealed_after_the_window, async |house: House| {
    let (world, draw, cases) = ready(&house).await;
    let member = &world.members[0];
    acts::keep(&house.app, member, cases[0], view("2")).await.unwrap();
    house.clock.set(draw.reading_closes_at.unwrap());
    for refusal in [
        acts::seal(&house.app, member, cases[0]).await.unwrap_err(),
        acts::keep(&house.app, member, cases[1], view("2"))
            .await
            .unwrap_err(),
    ] {
        assert!(
            matches!(refusal, Refusal::Conflict(ref sentence) if sentence.contains("has closed")),
            "{refusal:?}"
        );
    }
});

on_both!(an_interest_takes_the_case_away_for_good, async |house: House| {
    let (world, _, cases) = ready(&house).await;
    let member = &world.members[1];
    acts::keep(&house.app, member, cases[0], view("2")).await.unwrap();
    let mut browser = house.browser(member).await;
    let path = format!("/cases/{}/interest", cases[0]);
    let none = browser.post(&path, &[]).await;
    assert_eq!(none.status, 422);
    assert!(none.text.contains("Choose what your interest is"));
    assert_eq!(
        browser
            .post(&path, &[("nature", "handled"), ("note", "")])
            .await
            .status,
        303
    );
    for path in ["", "/class", "/seal", "/interest"] {
        assert_eq!(
            browser.get(&format!("/cases/{}{path}", cases[0])).await.status,
            404,
            "{path}"
        );
    }
    assert!(browser.get("/reading").await.text.contains("Interest declared"));
    let refusal = acts::seal(&house.app, member, cases[0]).await.unwrap_err();
    assert!(matches!(refusal, Refusal::NotFound));
    let mut tx = house.app.db.read("test").await.unwrap();
    assert_eq!(
        store::declared_in(&mut tx, cases[0]).await.unwrap(),
        [member.person]
    );
    assert!(
        store::review_of(&mut tx, cases[0], member.person)
            .await
            .unwrap()
            .is_none(),
        "the draft is gone"
    );
});

on_both!(
    an_interest_can_be_declared_after_sealing_and_after_the_window,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        let member = &world.members[0];
        acts::keep(&house.app, member, cases[0], view("2")).await.unwrap();
        acts::seal(&house.app, member, cases[0]).await.unwrap();
        let mut tx = house.app.db.read("test").await.unwrap();
        let sealed = store::review_of(&mut tx, cases[0], member.person)
            .await
            .unwrap()
            .unwrap();
        let model::ReviewState::Sealed { hash, .. } = sealed.state else {
            panic!("{sealed:?}")
        };
        drop(tx);
        let page = house
            .browser(member)
            .await
            .get(&format!("/cases/{}", cases[0]))
            .await;
        assert!(
            page.text
                .contains("what you sealed is taken out and nobody sees it"),
            "{}",
            page.text
        );

        house.clock.set(draw.reading_closes_at.unwrap().plus_days(1));
        let mut browser = house.browser(member).await;
        let late = browser.get(&format!("/cases/{}", cases[1])).await;
        let link = format!("/cases/{}/interest", cases[1]);
        assert!(late.text.contains("The time for sealing a class has passed") && late.text.contains(&link));
        for (case, sealed) in [(cases[0], true), (cases[1], false)] {
            let path = format!("/cases/{case}/interest");
            let form = browser.get(&path).await;
            assert_eq!(form.status, 200);
            assert_eq!(
                form.text.contains("The class you have sealed is taken out"),
                sealed
            );
            let answer = browser.post(&path, &[("nature", "handled"), ("note", "")]).await;
            assert_eq!((answer.status, answer.location.as_str()), (303, "/reading"));
            assert_eq!(
                browser.post(&path, &[("nature", "handled")]).await.status,
                404,
                "once"
            );
            assert_eq!(browser.get(&format!("/cases/{case}")).await.status, 404);
        }
        let mut tx = house.app.db.read("test").await.unwrap();
        assert!(
            store::review_of(&mut tx, cases[0], member.person)
                .await
                .unwrap()
                .is_none()
        );
        assert_eq!(store::sealed_count(&mut tx, cases[0]).await.unwrap(), 0);
        let entries = crate::audit::store::entries(&mut tx, 0, 1000).await.unwrap();
        let taken: Vec<_> = entries
            .iter()
            .filter(|one| one.entry.act == "review.take_out")
            .collect();
        assert_eq!(taken.len(), 1, "there was one seal to take out");
        assert_eq!(taken[0].entry.operation, ledger::Operation::Erasure);
        assert_eq!(taken[0].entry.detail["sealed_sha256"], hex::encode(hash));
        let text = String::from_utf8_lossy(&taken[0].canonical).into_owned();
        assert!(
            !text.contains("Reasons for") && !text.contains("\"class\""),
            "{text}"
        );
    }
);

on_both!(
    once_the_chair_has_opened_a_case_the_chair_is_told,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        house.sealed(&world, &draw).await;
        let meeting = house.open_meeting(&world, &draw).await;
        crate::meeting::acts::open_case(&house.app, &world.chair, meeting.id, cases[0])
            .await
            .unwrap();
        let member = &world.members[0];
        let mut browser = house.browser(member).await;
        let path = format!("/cases/{}/interest", cases[0]);
        for answer in [
            browser.get(&path).await,
            browser.post(&path, &[("nature", "knows")]).await,
        ] {
            assert!(
                answer.status == 409 && answer.text.contains("who records your interest in the meeting"),
                "{}",
                answer.text
            );
        }
        let page = browser.get(&format!("/cases/{}", cases[0])).await;
        assert!(
            page.text
                .contains("tell the chair, who records it in the meeting")
                && !page.text.contains(&path),
            "{}",
            page.text
        );
        let mut tx = house.app.db.read("test").await.unwrap();
        assert_eq!(
            store::sealed_count(&mut tx, cases[0]).await.unwrap(),
            4,
            "what is sealed stays"
        );
    }
);

on_both!(who_has_no_seat_finds_no_case, async |house: House| {
    let (world, _, cases) = ready(&house).await;
    let stranger = house.person("Una Seated", &[Role::Member]).await;
    let other = house.other_body().await;
    let abroad = house
        .person_of("Ola Abroad", &[Role::Member, Role::Chair], &other)
        .await;
    for person in [
        &stranger,
        &abroad,
        &world.auditor,
        &world.publisher[0],
        &world.feedback_owner,
    ] {
        let mut browser = house.browser(person).await;
        for path in ["", "/class", "/seal", "/interest"] {
            assert_eq!(
                browser.get(&format!("/cases/{}{path}", cases[0])).await.status,
                404,
                "{} {path}",
                person.name
            );
        }
        let refusal = acts::keep(&house.app, person, cases[0], view("2"))
            .await
            .unwrap_err();
        assert!(
            matches!(refusal, Refusal::NotFound),
            "{} {refusal:?}",
            person.name
        );
    }
});

on_both!(progress_counts_and_tells_nothing_else, async |house: House| {
    let (world, draw, _) = ready(&house).await;
    house.sealed(&world, &draw).await;
    let page = house
        .browser(&world.coordinator)
        .await
        .get(&format!("/draws/{}/progress", draw.id))
        .await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("3 of 3"));
    assert!(!page.text.contains("Reasons for class"));
    assert_eq!(
        house
            .browser(&world.members[0])
            .await
            .get(&format!("/draws/{}/progress", draw.id))
            .await
            .status,
        404
    );
});

#[test]
fn a_class_fits_the_axes_as_its_scale_maps_them() {
    let packs = Packs::built_in().unwrap();
    let london = packs.newest_scale("LON-4").unwrap();
    let leicestershire = packs.newest_scale("LEIC-4").unwrap();
    // London's 3 is "inappropriate OR inconsistent", Leicestershire's "inappropriate AND inconsistent" (panels 1.7).
    let (no, yes) = (Appropriate::No, Consistent::Yes);
    assert!(model::fits(london.value("3").unwrap(), no, yes));
    assert!(!model::fits(leicestershire.value("3").unwrap(), no, yes));
    assert!(!model::fits(london.value("3").unwrap(), Appropriate::Yes, yes));
    assert!(
        model::fits(leicestershire.value("4").unwrap(), no, yes),
        "no conclusion goes with any answer"
    );
}

#[test]
fn the_seal_depends_on_every_part_and_on_the_salt() {
    let sealed = view("2");
    let base = sealed.hash(&[0; 16]);
    assert_ne!(base, sealed.hash(&[1; 16]));
    for changed in [
        model::View {
            class: "3".into(),
            ..sealed.clone()
        },
        model::View {
            reasons: "other".into(),
            ..sealed.clone()
        },
        model::View {
            themes: vec![],
            ..sealed
        },
    ] {
        assert_ne!(base, changed.hash(&[0; 16]));
    }
}

#[test]
fn a_page_of_the_reading_list_runs_over_the_piles_in_order() {
    use model::{Part, Share};

    let shares = |page| Part::of(&[30, 0, 150], page).shares;
    let share = |(from, most)| Share { from, most };
    assert_eq!(shares(1), [(0, 30), (0, 0), (0, 70)].map(share));
    assert_eq!(shares(2), [(30, 0), (0, 0), (70, 80)].map(share));
    let beyond = Part::of(&[30, 0, 150], 9);
    assert_eq!((beyond.page, beyond.last), (2, 2));
    assert_eq!(Part::of(&[100], 0), Part::of(&[100], 1));
    assert_eq!(Part::of(&[], usize::MAX).last, 1);
}
