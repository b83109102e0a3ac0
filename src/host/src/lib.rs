//! Runs policy modules: loads them, evaluates requests with them, and decodes their answers.
//!
//! To this crate a rule is a file. It knows the calling convention (waPC, as in Kubewarden), the format of test cases and
//! OCI registries, but no rule. So the module that is evaluated here is the very file that a cluster loads.
//!
//! ```no_run
//! # fn main() -> Result<(), redline_host::Error> {
//! let host = redline_host::Host::new(redline_host::Limits::default())?;
//! let module = host.load("target/modules/node-deletion.wasm".as_ref())?;
//! let response = module.validate(br#"{"request": {}, "settings": {}}"#, None)?;
//! println!("{}", response.verdict());
//! # Ok(())
//! # }
//! ```

mod callback;
mod case;
mod clock;
mod cluster;
mod error;
mod finding;
mod host;
mod known_objects;
mod metadata;
mod module;
pub mod oci;
mod pattern;
mod response;
mod runtime;

pub use case::{Case, Expectation, cases_in};
pub use cluster::{Cluster, LiveObjects, Lookup};
pub use error::Error;
pub use finding::{ExpectedFinding, Finding, Texts};
pub use host::Host;
pub use known_objects::KnownObjects;
pub use metadata::{ContextAwareResource, MatchRule, Metadata, PolicyType, Target};
pub use module::Module;
pub use pattern::{ExpectedText, Pattern};
pub use redline_core::finding::Level;
pub use redline_core::verdict::Verdict;
pub use response::{Response, SettingsResponse};
pub use runtime::{Limits, cache_folder};
