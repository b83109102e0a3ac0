//! Text as programs write it: UTF-8, UTF-16 as PowerShell's `>` writes it, and either of them compressed with gzip, as
//! ActionTrail delivers events to OSS.

use std::io::{self, BufRead, BufReader, Cursor, Error, ErrorKind, Read};

use flate2::bufread::MultiGzDecoder;

use crate::faults::DAMAGED;

/// The first bytes of what gzip compressed.
const GZIP: &[u8] = b"\x1f\x8b";

/// Reads the text to its end.
///
/// # Errors
/// Input that cannot be read, is cut off, or is no text.
pub(crate) fn text(input: impl Read) -> io::Result<String> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut bytes = Vec::new();
    if input.fill_buf()?.starts_with(GZIP) {
        MultiGzDecoder::new(input).read_to_end(&mut bytes).map_err(damaged)?;
    } else {
        input.read_to_end(&mut bytes)?;
    }
    decode(bytes)
}

/// The error in words, where it is about the compressed data.
fn damaged(error: Error) -> Error {
    match error.kind() {
        ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::UnexpectedEof => {
            Error::new(ErrorKind::InvalidData, DAMAGED)
        }
        _ => error,
    }
}

fn decode(bytes: Vec<u8>) -> io::Result<String> {
    redline_input::decode(bytes).map_err(|why| Error::new(ErrorKind::InvalidData, why))
}

/// A reader of UTF-8 for the input. UTF-16 is read at once, everything else while it arrives.
///
/// # Errors
/// Input that cannot be read.
pub(crate) fn reader(input: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    if input.fill_buf()?.starts_with(GZIP) {
        return utf8(BufReader::with_capacity(1 << 16, Unpacked(MultiGzDecoder::new(input))));
    }
    utf8(input)
}

/// What gzip compressed, with its errors in words.
struct Unpacked<R>(R);

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(damaged)
    }
}

fn utf8(mut input: impl BufRead + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    if !matches!(input.fill_buf()?, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Ok(Box::new(input));
    }
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    Ok(Box::new(Cursor::new(decode(bytes)?.into_bytes())))
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
        assert_eq!(super::text(Cursor::new(b"\x1f\x8b\x08".to_vec())).unwrap_err().to_string(), DAMAGED);
    }
}
