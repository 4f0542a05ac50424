//! Lawful withdrawal: a drawn case leaves for a reason on a fixed list, and the next ticket of its stratum comes in.
//! Ticket order is a random permutation, so the first n cases that can be heard are a simple random sample of all
//! that could have been: no weight changes.

use super::{Drawn, Plan, SamplingError, record::name};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Every reason for which a drawn case may leave. A plan may allow fewer.
pub const CODES: [&str; 5] = [
    "LIVE_INVESTIGATION",
    "SUB_JUDICE",
    "WRONG_RECORD",
    "SAFEGUARDING",
    "LEGAL_HOLD",
];

/// A request that a case leaves.
#[derive(Debug, Clone, Copy)]
pub struct Leaving<'a> {
    /// The case.
    pub ref_: &'a str,
    /// One of the plan's codes.
    pub code: &'a str,
    /// Who authorised it: a role, for this is published.
    pub authorised_by: &'a str,
    /// When, RFC 3339 in UTC.
    pub at: &'a str,
}

/// A recorded withdrawal, as published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The case that left.
    #[serde(rename = "ref")]
    pub ref_: String,
    /// Its stratum.
    pub stratum: String,
    /// Why, one of the plan's codes.
    pub code: String,
    /// Who authorised it: a role.
    pub authorised_by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// The case that came in; `None` when the stratum had no reserve left.
    pub replaced_by: Option<String>,
}

impl Withdrawal {
    /// What happened, in one sentence.
    pub fn sentence(&self) -> String {
        let Self {
            ref_, stratum, code, ..
        } = self;
        match &self.replaced_by {
            Some(next) => {
                format!("{ref_} leaves ({code}) and {next}, the next ticket of {stratum}, comes in")
            }
            None => format!(
                "{ref_} leaves ({code}); stratum {stratum} has no reserve left, so one case fewer is heard"
            ),
        }
    }
}

/// Withdraws a case after those already withdrawn, and says who comes in. When no reserve is left the withdrawal
/// stands with nobody in its place; see [`Withdrawal::sentence`].
///
/// # Errors
/// A code the plan does not allow, a case that is not up to be heard, nobody named as authorising it, or earlier
/// withdrawals that do not follow the tickets.
pub fn replace(
    drawn: &Drawn,
    plan: &Plan,
    before: &[Withdrawal],
    leaving: &Leaving<'_>,
) -> Result<Withdrawal, SamplingError> {
    let mut cases = Cases::after(drawn, plan, before)?;
    check_reason(plan, leaving.code, leaving.authorised_by)?;
    let (stratum, replaced_by) = cases.take_out(leaving.ref_)?;
    Ok(Withdrawal {
        ref_: leaving.ref_.to_owned(),
        stratum,
        code: leaving.code.to_owned(),
        authorised_by: leaving.authorised_by.to_owned(),
        at: leaving.at.to_owned(),
        replaced_by,
    })
}

/// The cases to be heard in each stratum after these withdrawals, in ticket order.
///
/// # Errors
/// A withdrawal that the plan does not allow or that did not bring in the next ticket.
pub fn heard(
    drawn: &Drawn,
    plan: &Plan,
    withdrawals: &[Withdrawal],
) -> Result<BTreeMap<String, Vec<String>>, SamplingError> {
    let cases = Cases::after(drawn, plan, withdrawals)?;
    let owned = |refs: &Vec<&str>| refs.iter().map(|&ref_| ref_.to_owned()).collect();
    Ok(cases
        .0
        .iter()
        .map(|(&stratum, seats)| (stratum.to_owned(), owned(&seats.heard)))
        .collect())
}

/// The share of a stratum's records that could be heard, when cases were looked at in ticket order until as many as were
/// wanted could be: `(eligible - 1) / (looked_at - 1)`, which is unbiased, as `eligible / looked_at` is not, because the
/// last one looked at is eligible for certain (Haldane 1945, Biometrika 33:222-225).
///
/// # Errors
/// Nobody eligible, more eligible than looked at, or only one looked at.
pub fn eligible_share(looked_at: u64, eligible: u64) -> Result<f64, SamplingError> {
    if eligible == 0 || eligible > looked_at || looked_at < 2 {
        return Err(SamplingError::NoShare { looked_at, eligible });
    }
    Ok((eligible - 1) as f64 / (looked_at - 1) as f64)
}

/// Whether so many cases left that it must be said beside every figure: more than a tenth of those drawn or brought in.
pub fn many_withdrawn(withdrawn: usize, looked_at: usize) -> bool {
    withdrawn.saturating_mul(10) > looked_at
}

struct Cases<'a>(BTreeMap<&'a str, Stratum<'a>>);

struct Stratum<'a> {
    heard: Vec<&'a str>,
    reserves: std::slice::Iter<'a, String>,
}

impl<'a> Cases<'a> {
    fn after(drawn: &'a Drawn, plan: &Plan, withdrawals: &[Withdrawal]) -> Result<Self, SamplingError> {
        let mut cases = Self(
            drawn
                .strata
                .iter()
                .map(|(name, stratum)| {
                    let heard = stratum.drawn.iter().map(String::as_str).collect();
                    (
                        name.as_str(),
                        Stratum {
                            heard,
                            reserves: stratum.reserves.iter(),
                        },
                    )
                })
                .collect(),
        );
        for withdrawal in withdrawals {
            cases.apply(plan, withdrawal)?;
        }
        Ok(cases)
    }

    fn apply(&mut self, plan: &Plan, withdrawal: &Withdrawal) -> Result<(), SamplingError> {
        check_reason(plan, &withdrawal.code, &withdrawal.authorised_by)?;
        let (stratum, next) = self.take_out(&withdrawal.ref_)?;
        if stratum != withdrawal.stratum {
            return Err(SamplingError::NotHeard(format!(
                "{} of stratum {}",
                withdrawal.ref_, withdrawal.stratum
            )));
        }
        if next != withdrawal.replaced_by {
            let said = |ref_: &Option<String>| ref_.clone().unwrap_or_else(|| "nobody".to_owned());
            return Err(SamplingError::WrongReserve {
                ref_: withdrawal.ref_.clone(),
                given: said(&withdrawal.replaced_by),
                next: said(&next),
            });
        }
        Ok(())
    }

    /// Takes a case out and the next reserve in; gives the stratum and who came in. Reserves come in ticket order, so
    /// adding at the end keeps the order.
    fn take_out(&mut self, ref_: &str) -> Result<(String, Option<String>), SamplingError> {
        for (name, stratum) in &mut self.0 {
            if let Some(at) = stratum.heard.iter().position(|&heard| heard == ref_) {
                stratum.heard.remove(at);
                let next = stratum.reserves.next();
                stratum.heard.extend(next.map(String::as_str));
                return Ok(((*name).to_owned(), next.cloned()));
            }
        }
        Err(SamplingError::NotHeard(ref_.to_owned()))
    }
}

fn check_reason(plan: &Plan, code: &str, authorised_by: &str) -> Result<(), SamplingError> {
    if !plan.codes().iter().any(|allowed| allowed == code) {
        return Err(SamplingError::Code {
            code: code.to_owned(),
            allowed: plan.codes().join(", "),
        });
    }
    name("name of who authorised the withdrawal", authorised_by).map(|_| ())
}
