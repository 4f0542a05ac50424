//! How many children may run at once.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Before anybody has said how many.
const USUAL: usize = 2;
/// How long anybody waits for a turn.
const PATIENCE: Duration = Duration::from_secs(60);

struct Counted {
    most: usize,
    taken: usize,
}

/// Turns to be taken and given back.
struct Turns {
    counted: Mutex<Counted>,
    freed: Condvar,
}

/// Those of this process: what is bounded is the machine's memory, which a process has but once.
static TURNS: Turns = Turns::new(USUAL);

/// A turn; it ends with this.
pub(super) struct Turn<'a>(&'a Turns);

impl Turns {
    const fn new(most: usize) -> Self {
        Self {
            counted: Mutex::new(Counted { most, taken: 0 }),
            freed: Condvar::new(),
        }
    }

    fn take(&self, patience: Duration) -> Option<Turn<'_>> {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |counted: &mut Counted| counted.taken >= counted.most;
        let waited = self.freed.wait_timeout_while(counted, patience, full);
        let (mut counted, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() && full(&mut counted) {
            return None;
        }
        counted.taken += 1;
        Some(Turn(self))
    }

    fn allow(&self, most: usize) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.most = most.max(1);
        drop(counted);
        self.freed.notify_all();
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut counted = self.0.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.taken -= 1;
        drop(counted);
        self.0.freed.notify_one();
    }
}

pub(super) fn take() -> Option<Turn<'static>> {
    TURNS.take(PATIENCE)
}

/// Sets how many children may run at once; at least one.
pub fn allow(most: usize) {
    TURNS.allow(most);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_so_many_at_once() {
        let turns = Turns::new(2);
        let first = turns.take(Duration::ZERO);
        let second = turns.take(Duration::ZERO);
        assert!(first.is_some() && second.is_some());
        assert!(turns.take(Duration::from_millis(1)).is_none());
        drop(first);
        assert!(turns.take(Duration::ZERO).is_some());
        turns.allow(0);
        assert!(turns.take(Duration::ZERO).is_none(), "the second still runs");
        drop(second);
        assert!(turns.take(Duration::ZERO).is_some(), "one is always allowed");
    }

    #[test]
    fn who_waits_gets_the_turn_that_is_given_back() {
        let turns = Turns::new(1);
        let held = turns.take(Duration::ZERO);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| turns.take(Duration::from_secs(20)).is_some());
            drop(held);
            assert!(waiting.join().unwrap());
        });
    }
}
