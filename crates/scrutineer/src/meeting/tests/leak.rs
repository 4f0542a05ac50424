//! Sealed means sealed: no page tells what anybody sealed, or how many chose what, before the chair opens the case.

use std::collections::BTreeMap;

use crate::{
    access::{Actor, Role},
    body::fixtures::PanelWorld,
    draw::model::Draw,
    meeting::{fixtures::ready, model::Meeting},
    on_both, params,
    platform::ids::CaseId,
    review::{
        self,
        model::{Review, ReviewState, View},
    },
    site,
    testing::House,
};

const CANARY: &str = "A canary sang these reasons";
/// Classes no scale has; the hyphens keep them from appearing in a hash or a signature by chance.
const CLASSES: [&str; 3] = ["canary-class-1", "canary-class-2", "canary-class-3"];

/// Seals a review past every check, so that the class can be one that no page could show by chance.
async fn plant(house: &House, case: CaseId, member: &Actor, class: &str) {
    let view = View {
        class: class.into(),
        appropriate: "yes".into(),
        consistent: "unknown".into(),
        reasons: format!("{CANARY} {class}"),
        themes: vec!["V6".into()],
    };
    let mut tx = house.app.db.write("test.plant").await.unwrap();
    let review = Review {
        case,
        person: member.person,
        view,
        state: ReviewState::Draft,
    };
    let now = house.app.now();
    assert!(review::store::keep_draft(&mut tx, &review, now).await.unwrap());
    let review = review.seal(now, &[7; 16]).unwrap();
    assert!(review::store::seal(&mut tx, &review, [7; 16], now).await.unwrap());
    tx.commit().await.unwrap();
}

