//! Entry points of the policy module.
#![no_std]
#![no_main]
redline_guest::policy!(critical_host_path, lookups);
