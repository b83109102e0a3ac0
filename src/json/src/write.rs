//! Writes JSON, without white space.
//!
//! ```
//! let mut json = String::new();
//! redline_json::write::object(&mut json, |members| {
//!     members.member("accepted").push_str("false");
//!     redline_json::write::string(members.member("message"), "no \"exec\"");
//!     redline_json::write::list(members.member("warnings"), ["a", "b"], |out, text| redline_json::write::string(out, text));
//! });
//! assert_eq!(json, r#"{"accepted":false,"message":"no \"exec\"","warnings":["a","b"]}"#);
//! ```

use alloc::string::String;

use crate::block::{Fastest, plain_length};

/// Appends a text. Not inlined, because this crate is compiled for speed, and what a module writes is short.
#[inline(never)]
fn push(out: &mut String, text: &str) {
    out.push_str(text);
}

/// Writes a string, with the escapes that serde_json writes.
pub fn string(out: &mut String, text: &str) {
    const DIGITS: &str = "0123456789abcdef";
    const CODE: &str = "\\u00";
    push(out, "\"");
    let mut rest = text;
    loop {
        let plain = plain_length::<Fastest>(rest.as_bytes());
        push(out, rest.get(..plain).unwrap_or_default());
        let Some(byte) = rest.as_bytes().get(plain) else { break };
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x08 => "\\b",
            0x0c => "\\f",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            _ => CODE,
        };
        push(out, escape);
        if escape == CODE {
            for digit in [byte >> 4, byte & 15].map(usize::from) {
                push(out, DIGITS.get(digit..digit + 1).unwrap_or_default());
            }
        }
        rest = rest.get(plain + 1..).unwrap_or_default();
    }
    push(out, "\"");
}

/// The members of an object that is being written.
pub struct Members<'o> {
    out: &'o mut String,
    any: bool,
}

impl Members<'_> {
    /// Starts a member. The caller writes its value to the text that is returned.
    pub fn member(&mut self, key: &str) -> &mut String {
        if self.any {
            self.out.push(',');
        }
        self.any = true;
        string(self.out, key);
        self.out.push(':');
        self.out
    }
}

/// Writes an object.
pub fn object(out: &mut String, write: impl FnOnce(&mut Members<'_>)) {
    out.push('{');
    write(&mut Members { out, any: false });
    out.push('}');
}

/// Writes a list.
pub fn list<T>(out: &mut String, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut String, T)) {
    out.push('[');
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}
