//! What must hold for every frame, plan and seed, and what must be refused.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use stats::sampling::{
    Frame, Hash, Leaving, Plan, Record, SamplingError, Source, Withdrawal, commitment, dice, draw, heard,
    replace, seed, systematic,
};
use std::collections::BTreeMap;

fn fixed() -> ProptestConfig {
    ProptestConfig {
        cases: 128,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..Default::default()
    }
}

fn record(number: u32, stratum: &str, size: u32) -> Record {
    Record::new(&format!("CR-{number:04}"), stratum, size, [number as u8; 16]).unwrap()
}

fn plan(n: &BTreeMap<&str, usize>) -> Plan {
    Plan::from_value(&serde_json::json!({"method": "srs", "n": n, "seed": ["dice"]})).unwrap()
}

/// Up to 40 records of strata `a` and `b`, both present, with a seed.
fn frames() -> impl Strategy<Value = (Vec<Record>, Hash)> {
    let records = prop::collection::vec((any::<bool>(), 1_u32..50), 2..40).prop_map(|rows| {
        rows.iter()
            .enumerate()
            .map(|(at, (adult, size))| {
                let stratum = if at == 0 || (*adult && at > 1) { "a" } else { "b" };
                record(at as u32, stratum, *size)
            })
            .collect::<Vec<_>>()
    });
    (records, any::<Hash>())
}

proptest! {
    #![proptest_config(fixed())]

    #[test]
    fn order_of_rows_leaves_no_trace((records, seed) in frames(), turn in any::<prop::sample::Index>()) {
        let mut turned = records.clone();
        turned.rotate_left(turn.index(records.len()));
        turned.swap(0, 1);
        let (one, other) = (Frame::new(records).unwrap(), Frame::new(turned).unwrap());
        let plan = plan(&BTreeMap::from([("a", 1), ("b", 1)]));
        prop_assert_eq!(commitment(&one, &plan), commitment(&other, &plan));
        prop_assert_eq!(draw(&one, &plan, &seed).unwrap(), draw(&other, &plan, &seed).unwrap());
    }

    #[test]
    fn a_larger_n_keeps_what_a_smaller_one_drew((records, seed) in frames()) {
        let frame = Frame::new(records).unwrap();
        let strata = frame.strata();
        for n in 0..=strata["a"] {
            let drawn = draw(&frame, &plan(&BTreeMap::from([("a", n), ("b", 0)])), &seed).unwrap();
            let all = draw(&frame, &plan(&BTreeMap::from([("a", strata["a"]), ("b", 0)])), &seed).unwrap();
            prop_assert_eq!(&drawn.strata["a"].drawn, &all.strata["a"].drawn[..n]);
            prop_assert_eq!(&drawn.strata["a"].reserves, &all.strata["a"].drawn[n..]);
        }
    }

    #[test]
    fn fixed_reserves_are_the_first_of_all_reserves((records, seed) in frames()) {
        let frame = Frame::new(records).unwrap();
        let strata = frame.strata();
        let n: BTreeMap<&str, usize> = strata.iter().map(|(name, count)| (name.as_str(), count / 3)).collect();
        let few: BTreeMap<&str, usize> = n.iter().map(|(&name, n)| (name, *n)).collect();
        let given = serde_json::json!({"method": "srs", "n": n, "reserves": few, "seed": ["dice"]});
        let short = draw(&frame, &Plan::from_value(&given).unwrap(), &seed).unwrap();
        let long = draw(&frame, &plan(&n), &seed).unwrap();
        for (name, stratum) in &short.strata {
            prop_assert_eq!(&stratum.drawn, &long.strata[name].drawn);
            prop_assert_eq!(&stratum.reserves, &long.strata[name].reserves[..few[name.as_str()]]);
        }
    }

    #[test]
    fn withdrawals_hear_the_first_tickets_of_those_that_may_be_heard(
        (records, seed) in frames(),
        leave in prop::collection::vec(any::<bool>(), 40),
    ) {
        let frame = Frame::new(records).unwrap();
        let strata = frame.strata();
        let plan = plan(&BTreeMap::from([("a", strata["a"].div_ceil(2)), ("b", strata["b"].div_ceil(2))]));
        let drawn = draw(&frame, &plan, &seed).unwrap();
        let may_stay = |ref_: &str| !leave[ref_[3..].parse::<usize>().unwrap()];
        let mut withdrawn: Vec<Withdrawal> = Vec::new();
        loop {
            let now = heard(&drawn, &plan, &withdrawn).unwrap();
            let Some(ref_) = now.values().flatten().find(|ref_| !may_stay(ref_)) else { break };
            let code = "SUB_JUDICE";
            let leaving = Leaving { ref_, code, authorised_by: "chair", at: "2024-05-01T10:00:00Z" };
            withdrawn.push(replace(&drawn, &plan, &withdrawn, &leaving).unwrap());
        }
        for (name, refs) in heard(&drawn, &plan, &withdrawn).unwrap() {
            let stratum = &drawn.strata[&name];
            let eligible = stratum.drawn.iter().chain(&stratum.reserves).filter(|ref_| may_stay(ref_));
            prop_assert_eq!(refs, eligible.take(stratum.drawn.len()).cloned().collect::<Vec<_>>());
        }
    }

    #[test]
    fn systematic_draws_n_and_every_certainty((records, seed) in frames(), n in 0_usize..10) {
        let frame = Frame::new(records).unwrap();
        let n = n.min(frame.len());
        let drawn = systematic(&frame, n, "*", &seed).unwrap();
        prop_assert_eq!(drawn.len(), n);
        let total: usize = frame.records().map(|record| record.size() as usize).sum();
        for record in frame.records().filter(|record| n > 0 && n * record.size() as usize >= total) {
            prop_assert!(drawn.iter().any(|ref_| ref_ == record.ref_()));
        }
    }
}

