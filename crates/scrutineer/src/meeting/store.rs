//! Rows of meetings, attendance and opened cases.

mod listing;

pub use listing::{
    feedback_at, found_before, last_closed, left_by_meetings, list_again, listed_again, next_meeting,
    opened_before,
};

use super::model::{Attendance, Meeting, Opened, Sitting};
use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{CaseId, DrawId, FindingId, MeetingId, PanelId, PersonId, SeatId},
    },
};

fn read_meeting(row: &Row) -> Result<Meeting, DbError> {
    Ok(Meeting {
        id: row.get("id")?,
        body: row.get("body_id")?,
        panel: row.get("panel_id")?,
        draw: row.get("draw_id")?,
        terms: row.get("terms_id")?,
        held_on: row.parse("held_on")?,
        starts_at: row.get("starts_at")?,
        place: row.get("place")?,
        state: row.parse("state")?,
        opened_at: row.get("opened_at")?,
        closed_at: row.get("closed_at")?,
    })
}

/// Keeps a planned meeting.
///
/// # Errors
/// [`DbError::Duplicate`] when the draw has a meeting already.
pub async fn add_meeting(tx: &mut Tx, meeting: &Meeting, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into meeting (id, body_id, panel_id, draw_id, terms_id, held_on, starts_at, place, state, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            meeting.id,
            meeting.body,
            meeting.panel,
            meeting.draw,
            meeting.terms,
            meeting.held_on.to_string(),
            meeting.starts_at,
            &meeting.place,
            meeting.state.as_str(),
            now
        ],
    )
    .await
    .map(drop)
}

/// A meeting.
///
/// # Errors
/// What the database says, or a row that is no meeting.
pub async fn meeting(tx: &mut Tx, id: MeetingId) -> Result<Option<Meeting>, DbError> {
    let row = tx.one("select * from meeting where id = $1", params![id]).await?;
    row.as_ref().map(read_meeting).transpose()
}

/// The meeting on the cases of a draw, if one is planned.
///
/// # Errors
/// As [`meeting`].
pub async fn meeting_of_draw(tx: &mut Tx, draw: DrawId) -> Result<Option<Meeting>, DbError> {
    let row = tx
        .one("select * from meeting where draw_id = $1", params![draw])
        .await?;
    row.as_ref().map(read_meeting).transpose()
}

/// The meetings of a panel, latest first.
///
/// # Errors
/// As [`meeting`].
pub async fn meetings_of(tx: &mut Tx, panel: PanelId) -> Result<Vec<Meeting>, DbError> {
    let sql = "select * from meeting where panel_id = $1 order by starts_at desc, id desc";
    tx.rows(sql, params![panel])
        .await?
        .iter()
        .map(read_meeting)
        .collect()
}

/// Writes that a planned meeting is open. Whether it was planned.
///
/// # Errors
/// What the database says.
pub async fn open(tx: &mut Tx, meeting: &Meeting, by: PersonId) -> Result<bool, DbError> {
    let sql = "update meeting set state = 'open', opened_by = $2, opened_at = $3 where id = $1 and state = 'planned'";
    Ok(tx.run(sql, params![meeting.id, by, meeting.opened_at]).await? == 1)
}

/// Writes that an open meeting is closed. Whether it was open.
///
/// # Errors
/// What the database says.
pub async fn close(tx: &mut Tx, meeting: &Meeting, by: PersonId) -> Result<bool, DbError> {
    let sql = "update meeting set state = 'closed', closed_by = $2, closed_at = $3 where id = $1 and state = 'open'";
    Ok(tx.run(sql, params![meeting.id, by, meeting.closed_at]).await? == 1)
}

/// Gives every seat of the panel its place in the meeting; those that have one keep it.
///
/// # Errors
/// What the database says.
pub async fn expect_seats(tx: &mut Tx, meeting: &Meeting, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into attendance (meeting_id, seat_id, status, recorded_at) \
         select m.id, s.id, 'expected', $2 from meeting m join seat s on s.panel_id = m.panel_id \
         where m.id = $1 and s.ended_at is null on conflict (meeting_id, seat_id) do nothing",
        params![meeting.id, now],
    )
    .await
    .map(drop)
}

/// Records one seat's attendance in place of what was recorded.
///
/// # Errors
/// What the database says.
pub async fn record(
    tx: &mut Tx,
    meeting: MeetingId,
    one: &Attendance,
    by: PersonId,
    now: Moment,
) -> Result<(), DbError> {
    tx.run(
        "insert into attendance (meeting_id, seat_id, status, person_id, recorded_by, recorded_at) \
         values ($1, $2, $3, $4, $5, $6) on conflict (meeting_id, seat_id) do update \
         set status = $3, person_id = $4, recorded_by = $5, recorded_at = $6",
        params![meeting, one.seat, one.status.as_str(), one.person, by, now],
    )
    .await
    .map(drop)
}

