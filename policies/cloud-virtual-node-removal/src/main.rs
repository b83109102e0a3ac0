//! The module.
#![no_std]
#![no_main]
redline_guest::policy!(cloud_virtual_node_removal, cloud);
