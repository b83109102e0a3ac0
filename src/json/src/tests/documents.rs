//! Documents to read: a view that has every slot, texts that it takes or nearly takes, and ways to break them.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::{Index, select};
use proptest::strategy::BoxedStrategy;

use crate::{Fields, List, Map, Raw, Str};

crate::view! {
    /// One of everything.
    pub(super) struct Tree<'a> {
        s: Str<'a>,
        b: bool,
        i: Option<i64>,
        l: List<Str<'a>>,
        m: Map<'a>,
        r: Raw<'a>,
        o: Option<Raw<'a>>,
        f: Fields<'a>,
        t: Option<Box<Tree<'a>>>,
        ts: List<Tree<'a>>,
    }
}

fn string() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "a",
        "name",
        "é",
        "集群",
        "😀",
        r"\n",
        r#"\""#,
        r"\\",
        r"\/",
        r"\u00e9",
        r"\ud83d\ude00",
        r"\u0041",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        " ",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ];
    vec(select(PIECES), 0..6).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn integer() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("0".to_owned()),
        any::<i64>().prop_map(|n| n.to_string()),
        any::<u64>().prop_map(|n| n.to_string())
    ]
}

fn leaf() -> impl Strategy<Value = String> {
    const NUMBERS: &[&str] = &["1.5", "-0.0", "1e5", "2E-3", "10.25e+7", "123456789012345678901234567890", "1e999"];
    prop_oneof![
        3 => string(),
        1 => integer(),
        1 => select(&["null", "true", "false"][..]).prop_map(str::to_owned),
        1 => select(NUMBERS).prop_map(str::to_owned),
    ]
}

fn space() -> impl Strategy<Value = &'static str> {
    select(
        &["", "", "", " ", "\n\t", "\r\n  ", "                                                                  "][..],
    )
}

fn list(item: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (vec(item, 0..5), space())
        .prop_map(|(items, space)| format!("[{space}{}{space}]", items.join(&format!("{space},"))))
}

fn object(member: impl Strategy<Value = (String, String)>) -> impl Strategy<Value = String> {
    (vec(member, 0..7), space()).prop_map(|(members, space)| {
        let members: Vec<String> = members.iter().map(|(key, value)| format!("{key}{space}:{value}")).collect();
        format!("{{{space}{}{space}}}", members.join(&format!(",{space}")))
    })
}

/// Any value.
pub(super) fn value() -> impl Strategy<Value = String> {
    leaf().prop_recursive(5, 48, 5, |inner| prop_oneof![list(inner.clone()), object((string(), inner))])
}

fn member(key: &'static str, value: impl Strategy<Value = String> + 'static) -> BoxedStrategy<(String, String)> {
    value.prop_map(move |value| (format!("\"{key}\""), value)).boxed()
}

/// A [`Tree`]: nearly always of the right types.
pub(super) fn tree() -> impl Strategy<Value = String> {
    let names = select(&["s", "b", "i", "l", "m", "r", "o", "f", "t", "ts"][..]).prop_map(|name| format!("\"{name}\""));
    let null = || Just("null".to_owned());
    let start = object(prop_oneof![member("s", string()), member("r", value())]);
    start.boxed().prop_recursive(4, 40, 5, move |inner| {
        object(prop_oneof![
            20 => prop_oneof![
                member("s", string()),
                Just((r#""\u0073""#.to_owned(), r#""escaped key""#.to_owned())),
                member("b", select(&["true", "false", "null"][..]).prop_map(str::to_owned)),
                member("i", prop_oneof![any::<i64>().prop_map(|n| n.to_string()), null()]),
                member("l", prop_oneof![list(string()), null()]),
                member("m", object((string(), prop_oneof![string(), null()]))),
                member("r", value()),
                member("o", value()),
                member("f", object((string(), value()))),
                member("t", prop_oneof![inner.clone(), null()]),
                member("ts", list(inner)),
                (string(), value()),
            ],
            1 => (names.clone(), value()),
        ])
    })
}

/// A change of one character.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    place: Index,
    delete: bool,
    insert: Option<char>,
}

pub(super) fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let chars: Vec<char> = "\"\"\\\\{}[],:0 19-+eEu.trfnx/\n\u{1}é".chars().collect();
    let edit = (any::<Index>(), any::<bool>(), proptest::option::of(select(chars)));
    vec(edit.prop_map(|(place, delete, insert)| Edit { place, delete, insert }), 1..4)
}

pub(super) fn edited(json: &str, edits: &[Edit]) -> String {
    let mut chars: Vec<char> = json.chars().collect();
    for edit in edits {
        let place = edit.place.index(chars.len() + 1);
        if edit.delete && place < chars.len() {
            chars.remove(place);
        }
        if let Some(insert) = edit.insert {
            chars.insert(place, insert);
        }
    }
    chars.into_iter().collect()
}
