//! Cases taken away in a file, and classes that come back.

use super::ready;
use crate::{
    access::Actor,
    body::fixtures::PanelWorld,
    on_both,
    pack::{self, papers::Rules},
    platform::{
        ids::{CaseId, OfflineId},
        jobs,
    },
    review::{
        acts,
        fixtures::{interest, view},
        model::View,
        offline::{
            content::{Classed, Classes, Content, FORM},
            document::content_of,
            model::{DAYS_OF_GRACE, Outcome},
            sealing,
        },
        store,
    },
    testing::{Answered, Browser, House},
};

/// A pack as its member has it.
struct Away {
    content: Content,
    id: OfflineId,
}

async fn take(house: &House, member: &Actor) -> Away {
    let made = acts::take_offline(&house.app, member).await.unwrap();
    let (_, file) = acts::offline_file(&house.app, member, made.id).await.unwrap();
    let page = sealing::open(&made.passphrase, &file).unwrap();
    Away {
        content: content_of(&String::from_utf8(page).unwrap()).unwrap(),
        id: made.id,
    }
}

impl Away {
    /// The file of classes with these.
    fn classed(&self, classes: &[(CaseId, View)]) -> Vec<u8> {
        let cases = classes.iter().map(|(case, view)| Classed {
            case: *case,
            view: view.clone(),
        });
        let classes = Classes {
            form: FORM,
            pack: self.id,
            cases: cases.collect(),
        };
        sealing::seal_to(&self.content.key, &serde_json::to_vec(&classes).unwrap()).unwrap()
    }
}

async fn upload(browser: &mut Browser, file: &[u8]) -> Answered {
    browser
        .post_file("/reading/offline/classes", &[], "cases.classes.age", file)
        .await
}

async fn draft(house: &House, member: &Actor, case: CaseId) -> Option<View> {
    let mut tx = house.app.db.read("test.draft").await.unwrap();
    let review = store::review_of(&mut tx, case, member.person).await.unwrap();
    review.filter(|review| !review.sealed()).map(|review| review.view)
}

async fn outcomes(house: &House, away: &Away) -> Vec<(CaseId, Option<Outcome>, bool)> {
    let mut tx = house.app.db.read("test.outcomes").await.unwrap();
    let cases = store::offline_cases(&mut tx, away.id).await.unwrap();
    cases
        .into_iter()
        .map(|(case, _)| (case.case, case.outcome, case.brought.is_some()))
        .collect()
}

async fn keep_here(house: &House, world: &PanelWorld) {
    let rules = Rules {
        offline: false,
        ..Rules::default()
    };
    pack::acts::change_rules(&house.app, &world.coordinator, world.panel.id, &rules)
        .await
        .unwrap();
}

