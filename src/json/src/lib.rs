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
//!
//! A crate of its own, because it is the one part of a module that every byte of a request goes through: it is
//! compiled for speed, and everything else for size.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

use alloc::borrow::Cow;
use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use core::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

mod slots;
mod unreadable;

pub use unreadable::Unreadable;

pub use slots::{Fields, List, Map, Raw, Str};

/// What a slot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    String,
    /// A boolean.
    Boolean,
    /// An integer.
    Integer,
    /// An object, whose members are offered one by one.
    Object,
    /// A list, whose items are offered one by one.
    List,
    /// The text of a value, whatever it is.
    Text,
}

impl Kind {
    /// How error messages call it: `a string`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::String => "a string",
            Kind::Boolean => "true or false",
            Kind::Integer => "an integer",
            Kind::Object => "an object",
            Kind::List => "a list",
            Kind::Text => "a value",
        }
    }
}

/// A value without parts.
#[doc(hidden)]
pub enum Scalar<'a> {
    String(Str<'a>),
    Boolean(bool),
    Integer(i64),
    Text(&'a str),
}

impl Scalar<'_> {
    fn kind(&self) -> Kind {
        match self {
            Scalar::String(_) => Kind::String,
            Scalar::Boolean(_) => Kind::Boolean,
            Scalar::Integer(_) => Kind::Integer,
            Scalar::Text(_) => Kind::Text,
        }
    }
}

/// A place that JSON can be read into. `null` leaves it as it is. A slot is only given what its kind says.
pub trait Slot<'a> {
    /// The default value.
    fn empty() -> Self
    where
        Self: Sized;
    /// What belongs into a slot of this type.
    fn shape() -> Kind
    where
        Self: Sized;
    /// What belongs here; the type's [`Slot::shape`].
    fn kind(&self) -> Kind;
    /// What belongs here, for error messages.
    fn expects(&self) -> &'static str {
        self.kind().name()
    }
    /// Takes a value without parts.
    fn set(&mut self, _: Scalar<'a>) {}
    /// An object or a list begins.
    fn begin(&mut self) {}
    /// The slot of the member with this key, or (without a key) of the list's next item; `None` to skip it.
    fn part(&mut self, _: Option<&Str<'a>>) -> Option<&mut dyn Slot<'a>> {
        None
    }
    /// Takes back the last item: the list ended before it.
    fn unused_item(&mut self) {}
}

/// Reads a JSON text into a value.
///
/// # Errors
/// Syntax errors, and values of another shape than the slot takes, with the path in the text.
pub fn read<'a, T: Slot<'a>>(json: &'a str) -> Result<T, Unreadable> {
    let mut value = T::empty();
    read_into(json, &mut value)?;
    Ok(value)
}

/// [`read`] into a slot that is there.
///
/// # Errors
/// As those of [`read`].
pub fn read_into<'a>(json: &'a str, slot: &mut dyn Slot<'a>) -> Result<(), Unreadable> {
    let mut problem = Problem::default();
    let mut d = serde_json::Deserializer::from_str(json);
    let read = Fill { slot, problem: &mut problem }.deserialize(&mut d).and_then(|()| d.end());
    let what = match (problem.expected, read) {
        (Some(expected), _) => ["expected ", expected].concat(),
        (None, Ok(())) => return Ok(()),
        (None, Err(error)) if error.is_eof() => "the JSON ends too early".to_owned(),
        (None, Err(_)) => "not valid JSON".to_owned(),
    };
    Err(Unreadable { path: problem.path, problem: what })
}

/// What went wrong while a text was read. Made here and not by serde, whose way of making and printing errors
/// takes three kilobytes of a module.
#[derive(Default)]
struct Problem {
    /// What should have stood where something else does. Once it is known, nothing more is read.
    expected: Option<&'static str>,
    /// Where: put together from the inside out.
    path: String,
}

impl Problem {
    fn expected(&mut self, slot: &dyn Slot<'_>) {
        self.expected = Some(slot.expects());
    }

    /// The problem is in the part with this key, or in the list's item with this number. Out: whether there is one.
    #[inline(never)]
    fn below<E>(&mut self, key: Option<&str>, index: usize, read: &Result<(), E>) -> bool {
        if self.expected.is_none() && read.is_ok() {
            return false;
        }
        let inner = core::mem::take(&mut self.path);
        self.path = match key {
            Some(key) => key.to_owned(),
            None => ["[", &index.to_string(), "]"].concat(),
        };
        self.path = crate::unreadable::join(&self.path, &inner);
        true
    }
}

/// Fills a slot from whatever comes.
struct Fill<'s, 't, 'a> {
    slot: &'s mut (dyn Slot<'a> + 't),
    problem: &'s mut Problem,
}

impl<'a> Fill<'_, '_, 'a> {
    /// Takes a value without parts, or `None` for one that no slot takes.
    #[inline(never)]
    fn scalar(self, value: Option<Scalar<'a>>) {
        match value {
            Some(value) if value.kind() == self.slot.kind() => self.slot.set(value),
            _ => self.problem.expected(self.slot),
        }
    }
}

