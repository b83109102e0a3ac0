//! What every Redline rule is made of: borrowed request views, findings and verdicts, settings, exemptions,
//! approvals, guards, and the declaration from which metadata and documentation derive.
//!
//! The engine is pure: bytes in, an answer out. It does no I/O; what little a rule may ask of its host
//! (the clock, a cluster lookup) comes through [`Host`]. Everything here can end up in every module, so
//! dependencies are few and code that only documentation needs lives in statics that a module never refers to.
#![cfg_attr(not(test), no_std)]

#[doc(hidden)]
pub extern crate alloc;

pub mod admission;
mod approval;
pub mod bundle;
pub mod cloud;
pub mod declare;
pub mod finding;
pub mod guards;
pub mod host;
pub mod identity;
pub mod meta;
pub mod outcome;
pub mod request;
pub mod response;
pub mod scratch;
pub mod settings;
pub mod settings_docs;
pub mod strings;
pub mod time;
pub mod workload;

pub use declare::{Bilingual, Declaration, Documentation, On, Row, RuleKind, SettingField, Severity};
pub use finding::{Finding, Findings, Level, Text};
pub use host::Host;
pub use outcome::Outcome;
pub use redline_json::{self as json, Unreadable, view};
pub use request::{Operation, Request};
pub use response::{Response, SettingsResponse};

/// What a rule's source file wants in scope.
pub mod prelude {
    pub use alloc::{
        borrow::ToOwned,
        boxed::Box,
        format,
        string::{String, ToString},
        vec,
        vec::Vec,
    };

    pub use crate::admission::Context;
    pub use crate::declare::{Bilingual, Declaration, Documentation, On, RuleKind, Severity};
    pub use crate::finding::{Finding, Findings, Level};
    pub use crate::guards;
    pub use crate::json::{Map, Str};
    pub use crate::meta::{Meta, MetaOnly, Object};
    pub use crate::request::{Operation, Request};
    pub use crate::text;
}
