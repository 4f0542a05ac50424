//! A member's reading list: the piles of cases before them, and the cases of a pile.

use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::PersonId,
    },
    review::model::{Pile, Progress, Share, Task},
};

/// Cases that meetings not yet closed have on their agenda again: until when they are read, and for which day.
macro_rules! again {
    ($rest:literal) => {
        concat!(
            "with again as (select l.case_id, max(e.reading_closes_at) as closes_at, \
             max(case when o.case_id is null then m.held_on end) as held_on \
             from listed_again l join meeting m on m.id = l.meeting_id and m.state <> 'closed' \
             left join draw e on e.id = m.draw_id left join opened_case o on o.case_id = l.case_id \
             group by l.case_id) ",
            $rest
        )
    };
}

/// The piles of released cases of the panels on which a person sits, those whose window has closed by `now` last. A window
/// closes when the draw's does, or later for a case that is on an agenda again.
///
/// # Errors
/// What the database says.
pub async fn piles(tx: &mut Tx, person: PersonId, now: Moment) -> Result<Vec<Pile>, DbError> {
    let rows = tx
        .rows(
            again!(
                ", heap as (select c.draw_id, a.held_on, a.closes_at, count(*) as cases, \
                 count(case when n.person_id is null then r.state end) as sealed from panel_case c \
                 join pack k on k.case_id = c.id and k.state = 'released' \
                 left join again a on a.case_id = c.id \
                 left join review r on r.case_id = c.id and r.person_id = $1 and r.state = 'sealed' \
                 left join declaration n on n.case_id = c.id and n.person_id = $1 \
                 where c.standing = 'drawn' and c.panel_id in (\
                   select s.panel_id from seat s where s.ended_at is null and s.holder_id = $1 \
                   union select s.panel_id from seat s join substitute u on u.seat_id = s.id \
                   where s.ended_at is null and u.ended_at is null and u.person_id = $1) \
                 group by c.draw_id, a.held_on, a.closes_at), \
                 pile as (select h.draw_id, h.held_on, h.cases, h.sealed, d.reference, p.name as panel, \
                 case when h.closes_at > d.reading_closes_at then h.closes_at else d.reading_closes_at end as closes_at \
                 from heap h join draw d on d.id = h.draw_id join panel p on p.id = d.panel_id) \
                 select draw_id, held_on, cases, sealed, reference, panel, closes_at from pile \
                 order by case when closes_at <= $2 then 1 else 0 end, closes_at desc, reference, held_on"
            ),
            params![person, now],
        )
        .await?;
    rows.iter().map(pile).collect()
}

fn pile(row: &Row) -> Result<Pile, DbError> {
    Ok(Pile {
        draw: row.get("draw_id")?,
        panel: row.get("panel")?,
        reference: row.get("reference")?,
        closes_at: row.get("closes_at")?,
        again_on: row
            .get::<Option<String>>("held_on")?
            .and_then(|day| day.parse().ok()),
        cases: row.get("cases")?,
        sealed: row.get("sealed")?,
        tasks: Vec::new(),
    })
}

/// A share of the cases of a pile that is before the person.
///
/// # Errors
/// What the database says.
pub async fn tasks(tx: &mut Tx, person: PersonId, pile: &Pile, share: Share) -> Result<Vec<Task>, DbError> {
    let again_on = pile.again_on.map(|day| day.to_string()).unwrap_or_default();
    let rows = tx
        .rows(
            again!(
                "select c.id, c.label, r.state as review, n.person_id as interest from panel_case c \
                 join pack k on k.case_id = c.id and k.state = 'released' \
                 left join again a on a.case_id = c.id \
                 left join review r on r.case_id = c.id and r.person_id = $1 \
                 left join declaration n on n.case_id = c.id and n.person_id = $1 \
                 where c.draw_id = $2 and c.standing = 'drawn' and coalesce(a.held_on, '') = $3 \
                 order by c.stratum, c.label limit $4 offset $5"
            ),
            params![person, pile.draw, again_on, share.most, share.from],
        )
        .await?;
    rows.iter().map(task).collect()
}

fn task(row: &Row) -> Result<Task, DbError> {
    let state: Option<String> = row.get("review")?;
    let interest: Option<PersonId> = row.get("interest")?;
    Ok(Task {
        case: row.get("id")?,
        label: row.get("label")?,
        progress: match (interest, state.as_deref()) {
            (Some(_), _) => Progress::Interest,
            (None, Some("sealed")) => Progress::Sealed,
            (None, Some(_)) => Progress::InProgress,
            (None, None) => Progress::NotStarted,
        },
    })
}
