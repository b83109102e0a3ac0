//! The waPC edge: turns a rule into a Kubewarden module. Bytes in, engine call, bytes out.
//!
//! [`policy!`] is all that a module's `main.rs` holds. What a module imports is decided here: waPC's request,
//! response, error and console functions, the WASI clock for approvals, and waPC's host calls only in modules
//! that name `lookups`.
#![cfg(target_arch = "wasm32")]
#![allow(unsafe_code)]

use std::fmt;

use kubewarden_policy_sdk::metadata::ProtocolVersion;
use kubewarden_policy_sdk::wapc_guest::{self, CallResult};

use serde::Serialize;

pub use redline_engine::{Host, Response, SettingsResponse};

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    fn clock_time_get(clock: u32, precision: u64, time: *mut u64) -> u16;
}

/// Seconds since the Unix epoch, from the host's real-time clock.
pub fn now() -> Option<i64> {
    let mut nanoseconds = 0u64;
    // SAFETY: the pointer is to a live u64, which is what WASI preview 1 writes.
    let errno = unsafe { clock_time_get(0, 1_000_000_000, &mut nanoseconds) };
    (errno == 0).then_some((nanoseconds / 1_000_000_000) as i64)
}

/// Asks Kubewarden's `kubernetes` capability.
///
/// # Errors
/// The host's words, when the look-up is not granted or finds nothing.
pub fn lookup(operation: &str, message: &[u8]) -> Result<Vec<u8>, String> {
    wapc_guest::host_call("kubewarden", "kubernetes", operation, message).map_err(|e| e.to_string())
}

/// An answer that could not be written. A type of its own because the usual error types bring tables for
/// printing any Unicode text into every module.
struct Unwritable;

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer could not be written")
    }
}

impl fmt::Debug for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Unwritable {}

fn json<T: Serialize>(answer: &T) -> CallResult {
    serde_json::to_vec(answer).map_err(|_| Unwritable.into())
}

fn protocol_version(_: &[u8]) -> CallResult {
    json(&ProtocolVersion::V1)
}

/// Registers the three operations that Kubewarden calls, and sends panics to the host's log.
pub fn register(validate: fn(&[u8]) -> CallResult, validate_settings: fn(&[u8]) -> CallResult) {
    std::panic::set_hook(Box::new(|panic| wapc_guest::console_log(&panic.to_string())));
    wapc_guest::register_function("validate", validate);
    wapc_guest::register_function("validate_settings", validate_settings);
    wapc_guest::register_function("protocol_version", protocol_version);
}

/// The answer as Kubewarden's SDK would write it.
///
/// # Errors
/// None in practice: every answer is plain text.
pub fn answer(response: &Response) -> CallResult {
    json(response)
}

/// [`answer`] for settings.
///
/// # Errors
/// None in practice.
pub fn settings_answer(response: &SettingsResponse) -> CallResult {
    json(response)
}

/// The entry point of a module: `redline_guest::policy!(node_deletion);`, with `, lookups` after the crate's
/// name when the rule looks at the cluster.
#[macro_export]
macro_rules! policy {
    ($rule:ident) => {
        $crate::policy!(@ $rule, None);
    };
    ($rule:ident, lookups) => {
        $crate::policy!(@ $rule, Some(&$crate::lookup));
    };
    (@ $rule:ident, $lookups:expr) => {
        #[allow(unsafe_code)]
        #[unsafe(no_mangle)]
        extern "C" fn wapc_init() {
            $crate::register(
                |payload| $crate::answer(&$rule::validate(payload, &$crate::Host { now: &$crate::now, call: $lookups })),
                |settings| $crate::settings_answer(&$rule::validate_settings(settings)),
            );
        }
    };
}
