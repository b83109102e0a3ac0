//! Entry points of the policy module.
#![no_std]
#![no_main]
redline_guest::policy!(protected_deletion, lookups);
