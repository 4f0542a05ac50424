use super::{AnalyseCommand, run};
use clap::Parser;
use serde_json::{Value, json};

mod estimate;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    command: AnalyseCommand,
}

fn answer(line: &str) -> Result<String, String> {
    run_line(&format!("proportion {line}"))
}

fn run_line(line: &str) -> Result<String, String> {
    let words = ["analyse"].into_iter().chain(line.split_whitespace());
    let parsed = Line::try_parse_from(words).unwrap();
    let mut out = Vec::new();
    run(&parsed.command, &mut out).map_err(|why| format!("{why:#}"))?;
    Ok(String::from_utf8(out).unwrap())
}

fn json(line: &str) -> Value {
    serde_json::from_str(&answer(&format!("{line} --json")).unwrap()).unwrap()
}

#[test]
fn counts_with_a_population() {
    // Computed with R (phyper): 6 of 15 drawn from 240 leaves 41 to 160.
    let exact = json("--x 6 --n 15 --population 240");
    assert_eq!(exact["method"], "exact");
    assert_eq!(
        (exact["low_count"].as_u64(), exact["high_count"].as_u64()),
        (Some(41), Some(160))
    );
    assert_eq!(exact["estimate"], 0.4);
    assert_eq!(exact["low"], 41.0 / 240.0);
    assert_eq!(exact["high"], 160.0 / 240.0);
    let wilson = json("--x 6 --n 15 --population 240 --method wilson");
    assert_eq!(
        (wilson["low_count"].as_u64(), wilson["high_count"].as_u64()),
        (Some(47), Some(155))
    );
    let census = json("--x 6 --n 15 --population 15 --method clopper-pearson");
    assert_eq!(
        (census["low_count"].as_u64(), census["high_count"].as_u64()),
        (Some(6), Some(6))
    );
}

#[test]
fn no_counts_without_one() {
    // R epitools: 6 of 15 is .163364 to .67713 by Clopper and Pearson, .198245 to .642532 by Wilson.
    for (line, method, low, high) in [
        ("", "clopper-pearson", 0.163364, 0.67713),
        ("--method clopper-pearson", "clopper-pearson", 0.163364, 0.67713),
        ("--method wilson", "wilson", 0.198245, 0.642532),
    ] {
        let found = json(&format!("--x 6 --n 15 {line}"));
        assert_eq!(found["method"], method);
        assert!((found["low"].as_f64().unwrap() - low).abs() < 1e-6);
        assert!((found["high"].as_f64().unwrap() - high).abs() < 1e-6);
        assert!(found.get("low_count").is_none());
    }
    assert_eq!(json("--x 6 --n 15 --method jeffreys")["method"], "jeffreys");
}

#[test]
fn plain_words() {
    assert_eq!(
        answer("--x 6 --n 15 --population 240").unwrap(),
        "6 of 15: 40.0% (95.0% interval 17.1% to 66.7%)\nso 41 to 160 of the 240 cases they were drawn from\n"
    );
}

#[test]
fn what_was_never_decided_is_bounded() {
    let found = json("--x 6 --n 15 --withdrawn 3 --no-conclusion 2");
    let share = |value: &Value| value.as_f64().unwrap();
    let withdrawn = &found["withdrawn"];
    assert_eq!(
        (share(&withdrawn["low"]), share(&withdrawn["high"])),
        (6.0 / 18.0, 9.0 / 18.0)
    );
    assert_eq!(
        (&withdrawn["cases"], &withdrawn["many"]),
        (&json!(3), &json!(true))
    );
    let undecided = &found["no_conclusion"];
    assert_eq!(share(&undecided["over_reviewed"]), 0.4);
    assert_eq!(share(&undecided["over_concluded"]), 6.0 / 13.0);
    assert_eq!(
        (share(&undecided["low"]), share(&undecided["high"])),
        (0.4, 8.0 / 15.0)
    );
    assert_eq!(
        (share(&found["bounds"]["low"]), share(&found["bounds"]["high"])),
        (6.0 / 18.0, 11.0 / 18.0)
    );
    assert!(json("--x 6 --n 15").get("bounds").is_none());
    assert!(
        answer("--x 6 --n 15 --no-conclusion 2 --withdrawn 1")
            .unwrap()
            .ends_with(
                "2 without a conclusion: 40.0% over all reviewed, 46.2% over those concluded\n1 withdrawn\n37.5% if none \
                 of the undecided is so, 56.2% if all are\n"
            )
    );
    assert_eq!(
        answer("--x 6 --n 15 --no-conclusion 10").unwrap_err(),
        "x is 6 and 10 had no conclusion, but only n = 15 were reviewed; n counts them all"
    );
}

