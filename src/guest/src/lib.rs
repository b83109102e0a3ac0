//! The waPC edge: turns a rule into a Kubewarden module. Bytes in, engine call, bytes out.
//!
//! [`policy!`] is all that a module's `main.rs` holds. What a module imports is decided here: waPC's request,
//! response, error and console functions, the WASI clock for approvals, and waPC's host calls only in modules
//! that name `lookups`.
//!
//! A module is built without the standard library, whose way of reporting a panic would bring the printing of
//! every kind of value into each of them.
#![cfg(target_arch = "wasm32")]
#![no_std]
#![allow(unsafe_code)]

extern crate alloc;

mod arena;

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::panic::PanicInfo;

use serde::Serialize;

pub use redline_engine::core::response::{Response, SettingsResponse};
pub use redline_engine::kubernetes::lookup::{Call, Host};
pub use redline_engine::{AdmissionRule, CloudRule};

#[global_allocator]
static MEMORY: arena::Arena = arena::Arena::new();

// What a waPC host offers: <https://wapc.io/docs/spec/>.
#[link(wasm_import_module = "wapc")]
unsafe extern "C" {
    #[link_name = "__guest_request"]
    fn guest_request(operation: *mut u8, payload: *mut u8);
    #[link_name = "__guest_response"]
    fn guest_response(answer: *const u8, length: usize);
    #[link_name = "__guest_error"]
    fn guest_error(message: *const u8, length: usize);
    #[link_name = "__console_log"]
    fn console_log(message: *const u8, length: usize);
    #[link_name = "__host_call"]
    fn host_call(
        binding: *const u8,
        binding_length: usize,
        namespace: *const u8,
        namespace_length: usize,
        operation: *const u8,
        operation_length: usize,
        message: *const u8,
        message_length: usize,
    ) -> usize;
    #[link_name = "__host_response_len"]
    fn host_response_length() -> usize;
    #[link_name = "__host_response"]
    fn host_response(response: *mut u8);
    #[link_name = "__host_error_len"]
    fn host_error_length() -> usize;
    #[link_name = "__host_error"]
    fn host_error(message: *mut u8);
}

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
    let (binding, namespace) = ("kubewarden", "kubernetes");
    // SAFETY: the pointers and lengths are those of live slices, and waPC fills a buffer of the length it gave.
    unsafe {
        let found = host_call(
            binding.as_ptr(),
            binding.len(),
            namespace.as_ptr(),
            namespace.len(),
            operation.as_ptr(),
            operation.len(),
            message.as_ptr(),
            message.len(),
        ) == 1;
        let mut answer = vec![0; if found { host_response_length() } else { host_error_length() }];
        if found {
            host_response(answer.as_mut_ptr());
            Ok(answer)
        } else {
            host_error(answer.as_mut_ptr());
            Err(String::from_utf8_lossy(&answer).into_owned())
        }
    }
}

/// The host as rules see it.
pub fn host(call: Option<Call<'static>>) -> Host<'static> {
    Host { now: &now, call }
}

/// A line of text that takes no memory of the heap, which may be what there is none of.
struct Line {
    text: [u8; 240],
    length: usize,
}

impl fmt::Write for Line {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        for byte in more.bytes() {
            if let Some(place) = self.text.get_mut(self.length) {
                *place = byte;
                self.length += 1;
            }
        }
        Ok(())
    }
}

/// Sends where and why a module panicked to the host's log, then traps.
#[panic_handler]
fn panicked(panic: &PanicInfo<'_>) -> ! {
    let mut line = Line { text: [0; 240], length: 0 };
    let _ = fmt::write(&mut line, format_args!("{panic}"));
    // SAFETY: the length is at most that of the buffer.
    unsafe { console_log(line.text.as_ptr(), line.length) };
    core::arch::wasm32::unreachable()
}

fn json(answer: &impl Serialize) -> Option<Vec<u8>> {
    serde_json::to_vec(answer).ok()
}

/// Serves one call of the host: takes the operation and the payload, which have these lengths, and leaves an
/// answer or an error. Returns 1 when there is an answer.
pub fn serve(
    operation: usize,
    payload: usize,
    validate: &dyn Fn(&[u8]) -> Response,
    validate_settings: fn(&[u8]) -> SettingsResponse,
) -> i32 {
    // SAFETY: the call before has left its answer with the host, and nothing else outlives a call.
    unsafe { MEMORY.reset() };
    let mut operation = vec![0; operation];
    let mut payload = vec![0; payload];
    // SAFETY: the host fills two buffers of the lengths that it gave.
    unsafe { guest_request(operation.as_mut_ptr(), payload.as_mut_ptr()) };
    let answer = match &*operation {
        b"validate" => json(&validate(&payload)),
        b"validate_settings" => json(&validate_settings(&payload)),
        b"protocol_version" => Some(br#""v1""#.to_vec()),
        _ => None,
    };
    // SAFETY: pointers and lengths are those of live slices.
    match answer {
        Some(answer) => {
            unsafe { guest_response(answer.as_ptr(), answer.len()) };
            1
        }
        None => {
            let message = "known operations are validate, validate_settings and protocol_version";
            unsafe { guest_error(message.as_ptr(), message.len()) };
            0
        }
    }
}

/// The entry points of a module: `redline_guest::policy!(node_deletion);`, with `, lookups` after the crate's
/// name when the rule looks at the cluster, and `, cloud` for rules over cloud operations.
#[macro_export]
macro_rules! policy {
    ($rule:ident) => {
        $crate::policy!(@ $rule, |payload: &[u8]| $rule::Rule::validate(payload, &$crate::host(None)));
    };
    ($rule:ident, lookups) => {
        $crate::policy!(@ $rule, |payload: &[u8]| $rule::Rule::validate(payload, &$crate::host(Some(&$crate::lookup))));
    };
    ($rule:ident, cloud) => {
        $crate::policy!(@ $rule, |payload: &[u8]| $rule::Rule::validate(payload));
    };
    (@ $rule:ident, $validate:expr) => {
        /// Hosts call this first; nothing needs to be prepared.
        #[allow(unsafe_code)]
        #[unsafe(no_mangle)]
        extern "C" fn wapc_init() {}

        #[allow(unsafe_code)]
        #[unsafe(no_mangle)]
        extern "C" fn __guest_call(operation: usize, payload: usize) -> i32 {
            #[allow(unused_imports)]
            use $crate::{AdmissionRule as _, CloudRule as _};
            $crate::serve(operation, payload, &$validate, $rule::Rule::validate_settings)
        }
    };
}
