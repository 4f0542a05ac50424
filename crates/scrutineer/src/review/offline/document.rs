//! The page inside a pack: one HTML document that stands alone, with the papers to read and the same papers as data.

use askama::Template;

use super::content::{Content, FORM, Papers};
use crate::{
    pack::summary::facts,
    platform::{
        form::Fact,
        frame::Frame,
        refusal::{Answer, Refusal},
    },
};

const STYLE: &str = include_str!("../../../assets/served/app.css");
const BEFORE: &str = "<script type=\"application/json\" id=\"offline-pack\">";
const AFTER: &str = "</script>";

#[derive(Template)]
#[template(path = "review/offline/document.html")]
struct Document<'a> {
    frame: Frame,
    content: &'a Content,
    style: String,
    data: String,
}

impl Document<'_> {
    fn facts(papers: &Papers) -> Vec<Fact> {
        facts(&papers.facts)
    }
}

impl Content {
    /// The strictest marking of its cases: what the file as a whole is.
    #[must_use]
    pub fn marking(&self) -> &'static str {
        let sensitive = self
            .cases
            .iter()
            .any(|case| case.marking.starts_with("OFFICIAL-SENSITIVE"));
        if sensitive {
            "OFFICIAL-SENSITIVE"
        } else {
            "OFFICIAL"
        }
    }
}

/// The page of a pack.
///
/// # Errors
/// [`Refusal::Unavailable`], in practice never.
pub fn of(content: &Content) -> Answer<String> {
    let unavailable = |fault: &dyn std::fmt::Display| Refusal::Unavailable(fault.to_string());
    let data = serde_json::to_string(content).map_err(|fault| unavailable(&fault))?;
    let document = Document {
        frame: Frame::public(&content.body).marked(content.marking()),
        content,
        style: format!("<style>{STYLE}</style>"),
        // Inside JSON a sign less than stands in texts alone, where it can be written so that no text ends the data.
        data: format!("{BEFORE}{}{AFTER}", data.replace('<', "\\u003c")),
    };
    document.render().map_err(|fault| unavailable(&fault))
}

/// Why the page of a pack is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is no pack in it.
    #[error("the file holds no offline pack")]
    NoPack,
    /// It was made by a newer program.
    #[error("the pack was made by another version of Scrutineer; open it with that one")]
    AnotherForm,
}

/// What is in the page of a pack.
///
/// # Errors
/// A page that is none, or of another form.
pub fn content_of(page: &str) -> Result<Content, Fault> {
    #[derive(serde::Deserialize)]
    struct Form {
        form: u32,
    }
    let (_, rest) = page.split_once(BEFORE).ok_or(Fault::NoPack)?;
    let (data, _) = rest.split_once(AFTER).ok_or(Fault::NoPack)?;
    let form: Form = serde_json::from_str(data).map_err(|_| Fault::NoPack)?;
    if form.form != FORM {
        return Err(Fault::AnotherForm);
    }
    serde_json::from_str(data).map_err(|_| Fault::NoPack)
}
