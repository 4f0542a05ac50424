//! Structured logs on standard error, without personal data: ids of requests, paths by pattern, times; never a name, an
//! address, a form field or a query string.

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Starts logging: JSON lines when `json`, else short text. `RUST_LOG` chooses what is said.
pub fn start(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,scrutineer=info"));
    let registry = tracing_subscriber::registry().with(filter);
    let outcome = if json {
        registry
            .with(fmt::layer().json().with_writer(std::io::stderr))
            .try_init()
    } else {
        registry
            .with(fmt::layer().with_target(false).with_writer(std::io::stderr))
            .try_init()
    };
    // A second start, as in tests, keeps the first.
    drop(outcome);
}
