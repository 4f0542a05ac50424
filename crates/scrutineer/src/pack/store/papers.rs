//! The rows of how papers are handled, of cases that stand out, and of the work that preparing took.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    pack::{crowd::StandsOut, papers::Rules},
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{CaseId, DrawId, PanelId, PersonId},
    },
};

/// How the papers of a panel are handled.
///
/// # Errors
/// What the database says.
pub async fn rules(tx: &mut Tx, panel: PanelId) -> Result<Rules, DbError> {
    let sql = "select access_days, least, least_children, offline, offline_days from paper_rules where panel_id = $1";
    let Some(row) = tx.one(sql, params![panel]).await? else {
        return Ok(Rules::default());
    };
    Ok(Rules {
        access_days: row.get("access_days")?,
        least: row.get("least")?,
        least_children: row.get("least_children")?,
        offline: row.get("offline")?,
        offline_days: row.get("offline_days")?,
    })
}

/// Keeps how the papers of a panel are handled.
///
/// # Errors
/// What the database says.
pub async fn keep_rules(
    tx: &mut Tx,
    panel: PanelId,
    rules: &Rules,
    (by, at): (PersonId, Moment),
) -> Result<(), DbError> {
    tx.run(
        "insert into paper_rules (panel_id, access_days, least, least_children, offline, offline_days, changed_by, changed_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (panel_id) do update set access_days = excluded.access_days, \
         least = excluded.least, least_children = excluded.least_children, \
         offline = excluded.offline, offline_days = excluded.offline_days, \
         changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        params![
            panel,
            rules.access_days,
            rules.least,
            rules.least_children,
            rules.offline,
            rules.offline_days,
            by,
            at
        ],
    )
    .await?;
    Ok(())
}

/// The day of the last meeting that a case is before: that of its draw, or one that has it on its agenda again. The tables
/// belong to the meeting; asked here because the meeting ends the reading.
///
/// # Errors
/// What the database says, or a day that is none.
pub async fn met_on(tx: &mut Tx, case: CaseId) -> Result<Option<Date>, DbError> {
    let sql = "select max(m.held_on) as held_on from meeting m where m.draw_id in \
               (select c.draw_id from panel_case c where c.id = $1) or m.id in \
               (select l.meeting_id from listed_again l where l.case_id = $1)";
    day_of(tx.one(sql, params![case]).await?)
}

/// The day of a draw's own meeting.
///
/// # Errors
/// As [`met_on`].
pub async fn draw_met_on(tx: &mut Tx, draw: DrawId) -> Result<Option<Date>, DbError> {
    let sql = "select held_on from meeting where draw_id = $1";
    day_of(tx.one(sql, params![draw]).await?)
}

fn day_of(row: Option<Row>) -> Result<Option<Date>, DbError> {
    let day = row
        .map(|row| row.get::<Option<String>>("held_on"))
        .transpose()?
        .flatten();
    day.map(|day| {
        day.parse()
            .map_err(|_| DbError::inconsistent("meeting", "a day that is none"))
    })
    .transpose()
}

/// Keeps why a version was released although its facts fit too few records.
///
/// # Errors
/// What the database says.
pub async fn add_crowd(
    tx: &mut Tx,
    (case, version): (CaseId, i64),
    out: &StandsOut,
    reason: &str,
    (by, at): (PersonId, Moment),
) -> Result<(), DbError> {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    tx.run(
        "insert into pack_crowd (case_id, version, records, least, reason, decided_by, decided_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![
            case,
            version,
            whole(out.records),
            whole(out.least),
            reason,
            by,
            at
        ],
    )
    .await?;
    Ok(())
}

/// The reasons for which versions of a draw were released although their facts fit too few records.
///
/// # Errors
/// What the database says.
pub async fn crowds_of_draw(tx: &mut Tx, draw: DrawId) -> Result<Vec<(CaseId, i64, String)>, DbError> {
    let sql = "select w.case_id, w.version, w.reason from pack_crowd w join panel_case c on c.id = w.case_id \
               where c.draw_id = $1 order by w.decided_at";
    tx.rows(sql, params![draw])
        .await?
        .iter()
        .map(|row| Ok((row.get("case_id")?, row.get("version")?, row.get("reason")?)))
        .collect()
}

/// Notes work on a case: a page opened, or with `saved` something sent. A pause of more than five minutes counts as none.
///
/// # Errors
/// What the database says.
pub async fn note_work(tx: &mut Tx, case: CaseId, saved: bool, at: Moment) -> Result<(), DbError> {
    let (pages, saves) = (i64::from(!saved), i64::from(saved));
    tx.run(
        "insert into pack_effort (case_id, pages, saves, seconds, last_at) values ($1, $2, $3, 0, $4) \
         on conflict (case_id) do update set pages = pack_effort.pages + excluded.pages, \
         saves = pack_effort.saves + excluded.saves, seconds = pack_effort.seconds + \
         case when excluded.last_at - pack_effort.last_at between 0 and 300000000 \
         then (excluded.last_at - pack_effort.last_at) / 1000000 else 0 end, last_at = excluded.last_at",
        params![case, pages, saves, at],
    )
    .await?;
    Ok(())
}

/// Pages opened, times sent and seconds worked for each case of a draw.
///
/// # Errors
/// What the database says.
pub async fn work_of_draw(tx: &mut Tx, draw: DrawId) -> Result<BTreeMap<CaseId, (i64, i64, i64)>, DbError> {
    let sql = "select e.case_id, e.pages, e.saves, e.seconds from pack_effort e \
               join panel_case c on c.id = e.case_id where c.draw_id = $1";
    tx.rows(sql, params![draw])
        .await?
        .iter()
        .map(|row| {
            Ok((
                row.get("case_id")?,
                (row.get("pages")?, row.get("saves")?, row.get("seconds")?),
            ))
        })
        .collect()
}
