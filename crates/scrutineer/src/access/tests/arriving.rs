//! From the letter to a first sign-in.

use super::{PASSPHRASE, code};
use crate::{
    access::Role,
    on_both,
    testing::{Browser, House},
};

const ADDRESS: &str = "mina.mayfield@example.org";

/// The link in the newest letter.
async fn link(house: &House) -> String {
    house.work().await;
    let mail = house.mail.all().pop().unwrap();
    assert_eq!(mail.to, ADDRESS);
    let start = mail.text.find("http://localhost/invitation/").unwrap();
    mail.text[start..]
        .split_whitespace()
        .next()
        .unwrap()
        .trim_start_matches("http://localhost")
        .to_owned()
}

async fn invite(house: &House) -> String {
    let admin = house.person("Ada Admin", &[Role::Administrator]).await;
    let mut browser = house.browser(&admin).await;
    let fields = [
        ("name", "Mina Mayfield"),
        ("email", " Mina.Mayfield@Example.org "),
        ("role", "member"),
    ];
    assert_eq!(browser.post("/people/invite", &fields).await.location, "/people");
    link(house).await
}

on_both!(a_link_works_once_and_only_by_its_button, async |house: House| {
    let link = invite(&house).await;
    for _ in 0..2 {
        let seen = house.visitor().get(&link).await;
        assert!(
            seen.status == 200 && seen.text.contains("You are invited"),
            "looking uses nothing up"
        );
    }
    let used = house.visitor().post(&link, &[]).await;
    assert_eq!((used.status, used.location.as_str()), (303, "/set-up"));
    let absent = house.visitor().get("/invitation/0000").await;
    let again = house.visitor().get(&link).await;
    assert_eq!((again.status, again.text), (404, absent.text));
    assert_eq!(house.visitor().post(&link, &[]).await.status, 404);
    assert_eq!(
        house.visitor().post(&format!("{link}/again"), &[]).await.status,
        404
    );
});

on_both!(
    a_link_that_has_run_out_is_exchanged_for_a_new_one,
    async |house: House| {
        let old = invite(&house).await;
        house.clock.set(house.app.now().plus_minutes(15));
        assert!(
            house
                .visitor()
                .get(&old)
                .await
                .text
                .contains("This link has run out")
        );
        assert_eq!(house.visitor().post(&old, &[]).await.status, 409);
        assert!(
            house
                .visitor()
                .post(&format!("{old}/again"), &[])
                .await
                .text
                .contains("on its way")
        );
        let new = link(&house).await;
        assert_ne!(new, old);
        assert_eq!(house.visitor().get(&old).await.status, 404);
        assert_eq!(house.visitor().post(&new, &[]).await.location, "/set-up");
    }
);

async fn arrived(house: &House) -> Browser {
    let link = invite(house).await;
    let mut browser = house.visitor();
    browser.post(&link, &[]).await;
    browser.csrf = browser.get("/set-up").await.token();
    browser
}

on_both!(
    an_account_needs_a_good_passphrase_and_a_code,
    async |house: House| {
        let mut browser = arrived(&house).await;
        assert_eq!(
            browser.get("/people").await.location,
            "/sign-in",
            "arriving is not signed in"
        );
        let now = code(&house, ADDRESS).await;
        for (passphrase, said) in [
            ("short", "12 characters or more"),
            ("aaaaaaaaaaaaaaa", "too easy to guess"),
            ("my password is long", "too easy to guess"),
            ("mayfield in the morning", "must not contain your name"),
        ] {
            let answer = browser
                .post("/set-up", &[("passphrase", passphrase), ("code", &now)])
                .await;
            assert!(answer.status == 422 && answer.text.contains(said), "{passphrase}");
            assert!(
                !answer.text.contains(&format!("value=\"{passphrase}\"")),
                "a passphrase is never shown again"
            );
        }
        let wrong = browser
            .post("/set-up", &[("passphrase", PASSPHRASE), ("code", "12345")])
            .await;
        assert!(wrong.status == 422 && wrong.text.contains("The code is not right"));
        let done = browser
            .post("/set-up", &[("passphrase", PASSPHRASE), ("code", &now)])
            .await;
        assert_eq!((done.status, done.location.as_str()), (303, "/home"));
        assert_eq!(browser.get("/panels").await.status, 200);
        assert!(house.log().await.contains(&"people.set_up person".to_owned()));
    }
);

on_both!(setting_up_ends_after_half_an_hour, async |house: House| {
    let mut browser = arrived(&house).await;
    house.clock.set(house.app.now().plus_minutes(30));
    assert_eq!(browser.get("/set-up").await.location, "/sign-in");
});

on_both!(a_wrong_invitation_is_said_field_by_field, async |house: House| {
    let cora = house.person("Cora", &[Role::Coordinator]).await;
    let mut browser = house.browser(&cora).await;
    for (fields, said) in [
        (
            [("name", ""), ("email", "a@b.uk"), ("role", "member")],
            "Enter the person",
        ),
        (
            [("name", "A"), ("email", "a at b"), ("role", "member")],
            "Enter an email address",
        ),
        (
            [("name", "A"), ("email", "a@b.uk"), ("role", "administrator")],
            "Choose the role",
        ),
    ] {
        let answer = browser.post("/people/invite", &fields).await;
        assert!(answer.status == 422 && answer.text.contains(said), "{said}");
        assert!(answer.text.contains("There is a problem"));
    }
    house.work().await;
    assert!(house.mail.all().is_empty());
});
