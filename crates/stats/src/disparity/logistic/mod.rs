//! Logistic regression: the odds ratio of a group when there are more covariates than strata can hold.

mod information;

use crate::distribution::{chi_square, normal};
use information::{Information, Triangle};
use serde::Serialize;

/// People alike in every covariate.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// The covariates that are not 0, as (which, value), in ascending order. For a category, the value is 1; its
    /// reference level is left out.
    pub covariates: Vec<(usize, f64)>,
    /// How many had the outcome.
    pub events: u64,
    /// How many could have had it.
    pub base: u64,
}

/// What was fitted for one covariate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coefficient {
    /// Its name.
    pub name: String,
    /// Change of the log odds per 1 of the covariate.
    pub estimate: f64,
    /// Its standard error.
    pub error: f64,
    /// Two-sided p by Wald's test. Never to be shown alone: adjust it for how many comparisons were made.
    pub p: f64,
}

impl Coefficient {
    /// The odds ratio and its bounds at `level`: exp(estimate -+ z error).
    #[must_use]
    pub fn odds_ratio(&self, level: f64) -> super::Ratio {
        let half = normal::two_sided(level) * self.error;
        super::Ratio {
            ratio: self.estimate.exp(),
            low: (self.estimate - half).exp(),
            high: (self.estimate + half).exp(),
        }
    }
}

/// The fitted model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fit {
    /// The log odds where every covariate is 0.
    pub intercept: Coefficient,
    /// One for each name, in order.
    pub coefficients: Vec<Coefficient>,
    /// Residual deviance against the saturated model.
    pub deviance: f64,
    /// Rounds until nothing changed.
    pub rounds: usize,
}

/// Why no model can be fitted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LogisticError {
    /// Nobody to fit to.
    #[error("there is nobody to fit a model to")]
    Nobody,
    /// A pattern names a covariate that there is not or one twice, or a value that is no number, or more events than base.
    #[error(
        "pattern {0} is not usable: its covariates must be known, in order and numbers, and its events within its base"
    )]
    BadPattern(usize),
    /// The covariate says nothing that the ones before it do not say.
    #[error(
        "{0} follows from the columns before it, so their effects cannot be told apart; leave one of them out"
    )]
    Dependent(String),
    /// Everybody or nobody has the outcome at some value of a covariate: its estimate runs off to infinity.
    #[error(
        "everybody or nobody with {0} had the outcome, so its effect has no estimate; put it together with another value or leave it out"
    )]
    Separated(String),
    /// More covariates than can be held at once.
    #[error(
        "the model has {0} covariates; {MOST_COVARIATES} is the most: put rare values together or leave a column out"
    )]
    TooMany(usize),
    /// The rounds did not settle.
    #[error("the model did not settle after {0} rounds; use fewer columns")]
    Unsettled(usize),
}

/// The largest model: its information matrix has the square of this many numbers.
pub const MOST_COVARIATES: usize = 1_000;
const MOST_ROUNDS: usize = 100;
/// Log odds beyond which a fitted share is 0 or 1 to thirteen figures: no data say that, only separation.
const BEYOND: f64 = 30.0;

/// Fits P(outcome) = 1 / (1 + exp(-(intercept + sum of covariate x coefficient))) to `patterns` by iteratively
/// reweighted least squares (McCullagh and Nelder 1989, section 4.4), with an intercept of its own. `names` are the
/// covariates. Standard errors are from the inverse of the information at the estimate.
///
/// # Errors
/// Nobody; an unusable pattern; a covariate that follows from those before it (rank deficiency); a covariate that
/// separates those with the outcome from those without, so that no estimate exists; too many covariates.
pub fn logistic(names: &[String], patterns: &[Pattern]) -> Result<Fit, LogisticError> {
    check(names, patterns)?;
    let size = names.len() + 1;
    let mut beta = vec![0.0; size];
    let (mut now, mut information) = assess(&beta, patterns);
    for round in 1..=MOST_ROUNDS {
        let triangle = information
            .triangle()
            .map_err(|at| dependent_or_separated(names, at, round))?;
        let step = triangle.solve(&information.score);
        let (next, deviance, following) = shortened(&beta, &step, now, patterns);
        let moved = step
            .iter()
            .zip(&next)
            .map(|(step, value)| step.abs() / (1.0 + value.abs()))
            .fold(0.0, f64::max);
        (beta, now, information) = (next, deviance, following);
        if moved < 1e-9 {
            let triangle = information
                .triangle()
                .map_err(|at| dependent_or_separated(names, at, round))?;
            return Ok(fit(names, &beta, &triangle, now, round));
        }
        if patterns
            .iter()
            .any(|pattern| log_odds(&beta, pattern).abs() > BEYOND)
        {
            return Err(LogisticError::Separated(farthest(names, &step)));
        }
    }
    Err(LogisticError::Unsettled(MOST_ROUNDS))
}

