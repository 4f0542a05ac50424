//! The beacon whose rounds may enter a seed, from the file that the settings name.

use super::config::Config;
use stats::beacon::Chain;

/// The one beacon that draws here name in their plans.
pub const BEACON_NAME: &str = "quicknet";

/// The beacon of the settings; none when they name no file, and its rounds can then not be checked. Read anew each time: it
/// is a small file, and rarely asked for.
///
/// # Errors
/// One sentence: a file that cannot be read or used, or that is of another beacon.
pub fn chain(config: &Config) -> Result<Option<Chain>, String> {
    let path = config.beacon_chain.as_str();
    if path.is_empty() {
        return Ok(None);
    }
    let text =
        std::fs::read_to_string(path).map_err(|why| format!("beacon_chain: {path} cannot be read: {why}"))?;
    let chain = Chain::parse(&text).map_err(|why| format!("beacon_chain: {path}: {why}"))?;
    if chain.name() != BEACON_NAME {
        return Err(format!(
            "beacon_chain: {path} is of the beacon {}; draws here use {BEACON_NAME}",
            chain.name()
        ));
    }
    Ok(Some(chain))
}
