//! Somebody may hold roles in several bodies: those in which they may do something.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    access::{Action, Actor, Facts, Role, model::Body, policy, store},
    platform::{db::Tx, ids::BodyId, refusal::Answer},
};

/// The bodies in which a person's roles of the moment let them do this; the one they act for comes first.
///
/// # Errors
/// What the database says.
pub async fn bodies_where(tx: &mut Tx, actor: &Actor, action: Action) -> Answer<Vec<Body>> {
    let mut held: BTreeMap<BodyId, BTreeSet<Role>> = BTreeMap::new();
    for grant in store::grants_of(tx, actor.person).await? {
        held.entry(grant.body).or_default().insert(grant.role);
    }
    let mut bodies = Vec::new();
    for (body, roles) in held {
        if policy::permits(&roles, action, Facts::in_body()) {
            bodies.extend(store::body(tx, body).await?);
        }
    }
    bodies.sort_by_key(|body| body.id != actor.body);
    Ok(bodies)
}
