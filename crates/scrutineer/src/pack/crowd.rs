//! Who could it be? How many records of the register share what a pack shows together, and what to tell less exactly when they
//! are too few. A machine counts; a person decides.

use std::collections::HashMap;

use serde_json::{Map, Value};
use stats::cases::{CasesError, Coarser, Crowd, Ladder, Quasi};

use super::cover::Wider;
use crate::platform::{
    clock::month_words,
    ids::RecordId,
    packs::{CrowdFact, Kind, Steps, quarter, quarter_words},
};

/// What stands in the place of a fact that is told less exactly than not at all.
pub const LEFT_OUT: &str = "Left out, so that nobody can be recognised";
/// The step on which a fact is left out.
const ANY: &str = "any";

/// The records of a register among which a case could be.
pub struct Among<'a> {
    kind: &'a Kind,
    rows: HashMap<RecordId, usize>,
    exact: Vec<Vec<String>>,
    crowd: Crowd,
}

/// A fact told less exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// The code of the fact.
    pub fact: String,
    /// The step.
    pub step: &'static str,
    /// What it comes to, in words.
    pub says: String,
    /// How many records look alike then.
    pub records: u64,
}

/// Too few records share what a pack shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandsOut {
    /// How many do, the case itself among them.
    pub records: u64,
    /// How many should.
    pub least: u64,
    /// The facts, each told less exactly by itself.
    pub alone: Vec<Mend>,
    /// The first single one that is enough.
    pub mend: Option<String>,
    /// Where no single one is enough: several together that are.
    pub together: Vec<Mend>,
}

impl StandsOut {
    /// The warning, as a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let (records, least) = (self.records, self.least);
        let fit = match records {
            0 | 1 => "The facts shown together fit no other record of the register".to_owned(),
            2 => "The facts shown together fit only 1 other record of the register".to_owned(),
            _ => format!(
                "The facts shown together fit only {} other records of the register",
                records - 1
            ),
        };
        format!("{fit}: there should be at least {least} with this one.")
    }

    /// What would mend it, as a sentence.
    #[must_use]
    pub fn advice(&self) -> String {
        let several: Vec<&str> = self.together.iter().map(|mend| mend.says.as_str()).collect();
        match (&self.mend, several.as_slice()) {
            (Some(says), _) => format!("This would be enough: {says}."),
            (None, []) => {
                "Nothing that can be told less exactly is enough: leave the case out, or release it with a reason.".to_owned()
            }
            (None, several) => format!("These together would be enough: {}.", several.join("; ")),
        }
    }
}

/// A record's facts as they are counted: for each fact of the kind its value, and the group that it lies in.
#[must_use]
pub fn told(kind: &Kind, fields: &Map<String, Value>) -> Vec<(String, String)> {
    kind.crowd.iter().map(|fact| kind.told(fact, fields)).collect()
}

/// Of a register the records that can be in the crowd of one of some cases. A fact that is never told less exactly is the
/// same in a whole crowd, so a record with another is in none and need not be kept, nor, mostly, be taken apart.
pub struct Alike {
    /// The places of those facts among the facts of the kind.
    kept: Vec<usize>,
    /// What each case says in them.
    cases: Vec<Vec<String>>,
    /// For each case a text that stands in a record like it.
    signs: Vec<Option<String>>,
}

impl Alike {
    /// Those like one of these cases, each as it is told.
    #[must_use]
    pub fn to(kind: &Kind, cases: &[Vec<(String, String)>]) -> Self {
        let facts = kind.crowd.iter().enumerate();
        let kept: Vec<usize> = facts
            .filter(|(_, fact)| fact.steps == Steps::Keep)
            .map(|(place, _)| place)
            .collect();
        let cases: Vec<Vec<String>> = cases.iter().map(|told| exact(&kept, told)).collect();
        // Of a fact of one field the record holds the words themselves, as JSON writes them.
        let plain = kept.iter().position(|place| {
            let field = kind.crowd.get(*place).map(|fact| fact.fields.as_slice());
            matches!(field, Some([name]) if kind.field(name).is_some_and(|field| field.vocabulary().is_none()))
        });
        let sign = |case: &Vec<String>| {
            let words = case.get(plain?).filter(|words| !words.is_empty())?;
            let plain = words
                .chars()
                .all(|sign| sign.is_ascii_alphanumeric() || sign == ' ');
            plain.then(|| words.clone())
        };
        Self {
            signs: cases.iter().map(sign).collect(),
            kept,
            cases,
        }
    }

    /// False only for a record, as its JSON, that is like none of them.
    #[must_use]
    pub fn may_be(&self, data: &str) -> bool {
        let inside = |sign: &Option<String>| sign.as_ref().is_none_or(|sign| data.contains(sign.as_str()));
        self.signs.iter().any(inside)
    }

