//! What of a record is told, and how exactly.

use super::*;

#[test]
fn members_see_a_band_instead_of_an_age_and_a_month_instead_of_a_day() {
    let packs = Packs::built_in().unwrap();
    let kind = packs.newest_kind("oocr").unwrap();
    let fields = serde_json::json!({"suspect_age_offence": 14, "suspect_age_disposal": 15, "offence_from_dt": "2024-02-27",
        "outcome_dt": "2024-03-02", "authorised_dt": "2024-03-02", "offence_title": "Theft"});
    let shown = summary::shown(kind, fields.as_object().unwrap(), &Default::default());
    let value = |label: &str| {
        shown
            .iter()
            .find(|fact| fact.label == label)
            .map(|fact| fact.value.as_str())
    };
    assert_eq!(value("Age band at the offence"), Some("14 or 15"));
    assert_eq!(value("Age at the offence"), None);
    assert_eq!(value("Date of the resolution"), Some("March 2024"));
    assert_eq!(value("Days from the offence to the resolution"), Some("4"));
    assert!(
        shown
            .iter()
            .all(|fact| !fact.value.contains("2 March") && !fact.value.contains("27")),
        "{shown:?}"
    );
}

#[test]
fn the_record_fills_the_first_lines_of_every_kind() {
    let packs = Packs::built_in().unwrap();
    let lines = |kind: &str, fields: serde_json::Value| {
        summary::skeleton(packs.newest_kind(kind).unwrap(), fields.as_object().unwrap())
    };
    let strip = serde_json::json!({"setting": "custody", "search_dt": "2024-03-07"});
    assert_eq!(
        lines("strip_search", strip).split(", ").last(),
        Some("March 2024.")
    );
    let force = serde_json::json!({"incident_dt": "2024-03-07"});
    assert_eq!(lines("use_of_force", force), "When: March 2024.");
    let file = serde_json::json!({"offence_title": "Burglary", "submitted_dt": "2024-03-07"});
    assert_eq!(lines("case_file", file), "Offence: Burglary, March 2024.");
}