on_both!(
    cases_go_away_and_classes_come_back_as_drafts,
    async |house: House| {
        let (world, _, cases) = ready(&house).await;
        let member = &world.members[0];
        let mut browser = house.browser(member).await;
        assert!(
            browser
                .get("/reading")
                .await
                .text
                .contains("Read without a network")
        );
        let page = browser.post("/reading/offline", &[]).await;
        assert_eq!(page.status, 200, "{}", page.text);
        let shown = page.text.split("app-passphrase\">").nth(1).unwrap();
        let passphrase = shown.split('<').next().unwrap();
        let address = page.text.split("href=\"/reading/offline/").nth(1).unwrap();
        let address = format!("/reading/offline/{}", address.split('"').next().unwrap());
        let file = browser.get(&address).await;
        let name = file.headers["content-disposition"].to_str().unwrap();
        assert!(name.contains("OFFICIAL-SENSITIVE"), "{name}");
        assert!(file.bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "));
        let inside = String::from_utf8(sealing::open(passphrase, &file.bytes).unwrap()).unwrap();
        assert!(inside.contains(pack::fixtures::CIRCUMSTANCES) && inside.contains(&member.name));
        let content = content_of(&inside).unwrap();
        assert_eq!(content.cases.len(), cases.len());
        assert!(
            content
                .cases
                .iter()
                .all(|case| case.copy.starts_with("Copy 1 of version 1, for "))
        );
        let away = Away {
            id: content.pack,
            content,
        };

        let classes = away.classed(&[(cases[0], view("3")), (cases[1], view("2"))]);
        let answer = upload(&mut browser, &classes).await;
        assert_eq!(
            (answer.status, answer.location),
            (303, format!("/reading/offline/{}", away.id))
        );
        assert_eq!(draft(&house, member, cases[0]).await, Some(view("3")));
        assert_eq!(draft(&house, member, cases[1]).await, Some(view("2")));
        assert_eq!(draft(&house, member, cases[2]).await, None);
        // Brought back once more, nothing changes; and what is written here since stands.
        acts::keep(&house.app, member, cases[1], view("4")).await.unwrap();
        upload(&mut browser, &classes).await;
        assert_eq!(draft(&house, member, cases[1]).await, Some(view("4")));
        let became: Vec<_> = outcomes(&house, &away)
            .await
            .into_iter()
            .map(|(_, outcome, _)| outcome)
            .collect();
        assert!(
            became.contains(&Some(Outcome::Same)) && became.contains(&Some(Outcome::Kept)),
            "{became:?}"
        );
        // Read on and classed anew on the train: it builds on what came back.
        upload(&mut browser, &away.classed(&[(cases[0], view("1"))])).await;
        assert_eq!(draft(&house, member, cases[0]).await, Some(view("1")));

        let log = house.log().await;
        let gone = log.iter().filter(|act| *act == "pack.offline case").count();
        assert_eq!(gone, cases.len());
        assert!(log.contains(&"review.take_offline offline_pack".to_owned()));
        assert!(log.contains(&"review.fetch_offline offline_pack".to_owned()));
        assert!(log.contains(&"review.bring_back offline_pack".to_owned()));
    }
);

on_both!(a_class_here_is_never_overwritten, async |house: House| {
    let (world, _, cases) = ready(&house).await;
    let member = &world.members[0];
    let app = &house.app;
    let away = take(&house, member).await;
    for case in [cases[0], cases[1]] {
        acts::keep(app, member, case, view("2")).await.unwrap();
    }
    let mut browser = house.browser(member).await;
    let file = away.classed(&[(cases[0], view("3")), (cases[1], view("4"))]);
    let answer = upload(&mut browser, &file).await;
    assert_eq!(draft(&house, member, cases[0]).await, Some(view("2")));
    let page = browser.get(&answer.location).await.text;
    assert!(
        page.contains("Reasons for class 3") && page.contains("Reasons for class 2"),
        "{page}"
    );
    let stands = page.split("name=\"stands\" value=\"").nth(1).unwrap();
    let stands = stands.split('"').next().unwrap().to_owned();
    let path = |case: CaseId| format!("/reading/offline/{}/cases/{case}", away.id);
    let send = |take: &'static str| [("take", take), ("stands", stands.as_str())];
    assert_eq!(browser.post(&path(cases[0]), &send("here")).await.status, 303);
    assert_eq!(draft(&house, member, cases[0]).await, Some(view("2")));
    // What was decided once is not asked again.
    upload(&mut browser, &file).await;
    let all = outcomes(&house, &away).await;
    assert!(all.contains(&(cases[0], Some(Outcome::Kept), false)), "{all:?}");
    assert!(all.contains(&(cases[1], Some(Outcome::Waits), true)), "{all:?}");
    // The class here has changed since the page was opened: decided again, on what stands now.
    acts::keep(app, member, cases[1], view("1")).await.unwrap();
    assert_eq!(browser.post(&path(cases[1]), &send("file")).await.status, 409);
    assert_eq!(draft(&house, member, cases[1]).await, Some(view("1")));
    let page = browser.get(&answer.location).await.text;
    let stands = page.split("name=\"stands\" value=\"").nth(1).unwrap();
    let stands = stands.split('"').next().unwrap();
    let taken = browser
        .post(&path(cases[1]), &[("take", "file"), ("stands", stands)])
        .await;
    assert_eq!(taken.status, 303);
    assert_eq!(draft(&house, member, cases[1]).await, Some(view("4")));
    assert_eq!(
        browser.post(&path(cases[1]), &send("file")).await.status,
        404,
        "nothing waits"
    );
});

on_both!(
    what_is_no_longer_theirs_to_class_is_not_taken,
    async |house: House| {
        let (world, _, cases) = ready(&house).await;
        let member = &world.members[0];
        let app = &house.app;
        let away = take(&house, member).await;
        acts::keep(app, member, cases[0], view("2")).await.unwrap();
        acts::keep(app, member, cases[1], view("2")).await.unwrap();
        acts::seal(app, member, cases[1]).await.unwrap();
        let too_long = View {
            reasons: "x".repeat(4001),
            ..view("2")
        };
        let file = away.classed(&[(cases[0], view("3")), (cases[1], view("3")), (cases[2], too_long)]);
        let mut browser = house.browser(member).await;
        upload(&mut browser, &file).await;
        let became = |all: &[(CaseId, Option<Outcome>, bool)], case: CaseId| {
            all.iter()
                .find(|one| one.0 == case)
                .map(|one| (one.1.unwrap(), one.2))
                .unwrap()
        };
        let all = outcomes(&house, &away).await;
        assert_eq!(became(&all, cases[0]), (Outcome::Waits, true));
        assert_eq!(became(&all, cases[1]), (Outcome::Sealed, false));
        assert_eq!(became(&all, cases[2]), (Outcome::Long, false));
        // An interest takes out what waits, and what comes after is not taken.
        let asked = browser.get(&format!("/cases/{}/interest", cases[0])).await.text;
        assert!(asked.contains("in a file that you took away"), "{asked}");
        let theirs = interest(cases[0], member.person);
        acts::declare(app, member, cases[0], theirs.nature, "")
            .await
            .unwrap();
        assert_eq!(
            became(&outcomes(&house, &away).await, cases[0]),
            (Outcome::Waits, false)
        );
        upload(&mut browser, &file).await;
        assert_eq!(
            became(&outcomes(&house, &away).await, cases[0]),
            (Outcome::Gone, false)
        );
        // Nor does such a case go into another pack.
        let again = take(&house, member).await;
        assert!(again.content.cases.iter().all(|case| case.case != cases[0]));
        let sealed = again
            .content
            .cases
            .iter()
            .find(|case| case.case == cases[1])
            .unwrap();
        assert!(
            sealed.closed && sealed.view == View::default(),
            "what was sealed stays here"
        );
        // After the window has closed nothing is taken.
        house.clock.set(app.now().plus_days(15));
        let mut browser = house.browser(member).await;
        upload(&mut browser, &again.classed(&[(cases[2], view("1"))])).await;
        assert_eq!(
            became(&outcomes(&house, &again).await, cases[2]),
            (Outcome::Late, false)
        );
        assert_eq!(draft(&house, member, cases[2]).await, None);
    }
);

on_both!(
    papers_that_have_changed_are_read_again_before_a_class_is_taken,
    async |house: House| {
        let (world, draw, cases) = ready(&house).await;
        let member = &world.members[0];
        let app = &house.app;
        let away = take(&house, member).await;
        let mut desk = house.browser(&world.coordinator).await;
        let page = desk.get(&format!("/cases/{}/pack/withdraw", cases[0])).await.text;
        assert!(page.contains("1 person has it in a file"), "{page}");
        pack::acts::withdraw(app, &world.coordinator, cases[0], "A name was left in.")
            .await
            .unwrap();
        let mut browser = house.browser(member).await;
        let file = away.classed(&[(cases[0], view("3"))]);
        upload(&mut browser, &file).await;
        assert!(
            outcomes(&house, &away)
                .await
                .contains(&(cases[0], Some(Outcome::Gone), false))
        );
        let mut desk = house.browser(&world.coordinator).await;
        let certificate = format!("/draws/{}/packs/certificate", draw.id);
        let page = desk.get(&certificate).await.text;
        assert!(
            page.contains("Never on the site; taken away in a file until"),
            "{page}"
        );
        assert!(
            page.contains("Can still be opened"),
            "a file that is out outlives the withdrawal"
        );
        let writing = pack::acts::Writing {
            version: 1,
            circumstances: "Two people argued.",
            ready: true,
            ..pack::acts::Writing::default()
        };
        pack::acts::write(app, &world.force_lead, cases[0], writing)
            .await
            .unwrap();
        pack::acts::check(app, &world.coordinator, cases[0], 2, pack::acts::Verdict::Passed)
            .await
            .unwrap();
        pack::fixtures::release(app, &world.coordinator, draw.id, app.now().plus_days(14))
            .await
            .unwrap();
        let answer = upload(&mut browser, &file).await;
        assert!(
            outcomes(&house, &away)
                .await
                .contains(&(cases[0], Some(Outcome::Waits), true))
        );
        assert_eq!(draft(&house, member, cases[0]).await, None);
        let page = browser.get(&answer.location).await.text;
        assert!(page.contains("The papers of this case have changed"), "{page}");
    }
);

on_both!(a_panel_that_keeps_its_papers_refuses, async |house: House| {
    let (world, _, _) = ready(&house).await;
    let member = &world.members[0];
    let away = take(&house, member).await;
    keep_here(&house, &world).await;
    let mut browser = house.browser(member).await;
    assert!(
        !browser
            .get("/reading")
            .await
            .text
            .contains("Read without a network")
    );
    let page = browser.get("/reading/offline").await.text;
    assert!(page.contains("does not let its papers be taken away") && !page.contains("Make the file"));
    let made = browser.post("/reading/offline", &[]).await;
    assert_eq!(made.status, 403);
    assert!(
        made.text
            .contains("Your panel does not let its papers be taken away"),
        "{}",
        made.text
    );
    let file = format!("/reading/offline/{}/pack.age", away.id);
    assert_eq!(browser.get(&file).await.status, 403);
});

on_both!(a_pack_is_its_members_alone_and_ends, async |house: House| {
    let (world, _, cases) = ready(&house).await;
    let (member, other) = (&world.members[0], &world.members[1]);
    let app = &house.app;
    let away = take(&house, member).await;
    let paths = ["", "/pack.age"].map(|end| format!("/reading/offline/{}{end}", away.id));
    let mut browser = house.browser(other).await;
    for stranger in [other, &world.coordinator, &world.force_lead] {
        let mut browser = house.browser(stranger).await;
        for path in &paths {
            assert_eq!(browser.get(path).await.status, 404, "{path}");
        }
    }
    let file = away.classed(&[(cases[0], view("3"))]);
    let refused = upload(&mut browser, &file).await;
    assert!(
        refused.status == 422 && refused.text.contains("is not the classes of a pack"),
        "{}",
        refused.text
    );
    assert_eq!(upload(&mut browser, b"").await.status, 422);
    assert_eq!(draft(&house, member, cases[0]).await, None);
    assert_eq!(draft(&house, other, cases[0]).await, None);

    house.clock.set(away.content.expires_at.plus_minutes(-1));
    let mut own = house.browser(member).await;
    assert_eq!(own.get(&paths[1]).await.status, 200);
    house.clock.set(away.content.expires_at);
    let mut own = house.browser(member).await;
    assert_eq!(own.get(&paths[1]).await.status, 404);
    assert_eq!(
        acts::erase_offline(app).await.unwrap(),
        0,
        "what was written on the last day still comes back"
    );
    house.clock.set(away.content.expires_at.plus_days(DAYS_OF_GRACE));
    jobs::run_due(app, crate::duties::ALL).await.unwrap();
    let mut tx = app.db.read("test.pack").await.unwrap();
    let left = store::offline(&mut tx, away.id).await.unwrap().unwrap();
    drop(tx);
    assert!(left.key.is_none());
    assert!(
        house
            .log()
            .await
            .contains(&"review.erase_offline offline_pack".to_owned())
    );
    let files = std::fs::read_dir(house.folder().join("blobs")).unwrap();
    assert_eq!(files.count(), 0);
    let mut own = house.browser(member).await;
    assert_eq!(upload(&mut own, &file).await.status, 422);
});

#[test]
fn a_page_of_another_form_is_not_read() {
    use crate::review::offline::document::Fault;
    let page = |data: &str| format!("<script type=\"application/json\" id=\"offline-pack\">{data}</script>");
    assert_eq!(content_of("<p>Hello</p>"), Err(Fault::NoPack));
    assert_eq!(content_of(&page("{\"form\":2}")), Err(Fault::AnotherForm));
    assert_eq!(content_of(&page("{\"form\":1}")), Err(Fault::NoPack));
}
