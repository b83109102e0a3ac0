//! Tokens: white space, strings, numbers and words.

use core::marker::PhantomData;

use alloc::borrow::Cow;

use crate::block::{Block, plain_length};
use crate::escape;
use crate::fault::Fault;
use crate::text::Str;

/// A value that is not an object or a list.
pub(crate) enum Leaf<'a> {
    /// The content of a string, and whether it has escapes.
    String(&'a str, bool),
    /// A number as it is written.
    Number(&'a str),
    Boolean(bool),
    Null,
}

/// A place in a JSON text.
pub(crate) struct Scanner<'a, B> {
    text: &'a str,
    /// INVARIANT: the beginning of a character, because only whole tokens are passed.
    pub(crate) at: usize,
    block: PhantomData<B>,
}

impl<'a, B: Block> Scanner<'a, B> {
    pub(crate) fn new(text: &'a str) -> Self {
        Scanner { text, at: 0, block: PhantomData }
    }

    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// The text from `start` to here.
    pub(crate) fn since(&self, start: usize) -> Result<&'a str, Fault> {
        self.text.get(start..self.at).ok_or(Fault::Syntax)
    }

    /// Passes white space. Returns the byte behind it, or `None` at the end.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    /// [`Scanner::peek`] where something must follow.
    #[inline(always)]
    pub(crate) fn token(&mut self) -> Result<u8, Fault> {
        self.peek().ok_or(Fault::End)
    }

    /// After a member or an item: whether another one follows and the bracket `close` does not.
    #[inline(always)]
    pub(crate) fn another(&mut self, close: u8) -> Result<bool, Fault> {
        let token = self.token()?;
        if token != b',' && token != close {
            return Err(Fault::Syntax);
        }
        self.at += 1;
        Ok(token == b',')
    }

    /// Passes the bracket that opens an object or a list. Returns false when `close` follows, which is passed as well.
    #[inline(always)]
    pub(crate) fn open(&mut self, close: u8) -> Result<bool, Fault> {
        self.at += 1;
        let empty = self.token()? == close;
        self.at += usize::from(empty);
        Ok(!empty)
    }

    /// Passes a key. Returns its content and whether it has escapes.
    #[inline(always)]
    pub(crate) fn key(&mut self) -> Result<(&'a str, bool), Fault> {
        match self.token()? {
            b'"' => self.string(),
            _ => Err(Fault::Syntax),
        }
    }

    /// Passes the colon behind a key.
    #[inline(always)]
    pub(crate) fn colon(&mut self) -> Result<(), Fault> {
        if self.token()? != b':' {
            return Err(Fault::Syntax);
        }
        self.at += 1;
        Ok(())
    }

    /// Passes the string that begins here. Returns its content and whether it has escapes.
    pub(crate) fn string(&mut self) -> Result<(&'a str, bool), Fault> {
        let start = self.at + 1;
        let mut escapes = false;
        self.at = start;
        loop {
            let rest = self.bytes().get(self.at..).unwrap_or_default();
            let plain = plain_length::<B>(rest);
            self.at += plain;
            match rest.get(plain) {
                Some(b'"') => {
                    let content = self.since(start)?;
                    self.at += 1;
                    return Ok((content, escapes));
                }
                Some(b'\\') => {
                    let (_, length) = escape::read(rest.get(plain + 1..).unwrap_or_default())?;
                    self.at += 1 + length;
                    escapes = true;
                }
                Some(_) => return Err(Fault::Syntax),
                None => return Err(Fault::End),
            }
        }
    }

    /// Passes a value that is not an object or a list and begins with `first`.
    pub(crate) fn leaf(&mut self, first: u8) -> Result<Leaf<'a>, Fault> {
        match first {
            b'"' => self.string().map(|(content, escapes)| Leaf::String(content, escapes)),
            b'-' | b'0'..=b'9' => self.number().map(Leaf::Number),
            b't' => self.word("true", Leaf::Boolean(true)),
            b'f' => self.word("false", Leaf::Boolean(false)),
            b'n' => self.word("null", Leaf::Null),
            _ => Err(Fault::Syntax),
        }
    }

    #[inline(never)]
    fn word(&mut self, word: &str, leaf: Leaf<'a>) -> Result<Leaf<'a>, Fault> {
        for byte in word.bytes() {
            self.expect(|found| found == byte)?;
        }
        Ok(leaf)
    }

    /// Passes a byte that must be there.
    fn expect(&mut self, is: impl Fn(u8) -> bool) -> Result<(), Fault> {
        match self.bytes().get(self.at) {
            Some(byte) if is(*byte) => self.at += 1,
            Some(_) => return Err(Fault::Syntax),
            None => return Err(Fault::End),
        }
        Ok(())
    }

    /// Passes a byte if it is one of these.
    fn accept(&mut self, is: impl Fn(u8) -> bool) -> bool {
        self.expect(is).is_ok()
    }

    #[inline(never)]
    fn digits(&mut self) -> Result<(), Fault> {
        self.expect(|byte| byte.is_ascii_digit())?;
        while self.accept(|byte| byte.is_ascii_digit()) {}
        Ok(())
    }

    fn number(&mut self) -> Result<&'a str, Fault> {
        let start = self.at;
        self.accept(|byte| byte == b'-');
        // What follows a leading zero is no part of the number, and then not of the document either.
        if !self.accept(|byte| byte == b'0') {
            self.digits()?;
        }
        if self.accept(|byte| byte == b'.') {
            self.digits()?;
        }
        if self.accept(|byte| matches!(byte, b'e' | b'E')) {
            self.accept(|byte| matches!(byte, b'+' | b'-'));
            self.digits()?;
        }
        self.since(start)
    }
}

/// The string with this content.
pub(crate) fn decode<'a, B: Block>((content, escapes): (&'a str, bool)) -> Result<Str<'a>, Fault> {
    Ok(Str(match escapes {
        true => Cow::Owned(escape::unescape::<B>(content)?),
        false => Cow::Borrowed(content),
    }))
}
