//! Progress bars on standard error.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Counts documents. Appears only on a terminal, and only when the work takes a while.
pub(crate) fn documents() -> ProgressBar {
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} documents, {per_sec}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}
