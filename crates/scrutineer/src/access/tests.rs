//! Who comes in, who does not, and what the house says to each.

mod arriving;
mod codes;
mod doors;
mod marking;
mod pages;
mod sessions;

use super::{Actor, acts, store};
use crate::testing::{Browser, House};

/// A passphrase that keeps every rule.
const PASSPHRASE: &str = "teapot velvet orchard";

/// Gives somebody of a test the passphrase of [`PASSPHRASE`].
async fn with_passphrase(house: &House, actor: &Actor) {
    let hash = acts::hash_passphrase(&house.app, PASSPHRASE).await.unwrap();
    let mut tx = house.app.db.write("test.passphrase").await.unwrap();
    let mut person = store::person_by_id(&mut tx, actor.person).await.unwrap().unwrap();
    person.passphrase = Some(hash);
    store::change_person(&mut tx, &person).await.unwrap();
    tx.commit().await.unwrap();
}

/// The address House::person gives a name.
fn email(actor: &Actor) -> String {
    format!("{}@example.org", actor.name.to_lowercase().replace(' ', "."))
}

/// The code somebody's phone shows now.
async fn code(house: &House, email: &str) -> String {
    let mut tx = house.app.db.read("test.code").await.unwrap();
    let person = store::person_by_email(&mut tx, email).await.unwrap().unwrap();
    let secret = acts::open_codes(&house.app, &person).unwrap().unwrap();
    acts::code_now(&house.app, &secret).unwrap()
}

/// Enters address and passphrase; on success the browser then stands before the code, its token known.
async fn enter(browser: &mut Browser, email: &str, passphrase: &str) -> crate::testing::Answered {
    let answer = browser
        .post("/sign-in", &[("email", email), ("passphrase", passphrase)])
        .await;
    if answer.location == "/sign-in/code" {
        browser.csrf = browser.get("/sign-in/code").await.token();
    }
    answer
}
