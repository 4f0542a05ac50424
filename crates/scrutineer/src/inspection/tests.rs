use super::words;
use crate::{access::Role, audit::Act, audit::Note, body::PanelKind, on_both, testing::House};

#[test]
fn an_act_without_words_is_spelled_out() {
    assert_eq!(words::of("draw.commit"), "committed a frame and a plan");
    assert_eq!(words::of("fire.put_out"), "fire: put out");
}

on_both!(reading_the_log_stands_in_the_log, async |house: House| {
    let world = house.panel_world(PanelKind::AdultOocr).await;
    let mut browser = house.browser(&world.auditor).await;
    let page = browser.get("/log").await;
    assert_eq!(page.status, 200);
    for words in [
        "set up a panel",
        "agreed terms of reference",
        "added a seat",
        "Cora Adult",
        "None is signed yet",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
    assert!(page.text.contains(&house.app.signer.verifier_key().to_string()));
    assert_eq!(house.log().await.last().unwrap(), "log.read log");
    let mut act = Act::begin(&house.app, "log.sign", world.auditor.who())
        .await
        .unwrap();
    act.log(Note::collected("checkpoint", "1")).await.unwrap();
    let note = act.checkpoint().await.unwrap();
    act.commit().await.unwrap();
    let page = browser.get("/log").await;
    assert!(page.text.contains(note.lines().next().unwrap()) && page.text.contains("read the log"));
});

on_both!(the_log_is_filtered_by_the_address, async |house: House| {
    let world = house.panel_world(PanelKind::AdultOocr).await;
    let mut browser = house.browser(&world.auditor).await;
    let panels = browser
        .get(&format!(
            "/log?operation=collection&kind=panel&object={}",
            world.panel.id
        ))
        .await
        .text;
    assert!(panels.contains("set up a panel") && !panels.contains("added a seat"));
    let person = browser
        .get(&format!("/log?person={}", world.auditor.person))
        .await
        .text;
    assert!(person.contains("read the log") && !person.contains("set up a panel"));
    for nothing in [
        "/log?person=nobody",
        "/log?operation=guessing",
        "/log?before=soon",
        "/log?before=0",
        "/log?kind=%27--",
    ] {
        let page = browser.get(nothing).await;
        assert!(
            page.status == 200 && page.text.contains("No entry matches"),
            "{nothing}"
        );
    }
});

on_both!(a_copy_of_the_log_is_a_disclosure, async |house: House| {
    let world = house.panel_world(PanelKind::AdultOocr).await;
    let mut browser = house.browser(&world.auditor).await;
    let copy = browser.get("/log/export.csv?kind=panel").await;
    assert_eq!(copy.headers["content-type"], "text/csv; charset=utf-8");
    assert!(
        copy.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    let mut reader = csv::Reader::from_reader(copy.bytes.as_slice());
    assert_eq!(reader.headers().unwrap().get(3), Some("act"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() > 5 && rows.iter().all(|row| &row[4] == "panel"));
    assert_eq!(house.log().await.last().unwrap(), "log.export log");
    let mut tx = house.app.db.read("test").await.unwrap();
    let last = crate::audit::store::entries(&mut tx, 0, 1000)
        .await
        .unwrap()
        .pop()
        .unwrap();
    assert_eq!(last.entry.operation, ledger::Operation::Disclosure);
});

on_both!(a_log_of_more_than_a_page_has_a_next_page, async |house: House| {
    let gwen = house.person("Gwen", &[Role::Auditor]).await;
    for _ in 0..60 {
        let mut act = gwen.begin(&house.app, "test.many").await.unwrap();
        act.log(Note::consulted("test", "1")).await.unwrap();
        act.commit().await.unwrap();
    }
    let mut browser = house.browser(&gwen).await;
    let page = browser.get("/log").await.text;
    assert!(
        page.contains("/log?&amp;before=10\"") || page.contains("/log?&#38;before=10\""),
        "fifty of sixty are shown"
    );
    let older = browser.get("/log?before=10").await.text;
    assert!(!older.contains("Older entries") && older.contains("test: many"));
});

on_both!(another_bodys_log_is_not_shown, async |house: House| {
    house.panel_world(PanelKind::AdultOocr).await;
    let elsewhere = house.other_body().await;
    let stranger = house.person_of("Nora", &[Role::Auditor], &elsewhere).await;
    let mut browser = house.browser(&stranger).await;
    let page = browser.get("/log").await;
    assert!(page.status == 200 && page.text.contains("No entry matches"));
    assert!(!page.text.contains("Cora Adult"));
});
