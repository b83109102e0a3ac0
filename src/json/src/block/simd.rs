//! Blocks as four vectors of WebAssembly.

use super::vectors::{
    i8x16_bitmask, i8x16_eq, i8x16_shl, i8x16_splat, u8x16_lt, u8x16_splat, u64x2, v128, v128_any_true, v128_or,
};
use super::{Block, SIZE};

/// A block as vectors.
pub(crate) struct Simd([v128; SIZE / 16]);

/// The compiler turns this into one load.
#[inline(always)]
fn vector(bytes: &[u8; 16]) -> v128 {
    let both = u128::from_le_bytes(*bytes);
    u64x2(both as u64, (both >> 64) as u64)
}

#[inline(always)]
fn control(v: v128) -> v128 {
    u8x16_lt(v, u8x16_splat(0x20))
}

impl Simd {
    /// Gathers the highest bit of each byte.
    #[inline(always)]
    fn each(&self, highest_bits: impl Fn(v128) -> v128) -> u64 {
        let [a, b, c, d] = self.0.map(|v| u64::from(i8x16_bitmask(highest_bits(v))));
        a | b << 16 | c << 32 | d << 48
    }
}

impl Block for Simd {
    #[inline(always)]
    fn load(bytes: &[u8; SIZE]) -> Simd {
        let (vectors, _) = bytes.as_chunks::<16>();
        let mut block = Simd([u64x2(0, 0); SIZE / 16]);
        for (v, bytes) in block.0.iter_mut().zip(vectors) {
            *v = vector(bytes);
        }
        block
    }

    #[inline(always)]
    fn equal(&self, byte: u8) -> u64 {
        self.each(|v| i8x16_eq(v, u8x16_splat(byte)))
    }

    #[inline(always)]
    fn equal_with_bit_5(&self, byte: u8) -> u64 {
        self.each(|v| i8x16_eq(v128_or(v, i8x16_splat(0x20)), u8x16_splat(byte)))
    }

    #[inline(always)]
    fn bit_5(&self) -> u64 {
        self.each(|v| i8x16_shl(v, 2))
    }

    #[inline(always)]
    fn control(&self) -> u64 {
        self.each(control)
    }

    #[inline(always)]
    fn has_backslash_or_control(&self) -> bool {
        let [a, b, c, d] = self.0.map(|v| v128_or(i8x16_eq(v, u8x16_splat(b'\\')), control(v)));
        v128_any_true(v128_or(v128_or(a, b), v128_or(c, d)))
    }

    #[inline(always)]
    fn special(bytes: &[u8; 16]) -> u32 {
        let v = vector(bytes);
        let quotes = i8x16_eq(v, u8x16_splat(b'"'));
        let backslashes = i8x16_eq(v, u8x16_splat(b'\\'));
        u32::from(i8x16_bitmask(v128_or(v128_or(quotes, backslashes), control(v))))
    }
}
