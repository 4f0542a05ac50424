//! Saying which column of an upload is which, and what its values stand for. A layout made for one file serves the next.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;

use super::{at_fault, beside, gone, kind_of, plan_of, upload_for, uploading};
use crate::{
    access::{Action, Actor},
    audit::{Act, Note},
    platform::{
        app::App,
        form::FieldError,
        ids::{LayoutId, UploadId},
        packs::Kind,
        refusal::{Answer, Refusal},
    },
    register::{
        MappedColumn,
        layout::{Days, Layout, Plan},
        model::{Preview, Upload},
        store,
        survey::{self, Column, Stranger},
    },
};

/// The layouts of the actor's body.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not load.
pub async fn layouts(app: &App, actor: &Actor) -> Answer<Vec<Layout>> {
    actor.allow(Action::RegisterLoad, actor.facts(actor.body))?;
    let mut tx = app.db.read("register.layouts").await?;
    Ok(store::layouts(&mut tx, actor.body).await?)
}

/// The layout that a profile names, for those who may see the register.
///
/// # Errors
/// [`Refusal::NotFound`] for those who may not.
pub async fn layout(app: &App, actor: &Actor, profile: &str) -> Answer<Option<Layout>> {
    actor.allow(Action::RegisterRead, actor.facts(actor.body))?;
    let Ok(id) = profile.parse() else {
        return Ok(None);
    };
    let mut tx = app.db.read("register.layout").await?;
    let layout = store::layout(&mut tx, id).await?;
    Ok(layout.filter(|layout| layout.body == actor.body))
}

/// An upload with its content, while it waits.
async fn waiting(act: &mut Act<'_>, actor: &Actor, id: UploadId) -> Answer<(Upload, Vec<u8>)> {
    let upload = upload_for(&mut act.tx, actor, id).await?;
    let content = store::upload_content(&mut act.tx, id).await?;
    let content = content.ok_or_else(|| gone(upload.fate))?;
    Ok((upload, content))
}

/// What the columns of an upload look like, and what they were the last time.
pub struct Sheet {
    /// The upload.
    pub upload: Upload,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The newest layout for its kind that has the most of its headings.
    pub before: Option<Layout>,
}

/// Looks at the columns of an upload; nothing that a cell holds is handed on.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not theirs, [`Refusal::Conflict`] when it no longer waits.
pub async fn columns(app: &App, actor: &Actor, id: UploadId) -> Answer<Sheet> {
    let mut act = actor.begin(app, "register.columns").await?;
    let (upload, content) = waiting(&mut act, actor, id).await?;
    let layouts = store::layouts(&mut act.tx, upload.body).await?;
    drop(act);
    let how = upload.preview.how.clone();
    let columns = beside(move || survey::columns(&content, &how).map_err(|fault| at_fault(&fault))).await?;
    let shared = |layout: &Layout| {
        let has = |column: &&Column| {
            layout
                .plan
                .columns
                .iter()
                .any(|one| one.heading == column.heading)
        };
        columns.iter().filter(has).count()
    };
    let before = layouts
        .into_iter()
        .filter(|layout| layout.kind == upload.kind && shared(layout) > 0)
        .rev()
        .max_by_key(shared);
    Ok(Sheet {
        upload,
        columns,
        before,
    })
}

/// What somebody says about the columns of a file.
pub struct Named {
    /// The force that wrote it.
    pub force: String,
    /// Since when it writes it so.
    pub since: Date,
    /// How it writes days.
    pub days: Days,
    /// By column: the name of the field it feeds, `None` where it is passed over.
    pub fields: Vec<Option<String>>,
}

/// Whether a layout is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// There are values that no list has.
    Values,
    /// The file can be looked at and loaded.
    Done,
}

/// Makes a layout of what is said about the columns of a sheet, and has the upload read by it.
///
/// # Errors
/// [`Refusal::Invalid`] on `column-N` for a column of which nothing is said, a field that is fed twice or that no column feeds
/// though every record needs it.
pub async fn map(app: &App, actor: &Actor, sheet: &Sheet, named: Named) -> Answer<Answered> {
    let id = sheet.upload.id;
    let kind = kind_of(&app.packs, &sheet.upload.kind)?;
    if named.fields.len() != sheet.columns.len() {
        return Err(Refusal::field("column-0", "Say of every column what it holds"));
    }
    fits(kind, &named.fields)?;
    let pairs = sheet.columns.iter().zip(named.fields);
    let before = sheet.before.as_ref();
    let plan = Plan {
        columns: pairs
            .map(|(column, field)| MappedColumn {
                heading: column.heading.clone(),
                field,
            })
            .collect(),
        days: named.days,
        values: before
            .map(|layout| layout.plan.values.clone())
            .unwrap_or_default(),
    };
    let layout = Layout {
        id: LayoutId::new(app.clock.as_ref(), app.chance.as_ref())?,
        body: sheet.upload.body,
        kind: kind.id.clone(),
        force: named.force,
        since: named.since,
        plan,
    };
    let mut act = actor.begin(app, "register.map").await?;
    let (upload, content) = waiting(&mut act, actor, id).await?;
    let now = act.now;
    store::add_layout(&mut act.tx, &layout, actor.person, now).await?;
    let answered = read_anew(&mut act, &upload, &layout, content).await?;
    act.log(
        Note::collected("layout", layout.id)
            .with("kind", &layout.kind)
            .with("upload", id),
    )
    .await?;
    act.commit().await?;
    Ok(answered)
}

