//! The host side of Redline: loads policy modules, shows them requests, and reports what they say.
//!
//! To this crate a rule is a file. It knows the calling convention (waPC, as Kubewarden speaks it), the shape of
//! an admission request and the format of a test case, and not one rule. So the module that is judged here is
//! the very file that a cluster loads.
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
mod evaluate;
mod metadata;
mod module;
pub mod oci;
mod response;

pub use case::{Case, Expectation, cases_in};
pub use cluster::Cluster;
pub use error::Error;
pub use evaluate::{Host, Limits, cache_folder};
pub use metadata::{ContextAwareResource, MatchRule, Metadata, PolicyType, Target};
pub use module::Module;
pub use response::{Response, SettingsResponse, Verdict};