    /// Whether a record, as it is told, is like one of them.
    #[must_use]
    pub fn is(&self, told: &[(String, String)]) -> bool {
        self.cases.contains(&exact(&self.kept, told))
    }
}

fn exact(kept: &[usize], told: &[(String, String)]) -> Vec<String> {
    let exact = kept.iter().filter_map(|place| told.get(*place));
    exact.map(|(value, _)| value.clone()).collect()
}

impl<'a> Among<'a> {
    /// Makes the records ready.
    ///
    /// # Errors
    /// No records, or a record whose month is none.
    pub fn of(kind: &'a Kind, records: Vec<(RecordId, Vec<(String, String)>)>) -> Result<Self, CasesError> {
        // A record without a month could not be told less exactly: it stands in nobody's crowd, and alone in its own.
        let dated = |told: &[(String, String)]| {
            let mut facts = kind.crowd.iter().zip(told);
            facts.all(|(fact, (value, _))| fact.steps != Steps::Months || quarter(value).is_some())
        };
        let records: Vec<_> = records.into_iter().filter(|(_, told)| dated(told)).collect();
        let mut rows = HashMap::with_capacity(records.len());
        let mut columns: Vec<(Vec<String>, Vec<String>)> = vec![Default::default(); kind.crowd.len()];
        for (row, (id, told)) in records.into_iter().enumerate() {
            rows.insert(id, row);
            for ((values, groups), (value, group)) in columns.iter_mut().zip(told) {
                values.push(value);
                groups.push(group);
            }
        }
        let quasi: Vec<Quasi> = kind
            .crowd
            .iter()
            .zip(columns)
            .map(|(fact, (values, groups))| Quasi {
                name: fact.fact.clone(),
                values,
                ladder: match fact.steps {
                    Steps::Months => Ladder::Months,
                    Steps::Groups => Ladder::Groups(groups),
                    Steps::Drop => Ladder::Drop,
                    Steps::Keep => Ladder::Keep,
                },
            })
            .collect();
        let crowd = Crowd::of(&quasi)?;
        let exact = quasi.into_iter().map(|column| column.values).collect();
        Ok(Self {
            kind,
            rows,
            exact,
            crowd,
        })
    }

    /// Looks at a record, told as `wider` says. Nothing when enough records look alike.
    #[must_use]
    pub fn look(&self, record: RecordId, wider: &Wider, least: u64) -> Option<StandsOut> {
        let Some(row) = self.rows.get(&record).copied() else {
            return Some(StandsOut {
                records: 0,
                least,
                alone: Vec::new(),
                mend: None,
                together: Vec::new(),
            });
        };
        let at = self.at(row, wider);
        let records = self.crowd.size(row, &at);
        let alone: Vec<Mend> = self
            .crowd
            .coarser(row, &at)
            .into_iter()
            .filter_map(|coarser| self.mend(row, &coarser))
            .collect();
        let ladder: Vec<redact::Wider> = alone
            .iter()
            .map(|mend| redact::Wider {
                says: mend.says.clone(),
                records: mend.records,
            })
            .collect();
        let few = redact::too_few(records, &ladder, least)?;
        let together = if few.mend.is_some() {
            Vec::new()
        } else {
            self.together(row, &at, least)
        };
        Some(StandsOut {
            records,
            least,
            alone,
            mend: few.mend.map(|mend| mend.says),
            together,
        })
    }

    /// The step of each fact. A fact that the record does not tell is shown to nobody.
    fn at(&self, row: usize, wider: &Wider) -> Vec<usize> {
        let step = |(column, fact): (usize, &CrowdFact)| {
            let blank = self.exact.get(column).and_then(|values| values.get(row));
            let blank = blank.is_some_and(|value| value.chars().all(|sign| sign == '/' || sign == ' '));
            let name = if blank {
                Some(ANY)
            } else {
                wider.get(&fact.fact).map(String::as_str)
            };
            name.and_then(|name| self.crowd.step(column, name))
                .unwrap_or_default()
        };
        self.kind.crowd.iter().enumerate().map(step).collect()
    }

    fn mend(&self, row: usize, coarser: &Coarser) -> Option<Mend> {
        let fact = self.kind.crowd.get(coarser.column)?;
        let exact = self.exact.get(coarser.column)?.get(row)?;
        Some(Mend {
            fact: fact.fact.clone(),
            step: coarser.name,
            says: says(fact, coarser.name, exact),
            records: coarser.rows,
        })
    }

    fn together(&self, row: usize, at: &[usize], least: u64) -> Vec<Mend> {
        let Some(enough) = self.crowd.enough(row, at, least) else {
            return Vec::new();
        };
        let records = self.crowd.size(row, &enough);
        let all = self.crowd.coarser(row, at);
        let taken = all
            .into_iter()
            .filter(|one| enough.get(one.column) == Some(&one.step));
        taken
            .filter_map(|coarser| {
                let mend = self.mend(row, &coarser)?;
                Some(Mend { records, ..mend })
            })
            .collect()
    }
}

