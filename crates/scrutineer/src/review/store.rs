//! Rows of reviews. Nothing here counts or lists classes of sealed reviews but [`sealed_reviews`], which the meeting calls
//! after the chair has opened the case.

mod offline;
mod reading;

pub use offline::{
    add_offline, add_offline_case, forget_brought, forget_offline, has_away, keep_outcome, offline,
    offline_cases, offline_of, offline_overdue,
};
pub use reading::{piles, tasks};

use super::model::{Interest, Review, ReviewState, View};
use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{CaseId, DrawId, PersonId},
    },
};

fn review(row: &Row) -> Result<Review, DbError> {
    let state: String = row.get("state")?;
    let state = match (
        state.as_str(),
        row.get::<Option<Moment>>("sealed_at")?,
        row.get::<Option<[u8; 32]>>("seal_hash")?,
    ) {
        ("draft", _, _) => ReviewState::Draft,
        ("sealed", Some(at), Some(hash)) => ReviewState::Sealed { at, hash },
        _ => {
            return Err(DbError::inconsistent(
                "review",
                "a sealed review without its seal",
            ));
        }
    };
    let themes: String = row.get("themes")?;
    Ok(Review {
        case: row.get("case_id")?,
        person: row.get("person_id")?,
        view: View {
            class: row.get::<Option<String>>("class")?.unwrap_or_default(),
            appropriate: row.get::<Option<String>>("appropriate")?.unwrap_or_default(),
            consistent: row.get::<Option<String>>("consistent")?.unwrap_or_default(),
            reasons: row.get("reasons")?,
            themes: themes
                .split(',')
                .filter(|code| !code.is_empty())
                .map(str::to_owned)
                .collect(),
        },
        state,
    })
}

/// One member's own review of a case.
///
/// # Errors
/// What the database says.
pub async fn review_of(tx: &mut Tx, case: CaseId, person: PersonId) -> Result<Option<Review>, DbError> {
    let row = tx
        .one(
            "select case_id, person_id, state, class, appropriate, consistent, reasons, themes, seal_hash, sealed_at \
             from review where case_id = $1 and person_id = $2",
            params![case, person],
        )
        .await?;
    row.as_ref().map(review).transpose()
}

/// Every sealed review of a case. For the meeting, once the chair has opened the case, and nobody else.
///
/// # Errors
/// What the database says.
pub async fn sealed_reviews(tx: &mut Tx, case: CaseId) -> Result<Vec<Review>, DbError> {
    let rows = tx
        .rows(
            "select case_id, person_id, state, class, appropriate, consistent, reasons, themes, seal_hash, sealed_at \
             from review where case_id = $1 and state = 'sealed' order by sealed_at, person_id",
            params![case],
        )
        .await?;
    rows.iter().map(review).collect()
}

/// How many members have sealed a case; not what.
///
/// # Errors
/// What the database says.
pub async fn sealed_count(tx: &mut Tx, case: CaseId) -> Result<i64, DbError> {
    let row = tx
        .one(
            "select count(*) as n from review where case_id = $1 and state = 'sealed'",
            params![case],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// How many cases of a draw each person has sealed.
///
/// # Errors
/// What the database says.
pub async fn sealed_by_person(tx: &mut Tx, draw: DrawId) -> Result<Vec<(PersonId, i64)>, DbError> {
    let rows = tx
        .rows(
            "select r.person_id, count(*) as n from review r join panel_case c on c.id = r.case_id \
             where c.draw_id = $1 and c.standing = 'drawn' and r.state = 'sealed' group by r.person_id",
            params![draw],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("person_id")?, row.get("n")?)))
        .collect()
}

