//! The one crate that a rule depends on: the interface of a rule, its prelude, and bundles of rules.
//!
//! A rule is a type that implements [`AdmissionRule`] or [`CloudRule`]. This crate exports the others again, so that a rule
//! need not depend on them.
#![cfg_attr(not(test), no_std)]

#[doc(hidden)]
pub extern crate alloc;

pub mod bundle;
pub mod prelude;
pub mod registry;
pub mod rows;
#[cfg(not(redline_module))]
pub mod settings_docs;

pub use redline_alibaba::{self as alibaba, CloudRule};
pub use redline_core::{self as core, settings, text};
pub use redline_guards as guards;
pub use redline_json::{self as json, view};
pub use redline_kubernetes::{self as kubernetes, objects, rule::AdmissionRule};
pub use redline_shell as shell;
pub use redline_text as strings;
