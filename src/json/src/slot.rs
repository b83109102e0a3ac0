//! What a view offers to the reader: typed places for values.

use crate::text::Str;

/// The type of value that a slot takes.
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
    /// The text of a value of any type.
    Text,
}

impl Kind {
    /// The name of the type in error messages, such as `a string`.
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

/// A value that is not an object or a list.
#[doc(hidden)]
pub enum Scalar<'a> {
    String(Str<'a>),
    Boolean(bool),
    Integer(i64),
    Text(&'a str),
}

/// A place that JSON can be read into. The reader calls a slot only with values of its [`Kind`], and leaves it as it
/// is for `null`.
pub trait Slot<'a> {
    /// The default value.
    fn empty() -> Self
    where
        Self: Sized;
    /// The type of value that slots of this type take.
    fn shape() -> Kind
    where
        Self: Sized;
    /// The type of value that this slot takes: the [`Slot::shape`] of its type.
    fn kind(&self) -> Kind;
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
