//! Borrowed, partial views of JSON.
//!
//! A view names the fields a rule reads; every other field is skipped without being built. Strings stay in the
//! payload unless an escape forces a copy. Everywhere in a view `null` means the default, as it does to the
//! Kubernetes API server, and a value of the wrong shape is an error, never a default: a request that cannot be
//! read must not be let through.
//!
//! Each module carries its own copy of whatever it parses with, so size decides the shape: derived
//! deserialisers cost one to two kilobytes a struct. Here serde_json is instantiated once, for a visitor that
//! hands what it meets to a [`Slot`]; a view is then nothing but a table from key to slot.

use alloc::borrow::Cow;
use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A place that JSON can be read into. `null` leaves it as it is. Every method but [`Slot::expects`] answers
/// whether the slot takes that kind of value.
pub trait Slot<'a> {
    /// The default value.
    fn empty() -> Self
    where
        Self: Sized;
    /// What belongs here, for error messages: `a string`.
    fn expects(&self) -> &'static str;
    /// Takes a string.
    fn string(&mut self, _: Str<'a>) -> bool {
        false
    }
    /// Takes a boolean.
    fn boolean(&mut self, _: bool) -> bool {
        false
    }
    /// Takes an integer.
    fn integer(&mut self, _: i64) -> bool {
        false
    }
    /// Takes an object, whose members are then offered one by one.
    fn object(&mut self) -> bool {
        false
    }
    /// The slot of a member of the object; `None` to skip it.
    fn member(&mut self, _: Str<'a>) -> Option<&mut dyn Slot<'a>> {
        None
    }
    /// Takes a list, whose items are then offered one by one.
    fn list(&mut self) -> bool {
        false
    }
    /// The slot of the next item of the list; `None` to skip it.
    fn item(&mut self) -> Option<&mut dyn Slot<'a>> {
        None
    }
    /// Takes back the last slot that [`Slot::item`] gave: the list ended before it.
    fn unused_item(&mut self) {}
    /// Whether the slot wants the value's text instead of its parts.
    fn wants_text(&self) -> bool {
        false
    }
    /// Takes the text of a value.
    fn text(&mut self, _: &'a str) {}
}

/// Reads a JSON text into a value.
///
/// # Errors
/// Syntax errors, and values of another shape than the slot takes.
pub fn read<'a, T: Slot<'a>>(json: &'a str) -> Result<T, serde_json::Error> {
    let mut value = T::empty();
    read_into(json, &mut value)?;
    Ok(value)
}

pub(crate) fn read_into<'a>(json: &'a str, slot: &mut dyn Slot<'a>) -> Result<(), serde_json::Error> {
    let mut d = serde_json::Deserializer::from_str(json);
    Fill(slot).deserialize(&mut d)?;
    d.end()
}

/// Fills a slot from whatever comes.
#[doc(hidden)]
pub struct Fill<'s, 't, 'a>(pub &'s mut (dyn Slot<'a> + 't));

impl Fill<'_, '_, '_> {
    fn taken<E: Error>(self, taken: bool) -> Result<(), E> {
        if taken { Ok(()) } else { Err(E::custom(format_args!("expected {}", self.0.expects()))) }
    }
}

