//! The preparer decides what is hidden: each suggestion, a queued word, words of their own.

use std::collections::BTreeMap;

use redact::{Kind, Unexplained};

use super::{Desk, LEFT, desk, keep};
use crate::{
    access::{Action, Actor},
    audit::Note,
    draw::model::{Case, Draw},
    pack::{
        model::{Fault, Pack, PackState, Shown},
        parts::parts,
        reader::{BY_HAND, By, Reader, occurrences},
        redaction::{Decision, Mark, Source, always_hidden, kind_words, stretch},
        store,
    },
    platform::{
        app::App,
        form::FieldError,
        ids::CaseId,
        refusal::{Answer, Refusal},
    },
};

/// What is answered to hide a stretch.
pub const HIDE: &str = "hide";
/// What is answered to take back words hidden by hand.
pub const UNDO: &str = "undo";
/// Roles of a name, as the list of names has them.
pub const ROLES: [(&str, &str); 6] = [
    ("victim", "A victim"),
    ("suspect", "A suspect"),
    ("witness", "A witness"),
    ("officer", "An officer"),
    ("person", "Somebody else"),
    ("place", "A place"),
];

/// A pack being written, with everything that was found in it.
#[derive(Debug)]
pub struct Workbench {
    /// The draw.
    pub draw: Draw,
    /// The case.
    pub case: Case,
    /// The version that is being written.
    pub pack: Pack,
    /// What was written, and what is hidden of it.
    pub source: Source,
    /// The facts members would see.
    pub summary: Vec<Shown>,
    /// Capitalised words that nobody explained.
    pub queue: Vec<Unexplained>,
}

/// The workbench of a pack that is being written. Reading it is logged.
///
/// # Errors
/// A case that is not theirs, a pack that nobody began or that is no longer being written.
pub async fn workbench(app: &App, actor: &Actor, id: CaseId) -> Answer<Workbench> {
    let mut act = actor.begin(app, "pack.identify").await?;
    let desk = desk(&mut act, actor, Action::PackPrepare, id).await?;
    let pack = being_written(&desk)?;
    let reader = Reader::new(desk.kind, &desk.record.fields, &desk.source.names)?;
    let queue = reader.find(&desk.source.original).queue;
    let summary = reader.summary(&desk.source, &pack.cover().wider, &mut desk.source.anew()?.tokens)?;
    store::note_work(&mut act.tx, id, false, act.now).await?;
    let note = Note::consulted("case", id).with("label", &desk.case.label);
    act.log(note.with("what", "what is hidden")).await?;
    act.commit().await?;
    Ok(Workbench {
        draw: desk.draw,
        case: desk.case,
        pack,
        source: desk.source,
        summary,
        queue,
    })
}

fn being_written(desk: &Desk<'_>) -> Answer<Pack> {
    let pack = desk.latest.clone().ok_or(Refusal::NotFound)?;
    if pack.state == PackState::Preparing {
        Ok(pack)
    } else {
        Err(Fault::NotPreparing.into())
    }
}

/// Words to be hidden that no rule found.
#[derive(Debug, Clone, Copy)]
pub struct Addition<'a> {
    /// The number of the sentence, from 1.
    pub sentence: usize,
    /// The words as they stand there.
    pub words: &'a str,
    /// What they identify.
    pub kind: Kind,
}

/// What a preparer decides.
#[derive(Debug, Clone, Default)]
pub struct Deciding<'a> {
    /// The version and edition they looked at.
    pub seen: (i64, i64),
    /// The page of the workbench they looked at, from 1; a short text has one.
    pub page: usize,
    /// By the beginning and end of a stretch: [`HIDE`], [`UNDO`] or the code of the reason why it is left in.
    pub choices: BTreeMap<(usize, usize), &'a str>,
    /// By the beginning of a queued word, its role.
    pub named: BTreeMap<usize, &'a str>,
    /// Words of their own.
    pub addition: Option<Addition<'a>>,
    /// Whether it is ready to be checked.
    pub ready: bool,
}

