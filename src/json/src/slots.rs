//! The slots that views are made of.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::slot::{Scalar, Slot, ValueType};
use crate::text::Str;

impl<'a> Slot<'a> for Str<'a> {
    fn empty() -> Self {
        Str::default()
    }
    fn shape() -> ValueType {
        ValueType::String
    }
    fn kind(&self) -> ValueType {
        Self::shape()
    }
    fn set(&mut self, v: Scalar<'a>) {
        if let Scalar::String(v) = v {
            *self = v;
        }
    }
}

impl<'a> Slot<'a> for bool {
    fn empty() -> Self {
        false
    }
    fn shape() -> ValueType {
        ValueType::Boolean
    }
    fn kind(&self) -> ValueType {
        Self::shape()
    }
    fn set(&mut self, v: Scalar<'a>) {
        *self = matches!(v, Scalar::Boolean(true));
    }
}

impl<'a> Slot<'a> for i64 {
    fn empty() -> Self {
        0
    }
    fn shape() -> ValueType {
        ValueType::Integer
    }
    fn kind(&self) -> ValueType {
        Self::shape()
    }
    fn set(&mut self, v: Scalar<'a>) {
        if let Scalar::Integer(v) = v {
            *self = v;
        }
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
    fn shape() -> ValueType {
        ValueType::Text
    }
    fn kind(&self) -> ValueType {
        Self::shape()
    }
    fn set(&mut self, v: Scalar<'a>) {
        if let Scalar::Text(v) = v {
            *self = Raw(v);
        }
    }
}

impl<'a, T: Slot<'a>> Slot<'a> for Box<T> {
    fn empty() -> Self {
        Box::new(T::empty())
    }
    fn shape() -> ValueType {
        T::shape()
    }
    fn kind(&self) -> ValueType {
        Self::shape()
    }
    fn part(&mut self, key: Option<&Str<'a>>) -> Option<&mut dyn Slot<'a>> {
        (**self).part(key)
    }
}

/// Present or not; `null` reads as not.
impl<'a, T: Slot<'a>> Slot<'a> for Option<T> {
    fn empty() -> Self {
        None
    }
    fn shape() -> ValueType {
        T::shape()
    }
    fn kind(&self) -> ValueType {
        Self::shape()
    }
    fn set(&mut self, v: Scalar<'a>) {
        let parts = matches!(T::shape(), ValueType::Object | ValueType::List);
        if !parts && !matches!(v, Scalar::Text("null")) {
            self.insert(T::empty()).set(v);
        }
    }
    fn begin(&mut self) {
        self.insert(T::empty()).begin();
    }
    fn part(&mut self, key: Option<&Str<'a>>) -> Option<&mut dyn Slot<'a>> {
        self.as_mut()?.part(key)
    }
}

/// An object or a list of a view that reads many kinds: a value of another type reads as empty, because in an object of
/// another kind the field has another meaning. `spec.volumes` of a Pod has objects, that of a PodSecurityPolicy strings.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Loose<T>(pub T);

impl<T> core::ops::Deref for Loose<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'a, T: Slot<'a>> Slot<'a> for Loose<T> {
    fn empty() -> Self {
        Loose(T::empty())
    }
    fn shape() -> ValueType {
        T::shape()
    }
    fn kind(&self) -> ValueType {
        Self::shape()
    }
    fn loose(&self) -> bool {
        true
    }
    fn begin(&mut self) {
        self.0.begin();
    }
    fn part(&mut self, key: Option<&Str<'a>>) -> Option<&mut dyn Slot<'a>> {
        self.0.part(key)
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
    fn shape() -> ValueType {
        ValueType::List
    }
    fn kind(&self) -> ValueType {
        Self::shape()
    }
    fn begin(&mut self) {
        self.0.clear();
    }
    fn part(&mut self, _: Option<&Str<'a>>) -> Option<&mut dyn Slot<'a>> {
        self.0.push(T::empty());
        self.0.last_mut().map(|slot| slot as &mut dyn Slot<'a>)
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
    fn shape() -> ValueType {
        ValueType::Object
    }
    fn kind(&self) -> ValueType {
        Self::shape()
    }
    fn begin(&mut self) {
        self.0.clear();
    }
    fn part(&mut self, key: Option<&Str<'a>>) -> Option<&mut dyn Slot<'a>> {
        self.0.push((key?.clone(), V::empty()));
        self.0.last_mut().map(|(_, slot)| slot as &mut dyn Slot<'a>)
    }
}
