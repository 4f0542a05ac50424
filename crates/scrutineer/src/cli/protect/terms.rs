//! What is asked of a protected table, on the command line.

use super::TableArgs;
use clap::ValueEnum;
use stats::suppression::{Price, Profile, Rule, SuppressionError, Terms, Total, Zeros};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ProfileName {
    /// Hides 1 to 4.
    Default,
    /// Hides 1 to 9: children.
    Youth,
    /// Shows the nearest multiple of 5.
    Round5,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ZerosName {
    /// Every zero is shown.
    Shown,
    /// A zero may be hidden to protect others.
    MayHide,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PriceName {
    /// The cases in it.
    Count,
    /// Their logarithm.
    Log,
}

impl TableArgs {
    /// The terms, unless the threshold is none.
    pub(super) fn terms(&self) -> Result<Terms, SuppressionError> {
        let profile = match self.profile {
            ProfileName::Default => Profile::Default,
            ProfileName::Youth => Profile::Youth,
            ProfileName::Round5 => Profile::Round5,
        };
        Ok(Terms {
            total: if self.total_public {
                Total::Public
            } else {
                Total::MayHide
            },
            zeros: match self.zeros {
                ZerosName::Shown => Zeros::Shown,
                ZerosName::MayHide => Zeros::MayHide,
            },
            price: match self.price {
                PriceName::Count => Price::Count,
                PriceName::Log => Price::Log,
            },
            insider: self.insider,
            ..Terms::of(Rule::new(profile, self.threshold)?)
        })
    }
}
