//! Every combination of steps, and the best of them.

use super::ladder::{Step, numbered};
use super::{CasesError, Quasi};
use serde::Serialize;

/// The most combinations that are tried.
const MOST_NODES: usize = 2000;

/// What published rows must fulfil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// The least number of rows that look alike.
    pub k: usize,
    /// The least number of different sensitive values among them.
    pub l: usize,
    /// The most rows that may be left out.
    pub most_left_out: usize,
}

/// How well rows hide the people in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Anonymity {
    /// The size of the smallest class of rows that look alike.
    pub k: usize,
    /// The fewest different sensitive values in such a class; a blank one does not count.
    pub l: usize,
    /// The number of classes.
    pub classes: usize,
}

/// Rows that may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generalised {
    /// The step of each column: value, month, quarter, half-year, group or any.
    pub steps: Vec<&'static str>,
    /// The rows: the values of the quasi-identifiers, and where the row was. They are in order of their values, for the order
    /// in which they were given might tell something.
    pub rows: Vec<(Vec<String>, usize)>,
    /// How many rows are left out.
    pub left_out: usize,
    /// What the published rows fulfil.
    pub anonymity: Anonymity,
    /// How many combinations of steps were tried.
    pub tried: usize,
    /// The loss of the one chosen.
    pub loss: u128,
}

/// k and l of the rows as they are.
///
/// # Errors
/// No rows, no quasi-identifiers, columns of different lengths, a ladder that does not fit its column.
pub fn measure(quasi: &[Quasi], sensitive: &[String]) -> Result<Anonymity, CasesError> {
    let lattice = Lattice::of(quasi, sensitive)?;
    Ok(lattice.classes(&vec![0; quasi.len()]).anonymity(|_| true))
}

/// The rows with each quasi-identifier on the step of its ladder that loses least, and without those that still stand out.
///
/// Loss is the *discernibility* of Bayardo and Agrawal (2005): each published row counts the size of its class, for that many it
/// cannot be told from, and each row left out counts all rows. Of two equal ones the one with fewer steps is taken.
///
/// # Errors
/// Those of [`measure`]; fewer rows than k or fewer values than l; more than 2,000 combinations; none of them with few enough
/// rows left out.
pub fn generalise(quasi: &[Quasi], sensitive: &[String], demand: Demand) -> Result<Generalised, CasesError> {
    let lattice = Lattice::of(quasi, sensitive)?;
    lattice.check(demand)?;
    let nodes = lattice.nodes()?;
    let (loss, node) = lattice.best(&nodes, demand)?;
    let classes = lattice.classes(node);
    let mut rows: Vec<(Vec<String>, usize)> = classes
        .all
        .iter()
        .filter(|class| class.fulfils(demand))
        .flat_map(|class| &classes.order[class.from..class.from + class.size])
        .map(|&row| (lattice.texts(node, row), row))
        .collect();
    rows.sort_by(|(one, first), (other, second)| {
        (one, &sensitive[*first], first).cmp(&(other, &sensitive[*second], second))
    });
    Ok(Generalised {
        steps: lattice
            .columns
            .iter()
            .zip(node)
            .map(|(steps, &step)| steps[step].name)
            .collect(),
        left_out: sensitive.len() - rows.len(),
        rows,
        anonymity: classes.anonymity(|class| class.fulfils(demand)),
        tried: nodes.len(),
        loss,
    })
}

/// The columns on all their steps.
struct Lattice {
    columns: Vec<Vec<Step>>,
    sensitive: Step,
    /// The number of the blank sensitive value, if there is one.
    blank: Option<u32>,
}

/// Rows that look alike: some of `Classes::order`.
struct Class {
    from: usize,
    size: usize,
    /// Different sensitive values.
    values: usize,
}

impl Class {
    fn fulfils(&self, demand: Demand) -> bool {
        self.size >= demand.k && self.values >= demand.l
    }
}

struct Classes {
    order: Vec<usize>,
    all: Vec<Class>,
}

impl Lattice {
    fn of(quasi: &[Quasi], sensitive: &[String]) -> Result<Self, CasesError> {
        if sensitive.is_empty() {
            return Err(CasesError::Empty);
        }
        if quasi.is_empty() {
            return Err(CasesError::NoQuasi);
        }
        if let Some(column) = quasi.iter().find(|column| column.values.len() != sensitive.len()) {
            return Err(CasesError::Length(column.name.clone()));
        }
        let sensitive = numbered("value", sensitive.iter().map(|value| value.trim().to_owned()));
        Ok(Self {
            columns: quasi.iter().map(Quasi::steps).collect::<Result<_, _>>()?,
            blank: sensitive
                .texts
                .iter()
                .position(String::is_empty)
                .map(|at| at as u32),
            sensitive,
        })
    }

