//! Reads the documents that people have: manifests, AdmissionReviews, audit logs, OpenAPI calls, ActionTrail events and
//! Terraform plans, in YAML and JSON, and finds where in the text each field is.
//!
//! The crate runs no rule. It builds for wasm32 too, so the command line and the browser read input in the same way.

pub mod audit_log;
mod chinese;
mod decode;
mod document;
mod equivalent;
mod error;
mod foreign;
pub mod inventory;
pub mod kinds;
pub mod lines;
mod oos;
pub mod plan;
mod pods;
mod request;
pub mod spans;
pub mod trail;
pub mod yaml;

pub use chinese::{by_table, in_chinese, unreadable_in_chinese};
pub use decode::decode;
pub use document::{DocumentItem, RawShape, Subject, is_unrecognised, items_in};
pub use error::{Position, SyntaxError};
pub use foreign::Foreign;
pub use pods::{PodRequest, pod_requests};
pub use redline_core::request_match::Operation;
pub use request::{
    AdmissionRequest, ObjectIdentity, RequestSpec, Requester, fill_type, operation, optional_operation, place_in,
};
