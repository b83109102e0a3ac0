//! Kernel parameters: their names and values.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;

use redline_core::finding::Level;
use redline_shell::value::is_unknown;
use redline_text::path::meets;
use redline_text::{after_last, contains, eat, next_word, peek, slice_from, take, take_until, trim, trim_start, until};

/// A kernel parameter, and the values that it must not have.
pub struct Parameter {
    /// Its names, separated by dots: every name that sets the same parameter. `*` stands for part of an interface name.
    pub names: &'static [&'static str],
    /// Whether a trimmed value is a bad one.
    pub bad: fn(&str) -> bool,
    /// The level of a bad value in a pod's `securityContext.sysctls`.
    pub pod: Level,
}

impl Parameter {
    /// Whether the assignment of `value` to the normalised `name` gives this parameter a bad value. A value that is unknown
    /// counts as a bad one.
    #[inline(never)]
    pub(super) fn is_set(&self, name: &str, value: &str) -> bool {
        let value = trim(value);
        self.is_named(name) && (is_unknown(value) || (self.bad)(value))
    }

    /// Whether a normalised name is one of the parameter's names.
    fn is_named(&self, name: &str) -> bool {
        self.names.iter().any(|wanted| same(name, wanted))
    }

    /// Whether a text can contain an assignment of the parameter. Cheap, and true more often than necessary.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        self.names.iter().any(|name| contains(text, last(name)))
    }
}

/// Whether two names match part by part. The interface may be unknown in `name`, and either name may contain globs.
fn same(mut name: &str, mut wanted: &str) -> bool {
    loop {
        let (a, b) = (take_until(&mut name, "."), take_until(&mut wanted, "."));
        let (more, wants) = (eat(&mut name, "."), eat(&mut wanted, "."));
        if more != wants || !meets(&glob(a), b) {
            return false;
        }
        if !wants {
            return true;
        }
    }
}

/// A part of a name in which unknown parts are globs.
fn glob(part: &str) -> Cow<'_, str> {
    if !is_unknown(part) {
        return Cow::Borrowed(part);
    }
    let as_glob = |c: char| match c {
        '\x01' | '\x02' => '*',
        '\x03' => '?',
        c => c,
    };
    Cow::Owned(part.chars().map(as_glob).collect())
}

/// The last part of a name.
pub(super) fn last(name: &str) -> &str {
    after_last(name, b'.')
}

/// The name of a parameter, separated by dots. If the first separator in `name` is a slash, dots and slashes are exchanged.
/// The kubelet (kubernetes/kubernetes, pkg/kubelet/sysctl), `sysctl` and the paths below `/proc/sys` follow this rule.
#[inline(never)]
pub(crate) fn normalise(name: &str) -> String {
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

/// The number that the kernel reads from a value: the first word, in decimal, hexadecimal (`0x`) or octal (`0`) notation.
/// `None` if the kernel refuses the value.
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
