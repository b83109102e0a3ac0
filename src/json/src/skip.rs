//! Values that no view reads: passed over 64 bytes at a time.
//!
//! The idea is that of simdjson (Langdale and Lemire, "Parsing gigabytes of JSON per second"): a word with one bit
//! for each byte says where the quotes are, and the exclusive or of all bits up to a place says whether the place is in a
//! string. What is left are the brackets outside of strings, and few of those need to be looked at one by one.

use crate::block::{Block, SIZE};
use crate::escape;
use crate::fault::Fault;
use crate::nesting::Nesting;
use crate::scan::Scanner;

impl<B: Block> Scanner<'_, B> {
    /// Passes a value.
    pub(crate) fn skip(&mut self) -> Result<(), Fault> {
        if B::STRICT {
            return self.check().map(drop);
        }
        match self.token()? {
            bracket @ (b'{' | b'[') => self.skip_nested(bracket == b'{'),
            first => self.leaf(first).map(drop),
        }
    }

    /// Passes the object or the list that begins here.
    fn skip_nested(&mut self, curly: bool) -> Result<(), Fault> {
        let mut nesting = Nesting::new();
        nesting.open(curly);
        let mut start = self.at + 1;
        // All bits are set where a string goes on from one block into the next, and the lowest where an escape does.
        let (mut in_string, mut escaping) = (0, 0);
        loop {
            let rest = self.bytes().get(start..).unwrap_or_default();
            let block = match rest.first_chunk() {
                Some(block) => B::load(block),
                None => last_block(rest)?,
            };
            let quotes = block.equal(b'"');
            let (mut backslashes, mut escaped) = (0, 0);
            let special = escaping != 0 || block.has_backslash_or_control();
            if special {
                backslashes = block.equal(b'\\');
                (escaped, escaping) = find_escaped(backslashes, escaping);
            }
            // From each opening quote to the byte before the closing one.
            let strings = match quotes & !escaped {
                0 => in_string,
                quotes => xor_up_to_each(quotes) ^ in_string,
            };
            in_string = ((strings as i64) >> 63) as u64;
            let mut end = None;
            if strings != u64::MAX {
                let opening = block.equal_with_bit_5(b'{') & !strings;
                let closing = block.equal_with_bit_5(b'}') & !strings;
                if (opening | closing) != 0 {
                    end = find_end(&mut nesting, opening, closing, block.bit_5())?;
                }
            }
            if special {
                let before = end.map_or(u64::MAX, |end| (1 << end) - 1);
                let faults = (block.control() & strings) | (backslashes & !strings);
                if faults & before != 0 {
                    return Err(Fault::Syntax);
                }
                // Quotes and backslashes may be escaped, other bytes only some.
                let mut unknown = escaped & before & !(quotes | backslashes);
                while unknown != 0 {
                    escape::read(rest.get(unknown.trailing_zeros() as usize..).unwrap_or_default())?;
                    unknown &= unknown - 1;
                }
            }
            if let Some(end) = end {
                self.at = start + end as usize + 1;
                return Ok(());
            }
            start += SIZE;
        }
    }
}

/// The bytes before the end of the text, as a block that is filled up with spaces.
#[cold]
#[inline(never)]
fn last_block<B: Block>(rest: &[u8]) -> Result<B, Fault> {
    if rest.is_empty() {
        return Err(Fault::End);
    }
    let mut bytes = [b' '; SIZE];
    bytes.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    Ok(B::load(&bytes))
}

/// For each bit the exclusive or of it and all lower ones.
fn xor_up_to_each(mut bits: u64) -> u64 {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^ bits << 32
}

/// Which bytes are escaped by a backslash before them: the second, fourth, ... of a run of backslashes, and the byte
/// behind a run of odd length. `carry` says whether the first byte is; the new one is returned beside the answer.
#[inline(always)]
fn find_escaped(backslashes: u64, carry: u64) -> (u64, u64) {
    const ODD: u64 = 0xaaaa_aaaa_aaaa_aaaa;
    // The subtraction runs through each run of backslashes and stops behind it. Whether a run begins at an even or at an
    // odd place decides which of its bytes differ from `ODD` then.
    let begin = backslashes & !carry;
    let codes = ((begin << 1 | ODD).wrapping_sub(begin)) ^ ODD;
    (codes ^ (backslashes | carry), (codes & backslashes) >> 63)
}

/// Opens and closes brackets. Returns the place of the one that closes the last open one.
#[inline(always)]
fn find_end(nesting: &mut Nesting, opening: u64, closing: u64, curly: u64) -> Result<Option<u32>, Fault> {
    // `{}` and `[]` change nothing. `managedFields` is full of them.
    let pairs = opening & closing >> 1 & !(curly ^ curly >> 1);
    let mut rest = (opening | closing) & !(pairs | pairs << 1);
    while rest != 0 {
        let bracket = rest & rest.wrapping_neg();
        let is_curly = curly & bracket != 0;
        if opening & bracket != 0 {
            nesting.open(is_curly);
        } else {
            if nesting.curly() != Some(is_curly) {
                return Err(Fault::Syntax);
            }
            nesting.close();
            if nesting.curly().is_none() {
                return Ok(Some(bracket.trailing_zeros()));
            }
        }
        rest ^= bracket;
    }
    Ok(None)
}
