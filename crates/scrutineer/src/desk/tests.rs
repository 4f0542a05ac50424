//! The desk on both databases.

use crate::{
    access::Role,
    desk::{model::tasks_of, store},
    on_both,
    testing::House,
};

on_both!(every_role_finds_its_tasks, async |house: House| {
    for role in Role::ALL {
        let person = house.person(&format!("Some {}", role.title()), &[role]).await;
        let page = house.browser(&person).await.get("/home").await;
        assert_eq!(page.status, 200, "{role}");
        for (text, href, what) in tasks_of(role) {
            assert!(
                page.text.contains(text) && page.text.contains(href),
                "{role}: {text}"
            );
            let mut tx = house.app.db.read("test").await.unwrap();
            assert!(
                store::count(&mut tx, *what, house.body.id, person.person)
                    .await
                    .unwrap()
                    >= 0
            );
        }
    }
});

on_both!(an_unused_invitation_is_counted, async |house: House| {
    let administrator = house.person("Ann Administrator", &[Role::Administrator]).await;
    let mut browser = house.browser(&administrator).await;
    assert!(!browser.get("/home").await.text.contains(">1<"));
    let fields = [
        ("name", "New Member"),
        ("email", "new@example.org"),
        ("role", "member"),
    ];
    assert_eq!(browser.post("/people/invite", &fields).await.status, 303);
    let page = browser.get("/home").await.text;
    let task = page.split("Invitations not used yet").nth(1).unwrap();
    assert!(task.split("Seats").next().unwrap().contains('1'), "{page}");
});
