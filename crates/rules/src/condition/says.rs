//! Reads what a condition says of one field: its words, numbers and codes, each checked against the field.

use super::parse::{Reading, Wrong};
use super::token::Token;
use super::{Measure, Node, NodeId, Setting};
use crate::fault::listed;
use crate::fields::Holds;
use crate::record::Slot;

/// Rules may name so many texts or items of one field, and codes up to this place: one bit each.
const MOST_NAMED: usize = 64;

impl Reading<'_, '_> {
    /// One statement: a flag, a term, or what a field is, has or measures.
    pub(super) fn says(&mut self) -> Result<NodeId, Wrong> {
        if let Some(Token::Word(name)) = self.peek().cloned() {
            if let Some((node, reads)) = self.reader.terms.get(&name).cloned() {
                self.take();
                self.reads.extend(reads);
                return Ok(node);
            }
            if let Some(slot) = self.reader.layout.slot(&name) {
                return self.of_field(slot);
            }
        }
        self.compared()
    }

    fn of_field(&mut self, slot: Slot) -> Result<NodeId, Wrong> {
        let holds = self.reader.layout.place(slot).holds.clone();
        let before = self.at();
        self.take();
        if self.take_word("is") {
            let denied = self.take_word("not");
            self.expect_word("blank")?;
            self.note(slot);
            let node = self.reader.push(Node::Blank(slot));
            return Ok(if denied {
                self.reader.push(Node::Not(node))
            } else {
                node
            });
        }
        match holds {
            Holds::Flag => {
                self.note(slot);
                Ok(self.reader.push(Node::Flag(slot)))
            }
            Holds::Code(codes) => self.of_code(slot, &codes),
            Holds::Text => self.of_text(slot),
            Holds::List(items) => self.of_list(slot, items.as_deref()),
            Holds::Number | Holds::Decimal | Holds::Date => {
                self.note(slot);
                let left = self.shifted(Measure::Field(slot), before)?;
                self.compared_with(left, before)
            }
        }
    }

    /// Marks a field as one that must be read.
    pub(super) fn note(&mut self, slot: Slot) {
        self.reads.insert(slot);
        self.reader.layout.place_mut(slot).read = true;
    }

    fn of_code(&mut self, slot: Slot, codes: &[String]) -> Result<NodeId, Wrong> {
        self.note(slot);
        let name = self.reader.layout.place(slot).name.clone();
        let at = self.at();
        if self.take_word("below") {
            return self.sorted(slot, codes, |place, mark| place < mark);
        }
        if self.take_word("at") {
            self.expect_word("least")?;
            return self.sorted(slot, codes, |place, mark| place >= mark);
        }
        let (denied, many) = self.likeness().ok_or_else(|| {
            let says =
                format!("after {name} one of =, !=, in, not in, below, at least or is blank must follow");
            (at, says)
        })?;
        let at = self.at();
        let named = if many { self.several()? } else { vec![self.code()?] };
        let mut bits = 0;
        for code in &named {
            bits |= bit_of(codes, code).map_err(|says| (at, format!("{name} {says}")))?;
        }
        Ok(self.one_of(slot, bits, denied))
    }

    /// `=`, `!=`, `in` or `not in`: whether it is denied, and whether several codes follow.
    fn likeness(&mut self) -> Option<(bool, bool)> {
        if self.take_mark("=") {
            Some((false, false))
        } else if self.take_mark("!=") {
            Some((true, false))
        } else if self.take_word("in") {
            Some((false, true))
        } else if self.take_word("not") && self.take_word("in") {
            Some((true, true))
        } else {
            None
        }
    }

    fn one_of(&mut self, slot: Slot, bits: u64, denied: bool) -> NodeId {
        let node = self.reader.push(Node::OneOf(slot, bits));
        if denied {
            self.reader.push(Node::Not(node))
        } else {
            node
        }
    }

    fn sorted(
        &mut self,
        slot: Slot,
        codes: &[String],
        is_so: fn(usize, usize) -> bool,
    ) -> Result<NodeId, Wrong> {
        let at = self.at();
        let name = self.reader.layout.place(slot).name.clone();
        let Some(order) = self.reader.orders.get(&name).cloned() else {
            return Err((
                at,
                format!("the codes of {name} are in no order; add an [[order]] to the pack"),
            ));
        };
        let code = match self.several_of_setting()? {
            Some(one) if one.len() == 1 => one.concat(),
            Some(_) => return Err((at, format!("one code of {name} must follow, not several"))),
            None => self.code()?,
        };
        let Some(mark) = order.iter().position(|known| *known == code) else {
            return Err((
                at,
                format!("{code} is not in the order of {name}: {}", listed(strs(&order))),
            ));
        };
        let (mut yes, mut no) = (0, 0);
        for (place, known) in order.iter().enumerate() {
            let bit = bit_of(codes, known).map_err(|says| (at, format!("{name} {says}")))?;
            *(if is_so(place, mark) { &mut yes } else { &mut no }) |= bit;
        }
        Ok(self.reader.push(Node::Sorted { slot, yes, no }))
    }

