//! Rows of organisations, panels, terms, seats and substitutes.

use super::model::{Organisation, Panel, Seat, Terms};
use crate::{
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{BodyId, OrganisationId, PanelId, PersonId, SeatId, TermsId},
    },
};

fn organisation(row: &Row) -> Result<Organisation, DbError> {
    Ok(Organisation {
        id: row.get("id")?,
        body: row.get("body_id")?,
        name: row.get("name")?,
        sector: row.parse("sector")?,
    })
}

/// Adds an organisation.
///
/// # Errors
/// [`DbError::Duplicate`] when the body has one of this name.
pub async fn add_organisation(tx: &mut Tx, one: &Organisation, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into organisation (id, body_id, name, sector, created_at) values ($1, $2, $3, $4, $5)",
        params![one.id, one.body, &one.name, one.sector.as_str(), now],
    )
    .await
    .map(drop)
}

/// The organisations of a body, by name.
///
/// # Errors
/// What the database says.
pub async fn organisations_of(tx: &mut Tx, body: BodyId) -> Result<Vec<Organisation>, DbError> {
    let sql = "select id, body_id, name, sector from organisation where body_id = $1 order by name, id";
    tx.rows(sql, params![body])
        .await?
        .iter()
        .map(organisation)
        .collect()
}

/// An organisation.
///
/// # Errors
/// What the database says.
pub async fn organisation_by_id(tx: &mut Tx, id: OrganisationId) -> Result<Option<Organisation>, DbError> {
    let sql = "select id, body_id, name, sector from organisation where id = $1";
    tx.one(sql, params![id])
        .await?
        .as_ref()
        .map(organisation)
        .transpose()
}

fn panel_of(row: &Row) -> Result<Panel, DbError> {
    Ok(Panel {
        id: row.get("id")?,
        body: row.get("body_id")?,
        code: row.get("code")?,
        name: row.get("name")?,
        kind: row.parse("kind")?,
        record_kind: row.get("record_kind")?,
    })
}

/// Adds a panel.
///
/// # Errors
/// [`DbError::Duplicate`] when the body has one of this code.
pub async fn add_panel(tx: &mut Tx, panel: &Panel, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into panel (id, body_id, code, name, kind, record_kind, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
        params![panel.id, panel.body, &panel.code, &panel.name, panel.kind.as_str(), &panel.record_kind, now],
    )
    .await
    .map(drop)
}

/// A panel.
///
/// # Errors
/// What the database says.
pub async fn panel(tx: &mut Tx, id: PanelId) -> Result<Option<Panel>, DbError> {
    let sql = "select id, body_id, code, name, kind, record_kind from panel where id = $1";
    tx.one(sql, params![id]).await?.as_ref().map(panel_of).transpose()
}

/// The panels of a body, by code.
///
/// # Errors
/// What the database says.
pub async fn panels_of(tx: &mut Tx, body: BodyId) -> Result<Vec<Panel>, DbError> {
    let sql = "select id, body_id, code, name, kind, record_kind from panel where body_id = $1 order by code";
    tx.rows(sql, params![body]).await?.iter().map(panel_of).collect()
}

/// The panels, of whatever body, on which the person holds a seat or is a named substitute, by code.
///
/// # Errors
/// What the database says.
pub async fn panels_of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Panel>, DbError> {
    let rows = tx
        .rows(
            "select p.id, p.body_id, p.code, p.name, p.kind, p.record_kind from panel p where exists ( \
             select 1 from seat s where s.panel_id = p.id and s.ended_at is null and (s.holder_id = $1 or exists ( \
             select 1 from substitute b where b.seat_id = s.id and b.person_id = $1 and b.ended_at is null))) \
             order by p.code, p.id",
            params![person],
        )
        .await?;
    rows.iter().map(panel_of).collect()
}

fn terms_of(row: &Row) -> Result<Terms, DbError> {
    let id: TermsId = row.get("id")?;
    let date: String = row.get("effective_from")?;
    let quorum: String = row.get("quorum")?;
    let place = |column: &str| format!("terms {id}, {column}");
    Ok(Terms {
        id,
        panel: row.get("panel_id")?,
        version: row.get("version")?,
        scale_id: row.get("scale_id")?,
        scale_version: row.get("scale_version")?,
        decision_mode: row.parse("decision_mode")?,
        quorum: quorum
            .parse()
            .map_err(|fault| DbError::inconsistent(place("quorum"), fault))?,
        effective_from: date
            .parse()
            .map_err(|fault| DbError::inconsistent(place("effective_from"), fault))?,
    })
}

