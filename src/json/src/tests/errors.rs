//! What views make of null, of other types and of repeated keys, and what errors say.

use crate::{Fields, List, Map, Str, read};

crate::view! {
    struct Inner<'a> {
        on: bool,
        names: List<Str<'a>>,
    }
    struct Outer<'a> {
        spec: Inner<'a>,
        items: List<Inner<'a>>,
        count: Option<i64>,
    }
}

#[test]
fn null_is_the_default_and_a_wrong_type_is_an_error() {
    assert_eq!(read::<Str>("null").unwrap(), "");
    assert!(read::<Map>("null").unwrap().is_empty());
    assert_eq!(read::<Map>(r#"{"a":null}"#).unwrap().get("a").unwrap(), "");
    assert!(read::<Map>("[]").is_err());
    assert!(read::<List<Str>>("{}").is_err());
    assert!(read::<Str>("1").is_err());
    assert_eq!(read::<List<Str>>(r#"["a", null]"#).unwrap().0.len(), 2);
    assert_eq!(read::<Option<bool>>("null").unwrap(), None);
    assert_eq!(read::<Fields>(r#"{"a": {"b" : 1} }"#).unwrap().get("a").unwrap().get(), r#"{"b" : 1}"#);
}

#[test]
fn integers_are_read_from_their_text() {
    let read = |json| read::<Option<i64>>(json).map(Option::unwrap);
    assert_eq!(read("-3"), Ok(-3));
    assert_eq!(read("-0"), Ok(0));
    assert_eq!(read("9223372036854775807"), Ok(i64::MAX));
    assert_eq!(read("-9223372036854775808"), Ok(i64::MIN));
    for other in ["9223372036854775808", "1.5", "1.0", "1e2", "\"1\"", "true"] {
        assert_eq!(read(other).unwrap_err().problem, "expected an integer", "{other}");
    }
    for broken in ["01", "-", "1.", "+1", "1 2"] {
        assert!(read(broken).is_err(), "{broken}");
    }
}

#[test]
fn of_repeated_keys_the_last_one_counts() {
    let map: Map = read(r#"{"k\u0065y":"a","key":"b\n"}"#).unwrap();
    assert_eq!(map.get("key").unwrap(), "b\n");
    let view: Inner = read(r#"{"on":true,"names":["a"],"names":["b"],"on":null}"#).unwrap();
    assert!(view.on, "null changes nothing");
    assert_eq!(view.names.0, [Str::from("b")]);
}

#[test]
fn strings_stay_in_the_payload_unless_an_escape_forces_a_copy() {
    let borrowed = |json| matches!(read::<Str>(json).unwrap().0, std::borrow::Cow::Borrowed(_));
    assert!(borrowed(r#""a long string that is longer than one vector""#));
    assert!(!borrowed(r#""a\n""#));
    assert_eq!(read::<Str>(r#""\ud83d\ude00\u0000\"\\\/\b\f\n\r\t""#).unwrap(), "😀\0\"\\/\u{8}\u{c}\n\r\t");
}

#[test]
fn errors_name_the_place_and_never_the_content() {
    let error = |json| {
        let error = read::<Outer>(json).map(drop).unwrap_err();
        (error.path, error.problem)
    };
    let is = |path: &str, problem: &str| (path.to_owned(), problem.to_owned());
    assert_eq!(error(""), is("", "the JSON ends too early"));
    assert_eq!(error("[]"), is("", "expected an object"));
    assert_eq!(error(r#"{"spec":{"names":["a",secret]}}"#), is("spec.names[1]", "not valid JSON"));
    assert_eq!(error(r#"{"items":[{},{"on":"secret"}]}"#), is("items[1].on", "expected true or false"));
    assert_eq!(error(r#"{"items":[{"names":{}}]}"#), is("items[0].names", "expected a list"));
    assert_eq!(error(r#"{"count":1.5}"#), is("count", "expected an integer"));
    assert_eq!(error(r#"{"secret":{"a":["#), is("secret", "the JSON ends too early"));
    assert_eq!(error("{} {}"), is("", "not valid JSON"));
    assert_eq!(error(r#"{"spec":{"names":["\ud800"]}}"#), is("spec.names[0]", "not valid JSON"));
}

#[test]
fn a_path_repeats_only_the_beginning_of_a_long_name() {
    let path = |name: &str| read::<Outer>(&format!(r#"{{"{name}":["#)).map(drop).unwrap_err().path;
    let longest = "x".repeat(256);
    assert_eq!(path(&longest), longest);
    assert_eq!(path(&"x".repeat(1 << 20)), format!("{longest}…"));
    assert_eq!(path(&"界".repeat(1 << 20)), format!("{}…", "界".repeat(85)));
}
