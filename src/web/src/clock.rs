//! The time, in the browser and natively.

/// Seconds since the Unix epoch.
#[cfg(target_arch = "wasm32")]
pub(crate) fn now() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// Seconds since the Unix epoch.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs() as i64)
}
