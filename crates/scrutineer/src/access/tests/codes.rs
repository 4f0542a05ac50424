//! What the database knows of one-time codes, and what happens when it is tampered with or its key is lost.

use super::{PASSPHRASE, code, email, enter, with_passphrase};
use crate::{
    access::{Role, acts, model::PersonState, store},
    on_both, params,
    platform::{app::App, ids::PersonId},
    testing::House,
};

/// The secret that House::person gives everybody.
const SECRET: [u8; 20] = [7; 20];

async fn kept(house: &House, person: PersonId) -> Vec<u8> {
    let mut tx = house.app.db.read("test.kept").await.unwrap();
    let sql = "select totp_secret from person where id = $1";
    let row = tx.one(sql, params![person]).await.unwrap().unwrap();
    row.get("totp_secret").unwrap()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

on_both!(the_database_holds_no_secret_of_codes, async |house: House| {
    let ada = house.person("Ada", &[Role::Chair]).await;
    let ben = house.person("Ben", &[Role::Chair]).await;
    let (first, second) = (kept(&house, ada.person).await, kept(&house, ben.person).await);
    assert_ne!(first, second, "the same secret is sealed differently");
    assert_eq!(first.len(), 1 + 12 + 20 + 16);
    let mut everything = first;
    if !house.app.db.is_postgres() {
        for file in ["test.sqlite", "test.sqlite-wal"] {
            everything.extend(std::fs::read(house.folder().join(file)).unwrap_or_default());
        }
        assert!(everything.len() > 10_000, "the file was read");
        assert!(holds(&everything, b"ada@example.org"), "and holds what it should");
    }
    for form in [
        SECRET.to_vec(),
        acts::base32(&SECRET).into_bytes(),
        hex::encode(SECRET).into_bytes(),
    ] {
        assert!(!holds(&everything, &form));
    }
    let key = std::fs::read_to_string(house.folder().join("codes.key")).unwrap();
    assert!(!holds(&everything, &hex::decode(key.trim()).unwrap()));
});

on_both!(
    a_secret_copied_to_another_row_opens_for_nobody,
    async |house: House| {
        let ada = house.person("Ada", &[Role::Chair]).await;
        let ben = house.person("Ben", &[Role::Chair]).await;
        for one in [&ada, &ben] {
            with_passphrase(&house, one).await;
        }
        let mut visitor = house.visitor();
        enter(&mut visitor, &email(&ben), PASSPHRASE).await;
        // Somebody who can write to the database gives Ben's account the codes of their own.
        let mut tx = house.app.db.write("test.swap").await.unwrap();
        tx.run(
            "update person set totp_secret = (select totp_secret from person where id = $1) where id = $2",
            params![ada.person, ben.person],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let answer = visitor
            .post("/sign-in/code", &[("code", &code(&house, &email(&ada)).await)])
            .await;
        assert_eq!(answer.status, 503, "{}", answer.text);
        assert!(
            !answer.text.contains("sealed"),
            "the operator's words stay in the log"
        );
        assert_eq!(visitor.get("/home").await.location, "/sign-in");
        assert_eq!(
            enter(&mut house.visitor(), &email(&ada), PASSPHRASE)
                .await
                .location,
            "/sign-in/code",
            "others are not touched"
        );
    }
);

/// The path of the link in the newest letter.
fn link(house: &House) -> String {
    let mail = house.mail.all().pop().unwrap();
    let start = mail.text.find("/invitation/").unwrap();
    mail.text[start..].split_whitespace().next().unwrap().to_owned()
}

on_both!(whoever_lost_their_phone_sets_up_again, async |house: House| {
    let ada = house.person("Ada", &[Role::Administrator, Role::Chair]).await;
    with_passphrase(&house, &ada).await;
    let mut signed_in = house.browser(&ada).await;
    let token = acts::re_enrol(&house.app, &email(&ada)).await.unwrap();
    assert_eq!(
        signed_in.get("/people").await.location,
        "/sign-in",
        "sessions end"
    );
    assert_eq!(
        enter(&mut house.visitor(), &email(&ada), PASSPHRASE).await.status,
        422
    );
    house.work().await;
    assert_eq!(link(&house), format!("/invitation/{token}"));

    let mut browser = house.visitor();
    assert_eq!(browser.post(&link(&house), &[]).await.location, "/set-up");
    browser.csrf = browser.get("/set-up").await.token();
    let now = code(&house, &email(&ada)).await;
    let done = browser
        .post("/set-up", &[("passphrase", PASSPHRASE), ("code", &now)])
        .await;
    assert_eq!(done.location, "/home");
    assert_eq!(browser.get("/people").await.status, 200, "the roles have stayed");
    let mut tx = house.app.db.read("test").await.unwrap();
    assert_eq!(store::grants_of(&mut tx, ada.person).await.unwrap().len(), 2);
    assert!(acts::re_enrol(&house.app, "nobody@example.org").await.is_err());
});

on_both!(
    a_lost_key_means_that_everybody_sets_up_again,
    async |house: House| {
        let ada = house.person("Ada", &[Role::Administrator]).await;
        let ben = house.person("Ben", &[Role::Chair]).await;
        let idle = house.person("Ida", &[]).await;
        let out = house.person("Olga", &[Role::Chair]).await;
        let mut tx = house.app.db.write("test.suspend").await.unwrap();
        let mut olga = store::person_by_id(&mut tx, out.person).await.unwrap().unwrap();
        olga.state = PersonState::Suspended;
        store::change_person(&mut tx, &olga).await.unwrap();
        tx.commit().await.unwrap();

        std::fs::remove_file(house.folder().join("codes.key")).unwrap();
        let config = house.app.config.as_ref().clone();
        let refused = App::open(config.clone()).await.err().unwrap();
        assert!(refused.contains("codes.key is missing"), "{refused}");
        let anew = App::open_anew(config.clone()).await.unwrap();
        assert_eq!(
            acts::re_enrol_everybody(&anew).await.unwrap(),
            2,
            "those with a role who are not shut out"
        );
        App::open(config).await.unwrap();

        let mut tx = house.app.db.read("test").await.unwrap();
        for (person, state) in [
            (&ada, PersonState::Invited),
            (&ben, PersonState::Invited),
            (&idle, PersonState::Invited),
            (&out, PersonState::Suspended),
        ] {
            let kept = store::person_by_id(&mut tx, person.person)
                .await
                .unwrap()
                .unwrap();
            assert_eq!((kept.state, kept.totp_secret), (state, None), "{}", person.name);
        }
        drop(tx);
        // The command runs on the machine's clock.
        house.clock.set(anew.now());
        house.work().await;
        let mut to: Vec<String> = house.mail.all().into_iter().map(|mail| mail.to).collect();
        to.sort();
        assert_eq!(to, [email(&ada), email(&ben)]);
        let log = house.log().await;
        assert!(log.contains(&"people.re_enrol codes_key".to_owned()), "{log:?}");
    }
);
