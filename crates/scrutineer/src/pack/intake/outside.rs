//! The other process, seen from outside: a document in, what was read out.

use std::io::Read;

use intake::{Bounds, Entry, Fault, Paper};

use super::{Announced, Said, inside::LIMITS};
use crate::platform::child::{Child, Ended, NotStarted};

/// The most that is taken of what a child writes: a picture of every point allowed.
const MOST: u64 = 300 << 20;

/// Takes a document apart. Slow: call it where waiting does no harm.
///
/// # Errors
/// One sentence: what is wrong with the document and what to do.
pub fn open(file: &[u8], name: &str) -> Result<Paper, Fault> {
    // The program that runs the tests of this crate is not the product.
    if cfg!(test) {
        return intake::read(file, name, &Bounds::default());
    }
    not_too_large(file)?;
    let out = through(file, &[format!("--name=a.{}", ending(name))])?;
    let end = out.iter().position(|byte| *byte == b'\n').ok_or(Fault::Damaged)?;
    let (line, picture) = out.split_at_checked(end).ok_or(Fault::Damaged)?;
    let mut paper: Paper = serde_json::from_slice(line).map_err(|_| Fault::Damaged)?;
    paper.picture = picture.get(1..).unwrap_or_default().to_vec();
    Ok(paper)
}

/// The ending of a name, if it is a plain one. The rest of a name may be somebody's, and whoever lists the machine's
/// processes sees what they were started with.
fn ending(name: &str) -> &str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let plain = ending.len() <= 5 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if plain { ending } else { "" }
}

/// Takes a bundle of documents apart; none of them is read.
///
/// # Errors
/// One sentence, for the bundle as a whole.
pub fn unpack(file: &[u8]) -> Result<Vec<Entry>, Fault> {
    if cfg!(test) {
        return intake::unpack(file, &Bounds::default());
    }
    not_too_large(file)?;
    let out = through(file, &["--bundle".to_owned()])?;
    let (mut entries, mut rest) = (Vec::new(), out.as_slice());
    while !rest.is_empty() {
        let end = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .ok_or(Fault::Damaged)?;
        let (line, after) = rest.split_at_checked(end).ok_or(Fault::Damaged)?;
        let announced: Announced = serde_json::from_slice(line).map_err(|_| Fault::Damaged)?;
        let after = after.get(1..).unwrap_or_default();
        let (bytes, left) = after.split_at_checked(announced.bytes).ok_or(Fault::Damaged)?;
        entries.push(Entry {
            path: announced.path,
            bytes: bytes.to_vec(),
        });
        rest = left;
    }
    Ok(entries)
}

/// A child takes no more than may be, and would find the rest cut off.
fn not_too_large(file: &[u8]) -> Result<(), Fault> {
    let most = Bounds::default().file;
    if file.len() as u64 > most {
        return Err(Fault::Large { most: most >> 20 });
    }
    Ok(())
}

/// What a child makes of a file.
fn through(file: &[u8], arguments: &[String]) -> Result<Vec<u8>, Fault> {
    let mut child = Child::start("paper", arguments, LIMITS).map_err(|why| match why {
        NotStarted::Busy => Fault::Busy,
        NotStarted::Failed => Fault::Stopped,
    })?;
    let mut file = file;
    child.hand_over(&mut file).map_err(|_| Fault::Stopped)?;
    let mut out = Vec::new();
    child
        .by_ref()
        .take(MOST)
        .read_to_end(&mut out)
        .map_err(|_| Fault::Stopped)?;
    match child.finish() {
        Ok((Said::Read, true)) => Ok(out),
        Ok((Said::Fault(fault), _)) => Err(fault),
        Ok((Said::Read, false)) | Err(Ended::Fault) => Err(Fault::Damaged),
        Err(Ended::Time) => Err(Fault::Time),
        Err(Ended::Memory) => Err(Fault::Memory),
    }
}
