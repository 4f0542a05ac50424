use std::collections::BTreeSet;

use super::*;

fn packs() -> Packs {
    Packs::built_in().unwrap()
}

#[test]
fn every_pack_of_the_repository_is_built_in() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs");
    let mut on_disk = BTreeSet::new();
    for folder in [
        "",
        "kinds",
        "scales",
        "themes",
        "reasons",
        "rules",
        "rules/profiles",
        "redaction",
    ] {
        for entry in std::fs::read_dir(format!("{root}/{folder}")).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".toml") {
                on_disk.insert(format!("{folder}/{name}").trim_start_matches('/').to_owned());
            }
        }
    }
    let lists = [
        OBSERVATIONS,
        WITHDRAWAL,
        DISPOSALS,
        OUTCOMES,
        ETHNICITY,
        AGES,
        FORCES,
        OFFENCE_CLASSES,
    ];
    let built_in = KINDS
        .iter()
        .chain(&SCALES)
        .chain(&lists)
        .map(|(path, _)| (*path).to_owned())
        .chain(RulePacks::paths().map(str::to_owned))
        .chain(redaction_packs::paths().map(str::to_owned))
        .collect();
    assert_eq!(on_disk, built_in);
}

#[test]
fn the_packs_of_redaction_can_be_read() {
    let lexicon = redaction_packs().unwrap();
    assert_eq!(lexicon.about.len(), 4);
    redact::Detector::new(lexicon, None, Some("met")).unwrap();
}

#[test]
fn ids_are_unique_within_each_sort_of_pack() {
    let packs = packs();
    let kinds: BTreeSet<_> = packs.kinds.iter().map(|kind| (&kind.id, kind.version)).collect();
    let scales: BTreeSet<_> = packs
        .scales
        .iter()
        .map(|scale| (&scale.id, scale.version))
        .collect();
    assert_eq!((kinds.len(), scales.len()), (KINDS.len(), SCALES.len()));
}

#[test]
fn every_scale_places_every_value_on_both_axes() {
    for scale in packs().scales {
        let has = |appropriate| scale.values.iter().any(|value| value.appropriate == appropriate);
        assert!(
            has(Appropriate::Yes) && has(Appropriate::No) && has(Appropriate::Undetermined),
            "{}",
            scale.id
        );
        for value in &scale.values {
            let says_nothing = value.appropriate == Appropriate::Undetermined;
            assert!(
                !says_nothing || value.consistent == Consistent::Unknown,
                "{} {}",
                scale.id,
                value.code
            );
        }
    }
}

/// The same integer, two meanings: London's published scale says "inappropriate or inconsistent" (MOPAC, freedom of
/// information answer, 2021); Leicestershire's says "inappropriate and inconsistent" (annual report, 26 June 2024).
#[test]
fn three_is_or_in_london_and_and_in_leicestershire() {
    let packs = packs();
    let three = |scale: &str| packs.scale(scale, 1).unwrap().value("3").unwrap().clone();
    let (london, leicestershire) = (three("LON-4"), three("LEIC-4"));
    assert!(london.label.contains(" or inconsistent") && leicestershire.label.contains(" and inconsistent"));
    assert_eq!((london.join, leicestershire.join), (Join::Or, Join::And));
    assert!(!london.settles_axes() && leicestershire.settles_axes());
}

#[test]
fn four_comes_back_in_cleveland_only() {
    for scale in packs().scales {
        let returning: Vec<_> = scale
            .values
            .iter()
            .filter(|value| !value.ends_case)
            .map(|value| value.code.as_str())
            .collect();
        let expected: &[&str] = if scale.id == "CLEV-4" { &["4"] } else { &[] };
        assert_eq!(returning, expected, "{}", scale.id);
    }
}

#[test]
fn police_uk_headings_are_the_fifteen_in_order() {
    let packs = packs();
    let headings: Vec<_> = packs
        .kind("stop_search", 1)
        .unwrap()
        .fields
        .iter()
        .map(|field| field.heading("police-uk"))
        .collect();
    // First line of 2019-12-leicestershire-stop-and-search.csv, data.police.uk.
    let published = "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,\
                     Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,\
                     Outcome linked to object of search,Removal of more than just outer clothing";
    assert_eq!(headings.join(","), published);
}

