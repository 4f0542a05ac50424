//! The plan: what will be drawn, from which strata, with which seed sources. Fixed before the seed exists.

use super::record::{name, nfc};
use super::{CODES, SamplingError, Source};
use crate::json;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How a stratum is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `srs`: every record of a stratum has the same chance.
    Simple,
    /// `systematic`: the chance is in proportion to size, exactly; no reserves.
    Systematic,
    /// `pareto`: the chance is in proportion to size, nearly; with reserves.
    Pareto,
}

/// The stratum of cases that somebody asked for ("the chair wants this one"). They are heard because they were picked, so
/// all of them are drawn, each with the chance 1, and no rate counts them.
pub const TARGETED: &str = "targeted";

/// A plan read from JSON. `method`, `n` and `seed` must be there; `reserves` and `codes` may be. Other keys (period,
/// kind of record, whatever the panel wants fixed beforehand) are kept and committed to, and change nothing else.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    value: Value,
    canonical: String,
    method: Method,
    n: BTreeMap<String, usize>,
    reserves: Option<BTreeMap<String, usize>>,
    labels: Vec<String>,
    codes: Vec<String>,
}

impl Plan {
    /// Reads a plan from JSON text of any layout.
    ///
    /// # Errors
    /// Bad JSON, a repeated key, an unknown method, a number that is not whole, a stratum with reserves but no n (or
    /// the other way round), no seed source or the same one twice, an unknown withdrawal code.
    pub fn parse(text: &str) -> Result<Self, SamplingError> {
        let value = json::strict(text).map_err(|why| SamplingError::Plan(format!("is not JSON: {why}")))?;
        Self::from_value(&value)
    }

    /// Reads a plan from a JSON value. Errors as [`Plan::parse`].
    pub fn from_value(value: &Value) -> Result<Self, SamplingError> {
        let canonical = serde_json_canonicalizer::to_string(value)
            .map_err(|why| SamplingError::Plan(format!("has no canonical form: {why}")))?;
        // What is read is what is committed to: 2 and 2.0 are the same number in the canonical text.
        let value =
            json::strict(&canonical).map_err(|why| SamplingError::Plan(format!("is not usable: {why}")))?;
        let Value::Object(object) = &value else {
            return refuse("is not a JSON object");
        };
        let method = read_method(object)?;
        let Some(n) = object.get("n") else {
            return refuse("has no \"n\": say how many to draw from each stratum");
        };
        let n = read_counts("n", n)?;
        let reserves = object
            .get("reserves")
            .map(|given| read_counts("reserves", given))
            .transpose()?;
        if let Some(reserves) = &reserves {
            check_reserves(method, &n, reserves)?;
        }
        let labels = read_labels(object)?;
        let codes = read_codes(object)?;
        Ok(Self {
            canonical,
            method,
            n,
            reserves,
            labels,
            codes,
            value,
        })
    }

    /// The plan's bytes as committed to: RFC 8785 canonical JSON.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The plan as JSON.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// How each stratum is drawn.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Number to draw from each stratum (names in NFC).
    pub fn n(&self) -> &BTreeMap<String, usize> {
        &self.n
    }

    /// Number of reserves of each stratum. `None`: every record that was not drawn is a reserve.
    pub fn reserves(&self) -> Option<&BTreeMap<String, usize>> {
        self.reserves.as_ref()
    }

    /// Labels of the seed sources, in the order in which they enter the seed.
    pub fn sources(&self) -> &[String] {
        &self.labels
    }

    /// Codes with which a drawn case may leave.
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// Checks that the plan can be drawn from strata of these sizes. Do this before committing: afterwards it is too
    /// late to change either.
    ///
    /// # Errors
    /// A stratum that holds fewer records than asked for, one that the plan forgets, targeted cases of which the plan
    /// leaves some out.
    pub fn check(&self, strata: &BTreeMap<String, usize>) -> Result<(), SamplingError> {
        for (stratum, &n) in &self.n {
            let population = strata.get(stratum).copied().unwrap_or(0);
            if stratum == TARGETED && n < population {
                return Err(SamplingError::TargetedInPart { population, n });
            }
            let stratum = stratum.clone();
            if n > population {
                return Err(SamplingError::TooMany {
                    stratum,
                    population,
                    asked: n,
                });
            }
            let reserves = self
                .reserves
                .as_ref()
                .and_then(|given| given.get(&stratum))
                .copied()
                .unwrap_or(0);
            if reserves > population - n {
                return Err(SamplingError::TooManyReserves {
                    stratum,
                    population,
                    n,
                    reserves,
                });
            }
        }
        match strata.iter().find(|(stratum, _)| !self.n.contains_key(*stratum)) {
            Some((stratum, &population)) => Err(SamplingError::Unplanned {
                stratum: stratum.clone(),
                population,
            }),
            None => Ok(()),
        }
    }

