//! Figures in words: a count always with what it is a count of, a share always with its interval.

use stats::interval::{CountInterval, finite_population};

use super::model::{LEVEL, Stratum};

/// `1 case`, `15 cases`.
#[must_use]
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `40.0%`; nothing of nothing has no share.
#[must_use]
pub fn percent(count: u64, of: u64) -> String {
    if of == 0 {
        return "no share".to_owned();
    }
    format!("{:.1}%", count as f64 * 100.0 / of as f64)
}

/// `6 of 15 (40.0%)`.
#[must_use]
pub fn share(count: u64, of: u64) -> String {
    if of == 0 {
        format!("{count} of {of}")
    } else {
        format!("{count} of {of} ({})", percent(count, of))
    }
}

/// How many of a stratum's `population` records may be of a class, when `count` of the `heard` ones are: the exact interval for a sample
/// drawn without replacement (`stats::interval::finite_population`).
#[must_use]
pub fn interval(count: u64, heard: u64, population: u64) -> Option<CountInterval> {
    finite_population(count, heard, population, LEVEL).ok()
}

/// `41 to 160 of 240 (17.1% to 66.7%)`, or why there is none.
#[must_use]
pub fn interval_words(count: u64, heard: u64, of: u64) -> String {
    match interval(count, heard, of) {
        Some(CountInterval { low, high }) => {
            format!(
                "{low} to {high} of {of} ({} to {})",
                percent(low, of),
                percent(high, of)
            )
        }
        None => "no interval: nothing was heard".to_owned(),
    }
}

/// What the shares could be if the cases without a conclusion had all been found one way or the other, and over the
/// concluded cases alone (methods 2: no conclusion is never dropped silently). Nothing when every case was concluded.
#[must_use]
pub fn conclusion_words(stratum: &Stratum) -> Option<String> {
    let open = stratum.without_conclusion();
    if open == 0 {
        return None;
    }
    let concluded = stratum.heard - open;
    let each = stratum
        .classes
        .iter()
        .filter(|class| class.concluded)
        .map(|class| {
            format!(
                "{}: {} of those concluded; of all heard, from {} to {}",
                class.label,
                share(class.count, concluded),
                share(class.count, stratum.heard),
                share(class.count + open, stratum.heard),
            )
        });
    let each: Vec<String> = each.collect();
    Some(format!(
        "{open} of the {} cases heard ended without a conclusion; they are counted in the shares above. {}.",
        stratum.heard,
        each.join(". ")
    ))
}

/// What the shares could be if the withdrawn cases had all been found one way or the other: x/(n+w) to (x+w)/(n+w)
/// (sdraw/1, methods 1.2). Nothing when none was withdrawn.
#[must_use]
pub fn withdrawal_words(stratum: &Stratum) -> Option<String> {
    let left = stratum.withdrawn;
    if left == 0 {
        return None;
    }
    let all = stratum.heard + left;
    let each = stratum.classes.iter().map(|class| {
        format!(
            "{}: from {} to {}",
            class.label,
            share(class.count, all),
            share(class.count + left, all)
        )
    });
    let each: Vec<String> = each.collect();
    let many = if left * 10 > all {
        " More than a tenth were withdrawn: read the figures with care."
    } else {
        ""
    };
    Some(format!(
        "{left} withdrawn in {}: the intervals above speak of cases that could be heard. Had all the withdrawn cases been \
         of one class, or none, its share would be: {}.{many}",
        stratum.label,
        each.join("; ")
    ))
}
