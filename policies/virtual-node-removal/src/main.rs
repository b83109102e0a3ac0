//! The module.
#![no_std]
#![no_main]
redline_guest::policy!(virtual_node_removal, lookups);
