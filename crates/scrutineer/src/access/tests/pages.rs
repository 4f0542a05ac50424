//! What every answer carries, and what no template may hold.

use std::path::{Path, PathBuf};

use crate::{
    access::Role,
    platform::{assets::asset_url, web::CONTENT_SECURITY_POLICY},
    testing::House,
};

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let house = House::on_sqlite("headers").await;
    let admin = house.person("Ada Admin", &[Role::Administrator]).await;
    let mut browser = house.browser(&admin).await;
    let answers = [
        ("page", 200, browser.get("/people").await),
        ("form with errors", 422, browser.post("/people/invite", &[]).await),
        ("absent page", 404, browser.get("/no-such-page").await),
        ("redirect", 303, house.visitor().get("/people").await),
        ("public page", 200, house.visitor().get("/sign-in").await),
        (
            "style sheet",
            200,
            house.visitor().get(&asset_url("app.css")).await,
        ),
    ];
    for (what, status, answer) in answers {
        assert_eq!(answer.status, status, "{what}");
        let header = |name: &str| {
            answer
                .headers
                .get(name)
                .map_or("", |value| value.to_str().unwrap())
        };
        assert_eq!(
            header("content-security-policy"),
            CONTENT_SECURITY_POLICY,
            "{what}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{what}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{what}");
        assert!(header("permissions-policy").contains("camera=()"), "{what}");
        if matches!(what, "page" | "form with errors" | "absent page") {
            assert_eq!(header("cache-control"), "no-store", "{what}");
        }
    }
    for forbidden in ["unsafe-inline", "unsafe-eval", "*", "http:"] {
        assert!(!CONTENT_SECURITY_POLICY.contains(forbidden), "{forbidden}");
    }
}

fn templates(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(templates(&path));
        } else if path.extension().is_some_and(|end| end == "html") {
            found.push(path);
        }
    }
    found
}

/// What is inline in a template, if anything is.
fn inline(text: &str) -> Option<&str> {
    for tag in text.split('<').skip(1) {
        let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
        let words: Vec<&str> = tag.split_whitespace().collect();
        let name = words.first().copied().unwrap_or_default();
        let handler =
            |word: &&&str| word.starts_with("style=") || (word.starts_with("on") && word.contains('='));
        if name == "style" || words.iter().skip(1).any(|word| handler(&word)) {
            return Some(tag);
        }
        if name == "script" && !words.iter().any(|word| word.starts_with("src=")) {
            return Some(tag);
        }
    }
    None
}

#[test]
fn no_template_holds_a_style_or_a_script() {
    assert_eq!(inline("<p style=\"color: red\">"), Some("p style=\"color: red\""));
    assert!(inline("<script>go()</script>").is_some() && inline("<a onclick=\"go()\">").is_some());
    assert!(
        inline("<style>").is_some() && inline("<script type=\"module\" src=\"/a.js\"></script>").is_none()
    );
    let templates = templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(templates.len() > 30);
    for path in templates {
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(inline(&text), None, "{}", path.display());
    }
}
