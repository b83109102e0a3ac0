//! Checks that several rules share. They take plain parameters, know no particular rule, and have their own tests.
#![cfg_attr(not(test), no_std)]

extern crate alloc;

pub mod annotations;
pub mod commands;
pub mod config_json;
pub mod config_maps;
pub mod containers;
pub mod exempt;
pub mod host_path;
pub mod image;
pub mod load_balancer;
pub mod members;
pub mod message;
pub mod migration;
pub mod node;
pub mod object;
pub mod on_node;
pub mod one_pass;
pub mod operations;
pub mod reach;
pub mod script_effects;
pub mod scripts;
pub mod step;
pub mod sysctl;
pub mod user_data;
pub mod volumes;
