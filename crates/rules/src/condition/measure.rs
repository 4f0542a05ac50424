//! Reads numbers and days: fields, settings, counts, and days moved by so many days, months or working days.

use super::parse::{Reading, Wrong};
use super::says::unset;
use super::token::Token;
use super::{Measure, Node, NodeId, Order, Setting};
use crate::calendar::Unit;
use crate::fields::Holds;
use crate::pack::JudgedOn;
use crate::record::Slot;

impl Reading<'_, '_> {
    /// Two measures, the one compared with the other.
    pub(super) fn compared(&mut self) -> Result<NodeId, Wrong> {
        let at = self.at();
        let left = self.measure()?;
        self.compared_with(left, at)
    }

    /// What a measure that was read already is compared with.
    pub(super) fn compared_with(&mut self, left: Measure, began: usize) -> Result<NodeId, Wrong> {
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
    pub(super) fn shifted(&mut self, first: Measure, began: usize) -> Result<Measure, Wrong> {
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

fn number(digits: &str, at: usize) -> Result<i64, Wrong> {
    let number = digits
        .parse()
        .ok()
        .filter(|number| *number < 1_000_000_000_000_i64);
    number.ok_or_else(|| (at, format!("{digits} is too large a number")))
}
