//! Borrowed, partial views of JSON.
//!
//! A view names the fields a rule reads; every other field is skipped without being built. Strings stay in the
//! payload unless an escape forces a copy. Everywhere in a view `null` means the default, as it does to the
//! Kubernetes API server, and a value of the wrong shape is an error, never a default: a request that cannot be
//! read must not be let through.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
pub use serde_json::value::RawValue;

/// A string borrowed from the payload where possible; `null` reads as the empty string.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Str<'a>(pub Cow<'a, str>);

impl std::ops::Deref for Str<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'a> From<&'a str> for Str<'a> {
    fn from(s: &'a str) -> Self {
        Str(Cow::Borrowed(s))
    }
}

impl PartialEq<str> for Str<'_> {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for Str<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

struct StrVisitor;

impl<'de> Visitor<'de> for StrVisitor {
    type Value = Str<'de>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    fn visit_none<E>(self) -> Result<Str<'de>, E> {
        Ok(Str::default())
    }
    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Str<'de>, D::Error> {
        d.deserialize_str(self)
    }
    fn visit_borrowed_str<E>(self, s: &'de str) -> Result<Str<'de>, E> {
        Ok(Str(Cow::Borrowed(s)))
    }
    fn visit_str<E>(self, s: &str) -> Result<Str<'de>, E> {
        Ok(Str(Cow::Owned(s.to_owned())))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Str<'a> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_option(StrVisitor)
    }
}

/// A list; `null` reads as empty.
#[derive(Debug, Clone, PartialEq)]
pub struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        List(Vec::new())
    }
}

impl<T> std::ops::Deref for List<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'x, T> IntoIterator for &'x List<T> {
    type Item = &'x T;
    type IntoIter = std::slice::Iter<'x, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_none<E>(self) -> Result<List<T>, E> {
        Ok(List::default())
    }
    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<List<T>, D::Error> {
        d.deserialize_seq(self)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<List<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(List(items))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_option(ListVisitor(PhantomData))
    }
}

/// A JSON object with values of one type, in document order; `null` reads as empty. Look-ups are linear: the
/// maps of a Kubernetes object are short.
#[derive(Debug, Clone, PartialEq)]
pub struct Map<'a, V = Str<'a>>(pub Vec<(Str<'a>, V)>);

/// A JSON object whose values are left as text, to be read later or compared.
pub type Fields<'a> = Map<'a, &'a RawValue>;

impl<V> Default for Map<'_, V> {
    fn default() -> Self {
        Map(Vec::new())
    }
}

impl<'a, V> Map<'a, V> {
    /// The value of `key`; of a repeated key the last one, as the API server reads it.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.0.iter().rev().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    /// Keys and values in document order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.0.iter().map(|(k, v)| (&**k, v))
    }

    /// True when there is no entry.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

struct MapVisitor<'a, V>(PhantomData<(&'a (), V)>);

impl<'de: 'a, 'a, V: Deserialize<'de>> Visitor<'de> for MapVisitor<'a, V> {
    type Value = Map<'a, V>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Map::default())
    }
    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_map(self)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Map(entries))
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for Map<'a, V> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_option(MapVisitor(PhantomData))
    }
}

/// Declares partial views: structs that read the named JSON fields and skip the rest.
///
/// The JSON key is the field's name, or the literal after `=`. Field types must themselves treat `null` as
/// their default: [`Str`], [`List`], [`Map`], `Option` and other views do. An array in the place of an object
/// is refused.
///
/// ```
/// redline_engine::view! {
///     /// A volume mount.
///     pub struct Mount<'a> {
///         /// Where the container sees it.
///         pub mount_path = "mountPath": redline_engine::json::Str<'a>,
///     }
/// }
/// let mount: Mount = serde_json::from_str(r#"{"mountPath": "/host", "name": "x"}"#).unwrap();
/// assert_eq!(mount.mount_path, "/host");
/// assert!(serde_json::from_str::<Mount>("[]").is_err());
/// ```
#[macro_export]
macro_rules! view {
    ($(
        $(#[$doc:meta])*
        $vis:vis struct $name:ident<$lt:lifetime> {
            $( $(#[$fdoc:meta])* $fvis:vis $field:ident $(= $key:literal)? : $ty:ty ),* $(,)?
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Debug, Default, Clone)]
        $vis struct $name<$lt> {
            $( $(#[$fdoc])* $fvis $field: $ty, )*
            #[doc(hidden)]
            pub _life: ::std::marker::PhantomData<&$lt ()>,
        }

        const _: () = {
            struct ViewVisitor<$lt>(::std::marker::PhantomData<&$lt ()>);
            impl<'de: $lt, $lt> $crate::json::de::Visitor<'de> for ViewVisitor<$lt> {
                type Value = $name<$lt>;
                fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str("an object")
                }
                fn visit_none<E>(self) -> Result<Self::Value, E> {
                    Ok(Default::default())
                }
                fn visit_some<D: $crate::json::de::Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
                    d.deserialize_map(self)
                }
                fn visit_map<A: $crate::json::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                    let mut out = $name::default();
                    while let Some(key) = map.next_key::<$crate::json::Str<'de>>()? {
                        $( if key == $crate::view!(@key $field $($key)?) {
                            out.$field = map.next_value()?;
                            continue;
                        } )*
                        map.next_value::<$crate::json::de::IgnoredAny>()?;
                    }
                    Ok(out)
                }
            }
            impl<'de: $lt, $lt> $crate::json::de::Deserialize<'de> for $name<$lt> {
                fn deserialize<D: $crate::json::de::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                    d.deserialize_option(ViewVisitor(::std::marker::PhantomData))
                }
            }
        };
    )*};
    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
}

#[doc(hidden)]
pub mod de {
    pub use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
}

/// Whether two JSON texts mean the same: white space, escapes and the order of members do not count.
/// Texts that do not parse are the same only when they are equal to the letter.
pub fn same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let parse = |s| serde_json::from_str::<serde_json::Value>(s);
    matches!((parse(a), parse(b)), (Ok(x), Ok(y)) if x == y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_the_default_and_a_wrong_shape_is_an_error() {
        assert_eq!(serde_json::from_str::<Str>("null").unwrap(), "");
        assert!(serde_json::from_str::<Map>("null").unwrap().is_empty());
        assert_eq!(serde_json::from_str::<Map>(r#"{"a":null}"#).unwrap().get("a").unwrap(), "");
        assert!(serde_json::from_str::<Map>("[]").is_err());
        assert!(serde_json::from_str::<List<Str>>("{}").is_err());
        assert!(serde_json::from_str::<Str>("1").is_err());
    }

    #[test]
    fn escapes_are_read_and_the_last_of_repeated_keys_counts() {
        let map: Map = serde_json::from_str(r#"{"k\u0065y":"a","key":"b\n"}"#).unwrap();
        assert_eq!(map.get("key").unwrap(), "b\n");
    }

    #[test]
    fn sameness_looks_at_meaning() {
        assert!(same(r#"{"a": 1, "b": [true]}"#, r#"{"b":[true],"a":1}"#));
        assert!(!same(r#"{"a":1}"#, r#"{"a":2}"#));
        assert!(!same("x", "y"));
    }
}
