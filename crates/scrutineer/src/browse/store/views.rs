//! Saved views.

use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{BodyId, PersonId, ViewId},
    },
};

/// A list somebody wants to find again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its id.
    pub id: ViewId,
    /// Whose register it is of.
    pub body: BodyId,
    /// Who saved it.
    pub person: PersonId,
    /// Their name.
    pub saver: String,
    /// Id of the kind.
    pub kind: String,
    /// What they call it.
    pub name: String,
    /// Whether everybody of the body who may browse finds it.
    pub shared: bool,
    /// Its address: codes alone.
    pub address: String,
}

fn to_view(row: &Row) -> Result<SavedView, DbError> {
    Ok(SavedView {
        id: row.get("id")?,
        body: row.get("body_id")?,
        person: row.get("person_id")?,
        saver: row.get("saver")?,
        kind: row.get("kind")?,
        name: row.get("name")?,
        shared: row.get("shared")?,
        address: row.get("address")?,
    })
}

/// Keeps a view.
///
/// # Errors
/// What the database says.
pub async fn add_view(tx: &mut Tx, view: &SavedView, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into saved_view (id, body_id, person_id, kind, name, shared, address, saved_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            view.id,
            view.body,
            view.person,
            &view.kind,
            &view.name,
            view.shared,
            &view.address,
            now
        ],
    )
    .await
    .map(drop)
}

/// The views a person finds in a body: their own and those shared, by name.
///
/// # Errors
/// What the database says.
pub async fn views(tx: &mut Tx, body: BodyId, person: PersonId) -> Result<Vec<SavedView>, DbError> {
    let rows = tx
        .rows(
            "select v.id, v.body_id, v.person_id, p.name as saver, v.kind, v.name, v.shared, v.address from saved_view v \
             join person p on p.id = v.person_id where v.body_id = $1 and (v.shared or v.person_id = $2) \
             order by v.name, v.id",
            params![body, person],
        )
        .await?;
    rows.iter().map(to_view).collect()
}

/// A view.
///
/// # Errors
/// What the database says.
pub async fn view(tx: &mut Tx, id: ViewId) -> Result<Option<SavedView>, DbError> {
    let row = tx
        .one(
            "select v.id, v.body_id, v.person_id, p.name as saver, v.kind, v.name, v.shared, v.address from saved_view v \
             join person p on p.id = v.person_id where v.id = $1",
            params![id],
        )
        .await?;
    row.as_ref().map(to_view).transpose()
}

/// Deletes a view.
///
/// # Errors
/// What the database says.
pub async fn delete_view(tx: &mut Tx, id: ViewId) -> Result<(), DbError> {
    tx.run("delete from saved_view where id = $1", params![id])
        .await
        .map(drop)
}
