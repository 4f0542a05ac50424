//! Reading the reviewed cases, a line at a time. A refusal names the line and the column.

use anyhow::{Context, bail};
use stats::estimate::Sample;
use stats::sampling::{Inclusion, TARGETED};
use std::collections::BTreeMap;
use std::path::Path;

/// The names of the columns.
pub(super) struct Columns<'a> {
    pub(super) stratum: &'a str,
    pub(super) y: &'a str,
    pub(super) pi: &'a str,
    pub(super) population: &'a str,
    /// What the estimate is made by, if it was said.
    pub(super) wanted: Option<Carries>,
}

/// What each line carries beside its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carries {
    /// The number of records in its stratum.
    Population,
    /// Its chance of being drawn.
    Pi,
}

/// The cases of the file.
pub(super) struct Cases {
    pub(super) carries: Carries,
    pub(super) strata: BTreeMap<String, Held>,
    pub(super) targeted: Sample,
}

/// The cases of one stratum.
#[derive(Default)]
pub(super) struct Held {
    pub(super) population: u64,
    pub(super) sample: Sample,
    pub(super) weighed: Vec<(f64, Inclusion)>,
}

/// Where the columns stand.
struct Places {
    stratum: Option<usize>,
    y: usize,
    carried: usize,
}

pub(super) fn cases(path: &Path, columns: &Columns<'_>) -> anyhow::Result<Cases> {
    let file = std::fs::File::open(path).context("cannot be read")?;
    let mut reader = csv::Reader::from_reader(file);
    let header = reader.headers()?.clone();
    if header.iter().all(|cell| cell.trim().is_empty()) {
        bail!("the file is empty; it needs a header and a line for each reviewed case");
    }
    let (carries, places) = places(&header, columns)?;
    let mut cases = Cases {
        carries,
        strata: BTreeMap::new(),
        targeted: Sample::default(),
    };
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        let line = row.position().map_or(0, csv::Position::line);
        cases
            .take(&row, &places, columns)
            .with_context(|| format!("line {line}"))?;
    }
    Ok(cases)
}

fn places(header: &csv::StringRecord, columns: &Columns<'_>) -> anyhow::Result<(Carries, Places)> {
    let place = |name: &str| header.iter().position(|cell| cell == name);
    let carried = [
        (Carries::Pi, columns.pi, place(columns.pi)),
        (Carries::Population, columns.population, place(columns.population)),
    ];
    let fits = |(carries, _, at): &(Carries, &str, Option<usize>)| match columns.wanted {
        Some(wanted) => wanted == *carries,
        None => at.is_some(),
    };
    let Some((carries, name, at)) = carried.into_iter().find(fits) else {
        bail!(
            "there is neither a column {} (chance of being drawn) nor a column {} (records in the stratum); name one with \
             --pi or --population",
            columns.pi,
            columns.population
        );
    };
    let Some(carried) = at else {
        bail!("there is no column {name}");
    };
    let Some(y) = place(columns.y) else {
        bail!(
            "there is no column {} of what was found; name it with --y",
            columns.y
        );
    };
    let places = Places {
        stratum: place(columns.stratum),
        y,
        carried,
    };
    Ok((carries, places))
}

impl Cases {
    fn take(
        &mut self,
        row: &csv::StringRecord,
        places: &Places,
        columns: &Columns<'_>,
    ) -> anyhow::Result<()> {
        let stratum = places.stratum.map_or("all", |at| &row[at]);
        if stratum.trim().is_empty() {
            bail!("the column {} is blank; write the stratum", columns.stratum);
        }
        let y: Option<f64> = row[places.y].trim().parse().ok();
        let Some(y) = y.filter(|y| y.is_finite()) else {
            bail!(
                "the column {} holds {:?}, which is no number; write 1 or 0, and leave out cases that were not reviewed",
                columns.y,
                &row[places.y]
            );
        };
        if stratum == TARGETED {
            self.targeted.add(y);
            return Ok(());
        }
        let carried = row[places.carried].trim();
        if !self.strata.contains_key(stratum) {
            self.strata.insert(stratum.to_owned(), Held::default());
        }
        let Some(held) = self.strata.get_mut(stratum) else {
            return Ok(());
        };
        match self.carries {
            Carries::Pi => {
                let inclusion = carried
                    .parse()
                    .with_context(|| format!("the column {}", columns.pi))?;
                held.weighed.push((y, inclusion));
            }
            Carries::Population => {
                let Ok(population) = carried.parse::<u64>() else {
                    bail!(
                        "the column {} holds {carried:?}, which is no whole number",
                        columns.population
                    );
                };
                if held.sample.n() > 0 && held.population != population {
                    bail!(
                        "the column {} says {population} where an earlier line of stratum {stratum} says {}",
                        columns.population,
                        held.population
                    );
                }
                held.population = population;
            }
        }
        held.sample.add(y);
        Ok(())
    }
}
