//! Uploads that nobody loads or discards, on both databases.

use super::*;
use crate::access::{Actor, Role};
use crate::on_both;
use crate::platform::ids::UploadId;
use crate::register::acts::{Incoming, Taken};
use crate::register::model::Fate;
use crate::testing::House;

async fn upload(house: &House, actor: &Actor, rows: usize) -> UploadId {
    let incoming = Incoming {
        kind: "stop_search".to_owned(),
        profile: "police-uk".to_owned(),
        how: Default::default(),
        file_name: "march.csv".to_owned(),
        content: police_uk_file(&vec![SEARCH; rows]).into(),
    };
    match acts::upload(&house.app, actor, incoming).await.unwrap() {
        Taken::Waiting(id) => id,
        other => panic!("{other:?}"),
    }
}

async fn fate(house: &House, id: UploadId) -> (Option<Fate>, bool) {
    let mut tx = house.app.db.read("test.fate").await.unwrap();
    let upload = store::upload(&mut tx, id).await.unwrap().unwrap();
    let content = store::upload_content(&mut tx, id).await.unwrap();
    (upload.fate, content.is_some())
}

on_both!(an_upload_that_waits_too_long_is_erased, async |house: House| {
    let cora = house.person("Cora", &[Role::Coordinator]).await;
    let (old, kept) = (upload(&house, &cora, 1).await, upload(&house, &cora, 2).await);
    let (discarded, uploaded_at) = (upload(&house, &cora, 3).await, house.app.now());
    acts::load_upload(&house.app, &cora, kept, |_| true)
        .await
        .unwrap();
    acts::discard(&house.app, &cora, discarded).await.unwrap();
    let mut browser = house.browser(&cora).await;
    let page = format!("/register/uploads/{old}");
    let waiting = browser.get(&page).await;
    assert!(
        waiting
            .text
            .contains("If nobody loads or discards it by 14 March 2024 at 10:00am, the file is erased"),
        "{}",
        waiting.text
    );
    let list = browser.get("/register").await;
    assert!(
        list.text.contains("kept until 14 March 2024 at 10:00am"),
        "{}",
        list.text
    );

    house.clock.set(uploaded_at.plus_days(7).plus_minutes(-1));
    house.work().await;
    assert_eq!(fate(&house, old).await, (None, true), "not a minute early");

    house.clock.set(uploaded_at.plus_days(7));
    house.work().await;
    assert_eq!(fate(&house, old).await, (Some(Fate::Expired), false));
    assert_eq!(fate(&house, kept).await, (Some(Fate::Loaded), false));
    assert_eq!(fate(&house, discarded).await, (Some(Fate::Discarded), false));
    let log = house.log().await;
    let expired = log.iter().filter(|one| *one == "register.expire upload").count();
    assert_eq!(expired, 1, "{log:?}");
    house.work().await;
    assert_eq!(house.log().await.len(), log.len(), "once is enough");

    let mut browser = house.browser(&cora).await;
    let gone = browser.get(&page).await;
    assert!(
        gone.text.contains("Nobody loaded this file by 14 March 2024") && !gone.text.contains("Load 1 rows"),
        "{}",
        gone.text
    );
    for act in ["load", "discard"] {
        let answer = browser.post(&format!("{page}/{act}"), &[]).await;
        assert!(
            answer.status == 409 && answer.text.contains("has been erased"),
            "{act}: {}",
            answer.text
        );
    }
    assert_eq!(browser.get(&format!("{page}/rejects.csv")).await.status, 404);
    assert!(
        !browser.get("/register").await.text.contains("march.csv</a>: "),
        "it no longer waits"
    );
});

on_both!(
    the_erasure_says_whose_it_was_and_of_which_kind,
    async |house: House| {
        let other = house.other_body().await;
        let nora = house.person_of("Nora", &[Role::Coordinator], &other).await;
        let cora = house.person("Cora", &[Role::Coordinator]).await;
        let (theirs, ours) = (upload(&house, &nora, 1).await, upload(&house, &cora, 1).await);
        house.clock.set(house.app.now().plus_days(8));
        assert_eq!(acts::expire(&house.app).await.unwrap(), 2);
        assert_eq!(acts::expire(&house.app).await.unwrap(), 0);
        let mut tx = house.app.db.read("test.log").await.unwrap();
        let entries = crate::audit::store::entries(&mut tx, 0, 100).await.unwrap();
        let of = |id: UploadId| {
            let entry = &entries
                .iter()
                .find(|one| one.entry.act == "register.expire" && one.entry.object_id == id.to_string())
                .unwrap()
                .entry;
            (entry.operation, entry.body.clone(), entry.person.clone())
        };
        assert_eq!(
            of(theirs),
            (ledger::Operation::Erasure, Some(other.id.to_string()), None)
        );
        assert_eq!(
            of(ours),
            (ledger::Operation::Erasure, Some(house.body.id.to_string()), None)
        );
    }
);
