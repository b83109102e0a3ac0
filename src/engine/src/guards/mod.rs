//! Logic that several rules share, with its own tests.

pub mod command;
pub mod host_path;
pub mod members;
pub mod object;
pub mod path;
pub mod sysctl;
