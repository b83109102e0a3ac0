//! The situations of JSONTestSuite (Nicolas Seriot, "Parsing JSON is a minefield"), in a table of our own: its y_ texts are
//! valid, its n_ texts are not, and of its i_ texts the grammar or we decide. Those that are not UTF-8 are left out,
//! because the reader takes text.

use serde::de::IgnoredAny;

use crate::block::{Block, Simd, Words};
use crate::reader::read_with;
use crate::{Raw, Slot, Str};

const VALID: &[&str] = &[
    // Lists and objects.
    "[[]   ]",
    r#"[""]"#,
    "[]",
    r#"["a"]"#,
    "[false]",
    r#"[null, 1, "1", {}]"#,
    "[null]",
    "[1\n]",
    " [1]",
    "[1,null,null,null,2]",
    "[2] ",
    "{}",
    r#"{"":0}"#,
    r#"{"asd":"sdf", "dfg":"fgh"}"#,
    r#"{"a":"b","a":"c"}"#,
    r#"{"a":"b","a":"b"}"#,
    r#"{"foo\u0000bar": 42}"#,
    r#"{ "min": -1.0e+28, "max": 1.0e+28 }"#,
    r#"{"a":[]}"#,
    r#"{"x":[{"id": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}], "id": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}"#,
    r#"{"title":"\u041f\u043e\u043b\u0442\u043e\u0440\u0430"}"#,
    "{\n\"a\": \"b\"\n}",
    "[\"a\"]\n",
    "[true]",
    " [] ",
    // Numbers.
    "[123e65]",
    "[0e+1]",
    "[0e1]",
    "[ 4]",
    "[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]",
    "[20e1]",
    "[-0]",
    "[-123]",
    "[-1]",
    "[1E22]",
    "[1E-2]",
    "[1E+2]",
    "[123e45]",
    "[123.456e78]",
    "[1e-2]",
    "[1e+2]",
    "[123]",
    "[123.456789]",
    // Strings.
    r#"["\u0060\u012a\u12AB"]"#,
    r#"["\uD801\udc37"]"#,
    r#"["\ud83d\ude39\ud83d\udc8d"]"#,
    r#"["\"\\\/\b\f\n\r\t"]"#,
    r#"["\\u0000"]"#,
    r#"["\""]"#,
    r#"["a/*b*/c/*d//e"]"#,
    r#"["\\a"]"#,
    r#"["\\n"]"#,
    r#"["\u0012"]"#,
    r#"["\uFFFF"]"#,
    r#"[ "asd"]"#,
    r#"["\uDBFF\uDFFF"]"#,
    r#"["new\u00A0line"]"#,
    "[\"\u{10ffff}\"]",
    "[\"\u{ffff}\"]",
    r#"["\u0000"]"#,
    r#"["\u002c"]"#,
    "[\"π\"]",
    "[\"\u{1bfff}\"]",
    r#"["asd "]"#,
    r#"" ""#,
    r#"["\uD834\uDd1e"]"#,
    r#"["\u0821"]"#,
    r#"["\u0123"]"#,
    "[\"\u{2028}\"]",
    "[\"\u{2029}\"]",
    r#"["\u0061\u30af\u30EA\u30b9"]"#,
    r#"["new\u000Aline"]"#,
    "[\"\u{7f}\"]",
    r#"["\uA66D"]"#,
    r#"["\u005C"]"#,
    "[\"⍂㈴⍂\"]",
    r#"["\uDBFF\uDFFE"]"#,
    r#"["\uD83F\uDFFE"]"#,
    r#"["\u200B"]"#,
    r#"["\u2064"]"#,
    r#"["\uFDD0"]"#,
    r#"["\uFFFE"]"#,
    r#"["\u0022"]"#,
    "[\"€𝄞\"]",
    "[\"a\u{7f}a\"]",
    // A value alone.
    "false",
    "42",
    "-0.1",
    "null",
    r#""asd""#,
    "true",
    r#""""#,
];

