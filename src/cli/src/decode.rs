//! Text as programs write it: UTF-8, UTF-16 as PowerShell's `>` writes it, and either of them compressed with gzip, as
//! ActionTrail delivers events to OSS.

use std::io::{self, BufRead, BufReader, Cursor, Error, ErrorKind, Read};

use flate2::bufread::MultiGzDecoder;

/// Reads the text to its end.
///
/// # Errors
/// Input that cannot be read, is cut off, or is no text.
pub(crate) fn text(input: impl Read + Send + 'static) -> io::Result<String> {
    io::read_to_string(reader(input)?)
}

/// A reader of UTF-8 for the input. UTF-16 is read at once, everything else while it arrives.
///
/// # Errors
/// Input that cannot be read.
pub(crate) fn reader(input: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    if input.fill_buf()?.starts_with(b"\x1f\x8b") {
        return utf8(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(input)));
    }
    utf8(input)
}

fn utf8(mut input: impl BufRead + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let unit: fn([u8; 2]) -> u16 = match input.fill_buf()? {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return Ok(Box::new(input)),
    };
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let units = bytes.chunks_exact(2).skip(1).map(|pair| unit([pair[0], pair[1]]));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    let text = text.map_err(|_| Error::new(ErrorKind::InvalidData, "the text is not valid UTF-16"))?;
    Ok(Box::new(Cursor::new(text.into_bytes())))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    #[test]
    fn every_encoding_is_read() {
        let text = "{\"名\": 1}";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
        };
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(text.as_bytes()).unwrap();
        for bytes in
            [text.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), gzip.finish().unwrap()]
        {
            assert_eq!(super::text(Cursor::new(bytes)).unwrap(), text);
        }
        assert_eq!(super::text(Cursor::new(b"\xff\xfe\x00\xd8".to_vec())).unwrap_err().kind(), ErrorKind::InvalidData);
        assert!(super::text(Cursor::new(b"\x1f\x8b\x08".to_vec())).is_err());
    }
}
