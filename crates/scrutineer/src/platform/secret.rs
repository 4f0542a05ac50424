//! Secrets of an installation, each in a file of its own that only the operator can read.

use std::path::Path;

use super::chance::{Chance, bytes};

/// Reads the 32-byte secret in `path`, in hex; makes it when the file is not there.
///
/// # Errors
/// As [`read`] and [`make`].
pub fn read_or_make(path: &Path, chance: &dyn Chance) -> Result<[u8; 32], String> {
    match read(path)? {
        Some(secret) => Ok(secret),
        None => make(path, chance),
    }
}

/// Reads the 32-byte secret in `path`, in hex; nothing when the file is not there.
///
/// # Errors
/// A sentence: a file that cannot be read, or does not hold 64 hex digits.
pub fn read(path: &Path) -> Result<Option<[u8; 32]>, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => hex::decode(text.trim())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(Some)
            .ok_or_else(|| format!("{} must hold 64 hex digits", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{} cannot be read: {error}", path.display())),
    }
}

/// Makes a secret of 32 bytes and writes it, in hex, to a new file that only its owner can read.
///
/// # Errors
/// A sentence: no randomness, or a file that cannot be written or is there already.
pub fn make(path: &Path, chance: &dyn Chance) -> Result<[u8; 32], String> {
    let secret = bytes::<32>(chance).map_err(|error| error.to_string())?;
    write_private(path, &hex::encode(secret))
        .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
    Ok(secret)
}

/// Whether others than its owner can read the file; false when it is not there or the system has no such rights.
#[must_use]
pub fn open_to_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
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

    #[cfg(unix)]
    #[test]
    fn only_its_owner_can_read_a_secret() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codes.key");
        assert!(!open_to_others(&path), "there is none yet");
        make(&path, &SetChance::from_seed("a")).unwrap();
        let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        assert!(!open_to_others(&path));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(open_to_others(&path));
        assert!(
            make(&path, &SetChance::from_seed("b")).is_err(),
            "a key is never written over"
        );
    }
}
