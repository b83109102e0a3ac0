//! What serde_json makes of a text: the same slots, filled by its deserialiser.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::block::{Block, SIZE};
use crate::{Scalar, Slot, Str, Unreadable, ValueType};

/// [`crate::read`] with serde_json. An integer that is written as `-0` is not for it, which takes it for a float.
pub(super) fn read<'a, T: Slot<'a>>(json: &'a str) -> Result<T, Unreadable> {
    let mut value = T::empty();
    let mut problem = Problem::default();
    let mut d = serde_json::Deserializer::from_str(json);
    let read = Fill { slot: &mut value, problem: &mut problem }.deserialize(&mut d).and_then(|()| d.end());
    let what = match (problem.expected, read) {
        (Some(expected), _) => format!("expected {expected}"),
        (None, Ok(())) => return Ok(value),
        (None, Err(error)) if error.is_eof() => "the JSON ends too early".to_owned(),
        (None, Err(_)) => "not valid JSON".to_owned(),
    };
    Err(Unreadable { path: problem.path, problem: what })
}

#[derive(Default)]
struct Problem {
    expected: Option<&'static str>,
    path: String,
}

impl Problem {
    /// Extends the path when there is a problem.
    fn below<E>(&mut self, part: String, read: &Result<(), E>) -> bool {
        if self.expected.is_none() && read.is_ok() {
            return false;
        }
        self.path = crate::unreadable::join(&part, &self.path);
        true
    }
}

struct Fill<'s, 't, 'a> {
    slot: &'s mut (dyn Slot<'a> + 't),
    problem: &'s mut Problem,
}

impl<'a> Fill<'_, '_, 'a> {
    fn scalar(self, kind: ValueType, value: Scalar<'a>) {
        if kind == self.slot.kind() {
            self.slot.set(value);
        } else {
            self.mismatch();
        }
    }

    fn mismatch(self) {
        self.problem.expected = Some(self.slot.expects());
    }
}

impl<'a> DeserializeSeed<'a> for Fill<'_, '_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, d: D) -> Result<(), D::Error> {
        if self.slot.kind() == ValueType::Text {
            self.scalar(ValueType::Text, Scalar::Text(<&RawValue>::deserialize(d)?.get()));
            return Ok(());
        }
        d.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Fill<'_, '_, 'a> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slot.expects())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E>(self, v: bool) -> Result<(), E> {
        self.scalar(ValueType::Boolean, Scalar::Boolean(v));
        Ok(())
    }
    fn visit_i64<E>(self, v: i64) -> Result<(), E> {
        self.scalar(ValueType::Integer, Scalar::Integer(v));
        Ok(())
    }
    fn visit_u64<E>(self, v: u64) -> Result<(), E> {
        match i64::try_from(v) {
            Ok(v) => self.scalar(ValueType::Integer, Scalar::Integer(v)),
            Err(_) => self.mismatch(),
        }
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.mismatch();
        Ok(())
    }
    fn visit_borrowed_str<E>(self, v: &'a str) -> Result<(), E> {
        self.scalar(ValueType::String, Scalar::String(Str(Cow::Borrowed(v))));
        Ok(())
    }
    fn visit_str<E>(self, v: &str) -> Result<(), E> {
        self.scalar(ValueType::String, Scalar::String(Str(Cow::Owned(v.to_owned()))));
        Ok(())
    }
    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        if self.slot.kind() != ValueType::Object {
            self.mismatch();
            return Ok(());
        }
        self.slot.begin();
        while let Some(key) = map.next_key::<Cow<'a, str>>()? {
            // serde gives every `Cow` an owned text; a key with an escape is not in the payload.
            let read = match self.slot.part(Some(&Str(key.clone()))) {
                Some(slot) => map.next_value_seed(Fill { slot, problem: &mut *self.problem }),
                None => map.next_value::<IgnoredAny>().map(drop),
            };
            if self.problem.below(key.into_owned(), &read) {
                return read;
            }
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.slot.kind() != ValueType::List {
            self.mismatch();
            return Ok(());
        }
        self.slot.begin();
        for index in 0.. {
            let mut there = false;
            let read = seq
                .next_element_seed(Item { fill: Fill { slot: self.slot, problem: self.problem }, there: &mut there });
            let read = read.map(|_| ());
            // serde_json says that there is an item before it reads it.
            if self.problem.below(format!("[{index}]"), &read) || !there {
                return read;
            }
        }
        Ok(())
    }
}

/// An item of a list, whose slot is made when there is one.
struct Item<'s, 't, 'a> {
    fill: Fill<'s, 't, 'a>,
    there: &'s mut bool,
}

impl<'a> DeserializeSeed<'a> for Item<'_, '_, 'a> {
    type Value = ();
    fn deserialize<D: Deserializer<'a>>(self, d: D) -> Result<(), D::Error> {
        *self.there = true;
        match self.fill.slot.part(None) {
            Some(slot) => Fill { slot, problem: self.fill.problem }.deserialize(d),
            None => IgnoredAny::deserialize(d).map(drop),
        }
    }
}

/// Blocks of which the reader uses none to skip, because it checks what it skips.
pub(super) struct Strict<B>(B);

impl<B: Block> Block for Strict<B> {
    const STRICT: bool = true;
    fn load(bytes: &[u8; SIZE]) -> Self {
        Strict(B::load(bytes))
    }
    fn equal(&self, byte: u8) -> u64 {
        self.0.equal(byte)
    }
    fn equal_with_bit_5(&self, byte: u8) -> u64 {
        self.0.equal_with_bit_5(byte)
    }
    fn bit_5(&self) -> u64 {
        self.0.bit_5()
    }
    fn control(&self) -> u64 {
        self.0.control()
    }
    fn has_backslash_or_control(&self) -> bool {
        self.0.has_backslash_or_control()
    }
    fn special(bytes: &[u8; 16]) -> u32 {
        B::special(bytes)
    }
}
