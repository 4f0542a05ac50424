//! Checking a published draw from its two files alone.

use super::draw::{Listed, draw_listed};
use super::published::{DrawJson, Row, fixed, read_frame};
use super::{
    Drawn, Hash, Method, Plan, Record, Source, TARGETED, Withdrawal, heard, many_withdrawn, merkle,
    seed::commitment_to,
};
use std::collections::BTreeMap;

/// What a check found. `checks` are the ones passed, in order; the first that fails ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The checks passed.
    pub checks: Vec<&'static str>,
    /// What is wrong, in one sentence; `None` when everything holds.
    pub failed: Option<String>,
    /// What a reader must know of a draw that holds.
    pub warnings: Vec<String>,
}

/// Checks the two files of a published draw: their shape, the frame's order, disclosed salts against their leaves,
/// root, commitment, seed, the tickets of every stratum, withdrawals, and who is heard.
pub fn verify(draw_json: &str, frame_csv: &str) -> Report {
    let mut checks = Vec::new();
    let (failed, warnings) = match run(draw_json, frame_csv, &mut checks) {
        Ok(warnings) => (None, warnings),
        Err(why) => (Some(why), Vec::new()),
    };
    Report {
        checks,
        failed,
        warnings,
    }
}

fn run(draw_json: &str, frame_csv: &str, checks: &mut Vec<&'static str>) -> Result<Vec<String>, String> {
    let (published, plan, sources) = DrawJson::read(draw_json).map_err(|why| format!("draw.json: {why}"))?;
    let rows = read_frame(frame_csv).map_err(|why| format!("frame.csv: {why}"))?;
    checks.push("shape");
    check_order(&rows, published.n)?;
    checks.push("frame order");
    if check_leaves(&rows)? {
        checks.push("leaves");
    }
    let root = merkle::root(rows.iter().map(|row| row.leaf));
    check_hash("root", &root, &published.root, "the leaves of frame.csv")?;
    checks.push("root");
    let commitment = commitment_to(rows.len(), &root, &plan);
    check_hash(
        "commitment",
        &commitment,
        &published.commitment,
        "the frame and the plan",
    )?;
    checks.push("commitment");
    let seed = check_seed(&published, &plan, &sources, &commitment)?;
    checks.push("seed");
    let drawn = check_tickets(&published, &plan, &rows, &seed)?;
    checks.push("ticket order");
    let expected = heard(&drawn, &plan, &published.withdrawals).map_err(|why| format!("draw.json: {why}"))?;
    checks.push("withdrawals");
    if published.heard.keys().ne(expected.keys()) {
        return Err("draw.json: heard names other strata than the plan".into());
    }
    for (stratum, refs) in &expected {
        check_refs(&format!("heard.{stratum}"), refs, &published.heard[stratum])?;
    }
    checks.push("heard");
    Ok(warnings(&drawn, &plan, &published.withdrawals))
}

/// What does not make the draw wrong but must be said beside every figure taken from it.
fn warnings(drawn: &Drawn, plan: &Plan, withdrawals: &[Withdrawal]) -> Vec<String> {
    let mut warnings = Vec::new();
    for (name, stratum) in &drawn.strata {
        let left: Vec<_> = withdrawals.iter().filter(|one| one.stratum == *name).collect();
        let looked_at = stratum.drawn.len() + left.iter().filter(|one| one.replaced_by.is_some()).count();
        if many_withdrawn(left.len(), looked_at) {
            warnings.push(format!(
                "stratum {name}: {} of {looked_at} cases were withdrawn, more than a tenth; figures speak only of the \
                 cases that could be heard",
                left.len()
            ));
        }
        if name == TARGETED && stratum.population > 0 {
            warnings.push(format!(
                "stratum {TARGETED}: its {} cases were picked, not drawn; no rate may count them",
                stratum.population
            ));
        }
    }
    if plan.method() == Method::Pareto {
        warnings.push("the chances of a Pareto draw are met nearly, not exactly".to_owned());
    }
    warnings
}