    fn check(&self, demand: Demand) -> Result<(), CasesError> {
        if demand.k == 0 || demand.l == 0 {
            return Err(CasesError::Demand);
        }
        let rows = self.sensitive.numbers.len();
        if rows < demand.k {
            return Err(CasesError::FewRows { rows, k: demand.k });
        }
        let values = self.sensitive.texts.len() - usize::from(self.blank.is_some());
        if values < demand.l {
            return Err(CasesError::FewValues { values, l: demand.l });
        }
        Ok(())
    }

    /// Every combination of steps.
    fn nodes(&self) -> Result<Vec<Vec<usize>>, CasesError> {
        let count = self
            .columns
            .iter()
            .fold(1_usize, |count, steps| count.saturating_mul(steps.len()));
        if count > MOST_NODES {
            return Err(CasesError::TooManySteps(count));
        }
        let mut nodes = vec![Vec::new()];
        for steps in &self.columns {
            let longer = |node: &Vec<usize>| -> Vec<Vec<usize>> {
                (0..steps.len())
                    .map(|step| [node.as_slice(), &[step]].concat())
                    .collect()
            };
            nodes = nodes.iter().flat_map(longer).collect();
        }
        Ok(nodes)
    }

    /// The combination that loses least, and its loss.
    fn best<'a>(
        &self,
        nodes: &'a [Vec<usize>],
        demand: Demand,
    ) -> Result<(u128, &'a Vec<usize>), CasesError> {
        let rows = self.sensitive.numbers.len();
        let mut best: Option<(u128, usize, &Vec<usize>)> = None;
        let mut fewest = usize::MAX;
        for node in nodes {
            let (left_out, loss) = self.classes(node).loss(demand);
            fewest = fewest.min(left_out);
            if left_out > demand.most_left_out || left_out == rows {
                continue;
            }
            let steps = node.iter().sum();
            if best.is_none_or(|(least, fewest, _)| (loss, steps) < (least, fewest)) {
                best = Some((loss, steps, node));
            }
        }
        best.map(|(loss, _, node)| (loss, node))
            .ok_or(CasesError::TooManyLeftOut {
                most: demand.most_left_out,
                best: fewest,
                rows,
            })
    }

    /// The rows that look alike on these steps.
    fn classes(&self, node: &[usize]) -> Classes {
        let rows = self.sensitive.numbers.len();
        // The class of each row by the columns so far, and then by one more.
        let mut class = vec![0_u32; rows];
        for (steps, &step) in self.columns.iter().zip(node) {
            let mut seen = std::collections::HashMap::new();
            for (class, &value) in class.iter_mut().zip(&steps[step].numbers) {
                let next = seen.len() as u32;
                *class = *seen.entry((*class, value)).or_insert(next);
            }
        }
        let mut order: Vec<usize> = (0..rows).collect();
        order.sort_unstable_by_key(|&row| (class[row], self.sensitive.numbers[row], row));
        let mut all: Vec<Class> = Vec::new();
        for (from, &row) in order.iter().enumerate() {
            let before = from
                .checked_sub(1)
                .map(|at| order[at])
                .filter(|&before| class[before] == class[row]);
            let value = self.sensitive.numbers[row];
            let new_value = before.is_none_or(|before| self.sensitive.numbers[before] != value);
            let counts = usize::from(new_value && Some(value) != self.blank);
            match (before, all.last_mut()) {
                (Some(_), Some(last)) => {
                    last.size += 1;
                    last.values += counts;
                }
                _ => all.push(Class {
                    from,
                    size: 1,
                    values: counts,
                }),
            }
        }
        Classes { order, all }
    }

    fn texts(&self, node: &[usize], row: usize) -> Vec<String> {
        let text = |(steps, &step): (&Vec<Step>, &usize)| {
            let step: &Step = &steps[step];
            step.texts[step.numbers[row] as usize].clone()
        };
        self.columns.iter().zip(node).map(text).collect()
    }
}

impl Classes {
    /// How many rows are left out, and the discernibility of all.
    fn loss(&self, demand: Demand) -> (usize, u128) {
        let (mut left_out, mut kept) = (0, 0_u128);
        for class in &self.all {
            if class.fulfils(demand) {
                kept += (class.size as u128) * (class.size as u128);
            } else {
                left_out += class.size;
            }
        }
        (left_out, kept + (left_out as u128) * (self.order.len() as u128))
    }

    fn anonymity(&self, counts: impl Fn(&Class) -> bool) -> Anonymity {
        let classes = || self.all.iter().filter(|class| counts(class));
        Anonymity {
            k: classes().map(|class| class.size).min().unwrap_or(0),
            l: classes().map(|class| class.values).min().unwrap_or(0),
            classes: classes().count(),
        }
    }
}
