//! Rows of what one meeting hands to the next: cases listed again, and where the feedback of earlier findings stands.

use crate::{
    meeting::model::{Again, FeedbackLine, Meeting, Unfinished, Why},
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{CaseId, FeedbackId, FindingId, MeetingId, PanelId},
    },
};

use super::read_meeting;

/// The panel's next meeting: the earliest that is planned and not open yet.
///
/// # Errors
/// What the database says.
pub async fn next_meeting(tx: &mut Tx, panel: PanelId) -> Result<Option<Meeting>, DbError> {
    let sql =
        "select * from meeting where panel_id = $1 and state = 'planned' order by starts_at, id limit 1";
    tx.one(sql, params![panel])
        .await?
        .as_ref()
        .map(read_meeting)
        .transpose()
}

/// Every case that was on the agenda of a closed meeting of the panel and has not been listed again since, in the order of
/// the meetings, with how far it came in that meeting. Those the panel has concluded are among them: which class ends a case
/// is a matter of its scale.
///
/// # Errors
/// What the database says.
pub async fn left_by_meetings(tx: &mut Tx, panel: PanelId) -> Result<Vec<Unfinished>, DbError> {
    let rows = tx
        .rows(
            "select a.case_id, a.meeting_id, o.case_id as opened, f.class, t.scale_id, t.scale_version from ( \
               select c.id as case_id, m.id as meeting_id from panel_case c join meeting m on m.draw_id = c.draw_id \
               union all select l.case_id, l.meeting_id from listed_again l) a \
             join meeting m on m.id = a.meeting_id join panel_case c on c.id = a.case_id \
             join terms t on t.id = m.terms_id \
             left join opened_case o on o.case_id = a.case_id and o.meeting_id = a.meeting_id \
             left join finding f on f.case_id = a.case_id and f.meeting_id = a.meeting_id \
             where m.panel_id = $1 and m.state = 'closed' and c.standing = 'drawn' and not exists ( \
               select 1 from listed_again n where n.case_id = a.case_id and n.from_meeting = a.meeting_id) \
             order by m.starts_at, m.id, c.stratum, c.place, c.id",
            params![panel],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Unfinished {
            case: row.get("case_id")?,
            meeting: row.get("meeting_id")?,
            opened: row.get::<Option<CaseId>>("opened")?.is_some(),
            class: row.get("class")?,
            scale: (row.get("scale_id")?, row.get("scale_version")?),
        })
    };
    rows.iter().map(read).collect()
}

/// Puts a case that an earlier meeting left on the agenda of a meeting to come.
///
/// # Errors
/// [`DbError::Duplicate`] when it is on it, or was handed on from that meeting before.
pub async fn list_again(
    tx: &mut Tx,
    left: &Unfinished,
    meeting: MeetingId,
    why: Why,
    now: Moment,
) -> Result<(), DbError> {
    tx.run(
        "insert into listed_again (case_id, meeting_id, from_meeting, why, listed_at) values ($1, $2, $3, $4, $5)",
        params![left.case, meeting, left.meeting, why.as_str(), now],
    )
    .await
    .map(drop)
}

/// The cases a meeting has on its agenda again, by the meetings they come from.
///
/// # Errors
/// What the database says.
pub async fn listed_again(tx: &mut Tx, meeting: MeetingId) -> Result<Vec<(CaseId, Again)>, DbError> {
    let rows = tx
        .rows(
            "select l.case_id, l.why, b.held_on, d.reference from listed_again l join meeting b on b.id = l.from_meeting \
             join panel_case c on c.id = l.case_id join draw d on d.id = c.draw_id \
             where l.meeting_id = $1 and c.standing = 'drawn' \
             order by b.starts_at, d.reference, c.stratum, c.place, c.id",
            params![meeting],
        )
        .await?;
    let read = |row: &Row| {
        let again = Again {
            why: row.parse("why")?,
            from: row.parse("held_on")?,
            reference: row.get("reference")?,
        };
        Ok((row.get("case_id")?, again))
    };
    rows.iter().map(read).collect()
}

