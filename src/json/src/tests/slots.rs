//! What views make of documents.

use crate::write::string;
use crate::{List, Loose, Map, Raw, Str, read};

crate::view! {
    struct Inner<'a> {
        a: Str<'a>,
        b: Str<'a>,
    }
    struct Outer<'a> {
        boxed: Option<Box<Inner<'a>>>,
        map: Map<'a, Str<'a>>,
        list: List<Str<'a>>,
        loose: Loose<Inner<'a>>,
    }
}

/// Depth counts what is open, and not what has been closed.
#[test]
fn any_number_of_values_stand_side_by_side() {
    let siblings = |item: &str, count: usize| format!("[{}]", vec![item; count].join(","));
    assert_eq!(read::<List<List<Raw<'_>>>>(&siblings("[]", 1000)).unwrap().0.len(), 1000);
    assert_eq!(read::<List<Inner<'_>>>(&siblings(r#"{"a":"x","c":{"d":[]}}"#, 1000)).unwrap().0.len(), 1000);
    assert_eq!(read::<List<Raw<'_>>>(&siblings("[[{}]]", 1000)).unwrap().0.len(), 1000);
}

#[test]
fn of_members_with_one_name_the_last_counts() {
    let twice = |member: &str, first: &str, last: &str| format!(r#"{{"{member}":{first},"{member}":{last}}}"#);
    let json = twice("map", r#"{"x":"1","y":"2"}"#, r#"{"z":"3"}"#);
    let map = read::<Outer<'_>>(&json).unwrap().map;
    assert_eq!(
        map.iter().map(|(key, value)| (key.to_owned(), value.to_string())).collect::<Vec<_>>(),
        [("z".to_owned(), "3".to_owned())]
    );
    let json = twice("list", r#"["x","y"]"#, r#"["z"]"#);
    assert_eq!(read::<Outer<'_>>(&json).unwrap().list.0, ["z"]);
    let json = twice("boxed", r#"{"a":"1"}"#, r#"{"b":"2"}"#);
    let boxed = read::<Outer<'_>>(&json).unwrap().boxed.unwrap();
    assert_eq!((&*boxed.a, &*boxed.b), ("", "2"));
    assert!(read::<Outer<'_>>(r#"{"boxed":null}"#).unwrap().boxed.is_none());
}

#[test]
fn what_is_loose_may_be_something_else() {
    assert_eq!(read::<Outer<'_>>(r#"{"loose":{"a":"1"}}"#).unwrap().loose.a, "1");
    for other in ["7", "[]", "\"x\"", "null"] {
        assert_eq!(read::<Outer<'_>>(&format!(r#"{{"loose":{other}}}"#)).unwrap().loose.a, "", "{other}");
        assert_eq!(read::<Outer<'_>>(&format!(r#"{{"boxed":{other}}}"#)).is_ok(), other == "null", "{other}");
    }
}

#[test]
fn every_control_character_is_escaped() {
    let mut out = String::new();
    string(&mut out, "\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f} \"\\/\u{7f}");
    assert_eq!(out, "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\u{7f}\"");
}
