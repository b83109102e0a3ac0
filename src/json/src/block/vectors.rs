//! The functions of `core::arch::wasm32` that `simd.rs` uses, byte by byte, so that its tests run natively.
#![allow(non_camel_case_types)]

/// Sixteen bytes.
#[derive(Clone, Copy)]
pub(super) struct v128([u8; 16]);

fn each(a: v128, b: v128, with: impl Fn(u8, u8) -> u8) -> v128 {
    v128(core::array::from_fn(|i| with(a.0[i], b.0[i])))
}

fn all_bits(is: bool) -> u8 {
    if is { 0xff } else { 0 }
}

pub(super) fn u64x2(low: u64, high: u64) -> v128 {
    v128((u128::from(low) | u128::from(high) << 64).to_le_bytes())
}

pub(super) fn u8x16_splat(byte: u8) -> v128 {
    v128([byte; 16])
}

pub(super) fn i8x16_splat(byte: i8) -> v128 {
    v128([byte as u8; 16])
}

pub(super) fn i8x16_eq(a: v128, b: v128) -> v128 {
    each(a, b, |a, b| all_bits(a == b))
}

pub(super) fn u8x16_lt(a: v128, b: v128) -> v128 {
    each(a, b, |a, b| all_bits(a < b))
}

pub(super) fn v128_or(a: v128, b: v128) -> v128 {
    each(a, b, |a, b| a | b)
}

pub(super) fn v128_any_true(v: v128) -> bool {
    v.0 != [0; 16]
}

pub(super) fn i8x16_shl(v: v128, by: u32) -> v128 {
    each(v, v, |byte, _| byte << by)
}

pub(super) fn i8x16_bitmask(v: v128) -> u16 {
    v.0.iter().rev().fold(0, |mask, byte| mask << 1 | u16::from(byte >> 7))
}
