//! Progress on standard error, for people who wait.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Counts files. Appears only on a terminal, and only where there are many.
pub(crate) fn files(count: usize) -> ProgressBar {
    const MANY: usize = 500;
    let total = u64::try_from(count).unwrap_or(u64::MAX);
    if count < MANY {
        return ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
    }
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(4));
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}

/// Writes output while a bar is shown. The bar is taken away only if something else may be written where it stands.
pub(crate) fn pause<T>(bar: &ProgressBar, write: impl FnOnce() -> T) -> T {
    if bar.is_hidden() { write() } else { bar.suspend(write) }
}