impl<'a> DeserializeSeed<'a> for Fill<'_, '_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, d: D) -> Result<(), D::Error> {
        if self.slot.kind() == Kind::Text {
            return d.deserialize_newtype_struct(RAW, FillText(self));
        }
        d.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Fill<'_, '_, 'a> {
    type Value = ();
    fn expecting(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E>(self, v: bool) -> Result<(), E> {
        self.scalar(Some(Scalar::Boolean(v)));
        Ok(())
    }
    fn visit_i64<E>(self, v: i64) -> Result<(), E> {
        self.scalar(Some(Scalar::Integer(v)));
        Ok(())
    }
    fn visit_u64<E>(self, v: u64) -> Result<(), E> {
        self.scalar(i64::try_from(v).ok().map(Scalar::Integer));
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.scalar(None);
        Ok(())
    }
    fn visit_borrowed_str<E>(self, v: &'a str) -> Result<(), E> {
        self.scalar(Some(Scalar::String(Str(Cow::Borrowed(v)))));
        Ok(())
    }
    fn visit_str<E>(self, v: &str) -> Result<(), E> {
        self.scalar(Some(Scalar::String(Str(Cow::Owned(v.to_owned())))));
        Ok(())
    }
    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let mut key = map.next_key::<Key<'a>>()?;
        // With its feature `arbitrary_precision`, as in the modules, serde_json offers a number as an object with its
        // text in it; that saves them all of floating point.
        let number = key.as_ref().is_some_and(|Key(key)| key == NUMBER);
        if number || self.slot.kind() != Kind::Object {
            let mut text = Str::default();
            if number {
                map.next_value_seed(Fill { slot: &mut text, problem: &mut *self.problem })?;
            }
            self.scalar(text.parse().ok().map(Scalar::Integer));
            return Ok(());
        }
        self.slot.begin();
        while let Some(Key(name)) = key {
            let read = match self.slot.part(Some(&name)) {
                Some(slot) => map.next_value_seed(Fill { slot, problem: &mut *self.problem }),
                None => map.next_value::<IgnoredAny>().map(drop),
            };
            if self.problem.below(Some(&name), 0, &read) {
                return read;
            }
            key = map.next_key()?;
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.slot.kind() != Kind::List {
            self.scalar(None);
            return Ok(());
        }
        self.slot.begin();
        for index in 0.. {
            // An item's slot is made before it is known whether there is an item.
            let read = match self.slot.part(None) {
                Some(slot) => seq.next_element_seed(Fill { slot, problem: &mut *self.problem }),
                None => seq.next_element::<IgnoredAny>().map(|item| item.map(drop)),
            };
            let more = matches!(read, Ok(Some(())));
            let read = read.map(drop);
            if self.problem.below(None, index, &read) {
                return read;
            }
            if !more {
                self.slot.unused_item();
                break;
            }
        }
        Ok(())
    }
}

/// How serde_json asks for the text of a value and for a number unread. These are its own words, not its
/// interface: its public `RawValue` would bring the printing of every kind of value into every module. The
/// tests below fail the day they change.
const RAW: &str = "$serde_json::private::RawValue";
const NUMBER: &str = "$serde_json::private::Number";

/// Fills a slot with the text of a value.
struct FillText<'s, 't, 'a>(Fill<'s, 't, 'a>);

impl<'a> DeserializeSeed<'a> for FillText<'_, '_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for FillText<'_, '_, 'a> {
    type Value = ();
    fn expecting(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<(), E> {
        self.0.scalar(Some(Scalar::Text(text)));
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        self.0.scalar(None);
        Ok(())
    }
    fn visit_newtype_struct<D: Deserializer<'a>>(self, _: D) -> Result<(), D::Error> {
        self.0.scalar(None);
        Ok(())
    }
    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        map.next_key::<Key<'a>>()?;
        map.next_value_seed(self)
    }
}

struct Key<'a>(Str<'a>);

impl<'a> Deserialize<'a> for Key<'a> {
    fn deserialize<D: Deserializer<'a>>(d: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'a> Visitor<'a> for KeyVisitor {
            type Value = Key<'a>;
            fn expecting(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                Ok(())
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

/// Declares partial views: structs that read the named JSON fields and skip the rest.
///
/// The JSON key is the field's name, or the literal after `=`. Field types are [`Slot`]s: [`Str`], [`List`],
/// [`Map`], `bool`, `i64`, `Option`, `Box` of a view, and other views. An array in the place of an object is
/// refused.
///
/// ```
/// redline_json::view! {
///     /// A volume mount.
///     pub struct Mount<'a> {
///         /// Where the container sees it.
///         pub mount_path = "mountPath": redline_json::Str<'a>,
///     }
/// }
/// let mount: Mount = redline_json::read(r#"{"mountPath": "/host", "name": "x"}"#).unwrap();
/// assert_eq!(mount.mount_path, "/host");
/// assert!(redline_json::read::<Mount>("[]").is_err());
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

        impl<$lt> $crate::Slot<$lt> for $name<$lt> {
            fn empty() -> Self {
                Self::default()
            }
            fn shape() -> $crate::Kind {
                $crate::Kind::Object
            }
            fn kind(&self) -> $crate::Kind {
                Self::shape()
            }
            fn part(&mut self, key: Option<&$crate::Str<$lt>>) -> Option<&mut dyn $crate::Slot<$lt>> {
                let key = &**key?;
                $( if key == $crate::view!(@key $field $($key)?) {
                    return Some(&mut self.$field);
                } )*
                None
            }
        }
    )*};
    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
}

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
}
