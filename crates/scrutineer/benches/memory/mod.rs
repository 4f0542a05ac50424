//! What a benchmark holds in memory.

#![allow(dead_code, reason = "several benchmarks use it, each a part")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

/// What the program holds in memory, in MB; the most it held is counted from now. Linux only, elsewhere 0.
pub fn rest_memory() -> u64 {
    // 5 resets the peak of the resident set (proc(5), clear_refs).
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    kilobytes("self", "VmRSS:") / 1024
}

/// The most the program has held in memory since [`rest_memory`], in MB; 0 where that cannot be known.
pub fn peak_memory() -> u64 {
    kilobytes("self", "VmHWM:") / 1024
}

fn kilobytes(process: &str, line: &str) -> u64 {
    told(&format!("/proc/{process}/status"), line)
}

/// What a process holds, pages that several hold shared out among them: one that has only just been started has its parent's
/// pages until it becomes itself.
fn share(process: &str) -> u64 {
    told(&format!("/proc/{process}/smaps_rollup"), "Pss:")
}

fn told(file: &str, line: &str) -> u64 {
    let status = std::fs::read_to_string(file).unwrap_or_default();
    let told = status.lines().find_map(|told| told.strip_prefix(line));
    let kilobytes = told.and_then(|told| told.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default()
}

/// The processes that this one has started and that still run.
fn children() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten();
    let started = tasks.map(|task| std::fs::read_to_string(task.path().join("children")).unwrap_or_default());
    started
        .flat_map(|all| all.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// The most that was held, in MB.
#[derive(Debug, Clone, Copy, Default)]
pub struct Held {
    /// By this process and those it started, at one moment.
    pub together: u64,
    /// By one of those it started.
    pub child: u64,
}

/// Looks each millisecond at what this process and those it starts hold. Linux only, elsewhere 0.
pub struct Watch {
    ended: Arc<AtomicBool>,
    looking: JoinHandle<Held>,
}

impl Watch {
    /// Begins to look.
    pub fn begin() -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&ended);
        let looking = std::thread::spawn(move || {
            let mut most = Held::default();
            while !seen.load(Ordering::Relaxed) {
                let started: Vec<u64> = children().iter().map(|one| share(one)).collect();
                most.together = most.together.max(share("self") + started.iter().sum::<u64>());
                most.child = most.child.max(started.into_iter().max().unwrap_or_default());
                std::thread::sleep(Duration::from_millis(1));
            }
            Held {
                together: most.together / 1024,
                child: most.child / 1024,
            }
        });
        Self { ended, looking }
    }

    /// Ends it.
    pub fn end(self) -> Held {
        self.ended.store(true, Ordering::Relaxed);
        self.looking.join().unwrap_or_default()
    }
}
