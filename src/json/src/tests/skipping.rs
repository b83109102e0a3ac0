//! Skipped values against a reader that looks at one byte after the other.

use proptest::prelude::proptest;

use super::documents::{edited, edits, tree, value};
use crate::block::{Block, Simd, Words};
use crate::escape;
use crate::fault::Fault;
use crate::scan::Scanner;

/// Where the object or list that `json` begins with ends: what [`Scanner::skip`] promises.
fn reference(json: &str) -> Result<usize, Fault> {
    let mut open = Vec::new();
    let mut in_string = false;
    let mut at = 0;
    while let Some(byte) = json.as_bytes().get(at) {
        at += 1;
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => at += escape::read(&json.as_bytes()[at..])?.1,
            b'\\' => return Err(Fault::Syntax),
            0..0x20 if in_string => return Err(Fault::Syntax),
            b'{' | b'[' if !in_string => open.push(byte + 2),
            b'}' | b']' if !in_string => {
                if open.pop() != Some(*byte) {
                    return Err(Fault::Syntax);
                }
                if open.is_empty() {
                    return Ok(at);
                }
            }
            _ => {}
        }
    }
    Err(Fault::End)
}

fn skipped<B: Block>(json: &str) -> Result<usize, Fault> {
    let mut scanner = Scanner::<B>::new(json);
    scanner.skip().map(|()| scanner.at)
}

fn compare(json: &str) {
    if json.starts_with(['{', '[']) {
        let reference = reference(json);
        let words = skipped::<Words>(json);
        assert_eq!(words, skipped::<Simd>(json), "{json}");
        assert_eq!(words.map_err(drop), reference.map_err(drop), "{json}");
    }
}

proptest! {
    #![proptest_config(super::documents_per_property())]

    #[test]
    fn ends_where_the_value_ends(json in tree(), before in 0usize..130, after in ".{0,10}") {
        compare(&format!("[{}{json}]{after}", " ".repeat(before)));
        compare(&format!("[\"{}\",{json}]{after}", "\\\\".repeat(before)));
        compare(&format!("[\"{}\",{json}]{after}", "x".repeat(before)));
    }

    #[test]
    fn refuses_what_it_must(json in value(), edits in edits(), before in 0usize..70) {
        compare(&edited(&json, &edits));
        compare(&edited(&format!("[{}{json}]", " ".repeat(before)), &edits));
    }

    #[test]
    fn strings_brackets_and_escapes_in_any_order(json in r#"[\[{]([\[\]{}"\\nu0aF\n x]|\\"|\[\]|\{\}|"[x\\]{0,70}"){0,90}"#) {
        compare(&json);
    }
}

/// Escapes, quotes and brackets on each side of every border between two blocks.
#[test]
fn the_border_between_blocks_is_not_special() {
    let middles = [
        r#"\"#,
        r"\\",
        r#"\""#,
        r"\n",
        r"\u00e9",
        r"\u00g9",
        r"\x",
        r#"\\""#,
        r#"","b":"x"#,
        "\n",
        r#""],["a"#,
        r#""}"#,
        "",
    ];
    for before in 0..200 {
        for middle in middles {
            for run in 0..4 {
                compare(&format!(r#"["{}{}{middle}{}"]"#, "x".repeat(before), r"\\".repeat(run), "y".repeat(70)));
                compare(&format!(r#"["{}{}{middle}"]"#, "x".repeat(before), r"\\".repeat(run)));
            }
        }
        compare(&format!("[{}[]{}]", " ".repeat(before), " ".repeat(70)));
        compare(&format!("[{}{{}}]", " ".repeat(before)));
        compare(&format!("[{}[}}]", " ".repeat(before)));
    }
}

/// The grammar between brackets and strings is not checked, which the documentation of the crate says.
#[test]
fn what_lies_between_brackets_is_not_looked_at() {
    crate::view! {
        struct View<'a> {
            s: crate::Str<'a>,
        }
    }
    let json = r#"{"skipped": {"a" 01 nul}, "s": "x"}"#;
    assert_eq!(crate::read::<View<'_>>(json).unwrap().s, "x");
    for skipped in
        ["01", "nul", "1.", "+1", "'a'", r#""\x""#, "\"\u{1}\"", r#"{"\x"}"#, "[}", "{", "{\"a\":\"\n\"}", r"{\}"]
    {
        let json = format!(r#"{{"skipped": {skipped}, "s": "x"}}"#);
        assert!(crate::read::<View<'_>>(&json).is_err(), "{skipped}");
    }
}
