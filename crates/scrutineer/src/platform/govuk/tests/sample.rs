//! One page with every short form, filled and wrong: what a browser is pointed at, and a test that it renders.

use askama::Template;
use documents::{Bar, Chart, Table};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::platform::chart::BarChart;
use crate::platform::form::{Choice, Fact, Form};
use crate::platform::frame::{Frame, NavItem};
use crate::platform::govuk::{self, Breadcrumbs, Tag, Task, TaskList, TaskStatus, Words};

#[derive(Template)]
#[template(path = "platform/govuk/tests/sample.html")]
struct Sample {
    frame: Frame,
    form: Form,
    kinds: Vec<Choice>,
    areas: Vec<Choice>,
    facts: Vec<Fact>,
    chart: BarChart,
    tasks: TaskList,
    breadcrumbs: Breadcrumbs,
    table: govuk::Table,
}

fn sample(form: Form) -> Sample {
    let nav = [
        "Meetings",
        "Cases",
        "Findings",
        "Recommendations",
        "Reports",
        "Panel",
    ];
    let nav = nav
        .map(|text| NavItem::new(format!("/{}", text.to_lowercase()), text))
        .to_vec();
    let frame = Frame::signed_in(
        "Office of the Police and Crime Commissioner for Wessex",
        "Sam Example",
        "token",
    );
    Sample {
        frame: frame
            .nav(nav)
            .at("/cases")
            .marked("OFFICIAL-SENSITIVE")
            .notice("Case A07 has been added")
            .with_form(&form),
        form,
        kinds: vec![
            Choice::new("oocr", "Out-of-court resolution").hint("A caution or a community resolution"),
            Choice::new("stop", "Stop and search"),
        ],
        areas: vec![
            Choice::new("", "Choose an area"),
            Choice::new("n", "North"),
            Choice::new("s", "South"),
        ],
        facts: vec![
            Fact::new("Reference", "A07"),
            Fact::new("Date of meeting", "7 March 2026").change("/date"),
        ],
        chart: chart(),
        tasks: tasks(),
        breadcrumbs: first("breadcrumbs"),
        table: first("table"),
    }
}

fn chart() -> BarChart {
    let bar = |label: &str, value: f64, low: f64, high: f64| Bar {
        label: label.to_owned(),
        value,
        low: Some(low),
        high: Some(high),
        text: format!("{value}%, between {low}% and {high}%"),
    };
    let bars = vec![
        bar("Appropriate", 61.0, 52.0, 69.0),
        bar("Appropriate with observations", 28.0, 20.0, 37.0),
        bar("Not appropriate", 11.0, 6.0, 18.0),
    ];
    let description = "Six in ten findings were that the resolution was appropriate.".to_owned();
    let table = Some(Table {
        caption: "Findings by class".to_owned(),
        head: ["Class", "Findings", "Share"].map(str::to_owned).to_vec(),
        rows: vec![["Appropriate", "61", "61%"].map(str::to_owned).to_vec()],
        numeric: vec![false, true, true],
    });
    BarChart::from(&Chart {
        title: "Six in ten findings were appropriate".to_owned(),
        description,
        bars,
        table,
    })
}

/// The first fixture of a component.
fn first<T: DeserializeOwned>(component: &str) -> T {
    let file = format!("{}/tests/data/govuk/{component}.json", env!("CARGO_MANIFEST_DIR"));
    let fixtures: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    serde_json::from_value(fixtures[0]["options"].clone()).unwrap()
}

fn tasks() -> TaskList {
    let task = |title: &str, colour: &str, text: &str| Task {
        title: Words {
            text: title.to_owned(),
            ..Words::default()
        },
        hint: Some(Words {
            text: "About ten minutes".to_owned(),
            ..Words::default()
        }),
        status: TaskStatus {
            tag: Some(Tag::new(text, colour)),
            ..TaskStatus::default()
        },
        href: "/task".to_owned(),
        ..Task::default()
    };
    let items = vec![
        task("Read the papers", "green", "Completed"),
        task("Declare interests", "", "Not yet started"),
    ];
    TaskList {
        items,
        ..TaskList::default()
    }
}

#[test]
fn shows_every_short_form() {
    let mut form = Form::read([
        ("place", "Town <hall>"),
        ("kind", "stop"),
        ("themes", "stop"),
        ("held_on-day", "7"),
    ]);
    let empty = sample(form.clone()).render().unwrap();
    assert!(!empty.contains("govuk-error-summary") && !empty.contains("<title>Error"));
    for field in [
        "place", "held_on", "kind", "themes", "area", "notes", "reasons", "papers", "secret",
    ] {
        form.fail(field, format!("Enter the {field}"));
    }
    let mut page = sample(form);
    page.frame.demo = true;
    let page = page.render().unwrap();
    // To look at them in a browser: SAMPLE_PAGES=FOLDER cargo test shows_every_short_form
    if let Ok(folder) = std::env::var("SAMPLE_PAGES") {
        std::fs::write(format!("{folder}/empty.html"), &empty).unwrap();
        std::fs::write(format!("{folder}/errors.html"), &page).unwrap();
    }
    assert!(page.contains("<title>Error: Every component - Scrutineer - Office of"));
    assert!(page.contains("<a href=\"#held_on-day\">Enter the held_on</a>"));
    assert!(page.contains("<a href=\"#kind\">Enter the kind</a>"));
    assert_eq!(page.matches("govuk-error-message").count(), 9);
    assert!(page.contains("Town &#60;hall&#62;") && !page.contains("<hall>"));
    assert!(!page.contains(" style=") && !page.contains("<script>"));
}