impl<'a> DeserializeSeed<'a> for Fill<'_, '_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, d: D) -> Result<(), D::Error> {
        if self.0.wants_text() {
            return d.deserialize_newtype_struct(RAW, FillText(self.0));
        }
        d.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Fill<'_, '_, 'a> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.expects())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E: Error>(self, v: bool) -> Result<(), E> {
        let taken = self.0.boolean(v);
        self.taken(taken)
    }
    fn visit_i64<E: Error>(self, v: i64) -> Result<(), E> {
        let taken = self.0.integer(v);
        self.taken(taken)
    }
    fn visit_u64<E: Error>(self, v: u64) -> Result<(), E> {
        let taken = i64::try_from(v).is_ok_and(|v| self.0.integer(v));
        self.taken(taken)
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.taken(false)
    }
    fn visit_borrowed_str<E: Error>(self, v: &'a str) -> Result<(), E> {
        let taken = self.0.string(Str(Cow::Borrowed(v)));
        self.taken(taken)
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<(), E> {
        let taken = self.0.string(Str(Cow::Owned(v.to_owned())));
        self.taken(taken)
    }
    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        if !self.0.object() {
            // With its feature `arbitrary_precision`, as in the modules, serde_json offers a number as an
            // object with its text in it; that saves them all of floating point.
            let mut number = Str::default();
            if matches!(map.next_key()?, Some(Key(key)) if key == NUMBER) {
                map.next_value_seed(Fill(&mut number))?;
            }
            let taken = number.parse().is_ok_and(|v| self.0.integer(v));
            return self.taken(taken);
        }
        while let Some(Key(key)) = map.next_key()? {
            match self.0.member(key) {
                Some(slot) => map.next_value_seed(Fill(slot))?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        if !self.0.list() {
            return self.taken(false);
        }
        // An item's slot is made before it is known whether there is an item.
        loop {
            let Some(slot) = self.0.item() else {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(());
            };
            if seq.next_element_seed(Fill(slot))?.is_none() {
                self.0.unused_item();
                return Ok(());
            }
        }
    }
}

/// How serde_json asks for the text of a value and for a number unread. These are its own words, not its
/// interface: its public `RawValue` would bring the printing of every kind of value into every module. The
/// tests below fail the day they change.
const RAW: &str = "$serde_json::private::RawValue";
const NUMBER: &str = "$serde_json::private::Number";

/// Fills a slot with the text of a value.
struct FillText<'s, 't, 'a>(&'s mut (dyn Slot<'a> + 't));

impl<'a> DeserializeSeed<'a> for FillText<'_, '_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for FillText<'_, '_, 'a> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<(), E> {
        self.0.text(text);
        Ok(())
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Err(E::custom("expected a borrowed value"))
    }
    fn visit_newtype_struct<D: Deserializer<'a>>(self, _: D) -> Result<(), D::Error> {
        Err(D::Error::custom("expected a borrowed value"))
    }
    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        match map.next_key::<Key<'a>>()? {
            Some(_) => map.next_value_seed(self),
            None => Err(A::Error::custom("expected a value")),
        }
    }
}

struct Key<'a>(Str<'a>);

impl<'a> Deserialize<'a> for Key<'a> {
    fn deserialize<D: Deserializer<'a>>(d: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'a> Visitor<'a> for KeyVisitor {
            type Value = Key<'a>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, s: &'a str) -> Result<Key<'a>, E> {
                Ok(Key(Str(Cow::Borrowed(s))))
            }
            fn visit_str<E>(self, s: &str) -> Result<Key<'a>, E> {
                Ok(Key(Str(Cow::Owned(s.to_owned()))))
            }
        }
        d.deserialize_str(KeyVisitor)
    }
}

/// Lets a slot type be read with serde's own functions too.
macro_rules! deserialize {
    ($([$($generics:tt)*] $ty:ty;)*) => {$(
        impl<'a, $($generics)*> Deserialize<'a> for $ty {
            fn deserialize<D: Deserializer<'a>>(d: D) -> Result<Self, D::Error> {
                let mut value = <$ty as Slot<'a>>::empty();
                Fill(&mut value).deserialize(d)?;
                Ok(value)
            }
        }
    )*};
}

deserialize! {
    [] Str<'a>;
    [] Raw<'a>;
    [T: Slot<'a>] List<T>;
    [V: Slot<'a>] Map<'a, V>;
}

/// A string borrowed from the payload where possible; `null` reads as the empty string.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Str<'a>(pub Cow<'a, str>);

impl<'a> Slot<'a> for Str<'a> {
    fn empty() -> Self {
        Str::default()
    }
    fn expects(&self) -> &'static str {
        "a string"
    }
    fn string(&mut self, s: Str<'a>) -> bool {
        *self = s;
        true
    }
}

impl core::ops::Deref for Str<'_> {
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

