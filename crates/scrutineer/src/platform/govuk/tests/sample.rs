//! One page with every short form, filled and wrong: what a browser is pointed at, and a test that it renders.

use askama::Template;

use crate::platform::form::{Choice, Fact, Form};
use crate::platform::frame::{Frame, NavItem};

#[derive(Template)]
#[template(path = "platform/govuk/tests/sample.html")]
struct Sample {
    frame: Frame,
    form: Form,
    kinds: Vec<Choice>,
    areas: Vec<Choice>,
    facts: Vec<Fact>,
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
    let page = sample(form).render().unwrap();
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
