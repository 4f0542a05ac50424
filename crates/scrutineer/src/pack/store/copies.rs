//! The rows of copies: whose they are, how often they were opened, and what became of them.

use crate::{
    pack::papers::Copy,
    params,
    platform::{
        clock::Moment,
        db::{DbError, Row, Tx},
        ids::{CaseId, DrawId, PersonId},
    },
};

fn copy(row: &Row) -> Result<Copy, DbError> {
    Ok(Copy {
        id: row.get("id")?,
        number: row.get("number")?,
        person: row.get("person_id")?,
        issued_at: row.get("issued_at")?,
    })
}

/// A person's copy of a version.
///
/// # Errors
/// What the database says.
pub async fn copy_of(
    tx: &mut Tx,
    case: CaseId,
    version: i64,
    person: PersonId,
) -> Result<Option<Copy>, DbError> {
    let sql = "select id, number, person_id, issued_at from pack_copy \
               where case_id = $1 and version = $2 and person_id = $3";
    let row = tx.one(sql, params![case, version, person]).await?;
    row.as_ref().map(copy).transpose()
}

/// The number of the next copy of a version.
///
/// # Errors
/// What the database says.
pub async fn next_copy(tx: &mut Tx, case: CaseId, version: i64) -> Result<i64, DbError> {
    let sql =
        "select coalesce(max(number), 0) + 1 as next from pack_copy where case_id = $1 and version = $2";
    let row = tx.one(sql, params![case, version]).await?;
    row.map_or(Ok(1), |row| row.get("next"))
}

/// Keeps a copy that has been issued.
///
/// # Errors
/// What the database says.
pub async fn add_copy(tx: &mut Tx, case: CaseId, version: i64, copy: &Copy) -> Result<(), DbError> {
    tx.run(
        "insert into pack_copy (id, case_id, version, number, person_id, issued_at) values ($1, $2, $3, $4, $5, $6)",
        params![copy.id, case, version, copy.number, copy.person, copy.issued_at],
    )
    .await?;
    Ok(())
}

/// A copy as the certificate lists it.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The case.
    pub case: CaseId,
    /// What the case is called.
    pub label: String,
    /// The version.
    pub version: i64,
    /// SHA-256 of what it shows.
    pub hash: Option<[u8; 32]>,
    /// When that version was taken back.
    pub withdrawn_at: Option<Moment>,
    /// The copy.
    pub copy: Copy,
    /// Whose it is, by name.
    pub name: String,
    /// How often they opened the version.
    pub openings: i64,
    /// When they last did.
    pub last_opened: Option<Moment>,
    /// Until when it can be read in a file that they took away.
    pub offline_until: Option<Moment>,
}

/// Every copy of the packs of a draw, by case, version and number. The tables of files taken away belong to the review; asked
/// here because such a file is a copy too.
///
/// # Errors
/// What the database says.
pub async fn copies_of_draw(tx: &mut Tx, draw: DrawId) -> Result<Vec<Issued>, DbError> {
    let sql = "select y.id, y.case_id, y.version, y.number, y.person_id, y.issued_at, c.label, k.hash, k.withdrawn_at, p.name, o.openings, o.last_opened, \
               (select max(f.expires_at) from offline_pack f join offline_case g on g.pack_id = f.id \
               where f.person_id = y.person_id and g.case_id = y.case_id and g.version = y.version) as offline_until \
               from pack_copy y join panel_case c on c.id = y.case_id join person p on p.id = y.person_id \
               join pack k on k.case_id = y.case_id and k.version = y.version \
               left join (select case_id, version, person_id, count(*) as openings, max(at) as last_opened \
               from pack_opening group by case_id, version, person_id) o \
               on o.case_id = y.case_id and o.version = y.version and o.person_id = y.person_id \
               where c.draw_id = $1 order by c.stratum, c.place, y.version, y.number";
    tx.rows(sql, params![draw])
        .await?
        .iter()
        .map(|row| {
            Ok(Issued {
                case: row.get("case_id")?,
                label: row.get("label")?,
                version: row.get("version")?,
                hash: row.get("hash")?,
                withdrawn_at: row.get("withdrawn_at")?,
                name: row.get("name")?,
                openings: row.get::<Option<i64>>("openings")?.unwrap_or_default(),
                last_opened: row.get("last_opened")?,
                offline_until: row.get("offline_until")?,
                copy: copy(row)?,
            })
        })
        .collect()
}

/// How many people have a case in a file that they took away and that can still be read, and until when the last of them can.
///
/// # Errors
/// What the database says.
pub async fn taken_away(tx: &mut Tx, case: CaseId, now: Moment) -> Result<(i64, Option<Moment>), DbError> {
    let sql = "select count(distinct f.person_id) as people, max(f.expires_at) as until from offline_pack f \
               join offline_case g on g.pack_id = f.id where g.case_id = $1 and f.expires_at > $2";
    let row = tx.one(sql, params![case, now]).await?;
    row.map_or(Ok((0, None)), |row| Ok((row.get("people")?, row.get("until")?)))
}