/// Whether each field is fed once, and every one that a record needs is fed.
fn fits(kind: &Kind, fields: &[Option<String>]) -> Answer<()> {
    let mut errors = Vec::new();
    let mut fail = |column: usize, message: String| {
        errors.push(FieldError {
            field: format!("column-{column}"),
            message,
        });
    };
    for (place, name) in fields.iter().enumerate() {
        let Some(name) = name else { continue };
        let Some(field) = kind.field(name) else {
            fail(place, "Choose one of the fields in the list".to_owned());
            continue;
        };
        let first = fields.iter().position(|one| one.as_ref() == Some(name));
        if first != Some(place) {
            fail(
                place,
                format!(
                    "{} is fed by another column already: choose it for one of them",
                    field.label
                ),
            );
        }
    }
    let fed = |name: &str| fields.iter().any(|one| one.as_deref() == Some(name));
    for field in kind
        .fields
        .iter()
        .filter(|field| field.required && !fed(&field.name))
    {
        fail(
            0,
            format!(
                "Choose the column that holds {}: every record needs it",
                field.label
            ),
        );
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(errors))
    }
}

/// Reads an upload by a layout, and keeps what it comes to.
async fn read_anew(
    act: &mut Act<'_>,
    upload: &Upload,
    layout: &Layout,
    content: Vec<u8>,
) -> Answer<Answered> {
    let (packs, read) = (Arc::clone(&act.app.packs), layout.clone());
    let how = upload.preview.how.clone();
    let (answered, preview) = beside(move || -> Answer<(Answered, Preview)> {
        let kind = kind_of(&packs, &read.kind)?;
        let (strangers, _) =
            survey::strangers(&content, kind, &read.plan, &how).map_err(|fault| at_fault(&fault))?;
        let what = (read.kind.as_str(), "", Some(&read.plan));
        let preview = uploading::preview(&packs, what, &how, &content)?;
        let said = |one: &Stranger| {
            let values = read.plan.values.get(&one.field);
            values.is_some_and(|values| values.contains_key(&one.value))
        };
        let answered = if strangers.iter().all(said) {
            Answered::Done
        } else {
            Answered::Values
        };
        Ok((answered, preview))
    })
    .await?;
    store::lay_out_upload(&mut act.tx, upload.id, layout.id, &preview).await?;
    Ok(answered)
}

/// Values of an upload that no list has, and what the layout says of them.
pub struct Words {
    /// The upload.
    pub upload: Upload,
    /// The layout it is read by.
    pub layout: Layout,
    /// The values, in the order of columns and then of values.
    pub strangers: Vec<Stranger>,
    /// Headings of columns with so many that they are no list.
    pub no_lists: Vec<String>,
}

/// Looks at the values of an upload that no list has. The look is logged, for values are shown.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not theirs or has no layout, [`Refusal::Conflict`] when it no longer waits.
pub async fn strangers(app: &App, actor: &Actor, id: UploadId) -> Answer<Words> {
    let mut act = actor.begin(app, "register.values").await?;
    let (upload, content) = waiting(&mut act, actor, id).await?;
    let layout = upload.profile.parse().map_err(|_| Refusal::NotFound)?;
    plan_of(&mut act.tx, upload.body, &upload.kind, &upload.profile).await?;
    let layout = store::layout(&mut act.tx, layout)
        .await?
        .ok_or(Refusal::NotFound)?;
    let (packs, read) = (Arc::clone(&app.packs), layout.clone());
    let how = upload.preview.how.clone();
    let (strangers, no_lists) = beside(move || {
        let kind = kind_of(&packs, &read.kind)?;
        survey::strangers(&content, kind, &read.plan, &how).map_err(|fault| at_fault(&fault))
    })
    .await?;
    act.log(Note::consulted("upload", id).with("values", strangers.len()))
        .await?;
    act.commit().await?;
    Ok(Words {
        upload,
        layout,
        strangers,
        no_lists,
    })
}

/// Keeps what values stand for: by their place among the strangers, a code, blank for not known, or `None` to refuse the
/// rows that have it.
///
/// # Errors
/// [`Refusal::Conflict`] when the upload no longer waits, or is read by another layout by now.
pub async fn meanings(app: &App, actor: &Actor, words: Words, said: &[Option<String>]) -> Answer<()> {
    let Words {
        mut layout,
        strangers,
        ..
    } = words;
    let id = words.upload.id;
    let mut act = actor.begin(app, "register.map").await?;
    let (upload, content) = waiting(&mut act, actor, id).await?;
    if upload.profile != layout.id.to_string() {
        return Err(Refusal::conflict(
            "somebody has said anew which column is which; look at the values again",
        ));
    }
    let mut values: BTreeMap<String, BTreeMap<String, String>> = std::mem::take(&mut layout.plan.values);
    for (stranger, meaning) in strangers.iter().zip(said) {
        let field = values.entry(stranger.field.clone()).or_default();
        match meaning {
            Some(meaning) => drop(field.insert(stranger.value.clone(), meaning.clone())),
            None => drop(field.remove(&stranger.value)),
        }
    }
    layout.plan.values = values;
    if store::loaded_by(&mut act.tx, layout.id).await? {
        // What a batch was read by stays as it was.
        layout.id = LayoutId::new(app.clock.as_ref(), app.chance.as_ref())?;
        let now = act.now;
        store::add_layout(&mut act.tx, &layout, actor.person, now).await?;
    } else {
        store::set_plan(&mut act.tx, layout.id, &layout.plan).await?;
    }
    read_anew(&mut act, &upload, &layout, content).await?;
    act.log(
        Note::altered("layout", layout.id)
            .with("kind", &layout.kind)
            .with("upload", id)
            .with("values", strangers.len()),
    )
    .await?;
    act.commit().await
}
