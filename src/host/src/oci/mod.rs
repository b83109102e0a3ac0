//! Modules in OCI registries, in the format of Kubewarden's own tools.
//!
//! A module is an OCI image manifest with one layer, the module itself, and an empty JSON object as configuration. Its
//! annotations come from the metadata in the module, so that the same bytes always get the same digest.

mod annotations;
mod credentials;
mod fault;
mod reference;
mod registry;

pub use reference::Reference;
pub use registry::{Connection, Registry, RemoteModule};