/// What is recorded of each seat, in the order of the seats.
///
/// # Errors
/// What the database says.
pub async fn attendance(tx: &mut Tx, meeting: MeetingId) -> Result<Vec<Attendance>, DbError> {
    Ok(sittings(tx, meeting)
        .await?
        .into_iter()
        .map(|one| one.attendance)
        .collect())
}

/// The seats of a meeting with who sits in them, in the order the seats were made. A seat that ended before anything was
/// recorded of it is left out.
///
/// # Errors
/// What the database says.
pub async fn sittings(tx: &mut Tx, meeting: MeetingId) -> Result<Vec<Sitting>, DbError> {
    let rows = tx
        .rows(
            "select a.seat_id, a.status, a.person_id, s.title, s.voting, o.name as organisation, o.sector, \
             p.name, h.name as holder from attendance a \
             join seat s on s.id = a.seat_id join organisation o on o.id = s.organisation_id \
             left join person p on p.id = a.person_id left join person h on h.id = s.holder_id \
             where a.meeting_id = $1 and (s.ended_at is null or a.status <> 'expected') \
             order by s.created_at, s.id",
            params![meeting],
        )
        .await?;
    let read = |row: &Row| {
        let seat: SeatId = row.get("seat_id")?;
        Ok(Sitting {
            attendance: Attendance {
                seat,
                status: row.parse("status")?,
                person: row.get("person_id")?,
            },
            title: row.get("title")?,
            organisation: row.get("organisation")?,
            sector: row.parse("sector")?,
            voting: row.get("voting")?,
            name: row.get("name")?,
            holder: row.get("holder")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Writes that a case is opened in a meeting: its sealed classes are open from now on.
///
/// # Errors
/// [`DbError::Duplicate`] when it was opened in this meeting before.
pub async fn open_case(
    tx: &mut Tx,
    case: CaseId,
    meeting: MeetingId,
    by: PersonId,
    now: Moment,
) -> Result<(), DbError> {
    tx.run(
        "insert into opened_case (case_id, meeting_id, opened_by, opened_at, discussion) values ($1, $2, $3, $4, '')",
        params![case, meeting, by, now],
    )
    .await
    .map(drop)
}

/// Whether, when and by whom a case was opened in a meeting.
///
/// # Errors
/// What the database says.
pub async fn opened(tx: &mut Tx, case: CaseId, meeting: MeetingId) -> Result<Option<Opened>, DbError> {
    let sql =
        "select opened_at, opened_by, discussion from opened_case where case_id = $1 and meeting_id = $2";
    let row = tx.one(sql, params![case, meeting]).await?;
    row.map(|row| {
        Ok(Opened {
            at: row.get("opened_at")?,
            by: row.get("opened_by")?,
            discussion: row.get("discussion")?,
        })
    })
    .transpose()
}

/// The cases opened in a meeting, in the order they were opened.
///
/// # Errors
/// What the database says.
pub async fn opened_in(tx: &mut Tx, meeting: MeetingId) -> Result<Vec<CaseId>, DbError> {
    let sql = "select case_id from opened_case where meeting_id = $1 order by opened_at, case_id";
    tx.rows(sql, params![meeting])
        .await?
        .iter()
        .map(|row| row.get("case_id"))
        .collect()
}

/// Writes what was said of an opened case, in place of what was written.
///
/// # Errors
/// What the database says.
pub async fn discuss(tx: &mut Tx, case: CaseId, meeting: MeetingId, discussion: &str) -> Result<(), DbError> {
    let sql = "update opened_case set discussion = $3 where case_id = $1 and meeting_id = $2";
    tx.run(sql, params![case, meeting, discussion]).await.map(drop)
}

/// Everybody who has declared an interest in a case on the meeting's agenda.
///
/// # Errors
/// What the database says.
pub async fn interests(tx: &mut Tx, meeting: &Meeting) -> Result<Vec<(CaseId, PersonId)>, DbError> {
    let sql = "select d.case_id, d.person_id from declaration d join panel_case c on c.id = d.case_id \
               where c.draw_id = $1 or exists ( \
               select 1 from listed_again l where l.case_id = c.id and l.meeting_id = $2)";
    tx.rows(sql, params![meeting.draw, meeting.id])
        .await?
        .iter()
        .map(|row| Ok((row.get("case_id")?, row.get("person_id")?)))
        .collect()
}

/// The cases of a meeting on which the panel has found. The table belongs to the finding; asking it here lets the agenda
/// say how far the meeting has come.
///
/// # Errors
/// What the database says.
pub async fn found_in(tx: &mut Tx, meeting: MeetingId) -> Result<Vec<(CaseId, FindingId)>, DbError> {
    let sql = "select case_id, id from finding where meeting_id = $1";
    tx.rows(sql, params![meeting])
        .await?
        .iter()
        .map(|row| Ok((row.get("case_id")?, row.get("id")?)))
        .collect()
}