fn filled(path: &str, (world, draw, meeting, case): (&PanelWorld, &Draw, &Meeting, CaseId)) -> String {
    let ids = [
        ("{panel}", world.panel.id.to_string()),
        ("{seat}", world.seats[1].id.to_string()),
        ("{draw}", draw.id.to_string()),
        ("{meeting}", meeting.id.to_string()),
        ("{case}", case.to_string()),
        ("{person}", world.members[0].person.to_string()),
        ("{reference}", draw.reference.clone()),
    ];
    let path = ids
        .iter()
        .fold(path.to_owned(), |path, (name, id)| path.replace(name, id));
    // What else there is - uploads, findings, messages, publications - has no id yet.
    path.split('/')
        .map(|part| {
            if part.starts_with('{') {
                meeting.id.to_string()
            } else {
                part.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join("/")
}

on_both!(no_page_tells_what_is_sealed, async |house: House| {
    let (world, draw, cases) = ready(&house).await;
    let meeting = house.open_meeting(&world, &draw).await;
    let (case, sealing, silent) = (cases[0], &world.members[..3], &world.members[3]);
    for (member, class) in sealing.iter().zip(CLASSES) {
        plant(&house, case, member, class).await;
    }
    let administrator = house.person("Adam Ministrator", &[Role::Administrator]).await;
    let readers = [
        &world.coordinator,
        &world.chair,
        silent,
        &world.substitute,
        &world.force_lead,
        &world.publisher[0],
        &world.feedback_owner,
        &world.auditor,
        &administrator,
    ];
    let paths: Vec<String> = site::map(house.app.clone())
        .routes()
        .iter()
        .filter(|route| route.method == "GET" && !route.path.starts_with("/assets"))
        .map(|route| filled(route.path, (&world, &draw, &meeting, case)))
        .collect();
    // Pages for the coordinator count who has read the pack: everybody reads it once before anything is compared.
    for reader in readers.into_iter().chain(sealing) {
        house.browser(reader).await.get(&format!("/cases/{case}")).await;
    }
    let mut seen: BTreeMap<(String, &String), Vec<u8>> = BTreeMap::new();
    for reader in readers {
        let mut browser = house.browser(reader).await;
        for path in &paths {
            let answer = browser.get(path).await;
            assert!(answer.status < 500, "{} {path}: {}", reader.name, answer.status);
            assert!(
                !answer.text.contains(CANARY) && !answer.text.contains("canary-class"),
                "{} {path}",
                reader.name
            );
            if answer.status == 200 {
                seen.insert((reader.name.clone(), path), answer.bytes);
            }
        }
    }
    for (member, own) in sealing.iter().zip(CLASSES) {
        let mut browser = house.browser(member).await;
        for path in &paths {
            let text = browser.get(path).await.text.replace(own, "");
            assert!(!text.contains("canary-class"), "{} {path}", member.name);
        }
    }
    assert!(seen.len() > 40, "the readers see pages at all: {}", seen.len());

    // Now everybody has sealed something else. Whoever could tell from a page would see it change. The log grows by what
    // is read, and the auditor's desk counts it; its words were looked at above.
    let mut tx = house.app.db.write("test.change").await.unwrap();
    let changed = tx
        .run("update review set class = $1, appropriate = 'no', consistent = 'no', themes = 'D1' where state = 'sealed'", params!["4"])
        .await
        .unwrap();
    assert_eq!(changed, 3);
    tx.commit().await.unwrap();
    let mut told = Vec::new();
    for reader in readers {
        let mut browser = house.browser(reader).await;
        for ((_, path), before) in seen.iter().filter(|((name, _), _)| *name == reader.name) {
            let counts_the_log = path.as_str() == "/home" && reader.person == world.auditor.person;
            // The list of copies counts each opening, as the log does.
            let counts_openings = path.ends_with("/packs/certificate");
            if path.starts_with("/log") || counts_the_log || counts_openings {
                continue;
            }
            let after = browser.get(path).await;
            if after.bytes != *before {
                told.push(format!("{} can tell from {path}", reader.name));
            }
        }
    }
    assert!(told.is_empty(), "{told:?}");
    let mut tx = house.app.db.read("test.log").await.unwrap();
    for entry in crate::audit::store::entries(&mut tx, 0, 100_000).await.unwrap() {
        let text = String::from_utf8_lossy(&entry.canonical).into_owned();
        assert!(!text.contains(CANARY) && !text.contains("canary-class"), "{text}");
    }
});

on_both!(what_was_taken_out_is_never_told, async |house: House| {
    let (world, draw, cases) = ready(&house).await;
    let meeting = house.open_meeting(&world, &draw).await;
    let (case, sealing) = (cases[0], &world.members[..3]);
    for (member, class) in sealing.iter().zip(CLASSES) {
        plant(&house, case, member, class).await;
    }
    // One declares themselves, after sealing; of another the coordinator records it in the meeting.
    review::acts::declare(&house.app, &sealing[0], case, "knows", "")
        .await
        .unwrap();
    let second = sealing[1].person.to_string();
    crate::meeting::acts::declare(
        &house.app,
        &world.coordinator,
        (meeting.id, case),
        (&second, "knows", ""),
    )
    .await
    .unwrap();
    let mut tx = house.app.db.read("test.kept").await.unwrap();
    assert_eq!(review::store::sealed_count(&mut tx, case).await.unwrap(), 1);
    drop(tx);
    crate::meeting::acts::open_case(&house.app, &world.chair, meeting.id, case)
        .await
        .unwrap();
    let paths: Vec<String> = site::map(house.app.clone())
        .routes()
        .iter()
        .filter(|route| route.method == "GET" && !route.path.starts_with("/assets"))
        .map(|route| filled(route.path, (&world, &draw, &meeting, case)))
        .collect();
    let readers = [
        &world.coordinator,
        &world.chair,
        &sealing[0],
        &sealing[1],
        &sealing[2],
        &world.auditor,
    ];
    let mut shown = 0;
    for reader in readers {
        let mut browser = house.browser(reader).await;
        for path in &paths {
            let text = browser.get(path).await.text;
            shown += text.matches(CLASSES[2]).count();
            for gone in &CLASSES[..2] {
                assert!(!text.contains(gone), "{} {path}", reader.name);
            }
        }
    }
    assert!(shown > 0, "what is left is shown, for the case is open");
    let hearing = house
        .browser(&world.chair)
        .await
        .get(&format!("/meetings/{}/cases/{case}", meeting.id))
        .await;
    assert!(
        hearing.text.contains("1 member sealed a class"),
        "{}",
        hearing.text
    );
});