/// Keeps the decisions, makes the text anew, and with `ready` hands it to the checker.
///
/// # Errors
/// Words that have changed since, a stretch that is none, no reason, words that do not stand in their sentence, or with
/// `ready` something that is left or a page that was not looked at.
pub async fn decide(app: &App, actor: &Actor, id: CaseId, deciding: Deciding<'_>) -> Answer<Pack> {
    let mut act = actor.begin(app, "pack.redact").await?;
    let desk = desk(&mut act, actor, Action::PackPrepare, id).await?;
    let pack = being_written(&desk)?;
    if (pack.version, desk.source.edition) != deciding.seen {
        return Err(Refusal::field(
            LEFT,
            "The words of this pack or what is hidden of them have changed since you opened this page. What you chose is kept \
             where it still fits: look at it again, then save it",
        ));
    }
    if deciding.ready && desk.source.original.is_empty() {
        return Err(Refusal::conflict(
            "nothing has been written yet; go back to the pack and write what happened",
        ));
    }
    let by = (actor.person, act.now);
    let mut source = desk.source.clone();
    look(&mut source, &deciding)?;
    source.names = names(&desk, &source, &deciding.named)?;
    for_a_child(&desk, &source, &deciding.choices)?;
    chosen(&mut source, &deciding.choices, by)?;
    if let Some(addition) = deciding.addition {
        add(&mut source, addition, by)?;
    }
    let reader = Reader::new(desk.kind, &desk.record.fields, &source.names)?;
    source.marks = reader.decide(&source.original, &source, by);
    source.edition += 1;
    // Words from before there was a workbench are looked at once before they are handed over.
    let ready = deciding.ready && desk.source.edition > 0;
    let pack = keep(&mut act, actor, (&desk, &reader), (pack, &source), ready).await?;
    act.commit().await?;
    Ok(pack)
}

/// Notes that a page was looked at; refuses to hand over a text of which another was not.
fn look(source: &mut Source, deciding: &Deciding<'_>) -> Answer<()> {
    let parts = parts(source);
    if let Some(part) = parts.get(deciding.page.saturating_sub(1)) {
        source.looked.add(&part.characters);
    }
    let open = parts.iter().enumerate();
    let open = open.filter(|(_, part)| !source.looked.covers(&part.characters));
    let open: Vec<String> = open.map(|(at, _)| (at + 1).to_string()).collect();
    match open.as_slice() {
        [] => Ok(()),
        _ if !deciding.ready => Ok(()),
        [page] => Err(Refusal::field(
            LEFT,
            format!("Look at page {page} first: nobody has decided there what is hidden"),
        )),
        pages => Err(Refusal::field(
            LEFT,
            format!(
                "Look at pages {} first: nobody has decided there what is hidden",
                pages.join(", ")
            ),
        )),
    }
}

/// The list of names with the queued words that were named.
fn names(desk: &Desk<'_>, source: &Source, named: &BTreeMap<usize, &str>) -> Answer<String> {
    let mut names = source.names.trim().to_owned();
    if named.is_empty() {
        return Ok(names);
    }
    let reader = Reader::new(desk.kind, &desk.record.fields, &source.names)?;
    let queue = reader.find(&source.original).queue;
    for (start, role) in named {
        let field = format!("name-{start}");
        let word = queue
            .iter()
            .find(|word| word.start == *start)
            .ok_or(Refusal::NotFound)?;
        if !ROLES.iter().any(|(code, _)| code == role) {
            return Err(Refusal::field(
                &field,
                "Choose who or what the word names, or that it names nobody",
            ));
        }
        if !names.is_empty() {
            names.push('\n');
        }
        let word = stretch(&source.original, word.start, word.end);
        names.push_str(&format!("{role}: {word}"));
    }
    Ok(names)
}