impl<'a> Slot<'a> for bool {
    fn empty() -> Self {
        false
    }
    fn expects(&self) -> &'static str {
        "true or false"
    }
    fn boolean(&mut self, v: bool) -> bool {
        *self = v;
        true
    }
}

impl<'a> Slot<'a> for i64 {
    fn empty() -> Self {
        0
    }
    fn expects(&self) -> &'static str {
        "an integer"
    }
    fn integer(&mut self, v: i64) -> bool {
        *self = v;
        true
    }
}

/// The text of a value, whatever it is; `null` reads as the text `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// The JSON text.
    pub fn get(self) -> &'a str {
        self.0
    }
}

impl Default for Raw<'_> {
    fn default() -> Self {
        Raw("null")
    }
}

impl<'a> Slot<'a> for Raw<'a> {
    fn empty() -> Self {
        Raw::default()
    }
    fn expects(&self) -> &'static str {
        "a value"
    }
    fn wants_text(&self) -> bool {
        true
    }
    fn text(&mut self, v: &'a str) {
        *self = Raw(v);
    }
}

impl<'a, T: Slot<'a>> Slot<'a> for Box<T> {
    fn empty() -> Self {
        Box::new(T::empty())
    }
    fn expects(&self) -> &'static str {
        (**self).expects()
    }
    fn object(&mut self) -> bool {
        (**self).object()
    }
    fn member(&mut self, key: Str<'a>) -> Option<&mut dyn Slot<'a>> {
        (**self).member(key)
    }
}

/// Present or not; `null` reads as not.
impl<'a, T: Slot<'a>> Slot<'a> for Option<T> {
    fn empty() -> Self {
        None
    }
    fn expects(&self) -> &'static str {
        T::empty().expects()
    }
    fn string(&mut self, v: Str<'a>) -> bool {
        self.insert(T::empty()).string(v)
    }
    fn boolean(&mut self, v: bool) -> bool {
        self.insert(T::empty()).boolean(v)
    }
    fn integer(&mut self, v: i64) -> bool {
        self.insert(T::empty()).integer(v)
    }
    fn object(&mut self) -> bool {
        self.insert(T::empty()).object()
    }
    fn member(&mut self, key: Str<'a>) -> Option<&mut dyn Slot<'a>> {
        self.as_mut()?.member(key)
    }
    fn list(&mut self) -> bool {
        self.insert(T::empty()).list()
    }
    fn item(&mut self) -> Option<&mut dyn Slot<'a>> {
        self.as_mut()?.item()
    }
    fn unused_item(&mut self) {
        if let Some(list) = self {
            list.unused_item();
        }
    }
    fn wants_text(&self) -> bool {
        T::empty().wants_text()
    }
    fn text(&mut self, v: &'a str) {
        if v != "null" {
            self.insert(T::empty()).text(v);
        }
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

impl<T> core::ops::Deref for List<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'x, T> IntoIterator for &'x List<T> {
    type Item = &'x T;
    type IntoIter = core::slice::Iter<'x, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'a, T: Slot<'a>> Slot<'a> for List<T> {
    fn empty() -> Self {
        List::default()
    }
    fn expects(&self) -> &'static str {
        "a list"
    }
    fn list(&mut self) -> bool {
        self.0.clear();
        true
    }
    fn item(&mut self) -> Option<&mut dyn Slot<'a>> {
        self.0.push(T::empty());
        self.0.last_mut().map(|slot| slot as &mut dyn Slot<'a>)
    }
    fn unused_item(&mut self) {
        self.0.pop();
    }
}

/// A JSON object with values of one type, in document order; `null` reads as empty. Look-ups are linear: the
/// maps of a Kubernetes object are short.
#[derive(Debug, Clone, PartialEq)]
pub struct Map<'a, V = Str<'a>>(pub Vec<(Str<'a>, V)>);

/// A JSON object whose values are left as text, to be read later or compared.
pub type Fields<'a> = Map<'a, Raw<'a>>;

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

impl<'a, V: Slot<'a>> Slot<'a> for Map<'a, V> {
    fn empty() -> Self {
        Map::default()
    }
    fn expects(&self) -> &'static str {
        "an object"
    }
    fn object(&mut self) -> bool {
        self.0.clear();
        true
    }
    fn member(&mut self, key: Str<'a>) -> Option<&mut dyn Slot<'a>> {
        self.0.push((key, V::empty()));
        self.0.last_mut().map(|(_, slot)| slot as &mut dyn Slot<'a>)
    }
}

/// Declares partial views: structs that read the named JSON fields and skip the rest.
///
/// The JSON key is the field's name, or the literal after `=`. Field types are [`Slot`]s: [`Str`], [`List`],
/// [`Map`], `bool`, `i64`, `Option`, `Box` of a view, and other views. An array in the place of an object is
/// refused.
///
/// ```
/// redline_engine::view! {
///     /// A volume mount.
///     pub struct Mount<'a> {
///         /// Where the container sees it.
///         pub mount_path = "mountPath": redline_engine::json::Str<'a>,
///     }
/// }
/// let mount: Mount = redline_engine::json::read(r#"{"mountPath": "/host", "name": "x"}"#).unwrap();
/// assert_eq!(mount.mount_path, "/host");
/// assert!(redline_engine::json::read::<Mount>("[]").is_err());
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
            pub _life: ::core::marker::PhantomData<&$lt ()>,
        }

        impl<$lt> $crate::json::Slot<$lt> for $name<$lt> {
            fn empty() -> Self {
                Self::default()
            }
            fn expects(&self) -> &'static str {
                "an object"
            }
            fn object(&mut self) -> bool {
                true
            }
            fn member(&mut self, key: $crate::json::Str<$lt>) -> Option<&mut dyn $crate::json::Slot<$lt>> {
                $( if key == $crate::view!(@key $field $($key)?) {
                    return Some(&mut self.$field);
                } )*
                None
            }
        }

        impl<$lt> $crate::json::de::Deserialize<$lt> for $name<$lt> {
            fn deserialize<D: $crate::json::de::Deserializer<$lt>>(d: D) -> Result<Self, D::Error> {
                use $crate::json::de::DeserializeSeed;
                let mut value = Self::default();
                $crate::json::Fill(&mut value).deserialize(d)?;
                Ok(value)
            }
        }
    )*};
    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
}