#[test]
fn members_never_see_what_stays_with_the_force() {
    for kind in packs().kinds {
        for field in kind.fields.iter().filter(|field| field.summary) {
            assert!(
                field.sensitivity <= Sensitivity::Panel,
                "{} {}",
                kind.id,
                field.name
            );
        }
    }
    let oocr = packs().newest_kind("oocr").unwrap().clone();
    for name in ["source_ref_hash", "oic_hash", "authoriser_hash"] {
        assert_eq!(
            oocr.field(name).unwrap().sensitivity,
            Sensitivity::NeverLeavesForce
        );
    }
    assert!(!oocr.field("rationale").unwrap().summary);
}

/// 18+1: eighteen codes and not stated; 19+1 adds Roma. Groups are 5+1.
#[test]
fn ethnicity_collapses_to_five_and_one() {
    let ethnicity = packs().ethnicity;
    assert_eq!(
        (ethnicity.groups.len(), ethnicity.self_defined.len()),
        (6, 18 + 1 + 1)
    );
    assert_eq!(ethnicity.group_of("A4"), Some("asian"));
    assert_eq!(ethnicity.group_of("NS"), Some("not_stated"));
    assert_eq!(ethnicity.group_of("IC6"), Some("other"));
    assert_eq!(ethnicity.group_of("Z9"), None);
}

#[test]
fn disposals_name_outcomes_and_ages() {
    let packs = packs();
    let youth = packs.disposals.disposal("youth_caution").unwrap();
    assert_eq!(
        (youth.lowest_age, youth.highest_age, youth.outcomes[0].as_str()),
        (10, Some(17), "2")
    );
    assert_eq!(
        packs.outcomes.outcome("2a").unwrap().part_of.as_deref(),
        Some("2")
    );
    assert!(
        !packs
            .disposals
            .disposal("diversionary_caution")
            .unwrap()
            .commenced
    );
}

/// The codes of sdraw/1, without which a plan could not name a reason.
#[test]
fn withdrawal_reasons_are_those_of_the_draw() {
    let reasons = packs().withdrawal;
    let codes: Vec<_> = reasons
        .reasons
        .iter()
        .map(|reason| reason.code.as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "LIVE_INVESTIGATION",
            "SUB_JUDICE",
            "WRONG_RECORD",
            "SAFEGUARDING",
            "LEGAL_HOLD"
        ]
    );
}

#[test]
fn themes_keep_their_families_and_polarity() {
    let observations = packs().observations;
    assert_eq!((observations.themes.len(), observations.families.len()), (52, 10));
    assert_eq!(observations.theme("R5").unwrap().polarity, Polarity::Praise);
    assert_eq!(observations.theme("V7").unwrap().polarity, Polarity::Either);
    assert_eq!(observations.themes_of("authority").count(), 4);
    assert!(observations.destination("crime_registrar").is_some());
}

#[test]
fn a_fault_names_pack_and_key() {
    let scale = SCALES[1].1.replace("code = \"2\"", "code = \"1\"");
    let fault = Scale::read("scales/leic-4.toml", &scale).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "pack scales/leic-4.toml, value: the code 1 appears twice; remove one"
    );

    let scale = SCALES[1]
        .1
        .replace("consistent = \"yes\"", "consistent = \"maybe\"");
    let fault = Scale::read("scales/leic-4.toml", &scale).unwrap_err();
    assert!(
        fault
            .to_string()
            .starts_with("pack scales/leic-4.toml, line 12: "),
        "{fault}"
    );

    let kind = KINDS[1].1.replace("month = \"outcome_dt\"", "month = \"sex\"");
    let shared = SharedVocabularies::new();
    let fault = Kind::read(
        "kinds/oocr.toml",
        &kind,
        &shared,
        (&packs().ages, &packs().groupings),
    )
    .unwrap_err();
    assert_eq!(
        fault.to_string(),
        "pack kinds/oocr.toml, field force_code: there is no vocabulary forces"
    );
}

