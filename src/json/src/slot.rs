//! What a view offers to the reader: typed places for values.

use crate::text::Str;

/// The type of value that a slot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
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
    /// The text of a value of any type.
    Text,
}

impl ValueType {
    /// The name of the type in error messages, such as `a string`.
    pub fn name(self) -> &'static str {
        match self {
            ValueType::String => "a string",
            ValueType::Boolean => "true or false",
            ValueType::Integer => "an integer",
            ValueType::Object => "an object",
            ValueType::List => "a list",
            ValueType::Text => "a value",
        }
    }
}

/// A value that is not an object or a list.
#[doc(hidden)]
pub enum Scalar<'a> {
    String(Str<'a>),
    Boolean(bool),
    Integer(i64),
    Text(&'a str),
}

/// A place that JSON can be read into. The reader calls a slot only with values of its [`ValueType`], and leaves it as it
/// is for `null`.
pub trait Slot<'a> {
    /// The default value.
    fn empty() -> Self
    where
        Self: Sized;
    /// The type of value that slots of this type take.
    fn shape() -> ValueType
    where
        Self: Sized;
    /// The type of value that this slot takes: the [`Slot::shape`] of its type.
    fn kind(&self) -> ValueType;
    /// Whether a value of another type is skipped rather than an error; see [`Loose`](crate::Loose).
    fn loose(&self) -> bool {
        false
    }
    /// What the slot takes, in the words of an error message.
    fn expects(&self) -> &'static str {
        self.kind().name()
    }
    /// Takes a value that is not an object or a list.
    fn set(&mut self, _: Scalar<'a>) {}
    /// Starts an object or a list.
    fn begin(&mut self) {}
    /// Returns the slot for the member with this key, or for the next item of a list when there is no key. `None` skips
    /// the value.
    fn part(&mut self, _: Option<&Str<'a>>) -> Option<&mut dyn Slot<'a>> {
        None
    }
}
