//! Secrets of an installation, each in a file of its own that only the operator can read.

use std::path::Path;

use super::chance::{Chance, bytes};

/// Reads the 32-byte secret in `path`, in hex; makes it when the file is not there.
///
/// # Errors
/// A sentence: a file that cannot be read or written, or does not hold 64 hex digits.
pub fn read_or_make(path: &Path, chance: &dyn Chance) -> Result<[u8; 32], String> {
    match std::fs::read_to_string(path) {
        Ok(text) => hex::decode(text.trim())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| format!("{} must hold 64 hex digits", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let secret = bytes::<32>(chance).map_err(|error| error.to_string())?;
            write_private(path, &hex::encode(secret))
                .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
            Ok(secret)
        }
        Err(error) => Err(format!("{} cannot be read: {error}", path.display())),
    }
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::chance::SetChance;

    #[test]
    fn a_secret_is_made_once_and_then_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.key");
        let first = read_or_make(&path, &SetChance::from_seed("a")).unwrap();
        let again = read_or_make(&path, &SetChance::from_seed("b")).unwrap();
        assert_eq!(first, again);
        std::fs::write(&path, "not hex").unwrap();
        assert!(
            read_or_make(&path, &SetChance::from_seed("c"))
                .unwrap_err()
                .contains("64 hex digits")
        );
    }
}
