//! The waPC edge, which turns a rule into a Kubewarden module: it receives bytes, calls the rule, and returns bytes.
//!
//! The `main.rs` of a module contains one call of `policy!`. The imports of a module are decided here: waPC's functions for
//! request, response, error and console, the WASI clock for approvals, and waPC's host calls in modules that name `lookups`.
//!
//! Modules are built without the standard library. Its panic handler would add the code that prints every kind of value.
#![cfg(target_arch = "wasm32")]
#![no_std]
#![allow(unsafe_code)]

extern crate alloc;

mod arena;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::panic::PanicInfo;

pub use redline_engine::core::response::{Response, SettingsResponse};
pub use redline_engine::kubernetes::lookup::{Host, HostCall};
pub use redline_engine::{AdmissionRule, CloudRule};

#[global_allocator]
static MEMORY: arena::Arena = arena::Arena::new();

// SAFETY: the signatures are those of the waPC protocol, <https://wapc.io/docs/spec/>. Functions with a pointer and a length
// read that many bytes. Functions with a pointer alone write a buffer whose length the host has announced.
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

// SAFETY: the signature is that of WASI preview 1. The function writes the time in nanoseconds to `time`.
#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    fn clock_time_get(clock: u32, precision: u64, time: *mut u64) -> u16;
}

/// The time in seconds since the Unix epoch, from the host's real-time clock; `None` if the host has none.
pub fn now() -> Option<i64> {
    let mut nanoseconds = 0u64;
    // SAFETY: the pointer is valid for writing a u64.
    let errno = unsafe { clock_time_get(0, 1_000_000_000, &mut nanoseconds) };
    (errno == 0).then_some((nanoseconds / 1_000_000_000) as i64)
}

/// Makes a host call of Kubewarden's `kubernetes` capability. `operation` is its name, such as `get_resource`, `message` its
/// argument as JSON. Returns the JSON response.
///
/// # Errors
/// The host's message, if the policy has no access to the kind or the object does not exist.
pub fn lookup(operation: &str, message: &[u8]) -> Result<Vec<u8>, String> {
    let (binding, namespace) = ("kubewarden", "kubernetes");
    // SAFETY: every pointer comes with the length of its slice.
    let found = unsafe {
        host_call(
            binding.as_ptr(),
            binding.len(),
            namespace.as_ptr(),
            namespace.len(),
            operation.as_ptr(),
            operation.len(),
            message.as_ptr(),
            message.len(),
        )
    } == 1;
    if found {
        // SAFETY: the function has no arguments.
        let mut response = vec![0; unsafe { host_response_length() }];
        // SAFETY: the buffer has the length that the host has announced.
        unsafe { host_response(response.as_mut_ptr()) };
        Ok(response)
    } else {
        // SAFETY: the function has no arguments.
        let mut error = vec![0; unsafe { host_error_length() }];
        // SAFETY: the buffer has the length that the host has announced.
        unsafe { host_error(error.as_mut_ptr()) };
        Err(String::from_utf8(error).unwrap_or_default())
    }
}

/// The host that a rule sees, with or without look-ups.
pub fn host(call: Option<HostCall<'static>>) -> Host<'static> {
    Host { now: &now, call }
}

/// A line of text without memory of the heap, which may be exhausted. What is longer than the buffer is cut off.
struct Line {
    text: [u8; 240],
    length: usize,
}

impl fmt::Write for Line {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        for byte in more.bytes() {
            if let Some(next) = self.text.get_mut(self.length) {
                *next = byte;
                self.length += 1;
            }
        }
        Ok(())
    }
}

/// Writes the place and the reason of a panic to the host's log, then traps.
#[panic_handler]
fn panicked(panic: &PanicInfo<'_>) -> ! {
    let mut line = Line { text: [0; 240], length: 0 };
    let _ = fmt::write(&mut line, format_args!("{panic}"));
    // SAFETY: the length is not larger than that of the buffer.
    unsafe { console_log(line.text.as_ptr(), line.length) };
    core::arch::wasm32::unreachable()
}

/// Serves one call of the host. `operation` and `payload` are the lengths of the call's name and of its argument. Leaves a
/// response or an error with the host, and returns 1 for a response and 0 for an error.
pub fn serve(
    operation: usize,
    payload: usize,
    validate: &dyn Fn(&[u8]) -> Response,
    validate_settings: fn(&[u8]) -> SettingsResponse,
) -> i32 {
    // SAFETY: the response of the call before has been copied by the host, and nothing else outlives a call. No call begins
    // while another one runs: a host does not call the module from within a host call.
    unsafe { MEMORY.reset() };
    let mut operation = vec![0; operation];
    let mut payload = vec![0; payload];
    // SAFETY: the buffers have the lengths that the host has announced.
    unsafe { guest_request(operation.as_mut_ptr(), payload.as_mut_ptr()) };
    let response = match &*operation {
        b"validate" => Some(validate(&payload).to_json()),
        b"validate_settings" => Some(validate_settings(&payload).to_json()),
        b"protocol_version" => Some("\"v1\"".to_owned()),
        _ => None,
    };
    match response {
        Some(response) => {
            // SAFETY: the pointer comes with the length of its slice.
            unsafe { guest_response(response.as_ptr(), response.len()) };
            1
        }
        None => {
            let message = "known operations are validate, validate_settings and protocol_version";
            // SAFETY: the pointer comes with the length of its slice.
            unsafe { guest_error(message.as_ptr(), message.len()) };
            0
        }
    }
}

/// Defines the entry points of a module: `redline_guest::policy!(node_deletion);`. The argument is the crate of the rule.
/// `, lookups` behind it is for rules that look up objects in the cluster, `, cloud` for rules about cloud operations.
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
        /// Hosts call this function first. There is nothing to prepare.
        // SAFETY: waPC defines this name, and a module contains the macro once.
        #[allow(unsafe_code)]
        #[unsafe(no_mangle)]
        extern "C" fn wapc_init() {}

        // SAFETY: as above.
        #[allow(unsafe_code)]
        #[unsafe(no_mangle)]
        extern "C" fn __guest_call(operation: usize, payload: usize) -> i32 {
            #[allow(unused_imports)]
            use $crate::{AdmissionRule as _, CloudRule as _};
            $crate::serve(operation, payload, &$validate, $rule::Rule::validate_settings)
        }
    };
}