fn check_order(rows: &[Row], n: usize) -> Result<(), String> {
    if rows.is_empty() {
        return Err("frame.csv: it holds no records".into());
    }
    if rows.len() != n {
        return Err(format!(
            "draw.json: n is {n} but frame.csv holds {} records",
            rows.len()
        ));
    }
    for pair in rows.windows(2) {
        if pair[0].ref_ == pair[1].ref_ {
            return Err(format!("frame.csv: ref {} appears twice", pair[0].ref_));
        }
        if pair[0].ref_ > pair[1].ref_ {
            return Err(format!(
                "frame.csv: {} stands after {}; refs go by bytes",
                pair[1].ref_, pair[0].ref_
            ));
        }
    }
    Ok(())
}

/// Whether some salts are disclosed, all of which lead to their leaf.
fn check_leaves(rows: &[Row]) -> Result<bool, String> {
    let mut any = false;
    for row in rows {
        let Some(salt) = row.salt else { continue };
        any = true;
        let record = Record::new(&row.ref_, &row.stratum, row.size, salt).map_err(|why| why.to_string())?;
        if record.leaf() != row.leaf {
            return Err(format!(
                "frame.csv: the leaf of {} is not the hash of its salt and fields",
                row.ref_
            ));
        }
    }
    Ok(any)
}

fn check_seed(
    published: &DrawJson,
    plan: &Plan,
    sources: &[Source],
    commitment: &Hash,
) -> Result<Hash, String> {
    plan.check_sources(sources)
        .map_err(|why| format!("draw.json: {why}"))?;
    let seed = super::seed(commitment, sources);
    check_hash("seed", &seed, &published.seed, "the commitment and the sources")?;
    Ok(seed)
}

fn check_tickets(published: &DrawJson, plan: &Plan, rows: &[Row], seed: &Hash) -> Result<Drawn, String> {
    let (strata, listed) = numbered(rows);
    let drawn = draw_listed(&strata, listed.into_iter(), plan, seed);
    let drawn = drawn.map_err(|why| format!("draw.json: {why}"))?.into_owned();
    if published.strata.keys().ne(drawn.strata.keys()) {
        return Err("draw.json: strata names other strata than the plan".into());
    }
    for (name, stratum) in &drawn.strata {
        let given = &published.strata[name];
        if (given.population, given.n) != (stratum.population, plan.n()[name]) {
            return Err(format!(
                "draw.json: strata.{name} says {} of {} but the plan and the frame give {} of {}",
                given.n,
                given.population,
                plan.n()[name],
                stratum.population
            ));
        }
        check_refs(&format!("strata.{name}.drawn"), &stratum.drawn, &given.drawn)?;
        check_refs(
            &format!("strata.{name}.reserves"),
            &stratum.reserves,
            &given.reserves,
        )?;
    }
    Ok(drawn)
}

/// The strata with their numbers of records, and each row with its stratum as a number.
fn numbered(rows: &[Row]) -> (Vec<(String, usize)>, Vec<Listed<'_>>) {
    let (mut strata, mut known) = (Vec::new(), BTreeMap::new());
    let listed = rows.iter().map(|row| {
        let stratum = *known.entry(row.stratum.as_str()).or_insert_with(|| {
            strata.push((row.stratum.clone(), 0));
            strata.len() - 1
        });
        strata[stratum].1 += 1;
        Listed {
            ref_: &row.ref_,
            stratum,
            size: row.size,
        }
    });
    let listed = listed.collect();
    (strata, listed)
}

fn check_hash(field: &str, computed: &Hash, given: &str, from: &str) -> Result<(), String> {
    let given: Hash = fixed(field, given).map_err(|why| format!("draw.json: {why}"))?;
    if given == *computed {
        return Ok(());
    }
    Err(format!(
        "draw.json: the {field} does not follow from {from}, which give {}",
        hex::encode(computed)
    ))
}

fn check_refs(field: &str, expected: &[String], given: &[String]) -> Result<(), String> {
    if let Some(at) = expected
        .iter()
        .zip(given)
        .position(|(expected, given)| expected != given)
    {
        return Err(format!(
            "draw.json: {field} has {} in place {} where the tickets give {}",
            given[at],
            at + 1,
            expected[at]
        ));
    }
    if expected.len() != given.len() {
        return Err(format!(
            "draw.json: {field} has {} refs where the tickets give {}",
            given.len(),
            expected.len()
        ));
    }
    Ok(())
}
