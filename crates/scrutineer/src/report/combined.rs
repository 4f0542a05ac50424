//! Rates over the groups of one stratum that was drawn in parts by theme: each group counts by its records, not by how many of it
//! were heard, so that a theme of which more were asked for does not colour the whole (Cochran 1977, 5.9).

use std::collections::BTreeMap;

use documents::{Block, Column, Table};
use stats::estimate::{Sample, Stratum as Part, stratified};

use super::model::Stratum;
use crate::platform::packs::strata::THEME;

/// One table for each stratum that was drawn in parts.
pub fn tables(strata: &[Stratum]) -> Vec<Block> {
    let mut whole: BTreeMap<&str, Vec<&Stratum>> = BTreeMap::new();
    for one in strata.iter().filter(|one| one.population > 0) {
        if let Some((stratum, _)) = one.code.split_once(THEME) {
            whole.entry(stratum).or_default().push(one);
        }
    }
    whole.into_values().flat_map(|parts| table(&parts)).collect()
}

fn table(parts: &[&Stratum]) -> Vec<Block> {
    let Some(first) = parts.first() else {
        return Vec::new();
    };
    let name = first.label.split(':').next().unwrap_or_default();
    let rates: Vec<_> = (0..first.classes.len()).map(|class| rate(parts, class)).collect();
    if rates.iter().any(Option::is_none) {
        return vec![Block::Note(format!(
            "{name}, all groups together: no rate, for too few cases of one of its groups were heard."
        ))];
    }
    let rows = first.classes.iter().zip(rates.into_iter().flatten());
    let rows = rows.map(|(class, rate)| vec![format!("{} {}", class.code, class.label), rate]);
    let columns = [
        Column::Words("Class"),
        Column::Numbers("Of all records (95% interval)"),
    ];
    let caption = format!("{name}, all groups together, each weighed by its records");
    vec![Table::new(caption, &columns, rows.collect()).into()]
}

/// The share of a class among all records of the parts, with Korn and Graubard's interval; nothing where one part has too few.
fn rate(parts: &[&Stratum], class: usize) -> Option<String> {
    let part = |one: &&Stratum| {
        let found = one.classes.get(class).map_or(0, |class| class.count);
        let (name, population) = (String::new(), one.population);
        (name, population, Sample::rate(found, one.heard))
    };
    let parts: Vec<_> = parts.iter().map(part).collect();
    let parts = parts.iter().map(|(name, population, sample)| Part {
        name,
        population: *population,
        sample: *sample,
    });
    let found = stratified(&parts.collect::<Vec<_>>(), 0.95).ok()?;
    let percent = |share: f64| format!("{:.1}%", share * 100.0);
    Some(format!(
        "{} ({} to {})",
        percent(found.estimate),
        percent(found.low),
        percent(found.high)
    ))
}
