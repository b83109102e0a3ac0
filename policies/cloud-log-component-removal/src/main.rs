//! The module.
#![no_std]
#![no_main]
redline_guest::policy!(cloud_log_component_removal, cloud);
