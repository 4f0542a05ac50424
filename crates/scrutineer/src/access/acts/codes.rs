//! One-time codes: RFC 6238 with 6 digits, 30 seconds, one step of grace either way. Their secret is sealed with the
//! person's id, so that the database alone gives none away and a secret copied to another row opens for nobody.

use totp_rs::{Builder, Secret, Totp};

use crate::{
    access::{actor::Visitor, model::Person, store},
    platform::{
        app::App,
        ids::PersonId,
        refusal::{Answer, Refusal},
        vault::Sealed,
    },
};

/// What a sealed secret says that it is, and whose.
fn owner(person: PersonId) -> String {
    format!("one-time codes of person {person}")
}

/// Seals the secret of somebody's codes.
///
/// # Errors
/// No randomness.
pub fn seal_codes(app: &App, person: PersonId, secret: &[u8]) -> Answer<Sealed> {
    Ok(app.vault.seal(&owner(person), secret, app.chance.as_ref())?)
}

/// The secret of somebody's codes; nothing before they have set them up.
///
/// # Errors
/// [`Refusal::Unavailable`] for a secret that was sealed for somebody else, with another key, or changed since.
pub fn open_codes(app: &App, person: &Person) -> Answer<Option<Vec<u8>>> {
    let sealed = person.totp_secret.as_ref();
    Ok(sealed
        .map(|sealed| app.vault.open(&owner(person.id), sealed))
        .transpose()?)
}

/// The time step whose code this is, now or a step to either side; nothing for a code that is not right.
pub(super) fn step_of(app: &App, secret: &[u8], code: &str) -> Answer<Option<i64>> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let step = codes(secret)?.check(&digits, seconds(app));
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn codes(secret: &[u8]) -> Answer<Totp> {
    Builder::new()
        .with_secret(Secret::from(secret))
        .build()
        .map_err(|_| Refusal::Unavailable("the code secret cannot be used".to_owned()))
}

fn seconds(app: &App) -> u64 {
    u64::try_from(app.now().0 / 1_000_000).unwrap_or_default()
}

/// The code that is valid now: shown on the page in the demonstration, and used by nothing else.
///
/// # Errors
/// A secret that cannot be used.
pub fn code_now(app: &App, secret: &[u8]) -> Answer<String> {
    Ok(codes(secret)?.generate(seconds(app)).to_string())
}

/// The code of the person who is signing in, for the demonstration's page.
///
/// # Errors
/// What the database says; a secret that does not open.
pub async fn demo_code(app: &App, visitor: &Visitor) -> Answer<Option<String>> {
    let mut tx = app.db.read("access.demo_code").await?;
    let Some(person) = store::person_by_id(&mut tx, visitor.person).await? else {
        return Ok(None);
    };
    let secret = open_codes(app, &person)?;
    secret.map(|secret| code_now(app, &secret)).transpose()
}

/// A code secret in the letters people type into an app.
#[must_use]
pub fn base32(secret: &[u8]) -> String {
    Secret::from(secret).to_base32()
}
