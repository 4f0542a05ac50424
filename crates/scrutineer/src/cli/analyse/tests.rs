use super::{AnalyseCommand, run};
use clap::Parser;
use serde_json::Value;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    command: AnalyseCommand,
}

fn answer(line: &str) -> Result<String, String> {
    let words = ["analyse", "proportion"]
        .into_iter()
        .chain(line.split_whitespace());
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
