//! Somebody signed in for a benchmark.

use scrutineer::{
    access::{
        Actor,
        gate::hash_of,
        model::{Session, Stage},
        store,
    },
    platform::app::App,
};

use crate::house::Outcome;

/// The token of their session, as their cookie holds it.
pub const SESSION: &str = "a-session-of-the-benchmark";

/// Signs somebody in.
pub async fn sign_in(app: &App, actor: &Actor) -> Outcome<()> {
    let session = Session {
        token_hash: hash_of(SESSION),
        person: actor.person,
        body: Some(actor.body),
        stage: Stage::Full,
        csrf: "token".into(),
        created_at: app.now(),
        seen_at: app.now(),
    };
    let mut tx = app.db.write("bench.session").await?;
    store::add_session(&mut tx, &session).await?;
    tx.commit().await?;
    Ok(())
}
