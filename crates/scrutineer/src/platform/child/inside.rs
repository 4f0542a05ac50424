//! A child, seen from inside: limits first, then the file.

use std::io::{Error, Write};

use rustix::process::{Resource, Rlimit, setrlimit};
use serde::Serialize;

use super::Limits;

/// The exit status when its time by the clock is over.
pub(super) const OUT_OF_TIME: u8 = 3;

/// Sets every limit, also that nothing may be written to a disk: neither a file nor, should this fail, a dump of memory.
///
/// # Errors
/// A limit that cannot be set: then nothing may be read.
pub fn limit(limits: Limits) -> std::io::Result<()> {
    let all = [
        (Resource::As, limits.memory),
        (Resource::Cpu, limits.processor_seconds),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nofile, 16),
    ];
    for (resource, most) in all {
        setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        )?;
    }
    std::thread::Builder::new().stack_size(1 << 16).spawn(move || {
        std::thread::sleep(limits.wall);
        std::process::exit(i32::from(OUT_OF_TIME));
    })?;
    Ok(())
}

/// Says the one line with which the reading ends.
///
/// # Errors
/// Nobody listens.
pub fn say(to: &mut dyn Write, said: &impl Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *to, said).map_err(Error::from)?;
    writeln!(to)
}