    fn of_text(&mut self, slot: Slot) -> Result<NodeId, Wrong> {
        self.note(slot);
        let name = self.reader.layout.place(slot).name.clone();
        let at = self.at();
        let (denied, many) = self.likeness().ok_or_else(|| {
            (
                at,
                format!("after {name} one of =, !=, in, not in or is blank must follow"),
            )
        })?;
        if let (false, Some(Token::Word(other))) = (many, self.peek())
            && let Some(other) = self.reader.layout.slot(&other.clone())
        {
            if self.reader.layout.place(other).holds != Holds::Text {
                return Err((
                    self.at(),
                    format!("{name} is text and can be compared with text alone"),
                ));
            }
            self.take();
            self.note(other);
            for slot in [slot, other] {
                self.reader.layout.place_mut(slot).compared = true;
            }
            let node = self.reader.push(Node::Alike(slot, other));
            return Ok(if denied {
                self.reader.push(Node::Not(node))
            } else {
                node
            });
        }
        let at = self.at();
        let named = if many { self.several()? } else { vec![self.code()?] };
        let bits = self.literals(slot, named).map_err(|says| (at, says))?;
        Ok(self.one_of(slot, bits, denied))
    }

    fn of_list(&mut self, slot: Slot, items: Option<&[String]>) -> Result<NodeId, Wrong> {
        self.note(slot);
        let name = self.reader.layout.place(slot).name.clone();
        let at = self.at();
        let denied = self.take_word("not");
        if !self.take_word("has") {
            return Err((
                at,
                format!("after {name} one of has, not has, has only or is blank must follow"),
            ));
        }
        let only = self.take_word("only");
        let at = self.at();
        let named = if matches!(self.peek(), Some(Token::Mark("("))) {
            self.several()?
        } else {
            vec![self.code()?]
        };
        let mut bits = 0;
        match items {
            Some(items) => {
                for item in &named {
                    bits |= bit_of(items, item).map_err(|says| (at, format!("{name} {says}")))?;
                }
            }
            None => bits = self.literals(slot, named).map_err(|says| (at, says))?,
        }
        let node = if only {
            Node::HasOnly(slot, bits)
        } else {
            Node::HasAny(slot, bits)
        };
        let node = self.reader.push(node);
        Ok(if denied {
            self.reader.push(Node::Not(node))
        } else {
            node
        })
    }

    /// Gives each text or item that rules name a place of its own.
    fn literals(&mut self, slot: Slot, named: Vec<String>) -> Result<u64, String> {
        let place = self.reader.layout.place_mut(slot);
        let mut bits = 0;
        for text in named {
            let alike = |known: &String| known.eq_ignore_ascii_case(&text);
            let at = match place.literals.iter().position(alike) {
                Some(at) => at,
                None if place.literals.len() == MOST_NAMED => {
                    return Err(format!(
                        "rules name more than {MOST_NAMED} values of {}",
                        place.name
                    ));
                }
                None => {
                    place.literals.push(text);
                    place.literals.len() - 1
                }
            };
            bits |= 1 << at;
        }
        Ok(bits)
    }

    /// One code, text or item, with or without quotation marks.
    fn code(&mut self) -> Result<String, Wrong> {
        let at = self.at();
        match self.take() {
            Some((Token::Word(code) | Token::Quoted(code) | Token::Number(code), _)) => Ok(code),
            Some((token, _)) => Err((at, format!("{} is no code", token.shown()))),
            None => Err((at, "a code is missing".to_owned())),
        }
    }

    /// Codes in brackets, or a setting that holds codes.
    fn several(&mut self) -> Result<Vec<String>, Wrong> {
        if let Some(codes) = self.several_of_setting()? {
            return Ok(codes);
        }
        self.expect_mark("(")?;
        let mut codes = vec![self.code()?];
        while self.take_mark(",") {
            codes.push(self.code()?);
        }
        self.expect_mark(")")?;
        Ok(codes)
    }

    fn several_of_setting(&mut self) -> Result<Option<Vec<String>>, Wrong> {
        let Some(Token::Word(name)) = self.peek() else {
            return Ok(None);
        };
        let at = self.at();
        match self.reader.settings.get(name) {
            None => Ok(None),
            Some(Setting::Codes(codes)) => {
                let codes = codes.clone();
                self.take();
                Ok(Some(codes))
            }
            Some(Setting::Unset) => Err((at, unset(name))),
            Some(_) => Err((at, format!("the setting {name} is no code and holds none"))),
        }
    }
}

fn strs(codes: &[String]) -> impl Iterator<Item = &str> {
    codes.iter().map(String::as_str)
}

/// That a setting has no value.
pub(super) fn unset(name: &str) -> String {
    format!("the setting {name} has no value; give it one in the profile")
}

/// The bit of a code among those listed.
fn bit_of(codes: &[String], code: &str) -> Result<u64, String> {
    match codes.iter().position(|known| known == code) {
        Some(place) if place < MOST_NAMED => Ok(1 << place),
        Some(_) => Err(format!(
            "has more than {MOST_NAMED} codes, and {code} comes after them"
        )),
        None => Err(format!(
            "has no code {code}; its codes are {}",
            listed(strs(codes))
        )),
    }
}
