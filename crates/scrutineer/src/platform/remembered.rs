//! What was read from the database and is read again and again: kept in memory as long as it is as it was, the parts used longest
//! ago going first. Nothing depends on it: whoever asks says by a mark what it must have been made of, and reads it anew where
//! nothing with that mark is there. Several programs on one database each have their own.

use std::{
    any::Any,
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The most that is kept, in bytes; a single part may be half of it.
const MOST: usize = 32 << 20;

#[derive(Debug)]
struct Part {
    mark: String,
    bytes: usize,
    used: u64,
    value: Arc<dyn Any + Send + Sync>,
}

#[derive(Debug, Default)]
struct Parts {
    by_key: HashMap<String, Part>,
    bytes: usize,
    uses: u64,
}

/// Parts by their key.
#[derive(Debug, Default)]
pub struct Remembered(Mutex<Parts>);

impl Remembered {
    /// The part with this key, if it has this mark.
    pub fn get<T: Any + Send + Sync>(&self, key: &str, mark: &str) -> Option<Arc<T>> {
        let mut parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        parts.uses += 1;
        let now = parts.uses;
        let part = parts.by_key.get_mut(key).filter(|part| part.mark == mark)?;
        part.used = now;
        Arc::clone(&part.value).downcast().ok()
    }

    /// Keeps a part of so many bytes in the place of the one before; one that is too large is not kept.
    pub fn keep<T: Any + Send + Sync>(&self, key: String, mark: &str, bytes: usize, value: Arc<T>) {
        let mut parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        parts.forget(&key);
        if bytes > MOST / 2 {
            return;
        }
        while parts.bytes + bytes > MOST {
            let oldest = parts.by_key.iter().min_by_key(|(_, part)| part.used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                break;
            };
            parts.forget(&oldest);
        }
        parts.uses += 1;
        parts.bytes += bytes;
        let part = Part {
            mark: mark.to_owned(),
            bytes,
            used: parts.uses,
            value,
        };
        parts.by_key.insert(key, part);
    }
}

impl Parts {
    fn forget(&mut self, key: &str) {
        if let Some(part) = self.by_key.remove(key) {
            self.bytes -= part.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(remembered: &Remembered, key: &str, mark: &str) -> Option<u32> {
        remembered.get::<u32>(key, mark).map(|value| *value)
    }

    #[test]
    fn a_part_is_there_under_its_mark_alone() {
        let remembered = Remembered::default();
        remembered.keep("a".into(), "1", 10, Arc::new(7_u32));
        assert_eq!(get(&remembered, "a", "1"), Some(7));
        assert_eq!(get(&remembered, "a", "2"), None);
        assert_eq!(get(&remembered, "b", "1"), None);
        remembered.keep("a".into(), "2", 10, Arc::new(8_u32));
        assert_eq!(
            (get(&remembered, "a", "1"), get(&remembered, "a", "2")),
            (None, Some(8))
        );
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let remembered = Remembered::default();
        for (number, key) in ["a", "b", "c"].into_iter().enumerate() {
            remembered.keep(key.into(), "1", MOST / 3, Arc::new(number as u32));
        }
        assert_eq!(get(&remembered, "a", "1"), Some(0));
        remembered.keep("d".into(), "1", MOST / 3, Arc::new(3_u32));
        let there: Vec<_> = ["a", "b", "c", "d"]
            .iter()
            .map(|key| get(&remembered, key, "1").is_some())
            .collect();
        assert_eq!(there, [true, false, true, true]);
    }

    #[test]
    fn what_is_too_large_is_not_kept() {
        let remembered = Remembered::default();
        remembered.keep("a".into(), "1", MOST / 2, Arc::new(1_u32));
        remembered.keep("a".into(), "1", MOST / 2 + 1, Arc::new(2_u32));
        assert_eq!(get(&remembered, "a", "1"), None);
    }
}
