//! Reads the documents that people have: manifests, AdmissionReviews, audit logs, OpenAPI calls, ActionTrail events and
//! Terraform plans, in YAML and JSON, and finds where in the text each field is.
//!
//! The crate runs no rule. It builds for wasm32 too, so the command line and the browser read input in the same way.

pub mod audit;
mod document;
mod error;
pub mod inventory;
pub mod kinds;
mod review;
pub mod spans;
pub mod yaml;

pub use document::{Item, RawShape, Subject, subjects};
pub use error::{Position, SyntaxError};
pub use review::{Act, Operation, Requester, Review, fill_type};