    /// Checks that the sources are exactly the plan's, in its order.
    ///
    /// # Errors
    /// Another label, a missing one, one too many, or another order.
    pub fn check_sources(&self, sources: &[Source]) -> Result<(), SamplingError> {
        let given: Vec<&str> = sources.iter().map(Source::label).collect();
        if given == self.labels {
            return Ok(());
        }
        let given = if given.is_empty() {
            "none".to_owned()
        } else {
            given.join(", ")
        };
        Err(SamplingError::Sources {
            planned: self.labels.join(", "),
            given,
        })
    }
}

fn refuse<T>(why: impl Into<String>) -> Result<T, SamplingError> {
    Err(SamplingError::Plan(why.into()))
}

fn read_method(object: &Map<String, Value>) -> Result<Method, SamplingError> {
    match object.get("method").and_then(Value::as_str) {
        Some("srs") => Ok(Method::Simple),
        Some("systematic") => Ok(Method::Systematic),
        Some("pareto") => Ok(Method::Pareto),
        _ => refuse("needs \"method\": \"srs\", \"systematic\" or \"pareto\""),
    }
}

fn read_counts(key: &str, value: &Value) -> Result<BTreeMap<String, usize>, SamplingError> {
    let Value::Object(object) = value else {
        return refuse(format!("has {key:?} that is not an object of stratum and number"));
    };
    if object.is_empty() {
        return refuse(format!("names no stratum in {key:?}"));
    }
    let mut counts = BTreeMap::new();
    for (stratum, count) in object {
        let stratum = name("stratum", stratum)?;
        let Some(count) = count.as_u64().and_then(|count| u32::try_from(count).ok()) else {
            return refuse(format!(
                "gives stratum {stratum} in {key:?} something that is not a whole number"
            ));
        };
        if counts.insert(stratum.clone(), count as usize).is_some() {
            return refuse(format!("names stratum {stratum} twice in {key:?}"));
        }
    }
    Ok(counts)
}

fn check_reserves(
    method: Method,
    n: &BTreeMap<String, usize>,
    reserves: &BTreeMap<String, usize>,
) -> Result<(), SamplingError> {
    if method == Method::Systematic {
        return refuse(
            "asks for reserves, which a systematic draw does not have; use srs or pareto, or leave them out",
        );
    }
    if n.keys().ne(reserves.keys()) {
        return refuse("names other strata in \"reserves\" than in \"n\"; name the same ones in both");
    }
    Ok(())
}

fn read_labels(object: &Map<String, Value>) -> Result<Vec<String>, SamplingError> {
    let labels: Option<Vec<&str>> = object
        .get("seed")
        .and_then(Value::as_array)
        .and_then(|list| list.iter().map(Value::as_str).collect());
    let labels: Vec<String> = match labels {
        Some(labels) if !labels.is_empty() => labels
            .into_iter()
            .map(|label| name("source label", label))
            .collect::<Result<_, _>>()?,
        _ => return refuse("needs \"seed\": a list of the labels of its seed sources"),
    };
    match labels
        .iter()
        .enumerate()
        .find(|(at, label)| labels[..*at].contains(label))
    {
        Some((_, label)) => refuse(format!("names seed source {label} twice")),
        None => Ok(labels),
    }
}

fn read_codes(object: &Map<String, Value>) -> Result<Vec<String>, SamplingError> {
    let Some(given) = object.get("codes") else {
        return Ok(CODES.iter().map(|&code| code.to_owned()).collect());
    };
    let codes: Option<Vec<String>> = given
        .as_array()
        .and_then(|list| list.iter().map(|code| code.as_str().map(nfc)).collect());
    match codes {
        Some(codes) if codes.iter().all(|code| CODES.contains(&code.as_str())) => Ok(codes),
        _ => refuse(format!(
            "needs \"codes\" to be a list taken from {}",
            CODES.join(", ")
        )),
    }
}