#[test]
fn systematic_chance_is_in_proportion_to_size() {
    // Sizes 3, 2, 2, 1, 1, 1 of 10 and n = 2: chances .6 .4 .4 .2 .2 .2. Over 4,000 seeds the standard error of a
    // count is at most 31, so 140 is more than four of them.
    let sizes = [3, 2, 2, 1, 1, 1];
    let frame = Frame::new(
        sizes
            .iter()
            .zip(0..)
            .map(|(&size, at)| record(at, "a", size))
            .collect(),
    )
    .unwrap();
    let mut counts = [0_i32; 6];
    for number in 0..4000_u32 {
        let commitment = [0; 32];
        let source = Source::text("run", &number.to_string()).unwrap();
        for ref_ in systematic(&frame, 2, "*", &seed(&commitment, &[source])).unwrap() {
            counts[ref_[3..].parse::<usize>().unwrap()] += 1;
        }
    }
    for (count, size) in counts.iter().zip(sizes) {
        assert!((count - 800 * size as i32).abs() < 140, "{counts:?}");
    }
}

#[test]
fn systematic_by_plan_has_no_reserves() {
    let frame = Frame::new((0..5).map(|at| record(at, "a", at + 1)).collect()).unwrap();
    let plan = Plan::parse(r#"{"method":"systematic","n":{"a":2},"seed":["dice"]}"#).unwrap();
    let drawn = draw(&frame, &plan, &[9; 32]).unwrap();
    assert_eq!(
        drawn.strata["a"].drawn,
        systematic(&frame, 2, "a", &[9; 32]).unwrap()
    );
    assert!(drawn.strata["a"].reserves.is_empty());
}

#[test]
fn records_are_refused_with_a_reason() {
    let refusal =
        |ref_: &str, stratum: &str, size| Record::new(ref_, stratum, size, [0; 16]).unwrap_err().to_string();
    assert_eq!(refusal("", "a", 1), "the ref is empty; fill it in");
    assert_eq!(refusal("1", "", 1), "the stratum is empty; fill it in");
    assert_eq!(
        refusal(&"x".repeat(256), "a", 1),
        "the ref is 256 bytes long; 255 is the most"
    );
    assert_eq!(
        refusal("a\nb", "a", 1),
        "the ref holds a control character such as a tab or a line end; remove it"
    );
    assert_eq!(refusal("1", "a", 0), "the size is 0; it must be 1 or more");
    assert!(Record::new(&"x".repeat(255), "a", u32::MAX, [0; 16]).is_ok());
    assert_eq!(Frame::new(vec![]).unwrap_err(), SamplingError::EmptyFrame);
    let twice = Frame::new(vec![record(1, "a", 1), record(2, "a", 1), record(1, "b", 1)]).unwrap_err();
    assert_eq!(twice, SamplingError::DuplicateRef("CR-0001".into()));
}

#[test]
fn plans_are_canonical_whatever_their_layout() {
    let plan = Plan::parse(
        "{\n \"seed\": [\"dice\"], \"n\": {\"b\": 2.0, \"a\": 1}, \"method\": \"srs\", \"period\": \"2024-03\"\n}",
    )
    .unwrap();
    let canonical = r#"{"method":"srs","n":{"a":1,"b":2},"period":"2024-03","seed":["dice"]}"#;
    assert_eq!(plan.canonical(), canonical);
    assert_eq!(plan.n()["b"], 2);
    assert_eq!(plan.reserves(), None);
    assert_eq!(plan.sources(), ["dice"]);
}

#[test]
fn plans_are_refused_with_a_reason() {
    let cases = [
        (
            "",
            "the plan is not JSON: EOF while parsing a value at line 1 column 0",
        ),
        ("[]", "the plan is not a JSON object"),
        (
            r#"{"n":{"a":1},"seed":["d"]}"#,
            "the plan needs \"method\": \"srs\", \"systematic\" or \"pareto\"",
        ),
        (
            r#"{"method":"srs","seed":["d"]}"#,
            "the plan has no \"n\": say how many to draw from each stratum",
        ),
        (
            r#"{"method":"srs","n":5,"seed":["d"]}"#,
            "the plan has \"n\" that is not an object of stratum and number",
        ),
        (
            r#"{"method":"srs","n":{},"seed":["d"]}"#,
            "the plan names no stratum in \"n\"",
        ),
        (
            r#"{"method":"srs","n":{"a":-1},"seed":["d"]}"#,
            "the plan gives stratum a in \"n\" something that is not a whole number",
        ),
        (
            r#"{"method":"srs","n":{"a":1},"n":{"a":2},"seed":["d"]}"#,
            "the plan is not JSON: key \"n\" appears twice at line 1 column 39",
        ),
        (
            r#"{"method":"srs","n":{"a":1},"seed":[]}"#,
            "the plan needs \"seed\": a list of the labels of its seed sources",
        ),
        (
            r#"{"method":"srs","n":{"a":1},"seed":["d","d"]}"#,
            "the plan names seed source d twice",
        ),
        (
            r#"{"method":"srs","n":{"a":1},"reserves":{"b":1},"seed":["d"]}"#,
            "the plan names other strata in \"reserves\" than in \"n\"; name the same ones in both",
        ),
        (
            r#"{"method":"systematic","n":{"a":1},"reserves":{"a":1},"seed":["d"]}"#,
            "the plan asks for reserves, which a systematic draw does not have; use srs or pareto, or leave them out",
        ),
        (
            r#"{"codes":["TIRED"],"method":"srs","n":{"a":1},"seed":["d"]}"#,
            "the plan needs \"codes\" to be a list taken from LIVE_INVESTIGATION, SUB_JUDICE, WRONG_RECORD, \
             SAFEGUARDING, LEGAL_HOLD",
        ),
    ];
    for (text, sentence) in cases {
        assert_eq!(Plan::parse(text).unwrap_err().to_string(), sentence);
    }
    for number in ["9007199254740993", "-9007199254740993", "0.5", "1e20"] {
        let text = format!(r#"{{"method":"srs","n":{{"a":1}},"seed":["d"],"x":{number}}}"#);
        let refusal = Plan::parse(&text).unwrap_err().to_string();
        assert!(
            refusal.contains("not a whole number that is written the same way everywhere"),
            "{refusal}"
        );
    }
}

#[test]
fn draws_larger_than_their_stratum_are_refused() {
    let frame = Frame::new((0..4).map(|at| record(at, "adult", 1)).collect()).unwrap();
    let refusal = |text: &str| {
        draw(&frame, &Plan::parse(text).unwrap(), &[0; 32])
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refusal(r#"{"method":"srs","n":{"adult":5},"seed":["d"]}"#),
        "stratum adult has 4 records but the plan asks for 5"
    );
    assert_eq!(
        refusal(r#"{"method":"srs","n":{"adult":3},"reserves":{"adult":2},"seed":["d"]}"#),
        "stratum adult has 4 records but the plan asks for 3 and 2 reserves"
    );
    assert_eq!(
        refusal(r#"{"method":"srs","n":{"adult":1,"youth":1},"seed":["d"]}"#),
        "stratum youth has 0 records but the plan asks for 1"
    );
    assert_eq!(
        refusal(r#"{"method":"srs","n":{"youth":0},"seed":["d"]}"#),
        "the frame has stratum adult with 4 records but the plan gives it no n; write 0 if none are to be drawn"
    );
    let all = Plan::parse(r#"{"method":"srs","n":{"adult":4},"seed":["d"]}"#).unwrap();
    assert!(
        draw(&frame, &all, &[0; 32]).unwrap().strata["adult"]
            .reserves
            .is_empty()
    );
}

#[test]
fn seeds_are_refused_with_a_reason() {
    let refusal = |digits: &str| dice(digits).unwrap_err().to_string();
    let digits_only =
        "the dice hold something other than the digits 0 to 9; type the digits only, with no spaces";
    assert_eq!(
        refusal("1234567890123456789"),
        "the dice have 19 digits; roll at least 20"
    );
    assert_eq!(refusal("1234567890123456789O"), digits_only);
    assert_eq!(refusal("12345 67890 12345 67890"), digits_only);
    assert_eq!(refusal("\u{661}1234567890123456789"), digits_only);
    assert_eq!(refusal(""), "the source value is empty; fill it in");
    assert!(Source::bytes("dice", vec![1; 32]).is_err());
    let plan = Plan::parse(r#"{"method":"srs","n":{"a":1},"seed":["dice","beacon"]}"#).unwrap();
    let (dice, beacon) = (
        dice(&"1".repeat(20)).unwrap(),
        Source::bytes("beacon", vec![1]).unwrap(),
    );
    assert!(plan.check_sources(&[dice.clone(), beacon.clone()]).is_ok());
    assert_eq!(
        plan.check_sources(&[beacon, dice]).unwrap_err().to_string(),
        "the plan's seed sources are dice, beacon, in that order, but beacon, dice came"
    );
    assert_eq!(
        plan.check_sources(&[]).unwrap_err().to_string(),
        "the plan's seed sources are dice, beacon, in that order, but none came"
    );
}

#[test]
fn withdrawals_are_refused_or_said_plainly() {
    let frame = Frame::new((0..3).map(|at| record(at, "a", 1)).collect()).unwrap();
    let plan = Plan::parse(r#"{"codes":["SUB_JUDICE"],"method":"srs","n":{"a":2},"seed":["d"]}"#).unwrap();
    let drawn = draw(&frame, &plan, &[3; 32]).unwrap();
    let (first, second) = (
        drawn.strata["a"].drawn[0].as_str(),
        drawn.strata["a"].drawn[1].as_str(),
    );
    let reserve = drawn.strata["a"].reserves[0].as_str();
    let leaving = |ref_| Leaving {
        ref_,
        code: "SUB_JUDICE",
        authorised_by: "chair",
        at: "2024-05-01T10:00:00Z",
    };
    let code = Leaving {
        code: "LEGAL_HOLD",
        ..leaving(first)
    };
    assert_eq!(
        replace(&drawn, &plan, &[], &code).unwrap_err().to_string(),
        "LEGAL_HOLD is not a withdrawal code of this plan; use one of SUB_JUDICE"
    );
    assert_eq!(
        replace(&drawn, &plan, &[], &leaving(reserve)).unwrap_err(),
        SamplingError::NotHeard(reserve.into())
    );
    let nobody = Leaving {
        authorised_by: "",
        ..leaving(first)
    };
    assert!(replace(&drawn, &plan, &[], &nobody).is_err());

    let one = replace(&drawn, &plan, &[], &leaving(first)).unwrap();
    assert_eq!(one.replaced_by.as_deref(), Some(reserve));
    assert_eq!(
        one.sentence(),
        format!("{first} leaves (SUB_JUDICE) and {reserve}, the next ticket of a, comes in")
    );
    let two = replace(&drawn, &plan, std::slice::from_ref(&one), &leaving(reserve)).unwrap();
    assert_eq!(two.replaced_by, None);
    assert_eq!(
        two.sentence(),
        format!("{reserve} leaves (SUB_JUDICE); stratum a has no reserve left, so one case fewer is heard")
    );
    assert_eq!(heard(&drawn, &plan, &[one.clone(), two]).unwrap()["a"], [second]);

    let other = Withdrawal {
        replaced_by: None,
        ..one.clone()
    };
    assert_eq!(
        heard(&drawn, &plan, &[other]).unwrap_err().to_string(),
        format!(
            "the withdrawal of {first} brings in nobody, but the next ticket of its stratum is {reserve}"
        )
    );
    let elsewhere = Withdrawal {
        stratum: "b".into(),
        ..one
    };
    assert!(heard(&drawn, &plan, &[elsewhere]).is_err());
}

#[test]
fn pareto_by_plan_has_reserves_and_its_targets() {
    let frame = Frame::new((0..9).map(|at| record(at, "a", at + 1)).collect()).unwrap();
    let draw = |text: &str| {
        draw(&frame, &Plan::parse(text).unwrap(), &[9; 32])
            .unwrap()
            .strata["a"]
            .clone()
    };
    let few = draw(r#"{"method":"pareto","n":{"a":3},"reserves":{"a":2},"seed":["dice"]}"#);
    assert_eq!(
        (few.drawn.len(), few.reserves.len(), few.inclusion_exact),
        (3, 2, false)
    );
    for (ref_, chance) in few.drawn.iter().zip(&few.inclusion) {
        let size = u128::from(frame.find(ref_).unwrap().size());
        assert_eq!(Some(*chance), stats::sampling::Inclusion::new(3 * size, 45));
    }
    let all = draw(r#"{"method":"pareto","n":{"a":3},"seed":["dice"]}"#);
    assert_eq!((&all.drawn, &all.reserves[..2]), (&few.drawn, &few.reserves[..]));
    assert_eq!(all.reserves.len(), 6);
}

#[test]
fn chances_are_carried() {
    let sizes = [50, 25, 10, 10, 5];
    let frame = Frame::new((0..5).map(|at| record(at, "a", sizes[at as usize])).collect()).unwrap();
    let drawn = |method: &str| {
        let plan = format!(r#"{{"method":"{method}","n":{{"a":3}},"seed":["dice"]}}"#);
        draw(&frame, &Plan::parse(&plan).unwrap(), &[7; 32])
            .unwrap()
            .strata["a"]
            .clone()
    };
    let simple = drawn("srs");
    assert_eq!(
        serde_json::to_value(&simple.inclusion).unwrap(),
        serde_json::json!(["3/5", "3/5", "3/5"])
    );
    assert!(simple.inclusion_exact);
    for method in ["systematic", "pareto"] {
        let by_size = drawn(method);
        let chance = |number: u32| {
            let at = by_size
                .drawn
                .iter()
                .position(|ref_| *ref_ == format!("CR-{number:04}"));
            at.map(|at| by_size.inclusion[at].to_string())
        };
        assert_eq!(
            (chance(0), chance(1)),
            (Some("1".into()), Some("1".into())),
            "{method}"
        );
        let third: Vec<String> = (2..5).filter_map(chance).collect();
        assert!(third == ["2/5"] || third == ["1/5"], "{third:?}");
    }
}

#[test]
fn targeted_cases_are_drawn_whole() {
    let frame = Frame::new(
        (0..6)
            .map(|at| record(at, if at < 2 { "targeted" } else { "a" }, 1))
            .collect(),
    )
    .unwrap();
    let plan = |n: u32| {
        let text = format!(r#"{{"method":"srs","n":{{"a":2,"targeted":{n}}},"seed":["dice"]}}"#);
        Plan::parse(&text).unwrap()
    };
    assert_eq!(
        draw(&frame, &plan(1), &[0; 32]).unwrap_err().to_string(),
        "stratum targeted has 2 records but the plan asks for 1; targeted cases are heard, every one"
    );
    let whole = draw(&frame, &plan(2), &[0; 32]).unwrap();
    assert_eq!(
        whole.strata["targeted"].inclusion,
        [stats::sampling::Inclusion::CERTAIN; 2]
    );
    assert_eq!(whole.strata["a"].inclusion[0].to_string(), "1/2");
}

#[test]
fn the_eligible_share_is_that_of_inverse_sampling() {
    // Simulated without this crate: 12 records of which 7 can be heard, looked at until 3 can: mean share .583.
    assert_eq!(stats::sampling::eligible_share(5, 3), Ok(0.5));
    assert_eq!(stats::sampling::eligible_share(15, 15), Ok(1.0));
    assert_eq!(stats::sampling::eligible_share(9, 1), Ok(0.0));
    for (looked_at, eligible) in [(0, 0), (1, 1), (3, 0), (3, 4)] {
        assert!(stats::sampling::eligible_share(looked_at, eligible).is_err());
    }
    // Its mean is the true share, exactly: over all orders of 7 eligible of 12, the m-th looked at is the third eligible
    // in C(m-1, 2) C(12-m, 4) of the C(12, 7) of them.
    let choose = |n: u64, k: u64| (0..k).fold(1, |product, i| product * (n - i) / (i + 1)) as f64;
    let mean: f64 = (3..=8)
        .map(|m| {
            let share = stats::sampling::eligible_share(m, 3).unwrap();
            share * choose(m - 1, 2) * choose(12 - m, 4) / choose(12, 7)
        })
        .sum();
    assert!((mean - 7.0 / 12.0).abs() < 1e-12, "{mean}");
    assert!(stats::sampling::many_withdrawn(2, 19) && !stats::sampling::many_withdrawn(2, 20));
}
