//! Values in every spelling of API calls, events and plans: numbers and booleans bare or quoted, lists as arrays, as
//! arrays inside a string (`"[\"i-1\"]"`), or flattened into numbered keys (`InstanceId.1`, `Tag.1.Key`).
//!
//! Members are read from the text on demand: an operation is small, and most rules look at two or three members of it.

use alloc::borrow::Cow;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use redline_json::Unreadable;
use redline_json::{self as json, Fields, List, Raw, Slot, Str};
use redline_text::{split, split_once_any};

/// Deeper than any parameter of any API; what lies below is ignored.
const DEPTH: u8 = 16;

fn parse<'a, T: Slot<'a>>(json: &'a str) -> Option<T> {
    json::read(json).ok()
}

/// The text of a JSON value, of a string its content, so that JSON inside a string can be read like JSON.
pub(crate) fn unquote(raw: Raw<'_>) -> Cow<'_, str> {
    match raw.get().starts_with('"').then(|| parse::<Str<'_>>(raw.get())) {
        Some(Some(text)) => text.0,
        _ => Cow::Borrowed(raw.get()),
    }
}

/// One JSON object, read member by member.
#[derive(Debug, Clone)]
pub struct Attributes<'a> {
    text: Cow<'a, str>,
    /// Whether names are compared like those of API parameters (see [`same_name`]), or exactly.
    loose: bool,
}

