//! Input that nobody sends by accident: no answer to it is a crash, and none that cannot be read is let through.

mod extremes;
mod hosts;

use proptest::prelude::*;
use redline_dev::RULES;
use redline_e2e::{cases, host, module, native};
use redline_host::Verdict;

/// Payloads of every rule's own cases, so that what is broken below was in scope.
fn payloads() -> Vec<(usize, Vec<u8>)> {
    let mut all = Vec::new();
    for (i, rule) in RULES.iter().enumerate() {
        all.extend(cases(rule).iter().filter_map(|case| Some((i, case.payload().ok()?))));
    }
    all
}

/// Whether a text is UTF-8 with complete strings, valid escapes and matching brackets around one object: what the reader
/// checks even in members that no view names.
fn is_well_formed(payload: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(payload) else { return false };
    let (mut open, mut chars) = (Vec::new(), text.trim().chars());
    if !text.trim().starts_with('{') {
        return false;
    }
    while let Some(c) = chars.next() {
        match c {
            '{' | '[' => open.push(c),
            '}' | ']' => {
                if open.pop() != Some(if c == '}' { '{' } else { '[' }) {
                    return false;
                }
                if open.is_empty() {
                    return chars.next().is_none();
                }
            }
            '"' => loop {
                match chars.next() {
                    Some('"') => break,
                    Some('\\') => match chars.next() {
                        Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => {}
                        Some('u') if (0..4).all(|_| chars.next().is_some_and(|c| c.is_ascii_hexdigit())) => {}
                        _ => return false,
                    },
                    Some('\0'..='\u{1f}') | None => return false,
                    Some(_) => {}
                }
            },
            _ => {}
        }
    }
    false
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn damaged_payloads_never_crash_a_rule(
        pick in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        thread_local!(static PAYLOADS: Vec<(usize, Vec<u8>)> = payloads());
        PAYLOADS.with(|payloads| {
            let (rule, payload) = pick.get(payloads);
            let mut payload = payload.clone();
            for (at, byte) in damage {
                if !payload.is_empty() {
                    let at = at.index(payload.len());
                    payload[at] = byte;
                }
            }
            if let Some(cut) = cut {
                payload.truncate(cut.index(payload.len().max(1)));
            }
            let response = native(&RULES[*rule], &payload, None);
            // In what no rule reads, strings, escapes and brackets are checked, and nothing else.
            if !is_well_formed(&payload) {
                assert_eq!(response.verdict(), Verdict::Invalid, "{}", String::from_utf8_lossy(&payload));
            }
        });
    }
}

#[test]
fn what_is_not_a_request_is_invalid_everywhere() {
    let host = host();
    for rule in RULES {
        let module = module(&host, rule.id());
        for payload in [
            &b""[..],
            b"null",
            b"[]",
            b"{}",
            b"\xff\xfe",
            b"{\"request\":null,\"settings\":{}}",
            b"{\"request\":[],\"settings\":{}}",
            b"{\"request\":{},\"settings\":{}}",
            b"{\"request\":{\"operation\":\"EXPLODE\",\"kind\":{\"kind\":\"Node\"}}}",
        ] {
            let shown = String::from_utf8_lossy(payload);
            let wasm = module.validate(payload, None).unwrap_or_else(|e| panic!("{} {shown}: {e}", rule.id()));
            assert_eq!(wasm.verdict(), Verdict::Invalid, "{} {shown}", rule.id());
            assert_eq!(wasm, native(rule, payload, None), "{} {shown}", rule.id());
        }
        let deep = format!("{{\"request\":{}", "[".repeat(100_000));
        assert_eq!(module.validate(deep.as_bytes(), None).unwrap().verdict(), Verdict::Invalid, "{}", rule.id());
    }
}

#[test]
fn errors_never_repeat_what_they_could_not_read() {
    let secret = "hunter2-and-then-some";
    for rule in RULES {
        for case in cases(rule) {
            let payload = String::from_utf8(case.payload().unwrap_or_default()).unwrap_or_default();
            let Some(at) = payload.find("\"metadata\":") else { continue };
            let broken = format!("{}\"metadata\":[\"{secret}\"],\"x\":{}", &payload[..at], &payload[at + 11..]);
            let response = native(rule, broken.as_bytes(), None);
            let said = serde_json::to_string(&response).unwrap();
            assert!(!said.contains(secret), "{} {}: {said}", rule.id(), case.name());
        }
    }
}
