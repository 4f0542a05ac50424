//! A pack on the table: what is shown, what is written, and what is refused.

use std::{path::PathBuf, sync::Arc};

use axum::{
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt;
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

use super::{Desk, Kept};
use crate::{
    pack::model::Shown,
    platform::{
        chance::SetChance,
        clock::{Moment, SetClock},
        ids::{CaseId, OfflineId},
        packs::Packs,
    },
    review::{
        fixtures::view,
        model::View,
        offline::{
            content::{Classes, Content, FORM, Family, Papers},
            document::{content_of, of},
            sealing,
        },
    },
};

fn papers(number: u128, closed: bool) -> Papers {
    Papers {
        case: CaseId(Uuid::from_u128(number)),
        version: 1,
        label: format!("A0{number}"),
        reference: "WM-OOCR-2024-03".to_owned(),
        marking: "OFFICIAL-SENSITIVE: For members of the panel only".to_owned(),
        copy: format!("Copy {number} of version 1, for Mared Testwell"),
        circumstances: "Two people argued.\n</script><b>One pushed the other & left.".to_owned(),
        facts: vec![Shown {
            label: "Offence".to_owned(),
            value: "Common assault".to_owned(),
        }],
        until: Moment(0).plus_days(14),
        closes_at: Some(Moment(0).plus_days(10)),
        scale: 0,
        closed,
        view: View::default(),
    }
}

fn content() -> Content {
    let packs = Packs::built_in().unwrap();
    Content {
        form: FORM,
        pack: OfflineId(Uuid::from_u128(9)),
        reader: "Mared Testwell".to_owned(),
        body: "Office of the Police and Crime Commissioner for Westmarch".to_owned(),
        made_at: Moment(0),
        expires_at: Moment(0).plus_days(14),
        key: sealing::new_key(),
        scales: vec![packs.newest_scale("LEIC-4").unwrap().clone()],
        families: vec![Family {
            label: "Rationale".to_owned(),
            themes: vec![("R1".to_owned(), "No rationale".to_owned())],
        }],
        cases: vec![papers(1, false), papers(2, true)],
    }
}

/// A pack that is open.
struct Table {
    content: Content,
    desk: Desk,
    clock: Arc<SetClock>,
    folder: TempDir,
}

impl Table {
    fn laid() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (content, clock) = (content(), Arc::new(SetClock::at(Moment(0))));
        let kept = Kept::of(&content, folder.path().join("cases.classes.age")).unwrap();
        let chance = SetChance::from_seed("opener");
        let desk = Desk::of(content.clone(), kept, clock.clone(), &chance).unwrap();
        Self {
            content,
            desk,
            clock,
            folder,
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("cases.classes.age")
    }

    async fn send(&self, request: Request<Body>) -> (u16, String) {
        let answer = self.desk.site().oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    async fn get(&self, path: &str) -> (u16, String) {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, site: &str, body: &str) -> (u16, String) {
        let request = Request::post(format!("{}{path}", self.desk.path()))
            .header("sec-fetch-site", site)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()));
        self.send(request.unwrap()).await
    }
}

const WHOLE: &str = "appropriate=no&consistent=no&class=3&reasons=Reasons+for+class+3&themes=R1&then=check";

#[tokio::test]
async fn a_case_is_read_and_classed_and_the_class_is_sealed_beside_the_pack() {
    let table = Table::laid();
    let path = table.desk.path();
    let (status, list) = table.get(&path).await;
    assert!(
        status == 200 && list.contains("Not started") && list.contains("To read only"),
        "{list}"
    );
    let (_, case) = table.get(&format!("{path}cases/1")).await;
    assert!(
        case.contains("One pushed the other &#38; left.") && case.contains("Copy 1 of version 1"),
        "{case}"
    );
    assert_eq!(table.post("cases/1", "same-origin", WHOLE).await.0, 303);
    let file = std::fs::read(table.file()).unwrap();
    assert!(!file.windows(7).any(|part| part == b"Reasons"));
    let plain = sealing::open_with(&table.content.key, &file).unwrap();
    let classes: Classes = serde_json::from_slice(&plain).unwrap();
    assert_eq!((classes.pack, classes.cases.len()), (table.content.pack, 1));
    assert_eq!(classes.cases[0].view, view("3"));
    let (_, list) = table.get(&path).await;
    assert!(
        list.contains("Classed") && list.contains("cases.classes.age"),
        "{list}"
    );
    // Opened again, it goes on where it was.
    let kept = Kept::of(&table.content, table.file()).unwrap();
    assert_eq!(kept.view(table.content.cases[0].case), Some(&view("3")));
}

