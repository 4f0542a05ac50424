//! The findings of a meeting as its report counts them: classes, votes and themes, nothing that was written about a case.

use super::model::Decision;
use crate::{
    finding::model::Polarity,
    params,
    platform::{
        db::{DbError, Row, Tx},
        ids::{DrawId, MeetingId},
    },
};

fn count(row: &Row, column: &str) -> Result<u64, DbError> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| DbError::inconsistent(column, "a count cannot be negative"))
}

/// The decisions of a meeting, in the order of its cases, each with the draw of its case: one that was listed again belongs to
/// an earlier draw.
///
/// # Errors
/// What the database says.
pub async fn decisions(tx: &mut Tx, meeting: MeetingId) -> Result<Vec<(DrawId, Decision)>, DbError> {
    let sql = "select c.draw_id, d.reference, c.label, c.ref, c.stratum, f.class, f.decision_mode, f.votes_for, \
               f.votes_against, f.abstained from finding f join panel_case c on c.id = f.case_id \
               join draw d on d.id = c.draw_id where f.meeting_id = $1 \
               order by d.reference, c.stratum, c.place";
    let read = |row: &Row| {
        let decision = Decision {
            reference: row.get("reference")?,
            label: row.get("label")?,
            ref_: row.get("ref")?,
            stratum: row.get("stratum")?,
            class: row.get("class")?,
            mode: row.get("decision_mode")?,
            for_: count(row, "votes_for")?,
            against: count(row, "votes_against")?,
            abstained: count(row, "abstained")?,
        };
        Ok((row.get("draw_id")?, decision))
    };
    tx.rows(sql, params![meeting]).await?.iter().map(read).collect()
}

/// Theme, polarity and the number of cases in which it was observed, most frequent first.
///
/// # Errors
/// What the database says.
pub async fn themes(tx: &mut Tx, meeting: MeetingId) -> Result<Vec<(String, Polarity, u64)>, DbError> {
    let sql = "select o.theme, o.polarity, count(distinct o.finding_id) as cases from observation o \
               join finding f on f.id = o.finding_id where f.meeting_id = $1 group by o.theme, o.polarity \
               order by cases desc, o.theme, o.polarity";
    let rows = tx.rows(sql, params![meeting]).await?;
    let read = |row: &Row| {
        let polarity: String = row.get("polarity")?;
        let polarity = polarity
            .parse()
            .map_err(|fault| DbError::inconsistent("observation polarity", fault))?;
        Ok((row.get("theme")?, polarity, count(row, "cases")?))
    };
    rows.iter().map(read).collect()
}

/// How many later facts were added to the meeting's findings.
///
/// # Errors
/// What the database says.
pub async fn supplements(tx: &mut Tx, meeting: MeetingId) -> Result<i64, DbError> {
    let sql = "select count(*) as many from supplement s join finding f on f.id = s.finding_id where f.meeting_id = $1";
    let row = tx.one(sql, params![meeting]).await?;
    row.map_or(Ok(0), |row| row.get("many"))
}
