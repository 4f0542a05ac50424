//! Reads a condition: how its parts are joined.

use std::collections::BTreeSet;

use super::token::{Placed, Token, tokens};
use super::{Node, NodeId, Reader};
use crate::record::Slot;

/// Longest condition, and deepest nesting: far beyond what a reader could follow.
const LONGEST: usize = 4000;
const DEEPEST: usize = 40;

/// What is wrong, and the character at which it is.
pub(super) type Wrong = (usize, String);

/// One condition being read.
pub(super) struct Reading<'r, 'p> {
    pub(super) reader: &'r mut Reader<'p>,
    tokens: Vec<Placed>,
    next: usize,
    depth: usize,
    /// Fields named so far.
    pub(super) reads: BTreeSet<Slot>,
}

pub(super) fn condition(reader: &mut Reader<'_>, text: &str) -> Result<(NodeId, BTreeSet<Slot>), String> {
    if text.len() > LONGEST {
        return Err(format!(
            "a condition is at most {LONGEST} characters; give parts of it a name as a term"
        ));
    }
    let sentence = |(at, says): Wrong| format!("at character {at} of the condition: {says}");
    let mut reading = Reading {
        reader,
        tokens: tokens(text).map_err(sentence)?,
        next: 0,
        depth: 0,
        reads: BTreeSet::new(),
    };
    let node = reading.any().map_err(sentence)?;
    match reading.take() {
        None => Ok((node, reading.reads)),
        Some((token, at)) => {
            let says = format!("{} cannot follow here; join conditions by and, or", token.shown());
            Err(sentence((at, says)))
        }
    }
}

impl Reading<'_, '_> {
    fn any(&mut self) -> Result<NodeId, Wrong> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err((
                self.at(),
                "too many brackets in brackets; give parts a name as a term".to_owned(),
            ));
        }
        let joined = self.joined("or", Self::all, Node::Any);
        self.depth -= 1;
        joined
    }

    fn all(&mut self) -> Result<NodeId, Wrong> {
        self.joined("and", Self::one, Node::All)
    }

    fn joined(
        &mut self,
        by: &str,
        part: fn(&mut Self) -> Result<NodeId, Wrong>,
        node: fn(Box<[NodeId]>) -> Node,
    ) -> Result<NodeId, Wrong> {
        let mut parts = vec![part(self)?];
        while self.take_word(by) {
            parts.push(part(self)?);
        }
        Ok(match parts.as_slice() {
            [one] => *one,
            _ => self.reader.push(node(parts.into_boxed_slice())),
        })
    }

    fn one(&mut self) -> Result<NodeId, Wrong> {
        let mut denied = false;
        while self.take_word("not") {
            denied = !denied;
        }
        let node = if self.take_mark("(") {
            let inside = self.any()?;
            self.expect_mark(")")?;
            inside
        } else {
            self.says()?
        };
        Ok(if denied {
            self.reader.push(Node::Not(node))
        } else {
            node
        })
    }

    /// Where the next token begins, or the end.
    pub(super) fn at(&self) -> usize {
        let end = || {
            self.tokens
                .last()
                .map_or(1, |(token, at)| at + token.shown().chars().count())
        };
        self.tokens.get(self.next).map_or_else(end, |(_, at)| *at)
    }

    pub(super) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    pub(super) fn take(&mut self) -> Option<Placed> {
        let taken = self.tokens.get(self.next).cloned();
        self.next += usize::from(taken.is_some());
        taken
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Word(found)) if found == word);
        self.next += usize::from(is);
        is
    }

    pub(super) fn take_mark(&mut self, mark: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Mark(found)) if *found == mark);
        self.next += usize::from(is);
        is
    }

    pub(super) fn expect_mark(&mut self, mark: &str) -> Result<(), Wrong> {
        if self.take_mark(mark) {
            Ok(())
        } else {
            Err((self.at(), format!("{mark} is missing")))
        }
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Result<(), Wrong> {
        if self.take_word(word) {
            Ok(())
        } else {
            Err((self.at(), format!("the word {word} is missing")))
        }
    }
}
