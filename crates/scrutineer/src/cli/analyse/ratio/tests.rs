use crate::cli::analyse::{AnalyseCommand, run};
use clap::Parser;
use serde_json::Value;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    command: AnalyseCommand,
}

fn parse(line: &str) -> Result<Line, clap::Error> {
    Line::try_parse_from(["analyse", "ratio"].into_iter().chain(line.split_whitespace()))
}

fn answer(line: &str) -> Result<String, String> {
    let mut out = Vec::new();
    run(&parse(line).unwrap().command, &mut out).map_err(|why| format!("{why:#}"))?;
    Ok(String::from_utf8(out).unwrap())
}

fn json(line: &str) -> Value {
    serde_json::from_str(&answer(&format!("{line} --json")).unwrap()).unwrap()
}

fn near(found: &Value, wanted: f64) {
    let found = found.as_f64().unwrap();
    assert!(
        (found - wanted).abs() < 5.1e-5 * wanted.abs().max(1.0),
        "{found} should be {wanted}"
    );
}

const GOLDEN: &str = "--events 36 --base 40 --ref-events 16 --ref-base 80";

/// R (epitools) and statsmodels.
#[test]
fn ratio_and_bounds_by_method() {
    for (line, method, low, high) in [
        ("", "koopman", 2.9396, 7.1522),
        ("--method koopman", "koopman", 2.9396, 7.1522),
        ("--method katz", "katz", 2.8686, 7.0593),
        (
            "--method miettinen-nurminen",
            "miettinen-nurminen",
            2.9346,
            7.1663,
        ),
    ] {
        let found = json(&format!("{GOLDEN} {line}"));
        assert_eq!(
            (&found["ratio"], &found["method"]),
            (&Value::from(4.5), &Value::from(method))
        );
        near(&found["low"], low);
        near(&found["high"], high);
    }
}

#[test]
fn odds_gap_and_the_opposite_direction() {
    for (line, method, ratio, low, high) in [
        ("", "score", 36.0, 11.5337, 110.9186),
        ("--odds woolf", "woolf", 36.0, 11.1814, 115.9068),
        ("--odds fisher", "fisher", 34.5047, 10.3599, 152.9591),
        ("--odds mid-p", "mid-p", 33.5442, 11.4188, 128.3351),
    ] {
        let found = json(&format!("{GOLDEN} {line}"));
        assert_eq!(found["odds_method"], method);
        near(&found["odds_ratio"], ratio);
        near(&found["odds_low"], low);
        near(&found["odds_high"], high);
    }
    // Newcombe 1998, method 10.
    let found = json("--events 56 --base 70 --ref-events 48 --ref-base 80");
    near(&found["gap"]["low"], 0.0524);
    near(&found["gap"]["high"], 0.3339);
    near(&found["opposite"]["ratio"], 0.5);
    // Only 4 of 40 did not have it: too few, and the rest is given.
    let found = json(GOLDEN);
    assert_eq!(found["opposite"], Value::Null);
    let warnings = found["warnings"].as_array().unwrap();
    assert!(
        warnings[0]
            .as_str()
            .unwrap()
            .contains("not in itself evidence of discrimination")
    );
    assert!(warnings[1].as_str().unwrap().contains("4 of 40 against 64 of 80"));
    near(
        &json(&format!("{GOLDEN} --small-numbers"))["opposite"]["ratio"],
        0.125,
    );
}

#[test]
fn four_fifths_only_when_asked() {
    assert!(json(GOLDEN).get("four_fifths").is_none());
    let exactly = json("--events 48 --base 100 --ref-events 60 --ref-base 100 --four-fifths");
    assert_eq!(exactly["four_fifths"]["ratio"], "4/5");
    assert_eq!(exactly["four_fifths"]["below"], false);
    let below = json("--events 60 --base 100 --ref-events 45 --ref-base 100 --four-fifths");
    assert_eq!(below["four_fifths"]["below"], true);
    let warnings = below["warnings"].to_string();
    assert!(warnings.contains("sets no threshold"), "{warnings}");
}

