//! Kernel parameters: their names and values.

use alloc::borrow::ToOwned;
use alloc::string::String;

use redline_core::finding::Level;
use redline_shell::unknown;
use redline_text::path::meets;
use redline_text::{after_last, contains, eat, next_word, peek, slice_from, take, take_until, trim, trim_start, until};

/// A kernel parameter and what it must not become.
pub struct Parameter {
    /// Its names with dots, all that are the same switch; `*` stands for part of an interface name.
    pub names: &'static [&'static str],
    /// Whether a value (trimmed) does harm.
    pub bad: fn(&str) -> bool,
    /// What an entry in a pod's `securityContext.sysctls` comes to.
    pub pod: Level,
}

impl Parameter {
    /// Whether this assignment is one of the parameter to a bad value.
    #[inline(never)]
    pub(super) fn is_set(&self, name: &str, value: &str) -> bool {
        let value = trim(value);
        self.is_named(name) && (unknown(value) || (self.bad)(value))
    }

    /// Whether a normalised name is the parameter's.
    fn is_named(&self, name: &str) -> bool {
        self.names.iter().any(|wanted| same(name, wanted))
    }

    /// Whether text may hold the parameter at all.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        self.names.iter().any(|name| contains(text, last(name)))
    }
}

/// Whether two names are the same part by part. A script may leave the interface open.
fn same(mut name: &str, mut wanted: &str) -> bool {
    loop {
        let (a, b) = (take_until(&mut name, "."), take_until(&mut wanted, "."));
        let (more, wants) = (eat(&mut name, "."), eat(&mut wanted, "."));
        if more != wants || !(meets(a, b) || wants && unknown(a)) {
            return false;
        }
        if !wants {
            return true;
        }
    }
}

pub(super) fn last(name: &str) -> &str {
    after_last(name, b'.')
}

/// A parameter's name with dots: when its first separator is a slash, dots and slashes change places
/// (kubernetes/kubernetes, pkg/kubelet/sysctl). `sysctl` and paths below `/proc/sys` follow the same rule.
#[inline(never)]
pub fn normalise(name: &str) -> String {
    let name = trim_start(trim(name), "/");
    if peek(slice_from(name, until(name, "./"))) != b'/' {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    loop {
        out.push_str(take_until(&mut rest, "./"));
        match peek(take(&mut rest, 1)) {
            b'.' => out.push('/'),
            b'/' => out.push('.'),
            _ => return out,
        }
    }
}

/// A number as the kernel reads it: the first word, decimal, `0x` or octal. `None` where the kernel refuses.
#[inline(never)]
pub fn number(value: &str) -> Option<i64> {
    let mut digits = next_word(&mut &*value, false);
    let sign = if eat(&mut digits, "-") { -1 } else { 1 };
    let radix = if eat(&mut digits, "0x") || eat(&mut digits, "0X") {
        16
    } else if digits.len() > 1 && eat(&mut digits, "0") {
        8
    } else {
        10
    };
    let mut number = 0;
    for b in digits.bytes() {
        let digit = i64::from(char::from(b).to_digit(radix)?);
        if number > (i64::MAX - digit) / i64::from(radix) {
            return None;
        }
        number = number * i64::from(radix) + digit;
    }
    (!digits.is_empty()).then_some(sign * number)
}
