//! Reads what a condition says of one field: its words, numbers and codes, each checked against the field.

use super::parse::{Reading, Wrong};
use super::token::Token;
use super::{Measure, Node, NodeId, Order, Setting};
use crate::calendar::Unit;
use crate::fault::listed;
use crate::fields::Holds;
use crate::pack::JudgedOn;
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
    fn note(&mut self, slot: Slot) {
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

    fn compared(&mut self) -> Result<NodeId, Wrong> {
        let at = self.at();
        let left = self.measure()?;
        self.compared_with(left, at)
    }

    fn compared_with(&mut self, left: Measure, began: usize) -> Result<NodeId, Wrong> {
        let at = self.at();
        let order = match self.take() {
            Some((Token::Mark("="), _)) => Order::Equal,
            Some((Token::Mark("!="), _)) => Order::Unequal,
            Some((Token::Mark("<"), _)) => Order::Less,
            Some((Token::Mark("<="), _)) => Order::AtMost,
            Some((Token::Mark(">"), _)) => Order::Greater,
            Some((Token::Mark(">="), _)) => Order::AtLeast,
            _ => {
                return Err((
                    at,
                    "one of =, !=, <, <=, > or >= must follow a number or a date".to_owned(),
                ));
            }
        };
        let right = self.measure()?;
        if self.is_day(&left) != self.is_day(&right) {
            return Err((
                began,
                "a date can be compared with a date alone, a number with a number".to_owned(),
            ));
        }
        Ok(self.reader.push(Node::Compare(order, left, right)))
    }

    fn is_day(&self, measure: &Measure) -> bool {
        match measure {
            Measure::Field(slot) => self.reader.layout.place(*slot).holds == Holds::Date,
            Measure::Day(_) | Measure::Given(_) | Measure::Shifted { .. } => true,
            Measure::Words(_) | Measure::Count(_) | Measure::Number(_) => false,
        }
    }

    fn measure(&mut self) -> Result<Measure, Wrong> {
        let at = self.at();
        let first = match self.take() {
            Some((Token::Day(day), _)) => Measure::Day(day),
            Some((Token::Number(digits), _)) => Measure::Number(number(&digits, at)? as f64),
            Some((Token::Word(word), _)) => self.named_measure(&word, at)?,
            Some((token, _)) => {
                return Err((
                    at,
                    format!("{} is neither field nor number nor date", token.shown()),
                ));
            }
            None => return Err((at, "something is missing at the end".to_owned())),
        };
        self.shifted(first, at)
    }

    fn named_measure(&mut self, word: &str, at: usize) -> Result<Measure, Wrong> {
        if let Some(slot) = self.reader.layout.slot(word) {
            let holds = &self.reader.layout.place(slot).holds;
            if !matches!(holds, Holds::Number | Holds::Decimal | Holds::Date) {
                return Err((
                    at,
                    format!("{word} is {}: it cannot be more or less", holds.in_words()),
                ));
            }
            self.note(slot);
            return Ok(Measure::Field(slot));
        }
        match word {
            "words" => return self.counted(at, "text", Measure::Words),
            "count" => return self.counted(at, "a list", Measure::Count),
            "offence" => return Ok(Measure::Given(JudgedOn::Offence)),
            "disposal" => return Ok(Measure::Given(JudgedOn::Disposal)),
            "finding" => return Ok(Measure::Given(JudgedOn::Finding)),
            _ => {}
        }
        match self.reader.settings.get(word) {
            Some(Setting::Number(number)) => Ok(Measure::Number(*number as f64)),
            Some(Setting::Day(day)) => Ok(Measure::Day(*day)),
            Some(Setting::Codes(_)) => Err((at, format!("the setting {word} holds codes, not a number"))),
            Some(Setting::Unset) => Err((at, unset(word))),
            None => Err((at, self.no_such(word))),
        }
    }

    /// A name that nothing has, with the field that is most like it.
    fn no_such(&self, word: &str) -> String {
        let plain = |name: &str| name.replace('_', "");
        let (wanted, start) = (plain(word), word.get(..5).unwrap_or(word));
        let names = || self.reader.layout.places.iter().map(|place| place.name.as_str());
        let alike = names()
            .find(|name| plain(name) == wanted)
            .or_else(|| names().find(|name| name.starts_with(start)));
        let hint = alike.map_or(String::new(), |name| format!("; should it be {name}?"));
        format!("there is no field, term or setting {word}{hint}")
    }

    fn counted(&mut self, at: usize, of: &str, measure: fn(Slot) -> Measure) -> Result<Measure, Wrong> {
        self.expect_mark("(")?;
        let found = match self.take() {
            Some((Token::Word(name), _)) => self.reader.layout.slot(&name),
            _ => None,
        };
        let holds = |slot: &Slot| self.reader.layout.place(*slot).holds.in_words() == of;
        let Some(slot) = found.filter(holds) else {
            return Err((at, format!("a field that holds {of} must stand in the brackets")));
        };
        self.expect_mark(")")?;
        self.note(slot);
        self.reader.layout.place_mut(slot).counted = true;
        Ok(measure(slot))
    }

    /// `+ 5 working days` after a day.
    fn shifted(&mut self, first: Measure, began: usize) -> Result<Measure, Wrong> {
        let mut measure = first;
        loop {
            let sign = if self.take_mark("+") {
                1
            } else if self.take_mark("-") {
                -1
            } else {
                return Ok(measure);
            };
            let at = self.at();
            let by = match self.take() {
                Some((Token::Number(digits), _)) => number(&digits, at)?,
                Some((Token::Word(name), _)) => match self.reader.settings.get(&name) {
                    Some(Setting::Number(number)) => *number,
                    Some(Setting::Unset) => return Err((at, unset(&name))),
                    _ => return Err((at, format!("{name} is no number and no setting that holds one"))),
                },
                _ => {
                    return Err((
                        at,
                        "a number of days, weeks, months or years must follow".to_owned(),
                    ));
                }
            };
            let unit = self.unit()?;
            if !self.is_day(&measure) {
                return Err((
                    began,
                    "only a date can be moved by days, weeks, months or years".to_owned(),
                ));
            }
            measure = Measure::Shifted {
                of: Box::new(measure),
                by: by.saturating_mul(sign),
                unit,
            };
        }
    }

    fn unit(&mut self) -> Result<Unit, Wrong> {
        let at = self.at();
        let wrong = (
            at,
            "one of days, weeks, months, years or working days must follow".to_owned(),
        );
        let Some((Token::Word(word), _)) = self.take() else {
            return Err(wrong);
        };
        match word.as_str() {
            "day" | "days" => Ok(Unit::Days),
            "week" | "weeks" => Ok(Unit::Weeks),
            "month" | "months" => Ok(Unit::Months),
            "year" | "years" => Ok(Unit::Years),
            "working" if self.take_word("days") || self.take_word("day") => Ok(Unit::WorkingDays),
            _ => Err(wrong),
        }
    }
}

fn strs(codes: &[String]) -> impl Iterator<Item = &str> {
    codes.iter().map(String::as_str)
}

fn unset(name: &str) -> String {
    format!("the setting {name} has no value; give it one in the profile")
}

fn number(digits: &str, at: usize) -> Result<i64, Wrong> {
    let number = digits
        .parse()
        .ok()
        .filter(|number| *number < 1_000_000_000_000_i64);
    number.ok_or_else(|| (at, format!("{digits} is too large a number")))
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
