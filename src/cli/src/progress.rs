//! Progress on standard error, where somebody may be looking.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Counts documents; shows itself only on a terminal, and only when the work takes a while.
pub(crate) fn count() -> ProgressBar {
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} documents, {per_sec}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}