/// Refuses to leave in what is always hidden in a case about a child.
fn for_a_child(desk: &Desk<'_>, source: &Source, choices: &BTreeMap<(usize, usize), &str>) -> Answer<()> {
    if !desk.kind.about_child(&desk.record.fields) {
        return Ok(());
    }
    let marks = source.marks.iter().filter(|mark| always_hidden(mark.kind));
    let left = marks.filter(|mark| {
        let answer = choices.get(&(mark.begins, mark.ends));
        answer.is_some_and(|answer| *answer != HIDE && *answer != UNDO)
    });
    let errors: Vec<FieldError> = left
        .map(|mark| FieldError {
            field: format!("mark-{}-{}", mark.begins, mark.ends),
            message: format!(
                "Hide {}: the record is about a child, or does not say that it is about an adult",
                kind_words(mark.kind)
            ),
        })
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(errors))
    }
}

/// Puts the answers into the decisions.
fn chosen(source: &mut Source, choices: &BTreeMap<(usize, usize), &str>, (by, at): By) -> Answer<()> {
    let (mut errors, mut undone) = (Vec::new(), Vec::new());
    for ((begins, ends), answer) in choices {
        let place = |mark: &&mut Mark| (mark.begins, mark.ends) == (*begins, *ends);
        let mark = source.marks.iter_mut().find(place).ok_or(Refusal::NotFound)?;
        let hand = mark.decision == Decision::Added;
        let (decision, because) = match *answer {
            HIDE if hand => (Decision::Added, None),
            HIDE => (Decision::Hidden, None),
            UNDO if hand => {
                undone.push(mark.clone());
                (Decision::Hidden, None)
            }
            reason => match reason.parse() {
                Ok(because) if !hand => (Decision::Kept, Some(because)),
                _ => {
                    errors.push(FieldError {
                        field: format!("mark-{begins}-{ends}"),
                        message: "Choose to hide it, or the reason why it is left in".to_owned(),
                    });
                    continue;
                }
            },
        };
        if (mark.decision, mark.because) != (decision, because) {
            (mark.decision, mark.because, mark.by, mark.at) = (decision, because, by, at);
        }
    }
    // Words hidden by hand are hidden wherever they stand, so they are taken back everywhere.
    let undone: Vec<String> = undone.iter().map(|mark| source.words(mark)).collect();
    let back: Vec<bool> = source
        .marks
        .iter()
        .map(|mark| undone.contains(&source.words(mark)))
        .collect();
    for (mark, _) in source.marks.iter_mut().zip(back).filter(|(_, back)| *back) {
        mark.decision = Decision::Hidden;
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(errors))
    }
}

/// Hides words of a sentence, there and wherever else they stand.
fn add(source: &mut Source, addition: Addition<'_>, (by, at): By) -> Answer<()> {
    let Some((from, to)) = addition
        .sentence
        .checked_sub(1)
        .and_then(|place| source.sentences().get(place).copied())
    else {
        return Err(Refusal::field(
            "add_sentence",
            "Enter the number of one of the sentences",
        ));
    };
    let words = addition.words.trim();
    if words.is_empty() {
        return Err(Refusal::field("add_words", "Enter the words to hide"));
    }
    let stand = occurrences(&source.original, words);
    if !stand.iter().any(|(begins, ends)| *begins < to && from < *ends) {
        return Err(Refusal::field(
            "add_words",
            format!("Enter words as they stand in sentence {}", addition.sentence),
        ));
    }
    for (begins, ends) in stand {
        source
            .marks
            .retain(|mark| mark.ends <= begins || ends <= mark.begins || mark.decision == Decision::Hidden);
        source.marks.push(Mark {
            begins,
            ends,
            kind: addition.kind,
            rule: BY_HAND.to_owned(),
            named: None,
            decision: Decision::Added,
            because: None,
            by,
            at,
        });
    }
    Ok(())
}
