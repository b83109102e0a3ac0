//! Turns the bytes of a file into text: UTF-8 with or without byte order mark, and UTF-16 as PowerShell writes it.

/// The text in these bytes.
///
/// # Errors
/// A sentence that says what the bytes are instead.
pub fn decode(bytes: Vec<u8>) -> Result<String, &'static str> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // Without a mark, every other byte of ordinary text is zero.
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => utf16(&bytes, u16::from_le_bytes),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => utf16(&bytes, u16::from_be_bytes),
        [b'P', b'K', 3, 4, ..] => Err(ARCHIVE),
        [0xef, 0xbb, 0xbf, ..] => utf8(bytes[3..].to_vec()),
        _ => utf8(bytes),
    }
}

/// Terraform saves plans as archives.
const ARCHIVE: &str = "an archive or a saved Terraform plan; `terraform show -json PLANFILE` prints a plan";

fn utf8(bytes: Vec<u8>) -> Result<String, &'static str> {
    // No text has a zero among its bytes.
    if bytes.iter().take(1024).any(|byte| *byte == 0) {
        return Err("a binary file, not text");
    }
    String::from_utf8(bytes).map_err(|_| "not text in UTF-8 or UTF-16")
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, &'static str> {
    let (units, rest) = bytes.as_chunks::<2>();
    let text = String::from_utf16(&units.iter().map(|pair| unit(*pair)).collect::<Vec<_>>());
    text.ok().filter(|_| rest.is_empty()).ok_or("not text in UTF-16")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_windows_are_read() {
        let text = "{\"a\": \"é\"}";
        let wide = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", text.as_bytes().to_vec()),
            marked(b"\xff\xfe", wide(u16::to_le_bytes)),
            marked(b"\xfe\xff", wide(u16::to_be_bytes)),
            wide(u16::to_le_bytes),
            wide(u16::to_be_bytes),
        ] {
            assert_eq!(decode(bytes.clone()).as_deref(), Ok(text), "{bytes:?}");
        }
    }

    #[test]
    fn other_bytes_are_named() {
        assert_eq!(decode(b"\xc3(".to_vec()), Err("not text in UTF-8 or UTF-16"));
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\r".to_vec()), Err("a binary file, not text"));
        assert_eq!(decode(b"\x7fELF\x02\x01\x01\0\0".to_vec()), Err("a binary file, not text"));
        assert_eq!(decode(b"PK\x03\x04\x14".to_vec()), Err(ARCHIVE));
        assert_eq!(decode(b"\xff\xfea".to_vec()), Err("not text in UTF-16"));
    }
}
