//! The module.
#![no_std]
#![no_main]
redline_guest::policy!(cloud_existing_node_attach, cloud);
