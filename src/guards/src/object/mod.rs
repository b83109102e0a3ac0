//! Protected objects: whether a request is about an object that a rule names, and what an update changes in it.
//!
//! A rule that protects objects by name reads them as [`Whole`]: the metadata, and every other member as JSON text. Members
//! are compared as text first. Those that an update does not change are equal as text, because the API server writes both
//! objects with the same encoder. So a definition of several hundred kilobytes is never built.

mod changes;
mod owner;
mod protected;
mod stop;
mod whole;

#[cfg(test)]
mod tests;

pub use changes::{changes, field_list, lost_finalizers};
pub use owner::added_owner;
pub use protected::{ProtectedObjects, named, target};
pub use stop::{Stop, stops};
pub use whole::Whole;
