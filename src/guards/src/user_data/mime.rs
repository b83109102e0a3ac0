//! MIME messages of several parts.

use alloc::borrow::ToOwned;
use alloc::string::String;

use redline_shell::decode_base64;

/// The boundary of the parts; `None` if the text is not a multipart message.
pub(super) fn boundary(text: &str) -> Option<String> {
    let start = text.get(..8)?;
    if !start.eq_ignore_ascii_case("content-") && !start.eq_ignore_ascii_case("mime-ver") {
        return None;
    }
    let (_, rest) = text.split_once("boundary=")?;
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split([';', '\r', '\n']).next(),
    };
    value.map(str::trim_ascii).filter(|value| !value.is_empty()).map(ToOwned::to_owned)
}

/// The content of a part, without its headers, decoded if it is in Base64.
pub(super) fn body(part: &str) -> String {
    let part = part.strip_prefix('\r').unwrap_or(part);
    let part = part.strip_prefix('\n').unwrap_or(part);
    let mut at = 0;
    let mut encoded = false;
    for line in part.split_inclusive('\n') {
        at += line.len();
        let line = line.trim_ascii();
        if line.is_empty() {
            break;
        }
        encoded |= line.to_ascii_lowercase().starts_with("content-transfer-encoding") && line.ends_with("64");
    }
    let body = part.get(at..).unwrap_or_default();
    encoded.then(|| decode_base64(body)).flatten().unwrap_or_else(|| body.to_owned())
}
