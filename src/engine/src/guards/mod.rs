//! Logic that several rules share, with its own tests.

pub mod acts;
pub mod annotations;
pub mod command;
pub mod config_json;
pub mod host_path;
pub mod image;
pub mod load_balancer;
pub mod members;
pub mod node;
pub mod object;
pub mod on_node;
pub mod path;
pub mod say;
pub mod sysctl;
pub mod user_data;
pub mod volumes;
