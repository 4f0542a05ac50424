//! Rows of findings, observations and supplements. They are added; the database refuses to change them.

use super::model::{Finding, Observation, Supplement};
use crate::{
    params,
    platform::{
        db::{DbError, Row, Tx},
        ids::{CaseId, FeedbackId, FindingId, MeetingId},
    },
};

fn read_finding(row: &Row) -> Result<Finding, DbError> {
    Ok(Finding {
        id: row.get("id")?,
        case: row.get("case_id")?,
        meeting: row.get("meeting_id")?,
        scale_id: row.get("scale_id")?,
        scale_version: row.get("scale_version")?,
        class: row.get("class")?,
        appropriate: row.get("appropriate")?,
        consistent: row.get("consistent")?,
        decision_mode: row.parse("decision_mode")?,
        votes_for: row.get("votes_for")?,
        votes_against: row.get("votes_against")?,
        abstained: row.get("abstained")?,
        reasons: row.get("reasons")?,
        quorum_words: row.get("quorum_words")?,
        recorded_by: row.get("recorded_by")?,
        recorded_at: row.get("recorded_at")?,
    })
}

/// Keeps a finding.
///
/// # Errors
/// [`DbError::Duplicate`] when the case has one in this meeting.
pub async fn add(tx: &mut Tx, one: &Finding) -> Result<(), DbError> {
    tx.run(
        "insert into finding (id, case_id, meeting_id, scale_id, scale_version, class, appropriate, consistent, \
         decision_mode, votes_for, votes_against, abstained, reasons, quorum_words, recorded_by, recorded_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        params![
            one.id,
            one.case,
            one.meeting,
            &one.scale_id,
            one.scale_version,
            &one.class,
            &one.appropriate,
            &one.consistent,
            one.decision_mode.as_str(),
            one.votes_for,
            one.votes_against,
            one.abstained,
            &one.reasons,
            &one.quorum_words,
            one.recorded_by,
            one.recorded_at
        ],
    )
    .await
    .map(drop)
}

/// Keeps one observation of a finding at its place on the form.
///
/// # Errors
/// What the database says.
pub async fn add_observation(tx: &mut Tx, one: &Observation, position: i64) -> Result<(), DbError> {
    tx.run(
        "insert into observation (id, finding_id, theme, polarity, severity, destination, note, position) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            one.id,
            one.finding,
            &one.theme,
            one.polarity.as_str(),
            &one.severity,
            &one.destination,
            &one.note,
            position
        ],
    )
    .await
    .map(drop)
}

/// Keeps a supplement.
///
/// # Errors
/// What the database says.
pub async fn add_supplement(tx: &mut Tx, one: &Supplement) -> Result<(), DbError> {
    tx.run(
        "insert into supplement (id, finding_id, note, added_by, added_at) values ($1, $2, $3, $4, $5)",
        params![one.id, one.finding, &one.note, one.added_by, one.added_at],
    )
    .await
    .map(drop)
}

/// A finding.
///
/// # Errors
/// What the database says, or a row that is no finding.
pub async fn finding(tx: &mut Tx, id: FindingId) -> Result<Option<Finding>, DbError> {
    let row = tx.one("select * from finding where id = $1", params![id]).await?;
    row.as_ref().map(read_finding).transpose()
}

/// The newest finding on a case: one listed again can have been found on before.
///
/// # Errors
/// As [`finding`].
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Option<Finding>, DbError> {
    let row = tx
        .one(
            "select * from finding where case_id = $1 order by recorded_at desc, id desc limit 1",
            params![case],
        )
        .await?;
    row.as_ref().map(read_finding).transpose()
}

/// The findings of a meeting, in the order they were recorded.
///
/// # Errors
/// As [`finding`].
pub async fn of_meeting(tx: &mut Tx, meeting: MeetingId) -> Result<Vec<Finding>, DbError> {
    let sql = "select * from finding where meeting_id = $1 order by recorded_at, id";
    tx.rows(sql, params![meeting])
        .await?
        .iter()
        .map(read_finding)
        .collect()
}

/// The observations of a finding, in the order of the form.
///
/// # Errors
/// What the database says.
pub async fn observations(tx: &mut Tx, finding: FindingId) -> Result<Vec<Observation>, DbError> {
    let sql = "select id, finding_id, theme, polarity, severity, destination, note from observation \
               where finding_id = $1 order by position";
    let read = |row: &Row| {
        Ok(Observation {
            id: row.get("id")?,
            finding: row.get("finding_id")?,
            theme: row.get("theme")?,
            polarity: row.parse("polarity")?,
            severity: row.get("severity")?,
            destination: row.get("destination")?,
            note: row.get("note")?,
        })
    };
    tx.rows(sql, params![finding]).await?.iter().map(read).collect()
}

/// The supplements of a finding, oldest first.
///
/// # Errors
/// What the database says.
pub async fn supplements(tx: &mut Tx, finding: FindingId) -> Result<Vec<Supplement>, DbError> {
    let sql = "select id, finding_id, note, added_by, added_at from supplement where finding_id = $1 order by added_at, id";
    let read = |row: &Row| {
        Ok(Supplement {
            id: row.get("id")?,
            finding: row.get("finding_id")?,
            note: row.get("note")?,
            added_by: row.get("added_by")?,
            added_at: row.get("added_at")?,
        })
    };
    tx.rows(sql, params![finding]).await?.iter().map(read).collect()
}

/// The messages for officers that follow from a finding, each with its stage. The table belongs to the feedback; asking it
/// here lets the finding's page say whether a message is still to be written.
///
/// # Errors
/// What the database says.
pub async fn feedback_on(tx: &mut Tx, finding: FindingId) -> Result<Vec<(FeedbackId, String)>, DbError> {
    let sql = "select id, stage from feedback_item where finding_id = $1 order by created_at, id";
    tx.rows(sql, params![finding])
        .await?
        .iter()
        .map(|row| Ok((row.get("id")?, row.get("stage")?)))
        .collect()
}