#[test]
fn a_ratio_without_bound_is_null() {
    let found = json("--events 5 --base 30 --ref-events 0 --ref-base 20 --small-numbers");
    assert_eq!((&found["ratio"], &found["high"]), (&Value::Null, &Value::Null));
    near(&found["low"], 0.96619);
    let told = answer("--events 5 --base 30 --ref-events 0 --ref-base 20 --small-numbers").unwrap();
    assert!(
        told.contains("ratio of rates: without bound (95.0% interval 0.9662 upwards)"),
        "{told}"
    );
}

/// statsmodels 0.15 (score without correction) for the three ratios, Newcombe 1998 for the gap.
#[test]
fn plain_words() {
    assert_eq!(
        answer("--events 56 --base 70 --ref-events 48 --ref-base 80").unwrap(),
        "56 of 70 (80.0%) against 48 of 80 (60.0%)\n\
         ratio of rates: 1.333 (95.0% interval 1.080 to 1.671)\n\
         ratio of not having the outcome: 0.5000 (95.0% interval 0.2894 to 0.8415)\n\
         odds ratio: 2.667 (95.0% interval 1.285 to 5.527)\n\
         gap: +20.0 percentage points (95.0% interval +5.2 to +33.4)\n\
         A disparity is not in itself evidence of discrimination, but it warrants investigation.\n"
    );
}

#[test]
fn refusals() {
    for (line, sentence) in [
        (
            "--events 41 --base 40 --ref-events 16 --ref-base 80",
            "--events and --base: 41 had the outcome but the base is 40; the events are some of the base",
        ),
        (
            "--events 1 --base 40 --ref-events 16 --ref-base 8",
            "--ref-events and --ref-base: 16 had the outcome but the base is 8; the events are some of the base",
        ),
        (
            "--events 0 --base 0 --ref-events 16 --ref-base 80",
            "the group is empty: with a base of 0 there is no rate; leave it out or put groups together",
        ),
        (
            "--events 6 --base 40 --ref-events 16 --ref-base 80 --level 95",
            "the level is 95; it must lie between 0 and 1, such as 0.95",
        ),
        (
            "--events 3 --base 40 --ref-events 16 --ref-base 80",
            "3 of 40 against 16 of 80: no ratio is given where fewer than 5 had the outcome or fewer than 20 could \
             have had it; give the counts, or put three years together; --small-numbers gives it all the same",
        ),
        (
            "--events 0 --base 40 --ref-events 0 --ref-base 80 --small-numbers",
            "nobody in either group had the outcome, so there is no ratio",
        ),
        (
            "--events 0 --base 40 --ref-events 5 --ref-base 80 --small-numbers --method katz",
            "katz cannot be used: nobody in one of the groups had the outcome; use koopman",
        ),
        (
            "--events 1 --base 18446744073709551615 --ref-events 5 --ref-base 80",
            "--events and --base: a count of 18446744073709551615 is more than 9007199254740992, the most that can be \
             counted exactly",
        ),
    ] {
        assert_eq!(answer(line).unwrap_err(), sentence);
    }
}

#[test]
fn counts_that_are_none_are_wrong_usage() {
    for bad in ["-1", "1.5", "NaN", "inf", "", "18446744073709551616", "ten"] {
        let words = [
            "analyse",
            "ratio",
            "--base",
            "40",
            "--ref-events",
            "1",
            "--ref-base",
            "9",
            "--events",
            bad,
        ];
        let error = Line::try_parse_from(words).err().unwrap();
        assert_eq!(error.exit_code(), 2);
        let text = error.to_string();
        assert!(
            text.contains("whole number of people, 0 or more") || text.contains("value is required"),
            "{text}"
        );
    }
    assert!(parse(&format!("{GOLDEN} --method wald")).is_err());
}
