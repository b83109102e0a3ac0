//! Values: literal text with parts that are not known.
//!
//! Three control characters in a text stand for unknown parts: any text, any text in one path segment (an unquoted
//! `*`), and one character (an unquoted `?` or `[...]`). Everything around them is certain, so `/tmp/` followed by an
//! unknown part cannot be a directory of the kubelet.

use crate::text::{find_byte, peek, slice, slice_from};
use alloc::string::String;

/// Stands for any text, also for none.
pub const UNKNOWN: char = '\x01';
/// Stands for any text without a slash, as an unquoted `*` does in a path.
pub const SEGMENT: char = '\x02';
/// Stands for one character, as an unquoted `?` does.
pub const CHARACTER: char = '\x03';

/// Whether part of a text is not known.
#[inline(never)]
pub fn is_unknown(text: &str) -> bool {
    text.bytes().any(|b| matches!(b, 1..=3))
}

/// Whether a text consists of unknown parts alone.
#[inline(never)]
pub fn is_opaque(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| matches!(b, 1..=3))
}

/// The text before the first unknown part.
#[inline(never)]
pub fn known_prefix(text: &str) -> &str {
    let end = text.bytes().position(|b| matches!(b, 1..=3)).unwrap_or(text.len());
    slice(text, 0, end)
}

/// Whether a text may be this literal one.
#[inline(never)]
pub fn may_be(text: &str, literal: &str) -> bool {
    if !is_unknown(text) {
        return text == literal;
    }
    // Matches wildcards in the usual way: on a mismatch, returns to the last `*` and lets it match one more byte.
    let (text, literal) = (text.as_bytes(), literal.as_bytes());
    let (mut t, mut l, mut back) = (0, 0, None);
    loop {
        let next = literal.get(l).copied();
        match text.get(t).copied() {
            Some(b @ (1 | 2)) => {
                t += 1;
                back = Some((t, l, b));
                continue;
            }
            Some(3) if next.is_some() => {
                t += 1;
                l += 1;
                continue;
            }
            Some(b) if Some(b) == next => {
                t += 1;
                l += 1;
                continue;
            }
            None if next.is_none() => return true,
            _ => {}
        }
        // A `*` ends at a slash, so backtracking to an unknown part before it cannot help.
        match back {
            Some((after, at, mark)) if at < literal.len() && (mark == 1 || literal.get(at) != Some(&b'/')) => {
                t = after;
                l = at + 1;
                back = Some((after, at + 1, mark));
            }
            _ => return false,
        }
    }
}

/// A text for people: unknown parts as `…`, patterns as scripts write them.
#[inline(never)]
pub fn display(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let known = known_prefix(rest);
        out.push_str(known);
        rest = slice_from(rest, known.len());
        match peek(rest) {
            1 if !out.ends_with('…') => out.push('…'),
            2 => out.push('*'),
            3 => out.push('?'),
            _ => {}
        }
        rest = slice_from(rest, 1);
    }
    out
}

/// How a path relates to another one, as far as its known parts say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Neither lies in the other.
    Apart,
    /// It is the other path, or lies in it.
    Inside,
    /// The other path lies in it.
    Above,
}

/// How a clean absolute path relates to a clean literal one, and whether that is certain.
pub fn relate(path: &str, literal: &str) -> (Relation, bool) {
    let (mut path, mut other) = (path, literal);
    let mut certain = true;
    loop {
        let (p, o) = (take_segment(&mut path), take_segment(&mut other));
        if o.is_empty() {
            return (Relation::Inside, certain);
        }
        if p.is_empty() {
            return (Relation::Above, certain);
        }
        if find_byte(p, 1).is_some() {
            // What is not known may hold slashes, so from here on whole texts are compared.
            let rest = slice_from(literal, literal.len() - other.len() - o.len());
            return (may_lead(p, rest), false);
        }
        certain &= !is_unknown(p);
        if !may_be(p, o) {
            return (Relation::Apart, true);
        }
    }
}

/// Whether a path that goes on with a segment with an unknown part may lead to or into a literal one.
fn may_lead(segment: &str, literal: &str) -> Relation {
    // The unknown part may end anywhere. Only the text before it can exclude a match.
    if literal.starts_with(known_prefix(segment)) { Relation::Inside } else { Relation::Apart }
}

/// The rest of a clean path below a clean literal one, where the path may lead there, and whether it certainly does.
/// The rest is unknown where an unknown part of the path has to stand for the literal one.
#[inline(never)]
pub fn rest_below<'p>(path: &'p str, literal: &str) -> Option<(&'p str, bool)> {
    let (mut rest, mut other) = (path, literal);
    let mut certain = true;
    loop {
        let before = rest;
        let o = take_segment(&mut other);
        if o.is_empty() {
            return Some((before, certain));
        }
        let p = take_segment(&mut rest);
        if p.is_empty() {
            return None;
        }
        if find_byte(p, 1).is_some() {
            let literal = slice_from(literal, literal.len() - other.len() - o.len());
            return (may_lead(p, literal) == Relation::Inside).then_some(("\x01", false));
        }
        certain &= !is_unknown(p);
        if !may_be(p, o) {
            return None;
        }
    }
}

