//! What a benchmark holds in memory.

/// What the program holds in memory, in MB; the most it held is counted from now. Linux only, elsewhere 0.
pub fn rest_memory() -> u64 {
    // 5 resets the peak of the resident set (proc(5), clear_refs).
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    megabytes("VmRSS:")
}

/// The most the program has held in memory since [`rest_memory`], in MB; 0 where that cannot be known.
pub fn peak_memory() -> u64 {
    megabytes("VmHWM:")
}

fn megabytes(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let told = status.lines().find_map(|told| told.strip_prefix(line));
    let kilobytes = told.and_then(|told| told.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
