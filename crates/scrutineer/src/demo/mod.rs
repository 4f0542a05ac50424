//! A filled example: a fictional force and local policing body, filled through the same acts that people use, so that every
//! role has work waiting on its first sign-in. One cycle is finished and published, one is being read, one is being prepared.
//!
//! The finished cycle re-enacts the figures of the Leicestershire annual report of June 2024 (founding document 004): 15 adult
//! cases heard of 15 planned, no youth case of 15, classes 1, 8, 6, 0. Its people, cases and words are invented. The stop and
//! search panel works on real records that data.police.uk published (Open Government Licence v3.0).

mod cycles;
mod findings;
mod panels;
mod papers;
pub mod people;

use jiff::civil::Date;

use crate::platform::{
    app::App,
    clock::{Moment, SetClock},
    refusal::Answer,
};

pub use people::{ACCOUNTS, Account, PASSPHRASE};

/// The product while it is being filled: its clock is moved from act to act.
pub struct Stage<'a> {
    /// The product.
    pub app: &'a App,
    /// Its clock.
    pub clock: &'a SetClock,
}

impl Stage<'_> {
    /// Moves the clock to a time of day in London.
    fn at(&self, date: Date, hour: i8, minute: i8) {
        self.clock.set(Moment::in_london(date, hour, minute));
    }
}

/// Fills an empty installation as it would stand on `today`.
///
/// # Errors
/// What the acts say; an installation that is not empty among it.
pub async fn fill(stage: &Stage<'_>, today: Date) -> Answer<()> {
    let cast = people::arrive(stage).await?;
    let panels = panels::set_up(stage, &cast).await?;
    cycles::finished(stage, &cast, &panels).await?;
    cycles::being_read(stage, &cast, &panels, today).await?;
    cycles::being_prepared(stage, &cast, &panels, today).await
}