/// What has happened by the end of a meeting; while it is not closed, all that has.
fn until(meeting: &Meeting) -> Moment {
    meeting.closed_at.unwrap_or(Moment(i64::MAX))
}

/// Whether an earlier meeting than this one opened the case.
///
/// # Errors
/// What the database says.
pub async fn opened_before(tx: &mut Tx, case: CaseId, meeting: &Meeting) -> Result<bool, DbError> {
    let sql = "select 1 as there from opened_case where case_id = $1 and meeting_id <> $2 and opened_at < $3 limit 1";
    let row = tx.one(sql, params![case, meeting.id, until(meeting)]).await?;
    Ok(row.is_some())
}

/// What the panel found on a case in meetings before this one, oldest first: the day and the finding. The table belongs to
/// the finding; asking it here lets a case that comes back show what was said.
///
/// # Errors
/// What the database says.
pub async fn found_before(
    tx: &mut Tx,
    case: CaseId,
    meeting: &Meeting,
) -> Result<Vec<(jiff::civil::Date, FindingId)>, DbError> {
    let sql = "select b.held_on, f.id from finding f join meeting b on b.id = f.meeting_id \
               where f.case_id = $1 and b.id <> $2 and f.recorded_at < $3 order by f.recorded_at, f.id";
    tx.rows(sql, params![case, meeting.id, until(meeting)])
        .await?
        .iter()
        .map(|row| Ok((row.parse("held_on")?, row.get("id")?)))
        .collect()
}

/// The feedback from findings of the panel's earlier meetings as it stood at an instant, in the order it was recorded:
/// each message at the last stage it had reached. The tables belong to the feedback; asking them here puts the last
/// meeting's messages on the next agenda. What a message says is not asked for.
///
/// # Errors
/// What the database says.
pub async fn feedback_at(tx: &mut Tx, meeting: &Meeting, at: Moment) -> Result<Vec<FeedbackLine>, DbError> {
    let sql = "select i.id, i.kind, f.case_id, c.label, d.reference, e.stage, e.at from feedback_item i \
               join finding f on f.id = i.finding_id join meeting b on b.id = f.meeting_id \
               join panel_case c on c.id = f.case_id join draw d on d.id = c.draw_id \
               join feedback_event e on e.item_id = i.id \
               where i.panel_id = $1 and b.id <> $2 and b.starts_at < $3 and e.at <= $4 \
               order by i.created_at, i.id, e.at, e.id";
    let mut lines: Vec<FeedbackLine> = Vec::new();
    for row in tx
        .rows(sql, params![meeting.panel, meeting.id, meeting.starts_at, at])
        .await?
    {
        let item: FeedbackId = row.get("id")?;
        let (stage, since): (String, Moment) = (row.get("stage")?, row.get("at")?);
        match lines.last_mut().filter(|line| line.item == item) {
            Some(line) => (line.stage, line.since) = (stage, since),
            None => lines.push(FeedbackLine {
                item,
                case: row.get("case_id")?,
                case_name: format!(
                    "{}/{}",
                    row.get::<String>("reference")?,
                    row.get::<String>("label")?
                ),
                kind: row.get("kind")?,
                stage,
                since,
            }),
        }
    }
    Ok(lines)
}

/// When the panel's last meeting before this one was closed; nothing when there was none.
///
/// # Errors
/// What the database says.
pub async fn last_closed(tx: &mut Tx, meeting: &Meeting) -> Result<Option<Moment>, DbError> {
    let sql = "select max(closed_at) as at from meeting \
               where panel_id = $1 and id <> $2 and starts_at < $3 and state = 'closed'";
    let row = tx
        .one(sql, params![meeting.panel, meeting.id, meeting.starts_at])
        .await?;
    row.map_or(Ok(None), |row| row.get("at"))
}