#[test]
fn a_field_says_only_what_fits_its_type() {
    let packs = packs();
    let fault = |field: &str, line: &str| {
        let whole = KINDS[1].1.replace(
            &format!("name = \"{field}\"\n"),
            &format!("name = \"{field}\"\n{line}\n"),
        );
        packs.other_kind("kinds/oocr.toml", &whole).unwrap_err().says
    };
    assert_eq!(fault("da", "form = \"A0\""), "is no text, so it has no form");
    assert_eq!(
        fault("da", "earliest = \"2024-01-01\"\nlatest = \"2024-02-01\""),
        "is no date, so it has no earliest and latest"
    );
    for days in [
        "earliest = \"2024-01-01\"",
        "latest = \"2024-01-01\"",
        "earliest = \"2024-02-01\"\nlatest = \"2024-01-01\"",
    ] {
        assert_eq!(
            fault("authorised_dt", days),
            "needs earliest and latest, in this order"
        );
    }
    assert_eq!(
        fault("sex", "not_known = true"),
        "is not answered by yes or no, so it has no not_known"
    );
}

#[test]
fn every_age_has_one_band_and_a_child_is_one_until_eighteen() {
    let ages = packs().ages;
    for age in 0..=117 {
        let band = ages.of(age).unwrap();
        assert_eq!(band.child, age < 18, "{age}");
    }
    let band = |age| ages.of(age).map(|band| band.label.as_str());
    assert_eq!(
        [9, 10, 13, 14, 15, 16, 17, 18].map(band),
        [
            Some("Under 10"),
            Some("10 to 13"),
            Some("10 to 13"),
            Some("14 or 15"),
            Some("14 or 15"),
            Some("16 or 17"),
            Some("16 or 17"),
            Some("18 to 24")
        ]
    );
    assert_eq!((ages.of(-1), ages.of(118)), (None, None));
    let gap = AGES.1.replace("lowest = 14", "lowest = 15");
    let fault = Bands::read("ages.toml", &gap).unwrap_err();
    assert_eq!(fault.key, "band 14-15");
}

#[test]
fn no_kind_shows_members_an_age_in_years() {
    for kind in packs().kinds {
        for field in kind.fields.iter().filter(|field| field.label.contains("Age")) {
            let years = matches!(field.holds, FieldType::Integer { .. });
            assert!(
                !years || (!field.summary && field.sensitivity == Sensitivity::Restricted),
                "{}",
                field.name
            );
            let banded =
                |fact: &&Derived| matches!(fact.by, By::Band(_)) && kind.fields[fact.from].name == field.name;
            assert!(
                !years || kind.derived.iter().any(|fact| fact.summary && banded(&fact)),
                "{}",
                field.name
            );
        }
        assert!(
            kind.stratum
                .bands
                .iter()
                .all(|band| band.child == (band.code == "youth")),
            "{}",
            kind.id
        );
    }
}

#[test]
fn derived_facts_are_computed_from_the_fields_of_a_record() {
    let packs = packs();
    let kind = packs.newest_kind("oocr").unwrap();
    let record = |json: serde_json::Value| json.as_object().unwrap().clone();
    let child = record(
        serde_json::json!({"suspect_age_offence": 17, "suspect_age_disposal": 18,
        "offence_from_dt": "2024-02-27", "outcome_dt": "2024-03-02"}),
    );
    let code = |name: &str, fields| {
        let fact = kind.derived.iter().find(|fact| fact.name == name).unwrap();
        fact.code(kind, fields)
    };
    assert_eq!(code("suspect_age_band_offence", &child).as_deref(), Some("16-17"));
    // 2024 is a leap year.
    assert_eq!(code("days_to_resolution", &child).as_deref(), Some("4"));
    assert_eq!(code("days_to_telling_victim", &child), None);
    assert!(
        kind.about_child(&child),
        "a child at the offence, whatever the stratum"
    );
    let adult = record(serde_json::json!({"suspect_age_offence": 18, "suspect_age_disposal": 18}));
    assert!(!kind.about_child(&adult) && kind.about_child(&record(serde_json::json!({}))));
    let stop = packs.newest_kind("stop_search").unwrap();
    assert!(stop.about_child(&record(serde_json::json!({"age_range": "10-17"}))));
    assert!(!stop.about_child(&record(serde_json::json!({"age_range": "18-24"}))));
    assert_eq!(super::derived::quarter("2024-03").as_deref(), Some("2024-Q1"));
    assert_eq!(super::derived::quarter("2024-10").as_deref(), Some("2024-Q4"));
    assert_eq!(
        super::derived::quarter_words("2024-Q4"),
        "October to December 2024"
    );
}

