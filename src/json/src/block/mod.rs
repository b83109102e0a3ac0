//! Blocks of 64 bytes, and questions about all of their bytes at once.
//!
//! An answer is a word of 64 bits, in which the lowest bit stands for the first byte. There are two implementations that
//! give the same answers: `Simd` where the target is wasm32 with `simd128`, whose vectors can be used without unsafe code,
//! and `Words` everywhere else. Native tests compare both, `Simd` with vectors that are written out in plain Rust.

#[cfg(any(test, all(target_arch = "wasm32", target_feature = "simd128")))]
mod simd;
#[cfg(all(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
mod vectors;
#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
mod words;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use core::arch::wasm32 as vectors;

/// The fastest implementation for this target.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use simd::Simd as Fastest;
/// The fastest implementation for this target.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(crate) use words::Words as Fastest;

#[cfg(test)]
pub(crate) use {simd::Simd, words::Words};

/// How many bytes a block has.
pub(crate) const SIZE: usize = 64;

/// 64 bytes.
pub(crate) trait Block {
    /// Whether values that no view reads are checked against the whole grammar. Only tests say yes.
    const STRICT: bool = false;

    /// Loads the bytes.
    fn load(bytes: &[u8; SIZE]) -> Self;

    /// Which bytes are `byte`.
    fn equal(&self, byte: u8) -> u64;

    /// Which bytes are `byte` once bit 5 (0x20) is set in them. The curly brackets differ from the square ones in this bit
    /// alone.
    fn equal_with_bit_5(&self, byte: u8) -> u64;

    /// Which bytes have bit 5 set.
    fn bit_5(&self) -> u64;

    /// Which bytes are control characters, which JSON forbids in strings: below 0x20.
    fn control(&self) -> u64;

    /// Whether any byte is a backslash or a control character.
    fn has_backslash_or_control(&self) -> bool;

    /// Which of 16 bytes end the plain part of a string: quotes, backslashes and control characters.
    fn special(bytes: &[u8; 16]) -> u32;
}

/// How many of the bytes come before the first that is special in a string: a quote, a backslash, a control character.
#[inline(always)]
pub(crate) fn plain_length<B: Block>(bytes: &[u8]) -> usize {
    let mut length = 0;
    let mut rest = bytes;
    while let Some((chunk, more)) = rest.split_first_chunk::<16>() {
        let special = B::special(chunk);
        if special != 0 {
            return length + special.trailing_zeros() as usize;
        }
        length += 16;
        rest = more;
    }
    length + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)).count()
}