/// Keeps a draft; a sealed review stays as it is. Whether it was kept.
///
/// # Errors
/// What the database says.
pub async fn keep_draft(tx: &mut Tx, review: &Review, now: Moment) -> Result<bool, DbError> {
    let view = &review.view;
    let rows = tx
        .run(
            "insert into review (case_id, person_id, state, class, appropriate, consistent, reasons, themes, updated_at) \
             values ($1, $2, 'draft', $3, $4, $5, $6, $7, $8) \
             on conflict (case_id, person_id) do update set class = $3, appropriate = $4, consistent = $5, reasons = $6, \
             themes = $7, updated_at = $8 where review.state = 'draft'",
            params![
                review.case,
                review.person,
                &view.class,
                &view.appropriate,
                &view.consistent,
                &view.reasons,
                view.themes.join(","),
                now
            ],
        )
        .await?;
    Ok(rows == 1)
}

/// Seals a draft. Whether there was one: the second of two tabs finds none.
///
/// # Errors
/// What the database says.
pub async fn seal(tx: &mut Tx, review: &Review, salt: [u8; 16], now: Moment) -> Result<bool, DbError> {
    let ReviewState::Sealed { at, hash } = review.state else {
        return Ok(false);
    };
    let rows = tx
        .run(
            "update review set state = 'sealed', seal_salt = $3, seal_hash = $4, sealed_at = $5, updated_at = $6 \
             where case_id = $1 and person_id = $2 and state = 'draft'",
            params![review.case, review.person, salt, hash, at, now],
        )
        .await?;
    Ok(rows == 1)
}

/// Keeps that a member has an interest in a case, which takes the case from them for good. Whether it was new.
///
/// # Errors
/// What the database says.
pub async fn declare(tx: &mut Tx, interest: &Interest<'_>, now: Moment) -> Result<bool, DbError> {
    let rows = tx
        .run(
            "insert into declaration (case_id, person_id, nature, note, at, recorded_by) values ($1, $2, $3, $4, $5, $6) \
             on conflict (case_id, person_id) do nothing",
            params![
                interest.case,
                interest.person,
                interest.nature,
                interest.note,
                now,
                interest.recorded_by
            ],
        )
        .await?;
    Ok(rows == 1)
}

/// Takes out what a member wrote of a case, draft or sealed: it is gone. The hash of the seal, when there was one.
///
/// # Errors
/// What the database says.
pub async fn take_out(tx: &mut Tx, case: CaseId, person: PersonId) -> Result<Option<[u8; 32]>, DbError> {
    let own = review_of(tx, case, person).await?;
    tx.run(
        "delete from review where case_id = $1 and person_id = $2",
        params![case, person],
    )
    .await?;
    Ok(own.and_then(|review| match review.state {
        ReviewState::Sealed { hash, .. } => Some(hash),
        ReviewState::Draft => None,
    }))
}

/// Until when members can class a case: the end of its draw's reading, or of the reading for a later meeting that has it on
/// the agenda again. Nothing before any pack of the draw is released.
///
/// # Errors
/// What the database says.
pub async fn reading_closes(tx: &mut Tx, case: CaseId) -> Result<Option<Moment>, DbError> {
    let row = tx
        .one(
            "select d.reading_closes_at as own, (select max(n.reading_closes_at) from listed_again l \
             join meeting m on m.id = l.meeting_id join draw n on n.id = m.draw_id \
             where l.case_id = c.id and m.state <> 'closed') as again \
             from panel_case c join draw d on d.id = c.draw_id where c.id = $1",
            params![case],
        )
        .await?;
    row.map_or(Ok(None), |row| later(row.get("own")?, row.get("again")?))
}

fn later(own: Option<Moment>, again: Option<Moment>) -> Result<Option<Moment>, DbError> {
    Ok(own.map(|own| again.map_or(own, |again| own.max(again))))
}

/// Everybody who has declared an interest in a case.
///
/// # Errors
/// What the database says.
pub async fn declared_in(tx: &mut Tx, case: CaseId) -> Result<Vec<PersonId>, DbError> {
    let rows = tx
        .rows(
            "select person_id from declaration where case_id = $1",
            params![case],
        )
        .await?;
    rows.iter().map(|row| row.get("person_id")).collect()
}
