//! Escapes in strings.

use alloc::string::String;

use crate::block::{Block, plain_length};
use crate::fault::Fault;

/// What four hexadecimal digits at the beginning of `bytes` say.
fn four_digits(bytes: &[u8]) -> Result<u32, Fault> {
    let digits = bytes.first_chunk::<4>().ok_or(Fault::End)?;
    let mut code = 0;
    for digit in digits {
        code = code << 4 | char::from(*digit).to_digit(16).ok_or(Fault::Syntax)?;
    }
    Ok(code)
}

/// Reads the escape whose backslash stands before `bytes`. Returns what it stands for and how long it is without the
/// backslash. `\u` gives its code unit, which may be a surrogate.
pub(crate) fn read(bytes: &[u8]) -> Result<(u32, usize), Fault> {
    let code = match bytes.first().ok_or(Fault::End)? {
        byte @ (b'"' | b'\\' | b'/') => *byte,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => return Ok((four_digits(bytes.get(1..).unwrap_or_default())?, 5)),
        _ => return Err(Fault::Syntax),
    };
    Ok((code.into(), 1))
}

/// The text that the content of a string stands for. The escapes are known to be complete; surrogates need a partner.
pub(crate) fn unescape<B: Block>(content: &str) -> Result<String, Fault> {
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    loop {
        let (plain, escape) = rest.split_at_checked(plain_length::<B>(rest.as_bytes())).ok_or(Fault::Syntax)?;
        text.push_str(plain);
        let Some(escape) = escape.get(1..) else { return Ok(text) };
        let (mut code, mut length) = read(escape.as_bytes())?;
        if let 0xd800..0xdc00 = code {
            let second = escape.get(length..).and_then(|rest| rest.strip_prefix('\\')).ok_or(Fault::Syntax)?;
            let (low @ 0xdc00..0xe000, more) = read(second.as_bytes())? else { return Err(Fault::Syntax) };
            code = 0x1_0000 + ((code - 0xd800) << 10 | (low - 0xdc00));
            length += 1 + more;
        }
        text.push(char::from_u32(code).ok_or(Fault::Syntax)?);
        rest = escape.get(length..).unwrap_or_default();
    }
}
