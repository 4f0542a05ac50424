use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{LEARNING, cleared, closed};
use crate::{
    body::{fixtures::PanelWorld, model::PanelKind},
    cli::publish::publish,
    draw::{self, model::Draw},
    feedback, on_both, pack,
    publication::acts,
    testing::House,
};

fn checker() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verify/verify.py")
}

/// What the stand-alone checker says of a folder: whether it holds, and its words.
fn checked(folder: &Path) -> (bool, String) {
    let done = Command::new("python3")
        .arg(checker())
        .arg(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert_eq!(
        done.status.success(),
        said.trim_end().ends_with("verified"),
        "{said}"
    );
    (done.status.success(), said)
}

pub(super) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(here).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// A joint panel whose results are published, with packs released and feedback recorded; and an adult panel whose meeting is
/// closed but not published.
async fn two_panels(house: &House) -> PanelWorld {
    let world = house.panel_world(PanelKind::JointOocr).await;
    let draw = house.drawn(&world, 6, 2).await;
    house.released(&world, &draw).await;
    let meeting = house.found(&world, &draw).await;
    let mut tx = house.app.db.read("test.findings").await.unwrap();
    let found = crate::finding::store::of_meeting(&mut tx, meeting.id)
        .await
        .unwrap();
    drop(tx);
    feedback::acts::record(&house.app, &world.chair, found[0].id, "praise", "CANARY-MESSAGE")
        .await
        .unwrap();
    crate::meeting::acts::close(&house.app, &world.chair, meeting.id)
        .await
        .unwrap();
    let id = cleared(house, &world, meeting.id).await;
    acts::publish(&house.app, &world.publisher[0], id).await.unwrap();
    let other = house.panel_world(PanelKind::AdultOocr).await;
    let unpublished = closed(house, &other).await;
    cleared(house, &other, unpublished).await;
    world
}

on_both!(a_stranger_can_check_the_published_folder, async |house: House| {
    let world = two_panels(&house).await;
    let out = house.folder().join("site");
    assert_eq!(publish(&house.app, &out).await.unwrap(), 1);
    let (holds, said) = checked(&out);
    assert!(holds, "{said}");
    assert!(said.contains("draws/WM-JOINT-2024-02"), "{said}");
    let report = crate::cli::ledger::verify_folder(&out).unwrap();
    assert!(report.size > 0);

    let files = files(&out);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "draws/WM-JOINT-2024-02/checkpoint.txt",
            "draws/WM-JOINT-2024-02/commitment-entry.json",
            "draws/WM-JOINT-2024-02/draw.json",
            "draws/WM-JOINT-2024-02/frame.csv",
            "draws/WM-JOINT-2024-02/seed-entry.json",
            "index.html",
            "log/checkpoint.txt",
            "log/entry.json",
            "log/key.txt",
            "log/leaves.txt",
            "manifest.json",
            "results.csv",
            "results.json",
            "results/WM-JOINT-2024-02/index.html",
            "style.css",
            "verify.py",
        ]
    );
    assert_eq!(files["verify.py"], fs::read(checker()).unwrap());
    assert!(said.contains("and the seed as entry"), "{said}");
    assert!(!said.contains("NOTE"), "{said}");
    // Nothing out of a case, nobody's name, nothing of the meeting that is not published.
    let people = world
        .members
        .iter()
        .chain([&world.chair, &world.coordinator, &world.force_lead]);
    let mut secrets: Vec<String> = people.map(|person| person.name.clone()).collect();
    secrets.extend(
        [
            pack::fixtures::CIRCUMSTANCES,
            "CANARY-MESSAGE",
            "The panel agrees",
            "The log gives one line",
            "Committee room",
            "WM-ADULT",
            "First offence and full remorse",
            "asked for an apology",
            "@example.org",
        ]
        .map(str::to_owned),
    );
    let mut visitor = house.visitor();
    let mut pages = files.clone();
    for path in ["/results", "/results/WM-JOINT-2024-02"] {
        pages.insert(path.to_owned(), visitor.get(path).await.bytes);
    }
    for (name, content) in &pages {
        let text = String::from_utf8_lossy(content);
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{secret} in {name}");
        }
    }
    assert!(String::from_utf8_lossy(&files["results/WM-JOINT-2024-02/index.html"]).contains(LEARNING));
    for (name, content) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
        let text = String::from_utf8_lossy(content);
        assert!(
            !text.contains("<script") && !text.contains("style=") && !text.contains("=\"/"),
            "{name}"
        );
        links_lead_somewhere(&files, name, &text);
    }
});

on_both!(
    the_order_of_a_draw_is_shown_and_names_nobody,
    async |house: House| {
        let world = house.panel_world(PanelKind::JointOocr).await;
        let draw = house.drawn(&world, 6, 2).await;
        let key = house.app.signer.verifier_key();
        let mut tx = house.app.db.read("test").await.unwrap();
        let order = draw::acts::order(&mut tx, &draw).await.unwrap().unwrap();
        drop(tx);
        order.check(&draw, &key).unwrap();
        for entry in [&order.commitment, &order.seed] {
            assert_eq!((&entry.person, &entry.role, &entry.why), (&None, &None, &None));
            assert_eq!(entry.object_id, draw.reference);
        }
        assert_eq!(order.commitment.detail["frame_of_period"], "1");
        // Beside each stands the entry that says who acted.
        let log = house.log().await;
        for act in ["draw.commit draw", "draw.seed draw"] {
            assert!(log.contains(&act.to_owned()), "{act}");
        }
        // What is not so is found: the two in the other order, another seed, a checkpoint of another time or hand.
        let reversed = draw::acts::Order {
            commitment: ledger::Entry {
                seq: order.seed.seq,
                ..order.commitment.clone()
            },
            ..order.clone()
        };
        assert!(reversed.check(&draw, &key).is_err());
        let other = Draw {
            seed: Some([7; 32]),
            ..draw.clone()
        };
        assert!(order.check(&other, &key).is_err());
        let signed = ledger::verify(&order.checkpoint, &key).unwrap();
        let late = ledger::Checkpoint {
            size: order.seed.seq + 1,
            ..signed.clone()
        };
        let stranger = ledger::Signer::from_seed(&house.app.config.origin, [9; 32]).unwrap();
        for checkpoint in [house.app.signer.sign(&late), stranger.sign(&signed)] {
            let wrong = draw::acts::Order {
                checkpoint,
                ..order.clone()
            };
            assert!(wrong.check(&draw, &key).is_err());
        }
    }
);

