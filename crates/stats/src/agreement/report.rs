//! Everything about one set of ratings, with the rule for small numbers.

use super::{
    Bootstrap, Coefficient, Metric, Observed, PairOfRaters, Ratings, Resamples, Undefined, Weights, ac1, ac2,
    alpha, brennan_prediger, cohen, conger, fleiss, observed, pairs_of_raters, percentile_interval, scott,
};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// With fewer units that two or more raters rated, only counts are given: coefficients of so few say nothing.
pub const FEWEST_UNITS: u64 = 10;

/// With more raters the pairs of them are too many to list.
const MOST_RATERS_LISTED: usize = 50;

/// What is said of one set of ratings. A figure that has no value is empty, and `notes` says why.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Report {
    /// Units, those without a rating too.
    pub units: usize,
    /// Raters who rated something.
    pub raters: usize,
    /// Ratings.
    pub ratings: usize,
    /// The scale's classes in order.
    pub classes: Vec<String>,
    /// Raters who rated nothing; left out.
    pub silent_raters: Vec<String>,
    /// How many agreed and how many did not.
    #[serde(flatten)]
    pub observed: Observed,
    /// The same of every two raters; empty with more than 50.
    pub pairs_of_raters: Vec<PairOfRaters>,
    /// The metric of `alpha`.
    pub metric: Metric,
    /// Krippendorff's alpha with its bounds.
    #[serde(flatten)]
    pub alpha: AlphaFound,
    /// The other coefficients.
    #[serde(flatten)]
    pub coefficients: Coefficients,
    /// What a reader must know: what was left out, what has no value and why. Whole sentences.
    pub notes: Vec<String>,
}

/// Krippendorff's alpha and how sure it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct AlphaFound {
    /// Alpha under the report's metric.
    pub alpha: Option<f64>,
    /// Lower bound of its percentile interval.
    pub alpha_low: Option<f64>,
    /// Upper bound.
    pub alpha_high: Option<f64>,
    /// Confidence level of the bounds.
    pub level: Option<f64>,
    /// Resamples taken.
    pub bootstrap: u32,
    /// Where chance began.
    pub seed: Option<u64>,
    /// Resamples in which alpha had no value; left out of the bounds.
    pub undefined_resamples: u32,
}

/// The coefficients beside alpha. Written out, each has a key for its value and one, ending in `_se`, for its
/// standard error.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficients(Vec<Named>);

/// One coefficient under its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Its key in data.
    pub key: &'static str,
    /// Its name, with weights where it has any.
    pub name: &'static str,
    /// What was found.
    pub found: Option<Coefficient>,
}

impl Coefficients {
    /// All of them, in the order in which they are shown.
    pub fn iter(&self) -> impl Iterator<Item = &Named> {
        self.0.iter()
    }

    /// One of them by its key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Coefficient> {
        self.0.iter().find(|named| named.key == key)?.found
    }
}

impl Serialize for Coefficients {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for Named { key, found, .. } in &self.0 {
            map.serialize_entry(key, &found.map(|found| found.value))?;
            let error = found.and_then(|found| found.standard_error);
            map.serialize_entry(&format!("{key}_se"), &error)?;
        }
        map.end()
    }
}

type Method = fn(&Ratings) -> Result<Coefficient, Undefined>;

/// Key, name and method of each coefficient. The last two are for two raters.
const METHODS: [(&str, &str, Method); 9] = [
    ("ac1", "Gwet's AC1", ac1),
    ("ac2_quadratic", "Gwet's AC2 (quadratic weights)", |r| {
        ac2(r, Weights::Quadratic)
    }),
    ("ac2_linear", "Gwet's AC2 (linear weights)", |r| {
        ac2(r, Weights::Linear)
    }),
    ("ac2_gwet_ordinal", "Gwet's AC2 (Gwet's ordinal weights)", |r| {
        ac2(r, Weights::Ordinal)
    }),
    ("fleiss_kappa", "Fleiss' kappa", |r| fleiss(r, Weights::Identity)),
    ("conger_kappa", "Conger's kappa", conger),
    ("brennan_prediger", "Brennan-Prediger", |r| {
        brennan_prediger(r, Weights::Identity)
    }),
    ("cohen_kappa", "Cohen's kappa", cohen),
    ("scott_pi", "Scott's pi", scott),
];