#[test]
fn a_derived_fact_names_what_it_comes_from() {
    let shared = SharedVocabularies::default();
    let kind = |derived: &str| {
        let text = format!(
            "id = \"k\"\nversion = 1\ndated = \"2026-01-01\"\ntitle = \"K\"\ncitation = \"None\"\n\
             [reads]\nmonth = \"on\"\n[stratum]\nfield = \"age\"\nunknown = \"Not known\"\nband = []\n\
             [[profile]]\nid = \"p\"\ntitle = \"P\"\nmissing_columns = \"blank\"\nunknown_columns = \"refuse\"\n\
             [[field]]\nname = \"on\"\nlabel = \"On\"\ntype = \"date\"\nrequired = true\nsensitivity = \"panel\"\n\
             [[field]]\nname = \"age\"\nlabel = \"Age\"\ntype = \"integer\"\nlowest = 0\nhighest = 9\nsensitivity = \"panel\"\n\
             [[field]]\nname = \"d\"\nlabel = \"D\"\nsensitivity = \"panel\"\nderived = {derived}\n"
        );
        Kind::read("k.toml", &text, &shared, (&packs().ages, &packs().groupings))
    };
    assert_eq!(
        kind("{ from = \"on\", by = \"quarter\" }").unwrap().derived.len(),
        1
    );
    for (derived, says) in [
        (
            "{ from = \"off\", by = \"month\" }",
            "there is no field off to derive from",
        ),
        (
            "{ from = \"age\", by = \"month\" }",
            "comes from a date, an instant or a month",
        ),
        (
            "{ from = \"age\", by = \"band\" }",
            "needs a whole number and bands, the name of a list of bands",
        ),
        (
            "{ from = \"on\", by = \"days\" }",
            "needs since, the earlier date",
        ),
    ] {
        assert_eq!(kind(derived).unwrap_err().says, says);
    }
}

#[test]
fn forces_are_found_by_any_of_their_names() {
    let forces = &packs().forces;
    let real = forces.forces.iter().filter(|force| force.code != "X01");
    assert_eq!(
        real.count(),
        44,
        "43 territorial forces and British Transport Police"
    );
    for (written, code) in [
        ("metropolitan police service", "E23000001"),
        ("Hampshire and Isle of Wight", "E23000030"),
        ("Devon & Cornwall", "E23000035"),
        ("city-of-london", "E23000034"),
        ("W15000004", "W15000004"),
        (" Cleveland Police ", "E23000013"),
        ("btp", "BTP"),
    ] {
        assert_eq!(
            forces.find(written).map(|force| force.code.as_str()),
            Some(code),
            "{written}"
        );
    }
    assert!(forces.find("Rutland Police").is_none());
}

#[test]
fn codes_collapse_to_the_groups_of_their_list() {
    let packs = packs();
    let kind = packs.newest_kind("oocr").unwrap();
    let derived = |name: &str| kind.derived.iter().find(|derived| derived.name == name).unwrap();
    let of = |name: &str, fields: serde_json::Value| derived(name).code(kind, fields.as_object().unwrap());
    let fields = serde_json::json!({"ho_class": "10D", "sde_code": "B2", "obs_eth_code": "IC1"});
    assert_eq!(of("offence_group", fields.clone()).as_deref(), Some("weapons"));
    assert_eq!(of("sde_group", fields.clone()).as_deref(), Some("black"));
    assert_eq!(of("obs_eth_group", fields).as_deref(), Some("white"));
    assert_eq!(
        of("offence_group", serde_json::json!({"ho_class": "199"})),
        None,
        "in no group"
    );
    assert_eq!(derived("sde_group").label_of("black"), "Black");
}