/// Whether a path leads to a literal one or into it from one of its directories on, as `/host/var/lib/kubelet/pods`
/// does to `/var/lib/kubelet`, and whether that is certain: the file system of a machine may be mounted anywhere.
/// `None` if not. Behind another directory, unknown parts alone are not enough: `/tmp/cache/*` does not lead to
/// `/boot`.
#[inline(never)]
pub fn leads_to(path: &str, literal: &str) -> Option<bool> {
    let (mut start, mut first) = (path, true);
    let mut found = None;
    loop {
        if let (Relation::Inside, certain) = relate(start, literal)
            && (first || shares(start, literal))
        {
            if certain {
                return Some(true);
            }
            found = Some(false);
        }
        if take_segment(&mut start).is_empty() {
            return found;
        }
        first = false;
    }
}

/// Whether two paths have an equal segment at the same position.
fn shares(mut a: &str, mut b: &str) -> bool {
    loop {
        let (a, b) = (take_segment(&mut a), take_segment(&mut b));
        if b.is_empty() || a == b {
            return !b.is_empty();
        }
    }
}

fn take_segment<'p>(rest: &mut &'p str) -> &'p str {
    let mut path = *rest;
    while peek(path) == b'/' {
        path = slice_from(path, 1);
    }
    let end = find_byte(path, b'/').unwrap_or(path.len());
    *rest = slice_from(path, end);
    slice(path, 0, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_may_be() {
        for (text, literal, want) in [
            ("a", "a", true),
            ("a", "b", false),
            ("\x01", "", true),
            ("/tmp/\x01", "/tmp/x/y", true),
            ("/tmp/\x01", "/var", false),
            ("\x01.service", "kubelet.service", true),
            ("/etc/\x02", "/etc/a/b", false),
            ("/etc/\x02", "/etc/a", true),
            ("/etc/\x02/b", "/etc/a/b", true),
            ("kube\x03t", "kubelet", false),
            ("kube\x03\x03t", "kubelet", true),
            ("a\x01b\x01c", "axxbyyc", true),
            ("a\x01b\x01c", "axxbyy", false),
            ("a\x03", "a", false),
        ] {
            assert_eq!(may_be(text, literal), want, "{text:?} {literal}");
        }
    }

    #[test]
    fn how_paths_relate() {
        use Relation::*;
        for (path, literal, want, certain) in [
            ("/etc/kubernetes/pki", "/etc/kubernetes", Inside, true),
            ("/etc", "/etc/kubernetes", Above, true),
            ("/etc/kubernetes2", "/etc/kubernetes", Apart, true),
            ("/tmp/\x01", "/var/lib/kubelet", Apart, true),
            ("/var/lib/\x01", "/var/lib/kubelet", Inside, false),
            ("/var/lib/kubelet/\x01", "/var/lib/kubelet", Inside, true),
            ("/var/lib/k\x01", "/var/lib/kubelet", Inside, false),
            ("/var/lib/d\x01", "/var/lib/kubelet", Apart, false),
            ("/var/l\x01", "/var/lib/kubelet", Inside, false),
            ("/var/li\x01/x", "/var/l", Apart, false),
            ("\x01", "/var/lib/kubelet", Inside, false),
            ("/etc/\x02", "/etc/kubernetes/pki", Above, false),
            ("/etc/kubernetes/\x02", "/etc/kubernetes", Inside, true),
        ] {
            let (relation, sure) = relate(path, literal);
            assert_eq!(relation, want, "{path:?} {literal}");
            if want != Apart {
                assert_eq!(sure, certain, "{path:?} {literal}");
            }
        }
    }

    #[test]
    fn what_lies_below() {
        for (path, literal, want) in [
            ("/a/b/c", "/a/b", Some(("/c", true))),
            ("/a/b", "/a/b", Some(("", true))),
            ("/a/b", "/a", Some(("/b", true))),
            ("/a", "/a/b", None),
            ("/a/x/c", "/a/b", None),
            ("/\x02/b/c", "/a/b", Some(("/c", false))),
            ("/a/\x01/c", "/a/b/c", Some(("\x01", false))),
            ("/a/l\x01", "/a/lib/k", Some(("\x01", false))),
            ("/a/k\x01", "/a/lib/k", None),
        ] {
            assert_eq!(rest_below(path, literal), want, "{path:?} {literal}");
        }
        for (path, literal, want) in [
            ("/host/var/lib/kubelet/pods", "/var/lib/kubelet", Some(true)),
            ("/host/var/lib", "/var/lib/kubelet", None),
            ("/\x02", "/boot", Some(false)),
            ("/tmp/cache/\x02", "/boot", None),
            ("/host/\x02/kubelet", "/var/kubelet", Some(false)),
            ("/host/\x02/lib", "/var/kubelet", None),
        ] {
            assert_eq!(leads_to(path, literal), want, "{path:?} {literal}");
        }
    }

    #[test]
    fn people_can_read_it() {
        assert_eq!(display("/a/\x02/\x01"), "/a/*/…");
    }
}
