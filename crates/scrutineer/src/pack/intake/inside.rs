//! The other process, seen from inside: limits first, then the document.

use std::io::{BufWriter, Read, Write};
use std::time::Duration;

use intake::{Bounds, Fault};

use super::{Announced, Said};
use crate::platform::child::{
    Limits,
    inside::{limit, say},
};

/// What a document may take. Most are read in milliseconds.
pub const LIMITS: Limits = Limits {
    memory: 1 << 30,
    processor_seconds: 10,
    wall: Duration::from_secs(60),
};

/// Reads a document called `name` from `input`, or with no name takes a bundle apart; writes what was read to `out` and at
/// the end one line to `says`.
///
/// # Errors
/// When the limits cannot be set or nothing can be said; what is wrong with the document is said and is no error here.
pub fn run(
    input: &mut dyn Read,
    name: Option<&str>,
    limits: Limits,
    out: &mut dyn Write,
    says: &mut dyn Write,
) -> std::io::Result<()> {
    limit(limits)?;
    let mut file = Vec::new();
    let bounds = Bounds::default();
    // One byte more than may be, so that too many are seen.
    input.take(bounds.file.saturating_add(1)).read_to_end(&mut file)?;
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let outcome = match name {
        Some(name) => read(&file, name, &bounds, &mut out),
        None => unpack(&file, &bounds, &mut out),
    };
    out.flush()?;
    match outcome {
        Ok(()) => say(says, &Said::Read),
        Err(fault) => say(says, &Said::Fault(fault)),
    }
}

fn read(file: &[u8], name: &str, bounds: &Bounds, out: &mut dyn Write) -> Result<(), Fault> {
    let paper = intake::read(file, name, bounds)?;
    let line = serde_json::to_vec(&paper).map_err(|_| Fault::Stopped)?;
    for piece in [line.as_slice(), b"\n", &paper.picture] {
        out.write_all(piece).map_err(|_| Fault::Stopped)?;
    }
    Ok(())
}

fn unpack(file: &[u8], bounds: &Bounds, out: &mut dyn Write) -> Result<(), Fault> {
    for entry in intake::unpack(file, bounds)? {
        let announced = Announced {
            path: entry.path,
            bytes: entry.bytes.len(),
        };
        let line = serde_json::to_vec(&announced).map_err(|_| Fault::Stopped)?;
        for piece in [line.as_slice(), b"\n", &entry.bytes] {
            out.write_all(piece).map_err(|_| Fault::Stopped)?;
        }
    }
    Ok(())
}
