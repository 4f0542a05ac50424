//! Rows of feedback items and their steps.

use super::model::{Event, Item, Subject, Tracked};
use crate::{
    params,
    platform::{
        db::{DbError, Row, Tx},
        ids::{BodyId, FeedbackId, FindingId},
    },
};

fn case_name(row: &Row) -> Result<String, DbError> {
    let (reference, label): (String, String) = (row.get("reference")?, row.get("label")?);
    Ok(format!("{reference}/{label}"))
}

/// The finding a message is to follow from.
///
/// # Errors
/// What the database says.
pub async fn subject(tx: &mut Tx, finding: FindingId) -> Result<Option<Subject>, DbError> {
    let row = tx
        .one(
            "select f.id, f.case_id, f.meeting_id, f.class, f.scale_id, c.body_id, c.panel_id, c.label, d.reference, \
             p.name as panel_name from finding f join panel_case c on c.id = f.case_id join draw d on d.id = c.draw_id \
             join panel p on p.id = c.panel_id where f.id = $1",
            params![finding],
        )
        .await?;
    row.map(|row| {
        Ok(Subject {
            finding: row.get("id")?,
            case: row.get("case_id")?,
            meeting: row.get("meeting_id")?,
            body: row.get("body_id")?,
            panel: row.get("panel_id")?,
            panel_name: row.get("panel_name")?,
            case_name: case_name(&row)?,
            class: row.get("class")?,
            scale_id: row.get("scale_id")?,
        })
    })
    .transpose()
}

fn tracked(row: &Row) -> Result<Tracked, DbError> {
    let response: Option<String> = row.get("response")?;
    let id: FeedbackId = row.get("id")?;
    let response = response
        .map(|code| {
            code.parse()
                .map_err(|_| DbError::inconsistent(format!("feedback_item {id}"), code))
        })
        .transpose()?;
    Ok(Tracked {
        item: Item {
            id,
            body: row.get("body_id")?,
            panel: row.get("panel_id")?,
            finding: row.get("finding_id")?,
            kind: row.parse("kind")?,
            message: row.get("message")?,
            stage: row.parse("stage")?,
            response,
            owner: row.get("owner_id")?,
            due_on: row.parse("due_on")?,
            created_at: row.get("created_at")?,
        },
        case_name: case_name(row)?,
        panel_name: row.get("panel_name")?,
        owner_name: row.get("owner_name")?,
    })
}

/// Keeps a new item.
///
/// # Errors
/// What the database says.
pub async fn add_item(tx: &mut Tx, item: &Item) -> Result<(), DbError> {
    tx.run(
        "insert into feedback_item (id, body_id, panel_id, finding_id, kind, message, stage, response, owner_id, due_on, \
         created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            item.id,
            item.body,
            item.panel,
            item.finding,
            item.kind.as_str(),
            &item.message,
            item.stage.as_str(),
            item.response.map(|response| response.as_str()),
            item.owner,
            item.due_on.to_string(),
            item.created_at
        ],
    )
    .await
    .map(drop)
}

/// Writes how far an item has come.
///
/// # Errors
/// What the database says.
pub async fn change_item(tx: &mut Tx, item: &Item) -> Result<(), DbError> {
    tx.run(
        "update feedback_item set stage = $2, response = $3, owner_id = $4 where id = $1",
        params![
            item.id,
            item.stage.as_str(),
            item.response.map(|response| response.as_str()),
            item.owner
        ],
    )
    .await
    .map(drop)
}

/// Keeps a step.
///
/// # Errors
/// What the database says.
pub async fn add_event(tx: &mut Tx, event: &Event) -> Result<(), DbError> {
    tx.run(
        "insert into feedback_event (id, item_id, stage, note, by_person, at) values ($1, $2, $3, $4, $5, $6)",
        params![event.id, event.item, event.stage.as_str(), &event.note, event.by, event.at],
    )
    .await
    .map(drop)
}

/// An item.
///
/// # Errors
/// What the database says, or a row that is no item.
pub async fn item(tx: &mut Tx, id: FeedbackId) -> Result<Option<Tracked>, DbError> {
    let sql = "select i.*, c.label, d.reference, p.name as panel_name, o.name as owner_name from feedback_item i \
               join finding f on f.id = i.finding_id join panel_case c on c.id = f.case_id \
               join draw d on d.id = c.draw_id join panel p on p.id = i.panel_id left join person o on o.id = i.owner_id \
               where i.id = $1";
    tx.one(sql, params![id]).await?.as_ref().map(tracked).transpose()
}

/// Every item of a body, the longest due first.
///
/// # Errors
/// As [`item`].
pub async fn items(tx: &mut Tx, body: BodyId) -> Result<Vec<Tracked>, DbError> {
    let sql = "select i.*, c.label, d.reference, p.name as panel_name, o.name as owner_name from feedback_item i \
               join finding f on f.id = i.finding_id join panel_case c on c.id = f.case_id \
               join draw d on d.id = c.draw_id join panel p on p.id = i.panel_id left join person o on o.id = i.owner_id \
               where i.body_id = $1 order by i.due_on, i.created_at, i.id";
    tx.rows(sql, params![body]).await?.iter().map(tracked).collect()
}

/// The steps of an item in order, each with the name of whoever took it.
///
/// # Errors
/// What the database says.
pub async fn events(tx: &mut Tx, item: FeedbackId) -> Result<Vec<(Event, String)>, DbError> {
    let sql = "select e.id, e.item_id, e.stage, e.note, e.by_person, e.at, p.name from feedback_event e \
               join person p on p.id = e.by_person where e.item_id = $1 order by e.at, e.id";
    let read = |row: &Row| {
        let event = Event {
            id: row.get("id")?,
            item: row.get("item_id")?,
            stage: row.parse("stage")?,
            note: row.get("note")?,
            by: row.get("by_person")?,
            at: row.get("at")?,
        };
        Ok((event, row.get("name")?))
    };
    tx.rows(sql, params![item]).await?.iter().map(read).collect()
}