const INVALID: &[&str] = &[
    // Lists.
    "[1 true]",
    r#"["": 1]"#,
    r#"[""],"#,
    "[,1]",
    "[1,,2]",
    r#"["x",,]"#,
    r#"["x"]]"#,
    r#"["",]"#,
    r#"["x""#,
    "[x",
    "[3[4]]",
    "[1:2]",
    "[,]",
    "[-]",
    r#"[   , ""]"#,
    "[\"a\",\n4\n,1,",
    "[1,]",
    "[1,,]",
    "[\"\u{b}a\"\\f]",
    "[*]",
    r#"[""#,
    "[1,",
    "[1,\n1\n,1",
    "[{}",
    "[fals]",
    "[nul]",
    "[tru]",
    "123\0",
    // Numbers.
    "[++1234]",
    "[+1]",
    "[+Inf]",
    "[-01]",
    "[-1.0.]",
    "[-2.]",
    "[-NaN]",
    "[.-1]",
    "[.2e-3]",
    "[0.1.2]",
    "[0.3e+]",
    "[0.3e]",
    "[0.e1]",
    "[0E+]",
    "[0E]",
    "[0e+]",
    "[0e]",
    "[1.0e+]",
    "[1.0e-]",
    "[1.0e]",
    "[1 000.0]",
    "[1eE2]",
    "[2.e+3]",
    "[2.e-3]",
    "[2.e3]",
    "[9.e+]",
    "[1+2]",
    "[0x1]",
    "[0x42]",
    "[Inf]",
    "[NaN]",
    "[Infinity]",
    "[0e+-1]",
    "[-foo]",
    "[-1x]",
    "[-Infinity]",
    "[- 1]",
    "[-012]",
    "[-.123]",
    "[1ea]",
    "[1.]",
    "[.123]",
    "[１]",
    "[1.2a-3]",
    "[1.8011670033376514H-308]",
    "[012]",
    "[-",
    "[1e1.5]",
    // Objects.
    r#"["x", truth]"#,
    r#"{[: "x"}"#,
    r#"{"x", null}"#,
    r#"{"x"::"b"}"#,
    "{🇨🇭}",
    r#"{"a":"a" 123}"#,
    "{key: 'value'}",
    r#"{"a" b}"#,
    r#"{:"b"}"#,
    r#"{"a" "b"}"#,
    r#"{"a":"#,
    r#"{"a""#,
    "{1:1}",
    "{9999E9999:1}",
    "{null:null,null:null}",
    r#"{"id":0,,,,,}"#,
    "{'a':0}",
    r#"{"id":0,}"#,
    r#"{"a":"b"}/**/"#,
    r#"{"a":"b"}/**//"#,
    r#"{"a":"b"}//"#,
    r#"{"a":"b"}/"#,
    r#"{"a":"b",,"c":"d"}"#,
    r#"{a: "b"}"#,
    r#"{"a":"a"#,
    r#"{ "foo" : "bar", "a" }"#,
    r#"{"a":"b"}#"#,
    " ",
    // Strings.
    r#"["\uD800\"]"#,
    r#"["\uD800\u"]"#,
    r#"["\uD800\u1"]"#,
    r#"["\uD800\u1x"]"#,
    "[é]",
    "[\"\\\0\"]",
    r#"["\x00"]"#,
    r#"["\\\"]"#,
    "[\"\\\t\"]",
    "[\"\\🌀\"]",
    r#"["\"]"#,
    r#"["\u00A"]"#,
    r#"["\uD834\uDd"]"#,
    r#"["\uD800\uD800\x"]"#,
    r#"["\a"]"#,
    r#"["\uqqqq"]"#,
    r#"[\u0020"asd"]"#,
    r"[\n]",
    "\"",
    "['single quote']",
    "abc",
    r#"["\"#,
    "[\"a\0a\"]",
    "[\"new\nline\"]",
    "[\"\t\"]",
    r#""\UA66D""#,
    r#"""x"#,
    // Structure.
    "<.>",
    "[<null>]",
    "[1]x",
    "[1]]",
    r#"["asd]"#,
    "aå",
    "[True]",
    "1]",
    r#"{"x": true,"#,
    "[][]",
    "]",
    "[",
    "",
    "[\0]",
    "2@",
    "{}}",
    r#"{"":"#,
    r#"{"a":/*comment*/"b"}"#,
    r#"{"a": true} "x""#,
    "['",
    "[,",
    "[{",
    r#"["a"#,
    r#"["a""#,
    "{",
    "{]",
    "{,",
    "{[",
    r#"{"a"#,
    "{'a",
    r#"["\{["\{["\{["\{"#,
    "*",
    r##"{"a":"b"}#{}"##,
    "[\u{2060}]",
    r#"[\u000A""]"#,
    "[1",
    "[ false, nul",
    "[ true, fals",
    "[ false, tru",
    r#"{"asd":"asd""#,
    "å",
    "\u{feff}",
    "[\u{c}]",
    "\u{2060}",
];

