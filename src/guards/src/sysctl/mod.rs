//! Assignments of kernel parameters, wherever a request can contain one: the sysctls of a pod, commands, ConfigMap data.
//!
//! Names are normalised as the kubelet does it, and values are read as the kernel does. A value that depends on something
//! outside of the request counts as a bad one.

mod assignment;
mod check;
mod parameter;

#[cfg(test)]
mod tests;

pub(crate) use assignment::on_host;
pub(crate) use check::check_in_container;
pub use check::{REQUESTS, check};
pub use parameter::{Parameter, number};
