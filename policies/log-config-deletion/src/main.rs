//! Entry points of the policy module.
#![no_std]
#![no_main]
redline_guest::policy!(log_config_deletion, lookups);