#[test]
fn none_found_is_not_none_there() {
    // 0 of 30: 9.5% one-sided; of 240 reviewed 15: computed from the hypergeometric distribution.
    let found = json("--x 0 --n 30");
    assert!((found["at_most"].as_f64().unwrap() - 0.0950).abs() < 5e-5);
    assert!(found.get("at_most_count").is_none());
    let of = json("--x 0 --n 15 --population 240");
    let count = of["at_most_count"].as_u64().unwrap();
    assert!(count < of["high_count"].as_u64().unwrap() && count > 0);
    assert!(
        answer("--x 0 --n 30")
            .unwrap()
            .ends_with("none was found: at 95.0% that leaves up to 9.5% possible\n")
    );
}

#[test]
fn sample_sizes() {
    let n = |line: &str| {
        let text = run_line(&format!("sample-size {line} --json")).unwrap();
        serde_json::from_str::<Value>(&text).unwrap()["n"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(n("--half-width 0.1 --population 500"), 81);
    assert_eq!(n("--half-width 0.05"), 385);
    assert_eq!(n("--half-width 0.1 --rate 0.1 --population 500"), 33);
    assert_eq!(n("--none-above 0.05"), 59);
    assert_eq!(n("--none-above 0.05 --population 100"), 45);
    assert_eq!(
        run_line("sample-size --half-width 0.1 --population 500").unwrap(),
        "review 81 of 500 to know a rate near 50.0% to 10.0% on either side (95.0%)\n"
    );
    assert_eq!(
        run_line("sample-size --none-above 0.05").unwrap(),
        "review 59; if none is found, the rate is below 5.0% (95.0%)\n"
    );
    for (line, sentence) in [
        (
            "--half-width 0",
            "the half-width is 0; it must be above 0 and at most 0.5, such as 0.1 for ten points either side",
        ),
        ("--none-above 1.5", "the rate is 1.5; it must lie between 0 and 1"),
        (
            "--half-width 0.1 --population 0",
            "the population is 0; there is nothing to review",
        ),
    ] {
        assert_eq!(run_line(&format!("sample-size {line}")).unwrap_err(), sentence);
    }
    for line in [
        "",
        "--half-width 0.1 --none-above 0.1",
        "--none-above 0.1 --rate 0.2",
    ] {
        let words = ["analyse", "sample-size"]
            .into_iter()
            .chain(line.split_whitespace());
        assert!(Line::try_parse_from(words).is_err(), "{line}");
    }
}

#[test]
fn refusals() {
    let cases = [
        (
            "--x 0 --n 0",
            "n is 0: with nothing reviewed there is no rate; give the number of cases reviewed",
        ),
        (
            "--x 4 --n 3",
            "x is 4 but only n = 3 were reviewed; x counts some of the n",
        ),
        (
            "--x 1 --n 3 --population 2",
            "the population is 2 but n = 3 were reviewed from it; it must be n or more",
        ),
        (
            "--x 1 --n 3 --method exact",
            "the exact interval needs --population; give it or choose another --method",
        ),
        (
            "--x 1 --n 3 --level 95",
            "the level is 95; it must lie between 0 and 1, such as 0.95",
        ),
    ];
    for (line, sentence) in cases {
        assert_eq!(answer(line).unwrap_err(), sentence);
    }
}
