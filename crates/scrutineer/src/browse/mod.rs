//! Looking through the register: whoever may see a body's records filters them, puts them in order, finds one by its
//! reference, keeps a filter for later, and takes a list away for a reason.
//!
//! A list is a consultation and an export a disclosure (Data Protection Act 2018 s.62): each is one entry in the log, with
//! the number of records and the codes of the filter. Addresses hold codes alone, never anything out of a record. A
//! coordinator sees the fields that a kind marks for lists and that are open or for the panel; the force lead, who prepares
//! cases, sees those that are restricted too, and finds a record by its reference. Words that are restricted - a rationale,
//! grounds - stand in no list and in no export, and nothing searches them.
//!
//! A duty puts every batch on [shelves](shelves) once it is loaded, so that a filter reads sets of places and no records:
//!
//! ```text
//! batch loaded -> looked at by the rules -> on the shelves (sets of places; counts of blanks by month and field)
//!                       ^---- a rule is switched, records have a newer version: those sets are made anew
//! ```

pub mod acts;
mod finding;
pub mod model;
pub mod pages;
mod places;
mod shelves;
pub mod store;
#[cfg(test)]
mod tests;
