//! Every component against the fixtures of govuk-frontend, and one page that shows them all.

mod sample;
