//! The components of the GOV.UK Design System as askama templates: one struct and one template each.
//!
//! The fields carry the names and the meaning of the Nunjucks options of govuk-frontend 6.6.0 (MIT licence), read
//! there for what each one does. Every struct also deserialises from those options, so that the fixtures that
//! govuk-frontend publishes are its test. Show one by writing it in a template: `{{ button }}`.
//!
//! Pages seldom need these: they write the short forms of `form.html`, which call [`field`].

#![allow(
    missing_docs,
    reason = "a field is documented by the option of govuk-frontend whose name it carries"
)]

mod content;
mod date;
mod entry;
pub mod field;
mod navigation;
pub mod parts;
mod selection;
mod surround;
mod table;

#[cfg(test)]
mod tests;

pub use content::*;
pub use date::*;
pub use entry::*;
pub use navigation::*;
pub use selection::*;
pub use surround::*;
pub use table::*;