on_both!(
    a_draw_from_before_the_log_showed_its_order_is_noted,
    async |house: House| {
        two_panels(&house).await;
        // As such a draw stands in the database: without the checkpoint, so without an order.
        let mut tx = house.app.db.write("test.before").await.unwrap();
        tx.run("update draw set checkpoint = null", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        let out = house.folder().join("site");
        publish(&house.app, &out).await.unwrap();
        assert!(!out.join("draws/WM-JOINT-2024-02/seed-entry.json").exists());
        let (holds, said) = checked(&out);
        assert!(holds && said.contains("their order is not shown"), "{said}");
        let index = fs::read_to_string(out.join("index.html")).unwrap();
        assert!(!index.contains("seed-entry.json"));
    }
);

/// Every relative link of a page of the folder names one of its files.
fn links_lead_somewhere(files: &BTreeMap<String, Vec<u8>>, page: &str, text: &str) {
    for link in text
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
    {
        if link.starts_with('#') {
            continue;
        }
        let mut path: Vec<&str> = page.split('/').collect();
        path.pop();
        for part in link.split('/') {
            if part == ".." {
                let _ = path.pop();
            } else {
                path.push(part);
            }
        }
        assert!(files.contains_key(&path.join("/")), "{link} in {page}");
    }
}

/// Flips one byte at several places of every file, in one process, and asks the checker each time.
const SPOIL: &str = r#"
import importlib.util, os, sys
sys.dont_write_bytecode = True
spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
verify = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verify)
folder, tried = sys.argv[2], 0
verify.check_folder(folder, lambda _: None)
for name in sorted(verify.files_of(folder)):
    path = os.path.join(folder, name)
    with open(path, "rb") as file:
        good = file.read()
    for place in sorted({0, len(good) // 3, len(good) // 2, len(good) - 2, len(good) - 1}):
        bad = bytearray(good)
        bad[place] ^= 1
        with open(path, "wb") as file:
            file.write(bad)
        try:
            verify.check_folder(folder, lambda _: None)
            sys.exit(f"accepted with byte {place} of {name} changed")
        except verify.Refused:
            tried += 1
    with open(path, "wb") as file:
        file.write(good)
verify.check_folder(folder, lambda _: None)
print(tried)
"#;

#[tokio::test]
async fn one_changed_byte_anywhere_is_refused() {
    let house = House::on_sqlite("one_changed_byte_anywhere_is_refused").await;
    two_panels(&house).await;
    let out = house.folder().join("site");
    publish(&house.app, &out).await.unwrap();
    let done = Command::new("python3")
        .args(["-c", SPOIL])
        .arg(checker())
        .arg(&out)
        .output()
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    assert!(done.status.success(), "{said}");
    // 16 files at five places each.
    assert_eq!(said.trim(), "80");
    fs::write(out.join("extra.txt"), "x").unwrap();
    assert!(!checked(&out).0);
    fs::remove_file(out.join("extra.txt")).unwrap();
    fs::remove_file(out.join("results.csv")).unwrap();
    assert!(!checked(&out).0);
}

on_both!(a_folder_is_written_whole_or_not_at_all, async |house: House| {
    let out = house.folder().join("site");
    let nothing = publish(&house.app, &out).await.unwrap_err().to_string();
    assert!(nothing.contains("no results are published yet"), "{nothing}");
    two_panels(&house).await;
    fs::create_dir(&out).unwrap();
    fs::write(out.join("keep.txt"), "x").unwrap();
    let before = house.log().await.len();
    let filled = publish(&house.app, &out).await.unwrap_err().to_string();
    assert!(
        filled.ends_with("is not empty; name a new or an empty folder"),
        "{filled}"
    );
    let file = publish(&house.app, &out.join("keep.txt"))
        .await
        .unwrap_err()
        .to_string();
    assert!(file.contains("is not a folder"), "{file}");
    // Where nothing can be written, nothing is logged either.
    let nowhere = publish(&house.app, &out.join("keep.txt").join("site")).await;
    assert!(nowhere.is_err());
    assert_eq!(house.log().await.len(), before);
    fs::remove_file(out.join("keep.txt")).unwrap();
    publish(&house.app, &out).await.unwrap();
    let left: Vec<String> = fs::read_dir(house.folder())
        .unwrap()
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(!left.iter().any(|name| name.ends_with(".unfinished")), "{left:?}");
    // A later folder holds the earlier log.
    let again = house.folder().join("again");
    publish(&house.app, &again).await.unwrap();
    let (old, new) = (files(&out), files(&again));
    assert!(new["log/leaves.txt"].starts_with(&old["log/leaves.txt"]));
    assert!(checked(&again).0);
});