/// Adds a version of a panel's terms.
///
/// # Errors
/// [`DbError::Duplicate`] when the panel has this version.
pub async fn add_terms(
    tx: &mut Tx,
    terms: &Terms,
    agreed_by: Option<PersonId>,
    now: Moment,
) -> Result<(), DbError> {
    tx.run(
        "insert into terms (id, panel_id, version, scale_id, scale_version, decision_mode, quorum, effective_from, \
         agreed_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            terms.id,
            terms.panel,
            terms.version,
            &terms.scale_id,
            terms.scale_version,
            terms.decision_mode.as_str(),
            terms.quorum.to_string(),
            terms.effective_from.to_string(),
            agreed_by,
            now
        ],
    )
    .await
    .map(drop)
}

/// The newest version of a panel's terms.
///
/// # Errors
/// What the database says, or terms that cannot be read back.
pub async fn terms(tx: &mut Tx, panel: PanelId) -> Result<Option<Terms>, DbError> {
    Ok(terms_history(tx, panel).await?.into_iter().next())
}

/// Every version of a panel's terms, newest first.
///
/// # Errors
/// What the database says, or terms that cannot be read back.
pub async fn terms_history(tx: &mut Tx, panel: PanelId) -> Result<Vec<Terms>, DbError> {
    let rows = tx
        .rows(
            "select id, panel_id, version, scale_id, scale_version, decision_mode, quorum, effective_from from terms \
             where panel_id = $1 order by version desc",
            params![panel],
        )
        .await?;
    rows.iter().map(terms_of).collect()
}

/// One version of a panel's terms.
///
/// # Errors
/// What the database says, or terms that cannot be read back.
pub async fn terms_by_id(tx: &mut Tx, id: TermsId) -> Result<Option<Terms>, DbError> {
    let row = tx
        .one(
            "select id, panel_id, version, scale_id, scale_version, decision_mode, quorum, effective_from from terms \
             where id = $1",
            params![id],
        )
        .await?;
    row.as_ref().map(terms_of).transpose()
}

/// Adds a seat; its holder is set with it, its substitutes are not.
///
/// # Errors
/// What the database says.
pub async fn add_seat(tx: &mut Tx, seat: &Seat, now: Moment) -> Result<(), DbError> {
    tx.run(
        "insert into seat (id, panel_id, organisation_id, title, voting, holder_id, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![
            seat.id,
            seat.panel,
            seat.organisation,
            &seat.title,
            seat.voting,
            seat.holder.as_ref().map(|(person, _)| *person),
            now
        ],
    )
    .await
    .map(drop)
}

/// Who holds a seat from now on; nobody when `holder` is none.
///
/// # Errors
/// What the database says.
pub async fn change_holder(tx: &mut Tx, seat: SeatId, holder: Option<PersonId>) -> Result<(), DbError> {
    tx.run(
        "update seat set holder_id = $2 where id = $1",
        params![seat, holder],
    )
    .await
    .map(drop)
}

/// Ends a seat.
///
/// # Errors
/// What the database says.
pub async fn end_seat(tx: &mut Tx, seat: SeatId, now: Moment) -> Result<(), DbError> {
    tx.run(
        "update seat set ended_at = $2 where id = $1 and ended_at is null",
        params![seat, now],
    )
    .await
    .map(drop)
}

/// Names a substitute for a seat; one named before and ended is named again.
///
/// # Errors
/// What the database says.
pub async fn add_substitute(
    tx: &mut Tx,
    seat: SeatId,
    person: PersonId,
    named_by: Option<PersonId>,
    now: Moment,
) -> Result<(), DbError> {
    tx.run(
        "insert into substitute (seat_id, person_id, named_by, named_at) values ($1, $2, $3, $4) \
         on conflict (seat_id, person_id) do update set named_by = $3, named_at = $4, ended_at = null",
        params![seat, person, named_by, now],
    )
    .await
    .map(drop)
}

