//! Rules of the field as data: a pack says what a record is looked at for, from which day, and where that is written.
//!
//! ```text
//! Pack (TOML) + Profile (a force's own) + Fields (of a kind of record)
//!     -> RuleSet: conditions parsed once, checked against the fields
//! JSON of a record -> Record;  Record + Dates -> one Judgement a rule: flagged, unknown or passed
//! ```
//!
//! Three things hold everywhere. A rule is judged by the day that mattered then (offence, resolution or finding), never
//! by today. What the record does not tell is *unknown*: neither a breach nor a pass ([`Truth`]). And a flag is
//! something for the panel to look at: nothing here decides a case.
//!
//! Pure: no files, no clock, no chance. Packs are described in `packs/README.md`.

mod builder;
mod calendar;
mod cases;
mod check;
mod condition;
mod count;
mod fault;
mod fields;
mod pack;
mod profile;
mod reading;
mod record;
mod ruleset;
mod text;
mod truth;
mod value;

pub use calendar::{Window, WorkingDays};
pub use cases::{Proof, prove, prove_profile};
pub use check::{Answer, Dates, Judgement};
pub use count::Count;
pub use fault::Fault;
pub use fields::{Field, Fields, Holds};
pub use pack::{Change, Class, Coded, Fact, JudgedOn, Mark, Outline, Pack, Sort};
pub use profile::Profile;
pub use record::{FactId, Layout, Record, RecordFault, Said};
pub use ruleset::{Choice, Clause, Off, Repeat, Rule, RuleSet, Why};
pub use truth::Truth;
