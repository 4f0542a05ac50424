//! The limits of a child, as arguments of its hidden command: who starts it decides.

use std::time::Duration;

use clap::Args;

use crate::platform::child::Limits;

/// How much the command may take.
#[derive(Args)]
pub struct LimitArguments {
    /// Most bytes of memory.
    #[arg(long)]
    memory: Option<u64>,
    /// Most seconds of a processor.
    #[arg(long)]
    processor_seconds: Option<u64>,
    /// Most seconds by the clock.
    #[arg(long)]
    wall_seconds: Option<u64>,
}

impl LimitArguments {
    /// These limits where they are given, and else the usual ones.
    pub fn over(&self, usual: Limits) -> Limits {
        Limits {
            memory: self.memory.unwrap_or(usual.memory),
            processor_seconds: self.processor_seconds.unwrap_or(usual.processor_seconds),
            wall: self.wall_seconds.map_or(usual.wall, Duration::from_secs),
        }
    }
}
