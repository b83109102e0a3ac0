//! Entry points of the policy module.
#![no_std]
#![no_main]
redline_guest::policy!(direct_disk_operation, lookups);