/// What a step comes to, in words that begin with the name of the fact.
fn says(fact: &CrowdFact, step: &str, exact: &str) -> String {
    let label = &fact.label;
    match step {
        ANY => format!("{label} left out"),
        "group" => format!("{label} by its wider group"),
        step => wider_month(step, exact).map_or_else(
            || format!("{label} told less exactly"),
            |period| format!("{label} told as {period}"),
        ),
    }
}

/// A month told as its quarter or half-year; nothing on a step that is neither.
#[must_use]
pub fn wider_month(step: &str, month: &str) -> Option<String> {
    match step {
        "month" => Some(month_words(month)),
        "quarter" => Some(quarter_words(&quarter(month)?)),
        "half-year" => {
            let (year, quarter) = quarter(month)?
                .split_once("-Q")
                .map(|(y, q)| (y.to_owned(), q.to_owned()))?;
            let half = if matches!(quarter.as_str(), "1" | "2") {
                "January to June"
            } else {
                "July to December"
            };
            Some(format!("{half} {year}"))
        }
        _ => None,
    }
}

/// The steps that a fact may take beyond what it is, for people to choose from: name and words.
#[must_use]
pub fn steps(fact: &CrowdFact) -> Vec<(&'static str, &'static str)> {
    match fact.steps {
        Steps::Months => vec![
            ("quarter", "As its quarter"),
            ("half-year", "As its half-year"),
            (ANY, "Left out"),
        ],
        Steps::Groups => vec![("group", "By its wider group"), (ANY, "Left out")],
        Steps::Drop => vec![(ANY, "Left out")],
        Steps::Keep => Vec::new(),
    }
}

/// A choice of steps with only what the kind knows.
#[must_use]
pub fn known(kind: &Kind, wider: &Wider) -> Wider {
    let known = |fact: &CrowdFact| {
        let step = wider.get(&fact.fact)?;
        let known = steps(fact).into_iter().any(|(name, _)| name == step);
        known.then(|| (fact.fact.clone(), step.clone()))
    };
    kind.crowd.iter().filter_map(known).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::platform::packs::Packs;

    #[test]
    fn records_that_are_like_none_of_the_cases_change_nothing() {
        let packs = Packs::built_in().unwrap();
        let kind = packs.newest_kind("oocr").unwrap();
        let fields = |number: usize| {
            let offences = ["Theft from a shop", "Theft", "Criminal damage, \"other\"", ""];
            let fields = json!({
                "offence_title": offences[number % 4],
                "offence_from_dt": format!("2024-0{}-11", 1 + number / 4 % 3),
                "sde_code": (["A1", "W1"][number / 12 % 2]),
                "sex": (["M", "F"][number / 24 % 2]),
                "suspect_age_band_offence": (["18-24", "25-34"][number / 48 % 2]),
            });
            fields.as_object().cloned().unwrap()
        };
        let id = |number: usize| RecordId(uuid::Uuid::from_u128(number as u128 + 1));
        let all: Vec<Map<String, Value>> = (0..300).map(|number| fields(number * 7 % 131)).collect();
        let whole: Vec<_> = all.iter().map(|fields| told(kind, fields)).collect();
        let numbered = |keep: &dyn Fn(usize) -> bool| {
            let kept = (0..all.len()).filter(|number| keep(*number));
            kept.map(|number| (id(number), whole[number].clone()))
                .collect::<Vec<_>>()
        };
        let everybody = Among::of(kind, numbered(&|_| true)).unwrap();
        for cases in [vec![0, 5], vec![1], vec![2, 3], vec![7, 8, 9, 10]] {
            let own: Vec<_> = cases.iter().map(|number| whole[*number].clone()).collect();
            let alike = Alike::to(kind, &own);
            let stays = |number: usize| {
                let data = serde_json::to_string(&all[number]).unwrap();
                assert!(alike.may_be(&data) || !alike.is(&whole[number]));
                alike.may_be(&data) && alike.is(&whole[number])
            };
            let few = numbered(&stays);
            assert!(few.len() < 300 || cases.len() > 2, "{cases:?}: {}", few.len());
            let among = Among::of(kind, few).unwrap();
            for number in cases {
                for least in [2, 5, 40] {
                    let steps = [Wider::new(), Wider::from([("sex".to_owned(), ANY.to_owned())])];
                    for wider in &steps {
                        assert_eq!(
                            among.look(id(number), wider, least),
                            everybody.look(id(number), wider, least)
                        );
                    }
                }
            }
        }
    }
}
