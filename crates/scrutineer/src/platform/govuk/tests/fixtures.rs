//! The fixtures govuk-frontend publishes: its options in, its HTML out.

use std::fmt::Display;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::html::parts;
use crate::platform::govuk::*;

#[derive(Deserialize)]
struct Fixture {
    name: String,
    options: Value,
    html: String,
}

/// Compares every fixture of a component; returns how many there are.
fn check<T: DeserializeOwned + Display>(component: &str) -> usize {
    let file = format!("{}/tests/data/govuk/{component}.json", env!("CARGO_MANIFEST_DIR"));
    let fixtures: Vec<Fixture> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for fixture in &fixtures {
        let shown =
            serde_json::from_value::<T>(fixture.options.clone()).map(|component| component.to_string());
        let why = match shown {
            Ok(shown) if parts(&shown) == parts(&fixture.html) => continue,
            Ok(shown) => first_difference(&parts(&shown), &parts(&fixture.html)),
            Err(error) => error.to_string(),
        };
        wrong.push(format!("{component}, {}: {why}", fixture.name));
    }
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        fixtures.len(),
        wrong.join("\n")
    );
    fixtures.len()
}

fn first_difference(shown: &[String], expected: &[String]) -> String {
    let at = shown
        .iter()
        .zip(expected)
        .take_while(|(one, other)| one == other)
        .count();
    format!(
        "part {at}\n  shown    {:?}\n  expected {:?}",
        shown.get(at),
        expected.get(at)
    )
}

macro_rules! components {
    ($($test:ident: $component:ty, $name:literal, $count:literal;)+) => { $(
        #[test]
        fn $test() {
            assert_eq!(check::<$component>($name), $count);
        }
    )+ };
}
components! {
    back_link: BackLink, "back-link", 7;
    breadcrumbs: Breadcrumbs, "breadcrumbs", 12;
    button: Button, "button", 38;
    character_count: CharacterCount, "character-count", 34;
    checkboxes: Checkboxes, "checkboxes", 42;
    date_input: DateInput, "date-input", 50;
    details: Details, "details", 10;
    error_message: ErrorMessage, "error-message", 9;
    error_summary: ErrorSummary, "error-summary", 19;
    fieldset: Fieldset, "fieldset", 18;
    file_upload: FileUpload, "file-upload", 22;
    hint: Hint, "hint", 6;
    input: Input, "input", 45;
    inset_text: InsetText, "inset-text", 6;
    label: Label, "label", 17;
    notification_banner: NotificationBanner, "notification-banner", 21;
    pagination: Pagination, "pagination", 15;
    panel: Panel, "panel", 19;
    password_input: PasswordInput, "password-input", 12;
    phase_banner: PhaseBanner, "phase-banner", 7;
    radios: Radios, "radios", 43;
    select: Select, "select", 19;
    service_navigation: ServiceNavigation, "service-navigation", 33;
    skip_link: SkipLink, "skip-link", 9;
    summary_list: SummaryList, "summary-list", 30;
    table: Table, "table", 21;
    tag: Tag, "tag", 12;
    task_list: TaskList, "task-list", 11;
    textarea: Textarea, "textarea", 18;
    warning_text: WarningText, "warning-text", 8;
}