/// Counts, and from [`FEWEST_UNITS`] pairable units on every coefficient; alpha's interval where a bootstrap
/// is asked for. `taken` is told how many resamples are done.
pub fn report(ratings: &Ratings, bootstrap: Option<Bootstrap>, taken: &mut dyn FnMut(u32)) -> Report {
    let mut report = counts(ratings);
    match report.observed.pairable_units {
        0 => report.notes.push(sentence(&Undefined::NoPairs)),
        few if few < FEWEST_UNITS => {
            let subject = if few == 1 { "unit has" } else { "units have" };
            report.notes.push(format!(
                "Only {few} {subject} ratings by two raters: coefficients are given from {FEWEST_UNITS} on."
            ));
        }
        _ => {
            coefficients(ratings, &mut report);
            if let Some(bootstrap) = bootstrap {
                interval(ratings, bootstrap, &mut report, taken);
            }
        }
    }
    report
}

fn counts(ratings: &Ratings) -> Report {
    let mut notes = Vec::new();
    match ratings.silent() {
        [] => {}
        [one] => notes.push(format!("Rater {one} rated nothing and is left out.")),
        more => notes.push(format!(
            "Raters {} rated nothing and are left out.",
            more.join(", ")
        )),
    }
    let listed = ratings.raters().len() <= MOST_RATERS_LISTED;
    if !listed {
        notes.push(format!(
            "With more than {MOST_RATERS_LISTED} raters the pairs of raters are not listed."
        ));
    }
    let unknown = METHODS.map(|(key, name, _)| Named {
        key,
        name,
        found: None,
    });
    Report {
        units: ratings.units().len(),
        raters: ratings.raters().len(),
        ratings: ratings.len(),
        classes: ratings.scale().labels().to_vec(),
        silent_raters: ratings.silent().to_vec(),
        observed: observed(ratings),
        pairs_of_raters: if listed {
            pairs_of_raters(ratings)
        } else {
            Vec::new()
        },
        metric: ratings.metric(),
        alpha: AlphaFound::default(),
        coefficients: Coefficients(unknown.to_vec()),
        notes,
    }
}

fn coefficients(ratings: &Ratings, report: &mut Report) {
    let mut why: Vec<(Undefined, Vec<&str>)> = Vec::new();
    let mut missing = |name, reason: Undefined| match why.iter_mut().find(|(known, _)| *known == reason) {
        Some((_, names)) => names.push(name),
        None => why.push((reason, vec![name])),
    };
    match alpha(ratings) {
        Ok(value) => report.alpha.alpha = Some(value),
        Err(reason) => missing("alpha", reason),
    }
    for (named, (_, name, method)) in report.coefficients.0.iter_mut().zip(METHODS) {
        match method(ratings) {
            Ok(found) => named.found = Some(found),
            Err(Undefined::NotTwoRaters(_)) => {}
            Err(reason) => missing(name, reason),
        }
    }
    for (reason, names) in why {
        report
            .notes
            .push(format!("No value for {}: {reason}.", names.join(", ")));
    }
}

fn interval(ratings: &Ratings, bootstrap: Bootstrap, report: &mut Report, taken: &mut dyn FnMut(u32)) {
    if report.alpha.alpha.is_none() {
        return;
    }
    let Bootstrap {
        resamples,
        seed,
        level,
    } = bootstrap;
    let mut values = Vec::new();
    for (done, value) in (1..=resamples).zip(Resamples::new(ratings, seed)) {
        values.extend(value);
        taken(done);
    }
    let undefined = resamples - values.len() as u32;
    let found = &mut report.alpha;
    (found.bootstrap, found.seed, found.level) = (resamples, Some(seed), Some(level));
    found.undefined_resamples = undefined;
    // Leaving out more than the interval leaves over would move its bounds.
    let too_many = f64::from(undefined) > (1.0 - level) * f64::from(resamples);
    let bounds = percentile_interval(values, level).filter(|_| !too_many);
    found.alpha_low = bounds.map(|bounds| bounds.low);
    found.alpha_high = bounds.map(|bounds| bounds.high);
    if undefined > 0 {
        let then = if too_many {
            "alpha has no interval"
        } else {
            "alpha's interval leaves them out"
        };
        report.notes.push(format!(
            "In {undefined} of {resamples} resamples all ratings fell into one class: {then}."
        ));
    }
}

/// The reason as a sentence of its own.
fn sentence(why: &Undefined) -> String {
    let text = why.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}
