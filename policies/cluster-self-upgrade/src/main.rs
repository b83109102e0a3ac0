//! Entry points of the policy module.
#![no_std]
#![no_main]
redline_guest::policy!(cluster_self_upgrade, lookups);