fn check(names: &[String], patterns: &[Pattern]) -> Result<(), LogisticError> {
    if names.len() > MOST_COVARIATES {
        return Err(LogisticError::TooMany(names.len()));
    }
    let usable = |pattern: &Pattern| {
        let known = |&(at, value): &(usize, f64)| at < names.len() && value.is_finite();
        pattern.events <= pattern.base
            && pattern.base <= super::LARGEST
            && pattern.covariates.iter().all(known)
            && pattern.covariates.is_sorted_by(|one, two| one.0 < two.0)
    };
    if let Some(at) = patterns.iter().position(|pattern| !usable(pattern)) {
        return Err(LogisticError::BadPattern(at + 1));
    }
    let sum = |part: fn(&Pattern) -> u64| patterns.iter().map(|pattern| part(pattern) as f64).sum::<f64>();
    let (events, people) = (sum(|pattern| pattern.events), sum(|pattern| pattern.base));
    if people == 0.0 {
        return Err(LogisticError::Nobody);
    }
    if events == 0.0 || events == people {
        return Err(LogisticError::Separated("any values at all".to_owned()));
    }
    Ok(())
}

/// The step, halved for as long as the full one makes the fit worse.
fn shortened(beta: &[f64], step: &[f64], now: f64, patterns: &[Pattern]) -> (Vec<f64>, f64, Information) {
    let mut part = 1.0;
    loop {
        let next: Vec<f64> = beta
            .iter()
            .zip(step)
            .map(|(value, step)| value + part * step)
            .collect();
        let (deviance, information) = assess(&next, patterns);
        if deviance <= now * (1.0 + 1e-12) + 1e-12 || part < 1e-6 {
            return (next, deviance, information);
        }
        part *= 0.5;
    }
}

fn log_odds(beta: &[f64], pattern: &Pattern) -> f64 {
    let sum = pattern.covariates.iter().map(|&(at, value)| beta[at + 1] * value);
    beta[0] + sum.sum::<f64>()
}

/// Deviance, score and information at `beta`.
fn assess(beta: &[f64], patterns: &[Pattern]) -> (f64, Information) {
    let mut information = Information::new(beta.len());
    let mut deviance = 0.0;
    for pattern in patterns.iter().filter(|pattern| pattern.base > 0) {
        let log_odds = log_odds(beta, pattern);
        let (share, other) = (1.0 / (1.0 + (-log_odds).exp()), 1.0 / (1.0 + log_odds.exp()));
        let (events, base) = (pattern.events as f64, pattern.base as f64);
        let others = base - events;
        let part = |seen: f64, share: f64| {
            if seen > 0.0 {
                seen * (seen / (base * share)).ln()
            } else {
                0.0
            }
        };
        deviance += 2.0 * (part(events, share) + part(others, other));
        information.add(pattern, events * other - others * share, base * share * other);
    }
    (deviance, information)
}

fn fit(names: &[String], beta: &[f64], triangle: &Triangle, deviance: f64, rounds: usize) -> Fit {
    let errors = triangle.errors();
    let coefficient = |name: &str, at: usize| Coefficient {
        name: name.to_owned(),
        estimate: beta[at],
        error: errors[at],
        p: chi_square::above((beta[at] / errors[at]).powi(2), 1.0),
    };
    Fit {
        intercept: coefficient("intercept", 0),
        coefficients: names
            .iter()
            .zip(1..)
            .map(|(name, at)| coefficient(name, at))
            .collect(),
        deviance,
        rounds,
    }
}

/// In the first round all people weigh the same, so a column without information of its own follows from the others;
/// later it has lost it because the fitted shares ran to 0 or 1.
fn dependent_or_separated(names: &[String], at: usize, round: usize) -> LogisticError {
    let name = at
        .checked_sub(1)
        .map_or("any values at all", |at| &names[at])
        .to_owned();
    if round == 1 {
        LogisticError::Dependent(name)
    } else {
        LogisticError::Separated(name)
    }
}

/// The covariate whose coefficient still moves the most.
fn farthest(names: &[String], step: &[f64]) -> String {
    let moves = names.iter().zip(step.iter().skip(1));
    moves
        .max_by(|(_, one), (_, two)| one.abs().total_cmp(&two.abs()))
        .map_or_else(|| "any values at all".to_owned(), |(name, _)| name.clone())
}
