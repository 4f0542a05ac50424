//! Every statement about the records that somebody chose for a draw.

use crate::{
    draw::model::Chosen,
    params,
    platform::{
        db::{DbError, Row, Tx},
        ids::{DrawId, PersonId},
    },
};

/// The records that somebody chose for a draw, by place.
///
/// # Errors
/// What the database says.
pub async fn chosen(tx: &mut Tx, id: DrawId) -> Result<Vec<Chosen>, DbError> {
    let rows = tx
        .rows(
            "select record_id, ref, place, reason, chosen_at from chosen_record where draw_id = $1 order by place",
            params![id],
        )
        .await?;
    let chosen = |row: &Row| {
        Ok(Chosen {
            record: row.get("record_id")?,
            ref_: row.get("ref")?,
            place: row.get("place")?,
            reason: row.get("reason")?,
            chosen_at: row.get("chosen_at")?,
        })
    };
    rows.iter().map(chosen).collect()
}

/// Keeps a record that somebody chose.
///
/// # Errors
/// What the database says.
pub async fn add_chosen(tx: &mut Tx, id: DrawId, chosen: &Chosen, by: PersonId) -> Result<(), DbError> {
    tx.run(
        "insert into chosen_record (draw_id, record_id, ref, place, reason, chosen_by, chosen_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![
            id,
            chosen.record,
            &chosen.ref_,
            chosen.place,
            &chosen.reason,
            by,
            chosen.chosen_at
        ],
    )
    .await?;
    Ok(())
}

/// Takes a chosen record off a draw; false when none has this place.
///
/// # Errors
/// What the database says.
pub async fn remove_chosen(tx: &mut Tx, id: DrawId, place: i64) -> Result<bool, DbError> {
    let sql = "delete from chosen_record where draw_id = $1 and place = $2";
    Ok(tx.run(sql, params![id, place]).await? == 1)
}
