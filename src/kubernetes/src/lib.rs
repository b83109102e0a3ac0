//! From an AdmissionRequest to an outcome.
//!
//! [`rule::AdmissionRule`] is what a rule implements. [`evaluate`] reads the request once, into the rule's view of the
//! object, and applies what every rule gets alike: scope, settings, exemptions, objects that are already terminating, and
//! approvals. Nothing here knows a rule or a cloud.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod approval;
mod bookkeeping;
pub mod context;
pub mod evaluate;
pub mod exemption;
pub mod lookup;
pub mod object_meta;
pub mod payload;
pub mod request;
pub mod rule;
pub mod workload;
