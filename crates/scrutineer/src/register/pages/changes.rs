//! `/register/batches/{batch}/changes`: what a file says differently of records that were there before it. Counts for whoever may
//! see what the register holds; the records themselves for those who may read them.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::Value;

use super::figures::kind_words;
use crate::{
    access::{Actor, gate::At},
    platform::{
        app::App,
        frame::Frame,
        ids::BatchId,
        packs::{Field, Kind, NOT_KNOWN},
        page,
        refusal::Answer,
    },
    register::{
        acts,
        model::{Batch, Change, Revision},
    },
};

struct Line {
    reference: String,
    line: i64,
    drawn: bool,
    changes: Vec<Told>,
}

/// A field that says something else.
struct Told {
    label: String,
    before: Words,
    after: Words,
}

#[derive(Template)]
#[template(path = "register/pages/changes.html")]
struct Page {
    frame: Frame,
    batch: Batch,
    by_field: Vec<(String, i64)>,
    /// None for those who may see counts only.
    lines: Option<Vec<Line>>,
    next: Option<i64>,
}

/// Where a page of records begins: after which line of the file.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    after: u32,
}

/// The comparison.
///
/// # Errors
/// As every page.
pub async fn get(
    State(app): State<App>,
    actor: Actor,
    At(id): At<BatchId>,
    Query(asked): Query<Asked>,
) -> Answer<Response> {
    let compared = acts::compared(&app, &actor, id, i64::from(asked.after)).await?;
    let (kind, _) = kind_words(&app.packs, &compared.batch.kind);
    let label = |name: &str| label(kind, name);
    let mut by_field: Vec<_> = compared
        .by_field
        .iter()
        .map(|(name, count)| (label(name), *count))
        .collect();
    by_field.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let lines = compared
        .page
        .map(|page| page.iter().map(|one| line(kind, one)).collect());
    page::show(&Page {
        frame: actor.frame("/register"),
        batch: compared.batch,
        by_field,
        lines,
        next: compared.next,
    })
}

fn field<'k>(kind: Option<&'k Kind>, name: &str) -> Option<&'k Field> {
    kind?.fields.iter().find(|field| field.name == name)
}

fn label(kind: Option<&Kind>, name: &str) -> String {
    kind.map_or_else(|| name.to_owned(), |kind| kind.label_of(name))
}

fn line(kind: Option<&Kind>, revision: &Revision) -> Line {
    let changes = revision.changes();
    let told = changes.iter().map(|change: &Change<'_>| {
        let before = words(kind, change.field, change.before);
        let after = words(kind, change.field, change.after);
        let alike = before.chars().zip(after.chars());
        let alike = alike.take_while(|(before, after)| before == after).count();
        Told {
            label: label(kind, change.field),
            before: Words::of(before, alike),
            after: Words::of(after, alike),
        }
    });
    Line {
        reference: revision.reference.clone().unwrap_or_default(),
        line: revision.line,
        drawn: revision.drawn,
        changes: told.collect(),
    }
}

fn words(kind: Option<&Kind>, name: &str, value: Option<&Value>) -> String {
    match (value, field(kind, name)) {
        (None, _) => "Blank".to_owned(),
        (Some(Value::Array(names)), _) if name == NOT_KNOWN => {
            let names = names.iter().filter_map(Value::as_str);
            names.map(|name| label(kind, name)).collect::<Vec<_>>().join("; ")
        }
        (Some(_), Some(field)) => field.words(value),
        (Some(value), None) => value.to_string(),
    }
}

/// Characters of a text that are shown at once; a text a little longer is shown whole.
const SHOWN: usize = 160;
/// Of these, so many stand before the place where two texts part.
const BEFORE: usize = 60;

/// What a field says: the part of a long text where it says something else, and the whole of it folded away.
#[derive(Debug, PartialEq)]
struct Words {
    shown: String,
    whole: Option<String>,
}

impl Words {
    /// Of a text whose first characters, so many, are those of the other version too.
    fn of(text: String, alike: usize) -> Self {
        let many = text.chars().count();
        if many <= SHOWN + BEFORE {
            return Self {
                shown: text,
                whole: None,
            };
        }
        let from = alike.saturating_sub(BEFORE).min(many - SHOWN);
        let part: String = text.chars().skip(from).take(SHOWN).collect();
        let (left, right) = (from > 0, from + SHOWN < many);
        Self {
            shown: format!(
                "{}{}{}",
                if left { "... " } else { "" },
                part.trim(),
                if right { " ..." } else { "" }
            ),
            whole: Some(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_shown_where_it_parts_from_the_other() {
        let long = format!("{}END{}", "a".repeat(400), "b".repeat(400));
        let words = Words::of(long.clone(), 400);
        let shown = format!("... {}END{} ...", "a".repeat(60), "b".repeat(97));
        assert_eq!(words.shown, shown);
        assert_eq!(words.whole.as_ref(), Some(&long));
        // The first and the last of it.
        assert_eq!(
            Words::of(long.clone(), 0).shown,
            format!("{} ...", "a".repeat(160))
        );
        assert_eq!(Words::of(long, 803).shown, format!("... {}", "b".repeat(160)));
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        let text = "é".repeat(SHOWN + BEFORE);
        let words = Words::of(text.clone(), 3);
        assert_eq!((words.shown, words.whole), (text, None));
    }
}