/// Ends a substitute; false when the person was none.
///
/// # Errors
/// What the database says.
pub async fn end_substitute(
    tx: &mut Tx,
    seat: SeatId,
    person: PersonId,
    now: Moment,
) -> Result<bool, DbError> {
    let rows = tx
        .run(
            "update substitute set ended_at = $3 where seat_id = $1 and person_id = $2 and ended_at is null",
            params![seat, person, now],
        )
        .await?;
    Ok(rows == 1)
}

fn seat_of(row: &Row) -> Result<Seat, DbError> {
    let holder: Option<PersonId> = row.get("holder_id")?;
    let name: Option<String> = row.get("holder_name")?;
    Ok(Seat {
        id: row.get("id")?,
        panel: row.get("panel_id")?,
        organisation: row.get("organisation_id")?,
        organisation_name: row.get("organisation_name")?,
        sector: row.parse("sector")?,
        title: row.get("title")?,
        voting: row.get("voting")?,
        holder: holder.zip(name),
        substitutes: Vec::new(),
    })
}

/// The seats of a panel that have not ended, in the order they were made, each with its live substitutes.
///
/// # Errors
/// What the database says.
pub async fn seats(tx: &mut Tx, panel: PanelId) -> Result<Vec<Seat>, DbError> {
    let rows = tx
        .rows(
            "select s.id, s.panel_id, s.organisation_id, o.name as organisation_name, o.sector, s.title, s.voting, \
             s.holder_id, h.name as holder_name from seat s join organisation o on o.id = s.organisation_id \
             left join person h on h.id = s.holder_id where s.panel_id = $1 and s.ended_at is null \
             order by s.created_at, s.id",
            params![panel],
        )
        .await?;
    let mut seats: Vec<Seat> = rows.iter().map(seat_of).collect::<Result<_, _>>()?;
    let rows = tx
        .rows(
            "select b.seat_id, b.person_id, p.name from substitute b join seat s on s.id = b.seat_id \
             join person p on p.id = b.person_id where s.panel_id = $1 and s.ended_at is null and b.ended_at is null \
             order by b.named_at, b.person_id",
            params![panel],
        )
        .await?;
    for row in rows {
        let (id, person): (SeatId, PersonId) = (row.get("seat_id")?, row.get("person_id")?);
        if let Some(seat) = seats.iter_mut().find(|seat| seat.id == id) {
            seat.substitutes.push((person, row.get("name")?));
        }
    }
    Ok(seats)
}

/// The panel of a seat that has not ended.
///
/// # Errors
/// What the database says.
pub async fn panel_of_seat(tx: &mut Tx, seat: SeatId) -> Result<Option<PanelId>, DbError> {
    let row = tx
        .one(
            "select panel_id from seat where id = $1 and ended_at is null",
            params![seat],
        )
        .await?;
    row.map(|row| row.get("panel_id")).transpose()
}

/// Those who can sign in and read the panel's papers, each once, by address: holders of its seats and their named
/// substitutes, as long as they hold a role for it.
///
/// # Errors
/// What the database says.
pub async fn readers(tx: &mut Tx, panel: PanelId) -> Result<Vec<(PersonId, String)>, DbError> {
    let rows = tx
        .rows(
            "select r.id, r.email from person r where r.state = 'active' and exists ( \
             select 1 from seat s where s.panel_id = $1 and s.ended_at is null and (s.holder_id = r.id or exists ( \
             select 1 from substitute b where b.seat_id = s.id and b.person_id = r.id and b.ended_at is null))) \
             and exists (select 1 from role_grant g join panel p on p.body_id = g.body_id where p.id = $1 \
             and g.person_id = r.id and g.ended_at is null and g.role in ('chair', 'member', 'substitute')) \
             order by r.email",
            params![panel],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("email")?)))
        .collect()
}

/// Whether the person holds a seat on the panel, or is a named substitute for one.
///
/// # Errors
/// What the database says.
pub async fn is_seated(tx: &mut Tx, panel: PanelId, person: PersonId) -> Result<bool, DbError> {
    let row = tx
        .one(
            "select s.id from seat s where s.panel_id = $1 and s.ended_at is null and (s.holder_id = $2 or exists ( \
             select 1 from substitute b where b.seat_id = s.id and b.person_id = $2 and b.ended_at is null)) limit 1",
            params![panel, person],
        )
        .await?;
    Ok(row.is_some())
}
