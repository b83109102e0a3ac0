//! Both implementations of blocks against a byte by byte one.

use proptest::prelude::{any, prop_oneof, proptest};
use proptest::strategy::{Just, Strategy};

use crate::block::{Block, SIZE, Simd, Words};

/// One bit for each byte that the question is true of.
fn bits<const N: usize>(bytes: &[u8; N], is: impl Fn(u8) -> bool) -> u64 {
    bytes.iter().rev().fold(0, |mask, byte| mask << 1 | u64::from(is(*byte)))
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..0x20)
}

fn check<B: Block>(bytes: &[u8; SIZE]) {
    let block = B::load(bytes);
    for byte in [b'"', b'\\', 0, 0x7f, 0x80, 0xff] {
        assert_eq!(block.equal(byte), bits(bytes, |b| b == byte), "{byte}");
    }
    for byte in [b'{', b'}'] {
        assert_eq!(block.equal_with_bit_5(byte), bits(bytes, |b| b | 0x20 == byte), "{byte}");
    }
    assert_eq!(block.bit_5(), bits(bytes, |b| b & 0x20 != 0));
    assert_eq!(block.control(), bits(bytes, |b| b < 0x20));
    assert_eq!(block.has_backslash_or_control(), bits(bytes, |b| b == b'\\' || b < 0x20) != 0);
    for chunk in bytes.as_chunks::<16>().0 {
        assert_eq!(u64::from(B::special(chunk)), bits(chunk, is_special));
    }
}

#[test]
fn every_byte_at_every_place() {
    for byte in 0..=255u8 {
        for place in 0..SIZE {
            for other in [b' ', byte.wrapping_add(1), byte.wrapping_sub(1), byte ^ 0x80] {
                let mut bytes = [other; SIZE];
                bytes[place] = byte;
                check::<Words>(&bytes);
                check::<Simd>(&bytes);
            }
        }
    }
}

proptest! {
    #[test]
    fn any_block(bytes in proptest::array::uniform32(prop_oneof![
        any::<u8>(),
        Just(b'"').boxed(), Just(b'\\').boxed(), Just(b'{').boxed(), Just(b']').boxed(), Just(0x1f).boxed(),
    ])) {
        let mut block = [b'x'; SIZE];
        block[..32].copy_from_slice(&bytes);
        check::<Words>(&block);
        check::<Simd>(&block);
        block.rotate_left(11);
        check::<Words>(&block);
        check::<Simd>(&block);
    }
}
