//! A load behind its page, its being called off, and refused rows that are mended and loaded, on both databases.

use super::loads::{count, upload};
use super::*;
use crate::access::{Actor, Role};
use crate::on_both;
use crate::platform::{ids::UploadId, refusal::Refusal};
use crate::register::acts::{Started, Taken};
use crate::testing::House;

async fn waiting(house: &House, actor: &Actor, rows: usize) -> UploadId {
    let row = |number: usize| {
        SEARCH.replace(
            "01:05:00",
            &format!("{:02}:{:02}:00", number / 60 % 24, number % 60),
        )
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    match upload(house, actor, "stop_search", police_uk_file(&rows))
        .await
        .unwrap()
    {
        Taken::Waiting(id) => id,
        Taken::Loaded(_) => panic!("loaded before"),
    }
}

async fn lead(house: &House) -> Actor {
    house.person("Lee Lead", &[Role::ForceLead]).await
}

on_both!(a_small_file_is_loaded_at_once, async |house: House| {
    let lead = lead(&house).await;
    let id = waiting(&house, &lead, 3).await;
    let Started::Done(loaded) = acts::start_load(&house.app, &lead, id).await.unwrap() else {
        panic!("goes on");
    };
    assert_eq!(loaded.batch.accepted, 3);
    assert!(house.app.under_way.work(id.0).is_none(), "it is over");
});

on_both!(a_load_that_waits_is_shown_and_called_off, async |house: House| {
    let lead = lead(&house).await;
    let id = waiting(&house, &lead, 6_000).await;
    let mut browser = house.browser(&lead).await;
    // Somebody else is writing, so that the load cannot begin; a page is shown all the same, some minutes later too.
    let other = house.app.db.write("test.other").await.unwrap();
    let started = acts::start_load(&house.app, &lead, id).await.unwrap();
    assert!(matches!(started, Started::GoesOn));
    let again = acts::start_load(&house.app, &lead, id).await.unwrap();
    assert!(matches!(again, Started::GoesOn), "one file is loaded once");
    house.clock.set(house.app.now().plus_minutes(3));
    let page = browser.get(&format!("/register/uploads/{id}/loading")).await;
    assert!(page.text.contains("0 of 6000 rows"), "{}", page.text);
    acts::call_off(&house.app, &lead, id).await.unwrap();
    other.commit().await.unwrap();
    let work = house.app.under_way.work(id.0).unwrap();
    while work.fault().is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        work.fault().unwrap(),
        "loading was stopped; nothing has been loaded"
    );
    assert_eq!(count(&house, "select count(*) as n from record").await, 0);
    assert_eq!(
        count(&house, "select count(*) as n from upload where fate is null").await,
        1
    );
    // The file waits as it was, and can be loaded.
    let mut tx = house.app.db.read("test").await.unwrap();
    assert!(store::upload_content(&mut tx, id).await.unwrap().is_some());
    drop(tx);
    let loaded = acts::load_upload(&house.app, &lead, id, |_| true).await.unwrap();
    assert_eq!(loaded.batch.accepted, 6_000);
});

on_both!(refused_rows_are_mended_and_loaded, async |house: House| {
    let lead = lead(&house).await;
    let bad = SEARCH.replace("Male", "Man");
    let file = police_uk_file(&[SEARCH, &bad]);
    let Taken::Waiting(id) = upload(&house, &lead, "stop_search", file).await.unwrap() else {
        panic!("loaded before");
    };
    let (_, rows) = acts::mendable(&house.app, &lead, id).await.unwrap();
    let rows = String::from_utf8(rows).unwrap();
    assert_eq!(rows.lines().count(), 2, "{rows}");
    assert!(
        rows.lines()
            .next()
            .unwrap()
            .ends_with("refused_line,refused_column,refused_because")
    );
    assert!(rows.contains(",Man,") && rows.contains(",3,Gender,"), "{rows}");
    assert!(house.log().await.contains(&"register.mend upload".to_owned()));
    let mended = rows.replace(",Man,", ",Female,");
    let Taken::Waiting(again) = upload(&house, &lead, "stop_search", mended).await.unwrap() else {
        panic!("loaded before");
    };
    let loaded = acts::load_upload(&house.app, &lead, again, |_| true)
        .await
        .unwrap();
    assert_eq!((loaded.batch.accepted, loaded.batch.refused), (1, 0));
    // Nobody else who may load takes away what cells hold.
    let coordinator = house.person("Cora Coordinator", &[Role::Coordinator]).await;
    let refusal = acts::mendable(&house.app, &coordinator, id).await.unwrap_err();
    assert!(matches!(refusal, Refusal::Forbidden), "{refusal:?}");
});

on_both!(
    two_loads_of_one_file_at_the_same_moment_are_one,
    async |house: House| {
        let rows: Vec<String> = (0..400)
            .map(|n| SEARCH.replace("01:05:00", &format!("{:02}:{:02}:00", n / 60, n % 60)))
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let file = police_uk_file(&rows);
        let load = || super::loads::load(&house, "stop_search", file.clone());
        let (one, other) = tokio::join!(load(), load());
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.batch.id, other.batch.id);
        assert!(
            one.again != other.again,
            "one loaded it, the other found it loaded"
        );
        assert_eq!(count(&house, "select count(*) as n from record").await, 400);
    }
);

#[tokio::test]
async fn a_full_disk_half_way_leaves_nothing_and_the_load_can_be_done_again() {
    let house = House::on_sqlite("a_full_disk").await;
    let rows: Vec<String> = (0..20_000)
        .map(|n| SEARCH.replace("52.773458", &format!("52.{n:06}")))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let file = police_uk_file(&rows);
    let pages = count(&house, "select page_count as n from pragma_page_count()").await;
    // Room for some of the rows only: SQLite then answers as on a full disk.
    room(&house, pages + 500).await;
    let refusal = super::loads::load(&house, "stop_search", file.clone())
        .await
        .unwrap_err();
    let Refusal::Conflict(sentence) = refusal else {
        panic!("{refusal:?}");
    };
    assert!(
        sentence.starts_with("the disk of the service is full, so nothing has been saved"),
        "{sentence}"
    );
    assert_eq!(count(&house, "select count(*) as n from record").await, 0);
    assert_eq!(count(&house, "select count(*) as n from batch").await, 0);
    assert!(house.log().await.is_empty());
    room(&house, 1_000_000).await;
    let loaded = super::loads::load(&house, "stop_search", file).await.unwrap();
    assert_eq!(loaded.batch.accepted, 20_000);
}

/// Lets the database grow to so many pages; the setting belongs to the one connection that writes.
async fn room(house: &House, pages: i64) {
    let crate::platform::db::Db::Sqlite { writer, .. } = &house.app.db else {
        panic!("SQLite");
    };
    let sql = sqlx::AssertSqlSafe(format!("pragma max_page_count = {pages}"));
    sqlx::raw_sql(sql).execute(writer).await.unwrap();
}
