//! Passphrase, then code, then a session; and its end. Known and unknown addresses get the same answer in the same time.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use super::{
    codes::{open_codes, step_of},
    new_session,
};
use crate::{
    access::{
        Actor,
        actor::Visitor,
        gate::hash_of,
        model::{Person, PersonState, Stage, address},
        store,
    },
    audit::{Act, Note, Who},
    platform::{
        app::App,
        chance::bytes,
        db::{DbError, Tx},
        ids::{BodyId, FailureId, PersonId},
        refusal::{Answer, Refusal},
    },
};

/// Failed attempts in a quarter of an hour after which an address must wait.
const MOST_FAILURES: i64 = 5;
const FAILURE_MINUTES: i64 = 15;

/// Argon2id over the passphrase, off the request threads.
///
/// # Errors
/// When there is no randomness or no memory for it.
pub async fn hash_passphrase(app: &App, text: &str) -> Answer<String> {
    let salt = bytes::<16>(app.chance.as_ref())?;
    let text = text.to_owned();
    let hashed = tokio::task::spawn_blocking(move || {
        let hash: Result<argon2::password_hash::phc::PasswordHash, _> =
            Argon2::default().hash_password_with_salt(text.as_bytes(), &salt);
        hash.map(|hash| hash.to_string())
    });
    match hashed.await {
        Ok(Ok(hash)) => Ok(hash),
        _ => Err(Refusal::Unavailable(
            "the passphrase could not be hashed".to_owned(),
        )),
    }
}

/// A hash nobody's passphrase has, so that an unknown address costs the same work.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2NydXRpbmVlci1ub2JvZHk$1nwhSpYk2Qv0HsJwmy4r9Up5rHf4pKpGgnr1iDhZ1n8";

async fn right(passphrase: &str, hash: Option<String>) -> bool {
    let (text, hash) = (passphrase.to_owned(), hash.unwrap_or_else(|| NOBODY.to_owned()));
    let checked = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(text.as_bytes(), &hash).is_ok())
    });
    checked.await.unwrap_or(false)
}

/// The body somebody starts in: the one in which they have held a role the longest.
pub(super) async fn session_body(tx: &mut Tx, person: PersonId) -> Result<Option<BodyId>, DbError> {
    Ok(store::grants_of(tx, person)
        .await?
        .first()
        .map(|grant| grant.body))
}

/// A session on its way: the token for the cookie.
pub struct Entry(pub String);

/// The first step: address and passphrase.
///
/// # Errors
/// One answer for every wrong pair; another when an address has failed too often.
pub async fn enter_passphrase(app: &App, email: &str, passphrase: &str) -> Answer<Entry> {
    let wrong = || Refusal::field("email", "The email address or the passphrase is not right");
    let email = address(email).unwrap_or_else(|| email.trim().to_lowercase());
    let subject = hash_of(&email);
    wait_if_needed(app, subject, "email").await?;
    let mut tx = app.db.read("access.enter").await?;
    let person = store::person_by_email(&mut tx, &email)
        .await?
        .filter(|person| person.state == PersonState::Active);
    drop(tx);
    let matches = right(
        passphrase,
        person.as_ref().and_then(|person| person.passphrase.clone()),
    )
    .await;
    let Some(person) = person.filter(|_| matches) else {
        failed(app, subject, None).await?;
        return Err(wrong());
    };
    let who = Who {
        person: Some(person.id),
        ..Who::default()
    };
    let mut act = Act::begin(app, "session.passphrase", who).await?;
    let body = session_body(&mut act.tx, person.id).await?;
    act.belongs_to(body);
    let (session, token) = new_session(app, person.id, body, Stage::Code)?;
    store::add_session(&mut act.tx, &session).await?;
    act.log(Note::collected("session", hex::encode(&session.token_hash[..8])).with("stage", "code"))
        .await?;
    act.commit().await?;
    Ok(Entry(token))
}

/// The second step: the code. A code works once, and the session gets a new token.
///
/// # Errors
/// [`Refusal::Invalid`] on `code`.
pub async fn enter_code(app: &App, visitor: &Visitor, code: &str) -> Answer<Entry> {
    let subject = hash_of(&format!("code {}", visitor.person));
    wait_if_needed(app, subject, "code").await?;
    let who = Who {
        person: Some(visitor.person),
        ..Who::default()
    };
    let mut act = Act::begin(app, "session.begin", who).await?;
    let person = store::person_by_id(&mut act.tx, visitor.person).await?;
    let mut person = person
        .filter(|one| visitor.stage == Stage::Code && one.state == PersonState::Active)
        .ok_or(Refusal::NotFound)?;
    let Some(step) = fresh_step(app, &person, code)? else {
        drop(act);
        failed(app, subject, Some(person.id)).await?;
        return Err(Refusal::field(
            "code",
            "The code is not right, or has been used. Enter the code your app shows now",
        ));
    };
    person.totp_step = step;
    store::change_person(&mut act.tx, &person).await?;
    let now = act.now;
    store::end_session(&mut act.tx, visitor.token_hash, now).await?;
    let body = session_body(&mut act.tx, person.id).await?;
    act.belongs_to(body);
    let (session, token) = new_session(app, person.id, body, Stage::Full)?;
    store::add_session(&mut act.tx, &session).await?;
    store::forget_failures(&mut act.tx, subject).await?;
    store::forget_failures(&mut act.tx, hash_of(&person.email)).await?;
    act.log(Note::collected("session", hex::encode(&session.token_hash[..8])).with("stage", "full"))
        .await?;
    act.commit().await?;
    Ok(Entry(token))
}

fn fresh_step(app: &App, person: &Person, code: &str) -> Answer<Option<i64>> {
    let Some(secret) = open_codes(app, person)? else {
        return Ok(None);
    };
    // In the demonstration people sign in again and again within one step.
    let used = if app.config.demo { 0 } else { person.totp_step };
    Ok(step_of(app, &secret, code)?.filter(|step| *step > used))
}

async fn wait_if_needed(app: &App, subject: [u8; 32], field: &str) -> Answer<()> {
    let since = app.now().plus_minutes(-FAILURE_MINUTES);
    let mut tx = app.db.read("access.failures").await?;
    if store::failures_since(&mut tx, subject, since).await? >= MOST_FAILURES {
        return Err(Refusal::field(
            field,
            "There have been too many attempts. Wait 15 minutes and try again",
        ));
    }
    Ok(())
}

async fn failed(app: &App, subject: [u8; 32], person: Option<PersonId>) -> Answer<()> {
    let mut act = Act::begin(
        app,
        "session.refused",
        Who {
            person,
            ..Who::default()
        },
    )
    .await?;
    let id = FailureId::new(app.clock.as_ref(), app.chance.as_ref())?;
    let now = act.now;
    store::add_failure(&mut act.tx, id, subject, now).await?;
    act.log(Note::collected("sign_in_failure", id)).await?;
    act.commit().await
}

/// Ends the person's session.
///
/// # Errors
/// What the database says.
pub async fn sign_out(app: &App, actor: &Actor) -> Answer<()> {
    let mut act = actor.begin(app, "session.end").await?;
    let now = act.now;
    store::end_session(&mut act.tx, actor.session, now).await?;
    act.log(Note::altered("session", hex::encode(&actor.session[..8])))
        .await?;
    act.commit().await
}