#[tokio::test]
async fn what_is_missing_is_said_and_what_was_typed_is_kept() {
    let table = Table::laid();
    let half = "class=3&reasons=Half+a+thought&then=check";
    let (status, page) = table.post("cases/1", "same-origin", half).await;
    assert_eq!(status, 422);
    assert!(
        page.contains("Choose whether the decision was appropriate") && page.contains("Half a thought"),
        "{page}"
    );
    assert!(page.contains("<title>Error: ") && !table.file().exists());
    let later = half.replace("check", "later");
    assert_eq!(table.post("cases/1", "same-origin", &later).await.0, 303);
    assert!(table.get(&table.desk.path()).await.1.contains("In progress"));
    let long = format!("reasons={}&then=later", "x".repeat(4001));
    assert_eq!(table.post("cases/1", "same-origin", &long).await.0, 422);
}

#[tokio::test]
async fn nothing_is_shown_without_the_address_or_after_the_day() {
    let table = Table::laid();
    for path in ["/", "/cases/1", "/00000000000000000000000000000000/"] {
        assert_eq!(table.get(path).await.0, 404, "{path}");
    }
    for number in ["0", "3", "x", "-1"] {
        assert_eq!(
            table.get(&format!("{}cases/{number}", table.desk.path())).await.0,
            404
        );
    }
    assert_eq!(table.post("cases/1", "cross-site", WHOLE).await.0, 403);
    assert_eq!(table.post("close", "cross-site", "").await.0, 403);
    assert_eq!(
        table.post("cases/2", "same-origin", WHOLE).await.0,
        409,
        "sealed before"
    );
    table.clock.set(Moment(0).plus_days(10));
    assert_eq!(
        table.post("cases/1", "same-origin", WHOLE).await.0,
        409,
        "the window has closed"
    );
    table.clock.set(Moment(0).plus_days(14));
    let (_, list) = table.get(&table.desk.path()).await;
    assert!(
        list.contains("Reading has ended") && !list.contains("cases/1\""),
        "{list}"
    );
    assert_eq!(table.get(&format!("{}cases/1", table.desk.path())).await.0, 404);
    assert!(!table.file().exists());
}

#[tokio::test]
async fn a_class_that_cannot_be_written_is_not_called_saved() {
    let table = Table::laid();
    let folder = table.folder.path().to_owned();
    drop(table.folder);
    assert!(!folder.exists());
    let table = Table {
        folder: tempfile::tempdir().unwrap(),
        ..table
    };
    let (status, page) = table.post("cases/1", "same-origin", WHOLE).await;
    assert!(
        status == 409 && page.contains("your class was not saved")
            || page.contains("Your class was not saved"),
        "{page}"
    );
    assert!(table.get(&table.desk.path()).await.1.contains("Not started"));
}

#[test]
fn classes_of_another_pack_are_not_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.classes.age");
    std::fs::write(&path, sealing::seal_to(&sealing::new_key(), b"{}").unwrap()).unwrap();
    let fault = Kept::of(&content(), path.clone()).unwrap_err().to_string();
    assert!(fault.contains("is not the classes of this pack"), "{fault}");
    std::fs::write(&path, b"a letter").unwrap();
    assert!(Kept::of(&content(), path).is_err());
}

#[test]
fn the_page_in_a_pack_stands_alone_and_gives_its_content_back() {
    let content = content();
    let page = of(&content).unwrap();
    assert_eq!(content_of(&page).unwrap(), content);
    assert!(
        page.contains("&#60;/script&#62;&#60;b&#62;One pushed"),
        "what is in the papers stays text"
    );
    assert_eq!(page.matches("</script>").count(), 1);
    let (head, body) = page.split_once("</style>").unwrap();
    let fetched = ["src=", "href=\"/", "url(", "@import", "http"];
    assert!(
        fetched.iter().all(|word| !body.contains(word)),
        "nothing is fetched"
    );
    assert!(!head.contains("url(") && !head.contains("@import") && !head.contains("<link"));
}
