//! Steps from a value to coarser ones.

use super::CasesError;
use std::collections::HashMap;

/// What stands for a value that is not told at all.
const ANY: &str = "any";

/// The steps that a column may take. The first is the value as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ladder {
    /// Month, quarter, half-year, not told. Values are months such as 2024-03.
    Months,
    /// The value, the group that it lies in, not told; with the group of each row.
    Groups(Vec<String>),
    /// The value, not told.
    Drop,
    /// The value and nothing else.
    Keep,
}

/// A column by which a person could be recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quasi {
    /// Its name.
    pub name: String,
    /// The value in each row.
    pub values: Vec<String>,
    /// The steps that it may take.
    pub ladder: Ladder,
}

/// A column on one step: the number of each row's value, and the texts of these numbers.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) numbers: Vec<u32>,
    pub(super) texts: Vec<String>,
}

impl Quasi {
    /// The column on each of its steps.
    pub(super) fn steps(&self) -> Result<Vec<Step>, CasesError> {
        let exact = |name| numbered(name, self.values.iter().cloned());
        let any = || numbered("any", self.values.iter().map(|_| ANY.to_owned()));
        Ok(match &self.ladder {
            Ladder::Keep => vec![exact("value")],
            Ladder::Drop => vec![exact("value"), any()],
            Ladder::Groups(groups) => {
                self.check(groups)?;
                vec![exact("value"), numbered("group", groups.iter().cloned()), any()]
            }
            Ladder::Months => {
                let months = self.values.iter().enumerate().map(|(row, value)| {
                    month(value).ok_or_else(|| CasesError::Month {
                        row: row + 1,
                        column: self.name.clone(),
                        value: value.clone(),
                    })
                });
                let months: Vec<(&str, u32)> = months.collect::<Result<_, _>>()?;
                let of = |name, letter, length| {
                    numbered(
                        name,
                        months
                            .iter()
                            .map(move |(year, month)| format!("{year}-{letter}{}", (month - 1) / length + 1)),
                    )
                };
                vec![
                    exact("month"),
                    of("quarter", 'Q', 3),
                    of("half-year", 'H', 6),
                    any(),
                ]
            }
        })
    }

    /// Every value lies in one group.
    fn check(&self, groups: &[String]) -> Result<(), CasesError> {
        if groups.len() != self.values.len() {
            return Err(CasesError::Length(self.name.clone()));
        }
        let mut group_of: HashMap<&str, &str> = HashMap::new();
        for (row, (value, group)) in self.values.iter().zip(groups).enumerate() {
            let before = group_of.entry(value).or_insert(group);
            if before != group {
                return Err(CasesError::TwoGroups {
                    row: row + 1,
                    column: self.name.clone(),
                    value: value.clone(),
                    group: (*before).to_owned(),
                    other: group.clone(),
                });
            }
        }
        Ok(())
    }
}

/// Year and month of a text such as 2024-03.
fn month(text: &str) -> Option<(&str, u32)> {
    let (year, month) = text.split_once('-')?;
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let month: u32 = Some(month).filter(|month| digits(month, 2))?.parse().ok()?;
    (digits(year, 4) && (1..=12).contains(&month)).then_some((year, month))
}

pub(super) fn numbered(name: &'static str, values: impl Iterator<Item = String>) -> Step {
    let mut number: HashMap<String, u32> = HashMap::new();
    let mut texts = Vec::new();
    let numbers = values
        .map(|value| {
            *number.entry(value).or_insert_with_key(|value| {
                texts.push(value.clone());
                (texts.len() - 1) as u32
            })
        })
        .collect();
    Step { name, numbers, texts }
}