#[doc(hidden)]
pub mod de {
    pub use serde::de::{Deserialize, DeserializeSeed, Deserializer};
}

pub use crate::guards::members::same;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_the_default_and_a_wrong_shape_is_an_error() {
        assert_eq!(read::<Str>("null").unwrap(), "");
        assert!(read::<Map>("null").unwrap().is_empty());
        assert_eq!(read::<Map>(r#"{"a":null}"#).unwrap().get("a").unwrap(), "");
        assert!(read::<Map>("[]").is_err());
        assert!(read::<List<Str>>("{}").is_err());
        assert!(read::<Str>("1").is_err());
        assert_eq!(read::<List<Str>>(r#"["a", null]"#).unwrap().0.len(), 2);
        assert_eq!(read::<Option<bool>>("null").unwrap(), None);
        assert_eq!(read::<Option<i64>>("-3").unwrap(), Some(-3));
        assert!(read::<Option<i64>>("1.5").is_err());
        assert!(read::<Fields>(r#"{"a":{"b":1}}"#).unwrap().get("a").unwrap().get() == r#"{"b":1}"#);
    }

    #[test]
    fn escapes_are_read_and_the_last_of_repeated_keys_counts() {
        let map: Map = read(r#"{"k\u0065y":"a","key":"b\n"}"#).unwrap();
        assert_eq!(map.get("key").unwrap(), "b\n");
    }

    #[test]
    fn sameness_looks_at_meaning() {
        assert!(same(r#"{"a": 1, "b": [true]}"#, r#"{"b":[true],"a":1}"#));
        assert!(!same(r#"{"a":1}"#, r#"{"a":2}"#));
        assert!(!same("x", "y"));
    }
}
