//! The host side of Redline: loads policy modules, shows them requests, and reports what they say.
//!
//! To this crate a rule is a file. It knows the calling convention (waPC, as Kubewarden speaks it), the shape of
//! an admission request and the format of a test case, and not one rule. So the module that is judged here is
//! the very file that a cluster loads.
//!
//! Without the feature `run` no module is loaded: what is left reads input and builds requests, on any target.
//!
//! ```no_run
//! # #[cfg(feature = "run")]
//! # fn main() -> Result<(), redline_host::Error> {
//! let host = redline_host::Host::new(redline_host::Limits::default())?;
//! let module = host.load("target/modules/node-deletion.wasm".as_ref())?;
//! let response = module.validate(br#"{"request": {}, "settings": {}}"#, None)?;
//! println!("{}", response.verdict());
//! # Ok(())
//! # }
//! ```

#[cfg(feature = "run")]
pub mod audit;
pub mod book;
#[cfg(feature = "run")]
mod callback;
#[cfg(feature = "run")]
mod case;
#[cfg(feature = "run")]
mod clock;
#[cfg(feature = "run")]
mod cluster;
mod error;
#[cfg(feature = "run")]
mod evaluate;
mod input;
pub mod inventory;
pub mod kinds;
#[cfg(feature = "run")]
mod metadata;
#[cfg(feature = "run")]
mod module;
#[cfg(feature = "run")]
pub mod oci;
pub mod ram;
mod response;
mod review;
pub mod spans;
pub mod yaml;

#[cfg(feature = "run")]
pub use case::{Case, Expectation, cases_in};
#[cfg(feature = "run")]
pub use cluster::Cluster;
pub use error::{Error, Place};
#[cfg(feature = "run")]
pub use evaluate::{Host, Limits, cache_folder};
pub use input::{Item, RawShape, Subject, subjects};
#[cfg(feature = "run")]
pub use metadata::{ContextAwareResource, MatchRule, Metadata, PolicyType, Target};
#[cfg(feature = "run")]
pub use module::Module;
pub use response::{Response, SettingsResponse, Verdict};
pub use review::{Act, Operation, Requester, Review};
