//! From an AdmissionRequest to an outcome.
//!
//! A rule implements [`rule::AdmissionRule`]. [`evaluate`](mod@evaluate) reads the request once, into the rule's view of the
//! object, and does what is the same for all rules: scope, settings, exemptions, objects that are already terminating, and
//! approvals. Nothing here knows a particular rule or cloud.
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

#[cfg(test)]
mod tests;
