//! Signing in, staying in, and being out.

use super::{PASSPHRASE, code, email, enter, with_passphrase};
use crate::{
    access::{Role, store},
    on_both,
    testing::House,
};

on_both!(
    a_wrong_passphrase_and_an_unknown_address_get_the_same_answer,
    async |house: House| {
        let ada = house.person("Ada", &[Role::Chair]).await;
        with_passphrase(&house, &ada).await;
        let wrong = enter(&mut house.visitor(), &email(&ada), "not this one at all").await;
        let unknown = enter(&mut house.visitor(), "nobody@example.org", "not this one at all").await;
        assert_eq!((wrong.status, unknown.status), (422, 422));
        assert_eq!(
            wrong.text.replace(&email(&ada), "X"),
            unknown.text.replace("nobody@example.org", "X")
        );
        assert!(!wrong.text.contains("not this one at all"));
    }
);

on_both!(
    a_passphrase_and_a_code_sign_in_and_a_code_works_once,
    async |house: House| {
        let ada = house.person("Ada", &[Role::Administrator]).await;
        with_passphrase(&house, &ada).await;
        let now = code(&house, &email(&ada)).await;
        let (mut first, mut second) = (house.visitor(), house.visitor());
        assert_eq!(
            enter(&mut first, &email(&ada), PASSPHRASE).await.location,
            "/sign-in/code"
        );
        assert_eq!(
            enter(&mut second, &email(&ada), PASSPHRASE).await.location,
            "/sign-in/code"
        );
        assert_eq!(
            first.get("/people").await.location,
            "/sign-in",
            "half way is not in"
        );
        assert_eq!(
            first.post("/sign-in/code", &[("code", &now)]).await.location,
            "/home"
        );
        assert_eq!(first.get("/people").await.status, 200);
        let again = second.post("/sign-in/code", &[("code", &now)]).await;
        assert!(again.status == 422 && again.text.contains("or has been used"));
        assert_eq!(second.get("/people").await.location, "/sign-in");
    }
);

on_both!(five_failures_make_an_address_wait, async |house: House| {
    let ada = house.person("Ada", &[Role::Chair]).await;
    with_passphrase(&house, &ada).await;
    for _ in 0..5 {
        assert!(
            enter(&mut house.visitor(), &email(&ada), "wrong wrong wrong")
                .await
                .text
                .contains("is not right")
        );
    }
    let sixth = enter(&mut house.visitor(), &email(&ada), PASSPHRASE).await;
    assert!(sixth.status == 422 && sixth.text.contains("too many attempts"));
    house.clock.set(house.app.now().plus_minutes(16));
    assert_eq!(
        enter(&mut house.visitor(), &email(&ada), PASSPHRASE)
            .await
            .location,
        "/sign-in/code"
    );
});

on_both!(
    signing_out_ends_the_session_wherever_its_cookie_went,
    async |house: House| {
        let ada = house.person("Ada", &[Role::Administrator]).await;
        let mut browser = house.browser(&ada).await;
        let mut copied = browser.clone();
        assert_eq!(copied.get("/people").await.status, 200);
        let out = browser.post("/sign-out", &[]).await;
        assert_eq!(out.location, "/sign-in");
        assert_eq!(out.headers["clear-site-data"], "\"cache\", \"storage\"");
        assert_eq!(copied.get("/people").await.location, "/sign-in");
    }
);

on_both!(a_session_ends_when_idle, async |house: House| {
    let ada = house.person("Ada", &[Role::Administrator]).await;
    let mut browser = house.browser(&ada).await;
    house.clock.set(house.app.now().plus_minutes(14));
    assert_eq!(browser.get("/people").await.status, 200);
    house.clock.set(house.app.now().plus_minutes(14));
    assert_eq!(browser.get("/people").await.status, 200);
    house.clock.set(house.app.now().plus_minutes(15));
    assert_eq!(browser.get("/people").await.location, "/sign-in");
});

on_both!(
    a_session_ends_after_eight_hours_however_busy,
    async |house: House| {
        let ada = house.person("Ada", &[Role::Administrator]).await;
        let mut browser = house.browser(&ada).await;
        let start = house.app.now();
        for ten in 1..48 {
            house.clock.set(start.plus_minutes(ten * 10));
            assert_eq!(
                browser.get("/people").await.status,
                200,
                "after {} minutes",
                ten * 10
            );
        }
        house.clock.set(start.plus_minutes(480));
        assert_eq!(browser.get("/people").await.location, "/sign-in");
    }
);

on_both!(
    a_role_that_ends_is_gone_with_the_next_page,
    async |house: House| {
        let admin = house.person("Ada Admin", &[Role::Administrator]).await;
        let cora = house.person("Cora", &[Role::Coordinator, Role::Member]).await;
        let (mut above, mut below) = (house.browser(&admin).await, house.browser(&cora).await);
        assert_eq!(below.get("/people").await.status, 200);
        let mut tx = house.app.db.read("test.grants").await.unwrap();
        let grants = store::grants_of(&mut tx, cora.person).await.unwrap();
        drop(tx);
        let held = |role: Role| grants.iter().find(|grant| grant.role == role).unwrap().id;
        let end = |role: Role| format!("/roles/{}/end", held(role));
        assert_eq!(above.post(&end(Role::Coordinator), &[]).await.location, "/people");
        assert_eq!(below.get("/people").await.status, 404);
        assert_eq!(below.get("/panels").await.status, 200, "the other role stays");
        assert_eq!(
            above.post(&end(Role::Coordinator), &[]).await.status,
            404,
            "it has ended"
        );
        above.post(&end(Role::Member), &[]).await;
        assert_eq!(
            below.get("/panels").await.location,
            "/sign-in",
            "without any role there is nothing to see"
        );
    }
);

on_both!(the_last_administrator_stays, async |house: House| {
    let admin = house.person("Ada Admin", &[Role::Administrator]).await;
    let mut browser = house.browser(&admin).await;
    let mut tx = house.app.db.read("test.grants").await.unwrap();
    let grant = store::grants_of(&mut tx, admin.person)
        .await
        .unwrap()
        .remove(0)
        .id;
    drop(tx);
    let answer = browser.post(&format!("/roles/{grant}/end"), &[]).await;
    assert!(answer.status == 409 && answer.text.contains("only administrator"));
    let own = browser
        .post(&format!("/people/{}/suspend", admin.person), &[("do", "suspend")])
        .await;
    assert_eq!(own.status, 409);
});

on_both!(
    a_suspended_account_is_out_and_looks_unknown,
    async |house: House| {
        let admin = house.person("Ada Admin", &[Role::Administrator]).await;
        let ben = house.person("Ben", &[Role::Coordinator]).await;
        with_passphrase(&house, &ben).await;
        let (mut above, mut below) = (house.browser(&admin).await, house.browser(&ben).await);
        assert_eq!(below.get("/people").await.status, 200);
        let path = format!("/people/{}/suspend", ben.person);
        assert_eq!(above.post(&path, &[("do", "suspend")]).await.location, "/people");
        assert_eq!(below.get("/people").await.location, "/sign-in");
        let refused = enter(&mut house.visitor(), &email(&ben), PASSPHRASE).await;
        assert!(refused.status == 422 && refused.text.contains("is not right"));
        above.post(&path, &[("do", "restore")]).await;
        assert_eq!(
            below.get("/people").await.location,
            "/sign-in",
            "the old session does not come back"
        );
        assert_eq!(
            enter(&mut house.visitor(), &email(&ben), PASSPHRASE)
                .await
                .location,
            "/sign-in/code"
        );
    }
);
