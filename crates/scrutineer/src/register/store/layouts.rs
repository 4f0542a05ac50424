//! Every statement about layouts, and which one an upload is read by.

use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{BodyId, LayoutId, PersonId, UploadId},
    },
    register::{
        layout::{Layout, Plan},
        model::Preview,
    },
};

/// Keeps a layout.
///
/// # Errors
/// What the database says.
pub async fn add_layout(tx: &mut Tx, layout: &Layout, by: PersonId, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into layout (id, body_id, kind, force, since, plan, made_by, made_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            layout.id,
            layout.body,
            &layout.kind,
            &layout.force,
            layout.since.to_string(),
            super::to_json(&layout.plan)?,
            by,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Changes what a layout does with a file.
///
/// # Errors
/// What the database says.
pub async fn set_plan(tx: &mut Tx, layout: LayoutId, plan: &Plan) -> Result<(), DbError> {
    tx.run(
        "update layout set plan = $2 where id = $1",
        params![layout, super::to_json(plan)?],
    )
    .await?;
    Ok(())
}

/// Whether a batch was read by a layout.
///
/// # Errors
/// What the database says.
pub async fn loaded_by(tx: &mut Tx, layout: LayoutId) -> Result<bool, DbError> {
    let row = tx
        .one(
            "select 1 as one from batch where profile = $1",
            params![layout.to_string()],
        )
        .await?;
    Ok(row.is_some())
}

/// A layout.
///
/// # Errors
/// What the database says.
pub async fn layout(tx: &mut Tx, id: LayoutId) -> Result<Option<Layout>, DbError> {
    let row = tx
        .one(
            "select id, body_id, kind, force, since, plan from layout where id = $1",
            params![id],
        )
        .await?;
    row.as_ref().map(to_layout).transpose()
}

/// The layouts of a body by kind and force, the newest of each first.
///
/// # Errors
/// What the database says.
pub async fn layouts(tx: &mut Tx, body: BodyId) -> Result<Vec<Layout>, DbError> {
    let rows = tx
        .rows(
            "select id, body_id, kind, force, since, plan from layout where body_id = $1 \
             order by kind, force, since desc, made_at desc",
            params![body],
        )
        .await?;
    rows.iter().map(to_layout).collect()
}

fn to_layout(row: &Row) -> Result<Layout, DbError> {
    let id: LayoutId = row.get("id")?;
    let plan: String = row.get("plan")?;
    Ok(Layout {
        id,
        body: row.get("body_id")?,
        kind: row.get("kind")?,
        force: row.get("force")?,
        since: row.parse("since")?,
        plan: serde_json::from_str(&plan)
            .map_err(|error| DbError::inconsistent(format!("layout {id} plan"), error))?,
    })
}

/// Has an upload that waits read by a layout, with what it comes to then.
///
/// # Errors
/// What the database says.
pub async fn lay_out_upload(
    tx: &mut Tx,
    upload: UploadId,
    layout: LayoutId,
    preview: &Preview,
) -> Result<bool, DbError> {
    let touched = tx
        .run(
            "update upload set profile = $2, preview = $3 where id = $1 and fate is null",
            params![upload, layout.to_string(), super::to_json(preview)?],
        )
        .await?;
    Ok(touched == 1)
}