impl<'a> Attributes<'a> {
    /// The parameters of a call: `ScalingGroupId`, `scaling_group_id` and `ScalingGroupIds` are the same name.
    pub(crate) fn of_call(raw: Option<Raw<'a>>, path: &str) -> Result<Attributes<'a>, Unreadable> {
        Attributes::object(raw, path, true)
    }

    /// The attributes of a Terraform resource, with the names that the provider gives them.
    pub(crate) fn of_resource(raw: Option<Raw<'a>>, path: &str) -> Result<Attributes<'a>, Unreadable> {
        Attributes::object(raw, path, false)
    }

    /// The members of an object that stands as JSON in a text; `None` for any other text. Names are compared exactly.
    pub fn of_text(text: &'a str) -> Option<Attributes<'a>> {
        Attributes::object(redline_json::read(text).ok(), "", false).ok()
    }

    fn object(raw: Option<Raw<'a>>, path: &str, loose: bool) -> Result<Attributes<'a>, Unreadable> {
        let text = raw.map_or(Cow::Borrowed(""), unquote);
        if text.trim_ascii().is_empty() || text.trim_ascii() == "null" {
            return Ok(Attributes { text: Cow::Borrowed("{}"), loose });
        }
        match parse::<Fields<'_>>(&text).is_some() {
            true => Ok(Attributes { text, loose }),
            false => Err(Unreadable::new(path, "expected an object")),
        }
    }

    /// The values at a path such as `VServerGroup.LoadBalancerId`, through lists at every step. Nested objects
    /// at the end of the path come as JSON text.
    pub fn list(&self, path: &str) -> Vec<String> {
        let mut out = Vec::new();
        self.walk(&self.text, path, true, DEPTH, &mut out);
        out
    }

    /// The first value at a path, as text; a string that holds JSON is left as it is.
    pub fn text(&self, path: &str) -> Option<String> {
        let mut out = Vec::new();
        self.walk(&self.text, path, false, DEPTH, &mut out);
        out.into_iter().next()
    }

    /// Whether some value at one of the paths is one of `values`, ignoring case.
    pub fn has_value(&self, paths: &[&str], values: &[&str]) -> bool {
        let wanted = |given: &String| values.iter().any(|value| value.eq_ignore_ascii_case(given.trim_ascii()));
        paths.iter().any(|path| self.list(path).iter().any(wanted))
    }

    /// The member of this name as JSON text; `None` when it is not there. `null` is there.
    pub(crate) fn member(&self, name: &str) -> Option<&str> {
        let fields: Fields<'_> = parse(&self.text)?;
        fields.0.into_iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.get())
    }

    /// Names and values of the top level.
    pub fn members(&self) -> Fields<'_> {
        parse(&self.text).unwrap_or_default()
    }

    fn walk(&self, json: &str, path: &str, spread: bool, depth: u8, out: &mut Vec<String>) {
        let json = json.trim_ascii_start();
        let Some(depth) = depth.checked_sub(1) else { return };
        match json.bytes().next() {
            Some(b'{') if path.is_empty() => out.push(json.to_owned()),
            Some(b'{') => {
                for (key, value) in &parse::<Fields<'_>>(json).unwrap_or_default().0 {
                    if let Some(rest) = self.strip(key, path) {
                        self.walk(value.get(), rest, spread, depth, out);
                    }
                }
            }
            Some(b'[') => {
                for item in &parse::<List<Raw<'_>>>(json).unwrap_or_default() {
                    self.walk(item.get(), path, spread, depth, out);
                }
            }
            Some(b'"') => {
                let Some(text) = parse::<Str<'_>>(json) else { return };
                let inner = text.trim_ascii();
                let opens = inner.starts_with('[') || (!path.is_empty() && inner.starts_with('{'));
                if opens && (spread || !path.is_empty()) && parse::<Raw<'_>>(inner).is_some() {
                    self.walk(inner, path, spread, depth, out);
                } else if path.is_empty() && !text.is_empty() {
                    out.push(text.0.into_owned());
                }
            }
            Some(b'n') | None => {}
            Some(_) if path.is_empty() => out.push(json.trim_ascii_end().to_owned()),
            Some(_) => {}
        }
    }

    /// The rest of the path below a key, whose numbers do not count; `None` when the key is not on the path.
    fn strip<'p>(&self, key: &str, path: &'p str) -> Option<&'p str> {
        let mut rest = path;
        for (i, part) in split(key, ".").enumerate() {
            if i > 0 && part.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            let (head, tail) = split_once_any(rest, ".").unwrap_or((rest, ""));
            let same = if self.loose { same_name(part, head) } else { part == head };
            if head.is_empty() || !same {
                return None;
            }
            rest = tail;
        }
        Some(rest)
    }

    /// `after_unknown` of a resource of which nothing is known before apply.
    pub(crate) fn all_unknown() -> Attributes<'a> {
        Attributes { text: Cow::Borrowed("true"), loose: false }
    }

    /// [`Attributes::unknown_at`] for one tag, whose key may have dots.
    pub(crate) fn unknown_tag(&self, key: &str) -> bool {
        let Some(tags) = self.member("tags") else { return self.text == "true" };
        parse::<Fields<'_>>(tags).map_or(tags == "true", |tags| tags.get(key).is_some_and(|raw| raw.get() == "true"))
    }

    /// Whether a value at this path is known only after apply, according to `after_unknown`.
    pub(crate) fn unknown_at(&self, path: &str) -> bool {
        self.unknown(&self.text, path, DEPTH)
    }

    fn unknown(&self, json: &str, path: &str, depth: u8) -> bool {
        let json = json.trim_ascii();
        // Too deep to be read: unknown is the safe answer.
        let Some(depth) = depth.checked_sub(1) else { return true };
        match json.bytes().next() {
            Some(b't') => true,
            Some(b'[') => parse::<List<Raw<'_>>>(json)
                .is_some_and(|list| list.iter().any(|item| self.unknown(item.get(), path, depth))),
            Some(b'{') => parse::<Fields<'_>>(json).is_some_and(|fields| {
                fields.iter().any(|(key, value)| match path.is_empty() {
                    true => self.unknown(value.get(), "", depth),
                    false => self.strip(key, path).is_some_and(|rest| self.unknown(value.get(), rest, depth)),
                })
            }),
            _ => false,
        }
    }
}

