//! Long work that goes on behind the page that began it: how far it is, and whether somebody has called it off. Kept in memory
//! alone: work is one transaction, so that a server that stops leaves nothing half done and nothing to remember.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use uuid::Uuid;

use super::clock::Moment;

/// One piece of work.
#[derive(Debug)]
pub struct Work {
    /// When it began.
    pub began: Moment,
    /// Of how many rows it is.
    pub of: u64,
    done: AtomicU64,
    called_off: AtomicBool,
    /// Why it ended without success, for whoever looks next.
    fault: Mutex<Option<String>>,
}

impl Work {
    /// Says how many rows are done; whether to go on.
    pub fn goes_on(&self, done: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        !self.called_off.load(Ordering::Relaxed)
    }

    /// Rows done so far.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Rows in a second since it began; nothing in the first moment.
    #[must_use]
    pub fn rate(&self, now: Moment) -> Option<u64> {
        let seconds = u64::try_from(now.0 - self.began.0).unwrap_or_default() / 1_000_000;
        self.done().checked_div(seconds)
    }

    /// Asks it to stop; it does at its next rows.
    pub fn call_off(&self) {
        self.called_off.store(true, Ordering::Relaxed);
    }

    /// Whether somebody has asked it to stop.
    #[must_use]
    pub fn is_called_off(&self) -> bool {
        self.called_off.load(Ordering::Relaxed)
    }

    /// Keeps why it failed.
    pub fn fail(&self, fault: String) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
    }

    /// Why it failed, if it has.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The work that is under way in this program, by the id of what it is about.
#[derive(Debug, Default)]
pub struct UnderWay(Mutex<HashMap<Uuid, Arc<Work>>>);

impl UnderWay {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Arc<Work>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins work about `id`; nothing when it is under way already. Work that failed before is forgotten.
    pub fn begin(&self, id: Uuid, began: Moment, of: u64) -> Option<Arc<Work>> {
        let mut all = self.lock();
        if all.get(&id).is_some_and(|work| work.fault().is_none()) {
            return None;
        }
        let work = Arc::new(Work {
            began,
            of,
            done: AtomicU64::new(0),
            called_off: AtomicBool::new(false),
            fault: Mutex::new(None),
        });
        all.insert(id, Arc::clone(&work));
        Some(work)
    }

    /// The work about `id`: under way, or failed and not begun again.
    #[must_use]
    pub fn work(&self, id: Uuid) -> Option<Arc<Work>> {
        self.lock().get(&id).cloned()
    }

    /// Forgets work that has ended.
    pub fn end(&self, id: Uuid) {
        self.lock().remove(&id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_begun_once_until_it_ends_or_fails() {
        let all = UnderWay::default();
        let id = Uuid::from_u128(7);
        let work = all.begin(id, Moment(0), 10).unwrap();
        assert!(all.begin(id, Moment(0), 10).is_none());
        assert!(work.goes_on(4));
        assert_eq!((work.done(), work.rate(Moment(2_000_000))), (4, Some(2)));
        work.call_off();
        assert!(!work.goes_on(5));
        work.fail("called off".into());
        assert!(
            all.begin(id, Moment(0), 10).is_some(),
            "what failed can be begun again"
        );
        all.end(id);
        assert!(all.work(id).is_none());
    }
}
