//! What rules of security groups cover, and what they do: ports, CIDR blocks and policies.

use alloc::vec::Vec;

use redline_text::{split, split_once_any};

use crate::operation::{CloudOperation, Source};

/// Where a call says whether rules accept or drop what they match.
pub const POLICY: &[&str] = &["Policy", "Permissions.Policy"];

/// Whether all rules that an operation is about drop what they match, so that removing them lets more traffic through.
pub fn rules_drop(op: &CloudOperation<'_>) -> bool {
    let policies: Vec<_> = match &op.source {
        Source::Call(call) => POLICY.iter().flat_map(|path| call.parameters.list(path)).collect(),
        Source::PlannedChange(plan) => plan.before.list("policy"),
    };
    !policies.is_empty() && policies.iter().all(|policy| policy.eq_ignore_ascii_case("drop"))
}

/// Whether a port range such as `1/65535`, or `-1/-1` for all ports, includes a port. An unreadable range counts as all
/// ports.
pub fn ports_include(range: &str, port: i32) -> bool {
    let bounds: Option<(i32, i32)> =
        split_once_any(range, "/").and_then(|(from, to)| Some((from.trim().parse().ok()?, to.trim().parse().ok()?)));
    bounds.is_none_or(|(from, to)| from == -1 || (from <= port && port <= to))
}

/// Whether two CIDR blocks have an address in common; `None` for what is not IPv4.
pub fn cidr_blocks_overlap(a: &str, b: &str) -> Option<bool> {
    let ((a, a_bits), (b, b_bits)) = (ipv4_block(a)?, ipv4_block(b)?);
    let bits = a_bits.min(b_bits);
    let mask = if bits == 0 { 0 } else { u32::MAX << (32 - bits) };
    Some(a & mask == b & mask)
}

/// The first address and the prefix length of an IPv4 CIDR block.
fn ipv4_block(text: &str) -> Option<(u32, u32)> {
    let (address, bits) = split_once_any(text, "/").unwrap_or((text, "32"));
    let mut number: u32 = 0;
    let mut parts = 0;
    for part in split(address.trim(), ".") {
        number = number << 8 | u32::from(part.parse::<u8>().ok()?);
        parts += 1;
    }
    let bits: u32 = bits.trim().parse().ok()?;
    (parts == 4 && bits <= 32).then_some((number, bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_overlap_where_one_contains_the_other() {
        for (a, b, expected) in [
            ("0.0.0.0/0", "172.20.0.0/16", Some(true)),
            ("172.20.3.0/24", "172.20.0.0/16", Some(true)),
            ("172.21.0.0/16", "172.20.0.0/16", Some(false)),
            ("172.20.0.7", "172.20.0.0/16", Some(true)),
            ("::/0", "172.20.0.0/16", None),
            ("1.2.3/8", "172.20.0.0/16", None),
        ] {
            assert_eq!(cidr_blocks_overlap(a, b), expected, "{a} {b}");
            assert_eq!(cidr_blocks_overlap(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn ports_are_included_between_the_bounds() {
        for range in ["53/53", "-1/-1", "1/65535", "any"] {
            assert!(ports_include(range, 53), "{range}");
        }
        assert!(!ports_include("80/80", 53) && !ports_include("54/100", 53));
    }
}