/// Whether two parameter names are the same but for case, `_`, `-` and a plural `s`: the API reference, the SDKs
/// and the event log differ in these.
fn same_name(a: &str, b: &str) -> bool {
    fn plain(name: &str) -> impl Iterator<Item = u8> + '_ {
        let stem = name.strip_suffix(['s', 'S']).unwrap_or(name);
        stem.bytes().filter(|b| !matches!(b, b'_' | b'-')).map(|b| b.to_ascii_lowercase())
    }
    plain(a).eq(plain(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(json: &str) -> Attributes<'_> {
        Attributes::of_call(json::read(json).unwrap(), "x").unwrap()
    }

    #[test]
    fn lists_in_every_spelling() {
        for json in [
            r#"{"InstanceId.1":"i-1","InstanceId.2":"i-2"}"#,
            r#"{"InstanceId":["i-1","i-2"]}"#,
            r#"{"InstanceIds":"[\"i-1\", \"i-2\"]"}"#,
            r#"{"instance_ids":["i-1","i-2"]}"#,
            r#""{\"InstanceId\":[\"i-1\",\"i-2\"]}""#,
        ] {
            assert_eq!(parameters(json).list("InstanceId"), ["i-1", "i-2"], "{json}");
        }
        assert!(
            parameters(r#"{"InstanceId.Extra":"i-1","Instance":"i-1","InstanceId":null}"#)
                .list("InstanceId")
                .is_empty()
        );
    }

    #[test]
    fn nested_members_in_every_spelling() {
        for json in [
            r#"{"Tag.1.Key":"a","Tag.2.Key":"b"}"#,
            r#"{"Tag":[{"Key":"a"},{"Key":"b"}]}"#,
            r#"{"Tag.1":{"Key":"a"},"Tag.2":"{\"Key\":\"b\"}"}"#,
            r#"{"Tags":"[{\"Key\":\"a\"},{\"Key\":\"b\"}]"}"#,
        ] {
            assert_eq!(parameters(json).list("Tag.Key"), ["a", "b"], "{json}");
        }
    }

    #[test]
    fn numbers_and_booleans_are_texts() {
        let json = parameters(r#"{"Size":5,"Force":true,"Quoted":"true","Policy":"{\"a\":1}"}"#);
        assert_eq!(json.text("Size").as_deref(), Some("5"));
        assert!(json.has_value(&["Force"], &["true"]) && json.has_value(&["Quoted"], &["TRUE"]));
        assert_eq!(json.text("Policy").as_deref(), Some(r#"{"a":1}"#));
        assert!(Attributes::of_call(json::read("[1]").unwrap(), "x").is_err());
    }

    #[test]
    fn texts_are_spread_only_where_they_are_json_of_the_right_kind() {
        let list = |json: &str, path: &str| parameters(json).list(path);
        // What only looks like JSON is a text, and so is an object where the path ends.
        for text in ["[1", "[x]", "{\\\"a\\\":1}", "{a}"] {
            let json = format!(r#"{{"A":"{text}"}}"#);
            assert_eq!(list(&json, "A"), [text.replace('\\', "")], "{json}");
        }
        assert_eq!(list(r#"{"A":"[1,2]"}"#, "A"), ["1", "2"]);
        assert_eq!(list(r#"{"A":"{\"B\":1}"}"#, "A.B"), ["1"]);
        // Of what stands where the path goes on, only objects and lists count.
        for json in [r#"{"A":"x"}"#, r#"{"A":5}"#, r#"{"A":true}"#, r#"{"A":"{x"}"#, r#"{"A":["x",7]}"#] {
            assert!(list(json, "A.B").is_empty(), "{json}");
        }
        // One value is a value, not its items.
        assert_eq!(parameters(r#"{"A":"[1,2]"}"#).text("A").as_deref(), Some("[1,2]"));
        // Numbers count items, and never begin a name.
        assert_eq!(list(r#"{"1":"x","A.1":"y"}"#, "A"), ["y"]);
        assert!(list(r#"{"1":"x"}"#, "A").is_empty());
    }

    #[test]
    fn attribute_names_are_compared_exactly() {
        let json = Attributes::of_resource(json::read(r#"{"ids":["a"],"conf":[{"on":true}]}"#).unwrap(), "x").unwrap();
        assert!(json.list("id").is_empty());
        assert_eq!(json.text("conf.on").as_deref(), Some("true"));
    }

    #[test]
    fn unknown_above_at_and_below_the_path() {
        let read = |s| Attributes::of_resource(json::read(s).unwrap(), "x").unwrap();
        assert!(read(r#"{"tags":true}"#).unknown_at("tags.a"));
        assert!(read(r#"{"conf":[{"on":true}]}"#).unknown_at("conf.on"));
        assert!(read(r#"{"list":[false,true]}"#).unknown_at("list"));
        assert!(!read(r#"{"list":[false],"other":true}"#).unknown_at("list"));
    }
}
