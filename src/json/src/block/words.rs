//! Blocks as eight words of eight bytes, for targets without vectors.

use super::{Block, SIZE};

/// A block as words.
pub(crate) struct Words([u64; SIZE / 8]);

const fn all(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The highest bit of each byte that is zero, and no other bit.
fn zeros(word: u64) -> u64 {
    const LOW: u64 = all(0x7f);
    !(((word & LOW) + LOW) | word | LOW)
}

/// Gathers the highest bit of each byte into eight bits.
fn gather(word: u64) -> u64 {
    // The multiplication moves bit 0 of the i-th byte to bit 56 + i. No two of its partial products meet in these bits.
    ((word >> 7) & all(1)).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The bytes with a value below 0x20, by their highest bits.
fn control(word: u64) -> u64 {
    zeros(word & all(0xe0))
}

impl Words {
    fn each(&self, highest_bits: impl Fn(u64) -> u64) -> u64 {
        self.0.iter().rev().fold(0, |mask, word| mask << 8 | gather(highest_bits(*word)))
    }
}

impl Block for Words {
    fn load(bytes: &[u8; SIZE]) -> Words {
        let (words, _) = bytes.as_chunks::<8>();
        let mut block = Words([0; SIZE / 8]);
        for (word, bytes) in block.0.iter_mut().zip(words) {
            *word = u64::from_le_bytes(*bytes);
        }
        block
    }

    fn equal(&self, byte: u8) -> u64 {
        self.each(|word| zeros(word ^ all(byte)))
    }

    fn equal_with_bit_5(&self, byte: u8) -> u64 {
        self.each(|word| zeros((word | all(0x20)) ^ all(byte)))
    }

    fn bit_5(&self) -> u64 {
        self.each(|word| word << 2)
    }

    fn control(&self) -> u64 {
        self.each(control)
    }

    fn has_backslash_or_control(&self) -> bool {
        self.0.iter().fold(0, |any, word| any | zeros(word ^ all(b'\\')) | control(*word)) != 0
    }

    fn special(bytes: &[u8; 16]) -> u32 {
        let word = u128::from_le_bytes(*bytes);
        let special = |word: u64| gather(zeros(word ^ all(b'"')) | zeros(word ^ all(b'\\')) | control(word));
        (special(word as u64) | special((word >> 64) as u64) << 8) as u32
    }
}
