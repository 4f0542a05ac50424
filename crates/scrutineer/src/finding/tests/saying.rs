//! What a form may say, without a database.

use crate::{
    body::model::DecisionMode,
    finding::{
        fixtures::said,
        model::{Observed, Polarity, Rules, Said},
    },
    platform::{form::FieldError, packs::Packs},
};

fn check(said: &Said, scale: &str, mode: DecisionMode) -> Result<Vec<Polarity>, Vec<FieldError>> {
    let packs = Packs::built_in().unwrap();
    let rules = Rules {
        scale: packs.newest_scale(scale).unwrap(),
        mode,
        votes: 5,
        pack: &packs.observations,
    };
    said.check(&rules)
        .map(|sound| sound.observations.into_iter().map(|one| one.polarity).collect())
}

fn wrong(said: &Said, mode: DecisionMode) -> Vec<(String, String)> {
    let faults = check(said, "LEIC-4", mode).unwrap_err();
    faults
        .into_iter()
        .map(|fault| (fault.field, fault.message))
        .collect()
}

fn votes(class: &str, votes_for: &str, against: &str, abstained: &str) -> Said {
    Said {
        votes_for: votes_for.into(),
        votes_against: against.into(),
        abstained: abstained.into(),
        ..said(class)
    }
}

#[test]
fn an_empty_form_is_told_everything() {
    let fields: Vec<String> = wrong(&Said::default(), DecisionMode::Consensus)
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    let expected = [
        "appropriate",
        "consistent",
        "class",
        "votes_for",
        "votes_against",
        "abstained",
        "reasons",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn votes_are_whole_numbers_that_add_up() {
    for (cast, field) in [
        (votes("2", "4", "0", "0"), "votes_for"),
        (votes("2", "5", "1", "0"), "votes_for"),
        (votes("2", "x", "0", "0"), "votes_for"),
        (votes("2", "6", "-1", "0"), "votes_against"),
        (votes("2", "5", "0", ""), "abstained"),
        (votes("2", "4.5", "0", "0"), "votes_for"),
        (votes("2", "9223372036854775807", "0", "0"), "votes_for"),
    ] {
        let faults = wrong(&cast, DecisionMode::Chair);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].0, field, "{cast:?}");
    }
    let short = wrong(&votes("2", "3", "0", "1"), DecisionMode::Chair);
    assert!(
        short[0].1.contains("add up to 5") && short[0].1.ends_with("They add up to 4"),
        "{short:?}"
    );
}

#[test]
fn each_mode_of_deciding_has_its_rule() {
    use DecisionMode::{Chair, Consensus, Majority};
    for (cast, mode, carried) in [
        (votes("2", "5", "0", "0"), Consensus, true),
        (votes("2", "3", "0", "2"), Consensus, true),
        (votes("2", "4", "1", "0"), Consensus, false),
        (votes("2", "0", "0", "5"), Consensus, false),
        (votes("2", "3", "2", "0"), Majority, true),
        (votes("2", "2", "2", "1"), Majority, false),
        (votes("2", "2", "3", "0"), Majority, false),
        (votes("2", "1", "4", "0"), Chair, true),
        // A class that concludes nothing is what is left when nothing is carried.
        (votes("4", "3", "2", "0"), Consensus, true),
        (votes("4", "2", "3", "0"), Majority, true),
    ] {
        let answer = check(&cast, "LEIC-4", mode);
        assert_eq!(answer.is_ok(), carried, "{cast:?} {mode:?} {answer:?}");
    }
    let split = wrong(&votes("2", "4", "1", "0"), Consensus);
    assert_eq!(split[0].0, "class");
    assert!(
        split[0]
            .1
            .ends_with("Go on discussing, or record class 4: No conclusion"),
        "{split:?}"
    );
    // A scale without such a class says what else can be done.
    let red = Said {
        class: "red".into(),
        ..votes("3", "2", "3", "0")
    };
    let faults = check(&red, "DC-RAG", Majority).unwrap_err();
    assert!(
        faults[0].message.contains("without a finding on this case"),
        "{faults:?}"
    );
}

#[test]
fn class_and_axes_fit() {
    for (class, appropriate, consistent, fits) in [
        ("1", "yes", "yes", true),
        ("1", "no", "yes", false),
        ("2", "yes", "no", true),
        ("3", "no", "yes", false),
        ("4", "yes", "no", true),
    ] {
        let one = Said {
            appropriate: appropriate.into(),
            consistent: consistent.into(),
            ..said(class)
        };
        let answer = check(&one, "LEIC-4", DecisionMode::Consensus);
        assert_eq!(
            answer.is_ok(),
            fits,
            "{class} {appropriate} {consistent} {answer:?}"
        );
    }
    let unknown = wrong(
        &Said {
            class: "5".into(),
            ..said("1")
        },
        DecisionMode::Chair,
    );
    assert_eq!(
        unknown[0],
        ("class".into(), "Choose the class the panel agrees".into())
    );
}

#[test]
fn observations_are_whole_or_blank() {
    let row = |theme: &str, polarity: &str, severity: &str, destination: &str| Observed {
        theme: theme.into(),
        polarity: polarity.into(),
        severity: severity.into(),
        destination: destination.into(),
        note: String::new(),
    };
    let with = |rows: Vec<Observed>| Said {
        observations: rows,
        ..said("2")
    };
    let blank = Observed::default();
    let kept = check(
        &with(vec![
            blank.clone(),
            row("V6", "", "", "officer"),
            blank,
            row("V7", "neutral", "none", "training"),
        ]),
        "LEIC-4",
        DecisionMode::Consensus,
    );
    assert_eq!(kept.unwrap(), [Polarity::Positive, Polarity::Neutral]);
    for (bad, field) in [
        (row("", "", "", "officer"), "theme-2"),
        (row("ZZ", "", "", "officer"), "theme-2"),
        (row("V7", "", "", "officer"), "polarity-2"),
        (row("R1", "positive", "", "officer"), "polarity-2"),
        (row("R1", "", "dreadful", "officer"), "severity-2"),
        (row("V6", "", "minor_learning", "officer"), "severity-2"),
        (row("R1", "", "minor_learning", ""), "destination-2"),
        (
            Observed {
                note: "x".repeat(2001),
                ..row("R1", "", "", "officer")
            },
            "note-2",
        ),
    ] {
        let faults = wrong(
            &with(vec![row("R1", "", "", "officer"), bad.clone()]),
            DecisionMode::Consensus,
        );
        assert_eq!(
            faults.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(),
            [field],
            "{bad:?}"
        );
    }
}
