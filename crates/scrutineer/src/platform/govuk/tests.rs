//! Every component against the fixtures of govuk-frontend, and one page that shows them all.

mod fixtures;
mod html;
mod sample;
