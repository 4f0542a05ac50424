//! The rooms of the product: which stage may know which, and what a model, a page and a store may name.

use super::reading::Source;
use super::sql;

/// The stages in the order of a case's journey, the ground floor first: each may use only those before it.
pub const STAGES: &[&str] = &[
    "platform",
    "audit",
    "access",
    "inspection",
    "body",
    "register",
    "flags",
    "browse",
    "draw",
    "pack",
    "review",
    "meeting",
    "finding",
    "feedback",
    "action",
    "insight",
    "report",
    "publication",
];

/// What stands on top of all stages and may use any of them, but which no stage may use.
const TOP: &[&str] = &["site", "duties", "cli", "demo", "welcome", "desk"];

/// What is wrong in one file of the product: a line and a sentence each.
pub fn check(source: &Source) -> Vec<(usize, String)> {
    let mut faults = order(source);
    faults.extend(crates_named(source));
    if !is_store(&source.module) {
        for (line, text) in &source.literals {
            if sql::is_statement(text) {
                faults.push((
                    *line,
                    "this is SQL: it belongs in the stage's store.rs".to_owned(),
                ));
            }
        }
    }
    faults
}

fn order(source: &Source) -> Vec<(usize, String)> {
    let Some(here) = source.module.first().map(String::as_str) else {
        return Vec::new();
    };
    if TOP.contains(&here) {
        return Vec::new();
    }
    let Some(floor) = floor(here) else {
        let sentence =
            format!("`{here}` is no stage: give it its place in STAGES in xtask/src/edges/rooms.rs");
        return vec![(0, sentence)];
    };
    let inside = source
        .named
        .iter()
        .filter(|named| matches!(named.segments[0].as_str(), "crate" | "scrutineer"));
    let used = inside.filter_map(|named| Some((named.line, named.segments.get(1)?.as_str())));
    used.filter_map(|(line, used)| {
        let place = self::floor(used);
        if TOP.contains(&used) {
            Some((
                line,
                format!("{here} may not use {used}, which stands on top of all stages"),
            ))
        } else if place.is_some_and(|place| place > floor) {
            Some((line, format!("{here} may not use {used}, which is a later stage")))
        } else {
            None
        }
    })
    .collect()
}

fn floor(stage: &str) -> Option<usize> {
    STAGES.iter().position(|known| *known == stage)
}

fn crates_named(source: &Source) -> Vec<(usize, String)> {
    let banned: &[&str] = match room(&source.module) {
        Some("model") => &["sqlx", "axum"],
        Some("pages") => &["sqlx"],
        _ => &[],
    };
    let room = room(&source.module).unwrap_or_default();
    let named = source
        .named
        .iter()
        .filter(|named| banned.contains(&named.segments[0].as_str()));
    named
        .map(|named| (named.line, format!("{room} may not name {}", named.segments[0])))
        .collect()
}

/// The kind of file within a stage: `draw::model::ticket` is in the room `model`.
fn room(module: &[String]) -> Option<&str> {
    module
        .iter()
        .skip(1)
        .map(String::as_str)
        .find(|part| matches!(*part, "model" | "pages" | "store" | "db"))
}

fn is_store(module: &[String]) -> bool {
    match room(module) {
        Some("store") => true,
        Some("db") => module[0] == "platform",
        _ => false,
    }
}
