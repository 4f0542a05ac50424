//! Saved views.

use super::{coordinator, lead, shelved};
use crate::{on_both, testing::House};

fn form(whose: &'static str, name: &'static str) -> [(&'static str, &'static str); 6] {
    [
        ("kind", "oocr"),
        ("is-care_exp", "true"),
        ("is-sex", "M"),
        ("order", "suspect_age_disposal"),
        ("name", name),
        ("whose", whose),
    ]
}

on_both!(a_view_is_found_again_by_those_it_is_for, async |house: House| {
    shelved(&house).await;
    let mut lead = house.browser(&lead(&house).await).await;
    assert_eq!(
        lead.post("/register/views/new", &form("own", "My boys"))
            .await
            .status,
        303
    );
    assert_eq!(
        lead.post("/register/views/new", &form("shared", "For all"))
            .await
            .status,
        303
    );
    let page = lead.get("/register/records").await.text;
    assert!(page.contains("My boys") && page.contains("For all"));
    let start = page.split("href=\"/register/records/list?").nth(2).unwrap();
    let href = start
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    assert!(
        href.contains("is-sex=M") && href.contains("order=suspect_age_disposal"),
        "{href}"
    );
    let list = lead.get(&format!("/register/records/list?{href}")).await.text;
    assert!(list.contains("<strong>1 record</strong>"));

    // Shared with a coordinator, what they may not filter by is not there.
    let mut coordinator = house.browser(&coordinator(&house).await).await;
    let page = coordinator.get("/register/records").await.text;
    assert!(page.contains("For all") && page.contains("Shared by Lee Lead") && !page.contains("My boys"));
    assert!(
        !coordinator
            .get(&format!("/register/records/list?{href}"))
            .await
            .text
            .contains("Care experienced")
    );

    let page = lead.post("/register/views/new", &form("own", "")).await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("Enter a name for the view"));
});

on_both!(a_view_is_deleted_by_its_owner_alone, async |house: House| {
    shelved(&house).await;
    let mut lead = house.browser(&lead(&house).await).await;
    lead.post("/register/views/new", &form("shared", "For all")).await;
    let page = lead.get("/register/records").await.text;
    let start = page.split("action=\"/register/views/").nth(1).unwrap();
    let delete = format!("/register/views/{}", start.split('"').next().unwrap());
    let mut coordinator = house.browser(&coordinator(&house).await).await;
    assert!(!coordinator.get("/register/records").await.text.contains(&delete));
    assert_eq!(coordinator.post(&delete, &[]).await.status, 404);
    assert_eq!(lead.post(&delete, &[]).await.status, 303);
    assert!(!lead.get("/register/records").await.text.contains("For all"));
    assert!(house.log().await.contains(&"view.delete view".to_owned()));
});
