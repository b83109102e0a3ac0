//! The user data of an instance, converted to the shell script that it amounts to.
//!
//! cloud-init accepts several forms (<https://cloudinit.readthedocs.io>, "User data formats"). A script stays as it is. The
//! parts of a MIME message follow each other. Of cloud-config, what runs commands, writes files and installs packages
//! becomes the commands that would do the same.

mod cloud_config;
mod flow;
mod mime;
mod reader;
mod script;
mod yaml_value;

#[cfg(test)]
mod tests;

pub use script::{is_structured, script};
