//! Our reader against serde_json.

use std::fmt::Debug;

use proptest::prelude::proptest;

use super::documents::{Tree, edited, edits, tree, value};
use super::oracle::{self, Strict};
use crate::block::{Block, Simd, Words};
use crate::reader::read_with;
use crate::{Fields, List, Map, Raw, Slot, Str, Unreadable};

fn ours<'a, B: Block, T: Slot<'a> + Debug>(json: &'a str) -> Result<String, Unreadable> {
    let mut value = T::empty();
    read_with::<B>(json, &mut value)?;
    Ok(format!("{value:?}"))
}

/// Reads a text in every way.
fn compare<'a, T: Slot<'a> + Debug>(json: &'a str) {
    let words = ours::<Words, T>(json);
    assert_eq!(words, ours::<Simd, T>(json), "words and vectors differ: {json}");
    if json.contains("-0") {
        return;
    }
    let theirs = oracle::read::<T>(json).map(|value| format!("{value:?}"));
    let strict = ours::<Strict<Words>, T>(json);
    match (&strict, &theirs) {
        // A value of the wrong type has the same place for both. A syntax error need not: of `[00` one of them refuses the
        // number, and the other what follows it.
        (Err(ours), Err(theirs)) => {
            let wrong_type = |e: &Unreadable| e.problem.starts_with("expected");
            assert!(!wrong_type(ours) || !wrong_type(theirs) || ours.path == theirs.path, "{json}: {ours} {theirs}");
        }
        _ => assert_eq!(strict, theirs, "{json}"),
    }
    assert_eq!(strict, ours::<Strict<Simd>, T>(json));
    // What is skipped may be worse than serde_json allows, and nothing else may differ.
    assert!(theirs.is_err() || words == theirs, "{json}: {words:?} {theirs:?}");
}

fn compare_all(json: &str) {
    compare::<Tree<'_>>(json);
    compare::<Raw<'_>>(json);
    compare::<Fields<'_>>(json);
    compare::<List<Raw<'_>>>(json);
    compare::<Option<List<i64>>>(json);
    compare::<Map<'_, List<Str<'_>>>>(json);
    compare::<Str<'_>>(json);
    compare::<bool>(json);
    compare::<Option<i64>>(json);
}

proptest! {
    #![proptest_config(super::documents_per_property())]

    #[test]
    fn documents_that_fit_the_view(json in tree()) {
        compare_all(&json);
    }

    #[test]
    fn broken_documents(json in tree(), edits in edits()) {
        compare_all(&edited(&json, &edits));
    }

    #[test]
    fn any_value(json in value()) {
        compare_all(&json);
    }

    #[test]
    fn broken_values(json in value(), edits in edits()) {
        compare_all(&edited(&json, &edits));
    }

    #[test]
    fn any_text(text in ".*") {
        compare_all(&text);
    }
}

/// serde_json and we agree on the place of the error. It calls a lone minus sign and an unfinished `1.` invalid.
#[test]
fn cut_short_at_every_byte() {
    let json = r#"{"skipped": [{"a": "\ud83d\ude00 \"}", "n": [-1.5e+3, true, false, null]}, "é"], "s": "x\u00e9\n",
        "b": true, "i": -12, "l": ["a", "b"], "m": {"k": "v"}, "r": {"deep": [1.25, {"x": null}]}, "f": {"k": [ ]},
        "t": {"s": "inner", "ts": [{"i": 1}, {"skipped": "0123456789012345678901234567890123456789"}]}}"#;
    compare::<Tree<'_>>(json);
    assert!(ours::<Words, Tree<'_>>(json).is_ok());
    for end in (0..json.len()).filter(|end| json.is_char_boundary(*end)) {
        let cut = &json[..end];
        compare::<Tree<'_>>(cut);
        let error = ours::<Words, Tree<'_>>(cut).unwrap_err();
        assert_eq!(error.path, oracle::read::<Tree<'_>>(cut).unwrap_err().path, "{cut}");
        assert_eq!(error.problem, "the JSON ends too early", "{cut}");
    }
}

#[test]
fn views_are_as_deep_as_those_of_serde_json() {
    let nested = |depth: usize| format!("{}{{}}{}", r#"{"t":"#.repeat(depth - 1), "}".repeat(depth - 1));
    assert!(ours::<Words, Tree<'_>>(&nested(127)).is_ok());
    for depth in [126, 127, 128, 129, 1000] {
        compare::<Tree<'_>>(&nested(depth));
    }
    let error = ours::<Words, Tree<'_>>(&nested(100_000)).unwrap_err();
    assert_eq!(error.problem, "not valid JSON");
    assert_eq!(error.path.len(), "t".len() + 126 * ".t".len());
}

/// What is not read has no limit, in serde_json neither.
#[test]
fn skipped_and_kept_values_may_be_of_any_depth() {
    for depth in [62, 63, 64, 65, 126, 127, 128, 129, 191, 1000, 50_000] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"[{"a":"#, "}]")] {
            let value = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for key in ["skipped", "r"] {
                let json = format!(r#"{{"{key}":{value},"s":"x"}}"#);
                assert!(ours::<Words, Tree<'_>>(&json).is_ok(), "{key} {depth}");
                compare::<Tree<'_>>(&json);
                compare::<Tree<'_>>(&json.replacen("1}", "1]", 1));
                compare::<Tree<'_>>(&json.replacen("1]", "1}", 1));
            }
        }
    }
}
