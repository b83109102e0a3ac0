//! Fills the slots of a view.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};

use crate::block::{Block, Fastest};
use crate::fault::Fault;
use crate::scan::{Leaf, Scanner, decode};
use crate::unreadable::{concat, join};
use crate::{Scalar, Slot, Str, Unreadable, ValueType};

/// How deep views may be nested: what serde_json allows. Only this bounds the recursion of [`Reader::fill`]; values that
/// are skipped or kept as text may be nested to any depth, and take no stack.
const DEPTH: u8 = 127;

/// How much of the name of a member a path repeats, in bytes.
const LONGEST: usize = 256;

/// Reads a JSON text into a value.
///
/// # Errors
/// Syntax errors, and values of another type than the slot takes, with the path.
pub fn read<'a, T: Slot<'a>>(json: &'a str) -> Result<T, Unreadable> {
    let mut value = T::empty();
    read_into(json, &mut value)?;
    Ok(value)
}

/// Reads a JSON text into an existing slot.
///
/// # Errors
/// Those of [`read`].
pub fn read_into<'a>(json: &'a str, slot: &mut dyn Slot<'a>) -> Result<(), Unreadable> {
    read_with::<Fastest>(json, slot)
}

/// [`read_into`] with one of the implementations of blocks.
pub(crate) fn read_with<'a, B: Block>(json: &'a str, slot: &mut dyn Slot<'a>) -> Result<(), Unreadable> {
    let mut reader = Reader::<B> { scanner: Scanner::new(json), depth: 0, path: String::new() };
    let fault = match reader.fill(slot) {
        Err(fault) => fault,
        Ok(()) if reader.scanner.peek().is_none() => return Ok(()),
        Ok(()) => Fault::Syntax,
    };
    let problem = match fault {
        Fault::End => "the JSON ends too early".to_owned(),
        Fault::Syntax => "not valid JSON".to_owned(),
        Fault::Expected(what) => concat(&["expected ", what]),
    };
    Err(Unreadable { path: reader.path, problem })
}

struct Reader<'a, B> {
    scanner: Scanner<'a, B>,
    /// How many objects and lists are being read.
    depth: u8,
    /// Where reading failed; put together from the inside out.
    path: String,
}

impl<'a, B: Block> Reader<'a, B> {
    fn fill(&mut self, slot: &mut dyn Slot<'a>) -> Result<(), Fault> {
        let kind = slot.kind();
        if kind == ValueType::Text {
            slot.set(Scalar::Text(self.scanner.check()?));
            return Ok(());
        }
        if slot.loose() && self.scanner.peek() != Some(if kind == ValueType::Object { b'{' } else { b'[' }) {
            return self.scanner.skip();
        }
        let expected = Fault::Expected(slot.expects());
        let first = self.scanner.token()?;
        if let b'{' | b'[' = first {
            let wanted = if first == b'{' { ValueType::Object } else { ValueType::List };
            if kind != wanted {
                return Err(expected);
            }
            if self.depth == DEPTH {
                return Err(Fault::Syntax);
            }
            self.depth += 1;
            slot.begin();
            match kind {
                ValueType::Object => self.object(slot)?,
                _ => self.list(slot)?,
            }
            self.depth -= 1;
            return Ok(());
        }
        let value = match (self.scanner.leaf(first)?, kind) {
            (Leaf::Null, _) => return Ok(()),
            (Leaf::String(content, escapes), ValueType::String) => Scalar::String(decode::<B>((content, escapes))?),
            (Leaf::Boolean(value), ValueType::Boolean) => Scalar::Boolean(value),
            (Leaf::Number(text), ValueType::Integer) => Scalar::Integer(text.parse().map_err(|_| expected)?),
            _ => return Err(expected),
        };
        slot.set(value);
        Ok(())
    }

    fn object(&mut self, slot: &mut dyn Slot<'a>) -> Result<(), Fault> {
        let mut another = self.scanner.open(b'}')?;
        while another {
            let key = decode::<B>(self.scanner.key()?)?;
            if let Err(fault) = self.member(slot, &key) {
                return Err(self.failed_in(&key, fault));
            }
            another = self.scanner.another(b'}')?;
        }
        Ok(())
    }

    #[inline(always)]
    fn member(&mut self, slot: &mut dyn Slot<'a>, key: &Str<'a>) -> Result<(), Fault> {
        self.scanner.colon()?;
        match slot.part(Some(key)) {
            Some(part) => self.fill(part),
            None => self.scanner.skip(),
        }
    }

    fn list(&mut self, slot: &mut dyn Slot<'a>) -> Result<(), Fault> {
        let mut index = 0usize;
        loop {
            match self.item(slot, index) {
                Ok(true) => index += 1,
                Ok(false) => return Ok(()),
                Err(fault) => return Err(self.failed_in(&concat(&["[", &index.to_string(), "]"]), fault)),
            }
        }
    }

    /// Reads the item with this number. Returns false when the list ends before it.
    #[inline(always)]
    fn item(&mut self, slot: &mut dyn Slot<'a>, index: usize) -> Result<bool, Fault> {
        if !(if index == 0 { self.scanner.open(b']') } else { self.scanner.another(b']') })? {
            return Ok(false);
        }
        match slot.part(None) {
            Some(part) => self.fill(part)?,
            None => self.scanner.skip()?,
        }
        Ok(true)
    }

    /// Extends the path of a fault by the part of a value that it was found in.
    #[cold]
    #[inline(never)]
    fn failed_in(&mut self, part: &str, fault: Fault) -> Fault {
        // The name of a member may be as long as the input.
        let part = match part.get(..part.floor_char_boundary(LONGEST)) {
            Some(start) if start.len() < part.len() => &*[start, "…"].concat(),
            _ => part,
        };
        self.path = join(part, &self.path);
        fault
    }
}