/// Valid by the grammar, and beyond what some readers hold.
const BEYOND_NUMBERS: &[&str] = &[
    "[123.456e-789]",
    "[0.4e00669999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999]",
    "[-1e+9999]",
    "[1.5e+9999]",
    "[-123123e100000]",
    "[123123e100000]",
    "[123e-10000000]",
    "[-123123123123123123123123123123]",
    "[100000000000000000000]",
    "[-237462374673276894279832749832423479823246327846]",
];

/// Valid by the grammar, and no text: surrogates without a partner.
const LONE_SURROGATES: &[&str] = &[
    r#"["\uDADA"]"#,
    r#"["\uD888\u1234"]"#,
    r#"["\uD800\n"]"#,
    r#"["\uDd1ea"]"#,
    r#"["\uD800\uD800\n"]"#,
    r#"["\ud800"]"#,
    r#"["\ud800abc"]"#,
    r#"["\uDd1e\uD834"]"#,
    r#"["\uDFAA"]"#,
    r#"["\uD800\u00e9"]"#,
];

fn reads<'a, B: Block, T: Slot<'a>>(json: &'a str) -> bool {
    read_with::<B>(json, &mut T::empty()).is_ok()
}

/// Whether the text is read when it is kept; with both blocks, and as serde_json says.
fn is_kept(json: &str) -> bool {
    let kept = reads::<Words, Raw<'_>>(json);
    assert_eq!(kept, reads::<Simd, Raw<'_>>(json), "{json}");
    assert_eq!(kept, serde_json::from_str::<IgnoredAny>(json).is_ok(), "{json}");
    kept
}

crate::view! {
    struct Little<'a> {
        read: bool,
    }
}

/// Whether the text is accepted where no view reads it.
fn is_skipped(json: &str) -> bool {
    let json = format!(r#"{{"skipped":{json}}}"#);
    assert_eq!(reads::<Words, Little<'_>>(&json), reads::<Simd, Little<'_>>(&json), "{json}");
    reads::<Words, Little<'_>>(&json)
}

#[test]
fn valid_texts_are_kept_and_skipped() {
    for json in VALID.iter().chain(BEYOND_NUMBERS).chain(LONE_SURROGATES) {
        assert!(is_kept(json), "{json}");
        assert!(is_skipped(json), "{json}");
    }
}

#[test]
fn invalid_texts_are_not_kept() {
    for json in INVALID {
        assert!(!is_kept(json), "{json}");
    }
}

#[test]
fn strings_need_pairs_of_surrogates() {
    for json in LONE_SURROGATES {
        let string = json.trim_matches(['[', ']']);
        assert!(!reads::<Words, Str<'_>>(string), "{string}");
        assert!(serde_json::from_str::<String>(string).is_err(), "{string}");
    }
    for json in VALID.iter().filter(|json| json.starts_with("[\"") && json.ends_with("\"]")) {
        let string = &json[1..json.len() - 1];
        let mut ours = Str::default();
        read_with::<Simd>(string, &mut ours).unwrap();
        assert_eq!(ours, *serde_json::from_str::<String>(string).unwrap(), "{string}");
    }
}

#[test]
fn deep_texts_take_no_stack() {
    assert!(!is_kept(&"[".repeat(100_000)));
    assert!(!is_kept(&r#"[{"":"#.repeat(50_000)));
    assert!(is_kept(&format!("{}{}", "[".repeat(500), "]".repeat(500))));
    assert!(is_kept(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))));
    assert!(is_skipped(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))));
    assert!(!is_skipped(&"[".repeat(100_000)));
}

#[test]
fn a_byte_order_mark_is_not_json() {
    assert!(!is_kept("\u{feff}{}"));
}
