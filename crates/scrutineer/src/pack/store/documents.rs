//! The rows of documents handed over.

use intake::{Form, Hold};

use crate::{
    pack::{
        document::{Document, DocumentState},
        handover::{Handover, Went},
    },
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{BodyId, CaseId, DocumentId, DrawId},
    },
};

fn read(row: &Row) -> Result<Document, DbError> {
    let id: DocumentId = row.get("id")?;
    let place = |what: &str| DbError::inconsistent(format!("document {id}"), what);
    let (form, hold): (String, Option<String>) = (row.get("form")?, row.get("hold")?);
    let form = Form::ALL.into_iter().find(|known| known.code() == form);
    let hold = hold.map(|hold| {
        let known = Hold::ALL.into_iter().find(|known| known.code() == hold);
        known.ok_or_else(|| place("a reason to hold that is not known"))
    });
    let (dropped, notes): (String, String) = (row.get("dropped")?, row.get("notes")?);
    Ok(Document {
        id,
        case: row.get("case_id")?,
        place: row.get("place")?,
        title: row.get("title")?,
        name: row.get("name")?,
        form: form.ok_or_else(|| place("a form that is not known"))?,
        bytes: row.get("bytes")?,
        hash: row.get("hash")?,
        text: row.get("text")?,
        dropped: serde_json::from_str(&dropped).map_err(|_| place("no list of what was left out"))?,
        notes: serde_json::from_str(&notes).map_err(|_| place("no list of notes"))?,
        state: row.parse::<DocumentState>("state")?,
        hold: hold.transpose()?,
        used_in: row.get("used_in")?,
        original: row.get("original")?,
        picture: row.get("picture")?,
        added_by: row.get("added_by")?,
        added_at: row.get("added_at")?,
        settled_by: row.get("settled_by")?,
        settled_at: row.get("settled_at")?,
    })
}

/// Every document of a case, also those removed.
///
/// # Errors
/// What the database says, or a row that is no document.
pub async fn documents(tx: &mut Tx, case: CaseId) -> Result<Vec<Document>, DbError> {
    let sql = "select * from document where case_id = $1 order by place";
    tx.rows(sql, params![case]).await?.iter().map(read).collect()
}

/// One document.
///
/// # Errors
/// As [`documents`].
pub async fn document(tx: &mut Tx, id: DocumentId) -> Result<Option<Document>, DbError> {
    let sql = "select * from document where id = $1";
    tx.one(sql, params![id]).await?.as_ref().map(read).transpose()
}

/// Keeps a document as it now stands.
///
/// # Errors
/// What the database says.
pub async fn keep_document(tx: &mut Tx, document: &Document) -> Result<(), DbError> {
    let words = |fault| DbError::inconsistent("document", fault);
    let dropped = serde_json::to_string(&document.dropped).map_err(words)?;
    let notes = serde_json::to_string(&document.notes).map_err(words)?;
    tx.run(
        "insert into document (id, case_id, place, title, name, form, bytes, hash, text, dropped, notes, state, hold, \
         used_in, original, picture, added_by, added_at, settled_by, settled_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) \
         on conflict (id) do update set name = excluded.name, text = excluded.text, notes = excluded.notes, \
         state = excluded.state, used_in = excluded.used_in, settled_by = excluded.settled_by, \
         settled_at = excluded.settled_at",
        params![
            document.id,
            document.case,
            document.place,
            &document.title,
            &document.name,
            document.form.code(),
            document.bytes,
            document.hash,
            &document.text,
            dropped,
            notes,
            document.state.as_str(),
            document.hold.map(|hold| hold.code().to_owned()),
            document.used_in,
            document.original,
            document.picture,
            document.added_by,
            document.added_at,
            document.settled_by,
            document.settled_at
        ],
    )
    .await
    .map(drop)
}

/// Documents whose time is over, with the body they belong to: those of draws whose reading ended before `ended`, and those
/// handed over before it of draws that nobody reads yet.
///
/// # Errors
/// As [`documents`].
pub async fn overdue_documents(tx: &mut Tx, ended: Moment) -> Result<Vec<(Document, BodyId)>, DbError> {
    let sql = "select document.*, panel_case.body_id as body from document \
               join panel_case on panel_case.id = document.case_id join draw on draw.id = panel_case.draw_id \
               where document.state in ('read','held','confirmed') and \
               coalesce(draw.reading_closes_at, document.added_at) <= $1 order by document.id";
    let rows = tx.rows(sql, params![ended]).await?;
    rows.iter()
        .map(|row| Ok((read(row)?, row.get("body")?)))
        .collect()
}

/// When the next document falls due: the earliest end of reading, or handing over, of those that stand.
///
/// # Errors
/// What the database says.
pub async fn next_overdue(tx: &mut Tx) -> Result<Option<Moment>, DbError> {
    let sql = "select min(coalesce(draw.reading_closes_at, document.added_at)) as next from document \
               join panel_case on panel_case.id = document.case_id join draw on draw.id = panel_case.draw_id \
               where document.state in ('read','held','confirmed')";
    let row = tx.one(sql, vec![]).await?;
    row.map_or(Ok(None), |row| row.get("next"))
}

/// Forgets what went where, in draws whose time is over: names of files may be somebody's.
///
/// # Errors
/// What the database says.
pub async fn forget_handovers(tx: &mut Tx, ended: Moment) -> Result<(), DbError> {
    tx.run(
        "delete from handover where coalesce((select draw.reading_closes_at from draw where draw.id = handover.draw_id), \
         handover.at) <= $1",
        params![ended],
    )
    .await
    .map(drop)
}

/// Keeps what went where.
///
/// # Errors
/// What the database says.
pub async fn add_handover(tx: &mut Tx, handover: &Handover) -> Result<(), DbError> {
    let went =
        serde_json::to_string(&handover.went).map_err(|fault| DbError::inconsistent("handover", fault))?;
    tx.run(
        "insert into handover (id, draw_id, name, went, by_person, at) values ($1, $2, $3, $4, $5, $6)",
        params![
            handover.id,
            handover.draw,
            &handover.name,
            went,
            handover.by,
            handover.at
        ],
    )
    .await
    .map(drop)
}

/// The handovers of a draw, the newest first.
///
/// # Errors
/// What the database says, or a row that is none.
pub async fn handovers(tx: &mut Tx, draw: DrawId) -> Result<Vec<Handover>, DbError> {
    let sql = "select * from handover where draw_id = $1 order by at desc, id desc";
    let rows = tx.rows(sql, params![draw]).await?;
    rows.iter()
        .map(|row| {
            let went: String = row.get("went")?;
            let went: Vec<Went> =
                serde_json::from_str(&went).map_err(|fault| DbError::inconsistent("handover", fault))?;
            Ok(Handover {
                id: row.get("id")?,
                draw: row.get("draw_id")?,
                name: row.get("name")?,
                went,
                by: row.get("by_person")?,
                at: row.get("at")?,
            })
        })
        .collect()
}
